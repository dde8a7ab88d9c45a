/* SPDX-License-Identifier: MIT */
/*
 * Views: making, cloning, slicing, shortening, asking and leaving; and that a view which became empty pins nothing,
 * by whatever route it became so.
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

TEST(an_all_zero_view_is_empty_and_may_be_dropped_again_and_again)
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

TEST(every_operation_takes_an_empty_view)
{
    Bytes view = BYTES_EMPTY;
    Bytes other;
    BytesMut buffer;
    BytesStolen stolen;
    BytesRange range = {0, 0};
    void *raw;
    uint8_t byte = 7;
    other = bytes_clone(&view);
    check_detached(&other, NULL);
    other = bytes_slice(&view, 0, 0);
    check_detached(&other, NULL);
    other = bytes_share(&view);
    check_detached(&other, NULL);
    other = bytes_share_slice(&view, 0, 0);
    check_detached(&other, NULL);
    other = bytes_slice_ref(&view, &byte, 0);
    check_detached(&other, &byte);
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
    CHECK_EQ(bytes_steal(&view, &stolen), BYTES_ENOTSUP);
    CHECK_EQ(bytes_try_into_mut(&view, &buffer), 0);
    CHECK(buffer.storage == NULL && buffer.len == 0 && buffer.cap == 0);
    CHECK_EQ(bytes_into_mut(&view, &buffer), 0);
    CHECK(buffer.storage == NULL && buffer.len == 0 && buffer.cap == 0);
    CHECK_EQ(bytes_to_raw(&view, &raw), 0);
    other = bytes_from_raw(raw);
    check_detached(&other, NULL);
    CHECK(bytes_span(&view).data == NULL && bytes_span(&view).len == 0);
    printf("# " BYTES_FMT "\n", BYTES_ARG(view));
}

TEST(a_copy_of_nothing_has_no_storage)
{
    Bytes view = copy_of("");
    check_detached(&view, NULL);
    CHECK_EQ(bytes_copy(NULL, 0, &view), 0);
    check_detached(&view, NULL);
}

TEST(a_copy_is_the_callers_no_more)
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

TEST(a_size_that_no_object_has_is_refused_and_nothing_written)
{
    Bytes view = BYTES_LITERAL("kept");
    BytesMut buffer = BYTES_MUT_EMPTY;
    volatile size_t most = SIZE_MAX; /* volatile: else compilers object */
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
    CHECK(buffer.storage == NULL && buffer.cap == 0);
}

TEST(static_views_are_never_counted)
{
    static const Bytes text = BYTES_STATIC_INIT("static text");
    Bytes view = BYTES_LITERAL("static text");
    Bytes parts[6];
    BytesRange range = {1, 3};
    CHECK_EQ(text.len, 11);
    CHECK(bytes_is_static(&view) && bytes_is_static(&text));
    CHECK(!bytes_is_unique(&view));
    CHECK(!bytes_same_storage(&view, &view));
    CHECK_EQ(bytes_retained(&view), 0);
    parts[0] = bytes_clone(&text);
    parts[1] = bytes_slice(&text, 7, 11);
    parts[2] = bytes_share(&view);
    parts[3] = bytes_share_slice(&view, 2, 6);
    parts[4] = bytes_slice_ref(&text, text.data + 7, 4);
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

TEST(static_bytes_leave_by_copy_only)
{
    Bytes view = BYTES_LITERAL("text");
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesStolen stolen;
    CHECK_EQ(bytes_steal(&view, &stolen), BYTES_ENOTSUP);
    CHECK_EQ(bytes_try_into_mut(&view, &buffer), BYTES_EACCES);
    CHECK(buffer.storage == NULL);
    CHECK_MEM(view.data, view.len, "text");
    CHECK_EQ(bytes_into_mut(&view, &buffer), 0);
    check_detached(&view, NULL);
    CHECK_MEM(buffer.data, buffer.len, "text");
    buffer.data[0] = 'n';
    bytes_mut_drop(&buffer);
}

TEST(a_clone_and_a_share_outlive_the_parent)
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
    BytesMut buffer;
    Bytes frame;
    BytesMut piece;
    CHECK_EQ(bytes_mut_with_capacity(100, &buffer), 0);
    CHECK_EQ(bytes_mut_put_str(&buffer, "onetwothree"), 0);
    frame = bytes_mut_split_freeze(&buffer, 3);
    piece = bytes_mut_split_to(&buffer, 3);
    bytes_mut_drop(&buffer);
    CHECK_MEM(frame.data, frame.len, "one");
    bytes_drop(&frame);
    CHECK_MEM(piece.data, piece.len, "two");
    bytes_mut_drop(&piece);
}

TEST(a_view_that_became_empty_pins_nothing_and_keeps_its_address)
{
    enum Route { SPLIT_TO_0, SPLIT_TO_LEN, SPLIT_OFF_0, SPLIT_OFF_LEN, TRUNCATE, ADVANCE, TRY_ADVANCE, CLEAR, ROUTES };
    for (int route = 0; route < ROUTES; route++) {
        Digits block;
        Bytes view = digits(&block);
        Bytes other = BYTES_EMPTY;
        switch ((enum Route)route) {
        case SPLIT_TO_0:
            other = bytes_split_to(&view, 0);
            check_detached(&other, block.bytes);
            check_last(&block, &view);
            break;
        case SPLIT_TO_LEN:
            other = bytes_split_to(&view, 10);
            check_detached(&view, block.bytes + 10);
            check_last(&block, &other);
            break;
        case SPLIT_OFF_0:
            other = bytes_split_off(&view, 0);
            check_detached(&view, block.bytes);
            check_last(&block, &other);
            break;
        case SPLIT_OFF_LEN:
            other = bytes_split_off(&view, 10);
            check_detached(&other, block.bytes + 10);
            check_last(&block, &view);
            break;
        case TRUNCATE:
            bytes_truncate(&view, 0);
            check_detached(&view, block.bytes);
            CHECK_EQ(block.released, 1);
            break;
        case ADVANCE:
            bytes_advance(&view, 4);
            bytes_advance(&view, 6);
            check_detached(&view, block.bytes + 10);
            CHECK_EQ(block.released, 1);
            break;
        case TRY_ADVANCE:
            CHECK_EQ(bytes_try_advance(&view, 10), 0);
            check_detached(&view, block.bytes + 10);
            CHECK_EQ(block.released, 1);
            break;
        case CLEAR:
            bytes_clear(&view);
            check_detached(&view, block.bytes);
            CHECK_EQ(block.released, 1);
            break;
        case ROUTES:
            break;
        }
        CHECK_EQ(block.released, 1);
    }
}

TEST(a_moved_view_leaves_nothing_behind)
{
    Digits block;
    Bytes view = digits(&block);
    Bytes moved = bytes_move(&view);
    check_detached(&view, NULL);
    bytes_drop(&view);
    CHECK_MEM(moved.data, moved.len, "0123456789");
    check_last(&block, &moved);
}

TEST(dropping_all_gives_back_handles_to_several_storages_in_any_order)
{
    Digits blocks[3];
    Bytes handles[12];
    for (int i = 0; i < 3; i++) {
        handles[i] = digits(&blocks[i]);
        handles[i + 3] = bytes_clone(&handles[i]);
        handles[i + 6] = bytes_share(&handles[i]);
    }
    handles[9] = BYTES_LITERAL("static");
    handles[10] = bytes_detached_(NULL);
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

TEST(errors_have_words_and_the_version_is_that_of_the_header)
{
    const int errors[] = {BYTES_ENOMEM, BYTES_EINVAL, BYTES_ERANGE, BYTES_EOVERFLOW,
                          BYTES_EBUSY,  BYTES_EACCES, BYTES_EXDEV,  BYTES_ENOTSUP};
    char version[64];
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        CHECK(errors[i] < 0);
        CHECK(strcmp(bytes_strerror(errors[i]), bytes_strerror(-99999)) != 0);
    }
    CHECK_STR(bytes_strerror(-99999), "unknown error");
    snprintf(version, sizeof(version), "%d.%d.%d", BYTES_VERSION_MAJOR, BYTES_VERSION_MINOR, BYTES_VERSION_PATCH);
    CHECK_STR(bytes_version(), version);
}

TEST(printing_is_bounded)
{
    Bytes view = BYTES_LITERAL("abc");
    char text[8];
    CHECK_EQ(bytes_print_length_(SIZE_MAX), 0x7fffffff);
    CHECK_EQ(bytes_print_length_(5), 5);
    snprintf(text, sizeof(text), "<" BYTES_FMT ">", BYTES_ARG(view));
    CHECK_STR(text, "<abc>");
}

#ifdef BYTES_CLEANUP
TEST(a_view_is_dropped_where_its_scope_ends)
{
    Digits block;
    {
        BYTES_CLEANUP(bytes_drop) Bytes view = digits(&block);
        CHECK_EQ(view.len, 10);
    }
    CHECK_EQ(block.released, 1);
}
#endif

TAP_MAIN()
