/* SPDX-License-Identifier: MIT */
/* This library: appending, reading, numbers and queues. */
#include <bytes/bytes.h>
#include <bytes/number.h>
#include <bytes/queue.h>
#include <bytes/text.h>
#include <stdlib.h>
#include <sys/uio.h>

#include "bench.h"

static void append_freeze(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        BytesMut buffer = BYTES_MUT_EMPTY;
        for (size_t j = 0; j < BENCH_FRAMES; j++) {
            BENCH_CHECK(bytes_mut_put(&buffer, bench_source, BENCH_FRAME) == 0);
        }
        Bytes view = bytes_mut_freeze(&buffer);
        BENCH_CONSUME(view.data, view.len);
        bytes_drop(&view);
    }
}

/* Each read is split off as a message; the last BENCH_HELD messages are still in use. */
typedef struct Reads {
    BytesMut buffer;
    Bytes held[BENCH_HELD];
    size_t next;
} Reads;

static void *reads_setup(void)
{
    Reads *const self = bench_alloc(sizeof(*self));
    BENCH_CHECK(bytes_mut_with_capacity(BENCH_READ_BUFFER, &self->buffer) == 0);
    return self;
}

static void reads_teardown(void *state)
{
    Reads *const self = state;
    bytes_mut_drop(&self->buffer);
    bytes_drop_all(self->held, BENCH_HELD);
    free(self);
}

static Bytes read_message(Reads *self)
{
    BENCH_CHECK(bytes_mut_reserve(&self->buffer, BENCH_READ) == 0);
    bench_read(bytes_mut_spare(&self->buffer).data, BENCH_READ);
    bytes_mut_commit(&self->buffer, BENCH_READ);
    return bytes_mut_split_freeze(&self->buffer, self->buffer.len);
}

static void read_loop(void *state, size_t rounds)
{
    Reads *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        Bytes message = read_message(self);
        BENCH_CONSUME(message.data, message.len);
        bytes_drop(&message);
    }
}

static void read_loop_held(void *state, size_t rounds)
{
    Reads *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        Bytes message = read_message(self);
        bytes_drop(&self->held[self->next]);
        self->held[self->next] = message;
        BENCH_ESCAPE(self->held);
        self->next = (self->next + 1) % BENCH_HELD;
    }
}

/* Numbers read from a view, or appended to a buffer with enough capacity. */
typedef struct Numbers {
    Bytes view;
    Bytes varints;
    BytesMut buffer;
} Numbers;

/* LEB128 of one to three bytes. */
static uint64_t nth_varint(size_t n)
{
    return (uint64_t)n * 101;
}

static void *numbers_setup(void)
{
    Numbers *const self = bench_alloc(sizeof(*self));
    BENCH_CHECK(bytes_copy(bench_source, BENCH_NUMBERS * 8, &self->view) == 0);
    BENCH_CHECK(bytes_mut_with_capacity(BENCH_NUMBERS * 10, &self->buffer) == 0);
    for (size_t i = 0; i < BENCH_NUMBERS; i++) {
        BENCH_CHECK(bytes_mut_put_leb128(&self->buffer, nth_varint(i)) == 0);
    }
    self->varints = bytes_mut_freeze(&self->buffer);
    BENCH_CHECK(bytes_mut_with_capacity(BENCH_NUMBERS * 10, &self->buffer) == 0);
    return self;
}

static void numbers_teardown(void *state)
{
    Numbers *const self = state;
    bytes_drop(&self->view);
    bytes_drop(&self->varints);
    bytes_mut_drop(&self->buffer);
    free(self);
}

static void get_u8(void *state, size_t rounds)
{
    Numbers *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        Bytes view = bytes_share(&self->view);
        for (size_t j = 0; j < BENCH_NUMBERS; j++) {
            uint8_t value;
            BENCH_CHECK(bytes_get_u8(&view, &value));
            BENCH_USE(value);
        }
        bytes_drop(&view);
    }
}

static void get_u32(void *state, size_t rounds)
{
    Numbers *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        Bytes view = bytes_share(&self->view);
        for (size_t j = 0; j < BENCH_NUMBERS; j++) {
            uint32_t value;
            BENCH_CHECK(bytes_get_u32_be(&view, &value));
            BENCH_USE(value);
        }
        bytes_drop(&view);
    }
}

static void get_varint(void *state, size_t rounds)
{
    Numbers *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        Bytes view = bytes_share(&self->varints);
        for (size_t j = 0; j < BENCH_NUMBERS; j++) {
            uint64_t value;
            BENCH_CHECK(bytes_get_leb128(&view, &value) > 0);
            BENCH_USE(value);
        }
        bytes_drop(&view);
    }
}

static void put_u8(void *state, size_t rounds)
{
    Numbers *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        bytes_mut_clear(&self->buffer);
        for (size_t j = 0; j < BENCH_NUMBERS; j++) {
            uint8_t value = (uint8_t)j;
            BENCH_OPAQUE(value);
            BENCH_CHECK(bytes_mut_put_u8(&self->buffer, value) == 0);
        }
        BENCH_ESCAPE(self->buffer.data);
    }
}

static void put_u32(void *state, size_t rounds)
{
    Numbers *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        bytes_mut_clear(&self->buffer);
        for (size_t j = 0; j < BENCH_NUMBERS; j++) {
            uint32_t value = (uint32_t)j;
            BENCH_OPAQUE(value);
            BENCH_CHECK(bytes_mut_put_u32_be(&self->buffer, value) == 0);
        }
        BENCH_ESCAPE(self->buffer.data);
    }
}

static void put_varint(void *state, size_t rounds)
{
    Numbers *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        bytes_mut_clear(&self->buffer);
        for (size_t j = 0; j < BENCH_NUMBERS; j++) {
            uint64_t value = nth_varint(j);
            BENCH_OPAQUE(value);
            BENCH_CHECK(bytes_mut_put_leb128(&self->buffer, value) == 0);
        }
        BENCH_ESCAPE(self->buffer.data);
    }
}

static void put_decimal(void *state, size_t rounds)
{
    Numbers *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        bytes_mut_clear(&self->buffer);
        for (uint32_t j = 0; j < BENCH_NUMBERS; j++) {
            uint32_t value = bench_decimal(j);
            BENCH_OPAQUE(value);
            BENCH_CHECK(bytes_mut_put_decimal(&self->buffer, value) == 0);
        }
        BENCH_ESCAPE(self->buffer.data);
    }
}

static void print_decimal(void *state, size_t rounds)
{
    Numbers *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        bytes_mut_clear(&self->buffer);
        for (uint32_t j = 0; j < BENCH_NUMBERS; j++) {
            uint32_t value = bench_decimal(j);
            BENCH_OPAQUE(value);
            BENCH_CHECK(bytes_mut_printf(&self->buffer, "%u", value) == 0);
        }
        BENCH_ESCAPE(self->buffer.data);
    }
}

/* A queue of views to be sent. */
typedef struct Sends {
    Bytes body;
    BytesQueue queue;
} Sends;

static void *sends_setup(void)
{
    Sends *const self = bench_alloc(sizeof(*self));
    BENCH_CHECK(bytes_copy(bench_source, BENCH_PIECES * BENCH_PIECE, &self->body) == 0);
    bytes_queue_init(NULL, 0, &self->queue);
    return self;
}

static void sends_teardown(void *state)
{
    Sends *const self = state;
    bytes_queue_drop(&self->queue);
    bytes_drop(&self->body);
    free(self);
}

static void send_all(void *state, size_t rounds)
{
    Sends *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        for (size_t j = BENCH_PIECES; j > 0; j--) { /* backwards: adjacent views would be joined */
            Bytes piece = bytes_share_slice(&self->body, (j - 1) * BENCH_PIECE, j * BENCH_PIECE);
            BENCH_CHECK(bytes_queue_push_back(&self->queue, &piece) == 0);
        }
        struct iovec iovecs[BENCH_PIECES];
        const size_t count = bytes_queue_iovecs(&self->queue, 0, iovecs, BENCH_PIECES);
        BENCH_CHECK(count == BENCH_PIECES);
        BENCH_ESCAPE(iovecs);
        bytes_queue_advance(&self->queue, BENCH_PIECES * BENCH_PIECE);
    }
}

const BenchEntry bench_libbytes_streams[] = {
    {"append 64 B x 1024", "libbytes", NULL, append_freeze, NULL, 1, 0},
    {"read loop", "libbytes", reads_setup, read_loop, reads_teardown, 1, 0},
    {"read loop, 4 held", "libbytes", reads_setup, read_loop_held, reads_teardown, 1, 0},
    {"get u8", "libbytes", numbers_setup, get_u8, numbers_teardown, BENCH_NUMBERS, 0},
    {"get u32 big-endian", "libbytes", numbers_setup, get_u32, numbers_teardown, BENCH_NUMBERS, 0},
    {"get varint", "libbytes", numbers_setup, get_varint, numbers_teardown, BENCH_NUMBERS, 0},
    {"put u8", "libbytes", numbers_setup, put_u8, numbers_teardown, BENCH_NUMBERS, 0},
    {"put u32 big-endian", "libbytes", numbers_setup, put_u32, numbers_teardown, BENCH_NUMBERS, 0},
    {"put varint", "libbytes", numbers_setup, put_varint, numbers_teardown, BENCH_NUMBERS, 0},
    {"put decimal", "libbytes", numbers_setup, put_decimal, numbers_teardown, BENCH_NUMBERS, 0},
    {"put decimal", "libbytes: bytes_mut_printf", numbers_setup, print_decimal, numbers_teardown, BENCH_NUMBERS, 0},
    {"queue of 16 views", "libbytes", sends_setup, send_all, sends_teardown, 1, 0},
    {0},
};
