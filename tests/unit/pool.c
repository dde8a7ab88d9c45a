/* SPDX-License-Identifier: MIT */
/* The pool on its owner thread: what is cached, what is passed on, and what is left when it is dropped. */
#include <bytes/pool.h>
#include <bytes/bytes.h>

#include "tap.h"
#include "test_allocator.h"

enum { CAPACITY = 1000, KEEP = 3 };

typedef struct Fixture {
    TestAllocator upstream;
    BytesPool *pool;
} Fixture;

static void init(Fixture *f, size_t keep)
{
    f->upstream = test_allocator();
    CHECK_EQ(bytes_pool_create(&f->upstream.base, CAPACITY, keep, &f->pool), 0);
}

/* Everything has been given back. */
static void check_empty(const Fixture *f)
{
    CHECK_EQ(f->upstream.live, 0);
    CHECK_EQ(f->upstream.live_bytes, 0);
}

static void check_stats(const Fixture *f, size_t cached, size_t in_use)
{
    const BytesPoolStats stats = bytes_pool_stats(f->pool);
    CHECK_EQ(stats.cached, cached);
    CHECK_EQ(stats.in_use, in_use);
}

TEST(a_dropped_buffer_is_the_next_one_again_without_an_allocation)
{
    Fixture f;
    BytesMut buffer;
    init(&f, KEEP);
    CHECK_EQ(bytes_pool_buffer(f.pool, &buffer), 0);
    CHECK(buffer.cap >= CAPACITY);
    CHECK_EQ(buffer.len, 0);
    const uint8_t *const data = buffer.data;
    bytes_mut_drop(&buffer);
    check_stats(&f, 1, 0);
    const size_t calls = f.upstream.calls;
    CHECK_EQ(bytes_pool_buffer(f.pool, &buffer), 0);
    CHECK(buffer.data == data);
    CHECK_EQ(f.upstream.calls, calls);
    check_stats(&f, 0, 1);
    CHECK_EQ(bytes_pool_stats(f.pool).hits, 1);
    CHECK_EQ(bytes_pool_stats(f.pool).misses, 1);
    bytes_mut_drop(&buffer);
    bytes_pool_drop(&f.pool);
    check_empty(&f);
}

TEST(a_block_goes_back_with_its_last_view)
{
    Fixture f;
    BytesMut buffer;
    init(&f, KEEP);
    CHECK_EQ(bytes_pool_buffer(f.pool, &buffer), 0);
    CHECK_EQ(bytes_mut_put_str(&buffer, "headbody"), 0);
    Bytes head = bytes_mut_split_freeze(&buffer, 4);
    Bytes body = bytes_mut_freeze(&buffer);
    check_stats(&f, 0, 1);
    bytes_drop(&head);
    check_stats(&f, 0, 1);
    bytes_drop(&body);
    check_stats(&f, 1, 0);
    bytes_pool_drop(&f.pool);
    check_empty(&f);
}

TEST(no_more_blocks_are_cached_than_asked_for)
{
    for (size_t keep = 0; keep <= KEEP; keep++) {
        Fixture f;
        BytesMut buffers[KEEP + 2];
        init(&f, keep);
        for (size_t i = 0; i < KEEP + 2; i++) {
            CHECK_EQ(bytes_pool_buffer(f.pool, &buffers[i]), 0);
        }
        check_stats(&f, 0, KEEP + 2);
        for (size_t i = 0; i < KEEP + 2; i++) {
            bytes_mut_drop(&buffers[i]);
        }
        check_stats(&f, keep, 0);
        CHECK_EQ(f.upstream.live, keep + 1); /* the pool is one */
        bytes_pool_drop(&f.pool);
        check_empty(&f);
    }
}

TEST(trimming_frees_cached_blocks_down_to_a_number)
{
    Fixture f;
    BytesMut buffers[KEEP];
    init(&f, KEEP);
    for (size_t i = 0; i < KEEP; i++) {
        CHECK_EQ(bytes_pool_buffer(f.pool, &buffers[i]), 0);
    }
    CHECK_EQ(bytes_pool_trim(f.pool, 0), 0); /* none is cached */
    for (size_t i = 0; i < KEEP; i++) {
        bytes_mut_drop(&buffers[i]);
    }
    CHECK_EQ(bytes_pool_trim(f.pool, SIZE_MAX), 0);
    CHECK_EQ(bytes_pool_trim(f.pool, 1), KEEP - 1);
    check_stats(&f, 1, 0);
    CHECK_EQ(bytes_pool_trim(f.pool, 0), 1);
    CHECK_EQ(f.upstream.live, 1);
    bytes_pool_drop(&f.pool);
    check_empty(&f);
}

TEST(a_pool_outlives_its_creators_handle_until_the_last_block_is_home)
{
    Fixture f;
    BytesMut buffer;
    init(&f, KEEP);
    CHECK_EQ(bytes_pool_buffer(f.pool, &buffer), 0);
    bytes_pool_drop(&f.pool);
    CHECK(f.pool == NULL);
    bytes_pool_drop(&f.pool); /* does nothing */
    CHECK_EQ(f.upstream.live, 2);
    /* The buffer can still be written, and grow, and be copied: from the upstream allocator now. */
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', CAPACITY), 0);
    BytesMut copy;
    CHECK_EQ(bytes_mut_copy(&buffer, &copy), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'y', 5 * CAPACITY), 0);
    CHECK_EQ(buffer.data[CAPACITY - 1], 'x');
    bytes_mut_drop(&buffer);
    CHECK_EQ(f.upstream.live, 2);
    CHECK_EQ(copy.data[CAPACITY - 1], 'x');
    bytes_mut_drop(&copy);
    check_empty(&f);
}

TEST(other_sizes_are_passed_to_the_upstream_allocator)
{
    Fixture f;
    Bytes small;
    BytesMut large;
    init(&f, KEEP);
    CHECK_EQ(bytes_copy_in(bytes_pool_allocator(f.pool), "small", 5, &small), 0);
    CHECK_EQ(bytes_mut_with_capacity_in(bytes_pool_allocator(f.pool), 10 * CAPACITY, &large), 0);
    check_stats(&f, 0, 0);
    CHECK_EQ(f.upstream.live, 3);
    CHECK_EQ(bytes_mut_put_bytes(&large, 'x', 10 * CAPACITY), 0);
    CHECK_EQ(bytes_mut_put_bytes(&large, 'y', 10 * CAPACITY), 0);
    CHECK_EQ(f.upstream.reallocations, 1); /* in one piece, as the upstream allocator can */
    bytes_mut_drop(&large);
    bytes_drop(&small);
    check_stats(&f, 0, 0);
    bytes_pool_drop(&f.pool);
    check_empty(&f);
}

TEST(a_buffer_that_outgrows_its_block_gives_it_back)
{
    Fixture f;
    BytesMut buffer;
    init(&f, KEEP);
    CHECK_EQ(bytes_pool_buffer(f.pool, &buffer), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', CAPACITY), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'y', CAPACITY), 0);
    check_stats(&f, 1, 0);
    for (size_t i = 0; i < 2 * CAPACITY; i++) {
        CHECK_EQ(buffer.data[i], i < CAPACITY ? 'x' : 'y');
    }
    CHECK_EQ(bytes_mut_shrink(&buffer, 0), 0);
    bytes_mut_drop(&buffer);
    bytes_pool_drop(&f.pool);
    check_empty(&f);
}

TEST(the_upstream_allocators_alignment_is_the_pools)
{
    BytesAllocator aligned;
    BytesPool *pool;
    BytesMut buffer;
    CHECK_EQ(bytes_aligned_allocator(4096, &aligned), 0);
    CHECK_EQ(bytes_pool_create(&aligned, 8192, 2, &pool), 0);
    for (int round = 0; round < 2; round++) {
        CHECK_EQ(bytes_pool_buffer(pool, &buffer), 0);
        CHECK_EQ((uintptr_t)buffer.data % 4096, 0);
        CHECK(buffer.cap >= 8192);
        bytes_mut_drop(&buffer);
    }
    bytes_pool_drop(&pool);
}

TEST(copies_are_reported_upstream)
{
    Fixture f;
    Bytes view;
    const char text[CAPACITY] = {0};
    init(&f, KEEP);
    CHECK_EQ(bytes_copy_in(bytes_pool_allocator(f.pool), text, sizeof(text), &view), 0);
    CHECK_EQ(f.upstream.copied, CAPACITY);
    bytes_drop(&view);
    bytes_pool_drop(&f.pool);
    check_empty(&f);
}

TEST(wrong_sizes_and_no_memory_are_errors_that_change_nothing)
{
    Fixture f = {.upstream = test_allocator()};
    CHECK_EQ(bytes_pool_create(&f.upstream.base, 0, KEEP, &f.pool), BYTES_EINVAL);
    CHECK_EQ(bytes_pool_create(&f.upstream.base, SIZE_MAX, KEEP, &f.pool), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_pool_create(&f.upstream.base, PTRDIFF_MAX, KEEP, &f.pool), BYTES_EOVERFLOW);
    f.upstream.fail_at = 1;
    CHECK_EQ(bytes_pool_create(&f.upstream.base, CAPACITY, KEEP, &f.pool), BYTES_ENOMEM);
    CHECK(f.pool == NULL);

    BytesMut buffer = BYTES_MUT_EMPTY;
    init(&f, KEEP);
    f.upstream.fail_at = f.upstream.calls + 1;
    CHECK_EQ(bytes_pool_buffer(f.pool, &buffer), BYTES_ENOMEM);
    CHECK(buffer.storage == NULL);
    check_stats(&f, 0, 0);
    CHECK_EQ(bytes_pool_buffer(f.pool, &buffer), 0);
    /* Growing fails, and the buffer stays in its block. */
    f.upstream.fail_at = f.upstream.calls + 1;
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', CAPACITY), 0);
    CHECK_EQ(bytes_mut_reserve(&buffer, 2 * CAPACITY), BYTES_ENOMEM);
    CHECK_EQ(buffer.len, CAPACITY);
    bytes_mut_drop(&buffer);
    bytes_pool_drop(&f.pool);
    check_empty(&f);
}

TEST(blocks_of_other_sizes_keep_the_pool_alive_too)
{
    Fixture f;
    BytesMut grown;
    BytesMut made_large;
    Bytes small;
    init(&f, KEEP);
    CHECK_EQ(bytes_pool_buffer(f.pool, &grown), 0);
    CHECK_EQ(bytes_mut_reserve(&grown, 10 * CAPACITY), 0);
    CHECK_EQ(bytes_mut_with_capacity_in(bytes_pool_allocator(f.pool), 10 * CAPACITY, &made_large), 0);
    CHECK_EQ(bytes_copy_in(bytes_pool_allocator(f.pool), "small", 5, &small), 0);
    check_stats(&f, 1, 0);
    bytes_pool_drop(&f.pool);
    CHECK_EQ(bytes_mut_put_bytes(&grown, 'x', 20 * CAPACITY), 0);
    bytes_mut_drop(&grown);
    bytes_mut_drop(&made_large);
    CHECK_EQ(f.upstream.live, 2); /* the small block, and the pool */
    bytes_drop(&small);
    check_empty(&f);
}

TEST(without_an_upstream_allocator_blocks_are_mallocs)
{
    BytesPool *pool;
    BytesMut buffer;
    CHECK_EQ(bytes_pool_create(NULL, 4096, 1, &pool), 0);
    CHECK_EQ(bytes_pool_buffer(pool, &buffer), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', buffer.cap), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', 100000), 0);
    bytes_mut_drop(&buffer);
    CHECK_EQ(bytes_pool_stats(pool).cached, 1);
    bytes_pool_drop(&pool);
}

TAP_MAIN()
