/* SPDX-License-Identifier: MIT */
/* What the operations of a queue cost: allocations, atomics, bytes copied. */
#include <bytes/bytes.h>

#include "counting.h"
#include "tap.h"

static BytesCounts before;

static void start(void)
{
    before = *bytes_counts();
}

/* Since start(). */
#define CHECK_COST(allocations_, atomics_, copied_)                                                                    \
    do {                                                                                                               \
        const BytesCounts now_ = *bytes_counts();                                                                      \
        CHECK_EQ(now_.allocations - before.allocations, allocations_);                                                 \
        CHECK_EQ(now_.atomics - before.atomics, atomics_);                                                             \
        CHECK_EQ(now_.copied - before.copied, copied_);                                                                \
        start();                                                                                                       \
    } while (0)

static Bytes make(size_t len)
{
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity(len, &buffer), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', len), 0);
    return bytes_mut_freeze(&buffer);
}

static void push(BytesQueue *q, Bytes view)
{
    CHECK_EQ(bytes_queue_push_back(q, &view), 0);
}

TEST(pushing_and_popping_cost_nothing)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    Bytes views[4];
    for (size_t i = 0; i < 4; i++) {
        views[i] = make(10);
    }
    start();
    for (int round = 0; round < 100; round++) {
        for (size_t i = 0; i < 4; i++) {
            CHECK_EQ(i % 2 == 0 ? bytes_queue_push_back(&q, &views[i]) : bytes_queue_push_front(&q, &views[i]), 0);
        }
        for (size_t i = 0; i < 4; i++) {
            views[i] = i % 2 == 0 ? bytes_queue_pop_back(&q) : bytes_queue_pop_front(&q);
        }
    }
    CHECK_COST(0, 0, 0);
    bytes_drop_all(views, 4);
    bytes_queue_drop(&q);
}

TEST(a_long_ring_is_allocated_once)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    start();
    for (int round = 0; round < 100; round++) {
        for (int i = 0; i < 8; i++) {
            push(&q, BYTES_LITERAL("x"));
        }
        bytes_queue_advance(&q, 8);
    }
    CHECK_COST(1, 0, 0);
    bytes_queue_drop(&q);
    CHECK_COST(0, 0, 0);
}

TEST(responses_in_steady_state_allocate_nothing)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    Bytes body = make(1000);
    CHECK_EQ(bytes_queue_put_str(&q, "x"), 0);
    bytes_queue_advance(&q, 1);
    start();
    for (int round = 0; round < 1000; round++) {
        CHECK_EQ(bytes_queue_printf(&q, "Content-Length: %d\r\n\r\n", 1000), 24);
        push(&q, bytes_share(&body));
        bytes_queue_advance(&q, 500);
        bytes_queue_advance(&q, q.len);
    }
    /* One for the body's share that is given back. The text's is handed back to the tail. */
    CHECK_COST(0, 1000, 0);
    bytes_drop(&body);
    bytes_queue_drop(&q);
}

TEST(a_run_of_one_storage_is_dropped_with_one_atomic)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    Bytes a = make(100);
    Bytes b = make(100);
    for (int i = 0; i < 10; i++) {
        push(&q, bytes_share_slice(&a, 0, 10));
    }
    for (int i = 0; i < 10; i++) {
        push(&q, bytes_share_slice(&b, 0, 10));
    }
    start();
    bytes_queue_advance(&q, 195);
    CHECK_COST(0, 2, 0);
    bytes_queue_advance(&q, 5);
    CHECK_COST(0, 1, 0);
    bytes_drop(&a);
    bytes_drop(&b);
    bytes_queue_drop(&q);
}

TEST(splitting_and_appending_copy_nothing)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    BytesQueue front;
    for (int i = 0; i < 4; i++) {
        push(&q, make(100));
    }
    start();
    CHECK_EQ(bytes_queue_split_to(&q, 250, &front), 0);
    CHECK_COST(0, 0, 0);
    CHECK_EQ(bytes_queue_append(&front, &q), 0);
    CHECK_COST(1, 0, 0); /* five segments: a place */
    CHECK_EQ(bytes_queue_split_to(&front, 399, &q), 0);
    CHECK_COST(0, 0, 0); /* the shorter part is moved */
    CHECK_EQ(q.len, 399);
    bytes_queue_drop(&front);
    bytes_queue_drop(&q);
}

TEST(appending_moves_the_shorter_queue)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    BytesQueue other = BYTES_QUEUE_EMPTY;
    push(&q, make(1));
    for (int i = 0; i < 1000; i++) {
        push(&other, BYTES_LITERAL("x"));
    }
    start();
    CHECK_EQ(bytes_queue_append(&q, &other), 0);
    CHECK_COST(0, 0, 0); /* 1001 places would not fit what q had */
    CHECK_EQ(q.len, 1001);
    bytes_queue_drop(&q);
    bytes_queue_drop(&other);
}

TEST(what_lies_together_is_not_copied)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    Bytes whole = make(100);
    Bytes view;
    uint32_t number;
    uint8_t scratch[30];
    push(&q, bytes_split_to(&whole, 30));
    push(&q, bytes_split_to(&whole, 30));
    push(&q, bytes_move(&whole));
    start();
    CHECK(bytes_queue_peek(&q, 20, 10, scratch) != scratch);
    CHECK(bytes_queue_get_u32_be(&q, &number));
    CHECK_EQ(bytes_queue_coalesce(&q, 26), 0);
    CHECK_EQ(bytes_queue_coalesce(&q, 90), 0); /* rejoined */
    CHECK_EQ(bytes_queue_split_view(&q, 50, &view), 0);
    CHECK_EQ(bytes_queue_find(&q, bytes_span_of("y", 1), 0), BYTES_NOT_FOUND);
    CHECK_COST(0, 0, 0);
    bytes_drop(&view);
    bytes_queue_drop(&q);
}

TEST(what_straddles_costs_its_own_bytes)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    uint32_t number;
    uint8_t scratch[30];
    Bytes view;
    push(&q, make(10));
    push(&q, make(10));
    push(&q, make(10));
    start();
    CHECK(bytes_queue_peek_u32_be(&q, 6, &number));
    CHECK_COST(0, 0, 0);
    CHECK(bytes_queue_peek_u32_be(&q, 7, &number));
    CHECK_COST(0, 0, 4);
    CHECK(bytes_queue_peek(&q, 7, 5, scratch) == scratch);
    CHECK_COST(0, 0, 5);
    bytes_queue_copy_to(&q, 5, 20, scratch);
    CHECK_COST(0, 0, 20);
    CHECK_EQ(bytes_queue_split_view(&q, 25, &view), 0);
    CHECK_COST(1, 0, 25); /* two storages are freed by their only handle, which takes none */
    bytes_drop(&view);
    bytes_queue_drop(&q);
}

TEST(packing_counts_as_copying)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    Bytes small = make(10);
    Bytes large = make(11);
    q.pack_below = 11;
    CHECK_EQ(bytes_queue_put_str(&q, "x"), 0);
    start();
    push(&q, bytes_share(&large));
    CHECK_COST(0, 0, 0);
    push(&q, bytes_share(&small));
    CHECK_COST(0, 1, 10);
    bytes_drop(&small);
    bytes_drop(&large);
    bytes_queue_drop(&q);
}

TEST(slots_and_reads_cost_nothing)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    BytesQueueSlot slot;
    BytesSpare spares[2];
    CHECK_EQ(bytes_queue_put_str(&q, "x"), 0);
    start();
    CHECK_EQ(bytes_queue_reserve_slot(&q, 4, &slot), 0);
    push(&q, BYTES_LITERAL("body"));
    CHECK_EQ(bytes_queue_fill_slot_be(&q, &slot, 4), 0);
    CHECK_COST(0, 0, 0);
    CHECK_EQ(bytes_queue_reserve_pieces(&q, 6000, spares), 2);
    memset(spares[0].data, 0, spares[0].len);
    memset(spares[1].data, 0, spares[1].len);
    bytes_queue_commit(&q, 6000);
    CHECK_COST(1, 0, 0);
    bytes_queue_drop(&q);
}

TAP_MAIN()
