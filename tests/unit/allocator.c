/* SPDX-License-Identifier: MIT */
/*
 * Allocators: aligned ones, ones that wrap another, rounding, the hook that is told of copies; that a buffer's
 * allocator stays with all that comes of it; and what a view pins and bytes_compact() lets go.
 */
#include "tap.h"

#include <bytes/bytes.h>

/* Wraps malloc's allocator: counts blocks and bytes, checks each size that comes back. */
typedef struct Wrapper {
    BytesAllocator base;
    size_t blocks, bytes, copied;
    int calls, wrong;
    size_t round; /* good_size rounds up to a multiple of it; 0: not at all */
} Wrapper;

/* In front of each block: its size, in room that keeps the alignment. */
enum { GUARD = 16 };

static void *wrapper_allocate(BytesAllocator *self, size_t size)
{
    Wrapper *wrapper = (Wrapper *)(void *)self; /* cast: base is its first member */
    BytesAllocator *inner = bytes_malloc_allocator();
    unsigned char *block = inner->allocate(inner, size + GUARD);
    CHECK(size != 0);
    CHECK(block != NULL);
    memcpy(block, &size, sizeof(size));
    wrapper->calls++;
    wrapper->blocks++;
    wrapper->bytes += size;
    return block + GUARD;
}

static size_t size_of(const void *block)
{
    size_t size;
    memcpy(&size, (const unsigned char *)block - GUARD, sizeof(size));
    return size;
}

static void *wrapper_reallocate(BytesAllocator *self, void *block, size_t old_size, size_t new_size)
{
    Wrapper *wrapper = (Wrapper *)(void *)self; /* cast: as above */
    BytesAllocator *inner = bytes_malloc_allocator();
    unsigned char *fresh;
    wrapper->wrong += size_of(block) != old_size;
    fresh = inner->reallocate(inner, (unsigned char *)block - GUARD, old_size + GUARD, new_size + GUARD);
    CHECK(fresh != NULL);
    memcpy(fresh, &new_size, sizeof(new_size));
    wrapper->calls++;
    wrapper->bytes += new_size - old_size;
    return fresh + GUARD;
}

static void wrapper_deallocate(BytesAllocator *self, void *block, size_t size)
{
    Wrapper *wrapper = (Wrapper *)(void *)self; /* cast: as above */
    BytesAllocator *inner = bytes_malloc_allocator();
    wrapper->wrong += size_of(block) != size;
    wrapper->blocks--;
    wrapper->bytes -= size;
    inner->deallocate(inner, (unsigned char *)block - GUARD, size + GUARD);
}

static size_t wrapper_good_size(BytesAllocator *self, size_t size)
{
    const Wrapper *wrapper = (const Wrapper *)(const void *)self; /* cast: as above */
    return wrapper->round != 0 ? (size + wrapper->round - 1) / wrapper->round * wrapper->round : size;
}

static void wrapper_copied(BytesAllocator *self, size_t count)
{
    Wrapper *wrapper = (Wrapper *)(void *)self; /* cast: as above */
    CHECK(count != 0);
    wrapper->copied += count;
}

static void init(Wrapper *wrapper)
{
    memset(wrapper, 0, sizeof(*wrapper));
    wrapper->base.allocate = wrapper_allocate;
    wrapper->base.reallocate = wrapper_reallocate;
    wrapper->base.deallocate = wrapper_deallocate;
    wrapper->base.good_size = wrapper_good_size;
    wrapper->base.copied = wrapper_copied;
}

static void check_balanced(const Wrapper *wrapper)
{
    CHECK_EQ(wrapper->blocks, 0);
    CHECK_EQ(wrapper->bytes, 0);
    CHECK_EQ(wrapper->wrong, 0);
}

static BytesMut buffer_in(Wrapper *wrapper, size_t capacity)
{
    BytesMut out;
    CHECK_EQ(bytes_mut_with_capacity_in(&wrapper->base, capacity, &out), 0);
    return out;
}

TEST(an_aligned_allocator_aligns_the_data)
{
    for (size_t alignment = 1; alignment <= 1 << 16; alignment *= 2) {
        BytesAllocator allocator;
        BytesMut buffer, copy;
        Bytes view;
        CHECK_EQ(bytes_aligned_allocator(alignment, &allocator), 0);
        CHECK_EQ(bytes_mut_with_capacity_in(&allocator, 1, &buffer), 0);
        for (int i = 0; i < 2000; i++) { /* growing keeps it */
            CHECK_EQ((uintptr_t)buffer.data % alignment, 0);
            CHECK_EQ(bytes_mut_put_str(&buffer, "0123456789"), 0);
        }
        CHECK_EQ(bytes_mut_shrink(&buffer, 0), 0);
        CHECK_EQ((uintptr_t)buffer.data % alignment, 0);
        CHECK_EQ(bytes_mut_copy(&buffer, &copy), 0);
        CHECK_EQ((uintptr_t)copy.data % alignment, 0);
        CHECK_EQ(memcmp(copy.data, buffer.data, 20000), 0);
        bytes_mut_drop(&copy);
        CHECK_EQ(bytes_copy_in(&allocator, "abc", 3, &view), 0);
        CHECK_EQ((uintptr_t)view.data % alignment, 0);
        CHECK(bytes_retained(&view) >= (alignment > BYTES_HEADER_SIZE ? alignment : BYTES_HEADER_SIZE) + 3);
        bytes_drop(&view);
        view = bytes_mut_freeze(&buffer);
        bytes_drop(&view);
    }
}

TEST(an_alignment_must_be_a_power_of_two)
{
    const size_t wrong[] = {0, 3, 6, 100, SIZE_MAX, SIZE_MAX / 2 + 1, ((size_t)1 << 30) + 1};
    BytesAllocator allocator;
    memset(&allocator, 0, sizeof(allocator));
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        CHECK_EQ(bytes_aligned_allocator(wrong[i], &allocator), BYTES_EINVAL);
    }
    CHECK(allocator.allocate == NULL && allocator.alignment == 0);
    CHECK_EQ(bytes_aligned_allocator((size_t)1 << 30, &allocator), 0);
}

TEST(every_size_that_an_allocator_sees_again_is_the_one_that_it_gave)
{
    const size_t rounds[] = {0, 16, 100, 4096};
    for (size_t i = 0; i < 4; i++) {
        Wrapper wrapper;
        BytesMut buffer, copy;
        Bytes view;
        init(&wrapper);
        wrapper.round = rounds[i];
        buffer = buffer_in(&wrapper, 10);
        for (int n = 0; n < 300; n++) {
            CHECK_EQ(bytes_mut_printf(&buffer, "%d,", n), n < 10 ? 2 : n < 100 ? 3 : 4);
        }
        CHECK_EQ(bytes_mut_prepend(&buffer, "front", 5), 0);
        CHECK_EQ(bytes_mut_copy(&buffer, &copy), 0);
        CHECK_EQ(bytes_mut_shrink(&buffer, 0), 0);
        view = bytes_mut_split_freeze(&buffer, 100);
        CHECK_EQ(bytes_mut_reserve(&buffer, 5000), 0);
        CHECK_EQ(wrapper.blocks, 3);
        bytes_mut_drop(&buffer);
        bytes_mut_drop(&copy);
        bytes_drop(&view);
        check_balanced(&wrapper);
    }
}

TEST(a_buffer_gets_what_its_allocator_rounds_up)
{
    Wrapper wrapper;
    BytesMut buffer;
    init(&wrapper);
    wrapper.round = 1000;
    buffer = buffer_in(&wrapper, 10);
    CHECK_EQ(buffer.cap, 1000 - BYTES_HEADER_SIZE);
    CHECK_EQ(bytes_mut_retained(&buffer), 1000);
    CHECK_EQ(wrapper.bytes, 1000);
    memset(buffer.data, 1, buffer.cap);
    bytes_mut_drop(&buffer);
    check_balanced(&wrapper);
}

static size_t round_down(BytesAllocator *self, size_t size)
{
    (void)self;
    return size / 2;
}

TEST(an_allocator_that_rounds_down_corrupts_nothing)
{
    Wrapper wrapper;
    BytesMut buffer;
    init(&wrapper);
    wrapper.base.good_size = round_down;
    buffer = buffer_in(&wrapper, 100);
    CHECK_EQ(buffer.cap, 100);
    memset(buffer.data, 1, buffer.cap);
    bytes_mut_drop(&buffer);
    check_balanced(&wrapper);
}

TEST(an_allocator_without_optional_functions_will_do)
{
    Wrapper wrapper;
    BytesMut buffer;
    init(&wrapper);
    wrapper.base.reallocate = NULL;
    wrapper.base.good_size = NULL;
    wrapper.base.copied = NULL;
    buffer = buffer_in(&wrapper, 10);
    CHECK_EQ(buffer.cap, 10);
    CHECK_EQ(bytes_mut_put_str(&buffer, "0123456789"), 0);
    CHECK_EQ(bytes_mut_put_str(&buffer, "0123456789"), 0);
    CHECK_EQ(bytes_mut_shrink(&buffer, 0), 0);
    CHECK_MEM(buffer.data, buffer.len, "01234567890123456789");
    CHECK_EQ(wrapper.blocks, 1);
    bytes_mut_drop(&buffer);
    check_balanced(&wrapper);
}

TEST(the_library_tells_of_what_it_copies_but_not_of_what_was_appended)
{
    Wrapper wrapper;
    BytesMut buffer, copy;
    Bytes view, clone;
    char text[8];
    init(&wrapper);
    buffer = buffer_in(&wrapper, 10);
    CHECK_EQ(bytes_mut_put_str(&buffer, "0123456789"), 0);
    CHECK_EQ(wrapper.copied, 0);
    CHECK_EQ(bytes_mut_put_str(&buffer, "x"), 0); /* reallocated */
    CHECK_EQ(wrapper.copied, 10);
    CHECK_EQ(bytes_mut_copy(&buffer, &copy), 0);
    CHECK_EQ(wrapper.copied, 21);
    CHECK_EQ(bytes_mut_unsplit(&buffer, &copy), 0);
    CHECK_EQ(wrapper.copied, 32);
    view = bytes_mut_freeze(&buffer);
    bytes_copy_to(&view, 1, 5, text);
    CHECK_EQ(wrapper.copied, 37);
    clone = bytes_clone(&view);
    CHECK_EQ(bytes_into_mut(&clone, &buffer), 0);
    CHECK_EQ(wrapper.copied, 59);
    bytes_drop(&view);
    bytes_mut_drop(&buffer);
    CHECK_EQ(bytes_copy_in(&wrapper.base, "abc", 3, &view), 0);
    CHECK_EQ(wrapper.copied, 62);
    bytes_drop(&view);
    check_balanced(&wrapper);
}

TEST(an_allocator_stays_with_all_that_comes_of_a_buffer)
{
    Wrapper wrapper;
    BytesMut buffer, piece;
    Bytes view, clone;
    init(&wrapper);
    buffer = buffer_in(&wrapper, 0); /* a block that only remembers it */
    CHECK_EQ(wrapper.blocks, 1);
    CHECK_EQ(bytes_mut_put_str(&buffer, "some bytes that need more room than there is"), 0);
    CHECK_EQ(wrapper.blocks, 1);
    piece = bytes_mut_split_off(&buffer, 10);
    CHECK_EQ(bytes_mut_reserve(&piece, 1000), 0); /* split: a fresh block from the same allocator */
    CHECK_EQ(wrapper.blocks, 2);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', 1000), 0);
    CHECK_EQ(wrapper.blocks, 2);
    bytes_mut_drop(&piece);
    view = bytes_mut_split_freeze(&buffer, buffer.len); /* emptied */
    piece = bytes_mut_split_off(&buffer, 0);            /* and without capacity */
    CHECK_EQ(buffer.cap, 0);
    CHECK_EQ(bytes_mut_reserve(&buffer, 100), 0);
    CHECK_EQ(wrapper.blocks, 2);
    bytes_mut_drop(&piece);
    CHECK_EQ(bytes_mut_shrink(&buffer, 0), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'y', 5000), 0);
    CHECK_EQ(wrapper.blocks, 2);
    clone = bytes_clone(&view);
    CHECK_EQ(bytes_into_mut(&clone, &piece), 0); /* copied: the view is shared */
    CHECK_EQ(wrapper.blocks, 3);
    bytes_mut_drop(&piece);
    bytes_drop(&view);
    bytes_mut_clear(&buffer);
    view = bytes_mut_freeze(&buffer); /* an empty one is given up */
    check_balanced(&wrapper);
}

TEST(a_control_block_comes_from_the_allocator_that_is_given)
{
    static uint8_t memory[4];
    Wrapper wrapper;
    BytesMut buffer;
    BytesStolen stolen;
    Bytes view;
    init(&wrapper);
    CHECK_EQ(bytes_adopt_in(&wrapper.base, memory, 4, BYTES_WRITABLE, NULL, NULL, &view), 0);
    CHECK_EQ(wrapper.bytes, sizeof(BytesControl));
    CHECK_EQ(bytes_retained(&view), 4);
    bytes_drop(&view);
    check_balanced(&wrapper);
    CHECK_EQ(bytes_adopt_in(&wrapper.base, memory, 4, BYTES_WRITABLE, NULL, NULL, &view), 0);
    CHECK_EQ(bytes_steal(&view, &stolen), 0);
    check_balanced(&wrapper);
    CHECK_EQ(bytes_adopt_in(&wrapper.base, memory, 4, BYTES_WRITABLE, NULL, NULL, &view), 0);
    CHECK_EQ(bytes_try_into_mut(&view, &buffer), 0);
    CHECK_EQ(bytes_mut_put_str(&buffer, "more"), 0);
    CHECK_EQ(wrapper.blocks, 1);
    CHECK(wrapper.bytes != sizeof(BytesControl));
    bytes_mut_drop(&buffer);
    check_balanced(&wrapper);
}

TEST(a_view_says_what_it_pins)
{
    Wrapper wrapper;
    Bytes view, part;
    init(&wrapper);
    CHECK_EQ(bytes_copy_in(&wrapper.base, "0123456789", 10, &view), 0);
    part = bytes_slice(&view, 0, 1);
    CHECK_EQ(bytes_retained(&view), BYTES_HEADER_SIZE + 10);
    CHECK_EQ(bytes_retained(&part), BYTES_HEADER_SIZE + 10);
    bytes_drop(&part);
    CHECK_EQ(bytes_retained(&part), 0);
    bytes_drop(&view);
    check_balanced(&wrapper);
}

TEST(compacting_copies_out_a_view_that_pins_too_much)
{
    Wrapper wrapper;
    BytesMut buffer;
    Bytes view;
    const uint8_t *data;
    init(&wrapper);
    buffer = buffer_in(&wrapper, 10000);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', 10000), 0);
    view = bytes_mut_freeze(&buffer);
    bytes_truncate(&view, 1000);
    data = view.data;
    CHECK_EQ(bytes_compact_in(&wrapper.base, &view, 11), 0); /* 10032 bytes are less than 11 * 1000 */
    CHECK_EQ(bytes_compact_in(&wrapper.base, &view, SIZE_MAX), 0);
    CHECK(view.data == data);
    CHECK_EQ(bytes_compact_in(&wrapper.base, &view, 10), 1);
    CHECK(view.data != data);
    CHECK_EQ(view.len, 1000);
    CHECK_EQ(view.data[999], 'x');
    CHECK_EQ(bytes_retained(&view), BYTES_HEADER_SIZE + 1000);
    CHECK_EQ(wrapper.blocks, 1);
    CHECK_EQ(wrapper.bytes, BYTES_HEADER_SIZE + 1000);
    CHECK_EQ(bytes_compact_in(&wrapper.base, &view, 0), 0); /* a copy would pin no less */
    CHECK_EQ(bytes_compact_in(&wrapper.base, &view, 1), 0);
    bytes_truncate(&view, 10);
    CHECK_EQ(bytes_compact(&view, 1), 1); /* into malloc's */
    CHECK_EQ(wrapper.blocks, 0);
    CHECK_MEM(view.data, view.len, "xxxxxxxxxx");
    bytes_drop(&view);
    check_balanced(&wrapper);
}

TEST(an_exact_multiple_is_not_too_much)
{
    Wrapper wrapper;
    Bytes view;
    char bytes[64];
    init(&wrapper);
    memset(bytes, 'x', sizeof(bytes));
    CHECK_EQ(bytes_copy_in(&wrapper.base, bytes, sizeof(bytes), &view), 0);
    bytes_truncate(&view, 32);
    CHECK_EQ(bytes_compact_in(&wrapper.base, &view, 3), 0); /* 96 == 3 * 32 */
    bytes_truncate(&view, 31);
    CHECK_EQ(bytes_compact_in(&wrapper.base, &view, 3), 1);
    bytes_drop(&view);
    check_balanced(&wrapper);
}

TEST(a_shared_view_is_compacted_for_itself_alone)
{
    Wrapper wrapper;
    Bytes view, part;
    init(&wrapper);
    CHECK_EQ(bytes_copy_in(&wrapper.base, "0123456789012345678901234567890123456789", 40, &view), 0);
    part = bytes_slice(&view, 3, 5);
    CHECK_EQ(bytes_compact_in(&wrapper.base, &part, 2), 1);
    CHECK_MEM(part.data, part.len, "34");
    CHECK(bytes_is_unique(&part) && bytes_is_unique(&view));
    CHECK_EQ(wrapper.blocks, 2);
    bytes_drop(&view);
    bytes_drop(&part);
    check_balanced(&wrapper);
}

TAP_MAIN()
