/* SPDX-License-Identifier: MIT */
/* The memory that a queue holds: joining views, compacting them, counting it, and marks on it. */
#include <bytes/bytes.h>

#include "tap.h"
#include "test_allocator.h"

static void push_back(BytesQueue *q, Bytes view)
{
    CHECK_EQ(bytes_queue_push_back(q, &view), 0);
    CHECK(view.len == 0 && view.storage == NULL);
}

static void push_front(BytesQueue *q, Bytes view)
{
    CHECK_EQ(bytes_queue_push_front(q, &view), 0);
}

static Bytes block_of(TestAllocator *allocator, size_t size)
{
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity_in(&allocator->base, size, &buffer), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', size), 0);
    return bytes_mut_freeze(&buffer);
}

TEST(views_that_are_adjacent_in_one_storage_are_joined)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    Bytes whole;
    CHECK_EQ(bytes_copy("abcdefghij", 10, &whole), 0);
    const uint8_t *const first = whole.data;
    for (size_t i = 0; i < 5; i++) {
        push_back(&q, bytes_split_to(&whole, 2));
    }
    CHECK_EQ(bytes_queue_pieces(&q), 1);
    whole = bytes_queue_pop_front(&q);
    CHECK(whole.data == first && bytes_is_unique(&whole));
    CHECK_MEM(whole.data, whole.len, "abcdefghij");
    bytes_drop(&whole);
    bytes_queue_drop(&q);
}

TEST(views_that_are_not_adjacent_are_not_joined)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    Bytes whole;
    CHECK_EQ(bytes_copy("abcdefghij", 10, &whole), 0);
    push_back(&q, bytes_slice(&whole, 0, 2));
    push_back(&q, bytes_slice(&whole, 3, 5)); /* a gap */
    push_back(&q, bytes_slice(&whole, 4, 6)); /* an overlap */
    push_back(&q, bytes_slice(&whole, 2, 4)); /* backwards */
    push_back(&q, bytes_slice(&whole, 2, 4)); /* the same */
    CHECK_EQ(bytes_queue_pieces(&q), 5);
    push_front(&q, bytes_slice(&whole, 6, 8)); /* in front, joined with nothing */
    push_front(&q, bytes_slice(&whole, 4, 6));
    CHECK_EQ(bytes_queue_pieces(&q), 7);
    CHECK(bytes_queue_equal(&q, BYTES_SPAN("efghabdeefcdcd")));
    bytes_queue_drop(&q);
    push_back(&q, bytes_slice(&whole, 0, 2));
    CHECK_EQ(bytes_queue_put_str(&q, "-"), 0); /* tail bytes in between */
    push_back(&q, bytes_slice(&whole, 2, 4));
    CHECK_EQ(bytes_queue_pieces(&q), 3);
    bytes_queue_drop(&q);
    bytes_drop(&whole);
    push_back(&q, bytes_static("abcd", 2)); /* static bytes have no storage */
    push_back(&q, bytes_static("cd", 2));
    CHECK_EQ(bytes_queue_pieces(&q), 2);
    bytes_queue_drop(&q);
}

TEST(clones_of_more_weight_than_a_handle_holds_are_not_joined)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    Bytes whole;
    CHECK_EQ(bytes_copy("abcd", 4, &whole), 0);
    Bytes back = bytes_slice(&whole, 2, 4); /* besides the whole weight */
    bytes_truncate(&whole, 2);
    push_back(&q, bytes_move(&whole));
    push_back(&q, bytes_move(&back));
    CHECK_EQ(bytes_queue_pieces(&q), 2);
    CHECK_EQ(bytes_queue_split_view(&q, 4, &whole), 0);
    CHECK(bytes_is_unique(&whole));
    bytes_drop(&whole);
    bytes_queue_drop(&q);
}

TEST(a_view_is_not_joined_with_tail_bytes_so_slots_stay_valid)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    BytesQueueSlot slot;
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &slot), 0);
    push_back(&q, bytes_static("-", 1)); /* freezes the slot's bytes */
    CHECK_EQ(bytes_queue_put_str(&q, "ab"), 0);
    Bytes view = bytes_queue_pop_back(&q); /* follows the slot in the tail's block */
    Bytes dash = bytes_queue_pop_back(&q);
    push_back(&q, bytes_share(&view));
    CHECK_EQ(bytes_queue_pieces(&q), 2);
    CHECK_EQ(bytes_queue_fill_slot(&q, &slot, "xy", 2), 0);
    CHECK(bytes_queue_equal(&q, BYTES_SPAN("xyab")));
    CHECK_MEM(view.data, view.len, "ab");
    bytes_drop(&view);
    bytes_drop(&dash);
    bytes_queue_drop(&q);
}

TEST(joining_needs_no_memory)
{
    TestAllocator allocator = test_allocator();
    BytesQueue q;
    Bytes whole = block_of(&allocator, 100);
    bytes_queue_init(&allocator.base, 0, &q);
    for (size_t i = 0; i < 3; i++) {
        push_back(&q, bytes_static("-", 1));
    }
    push_back(&q, bytes_split_to(&whole, 10)); /* the ring is full */
    allocator.fail_at = allocator.calls + 1;
    for (size_t i = 0; i < 9; i++) {
        push_back(&q, bytes_split_to(&whole, 10));
    }
    CHECK_EQ(bytes_queue_pieces(&q), 4);
    CHECK(!allocator.failed);
    bytes_queue_drop(&q);
    CHECK_EQ(allocator.live, 0);
}

TEST(the_memory_held_is_that_of_all_blocks_once)
{
    TestAllocator allocator = test_allocator();
    BytesQueue q;
    bytes_queue_init(&allocator.base, 100, &q);
    CHECK_EQ(bytes_queue_retained(&q), 0);
    push_back(&q, bytes_static("static bytes", 12));
    CHECK_EQ(bytes_queue_retained(&q), 0);
    CHECK_EQ(bytes_queue_put_str(&q, "a"), 0);
    CHECK_EQ(bytes_queue_retained(&q), allocator.live_bytes); /* the tail */
    for (size_t i = 0; i < 20; i++) {
        Bytes block = block_of(&allocator, 1000);
        push_back(&q, bytes_split_to(&block, 10)); /* text and views take turns, and the ring grows */
        bytes_drop(&block);
        CHECK_EQ(bytes_queue_put_str(&q, "text"), 0);
        CHECK_EQ(bytes_queue_retained(&q), allocator.live_bytes);
    }
    BytesSpare spares[2];
    size_t pieces;
    CHECK_EQ(bytes_queue_reserve_pieces(&q, 1000, spares, &pieces), 0); /* a block reserved ahead */
    CHECK_EQ(bytes_queue_retained(&q), allocator.live_bytes);
    for (size_t i = 0; i < 10; i++) {
        bytes_queue_advance(&q, 7);
        CHECK_EQ(bytes_queue_retained(&q), allocator.live_bytes);
        Bytes back = bytes_queue_pop_back(&q);
        bytes_drop(&back);
        CHECK_EQ(bytes_queue_retained(&q), allocator.live_bytes);
    }
    bytes_queue_clear(&q);
    CHECK_EQ(bytes_queue_retained(&q), allocator.live_bytes);
    bytes_queue_shrink(&q);
    CHECK_EQ(bytes_queue_retained(&q), 0);
    CHECK_EQ(allocator.live, 0);
}

TEST(a_block_counts_again_where_two_or_more_segments_are_in_between)
{
    TestAllocator allocator = test_allocator();
    Bytes block = block_of(&allocator, 1000);
    const size_t once = bytes_retained(&block);
    for (size_t between = 0; between < 4; between++) {
        BytesQueue q = BYTES_QUEUE_EMPTY;
        push_back(&q, bytes_share_slice(&block, 10, 20));
        for (size_t i = 0; i < between; i++) {
            push_back(&q, bytes_static("-", 1));
        }
        push_back(&q, bytes_share_slice(&block, 0, 10));
        CHECK_EQ(bytes_queue_pieces(&q), between + 2);
        CHECK_EQ(q.retained_, between < 2 ? once : 2 * once);
        if (between % 2 == 0) {
            bytes_queue_advance(&q, 10);
        } else {
            Bytes back = bytes_queue_pop_back(&q);
            bytes_drop(&back);
        }
        CHECK_EQ(q.retained_, once);
        bytes_queue_drop(&q);
        CHECK_EQ(q.retained_, 0);
    }
    bytes_drop(&block);
}

TEST(splitting_and_appending_take_the_memory_along)
{
    TestAllocator allocator = test_allocator();
    for (size_t at = 0; at <= 60; at += 5) {
        for (size_t extra = 0; extra < 12; extra += 11) {
            BytesQueue q;
            BytesQueue front;
            bytes_queue_init(&allocator.base, 0, &q);
            for (size_t i = 0; i < 6; i++) {
                Bytes block = block_of(&allocator, 100);
                push_back(&q, bytes_split_to(&block, 10));
                bytes_drop(&block);
            }
            const size_t all = q.retained_;
            CHECK_EQ(all, 6 * (all / 6));
            CHECK_EQ(bytes_queue_split_to(&q, at, &front), 0);
            CHECK_EQ(front.retained_, (at + 9) / 10 * (all / 6)); /* a segment that is cut counts in both */
            CHECK_EQ(q.retained_, (60 - at + 9) / 10 * (all / 6));
            for (size_t i = 0; i < extra; i++) {
                push_back(&q, bytes_static("-", 1)); /* so that rings are exchanged */
            }
            CHECK_EQ(bytes_queue_append(&front, &q), 0);
            CHECK_EQ(front.retained_, all); /* and once where it is rejoined */
            CHECK_EQ(q.retained_, 0);
            bytes_queue_drop(&front);
            bytes_queue_drop(&q);
            CHECK_EQ(allocator.live, 0);
        }
    }
}

TEST(marks_can_be_set_on_memory)
{
    TestAllocator allocator = test_allocator();
    BytesQueue q;
    bytes_queue_init(&allocator.base, 0, &q);
    q.high_retained = 3000;
    q.low_retained = 2000;
    q.low = SIZE_MAX;
    for (size_t i = 0; i < 3; i++) {
        CHECK(!bytes_queue_is_high(&q));
        CHECK(bytes_queue_is_low(&q) == (bytes_queue_retained(&q) <= 2000));
        Bytes block = block_of(&allocator, 1000);
        push_back(&q, bytes_split_to(&block, 1));
        bytes_drop(&block);
    }
    CHECK(bytes_queue_is_high(&q) && !bytes_queue_is_low(&q));
    q.high_retained = bytes_queue_retained(&q);
    q.low_retained = bytes_queue_retained(&q);
    CHECK(bytes_queue_is_high(&q) && bytes_queue_is_low(&q));
    q.high_retained++;
    q.low_retained--;
    CHECK(!bytes_queue_is_high(&q) && !bytes_queue_is_low(&q));
    q.low_retained = 0; /* off; the mark of bytes is left */
    CHECK(bytes_queue_is_low(&q));
    q.low = 2;
    CHECK(!bytes_queue_is_low(&q));
    bytes_queue_drop(&q);
}

TEST(an_empty_queue_never_stops_the_producer)
{
    TestAllocator allocator = test_allocator();
    BytesQueue q;
    bytes_queue_init(&allocator.base, 10000, &q);
    q.high_retained = 100;
    q.low_retained = 50;
    CHECK_EQ(bytes_queue_put_str(&q, "a"), 0);
    CHECK(bytes_queue_is_high(&q) && !bytes_queue_is_low(&q));
    bytes_queue_clear(&q);
    CHECK(bytes_queue_retained(&q) > 10000); /* the tail keeps its block */
    CHECK(!bytes_queue_is_high(&q) && bytes_queue_is_low(&q));
    bytes_queue_drop(&q);
}

TEST(a_view_is_compacted_above_the_multiple)
{
    TestAllocator allocator = test_allocator();
    BytesQueue q;
    bytes_queue_init(&allocator.base, 4000, &q);
    Bytes block = block_of(&allocator, 1000 - BYTES_HEADER_SIZE);
    CHECK_EQ(bytes_retained(&block), 1000);
    q.compact_multiple = 10;
    allocator.copied = 0;
    Bytes exact = bytes_slice(&block, 0, 100);
    CHECK_EQ(bytes_queue_push_back(&q, &exact), 0);
    CHECK_EQ(allocator.copied, 0);
    CHECK(bytes_queue_front(&q).data == block.data);
    bytes_queue_drop(&q);
    Bytes less = bytes_slice(&block, 0, 99);
    CHECK_EQ(bytes_queue_push_back(&q, &less), 0);
    CHECK_EQ(allocator.copied, 99);
    CHECK(less.storage == NULL && bytes_queue_front(&q).data != block.data);
    CHECK(bytes_is_unique(&block));
    CHECK(bytes_queue_matches(&q, 0, bytes_span_of(block.data, 99)));
    bytes_queue_drop(&q);
    q.compact_multiple = 1;
    Bytes all = bytes_share(&block);
    CHECK_EQ(bytes_queue_push_back(&q, &all), 0); /* the header makes it more than once its bytes */
    CHECK_EQ(allocator.copied, 99 + block.len);
    bytes_queue_drop(&q);
    q.compact_multiple = SIZE_MAX;
    Bytes one = bytes_slice(&block, 0, 1);
    CHECK_EQ(bytes_queue_push_back(&q, &one), 0);
    CHECK_EQ(allocator.copied, 99 + block.len);
    bytes_queue_drop(&q);
    bytes_drop(&block);
    CHECK_EQ(allocator.live, 0);
}

TEST(a_view_is_not_compacted_where_the_queue_holds_its_storage_anyway)
{
    TestAllocator allocator = test_allocator();
    BytesQueue q;
    bytes_queue_init(&allocator.base, 4000, &q);
    Bytes block = block_of(&allocator, 1000);
    push_back(&q, bytes_share_slice(&block, 0, 500));
    q.compact_multiple = 4;
    allocator.copied = 0;
    push_back(&q, bytes_share_slice(&block, 500, 510));
    push_back(&q, bytes_share_slice(&block, 520, 530));
    CHECK_EQ(bytes_queue_pieces(&q), 2);
    push_back(&q, bytes_static("-", 1)); /* static bytes pin nothing */
    CHECK_EQ(bytes_queue_put_str(&q, "tail"), 0);
    Bytes tail = bytes_queue_pop_back(&q);
    push_back(&q, bytes_move(&tail));
    CHECK_EQ(allocator.copied, 0);
    push_back(&q, bytes_share_slice(&block, 600, 610)); /* the last segment is of other storage */
    CHECK_EQ(allocator.copied, 10);
    bytes_queue_drop(&q);
    bytes_drop(&block);
    CHECK_EQ(allocator.live, 0);
}

/* The first 600 bytes of each block of 64 KiB are pushed until a mark is reached. Returns the peak of the memory that
 * the queue holds. */
static size_t peak_at_a_mark(TestAllocator *allocator, BytesQueue *q)
{
    size_t peak = 0;
    *allocator = test_allocator();
    q->allocator_ = &allocator->base;
    while (!bytes_queue_is_high(q)) {
        Bytes block = block_of(allocator, 64 * 1024);
        push_back(q, bytes_split_to(&block, 600));
        bytes_drop(&block);
        peak = allocator->live_bytes > peak ? allocator->live_bytes : peak;
        CHECK(bytes_queue_retained(q) == allocator->live_bytes);
    }
    return peak;
}

TEST(the_memory_held_stays_bounded_when_little_is_kept_of_each_block)
{
    TestAllocator allocator;
    BytesQueue q = BYTES_QUEUE_EMPTY;
    q.high = 256 * 1024;
    const size_t unbounded = peak_at_a_mark(&allocator, &q);
    printf("# a mark of 256 KiB: %zu bytes of memory\n", unbounded);
    CHECK(unbounded > 28000000);
    bytes_queue_drop(&q);
    q.high_retained = 1024 * 1024;
    const size_t bounded = peak_at_a_mark(&allocator, &q);
    printf("# and a mark of 1 MiB of memory: %zu\n", bounded);
    CHECK(bounded < 1024 * 1024 + 66 * 1024);
    bytes_queue_drop(&q);
    q.high_retained = 0;
    q.compact_multiple = 8;
    const size_t compacted = peak_at_a_mark(&allocator, &q);
    printf("# compacted: %zu\n", compacted);
    CHECK(compacted < 256 * 1024 * 3 / 2);
    CHECK(q.len >= 256 * 1024);
    CHECK_EQ(allocator.copied, q.len); /* each kept byte once */
    bytes_queue_drop(&q);
    CHECK_EQ(allocator.live, 0);
}

TAP_MAIN()
