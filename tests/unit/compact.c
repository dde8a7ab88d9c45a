/* SPDX-License-Identifier: MIT */
/* The memory that a view pins, and bytes_compact(), which copies the view out where that is too much. */
#include "tap.h"
#include "test_allocator.h"

#include <bytes/bytes.h>

/* A view of `len` bytes 'x' in a block of exactly that capacity. */
static Bytes view_in(TestAllocator *memory, size_t len)
{
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity_in(&memory->base, len, &buffer), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', len), 0);
    return bytes_mut_freeze(&buffer);
}

TEST(a_view_reports_the_whole_block_that_it_pins)
{
    TestAllocator memory = test_allocator();
    Bytes view = view_in(&memory, 10);
    Bytes part = bytes_slice(&view, 0, 1);
    CHECK_EQ(bytes_retained(&view), BYTES_HEADER_SIZE + 10);
    CHECK_EQ(bytes_retained(&part), BYTES_HEADER_SIZE + 10);
    bytes_drop(&part);
    CHECK_EQ(bytes_retained(&part), 0);
    bytes_drop(&view);
    CHECK_EQ(memory.live, 0);
}

/* Compact; true if the bytes are elsewhere now. */
static bool compacted_in(BytesAllocator *allocator, Bytes *view, size_t multiple)
{
    const uint8_t *const data = view->data;
    CHECK_EQ(bytes_compact_in(allocator, view, multiple), 0);
    return view->data != data;
}

TEST(compacting_copies_out_a_view_that_pins_too_much)
{
    TestAllocator memory = test_allocator();
    Bytes view = view_in(&memory, 10000);
    bytes_truncate(&view, 1000);
    const uint8_t *const data = view.data;
    CHECK(!compacted_in(&memory.base, &view, 11)); /* 10032 bytes are less than 11 * 1000 */
    CHECK(!compacted_in(&memory.base, &view, SIZE_MAX));
    CHECK(view.data == data);
    CHECK(compacted_in(&memory.base, &view, 10));
    CHECK(view.data != data);
    CHECK_EQ(view.len, 1000);
    CHECK_EQ(view.data[999], 'x');
    CHECK_EQ(bytes_retained(&view), BYTES_HEADER_SIZE + 1000);
    CHECK_EQ(memory.live, 1);
    CHECK_EQ(memory.live_bytes, BYTES_HEADER_SIZE + 1000);
    CHECK(!compacted_in(&memory.base, &view, 0)); /* a copy would pin no less */
    CHECK(!compacted_in(&memory.base, &view, 1));
    bytes_truncate(&view, 100);
    CHECK_EQ(bytes_compact(&view, 1), 0); /* to the view's own allocator */
    CHECK_EQ(memory.live, 1);
    CHECK_EQ(memory.live_bytes, BYTES_HEADER_SIZE + 100);
    CHECK(compacted_in(NULL, &view, 0) == false);
    bytes_truncate(&view, 1);
    CHECK(compacted_in(NULL, &view, 1)); /* to malloc */
    CHECK_EQ(memory.live, 0);
    CHECK_MEM(view.data, view.len, "x");
    bytes_drop(&view);
}

TEST(an_exact_multiple_is_not_too_much)
{
    TestAllocator memory = test_allocator();
    Bytes view = view_in(&memory, 64);
    bytes_truncate(&view, 32);
    CHECK(!compacted_in(&memory.base, &view, 3)); /* 96 == 3 * 32 */
    bytes_truncate(&view, 31);
    CHECK(compacted_in(&memory.base, &view, 3));
    bytes_drop(&view);
    CHECK_EQ(memory.live, 0);
}

TEST(compacting_a_shared_view_leaves_the_other_handles_alone)
{
    TestAllocator memory = test_allocator();
    Bytes view;
    CHECK_EQ(bytes_copy_in(&memory.base, "0123456789012345678901234567890123456789", 40, &view), 0);
    Bytes part = bytes_slice(&view, 3, 5);
    CHECK(compacted_in(&memory.base, &part, 2));
    CHECK_MEM(part.data, part.len, "34");
    CHECK(bytes_is_unique(&part) && bytes_is_unique(&view));
    CHECK_EQ(memory.live, 2);
    bytes_drop(&view);
    bytes_drop(&part);
    CHECK_EQ(memory.live, 0);
}

TAP_MAIN()
