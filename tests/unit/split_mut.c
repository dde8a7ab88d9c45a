/* SPDX-License-Identifier: MIT */
/* Buffers split and joined at every offset; which buffers are adjacent; views dropped into a buffer. */
#include "handles.h"
#include "tap.h"

#include <bytes/bytes.h>

TEST(a_buffer_split_at_any_offset_and_joined_is_whole_again)
{
    for (size_t at = 0; at <= 6; at++) {
        BytesMut buffer = buffer_of("abcdef", 20);
        const uint8_t *const data = buffer.data;
        const size_t cap = buffer.cap;
        BytesMut front = bytes_mut_split_to(&buffer, at);
        CHECK(front.data == data && front.len == at && front.cap == at);
        CHECK(buffer.data == data + at && buffer.len == 6 - at && buffer.cap == cap - at);
        CHECK_EQ(bytes_mut_try_unsplit(&front, &buffer), 0);
        check_empty(&buffer);
        CHECK_MEM(front.data, front.len, "abcdef");
        CHECK_EQ(front.cap, cap);
        CHECK(bytes_mut_is_unique(&front));
        bytes_mut_drop(&front);
    }
}

TEST(a_buffer_can_be_split_in_its_tailroom_too)
{
    BytesMut buffer = buffer_of("abcdef", 20);
    const size_t cap = buffer.cap;
    const uint8_t *const data = buffer.data;
    for (size_t at = 0; at <= cap; at++) {
        BytesMut back = bytes_mut_split_off(&buffer, at);
        CHECK_EQ(buffer.cap, at);
        CHECK_EQ(buffer.len, at < 6 ? at : 6);
        CHECK(back.data == data + at && back.cap == cap - at);
        CHECK_EQ(back.len, at < 6 ? 6 - at : 0);
        CHECK_EQ(bytes_mut_try_unsplit(&buffer, &back), 0);
        CHECK(buffer.data == data && buffer.cap == cap);
        CHECK_MEM(buffer.data, buffer.len, "abcdef");
    }
    bytes_mut_drop(&buffer);
}

TEST(untrusted_offsets_are_checked_against_length_and_capacity)
{
    BytesMut buffer = buffer_of("abcdef", 20);
    const BytesMut before = buffer;
    BytesMut out = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_try_split_to(&buffer, 7, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_mut_try_split_to(&buffer, SIZE_MAX, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_mut_try_split_off(&buffer, buffer.cap + 1, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_mut_try_split_off(&buffer, SIZE_MAX, &out), BYTES_ERANGE);
    Bytes view = BYTES_LITERAL("kept");
    CHECK_EQ(bytes_mut_try_split_freeze(&buffer, 7, &view), BYTES_ERANGE);
    CHECK_EQ(bytes_mut_try_split_freeze(&buffer, SIZE_MAX, &view), BYTES_ERANGE);
    CHECK_EQ(bytes_mut_try_advance(&buffer, 7), BYTES_ERANGE);
    CHECK_EQ(bytes_mut_try_advance(&buffer, SIZE_MAX), BYTES_ERANGE);
    CHECK(out.storage == NULL);
    CHECK_MEM(view.data, view.len, "kept");
    CHECK_EQ(memcmp(&buffer, &before, sizeof(buffer)), 0);
    CHECK_EQ(bytes_mut_try_split_to(&buffer, 1, &out), 0);
    bytes_mut_drop(&out);
    CHECK_EQ(bytes_mut_try_split_off(&buffer, buffer.cap, &out), 0);
    bytes_mut_drop(&out);
    CHECK_EQ(bytes_mut_try_split_freeze(&buffer, 2, &view), 0);
    CHECK_MEM(view.data, view.len, "bc");
    bytes_drop(&view);
    CHECK_EQ(bytes_mut_try_advance(&buffer, 3), 0);
    CHECK_EQ(buffer.len, 0);
    bytes_mut_drop(&buffer);
}

TEST(an_empty_buffer_joins_from_either_side)
{
    BytesMut buffer = buffer_of("abc", 10);
    BytesMut empty = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_try_unsplit(&empty, &empty), 0);
    CHECK_EQ(bytes_mut_try_unsplit(&buffer, &empty), 0);
    CHECK_EQ(bytes_mut_try_unsplit(&empty, &buffer), 0);
    CHECK(buffer.storage == NULL);
    CHECK_MEM(empty.data, empty.len, "abc");
    BytesMut spare = buffer_of("", 10);
    CHECK_EQ(bytes_mut_try_unsplit(&empty, &spare), 0); /* spare capacity of another storage is dropped */
    CHECK(spare.storage == NULL);
    CHECK_MEM(empty.data, empty.len, "abc");
    spare = buffer_of("", 10);
    CHECK_EQ(bytes_mut_try_unsplit(&spare, &empty), 0); /* and so is that of an empty self */
    CHECK_MEM(spare.data, spare.len, "abc");
    CHECK(empty.storage == NULL);
    CHECK(bytes_mut_is_unique(&spare));
    bytes_mut_drop(&spare);
}

TEST(an_empty_piece_of_the_same_storage_returns_its_weight)
{
    BytesMut buffer = buffer_of("abcdef", 20);
    BytesMut front = bytes_mut_split_to(&buffer, 3);
    BytesMut spare = bytes_mut_split_off(&buffer, buffer.len);
    CHECK_EQ(bytes_mut_try_unsplit(&front, &spare), 0); /* not adjacent: its capacity cannot be used for now */
    CHECK(spare.storage == NULL);
    CHECK_EQ(front.cap, 3);
    bytes_mut_clear(&front);
    CHECK_EQ(bytes_mut_try_unsplit(&front, &buffer), 0);
    CHECK_MEM(front.data, front.len, "def");
    CHECK(bytes_mut_is_unique(&front));
    bytes_mut_drop(&front);
}

TEST(buffers_with_a_gap_between_their_bytes_are_not_adjacent)
{
    BytesMut buffer = buffer_of("abcdef", 20);
    BytesMut back = bytes_mut_split_off(&buffer, 3);
    bytes_mut_truncate(&buffer, 2); /* the third byte is tailroom now */
    const BytesMut before = buffer;
    CHECK_EQ(bytes_mut_try_unsplit(&buffer, &back), BYTES_EXDEV);
    CHECK_EQ(bytes_mut_try_unsplit(&back, &buffer), BYTES_EXDEV);
    CHECK_EQ(bytes_mut_try_unsplit(&buffer, &buffer), BYTES_EXDEV);
    CHECK_EQ(memcmp(&buffer, &before, sizeof(buffer)), 0);
    CHECK_EQ(bytes_mut_unsplit(&buffer, &back), 0);
    CHECK_MEM(buffer.data, buffer.len, "abdef");
    CHECK(back.storage == NULL);
    CHECK(bytes_mut_is_unique(&buffer));
    bytes_mut_drop(&buffer);
}

TEST(a_buffer_appended_to_one_without_storage_is_moved_into_it)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesMut other = buffer_of("abc", 10);
    const uint8_t *const data = other.data;
    CHECK_EQ(bytes_mut_unsplit(&buffer, &other), 0);
    CHECK(buffer.data == data);
    CHECK_EQ(bytes_mut_unsplit(&buffer, &other), 0);
    CHECK_MEM(buffer.data, buffer.len, "abc");
    bytes_mut_drop(&buffer);
}

TEST(only_views_of_its_own_storage_can_be_dropped_into_a_buffer)
{
    BytesMut buffer = buffer_of("abcdef", 20);
    Bytes frame = bytes_mut_split_freeze(&buffer, 3);
    Bytes other = copy_of("x");
    CHECK_EQ(bytes_drop_into_mut(&other, &buffer), BYTES_EXDEV);
    CHECK_MEM(other.data, other.len, "x");
    Bytes text = BYTES_LITERAL("static");
    CHECK_EQ(bytes_drop_into_mut(&text, &buffer), 0);
    CHECK_EQ(text.len, 0);
    CHECK(!bytes_mut_is_unique(&buffer));
    CHECK_EQ(bytes_drop_into_mut(&frame, &buffer), 0);
    CHECK(frame.storage == NULL && frame.len == 0);
    CHECK(bytes_mut_is_unique(&buffer));
    bytes_mut_drop(&buffer);
    CHECK_EQ(bytes_drop_into_mut(&other, &buffer), BYTES_EXDEV);
    bytes_drop(&other);
    CHECK_EQ(bytes_drop_into_mut(&other, &buffer), 0);
}

static const BytesRange fields[] = {{0, 3}, {4, 6}, {6, 6}, {0, 6}, {2, 5}};

static void check_fields(const Bytes *views, const uint8_t *data)
{
    CHECK_MEM(views[0].data, views[0].len, "abc");
    CHECK_MEM(views[1].data, views[1].len, "ef");
    CHECK(views[2].data == data + 6 && views[2].len == 0 && views[2].storage == NULL);
    CHECK_MEM(views[3].data, views[3].len, "abcdef");
    CHECK_MEM(views[4].data, views[4].len, "cde");
    CHECK(views[3].data == data);
}

TEST(many_views_are_split_off_and_frozen_in_one_call)
{
    BytesMut buffer = buffer_of("abcdefghi", 20);
    const uint8_t *const data = buffer.data;
    const size_t cap = buffer.cap;
    Bytes views[5];
    bytes_mut_split_freeze_many(&buffer, 6, fields, 5, views);
    check_fields(views, data);
    CHECK_MEM(buffer.data, buffer.len, "ghi");
    CHECK(buffer.data == data + 6 && buffer.cap == cap - 6);
    CHECK(!bytes_mut_is_unique(&buffer));
    bytes_mut_split_freeze_many(&buffer, 3, NULL, 0, NULL); /* no view: the bytes are given up */
    CHECK(buffer.data == data + 9 && buffer.len == 0);
    bytes_mut_drop(&buffer);
    check_fields(views, data);
    bytes_drop_all(views, 5);
}

TEST(the_views_of_one_call_hold_all_that_the_buffer_gave_away)
{
    BytesMut buffer = buffer_of("abcdefghi", 20);
    for (int round = 0; round < 1000; round++) {
        Bytes views[5];
        CHECK_EQ(bytes_mut_put_str(&buffer, "abcdef"), 0);
        bytes_mut_advance(&buffer, buffer.len - 6);
        CHECK_EQ(bytes_mut_try_split_freeze_many(&buffer, 6, fields, 5, views), 0);
        CHECK(!bytes_mut_is_unique(&buffer));
        for (int i = 0; i < 5; i++) {
            CHECK_EQ(bytes_drop_into_mut(&views[i], &buffer), 0);
        }
        CHECK(bytes_mut_is_unique(&buffer));
    }
    bytes_mut_drop(&buffer);
}

TEST(many_views_may_end_where_the_buffer_does)
{
    BytesMut buffer = buffer_of("abcdef", 6);
    const uint8_t *const data = buffer.data;
    Bytes views[5];
    CHECK_EQ(bytes_mut_try_split_freeze_many(&buffer, 6, fields, 5, views), 0);
    CHECK_EQ(buffer.len, 0);
    bytes_mut_drop(&buffer);
    check_fields(views, data);
    bytes_drop_all(views, 5);
}

TEST(nothing_can_be_split_off_a_buffer_without_bytes_but_empty_views)
{
    static const BytesRange empty[] = {{0, 0}, {0, 0}};
    BytesMut buffer = BYTES_MUT_EMPTY;
    Bytes views[2];
    bytes_mut_split_freeze_many(&buffer, 0, empty, 2, views);
    CHECK(views[0].storage == NULL && views[1].storage == NULL && views[1].len == 0);
    check_empty(&buffer);
    buffer = buffer_of("abc", 10);
    bytes_mut_split_freeze_many(&buffer, 0, empty, 2, views);
    CHECK(views[0].storage == NULL && views[0].data == buffer.data);
    CHECK(bytes_mut_is_unique(&buffer));
    CHECK_MEM(buffer.data, buffer.len, "abc");
    bytes_mut_drop(&buffer);
}

TEST(one_wrong_range_of_many_is_an_error_and_nothing_is_split_off)
{
    static const struct {
        size_t at;
        BytesRange range;
    } wrong[] = {{10, {0, 1}}, {SIZE_MAX, {0, 1}}, {6, {0, 7}}, {6, {7, 7}},
                 {6, {4, 3}},  {6, {1, SIZE_MAX}}, {0, {0, 1}}};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        BytesMut buffer = buffer_of("abcdefghi", 20);
        const BytesRange ranges[] = {{0, 0}, wrong[i].range};
        const Bytes poison = BYTES_LITERAL("poison");
        Bytes views[] = {poison, poison};
        CHECK_EQ(bytes_mut_try_split_freeze_many(&buffer, wrong[i].at, ranges, 2, views), BYTES_ERANGE);
        CHECK(views[0].data == poison.data && views[1].data == poison.data);
        CHECK_MEM(buffer.data, buffer.len, "abcdefghi");
        CHECK(bytes_mut_is_unique(&buffer));
        bytes_mut_drop(&buffer);
    }
}

TEST(a_block_has_its_capacity_whatever_was_consumed)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_block_capacity(&buffer), 0);
    buffer = buffer_of("abcdef", 100);
    const size_t capacity = buffer.cap;
    CHECK(capacity >= 100);
    bytes_mut_advance(&buffer, 4);
    BytesMut rest = bytes_mut_split_off(&buffer, 50);
    CHECK_EQ(bytes_mut_block_capacity(&buffer), capacity);
    CHECK_EQ(bytes_mut_block_capacity(&rest), capacity);
    CHECK_EQ(bytes_mut_retained(&buffer), capacity + BYTES_HEADER_SIZE);
    bytes_mut_drop(&rest);
    CHECK(bytes_mut_try_reclaim(&buffer, capacity - buffer.len)); /* all of it, without allocating */
    CHECK(!bytes_mut_try_reclaim(&buffer, capacity - buffer.len + 1));
    bytes_mut_drop(&buffer);
}

TAP_MAIN()
