/* SPDX-License-Identifier: MIT */
/*
 * Buffers: construction, freezing, shortening, copying, conversion from views; capacity 0; a buffer keeps its storage
 * until it is dropped, frozen, moved or joined.
 */
#include "handles.h"
#include "tap.h"

#include <bytes/bytes.h>

TEST(an_all_zero_buffer_has_capacity_0_and_every_operation_accepts_it)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesMut other;
    memset(&other, 0, sizeof(other));
    CHECK_EQ(memcmp(&buffer, &other, sizeof(buffer)), 0);
    bytes_mut_drop(&buffer);
    bytes_mut_drop(&buffer);
    bytes_mut_clear(&buffer);
    bytes_mut_truncate(&buffer, 0);
    bytes_mut_truncate(&buffer, SIZE_MAX);
    bytes_mut_advance(&buffer, 0);
    bytes_mut_commit(&buffer, 0);
    CHECK_EQ(bytes_mut_reserve(&buffer, 0), 0);
    CHECK(bytes_mut_try_reclaim(&buffer, 0));
    CHECK(!bytes_mut_try_reclaim(&buffer, 1));
    CHECK(!bytes_mut_try_reclaim(&buffer, SIZE_MAX));
    CHECK_EQ(bytes_mut_shrink(&buffer, 0), 0);
    CHECK_EQ(bytes_mut_headroom(&buffer), 0);
    CHECK_EQ(bytes_mut_retained(&buffer), 0);
    CHECK(!bytes_mut_is_unique(&buffer));
    const BytesSpare spare = bytes_mut_spare(&buffer);
    CHECK(spare.data == NULL && spare.len == 0);
    CHECK(bytes_mut_span(&buffer).len == 0);
    CHECK_EQ(bytes_mut_put(&buffer, NULL, 0), 0);
    CHECK_EQ(bytes_mut_put_str(&buffer, ""), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 1, 0), 0);
    CHECK_EQ(bytes_mut_prepend(&buffer, NULL, 0), 0);
    CHECK_EQ(bytes_mut_resize(&buffer, 0, 1), 0);
    CHECK_EQ(bytes_mut_extend_from_within(&buffer, 0, 0), 0);
    CHECK_EQ(bytes_mut_copy(&buffer, &other), 0);
    check_empty(&other);
    other = bytes_mut_split(&buffer);
    check_empty(&other);
    other = bytes_mut_split_to(&buffer, 0);
    check_empty(&other);
    other = bytes_mut_split_off(&buffer, 0);
    check_empty(&other);
    Bytes view = bytes_mut_split_freeze(&buffer, 0);
    CHECK(view.data == NULL && view.storage == NULL && view.len == 0);
    view = bytes_mut_freeze(&buffer);
    CHECK(view.data == NULL && view.storage == NULL && view.len == 0);
    CHECK_EQ(bytes_mut_unsplit(&buffer, &other), 0);
    check_empty(&buffer);
}

TEST(a_buffer_of_capacity_0_allocates_nothing_until_it_is_written)
{
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity(0, &buffer), 0);
    check_empty(&buffer);
    CHECK_EQ(bytes_mut_put_str(&buffer, "abc"), 0);
    CHECK_MEM(buffer.data, buffer.len, "abc");
    bytes_mut_drop(&buffer);
    check_empty(&buffer);
}

TEST(a_buffer_has_the_requested_capacity_or_more)
{
    for (size_t capacity = 1; capacity < 300000; capacity = capacity * 3 / 2 + 1) {
        BytesMut buffer;
        CHECK_EQ(bytes_mut_with_capacity(capacity, &buffer), 0);
        CHECK(buffer.cap >= capacity);
        CHECK_EQ(buffer.len, 0);
        CHECK(bytes_mut_retained(&buffer) >= buffer.cap);
        memset(buffer.data, 0x5a, buffer.cap); /* all of it may be written */
        bytes_mut_commit(&buffer, buffer.cap);
        CHECK_EQ(buffer.len, buffer.cap);
        CHECK_EQ(bytes_mut_spare(&buffer).len, 0);
        bytes_mut_drop(&buffer);
    }
}

TEST(freezing_hands_the_bytes_over_and_empties_the_buffer)
{
    BytesMut buffer = buffer_of("abc", 10);
    const uint8_t *const data = buffer.data;
    Bytes view = bytes_mut_freeze(&buffer);
    check_empty(&buffer);
    CHECK(view.data == data);
    CHECK_MEM(view.data, view.len, "abc");
    CHECK(bytes_is_unique(&view));
    CHECK(bytes_retained(&view) >= 10);
    bytes_drop(&view);
}

TEST(freezing_an_empty_buffer_releases_its_storage_and_keeps_the_address)
{
    BytesMut buffer = buffer_of("", 10);
    const uint8_t *const data = buffer.data;
    const Bytes view = bytes_mut_freeze(&buffer);
    check_empty(&buffer);
    CHECK(view.data == data && view.len == 0 && view.storage == NULL && view.weight == 0);
}

TEST(a_frame_of_length_0_holds_no_reference)
{
    BytesMut buffer = buffer_of("abc", 10);
    const Bytes view = bytes_mut_split_freeze(&buffer, 0);
    CHECK(view.data == buffer.data && view.len == 0 && view.storage == NULL);
    CHECK(bytes_mut_is_unique(&buffer));
    CHECK_MEM(buffer.data, buffer.len, "abc");
    bytes_mut_drop(&buffer);
}

TEST(frames_are_split_off_in_order_without_a_copy)
{
    BytesMut buffer = buffer_of("onetwothree", 20);
    const uint8_t *const data = buffer.data;
    Bytes one = bytes_mut_split_freeze(&buffer, 3);
    Bytes two = bytes_mut_split_freeze(&buffer, 3);
    Bytes three = bytes_mut_split_freeze(&buffer, 5);
    CHECK(one.data == data && two.data == data + 3 && three.data == data + 6 && buffer.data == data + 11);
    CHECK_EQ(buffer.len, 0);
    CHECK(buffer.storage != NULL);
    bytes_drop(&one);
    bytes_drop(&two);
    CHECK_MEM(three.data, three.len, "three");
    bytes_drop(&three);
    CHECK(bytes_mut_is_unique(&buffer));
    bytes_mut_drop(&buffer);
}

TEST(a_buffer_at_capacity_0_keeps_its_storage_and_can_reclaim_all_of_it)
{
    BytesMut buffer = buffer_of("abc", 100);
    const uint8_t *const data = buffer.data;
    const size_t cap = buffer.cap;
    BytesMut all = bytes_mut_split_off(&buffer, 0);
    CHECK_EQ(buffer.cap, 0);
    CHECK(buffer.storage != NULL && buffer.weight != 0);
    CHECK(buffer.data == data);
    CHECK_MEM(all.data, all.len, "abc");
    bytes_mut_drop(&all);
    CHECK_EQ(bytes_mut_reserve(&buffer, cap), 0);
    CHECK(buffer.data == data);
    CHECK_EQ(buffer.cap, cap);
    bytes_mut_drop(&buffer);
}

TEST(shortening_to_length_0_keeps_storage_and_capacity)
{
    BytesMut buffer = buffer_of("abcdef", 100);
    const uint8_t *const data = buffer.data;
    const size_t cap = buffer.cap;
    bytes_mut_truncate(&buffer, 7);
    bytes_mut_truncate(&buffer, 6);
    bytes_mut_truncate(&buffer, SIZE_MAX);
    CHECK_MEM(buffer.data, buffer.len, "abcdef");
    bytes_mut_truncate(&buffer, 4);
    CHECK_MEM(buffer.data, buffer.len, "abcd");
    bytes_mut_truncate(&buffer, 0);
    CHECK(buffer.data == data && buffer.cap == cap && buffer.storage != NULL);
    CHECK_EQ(bytes_mut_put_str(&buffer, "xyz"), 0);
    bytes_mut_clear(&buffer);
    CHECK(buffer.data == data && buffer.cap == cap && buffer.len == 0 && buffer.storage != NULL);
    CHECK_EQ(bytes_mut_put_str(&buffer, "xyz"), 0);
    bytes_mut_advance(&buffer, 0);
    bytes_mut_advance(&buffer, 1);
    CHECK_MEM(buffer.data, buffer.len, "yz");
    CHECK_EQ(buffer.cap, cap - 1);
    bytes_mut_advance(&buffer, 2);
    CHECK(buffer.data == data + 3 && buffer.len == 0 && buffer.cap == cap - 3 && buffer.storage != NULL);
    bytes_mut_drop(&buffer);
}

TEST(moving_empties_the_source)
{
    BytesMut buffer = buffer_of("abc", 10);
    BytesMut moved = bytes_mut_move(&buffer);
    check_empty(&buffer);
    bytes_mut_drop(&buffer);
    CHECK_MEM(moved.data, moved.len, "abc");
    bytes_mut_drop(&moved);
}

TEST(a_copy_of_a_buffer_is_independent_of_it)
{
    BytesMut buffer = buffer_of("abc", 10);
    BytesMut copy;
    CHECK_EQ(bytes_mut_copy(&buffer, &copy), 0);
    CHECK(copy.storage != buffer.storage);
    buffer.data[0] = 'x';
    CHECK_MEM(copy.data, copy.len, "abc");
    CHECK_MEM(buffer.data, buffer.len, "xbc");
    bytes_mut_drop(&buffer);
    CHECK_EQ(bytes_mut_put_str(&copy, "def"), 0);
    CHECK_MEM(copy.data, copy.len, "abcdef");
    bytes_mut_drop(&copy);
}

TEST(a_unique_view_becomes_a_buffer_in_place)
{
    BytesMut buffer = buffer_of("headtail", 20);
    const uint8_t *const data = buffer.data;
    const size_t cap = buffer.cap;
    Bytes head = bytes_mut_split_freeze(&buffer, 4);
    Bytes tail = bytes_mut_freeze(&buffer);
    CHECK_EQ(bytes_try_into_mut(&tail, &buffer), BYTES_EBUSY);
    CHECK_MEM(tail.data, tail.len, "tail");
    check_empty(&buffer);
    bytes_drop(&head);
    CHECK_EQ(bytes_try_into_mut(&tail, &buffer), 0);
    CHECK(tail.storage == NULL && tail.len == 0);
    CHECK(buffer.data == data + 4 && buffer.cap == cap - 4); /* the offset is kept, the tailroom regained */
    CHECK_EQ(bytes_mut_headroom(&buffer), 4);
    CHECK_MEM(buffer.data, buffer.len, "tail");
    CHECK_EQ(bytes_mut_prepend(&buffer, "long", 4), 0);
    CHECK(buffer.data == data);
    CHECK_MEM(buffer.data, buffer.len, "longtail");
    bytes_mut_drop(&buffer);
}

TEST(a_shared_view_becomes_a_buffer_by_copy)
{
    Bytes view = copy_of("abc");
    Bytes clone = bytes_clone(&view);
    BytesMut buffer;
    CHECK_EQ(bytes_into_mut(&view, &buffer), 0);
    CHECK(view.storage == NULL && view.len == 0);
    buffer.data[0] = 'x';
    CHECK_MEM(buffer.data, buffer.len, "xbc");
    CHECK_MEM(clone.data, clone.len, "abc");
    CHECK(bytes_is_unique(&clone));
    bytes_mut_drop(&buffer);
    CHECK_EQ(bytes_into_mut(&clone, &buffer), 0);
    CHECK_MEM(buffer.data, buffer.len, "abc");
    bytes_mut_drop(&buffer);
}

TEST(a_read_loop_reuses_one_block)
{
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity(100, &buffer), 0);
    const uint8_t *const data = buffer.data;
    for (int i = 0; i < 1000; i++) {
        CHECK_EQ(bytes_mut_reserve(&buffer, 30), 0);
        const BytesSpare spare = bytes_mut_spare(&buffer);
        CHECK(spare.len >= 30);
        memcpy(spare.data, "hello world", 11);
        bytes_mut_commit(&buffer, 11);
        Bytes frame = bytes_mut_split_freeze(&buffer, 5);
        Bytes part = bytes_share_slice(&frame, 1, 3);
        Bytes clone = bytes_clone(&frame);
        CHECK_MEM(part.data, part.len, "el");
        bytes_drop(&frame);
        CHECK_MEM(clone.data, clone.len, "hello");
        bytes_drop(&part);
        bytes_drop(&clone);
        bytes_mut_advance(&buffer, 6);
        CHECK((uintptr_t)buffer.data - (uintptr_t)data <= 150); /* numbers: pointers may be into two objects */
    }
    bytes_mut_drop(&buffer);
}

TAP_MAIN()
