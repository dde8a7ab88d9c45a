/* SPDX-License-Identifier: MIT */
/* The counting allocator: what is alive, the peak, failures, copies; what it passes on; threads. */
#include "tap.h"
#include "test_allocator.h"

#include <bytes/bytes.h>

#ifndef _WIN32
#include <pthread.h>
#endif

static BytesCountingAllocator counting_in(TestAllocator *memory)
{
    BytesCountingAllocator out;
    bytes_counting_allocator(&memory->base, &out);
    return out;
}

static void check_live(const BytesCountingAllocator *counting, const TestAllocator *memory)
{
    const BytesMemoryStats stats = bytes_counting_allocator_stats(counting);
    CHECK_EQ(stats.live_blocks, memory->live);
    CHECK_EQ(stats.live_bytes, memory->live_bytes);
    CHECK_EQ(stats.copied, memory->copied);
    CHECK(stats.peak_bytes >= stats.live_bytes);
}

TEST(a_new_counting_allocator_has_counted_nothing)
{
    BytesCountingAllocator counting;
    bytes_counting_allocator(NULL, &counting);
    const BytesMemoryStats stats = bytes_counting_allocator_stats(&counting);
    CHECK(stats.live_blocks == 0 && stats.live_bytes == 0 && stats.peak_bytes == 0);
    CHECK(stats.allocations == 0 && stats.failures == 0 && stats.copied == 0);
}

TEST(what_is_alive_is_counted_through_the_life_of_a_buffer)
{
    TestAllocator memory = test_allocator();
    BytesCountingAllocator counting = counting_in(&memory);
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity_in(&counting.base, 100, &buffer), 0);
    check_live(&counting, &memory);
    CHECK_EQ(bytes_counting_allocator_stats(&counting).live_bytes, BYTES_HEADER_SIZE + 100);
    for (int i = 0; i < 100; i++) {
        CHECK_EQ(bytes_mut_put_str(&buffer, "0123456789"), 0);
        check_live(&counting, &memory);
    }
    const Bytes head = bytes_mut_split_freeze(&buffer, 500);
    CHECK_EQ(bytes_mut_reserve(&buffer, 2000), 0); /* to a block of its own */
    check_live(&counting, &memory);
    Bytes view = head;
    bytes_drop(&view);
    bytes_mut_drop(&buffer);
    const BytesMemoryStats stats = bytes_counting_allocator_stats(&counting);
    check_live(&counting, &memory);
    CHECK(stats.live_blocks == 0 && stats.live_bytes == 0);
    CHECK_EQ(stats.allocations, memory.calls);
    CHECK(memory.reallocations != 0 && memory.copied != 0);
    CHECK_EQ(stats.failures, 0);
}

TEST(the_peak_stays_until_it_is_reset)
{
    BytesCountingAllocator counting;
    bytes_counting_allocator(NULL, &counting);
    Bytes small;
    Bytes large;
    char bytes[5000] = "";
    CHECK_EQ(bytes_copy_in(&counting.base, bytes, 50, &small), 0);
    const size_t live = bytes_counting_allocator_stats(&counting).live_bytes;
    CHECK_EQ(live, bytes_retained(&small));
    CHECK_EQ(bytes_copy_in(&counting.base, bytes, 5000, &large), 0);
    const size_t peak = live + bytes_retained(&large);
    bytes_drop(&large);
    CHECK_EQ(bytes_counting_allocator_stats(&counting).live_bytes, live);
    CHECK_EQ(bytes_counting_allocator_stats(&counting).peak_bytes, peak);
    bytes_counting_allocator_reset_peak(&counting);
    CHECK_EQ(bytes_counting_allocator_stats(&counting).peak_bytes, live);
    bytes_drop(&small);
    CHECK_EQ(bytes_counting_allocator_stats(&counting).peak_bytes, live);
    CHECK_EQ(bytes_counting_allocator_stats(&counting).live_blocks, 0);
}

TEST(failures_are_counted_and_change_nothing_else)
{
    TestAllocator memory = test_allocator();
    BytesCountingAllocator counting = counting_in(&memory);
    BytesMut buffer;
    memory.fail_at = 1;
    CHECK_EQ(bytes_mut_with_capacity_in(&counting.base, 100, &buffer), BYTES_ENOMEM);
    CHECK_EQ(bytes_counting_allocator_stats(&counting).failures, 1);
    CHECK_EQ(bytes_counting_allocator_stats(&counting).allocations, 0);
    CHECK_EQ(bytes_counting_allocator_stats(&counting).peak_bytes, 0);
    CHECK_EQ(bytes_mut_with_capacity_in(&counting.base, 100, &buffer), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', buffer.cap), 0);
    memory.fail_at = 3; /* the reallocation */
    CHECK_EQ(bytes_mut_reserve(&buffer, 1), BYTES_ENOMEM);
    CHECK_EQ(bytes_counting_allocator_stats(&counting).failures, 2);
    check_live(&counting, &memory);
    bytes_mut_drop(&buffer);
    CHECK_EQ(bytes_counting_allocator_stats(&counting).live_bytes, 0);
}

TEST(what_the_inner_allocator_lacks_the_counting_one_lacks_too)
{
    TestAllocator memory = test_allocator_plain();
    BytesCountingAllocator counting = counting_in(&memory);
    CHECK(counting.base.reallocate == NULL && counting.base.good_size == NULL);
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity_in(&counting.base, 10, &buffer), 0);
    for (int i = 0; i < 100; i++) {
        CHECK_EQ(bytes_mut_put_str(&buffer, "0123456789"), 0);
    }
    CHECK(bytes_counting_allocator_stats(&counting).copied != 0); /* though the inner one is not told */
    bytes_mut_drop(&buffer);
    CHECK_EQ(bytes_counting_allocator_stats(&counting).live_blocks, 0);
}

TEST(sizes_and_alignment_are_those_of_the_inner_allocator)
{
    TestAllocator memory = test_allocator();
    memory.round = 256;
    BytesCountingAllocator counting = counting_in(&memory);
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity_in(&counting.base, 10, &buffer), 0);
    CHECK_EQ(bytes_mut_retained(&buffer), 256);
    bytes_mut_drop(&buffer);
    BytesAllocator aligned;
    CHECK_EQ(bytes_aligned_allocator(4096, &aligned), 0);
    bytes_counting_allocator(&aligned, &counting);
    CHECK_EQ(bytes_mut_with_capacity_in(&counting.base, 10, &buffer), 0);
    CHECK_EQ((uintptr_t)buffer.data % 4096, 0);
    CHECK_EQ(bytes_counting_allocator_stats(&counting).live_bytes, bytes_mut_retained(&buffer));
    bytes_mut_drop(&buffer);
}

TEST(counting_allocators_can_be_nested)
{
    BytesCountingAllocator outer;
    BytesCountingAllocator inner;
    bytes_counting_allocator(NULL, &inner);
    bytes_counting_allocator(&inner.base, &outer);
    Bytes view;
    CHECK_EQ(bytes_copy_in(&outer.base, "abc", 3, &view), 0);
    CHECK_EQ(bytes_counting_allocator_stats(&inner).live_bytes, bytes_counting_allocator_stats(&outer).live_bytes);
    CHECK_EQ(bytes_counting_allocator_stats(&inner).copied, 3);
    bytes_drop(&view);
    CHECK_EQ(bytes_counting_allocator_stats(&inner).live_blocks, 0);
}

#ifndef _WIN32
enum { THREADS = 4, ROUNDS = 400000 };

static void *allocate_and_drop(void *argument)
{
    BytesCountingAllocator *const counting = argument;
    for (int i = 0; i < ROUNDS; i++) {
        BytesMut buffer;
        CHECK_EQ(bytes_mut_with_capacity_in(&counting->base, 100, &buffer), 0);
        CHECK(bytes_counting_allocator_stats(counting).live_blocks >= 1);
        bytes_mut_drop(&buffer);
    }
    return NULL;
}

TEST(threads_count_together)
{
    BytesCountingAllocator counting;
    bytes_counting_allocator(NULL, &counting);
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        CHECK_EQ(pthread_create(&threads[i], NULL, allocate_and_drop, &counting), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
    }
    const BytesMemoryStats stats = bytes_counting_allocator_stats(&counting);
    CHECK(stats.live_blocks == 0 && stats.live_bytes == 0);
    CHECK_EQ(stats.allocations, (size_t)THREADS * ROUNDS);
    CHECK(stats.peak_bytes > 0 && stats.peak_bytes <= THREADS * (size_t)1000);
}
#endif

TAP_MAIN()
