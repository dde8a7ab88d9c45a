/* SPDX-License-Identifier: MIT */
/*
 * Capacity: each case of reserve, in the order in which it tries them; try_reclaim, which stops before it allocates;
 * shrink; impossible sizes.
 */
#include "tap.h"
#include "test_allocator.h"

#include <bytes/bytes.h>

static TestAllocator memory;

/* A buffer of exactly `capacity`, with the first `len` bytes of a pattern in it. */
static BytesMut pattern(size_t capacity, size_t len)
{
    memory = test_allocator();
    memory.base.good_size = NULL;
    memory.largest = 1 << 20;
    BytesMut out;
    CHECK_EQ(bytes_mut_with_capacity_in(&memory.base, capacity, &out), 0);
    CHECK_EQ(out.cap, capacity);
    for (size_t i = 0; i < len; i++) {
        out.data[i] = (uint8_t)(i * 7);
    }
    bytes_mut_commit(&out, len);
    memory.calls = 0;
    return out;
}

/* These bytes are those of the pattern from `offset` on. */
static void check_pattern(const uint8_t *data, size_t len, size_t offset)
{
    for (size_t i = 0; i < len; i++) {
        CHECK_EQ(data[i], (uint8_t)((offset + i) * 7));
    }
}

/* What the allocator has been asked for since pattern(); `calls` includes the reallocations. */
static void check_calls(size_t calls, size_t reallocations)
{
    CHECK_EQ(memory.calls, calls);
    CHECK_EQ(memory.reallocations, reallocations);
}

static void finish(BytesMut *buffer)
{
    bytes_mut_drop(buffer);
    CHECK_EQ(memory.live, 0);
}

TEST(reserving_spare_capacity_that_is_there_costs_nothing)
{
    BytesMut buffer = pattern(100, 60);
    const BytesMut before = buffer;
    CHECK_EQ(bytes_mut_reserve(&buffer, 0), 0);
    CHECK_EQ(bytes_mut_reserve(&buffer, 40), 0);
    CHECK(bytes_mut_try_reclaim(&buffer, 40));
    CHECK_EQ(memcmp(&buffer, &before, sizeof(buffer)), 0);
    check_calls(0, 0);
    finish(&buffer);
}

TEST(capacity_behind_the_buffer_is_reclaimed_when_the_split_pieces_are_gone)
{
    BytesMut buffer = pattern(100, 100);
    const uint8_t *const data = buffer.data;
    BytesMut back = bytes_mut_split_off(&buffer, 30);
    CHECK_EQ(buffer.cap, 30);
    CHECK(!bytes_mut_try_reclaim(&buffer, 1)); /* the piece is alive */
    bytes_mut_drop(&back);
    CHECK_EQ(bytes_mut_reserve(&buffer, 70), 0);
    CHECK(buffer.data == data && buffer.cap == 100);
    check_pattern(buffer.data, buffer.len, 0);
    check_calls(0, 0);
    finish(&buffer);
}

TEST(a_consumed_front_at_least_as_long_as_the_bytes_is_reclaimed)
{
    BytesMut buffer = pattern(100, 100);
    const uint8_t *const data = buffer.data;
    bytes_mut_advance(&buffer, 50);
    CHECK_EQ(bytes_mut_reserve(&buffer, 50), 0);
    CHECK(buffer.data == data && buffer.len == 50 && buffer.cap == 100);
    check_pattern(buffer.data, 50, 50);
    check_calls(0, 0);
    finish(&buffer);
}

TEST(a_consumed_front_shorter_than_the_bytes_is_not_reclaimed)
{
    BytesMut buffer = pattern(100, 100);
    bytes_mut_advance(&buffer, 49);
    CHECK(!bytes_mut_try_reclaim(&buffer, 1));
    CHECK_EQ(buffer.len, 51);
    CHECK_EQ(bytes_mut_reserve(&buffer, 1), 0);
    CHECK(buffer.cap >= 200);
    check_pattern(buffer.data, 51, 49);
    check_calls(1, 0); /* not reallocated: that could copy the consumed front too */
    finish(&buffer);
}

TEST(a_front_that_other_handles_show_is_never_written)
{
    BytesMut buffer = pattern(100, 100);
    Bytes frame = bytes_mut_split_freeze(&buffer, 90);
    CHECK(!bytes_mut_try_reclaim(&buffer, 1));
    CHECK_EQ(bytes_mut_reserve(&buffer, 20), 0);
    check_calls(1, 0);
    memset(buffer.data + buffer.len, 0xff, buffer.cap - buffer.len);
    check_pattern(frame.data, frame.len, 0);
    check_pattern(buffer.data, buffer.len, 90);
    bytes_drop(&frame);
    finish(&buffer);
}

TEST(a_front_whose_frames_were_dropped_is_reclaimed)
{
    BytesMut buffer = pattern(100, 100);
    const uint8_t *const data = buffer.data;
    Bytes frame = bytes_mut_split_freeze(&buffer, 90);
    Bytes clone = bytes_clone(&frame);
    bytes_drop(&frame);
    CHECK(!bytes_mut_try_reclaim(&buffer, 90));
    bytes_drop(&clone);
    CHECK(bytes_mut_try_reclaim(&buffer, 90));
    CHECK(buffer.data == data && buffer.cap == 100);
    check_pattern(buffer.data, 10, 90);
    check_calls(0, 0);
    finish(&buffer);
}

TEST(a_full_block_at_its_front_is_reallocated_to_twice_its_size)
{
    BytesMut buffer = pattern(1000, 1000);
    CHECK_EQ(bytes_mut_reserve(&buffer, 1), 0);
    CHECK(buffer.cap >= 2000 && buffer.cap < 2100);
    check_pattern(buffer.data, 1000, 0);
    check_calls(1, 1);
    CHECK_EQ(bytes_mut_reserve(&buffer, 5000), 0); /* more than twice: the requested size */
    CHECK(buffer.cap >= 6000 && buffer.cap < 6100);
    check_pattern(buffer.data, 1000, 0);
    finish(&buffer);
}

TEST(appending_byte_by_byte_allocates_a_logarithmic_number_of_times)
{
    BytesMut buffer = pattern(0, 0);
    for (size_t i = 0; i < 100000; i++) {
        const uint8_t byte = (uint8_t)(i * 7);
        CHECK_EQ(bytes_mut_put(&buffer, &byte, 1), 0);
    }
    check_pattern(buffer.data, buffer.len, 0);
    CHECK(memory.calls < 20);
    finish(&buffer);
}

TEST(a_fresh_block_has_the_initial_size_of_the_buffer)
{
    BytesMut buffer = pattern(1000, 1000);
    CHECK_EQ(bytes_mut_reserve(&buffer, 50000), 0); /* one large message */
    bytes_mut_commit(&buffer, 50000);
    Bytes frame = bytes_mut_split_freeze(&buffer, buffer.len);
    CHECK_EQ(bytes_mut_reserve(&buffer, 1000), 0);
    CHECK(buffer.cap >= 1000 && buffer.cap < 1100);
    bytes_drop(&frame);
    bytes_mut_commit(&buffer, buffer.cap);
    frame = bytes_mut_split_freeze(&buffer, buffer.len);
    CHECK_EQ(bytes_mut_reserve(&buffer, 3000), 0); /* or the requested one, if larger */
    CHECK(buffer.cap >= 3000 && buffer.cap < 3100);
    bytes_drop(&frame);
    finish(&buffer);
}

TEST(headroom_is_kept_until_a_reserve_needs_it)
{
    BytesMut buffer = pattern(0, 0);
    bytes_mut_drop(&buffer);
    CHECK_EQ(bytes_mut_with_headroom(&memory.base, 20, 100, &buffer), 0);
    CHECK_EQ(bytes_mut_headroom(&buffer), 20);
    CHECK_EQ(buffer.cap, 100);
    const uint8_t *const data = buffer.data;
    CHECK_EQ(bytes_mut_put_str(&buffer, "abc"), 0);
    CHECK_EQ(bytes_mut_reserve(&buffer, 97), 0);
    CHECK(buffer.data == data);
    CHECK_EQ(bytes_mut_reserve(&buffer, 117), 0);
    CHECK(buffer.data == data - 20);
    CHECK_MEM(buffer.data, buffer.len, "abc");
    finish(&buffer);
    CHECK_EQ(bytes_mut_with_headroom(NULL, 20, 0, &buffer), 0);
    CHECK_EQ(bytes_mut_headroom(&buffer), 20);
    bytes_mut_drop(&buffer);
}

TEST(a_shared_buffer_has_no_headroom)
{
    BytesMut buffer = pattern(100, 100);
    Bytes frame = bytes_mut_split_freeze(&buffer, 30);
    CHECK_EQ(bytes_mut_headroom(&buffer), 0);
    bytes_drop(&frame);
    CHECK_EQ(bytes_mut_headroom(&buffer), 30);
    finish(&buffer);
}

TEST(a_size_that_no_object_has_is_an_error_and_changes_nothing)
{
    const size_t half = SIZE_MAX / 2;
    const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 1, half + 1, half, half - 10};
    BytesMut buffer = pattern(100, 10);
    const BytesMut before = buffer;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        BytesMut none = BYTES_MUT_EMPTY;
        CHECK_EQ(bytes_mut_reserve(&buffer, sizes[i]), BYTES_EOVERFLOW);
        CHECK(!bytes_mut_try_reclaim(&buffer, sizes[i]));
        CHECK_EQ(bytes_mut_put_bytes(&buffer, 1, sizes[i]), BYTES_EOVERFLOW);
        CHECK_EQ(bytes_mut_resize(&buffer, sizes[i], 1), BYTES_EOVERFLOW);
        CHECK_EQ(bytes_mut_put(&buffer, "x", sizes[i]), BYTES_EOVERFLOW);
        CHECK_EQ(bytes_mut_prepend(&buffer, "x", sizes[i]), BYTES_EOVERFLOW);
        CHECK_EQ(bytes_mut_reserve(&none, sizes[i]), BYTES_EOVERFLOW);
        CHECK_EQ(bytes_mut_prepend(&none, "x", sizes[i]), BYTES_EOVERFLOW);
        CHECK_EQ(bytes_mut_put_bytes(&none, 1, sizes[i]), BYTES_EOVERFLOW);
        CHECK(none.storage == NULL && none.len == 0 && none.cap == 0);
    }
    BytesSlot slot = {0, 77};
    CHECK_EQ(bytes_mut_reserve_slot(&buffer, SIZE_MAX, &slot), BYTES_EOVERFLOW);
    CHECK_EQ(slot.width, 77);
    CHECK_EQ(bytes_mut_shrink(&buffer, SIZE_MAX), 0); /* keeps the whole capacity */
    CHECK_EQ(memcmp(&buffer, &before, sizeof(buffer)), 0);
    check_pattern(buffer.data, 10, 0);
    finish(&buffer);
}

TEST(a_size_that_the_allocator_does_not_have_is_an_error_and_changes_nothing)
{
    BytesMut buffer = pattern(100, 100);
    const BytesMut before = buffer;
    CHECK_EQ(bytes_mut_reserve(&buffer, SIZE_MAX / 4), BYTES_ENOMEM); /* by reallocation */
    CHECK_EQ(memcmp(&buffer, &before, sizeof(buffer)), 0);
    bytes_mut_advance(&buffer, 1);
    CHECK_EQ(bytes_mut_reserve(&buffer, SIZE_MAX / 4), BYTES_ENOMEM); /* to a fresh block */
    CHECK_EQ(buffer.len, 99);
    Bytes frame = bytes_mut_split_freeze(&buffer, 9);
    CHECK_EQ(bytes_mut_reserve(&buffer, SIZE_MAX / 4), BYTES_ENOMEM); /* shared */
    CHECK_EQ(bytes_mut_prepend(&buffer, frame.data, SIZE_MAX / 8), BYTES_ENOMEM);
    check_pattern(buffer.data, 90, 10);
    check_pattern(frame.data, 9, 1);
    bytes_drop(&frame);
    check_calls(4, 0); /* each was tried once */
    CHECK_EQ(memory.live, 1);
    finish(&buffer);
}

TEST(reclaiming_never_allocates)
{
    BytesMut buffer = pattern(100, 100);
    const BytesMut before = buffer;
    CHECK(!bytes_mut_try_reclaim(&buffer, 1));
    CHECK_EQ(memcmp(&buffer, &before, sizeof(buffer)), 0);
    bytes_mut_advance(&buffer, 60);
    CHECK(!bytes_mut_try_reclaim(&buffer, 61));
    CHECK(bytes_mut_try_reclaim(&buffer, 60));
    check_pattern(buffer.data, 40, 60);
    check_calls(0, 0);
    finish(&buffer);
}

TEST(shrinking_releases_what_one_large_message_needed)
{
    BytesMut buffer = pattern(100, 100);
    CHECK_EQ(bytes_mut_reserve(&buffer, 50000), 0);
    CHECK_EQ(bytes_mut_shrink(&buffer, 200), 0);
    CHECK(buffer.cap >= 200 && buffer.cap < 300);
    check_pattern(buffer.data, 100, 0);
    CHECK_EQ(bytes_mut_retained(&buffer), BYTES_HEADER_SIZE + buffer.cap);
    CHECK_EQ(bytes_mut_shrink(&buffer, 0), 0); /* its bytes stay */
    CHECK_EQ(buffer.cap, 100);
    check_pattern(buffer.data, 100, 0);
    Bytes frame = bytes_mut_split_freeze(&buffer, 90);
    CHECK_EQ(bytes_mut_shrink(&buffer, 20), 0); /* shared: to a smaller block of its own */
    CHECK_EQ(buffer.cap, 20);
    check_pattern(buffer.data, 10, 90);
    check_pattern(frame.data, 90, 0);
    CHECK(bytes_is_unique(&frame));
    bytes_drop(&frame);
    finish(&buffer);
}

TEST(shrinking_a_long_block_in_place_keeps_the_bytes)
{
    BytesMut buffer = pattern(1000, 600);
    CHECK_EQ(bytes_mut_shrink(&buffer, 10), 0);
    CHECK_EQ(buffer.cap, 600);
    check_pattern(buffer.data, 600, 0);
    check_calls(1, 1);
    bytes_mut_advance(&buffer, 590);
    CHECK_EQ(bytes_mut_shrink(&buffer, 10), 0);
    CHECK_EQ(buffer.cap, 10);
    check_pattern(buffer.data, 10, 590);
    check_calls(2, 1);
    finish(&buffer);
}

TEST(shrinking_to_the_capacity_or_more_does_nothing)
{
    BytesMut buffer = pattern(100, 10);
    const BytesMut before = buffer;
    CHECK_EQ(bytes_mut_shrink(&buffer, 100), 0);
    CHECK_EQ(bytes_mut_shrink(&buffer, 1000), 0);
    CHECK_EQ(memcmp(&buffer, &before, sizeof(buffer)), 0);
    check_calls(0, 0);
    finish(&buffer);
}

TEST(after_shrinking_a_fresh_block_is_no_larger_than_what_was_kept)
{
    BytesMut buffer = pattern(5000, 100);
    CHECK_EQ(bytes_mut_shrink(&buffer, 200), 0);
    Bytes frame = bytes_mut_split_freeze(&buffer, 100);
    CHECK_EQ(bytes_mut_reserve(&buffer, 150), 0);
    CHECK(buffer.cap >= 150 && buffer.cap <= 224);
    bytes_drop(&frame);
    finish(&buffer);
}

TEST(adopted_memory_grows_into_a_block_of_its_own)
{
    static uint8_t bytes[8];
    BytesControl control;
    Bytes view = bytes_adopt_with_control(&control, bytes, sizeof(bytes), BYTES_WRITABLE, NULL, NULL);
    BytesMut buffer;
    CHECK_EQ(bytes_try_into_mut(&view, &buffer), 0);
    CHECK_EQ(buffer.cap, 8);
    memcpy(buffer.data, "abcdefgh", 8);
    bytes_mut_advance(&buffer, 4);
    CHECK_EQ(bytes_mut_reserve(&buffer, 4), 0); /* reclaimed in the adopted memory */
    CHECK(buffer.data == bytes);
    CHECK_MEM(bytes, 4, "efgh");
    CHECK_EQ(bytes_mut_reserve(&buffer, 5), 0);
    CHECK(buffer.data != bytes);
    CHECK_MEM(buffer.data, buffer.len, "efgh");
    bytes_mut_drop(&buffer);
}

TAP_MAIN()
