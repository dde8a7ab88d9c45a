/* SPDX-License-Identifier: MIT */
/* Views split and joined at every offset; which views are adjacent; views dropped into one another. */
#include "digits.h"
#include "handles.h"
#include "random.h"
#include "tap.h"

#include <bytes/bytes.h>

TEST(a_view_split_at_any_offset_and_joined_is_whole_again)
{
    for (size_t at = 0; at <= 6; at++) {
        Bytes view = copy_of("abcdef");
        const uint8_t *const data = view.data;
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

TEST(the_checked_splits_do_what_the_plain_ones_do)
{
    Bytes view = copy_of("abcdef");
    Bytes front;
    CHECK_EQ(bytes_try_split_to(&view, 2, &front), 0);
    Bytes back;
    CHECK_EQ(bytes_try_split_off(&view, 3, &back), 0);
    CHECK_MEM(front.data, front.len, "ab");
    CHECK_MEM(view.data, view.len, "cde");
    CHECK_MEM(back.data, back.len, "f");
    CHECK_EQ(bytes_try_split_to(&view, 3, &view), 0); /* the result may overwrite its source */
    CHECK_MEM(view.data, view.len, "cde");
    bytes_drop(&view);
    bytes_drop(&front);
    bytes_drop(&back);
}

TEST(an_empty_side_always_joins)
{
    Bytes view = copy_of("ab");
    Bytes empty = BYTES_EMPTY;
    CHECK_EQ(bytes_try_unsplit(&view, &empty), 0);
    CHECK_MEM(view.data, view.len, "ab");
    CHECK_EQ(bytes_try_unsplit(&empty, &view), 0);
    CHECK_MEM(empty.data, empty.len, "ab");
    CHECK(view.len == 0 && view.storage == NULL);
    Bytes text = BYTES_LITERAL("static");
    CHECK_EQ(bytes_try_unsplit(&text, &view), 0);
    CHECK_MEM(text.data, text.len, "static");
    CHECK_EQ(bytes_try_unsplit(&view, &text), 0);
    CHECK_MEM(view.data, view.len, "static");
    CHECK_EQ(text.len, 0);
    bytes_drop(&empty);
}

TEST(views_that_are_not_adjacent_do_not_join_and_do_not_change)
{
    Bytes a = copy_of("abcdef");
    Bytes c = bytes_split_off(&a, 4);
    Bytes b = bytes_split_off(&a, 2);
    Bytes other = copy_of("abcdef");
    const Bytes a_before = a;
    const Bytes b_before = b;
    const Bytes c_before = c;
    CHECK_EQ(bytes_try_unsplit(&a, &c), BYTES_EXDEV); /* a gap */
    CHECK_EQ(bytes_try_unsplit(&b, &a), BYTES_EXDEV); /* the wrong order */
    CHECK_EQ(bytes_try_unsplit(&a, &other), BYTES_EXDEV);
    CHECK_EQ(bytes_try_unsplit(&a, &a), BYTES_EXDEV);
    CHECK_EQ(memcmp(&a, &a_before, sizeof(a)), 0);
    CHECK_EQ(memcmp(&b, &b_before, sizeof(b)), 0);
    CHECK_EQ(memcmp(&c, &c_before, sizeof(c)), 0);
    bytes_drop(&a);
    bytes_drop(&b);
    bytes_drop(&c);
    bytes_drop(&other);
}

TEST(static_views_never_join)
{
    Bytes view = BYTES_LITERAL("abcd");
    Bytes back = bytes_split_off(&view, 2);
    CHECK_EQ(bytes_try_unsplit(&view, &back), BYTES_EXDEV);
    CHECK_EQ(bytes_try_unsplit(&view, &view), BYTES_EXDEV);
    CHECK_MEM(view.data, view.len, "ab");
    CHECK_MEM(back.data, back.len, "cd");
}

TEST(handles_to_two_storages_that_touch_do_not_join)
{
    uint8_t *const memory = malloc(8);
    CHECK(memory != NULL);
    memcpy(memory, "abcdefgh", 8);
    int released = 0;
    Bytes a;
    Bytes b;
    CHECK_EQ(bytes_adopt(memory, 4, BYTES_WRITABLE, count_release, &released, &a), 0);
    CHECK_EQ(bytes_adopt(memory + 4, 4, BYTES_WRITABLE, count_release, &released, &b), 0);
    CHECK(a.data + a.len == b.data);
    CHECK_EQ(bytes_try_unsplit(&a, &b), BYTES_EXDEV);
    CHECK_EQ(bytes_drop_into(&b, &a), BYTES_EXDEV);
    CHECK_MEM(a.data, a.len, "abcd");
    CHECK_MEM(b.data, b.len, "efgh");
    BytesMut left;
    BytesMut right;
    CHECK_EQ(bytes_try_into_mut(&a, &left), 0);
    CHECK_EQ(bytes_try_into_mut(&b, &right), 0);
    CHECK_EQ(left.cap, 4);
    CHECK_EQ(bytes_mut_try_unsplit(&left, &right), BYTES_EXDEV);
    CHECK_EQ(released, 0);
    CHECK_EQ(bytes_mut_unsplit(&left, &right), 0); /* copies, out of both */
    CHECK_MEM(left.data, left.len, "abcdefgh");
    CHECK_EQ(released, 2);
    bytes_mut_drop(&left);
    CHECK_MEM(memory, 8, "abcdefgh");
    free(memory);
}

TEST(adjacent_parts_of_different_clones_join)
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

TEST(views_dropped_into_another_leave_it_unique)
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

TEST(pieces_joined_in_any_order_give_the_whole_view)
{
    static const char text[] = "the quick brown fox jumps over the lazy dog";
    for (int round = 0; round < 200; round++) {
        Bytes pieces[16] = {copy_of(text)};
        size_t count = 1;
        for (; count < 16; count++) {
            const size_t which = random_below(count);
            const size_t at = random_below(pieces[which].len + 1);
            memmove(&pieces[which + 2], &pieces[which + 1], (count - which - 1) * sizeof(pieces[0]));
            pieces[which + 1] = bytes_split_off(&pieces[which], at);
        }
        for (; count > 1; count--) {
            const size_t which = random_below(count - 1);
            CHECK_EQ(bytes_try_unsplit(&pieces[which], &pieces[which + 1]), 0);
            memmove(&pieces[which + 1], &pieces[which + 2], (count - which - 2) * sizeof(pieces[0]));
        }
        CHECK_EQ(pieces[0].len, sizeof(text) - 1);
        CHECK_EQ(memcmp(pieces[0].data, text, sizeof(text) - 1), 0);
        CHECK(bytes_is_unique(&pieces[0]));
        bytes_drop(&pieces[0]);
    }
}

TAP_MAIN()
