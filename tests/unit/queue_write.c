/* SPDX-License-Identifier: MIT */
/* What is written to a queue: its tail, room to read into, and slots. */
#include <bytes/bytes.h>

#include <stddef.h>

#include "tap.h"

TEST(puts_go_on_in_a_fresh_block_and_nothing_moves)
{
    BytesQueue q;
    const uint8_t *place;
    size_t len;
    bytes_queue_init(NULL, 64, &q);
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

TEST(reading_uses_up_the_tail_first)
{
    BytesQueue q;
    BytesSpare spares[2];
    size_t here;
    bytes_queue_init(NULL, 64, &q);
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

/* An allocator that gives the same memory again and again. */
static max_align_t memory[2][32];
static bool taken[2];

static void *same_allocate(BytesAllocator *self, size_t size)
{
    const int free_one = taken[0] ? 1 : 0;
    (void)self;
    CHECK(!taken[free_one] && size <= sizeof(memory[0]));
    taken[free_one] = true;
    return memory[free_one];
}

static void same_deallocate(BytesAllocator *self, void *block, size_t size)
{
    (void)self;
    (void)size;
    taken[block == memory[1]] = false;
}

static BytesAllocator same = {same_allocate, NULL, same_deallocate, NULL, NULL, 0};

TEST(a_slot_that_has_ended_is_refused_by_other_queues_too)
{
    BytesQueue queues[3];
    BytesQueueSlot slot;
    BytesQueueSlot moved;
    for (int i = 0; i < 3; i++) {
        bytes_queue_init(&same, 16, &queues[i]);
    }
    /* The first block of one queue, and then of another, in the same place. */
    CHECK_EQ(bytes_queue_reserve_slot(&queues[0], 2, &slot), 0);
    CHECK_EQ(bytes_queue_append(&queues[1], &queues[0]), 0);
    bytes_queue_drop(&queues[0]);
    bytes_queue_drop(&queues[1]);
    CHECK(!taken[0] && !taken[1]);
    CHECK_EQ(bytes_queue_put_str(&queues[1], "ab"), 0);
    CHECK(bytes_queue_front(&queues[1]).data == slot.data_);
    CHECK_EQ(bytes_queue_fill_slot(&queues[1], &slot, "xy", 2), BYTES_ERANGE);
    CHECK(bytes_queue_equal(&queues[1], BYTES_SPAN("ab")));
    bytes_queue_drop(&queues[1]);
    /* A queue that was moved, and what is written where it was. */
    CHECK_EQ(bytes_queue_reserve_slot(&queues[1], 2, &moved), 0);
    queues[2] = bytes_queue_move(&queues[1]);
    bytes_queue_drop(&queues[2]);
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(bytes_queue_put_str(&queues[i], "ab"), 0);
        CHECK(bytes_queue_front(&queues[i]).data == moved.data_);
        CHECK_EQ(bytes_queue_fill_slot(&queues[i], &moved, "xy", 2), BYTES_ERANGE);
        CHECK_EQ(bytes_queue_fill_slot(&queues[i], &slot, "xy", 2), BYTES_ERANGE);
        bytes_queue_drop(&queues[i]);
    }
    /* Queues that were split off one after the other, to the same place. */
    CHECK_EQ(bytes_queue_put_str(&queues[0], "ab"), 0);
    CHECK_EQ(bytes_queue_split_to(&queues[0], 1, &queues[1]), 0);
    CHECK_EQ(bytes_queue_reserve_slot(&queues[1], 2, &slot), 0);
    bytes_queue_drop(&queues[1]);
    CHECK_EQ(bytes_queue_split_to(&queues[0], 1, &queues[1]), 0);
    CHECK_EQ(bytes_queue_put_str(&queues[1], "cd"), 0);
    CHECK(bytes_queue_matches(&queues[1], 1, BYTES_SPAN("cd")));
    CHECK_EQ(bytes_queue_fill_slot(&queues[1], &slot, "xy", 2), BYTES_ERANGE);
    bytes_queue_drop(&queues[1]);
    bytes_queue_drop(&queues[0]);
}

TAP_MAIN()
