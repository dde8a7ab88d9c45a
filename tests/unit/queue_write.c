/* SPDX-License-Identifier: MIT */
/* What is written to a queue: its tail, room to read into, and slots. */
#include <bytes/bytes.h>

#include "tap.h"

TEST(puts_go_on_in_a_fresh_block_and_nothing_moves)
{
    BytesQueue q;
    const uint8_t *place;
    size_t len;
    bytes_queue_init(&q, NULL, 64);
    CHECK_EQ(bytes_queue_put_str(&q, "abc"), 0);
    place = bytes_queue_front(&q).data;
    for (int i = 0; i < 100; i++) {
        CHECK_EQ(bytes_queue_put_str(&q, "0123456789"), 0);
    }
    CHECK(bytes_queue_front(&q).data == place);
    CHECK_EQ(q.len, 1003);
    len = bytes_queue_front(&q).len;
    CHECK(len >= 64 && len < 128); /* filled to its end */
    for (size_t i = 3; i < 1003; i += 10) {
        CHECK(bytes_queue_matches(&q, i, BYTES_SPAN("0123456789")));
    }
    bytes_queue_drop(&q);
}

TEST(the_queues_own_bytes_may_be_put)
{
    BytesQueue q;
    bytes_queue_init(&q, NULL, 64);
    CHECK_EQ(bytes_queue_put_str(&q, "abcdefghijklmnopqrstuvwxyz"), 0);
    for (int i = 0; i < 5; i++) {
        CHECK_EQ(bytes_queue_put(&q, bytes_queue_front(&q).data, 26), 0);
    }
    for (size_t i = 0; i < q.len; i += 26) {
        CHECK(bytes_queue_matches(&q, i, BYTES_SPAN("abcdefghijklmnopqrstuvwxyz")));
    }
    bytes_queue_drop(&q);
}

TEST(reading_uses_up_the_tail_first)
{
    BytesQueue q;
    BytesSpare spares[2];
    size_t here;
    bytes_queue_init(&q, NULL, 64);
    CHECK_EQ(bytes_queue_reserve_pieces(&q, 10, spares), 1);
    memset(spares[0].data, 'a', spares[0].len);
    bytes_queue_commit(&q, spares[0].len - 5);
    here = q.len;
    CHECK_EQ(bytes_queue_reserve_pieces(&q, 5, spares), 1);
    CHECK_EQ(bytes_queue_reserve_pieces(&q, 6, spares), 2);
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
    bytes_queue_init(&q, NULL, 32);
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
    CHECK_EQ(bytes_queue_fill_slot_be(&front, &b, 0x1000000), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_queue_fill_slot_be(&front, &b, 0x616263), 0);
    CHECK(bytes_queue_starts_with(&front, BYTES_SPAN("<xybodyabc....")));
    bytes_queue_drop(&front);
    bytes_queue_drop(&q);
}

TEST(a_slot_ends_where_others_may_have_its_bytes)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    BytesQueueSlot slot;
    Bytes view;
    Bytes clone;
    /* Taken out and put back: somebody else can have a handle to the bytes now. */
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &slot), 0);
    view = bytes_queue_pop_front(&q);
    clone = bytes_clone(&view);
    CHECK_EQ(bytes_queue_push_back(&q, &view), 0);
    CHECK_EQ(bytes_queue_fill_slot(&q, &slot, "xy", 2), BYTES_ERANGE);
    CHECK_MEM(clone.data, clone.len, "\0\0");
    bytes_drop(&clone);
    /* Advanced over in part. */
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &slot), 0);
    bytes_queue_advance(&q, 3);
    CHECK_EQ(bytes_queue_fill_slot(&q, &slot, "xy", 2), BYTES_ERANGE);
    bytes_queue_clear(&q);
    /* The same place, written again after all has gone: other bytes. */
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &slot), 0);
    bytes_queue_clear(&q);
    for (int i = 0; i < 3000; i++) {
        CHECK_EQ(bytes_queue_put_str(&q, "abcd"), 0);
        CHECK_EQ(bytes_queue_fill_slot(&q, &slot, "xy", 2), BYTES_ERANGE);
        bytes_queue_clear(&q);
    }
    /* Copied. */
    view = BYTES_LITERAL("-");
    CHECK_EQ(bytes_queue_push_back(&q, &view), 0);
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &slot), 0);
    CHECK_EQ(bytes_queue_coalesce(&q, 3), 0);
    CHECK_EQ(bytes_queue_fill_slot(&q, &slot, "xy", 2), BYTES_ERANGE);
    /* Left alone. */
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &slot), 0);
    CHECK_EQ(bytes_queue_coalesce(&q, 3), 0);
    CHECK_EQ(bytes_queue_fill_slot(&q, &slot, "xy", 2), 0);
    bytes_queue_drop(&q);
}

TAP_MAIN()
