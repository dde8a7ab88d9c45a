/* SPDX-License-Identifier: MIT */
/* How many segments of a long queue are looked at to find something in it. */
#include <bytes/bytes.h>

#include "counting.h"
#include "tap.h"

enum { SEGMENTS = 1000000, LOG = 20 /* 2^20 is above that */, SLOTS = 20000, WIDTH = 4 };

/* Segments of 1 to 3 bytes that are not adjacent. */
static size_t fill(BytesQueue *queue)
{
    static const uint8_t bytes[8];
    for (size_t i = 0; i < SEGMENTS; i++) {
        Bytes view = bytes_static(bytes + i % 2 * 4, 1 + i % 3);
        CHECK(bytes_queue_push_back(queue, &view) == 0);
    }
    return queue->len;
}

static size_t visits(void)
{
    const size_t out = bytes_counts()->visits;
    bytes_counts()->visits = 0;
    return out;
}

TEST(an_offset_is_found_by_bisection)
{
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    const size_t len = fill(&queue);
    uint8_t scratch[16];
    for (size_t i = 0; i < 100; i++) {
        const size_t offset = len / 100 * i;
        (void)visits();
        CHECK(bytes_queue_peek(&queue, offset, 1, scratch) != NULL);
        CHECK(visits() <= LOG);
        uint32_t number;
        CHECK(bytes_queue_peek_u32_be(&queue, offset, &number));
        CHECK(visits() <= LOG + 1);
    }
    bytes_queue_drop(&queue);
}

TEST(a_short_queue_is_walked)
{
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    Bytes view = BYTES_LITERAL("first");
    uint8_t scratch[4];
    CHECK_EQ(bytes_queue_push_back(&queue, &view), 0);
    CHECK(bytes_queue_put(&queue, "tail", 4) == 0);
    (void)visits();
    CHECK(bytes_queue_peek(&queue, 2, 3, scratch) != NULL);
    CHECK_EQ(visits(), 0);
    CHECK(bytes_queue_peek(&queue, 6, 3, scratch) != NULL);
    CHECK_EQ(visits(), 0);
    bytes_queue_drop(&queue);
}

/* Messages of a slot and a body, in one queue or in one that was split off another. */
static void reserve(BytesQueue *queue, BytesQueueSlot *slots)
{
    for (size_t i = 0; i < SLOTS; i++) {
        Bytes body = BYTES_LITERAL("body");
        CHECK(bytes_queue_reserve_slot(queue, WIDTH, &slots[i]) == 0);
        CHECK(bytes_queue_push_back(queue, &body) == 0);
    }
}

static void fill_slots(BytesQueue *queue, BytesQueueSlot *slots, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        CHECK(bytes_queue_fill_slot_be(queue, &slots[i], i) == 0);
    }
}

static void check_messages(BytesQueue *queue, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        uint32_t number;
        CHECK(bytes_queue_get_u32_be(queue, &number));
        CHECK_EQ(number, i);
        CHECK(bytes_queue_starts_with(queue, bytes_span_str("body")));
        bytes_queue_advance(queue, 4);
    }
    CHECK_EQ(queue->len, 0);
}

static BytesQueueSlot slots[SLOTS];

TEST(a_slot_is_found_by_its_position)
{
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    reserve(&queue, slots);
    (void)visits();
    fill_slots(&queue, slots, 0, SLOTS);
    CHECK(visits() <= (size_t)SLOTS * LOG);
    check_messages(&queue, 0, SLOTS);
    bytes_queue_drop(&queue);
}

TEST(a_slot_keeps_its_position_when_others_leave_or_are_added)
{
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    BytesQueue front;
    Bytes head = BYTES_LITERAL("head");
    CHECK(bytes_queue_put(&queue, "consumed", 8) == 0);
    bytes_queue_advance(&queue, 8);
    reserve(&queue, slots);
    CHECK(bytes_queue_push_front(&queue, &head) == 0);
    bytes_queue_advance(&queue, 2);
    /* In front of the middle, and behind it: either half has fewer segments once. */
    for (size_t cut = SLOTS / 4; cut < SLOTS; cut += SLOTS / 2) {
        CHECK(bytes_queue_split_to(&queue, 2 + cut * (WIDTH + 4), &front) == 0);
        (void)visits();
        fill_slots(&front, slots, 0, cut);
        fill_slots(&queue, slots, cut, SLOTS);
        CHECK(visits() <= (size_t)SLOTS * LOG);
        bytes_queue_advance(&front, 2);
        check_messages(&front, 0, cut);
        check_messages(&queue, cut, SLOTS);
        bytes_queue_drop(&front);
        reserve(&queue, slots);
        head = BYTES_LITERAL("he");
        CHECK(bytes_queue_push_front(&queue, &head) == 0);
    }
    bytes_queue_drop(&queue);
}

TEST(a_slot_of_an_appended_queue_is_still_found)
{
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    BytesQueue other = BYTES_QUEUE_EMPTY;
    BytesQueueSlot slot;
    CHECK(bytes_queue_put(&queue, "before", 6) == 0);
    CHECK(bytes_queue_reserve_slot(&other, 2, &slot) == 0);
    CHECK(bytes_queue_append(&queue, &other) == 0);
    CHECK(bytes_queue_fill_slot_be(&queue, &slot, 0x6162) == 0);
    CHECK(bytes_queue_equal(&queue, bytes_span_str("beforeab")));
    bytes_queue_drop(&queue);
    bytes_queue_drop(&other);
}

TAP_MAIN()
