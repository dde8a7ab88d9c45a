/* SPDX-License-Identifier: MIT */
/*
 * Splitting and joining: views and buffers, at every offset, and what is a neighbour and what is not.
 */
#include "digits.h"
#include "tap.h"

#include <bytes/bytes.h>

static Bytes copy_of(const char *text)
{
    Bytes out;
    CHECK_EQ(bytes_copy(text, strlen(text), &out), 0);
    return out;
}

static BytesMut buffer_of(const char *text, size_t capacity)
{
    BytesMut out;
    CHECK_EQ(bytes_mut_with_capacity(capacity, &out), 0);
    CHECK_EQ(bytes_mut_put_str(&out, text), 0);
    return out;
}

TEST(a_view_split_anywhere_and_joined_is_the_same_view)
{
    for (size_t at = 0; at <= 6; at++) {
        Bytes view = copy_of("abcdef");
        const uint8_t *data = view.data;
        Bytes front = bytes_split_to(&view, at);
        CHECK_EQ(front.len, at);
        CHECK_EQ(view.len, 6 - at);
        CHECK(front.data == data && view.data == data + at);
        CHECK_EQ(bytes_try_unsplit(&front, &view), 0);
        CHECK(view.len == 0 && view.storage == NULL);
        CHECK_MEM(front.data, front.len, "abcdef");
        CHECK(bytes_is_unique(&front));
        view = bytes_split_off(&front, at);
        CHECK_EQ(front.len, at);
        CHECK_EQ(view.len, 6 - at);
        CHECK(view.data == data + at);
        CHECK_EQ(bytes_try_unsplit(&front, &view), 0);
        CHECK_MEM(front.data, front.len, "abcdef");
        CHECK(bytes_is_unique(&front));
        bytes_drop(&front);
    }
}

TEST(a_split_for_an_offset_from_outside_does_as_the_plain_one)
{
    Bytes view = copy_of("abcdef");
    Bytes front, back;
    CHECK_EQ(bytes_try_split_to(&view, 2, &front), 0);
    CHECK_EQ(bytes_try_split_off(&view, 3, &back), 0);
    CHECK_MEM(front.data, front.len, "ab");
    CHECK_MEM(view.data, view.len, "cde");
    CHECK_MEM(back.data, back.len, "f");
    CHECK_EQ(bytes_try_split_to(&view, 3, &view), 0); /* the result may replace what it came from */
    CHECK_MEM(view.data, view.len, "cde");
    bytes_drop(&view);
    bytes_drop(&front);
    bytes_drop(&back);
}

TEST(an_empty_side_always_joins)
{
    Bytes view = copy_of("ab");
    Bytes text = BYTES_LITERAL("static");
    Bytes empty = BYTES_EMPTY;
    CHECK_EQ(bytes_try_unsplit(&view, &empty), 0);
    CHECK_MEM(view.data, view.len, "ab");
    CHECK_EQ(bytes_try_unsplit(&empty, &view), 0);
    CHECK_MEM(empty.data, empty.len, "ab");
    CHECK(view.len == 0 && view.storage == NULL);
    CHECK_EQ(bytes_try_unsplit(&text, &view), 0);
    CHECK_MEM(text.data, text.len, "static");
    CHECK_EQ(bytes_try_unsplit(&view, &text), 0);
    CHECK_MEM(view.data, view.len, "static");
    CHECK_EQ(text.len, 0);
    bytes_drop(&empty);
}

TEST(views_that_are_no_neighbours_do_not_join_and_do_not_change)
{
    Bytes a = copy_of("abcdef");
    Bytes c = bytes_split_off(&a, 4);
    Bytes b = bytes_split_off(&a, 2);
    Bytes other = copy_of("abcdef");
    const Bytes was_a = a, was_b = b, was_c = c;
    CHECK_EQ(bytes_try_unsplit(&a, &c), BYTES_EXDEV); /* a gap */
    CHECK_EQ(bytes_try_unsplit(&b, &a), BYTES_EXDEV); /* the wrong way round */
    CHECK_EQ(bytes_try_unsplit(&a, &other), BYTES_EXDEV);
    CHECK_EQ(bytes_try_unsplit(&a, &a), BYTES_EXDEV);
    CHECK_EQ(memcmp(&a, &was_a, sizeof(a)), 0);
    CHECK_EQ(memcmp(&b, &was_b, sizeof(b)), 0);
    CHECK_EQ(memcmp(&c, &was_c, sizeof(c)), 0);
    bytes_drop(&a);
    bytes_drop(&b);
    bytes_drop(&c);
    bytes_drop(&other);
}

TEST(static_neighbours_never_join)
{
    Bytes view = BYTES_LITERAL("abcd");
    Bytes back = bytes_split_off(&view, 2);
    CHECK_EQ(bytes_try_unsplit(&view, &back), BYTES_EXDEV);
    CHECK_EQ(bytes_try_unsplit(&view, &view), BYTES_EXDEV);
    CHECK_MEM(view.data, view.len, "ab");
    CHECK_MEM(back.data, back.len, "cd");
}

TEST(neighbours_in_different_storages_that_touch_do_not_join)
{
    int released = 0;
    uint8_t *memory = malloc(8);
    Bytes a, b;
    BytesMut left, right;
    CHECK(memory != NULL);
    memcpy(memory, "abcdefgh", 8);
    CHECK_EQ(bytes_adopt(memory, 4, BYTES_WRITABLE, count_release, &released, &a), 0);
    CHECK_EQ(bytes_adopt(memory + 4, 4, BYTES_WRITABLE, count_release, &released, &b), 0);
    CHECK(a.data + a.len == b.data);
    CHECK_EQ(bytes_try_unsplit(&a, &b), BYTES_EXDEV);
    CHECK_EQ(bytes_drop_into(&b, &a), BYTES_EXDEV);
    CHECK_MEM(a.data, a.len, "abcd");
    CHECK_MEM(b.data, b.len, "efgh");
    CHECK_EQ(bytes_try_into_mut(&a, &left), 0);
    CHECK_EQ(bytes_try_into_mut(&b, &right), 0);
    CHECK_EQ(left.cap, 4);
    CHECK_EQ(bytes_mut_try_unsplit(&left, &right), BYTES_EXDEV);
    CHECK_EQ(released, 0);
    CHECK_EQ(bytes_mut_unsplit(&left, &right), 0); /* copies, away from both */
    CHECK_MEM(left.data, left.len, "abcdefgh");
    CHECK_EQ(released, 2);
    bytes_mut_drop(&left);
    CHECK_MEM(memory, 8, "abcdefgh");
    free(memory);
}

TEST(pieces_of_clones_join_too)
{
    Bytes view = copy_of("abcdef");
    Bytes clone = bytes_clone(&view);
    Bytes back = bytes_split_off(&clone, 3);
    bytes_truncate(&view, 3);
    CHECK_EQ(bytes_try_unsplit(&view, &back), 0);
    CHECK_MEM(view.data, view.len, "abcdef");
    CHECK_MEM(clone.data, clone.len, "abc");
    bytes_drop(&clone);
    CHECK(bytes_is_unique(&view));
    bytes_drop(&view);
}

TEST(a_handle_that_is_reabsorbed_is_gone_and_the_other_alone_again)
{
    Bytes view = copy_of("abcdef");
    Bytes share = bytes_share_slice(&view, 1, 2);
    Bytes clone = bytes_clone(&view);
    CHECK_EQ(bytes_drop_into(&view, &view), BYTES_EXDEV);
    CHECK_EQ(bytes_drop_into(&share, &view), 0);
    CHECK(share.len == 0 && share.data == NULL && share.storage == NULL && share.weight == 0);
    CHECK(!bytes_is_unique(&view));
    CHECK_EQ(bytes_drop_into(&clone, &view), 0);
    CHECK(bytes_is_unique(&view));
    CHECK_MEM(view.data, view.len, "abcdef");
    share = BYTES_LITERAL("static");
    CHECK_EQ(bytes_drop_into(&share, &view), 0);
    CHECK_EQ(share.len, 0);
    bytes_drop(&view);
}

TEST(a_buffer_split_anywhere_and_joined_is_the_same_buffer)
{
    for (size_t at = 0; at <= 6; at++) {
        BytesMut buffer = buffer_of("abcdef", 20);
        const uint8_t *data = buffer.data;
        const size_t cap = buffer.cap;
        BytesMut front = bytes_mut_split_to(&buffer, at);
        CHECK(front.data == data && front.len == at && front.cap == at);
        CHECK(buffer.data == data + at && buffer.len == 6 - at && buffer.cap == cap - at);
        CHECK_EQ(bytes_mut_try_unsplit(&front, &buffer), 0);
        CHECK(buffer.data == NULL && buffer.cap == 0 && buffer.storage == NULL);
        CHECK_MEM(front.data, front.len, "abcdef");
        CHECK_EQ(front.cap, cap);
        CHECK(bytes_mut_is_unique(&front));
        bytes_mut_drop(&front);
    }
}

TEST(a_buffer_can_be_split_behind_its_bytes_too)
{
    BytesMut buffer = buffer_of("abcdef", 20);
    const size_t cap = buffer.cap;
    const uint8_t *data = buffer.data;
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

TEST(offsets_from_outside_are_checked_against_length_and_capacity)
{
    BytesMut buffer = buffer_of("abcdef", 20);
    const BytesMut before = buffer;
    BytesMut out = BYTES_MUT_EMPTY;
    Bytes view = BYTES_LITERAL("kept");
    CHECK_EQ(bytes_mut_try_split_to(&buffer, 7, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_mut_try_split_to(&buffer, SIZE_MAX, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_mut_try_split_off(&buffer, buffer.cap + 1, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_mut_try_split_off(&buffer, SIZE_MAX, &out), BYTES_ERANGE);
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
    BytesMut room = buffer_of("", 10);
    CHECK_EQ(bytes_mut_try_unsplit(&empty, &empty), 0);
    CHECK_EQ(bytes_mut_try_unsplit(&buffer, &empty), 0);
    CHECK_EQ(bytes_mut_try_unsplit(&empty, &buffer), 0);
    CHECK(buffer.storage == NULL);
    CHECK_MEM(empty.data, empty.len, "abc");
    CHECK_EQ(bytes_mut_try_unsplit(&empty, &room), 0); /* room of another storage is given up */
    CHECK(room.storage == NULL);
    CHECK_MEM(empty.data, empty.len, "abc");
    room = buffer_of("", 10);
    CHECK_EQ(bytes_mut_try_unsplit(&room, &empty), 0); /* and so is that of an empty self */
    CHECK_MEM(room.data, room.len, "abc");
    CHECK(empty.storage == NULL);
    CHECK(bytes_mut_is_unique(&room));
    bytes_mut_drop(&room);
}

TEST(an_empty_piece_of_the_same_storage_gives_its_weight_back)
{
    BytesMut buffer = buffer_of("abcdef", 20);
    BytesMut front = bytes_mut_split_to(&buffer, 3);
    BytesMut room = bytes_mut_split_off(&buffer, buffer.len);
    CHECK_EQ(bytes_mut_try_unsplit(&front, &room), 0); /* does not follow on: its room is lost to it for now */
    CHECK(room.storage == NULL);
    CHECK_EQ(front.cap, 3);
    bytes_mut_clear(&front);
    CHECK_EQ(bytes_mut_try_unsplit(&front, &buffer), 0);
    CHECK_MEM(front.data, front.len, "def");
    CHECK(bytes_mut_is_unique(&front));
    bytes_mut_drop(&front);
}

TEST(buffers_with_a_gap_between_their_bytes_are_no_neighbours)
{
    BytesMut buffer = buffer_of("abcdef", 20);
    BytesMut back = bytes_mut_split_off(&buffer, 3);
    BytesMut before;
    bytes_mut_truncate(&buffer, 2); /* the byte after it is room now */
    before = buffer;
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

TEST(a_buffer_appended_to_one_without_storage_is_moved_there)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesMut other = buffer_of("abc", 10);
    const uint8_t *data = other.data;
    CHECK_EQ(bytes_mut_unsplit(&buffer, &other), 0);
    CHECK(buffer.data == data);
    CHECK_EQ(bytes_mut_unsplit(&buffer, &other), 0);
    CHECK_MEM(buffer.data, buffer.len, "abc");
    bytes_mut_drop(&buffer);
}

TEST(a_buffer_takes_back_the_views_of_its_own_storage_only)
{
    BytesMut buffer = buffer_of("abcdef", 20);
    Bytes frame = bytes_mut_split_freeze(&buffer, 3);
    Bytes other = copy_of("x");
    Bytes text = BYTES_LITERAL("static");
    CHECK_EQ(bytes_drop_into_mut(&other, &buffer), BYTES_EXDEV);
    CHECK_MEM(other.data, other.len, "x");
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

TEST(any_order_of_joining_many_pieces_gives_the_whole)
{
    static const char text[] = "the quick brown fox jumps over the lazy dog";
    uint32_t random = 1;
    for (int round = 0; round < 200; round++) {
        Bytes pieces[16];
        size_t count = 1;
        pieces[0] = copy_of(text);
        while (count < 16) {
            size_t which = (random = random * 1664525u + 1013904223u) >> 8;
            size_t at;
            which %= count;
            at = ((random = random * 1664525u + 1013904223u) >> 8) % (pieces[which].len + 1);
            memmove(&pieces[which + 2], &pieces[which + 1], (count - which - 1) * sizeof(pieces[0]));
            pieces[which + 1] = bytes_split_off(&pieces[which], at);
            count++;
        }
        while (count > 1) {
            size_t which = ((random = random * 1664525u + 1013904223u) >> 8) % (count - 1);
            CHECK_EQ(bytes_try_unsplit(&pieces[which], &pieces[which + 1]), 0);
            count--;
            memmove(&pieces[which + 1], &pieces[which + 2], (count - which - 1) * sizeof(pieces[0]));
        }
        CHECK_EQ(pieces[0].len, sizeof(text) - 1);
        CHECK_EQ(memcmp(pieces[0].data, text, sizeof(text) - 1), 0);
        CHECK(bytes_is_unique(&pieces[0]));
        bytes_drop(&pieces[0]);
    }
}

TAP_MAIN()
