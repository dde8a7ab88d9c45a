/* SPDX-License-Identifier: MIT */
/*
 * Buffers: making, freezing, shortening, copying, asking; the edges of capacity 0; and that a buffer keeps its storage
 * until it is dropped, frozen, moved or joined.
 */
#include "tap.h"

#include <bytes/bytes.h>

static BytesMut buffer_of(const char *text, size_t capacity)
{
    BytesMut out;
    CHECK_EQ(bytes_mut_with_capacity(capacity, &out), 0);
    CHECK_EQ(bytes_mut_put_str(&out, text), 0);
    return out;
}

static void check_empty(const BytesMut *buffer)
{
    CHECK(buffer->data == NULL && buffer->storage == NULL);
    CHECK(buffer->len == 0 && buffer->cap == 0 && buffer->weight == 0);
}

TEST(an_all_zero_buffer_is_a_buffer_of_capacity_0)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesMut zero, other;
    Bytes view;
    BytesSpare spare;
    memset(&zero, 0, sizeof(zero));
    CHECK_EQ(memcmp(&buffer, &zero, sizeof(buffer)), 0);
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
    spare = bytes_mut_spare(&buffer);
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
    view = bytes_mut_split_freeze(&buffer, 0);
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

TEST(a_buffer_has_the_capacity_that_was_asked_for_or_more)
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

TEST(freezing_carries_the_bytes_over_and_empties_the_buffer)
{
    BytesMut buffer = buffer_of("abc", 10);
    const uint8_t *data = buffer.data;
    Bytes view = bytes_mut_freeze(&buffer);
    check_empty(&buffer);
    CHECK(view.data == data);
    CHECK_MEM(view.data, view.len, "abc");
    CHECK(bytes_is_unique(&view));
    CHECK(bytes_retained(&view) >= 10);
    bytes_drop(&view);
}

TEST(freezing_an_empty_buffer_gives_its_storage_up_and_keeps_the_address)
{
    BytesMut buffer = buffer_of("", 10);
    const uint8_t *data = buffer.data;
    Bytes view = bytes_mut_freeze(&buffer);
    check_empty(&buffer);
    CHECK(view.data == data && view.len == 0 && view.storage == NULL && view.weight == 0);
}

TEST(a_frame_of_length_0_holds_no_reference)
{
    BytesMut buffer = buffer_of("abc", 10);
    Bytes view = bytes_mut_split_freeze(&buffer, 0);
    CHECK(view.data == buffer.data && view.len == 0 && view.storage == NULL);
    CHECK(bytes_mut_is_unique(&buffer));
    CHECK_MEM(buffer.data, buffer.len, "abc");
    bytes_mut_drop(&buffer);
}

TEST(frames_split_off_show_the_bytes_in_order_without_a_copy)
{
    BytesMut buffer = buffer_of("onetwothree", 20);
    const uint8_t *data = buffer.data;
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

TEST(a_buffer_at_capacity_0_keeps_its_storage_and_gets_all_of_it_back)
{
    BytesMut buffer = buffer_of("abc", 100);
    const uint8_t *data = buffer.data;
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

TEST(shortening_to_nothing_keeps_the_storage_and_the_room)
{
    BytesMut buffer = buffer_of("abcdef", 100);
    const uint8_t *data = buffer.data;
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

TEST(a_moved_buffer_leaves_nothing_behind)
{
    BytesMut buffer = buffer_of("abc", 10);
    BytesMut moved = bytes_mut_move(&buffer);
    check_empty(&buffer);
    bytes_mut_drop(&buffer);
    CHECK_MEM(moved.data, moved.len, "abc");
    bytes_mut_drop(&moved);
}

TEST(a_copy_of_a_buffer_is_another_buffer)
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

TEST(a_view_that_is_the_only_handle_becomes_a_buffer_in_place)
{
    BytesMut buffer = buffer_of("headtail", 20);
    const uint8_t *data = buffer.data;
    const size_t cap = buffer.cap;
    Bytes head = bytes_mut_split_freeze(&buffer, 4);
    Bytes tail = bytes_mut_freeze(&buffer);
    CHECK_EQ(bytes_try_into_mut(&tail, &buffer), BYTES_EBUSY);
    CHECK_MEM(tail.data, tail.len, "tail");
    check_empty(&buffer);
    bytes_drop(&head);
    CHECK_EQ(bytes_try_into_mut(&tail, &buffer), 0);
    CHECK(tail.storage == NULL && tail.len == 0);
    CHECK(buffer.data == data + 4 && buffer.cap == cap - 4); /* the offset is kept, the room regained */
    CHECK_EQ(bytes_mut_headroom(&buffer), 4);
    CHECK_MEM(buffer.data, buffer.len, "tail");
    CHECK_EQ(bytes_mut_prepend(&buffer, "long", 4), 0);
    CHECK(buffer.data == data);
    CHECK_MEM(buffer.data, buffer.len, "longtail");
    bytes_mut_drop(&buffer);
}

TEST(a_shared_view_becomes_a_buffer_by_copy)
{
    Bytes view, clone;
    BytesMut buffer;
    CHECK_EQ(bytes_copy("abc", 3, &view), 0);
    clone = bytes_clone(&view);
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

TEST(a_read_loop_uses_one_block_for_ever)
{
    BytesMut buffer;
    const uint8_t *data;
    CHECK_EQ(bytes_mut_with_capacity(100, &buffer), 0);
    data = buffer.data;
    for (int i = 0; i < 1000; i++) {
        BytesSpare spare;
        Bytes frame, part, clone;
        CHECK_EQ(bytes_mut_reserve(&buffer, 30), 0);
        spare = bytes_mut_spare(&buffer);
        CHECK(spare.len >= 30);
        memcpy(spare.data, "hello world", 11);
        bytes_mut_commit(&buffer, 11);
        frame = bytes_mut_split_freeze(&buffer, 5);
        part = bytes_share_slice(&frame, 1, 3);
        clone = bytes_clone(&frame);
        CHECK_MEM(part.data, part.len, "el");
        bytes_drop(&frame);
        CHECK_MEM(clone.data, clone.len, "hello");
        bytes_drop(&part);
        bytes_drop(&clone);
        bytes_mut_advance(&buffer, 6);
        CHECK((uintptr_t)buffer.data - (uintptr_t)data <= 150); /* cast: may not be one object if it fails */
    }
    bytes_mut_drop(&buffer);
}

TAP_MAIN()
