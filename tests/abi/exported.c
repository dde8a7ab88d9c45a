/* SPDX-License-Identifier: MIT */
/* The inline functions of base.h, storage.h, view.h and mut.h, through their addresses. */
#include "layout.h"
#include "through_address.h"

THROUGH_ADDRESS(bytes_advance)
THROUGH_ADDRESS(bytes_at_)
THROUGH_ADDRESS(bytes_clear)
THROUGH_ADDRESS(bytes_clone)
THROUGH_ADDRESS(bytes_copy)
THROUGH_ADDRESS(bytes_copy_in)
THROUGH_ADDRESS(bytes_detached_)
THROUGH_ADDRESS(bytes_drop)
THROUGH_ADDRESS(bytes_drop_into)
THROUGH_ADDRESS(bytes_drop_into_mut)
THROUGH_ADDRESS(bytes_drop_later)
THROUGH_ADDRESS(bytes_failed_)
THROUGH_ADDRESS(bytes_is_static)
THROUGH_ADDRESS(bytes_join_weight_)
THROUGH_ADDRESS(bytes_move)
THROUGH_ADDRESS(bytes_mut_accept_)
THROUGH_ADDRESS(bytes_mut_advance)
THROUGH_ADDRESS(bytes_mut_at_)
THROUGH_ADDRESS(bytes_mut_clear)
THROUGH_ADDRESS(bytes_mut_commit)
THROUGH_ADDRESS(bytes_mut_drop)
THROUGH_ADDRESS(bytes_mut_freeze)
THROUGH_ADDRESS(bytes_mut_move)
THROUGH_ADDRESS(bytes_mut_offset_)
THROUGH_ADDRESS(bytes_mut_ensure_)
THROUGH_ADDRESS(bytes_mut_put)
THROUGH_ADDRESS(bytes_mut_put_bytes)
THROUGH_ADDRESS(bytes_mut_put_str)
THROUGH_ADDRESS(bytes_mut_put_view)
THROUGH_ADDRESS(bytes_mut_reserve)
THROUGH_ADDRESS(bytes_mut_span)
THROUGH_ADDRESS(bytes_mut_spare)
THROUGH_ADDRESS(bytes_mut_split)
THROUGH_ADDRESS(bytes_mut_split_freeze)
THROUGH_ADDRESS(bytes_mut_split_off)
THROUGH_ADDRESS(bytes_mut_split_to)
THROUGH_ADDRESS(bytes_mut_truncate)
THROUGH_ADDRESS(bytes_mut_try_advance)
THROUGH_ADDRESS(bytes_mut_try_split_freeze)
THROUGH_ADDRESS(bytes_mut_try_split_off)
THROUGH_ADDRESS(bytes_mut_try_split_to)
THROUGH_ADDRESS(bytes_mut_with_capacity)
THROUGH_ADDRESS(bytes_mut_with_capacity_in)
THROUGH_ADDRESS(bytes_mut_with_headroom)
THROUGH_ADDRESS(bytes_print_length_)
THROUGH_ADDRESS(bytes_same_storage)
THROUGH_ADDRESS(bytes_share)
THROUGH_ADDRESS(bytes_share_slice)
THROUGH_ADDRESS(bytes_slice)
THROUGH_ADDRESS(bytes_span)
THROUGH_ADDRESS(bytes_split_off)
THROUGH_ADDRESS(bytes_split_to)
THROUGH_ADDRESS(bytes_split_weight_)
THROUGH_ADDRESS(bytes_static)
THROUGH_ADDRESS(bytes_truncate)
THROUGH_ADDRESS(bytes_try_advance)
THROUGH_ADDRESS(bytes_try_share_slice)
THROUGH_ADDRESS(bytes_try_slice)
THROUGH_ADDRESS(bytes_try_split_off)
THROUGH_ADDRESS(bytes_try_split_to)
THROUGH_ADDRESS(bytes_try_unsplit)

static const char text[] = "0123456789";

TEST(the_inline_functions_of_views_work_through_their_address)
{
    Bytes view = call_bytes_static(text, 10);
    CHECK(call_bytes_is_static(&view));
    CHECK_EQ(call_bytes_print_length_(text, view.len), 10);
    CHECK(call_bytes_span(&view).data == view.data);
    CHECK(call_bytes_at_(view.data, 3) == view.data + 3);
    CHECK(call_bytes_detached_(view.data).data == view.data);
    CHECK_EQ(call_bytes_copy_in(bytes_malloc_allocator(), text, 10, &view), 0);
    Bytes other = call_bytes_clone(&view);
    call_bytes_drop(&other);
    other = call_bytes_slice(&view, 3, 5);
    CHECK_MEM(other.data, other.len, "34");
    call_bytes_drop_later(&other);
    CHECK_EQ(call_bytes_try_slice(&view, 9, 11, &other), BYTES_ERANGE);
    call_bytes_drop(&view);
    CHECK_EQ(call_bytes_copy(text, 10, &view), 0);
    other = call_bytes_share(&view);
    CHECK(call_bytes_same_storage(&view, &other));
    CHECK_EQ(call_bytes_drop_into(&other, &view), 0);
    const size_t weight = call_bytes_split_weight_(view.storage, &view.weight);
    call_bytes_join_weight_(view.storage, &view.weight, weight);
    CHECK(bytes_is_unique(&view));
    other = call_bytes_split_off(&view, 5);
    Bytes part = call_bytes_split_to(&other, 2);
    CHECK_MEM(part.data, part.len, "56");
    CHECK_EQ(call_bytes_try_unsplit(&view, &part), 0);
    CHECK_EQ(call_bytes_try_unsplit(&view, &other), 0);
    CHECK_EQ(call_bytes_try_split_off(&view, 9, &other), 0);
    call_bytes_drop(&other);
    CHECK_EQ(call_bytes_try_split_to(&view, 1, &other), 0);
    call_bytes_clear(&other);
    call_bytes_advance(&view, 1);
    CHECK_EQ(call_bytes_try_advance(&view, 1), 0);
    call_bytes_truncate(&view, 5);
    CHECK_EQ(call_bytes_try_share_slice(&view, 0, 2, &other), 0);
    part = call_bytes_share_slice(&view, 2, 4);
    CHECK_MEM(other.data, other.len, "34");
    CHECK_MEM(part.data, part.len, "56");
    call_bytes_drop(&part);
    part = call_bytes_move(&other);
    call_bytes_drop(&part);
    CHECK(bytes_is_unique(&view));
    CHECK_MEM(view.data, view.len, "34567");
    call_bytes_drop(&view);
}

TEST(the_inline_functions_of_buffers_work_through_their_address)
{
    const Bytes literal = BYTES_LITERAL("view");
    const BytesBlock_ none = {NULL, NULL};
    const BytesGrowth_ growth = {.error = BYTES_EINVAL};
    BytesMut buffer = BYTES_MUT_EMPTY;
    CHECK_EQ(call_bytes_mut_with_capacity(0, &buffer), 0);
    BytesMut other;
    CHECK_EQ(call_bytes_mut_with_capacity_in(bytes_malloc_allocator(), 1, &other), 0);
    CHECK(other.cap >= 1);
    call_bytes_mut_drop(&other);
    CHECK_EQ(call_bytes_mut_with_headroom(NULL, 3, 1, &other), 0);
    CHECK_EQ(bytes_mut_headroom(&other), 3);
    call_bytes_mut_drop(&other);
    CHECK_EQ(call_bytes_mut_reserve(&buffer, 100), 0);
    CHECK(call_bytes_mut_at_(buffer.data, 1) == buffer.data + 1);
    CHECK_EQ(call_bytes_mut_offset_(&buffer, buffer.data + 3), 3);
    CHECK_EQ(call_bytes_mut_ensure_(&buffer, 3), 0);
    CHECK_EQ(call_bytes_mut_accept_(&buffer, none, growth), BYTES_EINVAL);
    CHECK_EQ(call_bytes_failed_(0), BYTES_ENOMEM);
    CHECK_EQ(call_bytes_mut_put(&buffer, text, 2), 0);
    CHECK_EQ(call_bytes_mut_put_str(&buffer, "str"), 0);
    CHECK_EQ(call_bytes_mut_put_view(&buffer, &literal), 0);
    CHECK_EQ(call_bytes_mut_put_bytes(&buffer, 'x', 2), 0);
    CHECK(call_bytes_mut_spare(&buffer).len >= 89);
    call_bytes_mut_spare(&buffer).data[0] = '!';
    call_bytes_mut_commit(&buffer, 1);
    CHECK_MEM(call_bytes_mut_span(&buffer).data, buffer.len, "01strviewxx!");
    Bytes view = call_bytes_mut_split_freeze(&buffer, 2);
    CHECK_EQ(call_bytes_drop_into_mut(&view, &buffer), 0);
    CHECK_EQ(call_bytes_mut_try_split_freeze(&buffer, 1, &view), 0);
    CHECK_EQ(call_bytes_drop_into_mut(&view, &buffer), 0);
    call_bytes_mut_advance(&buffer, 1);
    CHECK_EQ(call_bytes_mut_try_advance(&buffer, 1), 0);
    other = call_bytes_mut_split_to(&buffer, 4);
    CHECK_MEM(other.data, other.len, "view");
    call_bytes_mut_drop(&other);
    CHECK_EQ(call_bytes_mut_try_split_to(&buffer, 1, &other), 0);
    call_bytes_mut_drop(&other);
    other = call_bytes_mut_split_off(&buffer, 10);
    call_bytes_mut_drop(&other);
    CHECK_EQ(call_bytes_mut_try_split_off(&buffer, 5, &other), 0);
    call_bytes_mut_drop(&other);
    CHECK_MEM(buffer.data, buffer.len, "x!");
    call_bytes_mut_truncate(&buffer, 1);
    other = call_bytes_mut_split(&buffer);
    call_bytes_mut_clear(&buffer);
    view = call_bytes_mut_freeze(&other);
    CHECK_MEM(view.data, view.len, "x");
    call_bytes_drop(&view);
    other = call_bytes_mut_move(&buffer);
    call_bytes_mut_drop(&other);
}

THROUGH_ADDRESS_MAIN()
