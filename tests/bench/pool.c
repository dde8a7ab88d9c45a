/* SPDX-License-Identifier: MIT */
/* Blocks of one size from a pool, and from malloc(). */
#include <bytes/bytes.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

enum {
    SIZE = 4096,
    BATCH = 64, /* buffers that are handed to another thread together */
    KEPT = 4 * BATCH
};

static void *pool_setup(void)
{
    BytesPool *pool;
    BENCH_CHECK(bytes_pool_create(NULL, SIZE, KEPT, &pool) == 0);
    return pool;
}

static void pool_teardown(void *state)
{
    BytesPool *pool = state;
    bytes_pool_drop(&pool);
}

static void buffer_from_pool(void *state, size_t rounds)
{
    BytesPool *const pool = state;
    for (size_t i = 0; i < rounds; i++) {
        BytesMut buffer;
        BENCH_CHECK(bytes_pool_buffer(pool, &buffer) == 0);
        BENCH_CONSUME(buffer.data, buffer.cap);
        bytes_mut_drop(&buffer);
    }
}

static void buffer_from_malloc(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        void *const block = malloc(SIZE);
        BENCH_CHECK(block != NULL);
        BENCH_ESCAPE(block);
        free(block);
    }
}

static void copy_from_pool(void *state, size_t rounds)
{
    BytesAllocator *const allocator = bytes_pool_allocator(state);
    size_t len = 1024;
    for (size_t i = 0; i < rounds; i++) {
        Bytes copy;
        BENCH_OPAQUE(len);
        BENCH_CHECK(bytes_copy_in(allocator, bench_source, len, &copy) == 0);
        BENCH_CONSUME(copy.data, copy.len);
        bytes_drop(&copy);
    }
}

/* Buffers are taken and written on one thread and dropped on another. */
typedef struct Handover {
    BenchRelay relay;
    BenchTeam *team;
    BytesPool *pool;
    BytesMut buffers[2][BATCH];
    void *blocks[2][BATCH];
} Handover;

static void fill_from_pool(void *state, unsigned batch)
{
    Handover *const self = state;
    for (size_t i = 0; i < BATCH; i++) {
        BytesMut *const buffer = &self->buffers[batch][i];
        BENCH_CHECK(bytes_pool_buffer(self->pool, buffer) == 0);
        buffer->data[0] = 1;
    }
}

static void drain_to_pool(void *state, unsigned batch)
{
    Handover *const self = state;
    for (size_t i = 0; i < BATCH; i++) {
        bytes_mut_drop(&self->buffers[batch][i]);
    }
}

static void fill_from_malloc(void *state, unsigned batch)
{
    Handover *const self = state;
    for (size_t i = 0; i < BATCH; i++) {
        uint8_t *const block = malloc(SIZE);
        BENCH_CHECK(block != NULL);
        block[0] = 1;
        self->blocks[batch][i] = block;
    }
}

static void drain_to_malloc(void *state, unsigned batch)
{
    Handover *const self = state;
    for (size_t i = 0; i < BATCH; i++) {
        free(self->blocks[batch][i]);
    }
}

static Handover *handover_new(void (*fill)(void *state, unsigned batch), void (*drain)(void *state, unsigned batch))
{
    Handover *const self = bench_alloc(sizeof(*self));
    self->relay.fill = fill;
    self->relay.drain = drain;
    self->pool = pool_setup(); /* the caller of handover_run() is thread 0, which fills: the pool's owner */
    self->team = bench_team_new(1, bench_relay, self);
    return self;
}

static void *handover_setup(void)
{
    return handover_new(fill_from_pool, drain_to_pool);
}

static void *handover_setup_malloc(void)
{
    return handover_new(fill_from_malloc, drain_to_malloc);
}

static void handover_run(void *state, size_t rounds)
{
    const Handover *const self = state;
    bench_team_run(self->team, rounds);
}

static void handover_teardown(void *state)
{
    Handover *const self = state;
    bench_team_free(self->team);
    bytes_pool_drop(&self->pool);
    free(self);
}

const BenchEntry bench_libbytes_pool[] = {
    {"copy-drop 1 KiB", "libbytes: pool", pool_setup, copy_from_pool, pool_teardown, 1, 0},
    {"buffer of 4 KiB", "libbytes: pool", pool_setup, buffer_from_pool, pool_teardown, 1, 0},
    {"buffer, drop elsewhere", "libbytes: pool", handover_setup, handover_run, handover_teardown, BATCH, 1},
    {NULL, NULL, NULL, NULL, NULL, 0, 0},
};

const BenchEntry bench_floors_pool[] = {
    {"buffer of 4 KiB", "floor: malloc, free", NULL, buffer_from_malloc, NULL, 1, 0},
    {"buffer, drop elsewhere", "floor: malloc, free", handover_setup_malloc, handover_run, handover_teardown, BATCH, 1},
    {NULL, NULL, NULL, NULL, NULL, 0, 0},
};
