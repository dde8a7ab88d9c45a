/* SPDX-License-Identifier: MIT */
/* Adopted memory whose release drops a view of other memory: chains, and bytes_drop_later(). */
#include <stdlib.h>

#include <bytes/bytes.h>

#include "tap.h"

enum { LENGTH = 1000000 /* with a frame of the stack for each, it would overflow */ };

typedef struct Block {
    BytesControl control;
    Bytes next;
    size_t number;
} Block;

static size_t released[8]; /* the first numbers, in the order of their releases */
static size_t release_count;
static size_t depth;
static size_t deepest;

static void note(size_t number)
{
    if (release_count < sizeof(released) / sizeof(released[0])) {
        released[release_count] = number;
    }
    release_count++;
}

static void forget(void)
{
    release_count = 0;
    deepest = 0;
}

static void release_later(void *data, size_t len, void *context)
{
    Block *const self = context;
    (void)data;
    (void)len;
    depth++;
    deepest = depth > deepest ? depth : deepest;
    note(self->number);
    bytes_drop_later(&self->next);
    free(self);
    depth--;
}

static Bytes block(size_t number, Bytes next)
{
    static const uint8_t text[] = "block";
    Block *const self = malloc(sizeof(*self));
    if (self == NULL) {
        abort();
    }
    self->next = next;
    self->number = number;
    /* Cast: read-only, so that it is never written. */
    return bytes_adopt_with_control(&self->control, (void *)(uintptr_t)text, 5, BYTES_READ_ONLY, release_later, self);
}

static Bytes chain(size_t length)
{
    Bytes first = BYTES_EMPTY;
    for (size_t i = length; i > 0; i--) {
        first = block(i, first);
    }
    return first;
}

TEST(a_chain_of_any_length_is_released_on_a_stack_of_constant_size)
{
    forget();
    Bytes first = chain(LENGTH);
    bytes_drop(&first);
    CHECK_EQ(release_count, LENGTH);
    CHECK(deepest <= 2); /* bytes_drop() calls the first, and bytes_drop_later() in it the others in turn */
    forget();
    first = chain(LENGTH);
    bytes_drop_later(&first);
    CHECK_EQ(release_count, LENGTH);
    CHECK_EQ(deepest, 1);
    CHECK(released[0] == 1 && released[1] == 2 && released[7] == 8);
}

TEST(a_chain_ends_at_a_block_that_is_still_shown)
{
    forget();
    Bytes kept = chain(3);
    Bytes first = block(100, bytes_clone(&kept));
    bytes_drop_later(&first);
    CHECK(release_count == 1 && released[0] == 100);
    CHECK_MEM(kept.data, kept.len, "block");
    bytes_drop_later(&kept);
    CHECK_EQ(release_count, 4);
}

TEST(the_views_of_a_chain_may_have_weak_views)
{
    forget();
    Bytes next = chain(2);
    BytesWeak weak;
    CHECK_EQ(bytes_enable_weak(NULL, &next), 0);
    CHECK_EQ(bytes_downgrade(&next, &weak), 0);
    Bytes first = block(100, next);
    bytes_drop_later(&first);
    CHECK_EQ(release_count, 3);
    CHECK_EQ(deepest, 1);
    Bytes upgraded;
    CHECK(!bytes_weak_upgrade(&weak, &upgraded));
    bytes_weak_drop(&weak);
}

static void release_two(void *data, size_t len, void *context)
{
    Bytes *const views = context;
    (void)data;
    (void)len;
    note(0);
    bytes_drop_later(&views[0]);
    bytes_drop_later(&views[1]);
    CHECK_EQ(release_count, 1);
}

TEST(several_are_released_in_the_order_of_their_drops)
{
    static uint8_t memory[1];
    const Bytes none = BYTES_EMPTY;
    Bytes views[2] = {chain(1), block(7, none)};
    Bytes both;
    forget();
    CHECK_EQ(bytes_adopt(memory, 1, BYTES_READ_ONLY, release_two, views, &both), 0);
    bytes_drop_later(&both);
    CHECK(release_count == 3 && released[0] == 0 && released[1] == 1 && released[2] == 7);
}

TEST(outside_callbacks_a_later_drop_acts_at_once)
{
    Bytes view;
    Bytes empty = BYTES_EMPTY;
    Bytes fixed = BYTES_LITERAL("static");
    bytes_drop_later(&empty);
    bytes_drop_later(&fixed);
    CHECK(fixed.data == NULL && fixed.len == 0);
    BytesCountingAllocator allocator;
    bytes_counting_allocator(NULL, &allocator);
    CHECK_EQ(bytes_copy_in(&allocator.base, "text", 4, &view), 0);
    Bytes other = bytes_share(&view);
    bytes_drop_later(&view);
    CHECK_EQ(bytes_counting_allocator_stats(&allocator).live_blocks, 1);
    bytes_drop_later(&other);
    CHECK_EQ(bytes_counting_allocator_stats(&allocator).live_blocks, 0);
    forget();
    view = chain(1);
    bytes_drop_later(&view);
    CHECK_EQ(release_count, 1);
}

TAP_MAIN()
