/* SPDX-License-Identifier: MIT */
/* The functions of pool.h, all on the owner thread. */
#include "steps.h"

static Pool *next_pool(World *w)
{
    return &w->pools[next_byte(w) % POOLS];
}

/* A pool that is closed is gone with its last block; only then its entry is free. */
static void step_create(World *w)
{
    Pool *const self = next_pool(w);
    BytesAllocator *const upstream = memory_allocator(next_byte(w));
    const size_t capacity = next_small(w);
    const size_t keep = next_byte(w) % 4;
    if (self->alive) {
        return;
    }
    BytesPool *out;
    poison(&out, sizeof(out));
    const int error = bytes_pool_create(upstream, capacity, keep, &out);
    if (error != 0) {
        REQUIRE(is_poison(&out, sizeof(out)));
        REQUIRE(capacity == 0 ? error == BYTES_EINVAL : plausible_error(error, capacity));
        return;
    }
    *self = (Pool){.handle = out, .allocator = bytes_pool_allocator(out), .upstream = upstream, .alive = true};
    self->block_size = bytes_pool_stats(out).block_size;
    self->keep = keep;
    REQUIRE(self->block_size >= capacity + BYTES_HEADER_SIZE);
}

static void step_buffer(World *w)
{
    Pool *const pool = next_pool(w);
    Buffer *const to = fresh_buffer(w, NULL);
    if (pool->handle == NULL) {
        return;
    }
    const BytesPoolStats before = bytes_pool_stats(pool->handle);
    BytesMut out;
    poison(&out, sizeof(out));
    const int error = bytes_pool_buffer(pool->handle, &out);
    if (error != 0) {
        REQUIRE(plausible_error(error, 0) && before.cached == 0 && is_poison(&out, sizeof(out)));
        return;
    }
    REQUIRE(memory_calls() == (before.cached == 0));
    REQUIRE(out.len == 0 && out.storage->allocator == pool->allocator);
    to->handle = out;
    to->copy = copy_of(NULL, 0, out.cap);
}

/* A view or a buffer of any size: small and large blocks are passed to the upstream allocator. */
static void step_copy_in(World *w)
{
    Pool *const pool = next_pool(w);
    View *const to = fresh_view(w, NULL);
    const size_t len = next_small(w);
    if (pool->handle == NULL) {
        return;
    }
    Bytes out;
    poison(&out, sizeof(out));
    const uint8_t *const data = payload(len);
    const int error = bytes_copy_in(bytes_pool_allocator(pool->handle), data, len, &out);
    if (error != 0) {
        REQUIRE(plausible_error(error, len) && is_poison(&out, sizeof(out)));
        return;
    }
    put_view(to, out, copy_of(data, len, len));
}

static void step_trim(World *w)
{
    Pool *const self = next_pool(w);
    const size_t keep = next_byte(w) % 4;
    if (self->handle != NULL) {
        const size_t cached = bytes_pool_stats(self->handle).cached;
        bytes_pool_own(self->handle); /* by this thread, which it is */
        const size_t freed = bytes_pool_trim(self->handle, keep);
        REQUIRE(freed == (cached > keep ? cached - keep : 0));
    }
}

static void step_drop(World *w)
{
    Pool *const self = next_pool(w);
    bytes_pool_drop(&self->handle);
    REQUIRE(self->handle == NULL);
    bytes_pool_drop(&self->handle);
}

const Step pool_steps[] = {
    {"bytes_pool_create", step_create, true}, {"bytes_pool_buffer", step_buffer, true},
    {"a view in a pool", step_copy_in, true}, {"bytes_pool_trim", step_trim, false},
    {"bytes_pool_drop", step_drop, false},
};
const size_t pool_step_count = sizeof(pool_steps) / sizeof(pool_steps[0]);
