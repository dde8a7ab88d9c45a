/* SPDX-License-Identifier: MIT */
/*
 * Floors: the simplest code that could do each piece of work, without a library. Counting each reference costs at least
 * two locked instructions, the "pair"; copying costs at least malloc(), memcpy() and free().
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

/* Size of this library's header, so that a floor can allocate from the same size class. */
enum { HEADER = 32 };

/* The minimal counted handle, all inline, with the memory orders that a reference count needs and its last-reference
 * check. */
typedef struct Handle {
    const uint8_t *data;
    size_t len;
    atomic_size_t *count;
} Handle;

static inline Handle handle_slice(const Handle *from, size_t begin, size_t end)
{
    const Handle out = {from->data + begin, end - begin, from->count};
    atomic_fetch_add_explicit(from->count, 1, memory_order_relaxed);
    return out;
}

static inline void handle_drop(const Handle *self)
{
    if (atomic_fetch_sub_explicit(self->count, 1, memory_order_release) == 1) {
        bench_fail(__FILE__, __LINE__, "another reference is left");
    }
}

typedef struct Handles {
    _Alignas(64) atomic_size_t count;
    _Alignas(64) Handle whole; /* on another cache line than the count, as in a block of its own */
    Handle parts[BENCH_FRAMES];
} Handles;

static Handles *handles(void)
{
    static Handles all = {.count = 1};
    all.whole = (Handle){bench_source, BENCH_BLOCK, &all.count};
    return &all;
}

/* The two locked instructions only. */
static void bare_pairs(void *state, size_t rounds)
{
    atomic_size_t *const count = &handles()->count;
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        atomic_fetch_add_explicit(count, 1, memory_order_relaxed);
        handle_drop(&(Handle){NULL, 0, count});
    }
}

static void contend(void *state, unsigned number, size_t rounds)
{
    const Handle *const whole = state;
    (void)number;
    for (size_t i = 0; i < rounds; i++) {
        const Handle copy = handle_slice(whole, 0, whole->len);
        BENCH_CONSUME(copy.data, copy.len);
        handle_drop(&copy);
    }
}

static void pairs_of_copies(void *state, size_t rounds)
{
    (void)state;
    contend(&handles()->whole, 0, rounds);
}

static void pairs_of_slices(void *state, size_t rounds)
{
    const Handle *const whole = &handles()->whole;
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        const Handle part = handle_slice(whole, 100, 900);
        BENCH_CONSUME(part.data, part.len);
        handle_drop(&part);
    }
}

static void pairs_of_frames(void *state, size_t rounds)
{
    const Handle *const whole = &handles()->whole;
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        Handle rest = *whole;
        while (rest.len >= BENCH_FRAME) {
            const Handle frame = handle_slice(&rest, 0, BENCH_FRAME);
            rest.data += BENCH_FRAME;
            rest.len -= BENCH_FRAME;
            BENCH_CONSUME(frame.data, frame.len);
            handle_drop(&frame);
        }
    }
}

/* All are created, then all are dropped. */
static void pairs_of_parts(size_t count, size_t len, size_t rounds)
{
    Handles *const all = handles();
    for (size_t i = 0; i < rounds; i++) {
        for (size_t j = 0; j < count; j++) {
            all->parts[j] = handle_slice(&all->whole, j * len, (j + 1) * len);
        }
        BENCH_ESCAPE(all->parts);
        for (size_t j = 0; j < count; j++) {
            handle_drop(&all->parts[j]);
        }
    }
}

static void pairs_of_kept_frames(void *state, size_t rounds)
{
    (void)state;
    pairs_of_parts(BENCH_FRAMES, BENCH_FRAME, rounds);
}

static void pairs_of_headers(void *state, size_t rounds)
{
    (void)state;
    pairs_of_parts(BENCH_HEADERS, BENCH_HEADER, rounds);
}

static void pairs_of_pieces(void *state, size_t rounds)
{
    (void)state;
    pairs_of_parts(BENCH_PIECES, BENCH_PIECE, rounds);
}

static void *contended_setup(void)
{
    return bench_team_new(1, contend, &handles()->whole);
}

static void contended_run(void *state, size_t rounds)
{
    bench_team_run(state, rounds);
}

static void contended_teardown(void *state)
{
    bench_team_free(state);
}

static void copy_free(size_t header, size_t len, size_t rounds)
{
    for (size_t i = 0; i < rounds; i++) {
        BENCH_OPAQUE(len);
        uint8_t *const block = malloc(header + len);
        BENCH_CHECK(block != NULL);
        memcpy(block + header, bench_source, len);
        BENCH_ESCAPE(block);
        free(block);
    }
}

static void copy_free_64(void *state, size_t rounds)
{
    (void)state;
    copy_free(0, 64, rounds);
}

static void copy_free_960(void *state, size_t rounds)
{
    (void)state;
    copy_free(0, 960, rounds);
}

static void copy_free_1024(void *state, size_t rounds)
{
    (void)state;
    copy_free(0, 1024, rounds);
}

static void copy_free_1024_header(void *state, size_t rounds)
{
    (void)state;
    copy_free(HEADER, 1024, rounds);
}

/* Frames copied out instead of counted. */
static void copy_frames(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        const uint8_t *data = bench_source;
        for (size_t left = BENCH_BLOCK; left >= BENCH_FRAME; left -= BENCH_FRAME) {
            uint8_t *frame = malloc(BENCH_FRAME);
            BENCH_CHECK(frame != NULL);
            memcpy(frame, data, BENCH_FRAME);
            BENCH_ESCAPE(frame);
            free(frame);
            data += BENCH_FRAME;
        }
    }
}

/* An array that doubles its capacity when it is full. */
static void append_doubling(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        size_t capacity = 0;
        size_t len = 0;
        uint8_t *data = NULL;
        for (size_t j = 0; j < BENCH_FRAMES; j++) {
            if (capacity - len < BENCH_FRAME) {
                capacity = capacity == 0 ? BENCH_FRAME : 2 * capacity;
                data = realloc(data, capacity);
                BENCH_CHECK(data != NULL);
            }
            memcpy(data + len, bench_source, BENCH_FRAME);
            len += BENCH_FRAME;
        }
        BENCH_ESCAPE(data);
        free(data);
    }
}

static void adopt_malloc(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        void *data = malloc(BENCH_READ);
        BENCH_CHECK(data != NULL);
        BENCH_ESCAPE(data);
        free(data);
    }
}

static void read_only(void *state, size_t rounds)
{
    static uint8_t buffer[BENCH_READ_BUFFER];
    (void)state;
    for (size_t i = 0, at = 0; i < rounds; i++) {
        bench_read(buffer + at, BENCH_READ);
        BENCH_ESCAPE(buffer);
        at = at + 2 * BENCH_READ <= sizeof(buffer) ? at + BENCH_READ : 0;
    }
}

/* Numbers through a pointer, without a bounds check. */
static void get_u8(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        const uint8_t *from = bench_source;
        for (size_t j = 0; j < BENCH_NUMBERS; j++) {
            const uint8_t value = *from++;
            BENCH_USE(value);
        }
    }
}

static void get_u32(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        const uint8_t *from = bench_source;
        for (size_t j = 0; j < BENCH_NUMBERS; j++) {
            uint32_t value;
            memcpy(&value, from, sizeof(value));
            value = __builtin_bswap32(value);
            BENCH_USE(value);
            from += sizeof(value);
        }
    }
}

static void put_u8(void *state, size_t rounds)
{
    uint8_t *const buffer = bench_alloc(BENCH_NUMBERS);
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        for (size_t j = 0; j < BENCH_NUMBERS; j++) {
            uint8_t value = (uint8_t)j;
            BENCH_OPAQUE(value);
            buffer[j] = value;
        }
        BENCH_ESCAPE(buffer);
    }
    free(buffer);
}

static void put_u32(void *state, size_t rounds)
{
    uint8_t *const buffer = bench_alloc(BENCH_NUMBERS * sizeof(uint32_t));
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        for (size_t j = 0; j < BENCH_NUMBERS; j++) {
            uint32_t value = (uint32_t)j;
            BENCH_OPAQUE(value);
            value = __builtin_bswap32(value);
            memcpy(buffer + j * sizeof(value), &value, sizeof(value));
        }
        BENCH_ESCAPE(buffer);
    }
    free(buffer);
}

static void print_decimal(void *state, size_t rounds)
{
    enum { WIDTH = 10 };
    char *const buffer = bench_alloc(BENCH_NUMBERS * WIDTH + 1);
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        size_t at = 0;
        for (uint32_t j = 0; j < BENCH_NUMBERS; j++) {
            uint32_t value = bench_decimal(j);
            BENCH_OPAQUE(value);
            at += (size_t)snprintf(buffer + at, WIDTH + 1, "%u", value);
        }
        BENCH_ESCAPE(buffer);
    }
    free(buffer);
}

/* Memory bandwidth: an item is a KiB. */
typedef struct Blocks {
    uint8_t *from;
    uint8_t *to;
    size_t size;
} Blocks;

static void *blocks_new(size_t size)
{
    Blocks *const self = bench_alloc(sizeof(*self));
    self->from = bench_alloc(size);
    self->to = bench_alloc(size);
    self->size = size;
    memset(self->from, 1, size); /* not the zero page */
    return self;
}

static void *blocks_64k(void)
{
    return blocks_new(65536);
}

static void *blocks_16m(void)
{
    return blocks_new(16 * 1024 * 1024);
}

static void blocks_run(void *state, size_t rounds)
{
    const Blocks *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        memcpy(self->to, self->from, self->size);
        BENCH_ESCAPE(self->to);
    }
}

static void blocks_teardown(void *state)
{
    Blocks *const self = state;
    free(self->from);
    free(self->to);
    free(self);
}

#define PAIR "floor: pair"
#define COPY "floor: malloc, memcpy, free"
#define PLAIN "floor: plain C"

const BenchEntry bench_floors[] = {
    {"two locked instructions", PAIR, NULL, bare_pairs, NULL, 1, 0},
    {"share-drop", PAIR, NULL, pairs_of_copies, NULL, 1, 0},
    {"share-drop, 2 threads", PAIR, contended_setup, contended_run, contended_teardown, 2, 1},
    {"slice-drop", PAIR, NULL, pairs_of_slices, NULL, 1, 0},
    {"copy-drop 64 B", COPY, NULL, copy_free_64, NULL, 1, 0},
    {"copy-drop 960 B", COPY, NULL, copy_free_960, NULL, 1, 0},
    {"copy-drop 1 KiB", COPY, NULL, copy_free_1024, NULL, 1, 0},
    {"copy-drop 1 KiB", "floor: malloc with a header, memcpy, free", NULL, copy_free_1024_header, NULL, 1, 0},
    {"append 64 B x 1024", "floor: doubling realloc", NULL, append_doubling, NULL, 1, 0},
    {"frames, drop each", PAIR, NULL, pairs_of_frames, NULL, BENCH_FRAMES, 0},
    {"frames, drop each", COPY, NULL, copy_frames, NULL, BENCH_FRAMES, 0},
    {"frames, drop all", PAIR, NULL, pairs_of_kept_frames, NULL, BENCH_FRAMES, 0},
    {"adopt-drop malloc", "floor: malloc, free", NULL, adopt_malloc, NULL, 1, 0},
    {"read loop", "floor: memcpy", NULL, read_only, NULL, 1, 0},
    {"40 headers", PAIR, NULL, pairs_of_headers, NULL, BENCH_HEADERS, 0},
    {"get u8", PLAIN, NULL, get_u8, NULL, BENCH_NUMBERS, 0},
    {"get u32 big-endian", PLAIN, NULL, get_u32, NULL, BENCH_NUMBERS, 0},
    {"put u8", PLAIN, NULL, put_u8, NULL, BENCH_NUMBERS, 0},
    {"put u32 big-endian", PLAIN, NULL, put_u32, NULL, BENCH_NUMBERS, 0},
    {"put decimal", "floor: snprintf", NULL, print_decimal, NULL, BENCH_NUMBERS, 0},
    {"queue of 16 views", "floor: 16 pairs", NULL, pairs_of_pieces, NULL, 1, 0},
    {"memcpy 64 KiB, a KiB", "floor: memcpy", blocks_64k, blocks_run, blocks_teardown, 64, 0},
    {"memcpy 16 MiB, a KiB", "floor: memcpy", blocks_16m, blocks_run, blocks_teardown, 16 * 1024, 0},
    {0},
};
