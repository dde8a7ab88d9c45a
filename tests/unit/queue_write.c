/* SPDX-License-Identifier: MIT */
/* Appending to a queue: the tail, memory to read into, and slots. */
#include <bytes/bytes.h>

#include <stddef.h>

#include "tap.h"

TEST(puts_continue_in_a_fresh_block_and_no_byte_moves)
{
    BytesQueue q;
    const uint8_t *first;
    size_t len;
    bytes_queue_init(NULL, 64, &q);
    CHECK_EQ(bytes_queue_put_str(&q, "abc"), 0);
    first = bytes_queue_front(&q).data;
    for (int i = 0; i < 100; i++) {
        CHECK_EQ(bytes_queue_put_str(&q, "0123456789"), 0);
    }
    CHECK(bytes_queue_front(&q).data == first);
    CHECK_EQ(q.len, 1003);
    len = bytes_queue_front(&q).len;
    CHECK(len >= 64 && len < 128); /* filled to its end */
    for (size_t i = 3; i < 1003; i += 10) {
        CHECK(bytes_queue_matches(&q, i, BYTES_SPAN("0123456789")));
    }
    bytes_queue_drop(&q);
}

TEST(bytes_of_the_queue_itself_can_be_put)
{
    BytesQueue q;
    bytes_queue_init(NULL, 64, &q);
    CHECK_EQ(bytes_queue_put_str(&q, "abcdefghijklmnopqrstuvwxyz"), 0);
    for (int i = 0; i < 5; i++) {
        CHECK_EQ(bytes_queue_put(&q, bytes_queue_front(&q).data, 26), 0);
    }
    for (size_t i = 0; i < q.len; i += 26) {
        CHECK(bytes_queue_matches(&q, i, BYTES_SPAN("abcdefghijklmnopqrstuvwxyz")));
    }
    bytes_queue_drop(&q);
}

TEST(reserved_pieces_begin_with_the_tailroom)
{
    BytesQueue q;
    BytesSpare spares[2];
    size_t pieces;
    size_t here;
    bytes_queue_init(NULL, 64, &q);
    CHECK_EQ(bytes_queue_reserve_pieces(&q, 10, spares, &pieces), 0);
    CHECK_EQ(pieces, 1);
    memset(spares[0].data, 'a', spares[0].len);
    bytes_queue_commit(&q, spares[0].len - 5);
    here = q.len;
    CHECK_EQ(bytes_queue_reserve_pieces(&q, 5, spares, &pieces), 0);
    CHECK_EQ(pieces, 1);
    CHECK_EQ(bytes_queue_reserve_pieces(&q, 6, spares, &pieces), 0);
    CHECK_EQ(pieces, 2);
    CHECK_EQ(spares[0].len, 5);
    CHECK(spares[1].len >= 64);
    memset(spares[0].data, 'b', 5);
    memset(spares[1].data, 'c', 2);
    bytes_queue_commit(&q, 7);
    CHECK_EQ(q.len, here + 7);
    CHECK(bytes_queue_matches(&q, here - 1, BYTES_SPAN("abbbbbcc")));
    CHECK_EQ(bytes_queue_reserve(&q, 10, spares), 0);
    CHECK_EQ(bytes_queue_reserve(&q, 1000, spares), 0);
    CHECK(spares[0].len >= 1000);
    bytes_queue_commit(&q, 0);
    CHECK_EQ(q.len, here + 7);
    bytes_queue_drop(&q);
}

TEST(a_slot_is_filled_wherever_its_bytes_are)
{
    BytesQueue q;
    BytesQueue front;
    BytesQueueSlot a;
    BytesQueueSlot b;
    Bytes body = BYTES_LITERAL("body");
    bytes_queue_init(NULL, 32, &q);
    CHECK_EQ(bytes_queue_reserve_slot(&q, 0, &a), BYTES_EINVAL);
    CHECK_EQ(bytes_queue_put_str(&q, "<"), 0);
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &a), 0);
    CHECK_EQ(bytes_queue_push_back(&q, &body), 0); /* the slot's bytes are a segment now */
    CHECK_EQ(bytes_queue_reserve_slot(&q, 3, &b), 0);
    CHECK_EQ(bytes_queue_put_bytes(&q, '.', 40), 0); /* and these, in a block that is full */
    CHECK_EQ(bytes_queue_fill_slot(&q, &a, "x", 1), BYTES_EINVAL);
    CHECK_EQ(bytes_queue_split_to(&q, 5, &front), 0);
    CHECK_EQ(bytes_queue_fill_slot(&q, &a, "xy", 2), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_fill_slot(&front, &a, "xy", 2), 0);
    CHECK_EQ(a.width, 0);
    CHECK_EQ(bytes_queue_fill_slot(&front, &a, "xy", 2), BYTES_EINVAL);
    CHECK_EQ(bytes_queue_append(&front, &q), 0);
    CHECK_EQ(bytes_queue_fill_slot_be(&front, &b, 0x1000000), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_fill_slot_be(&front, &b, 0x616263), 0);
    CHECK(bytes_queue_starts_with(&front, BYTES_SPAN("<xybodyabc....")));
    bytes_queue_drop(&front);
    bytes_queue_drop(&q);
}

TEST(filling_never_writes_into_bytes_that_a_view_shows)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    BytesQueue other = BYTES_QUEUE_EMPTY;
    BytesQueueSlot slot;
    Bytes view;
    Bytes clone;
    /* Popped, shared and pushed again, at either end and into another queue. */
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &slot), 0);
    view = bytes_queue_pop_front(&q);
    CHECK_EQ(bytes_queue_fill_slot(&q, &slot, "xy", 2), BYTES_ERANGE);
    clone = bytes_clone(&view);
    CHECK_EQ(bytes_queue_push_back(&q, &view), 0);
    CHECK_EQ(bytes_queue_fill_slot(&q, &slot, "xy", 2), BYTES_ERANGE);
    view = bytes_queue_pop_back(&q);
    CHECK_EQ(bytes_queue_push_front(&q, &view), 0);
    CHECK_EQ(bytes_queue_fill_slot(&q, &slot, "xy", 2), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_append(&other, &q), 0);
    CHECK_EQ(bytes_queue_fill_slot(&q, &slot, "xy", 2), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_fill_slot(&other, &slot, "xy", 2), BYTES_ERANGE);
    CHECK_MEM(clone.data, clone.len, "\0\0");
    /* The block's memory is written again while the view still shows the slot's. */
    CHECK_EQ(bytes_queue_put_str(&q, "abcd"), 0);
    CHECK_EQ(bytes_queue_fill_slot(&q, &slot, "xy", 2), BYTES_ERANGE);
    CHECK(bytes_queue_equal(&q, BYTES_SPAN("abcd")));
    CHECK_MEM(clone.data, clone.len, "\0\0");
    bytes_drop(&clone);
    bytes_queue_drop(&other);
    bytes_queue_clear(&q);
    /* Split off as a view, in part and whole: the rest of the segment stays the queue's. */
    view = BYTES_LITERAL("-");
    CHECK_EQ(bytes_queue_put_str(&q, "ab"), 0);
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &slot), 0);
    CHECK_EQ(bytes_queue_push_back(&q, &view), 0);
    CHECK_EQ(bytes_queue_split_view(&q, 2, &clone), 0);
    CHECK_EQ(bytes_queue_fill_slot(&q, &slot, "xy", 2), 0);
    CHECK_MEM(clone.data, clone.len, "ab");
    bytes_drop(&clone);
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &slot), 0);
    CHECK_EQ(bytes_queue_split_view(&q, q.len, &clone), 0);
    CHECK_EQ(bytes_queue_push_back(&q, &clone), 0);
    CHECK_EQ(bytes_queue_fill_slot(&q, &slot, "zz", 2), BYTES_ERANGE);
    CHECK(bytes_queue_equal(&q, BYTES_SPAN("xy-\0\0")));
    bytes_queue_drop(&q);
}

TEST(a_slot_survives_what_leaves_its_bytes_in_a_queue)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    BytesQueue other = BYTES_QUEUE_EMPTY;
    BytesQueue moved;
    BytesQueueSlot slots[4];
    Bytes view = BYTES_LITERAL("-");
    for (int i = 0; i < 4; i++) {
        CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &slots[i]), 0);
    }
    CHECK_EQ(bytes_queue_fill_slot(&q, &slots[0], "ab", 2), 0);
    CHECK_EQ(bytes_queue_push_back(&q, &view), 0); /* frozen */
    CHECK_EQ(bytes_queue_split_to(&q, 4, &other), 0);
    CHECK_EQ(bytes_queue_append(&other, &q), 0);
    CHECK_EQ(bytes_queue_coalesce(&other, 6), 0); /* rejoined: both parts were the queue's own */
    moved = bytes_queue_move(&other);
    CHECK_EQ(bytes_queue_fill_slot(&other, &slots[1], "cd", 2), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_fill_slot(&moved, &slots[1], "cd", 2), 0);
    CHECK_EQ(bytes_queue_fill_slot(&moved, &slots[1], "cd", 2), BYTES_EINVAL);
    bytes_queue_advance(&moved, 5);
    CHECK_EQ(bytes_queue_fill_slot(&moved, &slots[2], "ef", 2), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_fill_slot(&moved, &slots[3], "gh", 2), 0);
    CHECK(bytes_queue_equal(&moved, BYTES_SPAN("\0gh-")));
    bytes_queue_drop(&moved);
    bytes_queue_drop(&q);
    bytes_queue_drop(&other);
}

TEST(coalescing_ends_the_slots_that_it_copies_or_joins_with_a_view)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    BytesQueueSlot copied;
    BytesQueueSlot left_alone;
    Bytes view = BYTES_LITERAL("-");
    CHECK_EQ(bytes_queue_push_back(&q, &view), 0);
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &copied), 0);
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &left_alone), 0);
    CHECK_EQ(bytes_queue_coalesce(&q, 3), 0);
    CHECK_EQ(bytes_queue_fill_slot(&q, &copied, "xy", 2), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_fill_slot(&q, &left_alone, "xy", 2), 0);
    CHECK(bytes_queue_equal(&q, BYTES_SPAN("-\0\0xy")));
    bytes_queue_drop(&q);
    /* A view of the tail's block is pushed in front of tail bytes that follow it in memory. */
    CHECK_EQ(bytes_queue_put_str(&q, "ab"), 0);
    view = bytes_queue_pop_back(&q);
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &copied), 0);
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &left_alone), 0);
    CHECK_EQ(bytes_queue_push_front(&q, &view), 0);
    CHECK_EQ(bytes_queue_coalesce(&q, 4), 0);
    CHECK_EQ(bytes_queue_pieces(&q), 2);
    CHECK_EQ(bytes_queue_fill_slot(&q, &copied, "xy", 2), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_fill_slot(&q, &left_alone, "xy", 2), 0);
    CHECK(bytes_queue_equal(&q, BYTES_SPAN("ab\0\0xy")));
    bytes_queue_drop(&q);
}

TEST(filling_an_invalid_slot_reaches_only_bytes_that_were_written_to_the_tail)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    BytesQueueSlot slots[2];
    BytesSpare block;
    Bytes view;
    CHECK_EQ(bytes_queue_reserve(&q, 1, &block), 0);
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &slots[0]), 0);
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &slots[1]), 0);
    bytes_queue_clear(&q);
    CHECK_EQ(bytes_queue_put_bytes(&q, '.', block.len), 0); /* the same memory, written again */
    CHECK(bytes_queue_front(&q).data == block.data);
    CHECK_EQ(bytes_queue_fill_slot(&q, &slots[0], "xy", 2), 0);
    CHECK(bytes_queue_starts_with(&q, BYTES_SPAN("xy..")));
    /* Now a view shows it. */
    CHECK_EQ(bytes_queue_split_view(&q, block.len, &view), 0);
    CHECK_EQ(bytes_queue_fill_slot(&q, &slots[1], "xy", 2), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_push_back(&q, &view), 0);
    CHECK_EQ(bytes_queue_fill_slot(&q, &slots[1], "xy", 2), BYTES_ERANGE);
    CHECK(bytes_queue_starts_with(&q, BYTES_SPAN("xy..")));
    bytes_queue_drop(&q);
}

TAP_MAIN()
