/* SPDX-License-Identifier: MIT */
/*
 * Views: construction, cloning, shortening, queries, conversion; a view that became empty pins nothing, whichever
 * operation emptied it.
 */
#include "digits.h"
#include "handles.h"
#include "tap.h"

#include <bytes/bytes.h>

TEST(an_all_zero_view_is_empty_and_can_be_dropped_any_number_of_times)
{
    Bytes view = BYTES_EMPTY;
    Bytes zero;
    memset(&zero, 0, sizeof(zero));
    CHECK_EQ(memcmp(&view, &zero, sizeof(view)), 0);
    bytes_drop(&view);
    bytes_drop(&view);
    bytes_drop_all(&view, 1);
    bytes_drop_all(NULL, 0);
    bytes_clear(&view);
    bytes_truncate(&view, 0);
    bytes_truncate(&view, SIZE_MAX);
    bytes_advance(&view, 0);
    check_detached(&view, NULL);
}

TEST(every_operation_accepts_an_empty_view)
{
    Bytes view = BYTES_EMPTY;
    Bytes other = bytes_clone(&view);
    check_detached(&other, NULL);
    other = bytes_slice(&view, 0, 0);
    check_detached(&other, NULL);
    other = bytes_share(&view);
    check_detached(&other, NULL);
    other = bytes_share_slice(&view, 0, 0);
    check_detached(&other, NULL);
    uint8_t byte = 7;
    other = bytes_slice_ref(&view, &byte, 0);
    check_detached(&other, &byte);
    const BytesRange range = {0, 0};
    bytes_slice_many(&view, &range, 1, &other);
    check_detached(&other, NULL);
    other = bytes_split_to(&view, 0);
    check_detached(&other, NULL);
    other = bytes_split_off(&view, 0);
    check_detached(&other, NULL);
    other = bytes_move(&view);
    check_detached(&other, NULL);
    CHECK_EQ(bytes_try_unsplit(&view, &other), 0);
    CHECK_EQ(bytes_try_unsplit(&view, &view), 0);
    CHECK_EQ(bytes_drop_into(&other, &view), 0);
    CHECK(!bytes_is_unique(&view));
    CHECK(!bytes_is_static(&view));
    CHECK(!bytes_same_storage(&view, &view));
    CHECK_EQ(bytes_compact(&view, 0), 0);
    bytes_copy_to(&view, 0, 0, NULL);
    CHECK_EQ(bytes_try_copy_to(&view, 0, 1, &byte), BYTES_ERANGE);
    CHECK_EQ(byte, 7);
    BytesStolen stolen;
    CHECK_EQ(bytes_steal(&view, &stolen), BYTES_ENOTSUP);
    BytesMut buffer;
    CHECK_EQ(bytes_try_into_mut(&view, &buffer), 0);
    check_empty(&buffer);
    CHECK_EQ(bytes_into_mut(&view, &buffer), 0);
    check_empty(&buffer);
    void *raw;
    CHECK_EQ(bytes_to_raw(&view, &raw), 0);
    other = bytes_from_raw(raw);
    check_detached(&other, NULL);
    CHECK(bytes_span(&view).data == NULL && bytes_span(&view).len == 0);
    printf("# " BYTES_FMT "\n", BYTES_ARG(view));
}

TEST(a_copy_of_length_0_has_no_storage)
{
    Bytes view = copy_of("");
    check_detached(&view, NULL);
    CHECK_EQ(bytes_copy(NULL, 0, &view), 0);
    check_detached(&view, NULL);
}

TEST(a_copy_is_independent_of_its_source)
{
    char text[] = "hello";
    Bytes view = copy_of(text);
    text[0] = 'j';
    CHECK_MEM(view.data, view.len, "hello");
    CHECK(bytes_is_unique(&view));
    CHECK(!bytes_is_static(&view));
    bytes_drop(&view);
    check_detached(&view, NULL);
}

TEST(a_size_that_no_object_has_is_an_error_and_nothing_is_written)
{
    Bytes view = BYTES_LITERAL("kept");
    BytesMut buffer = BYTES_MUT_EMPTY;
    volatile size_t most = SIZE_MAX; /* volatile: or compilers warn of the calls */
    char byte = 'x';
    CHECK_EQ(bytes_copy(&byte, most, &view), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_copy(&byte, most / 2, &view), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_copy(&byte, most - 31, &view), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_adopt(&byte, most, BYTES_WRITABLE, NULL, NULL, &view), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_adopt(&byte, most / 2 + 1, BYTES_WRITABLE, NULL, NULL, &view), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_adopt_malloc(&byte, most, &view), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_mut_with_capacity(most, &buffer), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_mut_with_capacity(most / 2, &buffer), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_mut_with_headroom(NULL, most, 1, &buffer), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_mut_with_headroom(NULL, most / 2, most / 2, &buffer), BYTES_EOVERFLOW);
    CHECK_MEM(view.data, view.len, "kept");
    check_empty(&buffer);
}

TEST(static_views_are_never_counted)
{
    static const Bytes text = BYTES_STATIC_INIT("static text");
    Bytes view = BYTES_LITERAL("static text");
    CHECK_EQ(text.len, 11);
    CHECK(bytes_is_static(&view) && bytes_is_static(&text));
    CHECK(!bytes_is_unique(&view));
    CHECK(!bytes_same_storage(&view, &view));
    CHECK_EQ(bytes_retained(&view), 0);
    Bytes parts[6];
    parts[0] = bytes_clone(&text);
    parts[1] = bytes_slice(&text, 7, 11);
    parts[2] = bytes_share(&view);
    parts[3] = bytes_share_slice(&view, 2, 6);
    parts[4] = bytes_slice_ref(&text, text.data + 7, 4);
    const BytesRange range = {1, 3};
    bytes_slice_many(&view, &range, 1, &parts[5]);
    CHECK_MEM(parts[1].data, parts[1].len, "text");
    CHECK_MEM(parts[3].data, parts[3].len, "atic");
    CHECK(parts[4].data == text.data + 7);
    CHECK_MEM(parts[5].data, parts[5].len, "ta");
    for (int i = 0; i < 6; i++) {
        CHECK(parts[i].storage == NULL && parts[i].weight == 0);
        bytes_drop(&parts[i]);
    }
    parts[0] = bytes_split_to(&view, 6);
    CHECK_MEM(parts[0].data, parts[0].len, "static");
    CHECK_MEM(view.data, view.len, " text");
    bytes_advance(&view, 1);
    bytes_truncate(&view, 2);
    CHECK_MEM(view.data, view.len, "te");
    CHECK_EQ(bytes_compact(&view, 0), 0);
}

TEST(static_bytes_become_a_buffer_by_copy_only)
{
    Bytes view = BYTES_LITERAL("text");
    BytesStolen stolen;
    CHECK_EQ(bytes_steal(&view, &stolen), BYTES_ENOTSUP);
    BytesMut buffer = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_try_into_mut(&view, &buffer), BYTES_EACCES);
    CHECK(buffer.storage == NULL);
    CHECK_MEM(view.data, view.len, "text");
    CHECK_EQ(bytes_into_mut(&view, &buffer), 0);
    check_detached(&view, NULL);
    CHECK_MEM(buffer.data, buffer.len, "text");
    buffer.data[0] = 'n';
    bytes_mut_drop(&buffer);
}

TEST(clones_and_shares_outlive_their_source)
{
    Bytes view = copy_of("hello world");
    Bytes clone = bytes_clone(&view);
    Bytes share = bytes_share(&view);
    Bytes slice = bytes_slice(&view, 6, 11);
    Bytes share_slice = bytes_share_slice(&view, 0, 5);
    CHECK(bytes_same_storage(&clone, &share_slice));
    CHECK(!bytes_is_unique(&view));
    bytes_drop(&view);
    CHECK_MEM(clone.data, clone.len, "hello world");
    bytes_drop(&clone);
    CHECK_MEM(share.data, share.len, "hello world");
    bytes_drop(&share);
    CHECK_MEM(slice.data, slice.len, "world");
    bytes_drop(&slice);
    CHECK(bytes_is_unique(&share_slice));
    CHECK_MEM(share_slice.data, share_slice.len, "hello");
    bytes_drop(&share_slice);
}

TEST(pieces_outlive_the_buffer_that_they_were_split_from)
{
    BytesMut buffer = buffer_of("onetwothree", 100);
    Bytes frame = bytes_mut_split_freeze(&buffer, 3);
    BytesMut piece = bytes_mut_split_to(&buffer, 3);
    bytes_mut_drop(&buffer);
    CHECK_MEM(frame.data, frame.len, "one");
    bytes_drop(&frame);
    CHECK_MEM(piece.data, piece.len, "two");
    bytes_mut_drop(&piece);
}

TEST(a_split_at_an_end_leaves_the_empty_side_without_a_reference)
{
    Digits block;
    Bytes view = digits(&block);
    Bytes other = bytes_split_to(&view, 0);
    check_detached(&other, block.bytes);
    check_last(&block, &view);

    view = digits(&block);
    other = bytes_split_to(&view, 10);
    check_detached(&view, block.bytes + 10);
    check_last(&block, &other);

    view = digits(&block);
    other = bytes_split_off(&view, 0);
    check_detached(&view, block.bytes);
    check_last(&block, &other);

    view = digits(&block);
    other = bytes_split_off(&view, 10);
    check_detached(&other, block.bytes + 10);
    check_last(&block, &view);
}

TEST(a_view_shortened_to_nothing_drops_its_reference_and_keeps_its_address)
{
    Digits block;
    Bytes view = digits(&block);
    bytes_truncate(&view, 0);
    check_detached(&view, block.bytes);
    CHECK_EQ(block.released, 1);

    view = digits(&block);
    bytes_advance(&view, 4);
    bytes_advance(&view, 6);
    check_detached(&view, block.bytes + 10);
    CHECK_EQ(block.released, 1);

    view = digits(&block);
    CHECK_EQ(bytes_try_advance(&view, 10), 0);
    check_detached(&view, block.bytes + 10);
    CHECK_EQ(block.released, 1);

    view = digits(&block);
    bytes_clear(&view);
    check_detached(&view, block.bytes);
    CHECK_EQ(block.released, 1);
}

TEST(moving_empties_the_source)
{
    Digits block;
    Bytes view = digits(&block);
    Bytes moved = bytes_move(&view);
    check_detached(&view, NULL);
    bytes_drop(&view);
    CHECK_MEM(moved.data, moved.len, "0123456789");
    check_last(&block, &moved);
}

TEST(handles_to_several_storages_in_any_order_are_dropped_in_one_call)
{
    Digits blocks[3];
    Bytes handles[12];
    for (int i = 0; i < 3; i++) {
        handles[i] = digits(&blocks[i]);
        handles[i + 3] = bytes_clone(&handles[i]);
        handles[i + 6] = bytes_share(&handles[i]);
    }
    handles[9] = BYTES_LITERAL("static");
    handles[10] = (Bytes)BYTES_EMPTY;
    handles[11] = bytes_clone(&handles[0]);
    bytes_drop_all(handles, 12);
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(blocks[i].released, 1);
    }
    for (int i = 0; i < 12; i++) {
        check_detached(&handles[i], NULL);
    }
}

TEST(a_view_travels_through_one_pointer)
{
    Digits block;
    Bytes view = digits(&block);
    void *raw;
    CHECK_EQ(bytes_to_raw(&view, &raw), 0);
    check_detached(&view, NULL);
    CHECK(raw != NULL);
    CHECK_EQ(block.released, 0);
    view = bytes_from_raw(raw);
    CHECK_MEM(view.data, view.len, "0123456789");
    check_last(&block, &view);
}

TAP_MAIN()
