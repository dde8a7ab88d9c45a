/* SPDX-License-Identifier: MIT */
/* Prepending: into headroom, with headroom made on demand, and of the buffer's own bytes. */
#include "handles.h"
#include "tap.h"

#include <bytes/bytes.h>

TEST(bytes_are_prepended_into_the_headroom)
{
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_headroom(NULL, 8, 20, &buffer), 0);
    CHECK(buffer.cap >= 20);
    const uint8_t *const data = buffer.data;
    CHECK_EQ(bytes_mut_put_str(&buffer, "body"), 0);
    CHECK_EQ(bytes_mut_prepend(&buffer, "head", 4), 0);
    CHECK(buffer.data == data - 4);
    CHECK_EQ(bytes_mut_prepend(&buffer, "", 0), 0);
    CHECK_EQ(bytes_mut_prepend(&buffer, "more", 4), 0);
    CHECK(buffer.data == data - 8);
    CHECK_EQ(bytes_mut_headroom(&buffer), 0);
    CHECK_MEM(buffer.data, buffer.len, "moreheadbody");
    bytes_mut_drop(&buffer);
}

TEST(without_headroom_the_bytes_move_within_a_block_that_has_the_capacity)
{
    BytesMut buffer = buffer_of("d", 1000);
    const uint8_t *const data = buffer.data;
    const size_t cap = buffer.cap;
    CHECK_EQ(bytes_mut_prepend(&buffer, "c", 1), 0);
    CHECK(buffer.data > data && buffer.data < data + cap);
    CHECK(bytes_mut_headroom(&buffer) > 100 && buffer.cap > 100);
    CHECK_MEM(buffer.data, buffer.len, "cd");
    bytes_mut_drop(&buffer);
}

TEST(without_headroom_a_full_buffer_moves_to_a_larger_block)
{
    BytesMut buffer = buffer_of("cd", 2);
    bytes_mut_clear(&buffer);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'd', buffer.cap), 0);
    const size_t len = buffer.len;
    CHECK_EQ(bytes_mut_prepend(&buffer, "abc", 3), 0);
    CHECK_EQ(buffer.len, len + 3);
    CHECK_MEM(buffer.data, 4, "abcd");
    bytes_mut_drop(&buffer);
}

TEST(bytes_can_be_prepended_to_a_buffer_without_storage)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_prepend(&buffer, "abc", 3), 0);
    CHECK_MEM(buffer.data, buffer.len, "abc");
    CHECK_EQ(bytes_mut_put_str(&buffer, "d"), 0);
    CHECK_MEM(buffer.data, buffer.len, "abcd");
    bytes_mut_drop(&buffer);
}

TEST(prepending_never_writes_over_bytes_that_other_handles_show)
{
    BytesMut buffer = buffer_of("headbody", 100);
    Bytes head = bytes_mut_split_freeze(&buffer, 4);
    CHECK_EQ(bytes_mut_prepend(&buffer, "HEAD", 4), 0);
    CHECK_MEM(buffer.data, buffer.len, "HEADbody");
    CHECK_MEM(head.data, head.len, "head");
    CHECK(bytes_is_unique(&head));
    bytes_drop(&head);
    bytes_mut_drop(&buffer);
}

TEST(a_buffers_own_bytes_can_be_prepended)
{
    static const struct {
        size_t headroom;
        size_t capacity;
    } cases[] = {{8, 6}, {0, 100}, {0, 6}}; /* in place, moved within the block, moved to another */
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        BytesMut buffer;
        CHECK_EQ(bytes_mut_with_headroom(NULL, cases[i].headroom, cases[i].capacity, &buffer), 0);
        CHECK_EQ(bytes_mut_put_str(&buffer, "abcdef"), 0);
        CHECK_EQ(bytes_mut_prepend(&buffer, buffer.data + 2, 3), 0);
        CHECK_MEM(buffer.data, buffer.len, "cdeabcdef");
        bytes_mut_drop(&buffer);
    }
}

TEST(prepending_is_amortised_constant_time_per_byte)
{
    enum { COUNT = 100000 };
    BytesMut buffer = BYTES_MUT_EMPTY;
    int moves = 0;
    for (int i = 0; i < COUNT; i++) {
        const uint8_t byte = (uint8_t)(i % 251);
        const uintptr_t before = (uintptr_t)buffer.data;
        CHECK_EQ(bytes_mut_prepend(&buffer, &byte, 1), 0);
        moves += (uintptr_t)buffer.data != before - 1;
    }
    CHECK(moves < 60);
    for (size_t i = 0; i < COUNT; i++) {
        CHECK_EQ(buffer.data[i], (COUNT - 1 - i) % 251);
    }
    bytes_mut_drop(&buffer);
}

TAP_MAIN()
