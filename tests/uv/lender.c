/* SPDX-License-Identifier: MIT */
/* Buffers that are lent, and what becomes of the bytes that are left in them. */
#include "loopback.h"

enum { BLOCK = 16 * 1024 };

static void put(BytesMut *buffer, size_t count)
{
    CHECK(buffer->cap - buffer->len >= count);
    CHECK_EQ(bytes_mut_put_bytes(buffer, 'x', count), 0);
}

TEST(one_buffer_serves_in_turns)
{
    TestAllocator memory = test_allocator();
    BytesUvLender lender;
    bytes_uv_lender_init(&memory.base, BLOCK, &lender);
    CHECK_EQ(memory.live, 0);
    for (int i = 0; i < 100; i++) {
        BytesMut buffer;
        CHECK_EQ(bytes_uv_lender_lend(&lender, &buffer), 0);
        CHECK_EQ(buffer.len, 0);
        CHECK(buffer.cap >= BLOCK);
        put(&buffer, 1000);
        Bytes view = bytes_mut_split_freeze(&buffer, 1000);
        bytes_uv_lender_settle(&lender, &buffer);
        CHECK_EQ(buffer.storage, NULL);
        bytes_drop(&view);
    }
    CHECK_EQ(memory.calls, 1);
    CHECK_EQ(memory.copied, 0);
    bytes_uv_lender_drop(&lender);
    bytes_uv_lender_drop(&lender);
    CHECK_EQ(memory.live, 0);
}

TEST(what_views_leave_of_a_block_is_lent_while_it_is_a_quarter)
{
    TestAllocator memory = test_allocator();
    BytesUvLender lender;
    Bytes views[4];
    size_t count = 0;
    bytes_uv_lender_init(&memory.base, BLOCK, &lender);
    for (; count < 4; count++) {
        BytesMut buffer;
        CHECK_EQ(bytes_uv_lender_lend(&lender, &buffer), 0);
        CHECK_EQ(memory.calls, count < 3 ? 1 : 2); /* the first block has less than a quarter then */
        put(&buffer, BLOCK / 4 + 16);
        views[count] = bytes_mut_split_freeze(&buffer, buffer.len);
        bytes_uv_lender_settle(&lender, &buffer);
    }
    bytes_drop_all(views, count);
    bytes_uv_lender_drop(&lender);
    CHECK_EQ(memory.live, 0);
}

TEST(without_memory_the_rest_of_a_block_is_lent_however_small)
{
    TestAllocator memory = test_allocator();
    BytesUvLender lender;
    BytesMut buffer;
    bytes_uv_lender_init(&memory.base, BLOCK, &lender);
    CHECK_EQ(bytes_uv_lender_lend(&lender, &buffer), 0);
    put(&buffer, buffer.cap - 10);
    Bytes view = bytes_mut_split_freeze(&buffer, buffer.len);
    bytes_uv_lender_settle(&lender, &buffer);
    memory.largest = 0;
    CHECK_EQ(bytes_uv_lender_lend(&lender, &buffer), 0);
    CHECK_EQ(buffer.cap, 10);
    BytesMut other = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_uv_lender_lend(&lender, &other), UV_ENOMEM);
    CHECK_EQ(other.storage, NULL);
    bytes_uv_lender_settle(&lender, &buffer);
    bytes_drop(&view);
    bytes_uv_lender_drop(&lender);
    CHECK_EQ(memory.live, 0);
}

TEST(few_bytes_that_are_left_move_to_a_small_buffer)
{
    TestAllocator memory = test_allocator();
    BytesUvLender lender;
    BytesMut buffer;
    bytes_uv_lender_init(&memory.base, BLOCK, &lender);
    CHECK_EQ(bytes_uv_lender_lend(&lender, &buffer), 0);
    put(&buffer, 3000);
    bytes_mut_advance(&buffer, 2000);
    bytes_uv_lender_settle(&lender, &buffer);
    CHECK_EQ(buffer.len, 1000);
    CHECK(bytes_mut_retained(&buffer) < 2100);
    CHECK_EQ(memory.copied, 1000);
    CHECK_EQ(memory.live, 2);
    /* It does not move again. */
    bytes_uv_lender_settle(&lender, &buffer);
    CHECK_EQ(memory.copied, 1000);
    /* The large one was given back. */
    BytesMut other;
    CHECK_EQ(bytes_uv_lender_lend(&lender, &other), 0);
    CHECK_EQ(memory.live, 2);
    bytes_uv_lender_settle(&lender, &other);
    /* A small one without bytes is not kept. */
    bytes_mut_advance(&buffer, 1000);
    bytes_uv_lender_settle(&lender, &buffer);
    CHECK_EQ(buffer.storage, NULL);
    CHECK_EQ(memory.live, 1);
    bytes_uv_lender_drop(&lender);
    CHECK_EQ(memory.live, 0);
}

TEST(many_bytes_that_are_left_keep_their_buffer)
{
    TestAllocator memory = test_allocator();
    BytesUvLender lender;
    BytesMut buffer;
    bytes_uv_lender_init(&memory.base, BLOCK, &lender);
    CHECK_EQ(bytes_uv_lender_lend(&lender, &buffer), 0);
    put(&buffer, BLOCK / 4 + 32);
    const uint8_t *const data = buffer.data;
    bytes_uv_lender_settle(&lender, &buffer);
    CHECK_EQ(buffer.data, data);
    CHECK_EQ(memory.copied, 0);
    bytes_mut_drop(&buffer);
    CHECK_EQ(memory.live, 0);
}

TEST(a_multiple_of_0_keeps_the_buffer_for_any_byte)
{
    TestAllocator memory = test_allocator();
    BytesUvLender lender;
    BytesMut buffer;
    bytes_uv_lender_init(&memory.base, BLOCK, &lender);
    lender.multiple = 0;
    CHECK_EQ(bytes_uv_lender_lend(&lender, &buffer), 0);
    put(&buffer, 1);
    bytes_uv_lender_settle(&lender, &buffer);
    CHECK(bytes_mut_retained(&buffer) >= BLOCK);
    CHECK_EQ(memory.copied, 0);
    bytes_mut_drop(&buffer);
}

TEST(without_memory_for_a_small_buffer_the_large_one_stays)
{
    TestAllocator memory = test_allocator();
    BytesUvLender lender;
    BytesMut buffer;
    bytes_uv_lender_init(&memory.base, BLOCK, &lender);
    CHECK_EQ(bytes_uv_lender_lend(&lender, &buffer), 0);
    put(&buffer, 100);
    memory.largest = 0;
    bytes_uv_lender_settle(&lender, &buffer);
    CHECK_EQ(buffer.len, 100);
    CHECK_EQ(memory.live, 1);
    bytes_mut_drop(&buffer);
    CHECK_EQ(memory.live, 0);
}

TEST(the_larger_of_two_buffers_is_kept_and_a_far_larger_one_is_not)
{
    TestAllocator memory = test_allocator();
    BytesUvLender lender;
    BytesMut a;
    BytesMut b;
    bytes_uv_lender_init(&memory.base, BLOCK, &lender);
    CHECK_EQ(bytes_uv_lender_lend(&lender, &a), 0);
    CHECK_EQ(bytes_uv_lender_lend(&lender, &b), 0);
    CHECK_EQ(memory.live, 2);
    put(&a, 100);
    Bytes view = bytes_mut_split_freeze(&a, 100);
    bytes_uv_lender_settle(&lender, &a);
    bytes_uv_lender_settle(&lender, &b);
    CHECK_EQ(memory.live, 2); /* a's block belongs to the view only */
    bytes_drop(&view);
    CHECK_EQ(memory.live, 1);
    CHECK_EQ(bytes_mut_with_capacity_in(&memory.base, 3 * BLOCK, &a), 0);
    bytes_uv_lender_settle(&lender, &a);
    CHECK_EQ(memory.live, 1);
    bytes_uv_lender_drop(&lender);
    CHECK_EQ(memory.live, 0);
}

TAP_MAIN()
