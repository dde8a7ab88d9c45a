/* SPDX-License-Identifier: MIT */
/* Ranges of views: empty, at the edges, untrusted, and many in one call. */
#include "digits.h"
#include "tap.h"

#include <bytes/bytes.h>

TEST(an_empty_slice_holds_no_reference_and_keeps_its_address)
{
    Digits block;
    Bytes view = digits(&block);
    for (size_t at = 0; at <= 10; at += 5) {
        const Bytes a = bytes_slice(&view, at, at);
        const Bytes b = bytes_share_slice(&view, at, at);
        const Bytes c = bytes_slice_ref(&view, view.data + at, 0);
        const BytesRange range = {at, at};
        Bytes d;
        bytes_slice_many(&view, &range, 1, &d);
        check_detached(&a, block.bytes + at);
        check_detached(&b, block.bytes + at);
        check_detached(&c, block.bytes + at);
        check_detached(&d, block.bytes + at);
    }
    check_last(&block, &view);
}

TEST(a_range_that_is_not_inside_is_an_error_and_changes_nothing)
{
    const size_t wrong[][2] = {
        {0, 11},       {11, 11},     {6, 5}, {10, 0}, {0, SIZE_MAX}, {SIZE_MAX, 0}, {SIZE_MAX, SIZE_MAX},
        {1, SIZE_MAX}, {SIZE_MAX, 5}};
    Digits block;
    Bytes view = digits(&block);
    const Bytes before = view;
    Bytes out = BYTES_LITERAL("kept");
    char text[4] = "abc";
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const BytesRange ranges[2] = {{0, 1}, {wrong[i][0], wrong[i][1]}};
        CHECK_EQ(bytes_try_slice(&view, wrong[i][0], wrong[i][1], &out), BYTES_ERANGE);
        CHECK_EQ(bytes_try_share_slice(&view, wrong[i][0], wrong[i][1], &out), BYTES_ERANGE);
        CHECK_EQ(bytes_try_slice_many(&view, ranges, 2, &out), BYTES_ERANGE);
    }
    CHECK_EQ(bytes_try_split_to(&view, 11, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_try_split_to(&view, SIZE_MAX, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_try_split_off(&view, 11, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_try_split_off(&view, SIZE_MAX, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_try_advance(&view, 11), BYTES_ERANGE);
    CHECK_EQ(bytes_try_advance(&view, SIZE_MAX), BYTES_ERANGE);
    CHECK_EQ(bytes_try_copy_to(&view, 11, 0, text), BYTES_ERANGE);
    CHECK_EQ(bytes_try_copy_to(&view, 10, 1, text), BYTES_ERANGE);
    CHECK_EQ(bytes_try_copy_to(&view, 1, SIZE_MAX, text), BYTES_ERANGE);
    CHECK_EQ(bytes_try_copy_to(&view, SIZE_MAX, 2, text), BYTES_ERANGE);
    CHECK_STR(text, "abc");
    CHECK_MEM(out.data, out.len, "kept");
    CHECK_EQ(memcmp(&view, &before, sizeof(view)), 0);
    check_last(&block, &view);
}

TEST(a_range_at_either_end_is_inside)
{
    Digits block;
    Bytes view = digits(&block);
    Bytes out;
    CHECK_EQ(bytes_try_slice(&view, 0, 10, &out), 0);
    bytes_drop(&out);
    CHECK_EQ(bytes_try_slice(&view, 10, 10, &out), 0);
    check_detached(&out, block.bytes + 10);
    CHECK_EQ(bytes_try_share_slice(&view, 9, 10, &out), 0);
    CHECK_MEM(out.data, out.len, "9");
    bytes_drop(&out);
    CHECK_EQ(bytes_try_copy_to(&view, 10, 0, NULL), 0);
    char text[11] = "";
    CHECK_EQ(bytes_try_copy_to(&view, 0, 10, text), 0);
    CHECK_STR(text, "0123456789");
    bytes_copy_to(&view, 3, 2, text);
    CHECK_STR(text, "3423456789");
    CHECK_EQ(bytes_try_advance(&view, 0), 0);
    bytes_truncate(&view, 10);
    bytes_truncate(&view, SIZE_MAX);
    CHECK_MEM(view.data, view.len, "0123456789");
    check_last(&block, &view);
}

TEST(an_address_is_checked_against_both_ends)
{
    Digits block;
    Bytes view = digits(&block);
    Bytes part = bytes_slice(&view, 2, 8);
    const uint8_t *const data = part.data;
    Bytes out = BYTES_LITERAL("kept");
    CHECK_EQ(bytes_try_slice_ref(&part, data - 1, 1, &out), BYTES_ERANGE); /* in the storage, not in the view */
    CHECK_EQ(bytes_try_slice_ref(&part, data - 1, 2, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_try_slice_ref(&part, data + 6, 1, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_try_slice_ref(&part, data + 5, 2, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_try_slice_ref(&part, data, 7, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_try_slice_ref(&part, data + 1, SIZE_MAX, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_try_slice_ref(&part, NULL, 1, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_try_slice_ref(&part, &out, sizeof(out), &out), BYTES_ERANGE);
    CHECK_MEM(out.data, out.len, "kept");
    CHECK_EQ(bytes_try_slice_ref(&part, data, 6, &out), 0);
    CHECK_MEM(out.data, out.len, "234567");
    CHECK(out.data == data && bytes_same_storage(&out, &view));
    bytes_drop(&out);
    CHECK_EQ(bytes_try_slice_ref(&part, data + 5, 1, &out), 0);
    CHECK_MEM(out.data, out.len, "7");
    bytes_drop(&out);
    CHECK_EQ(bytes_try_slice_ref(&part, &block, 0, &out), 0); /* any address */
    check_detached(&out, (const uint8_t *)&block);
    const Bytes empty = BYTES_EMPTY;
    CHECK_EQ(bytes_try_slice_ref(&empty, data, 1, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_try_slice_ref(&empty, NULL, 1, &out), BYTES_ERANGE);
    bytes_drop(&part);
    check_last(&block, &view);
}

TEST(slices_of_one_call_may_be_in_any_order_and_overlap)
{
    const BytesRange ranges[] = {{8, 10}, {0, 10}, {4, 4}, {0, 1}, {3, 9}};
    Digits block;
    Bytes view = digits(&block);
    Bytes out[5];
    CHECK_EQ(bytes_try_slice_many(&view, ranges, 5, out), 0);
    CHECK_MEM(out[0].data, out[0].len, "89");
    CHECK_MEM(out[1].data, out[1].len, "0123456789");
    check_detached(&out[2], block.bytes + 4);
    CHECK_MEM(out[3].data, out[3].len, "0");
    CHECK_MEM(out[4].data, out[4].len, "345678");
    bytes_slice_many(&view, NULL, 0, NULL);
    bytes_drop(&view);
    CHECK_EQ(block.released, 0);
    bytes_drop_all(out, 5);
    CHECK_EQ(block.released, 1);
    for (int i = 0; i < 5; i++) {
        check_detached(&out[i], NULL);
    }
}

TAP_MAIN()
