/* SPDX-License-Identifier: MIT */
/*
 * Allocators: alignment, rounded sizes, optional functions, the statistics hook; a buffer's allocator serves every
 * handle that comes of the buffer.
 */
#include "tap.h"
#include "test_allocator.h"

#include <bytes/bytes.h>

static BytesMut buffer_in(TestAllocator *memory, size_t capacity)
{
    BytesMut out;
    CHECK_EQ(bytes_mut_with_capacity_in(&memory->base, capacity, &out), 0);
    return out;
}

static void check_balanced(const TestAllocator *memory)
{
    CHECK_EQ(memory->live, 0);
    CHECK_EQ(memory->live_bytes, 0);
}

TEST(an_aligned_allocator_aligns_the_data)
{
    for (size_t alignment = 1; alignment <= 1 << 16; alignment *= 2) {
        BytesAllocator allocator;
        CHECK_EQ(bytes_aligned_allocator(alignment, &allocator), 0);
        BytesMut buffer;
        CHECK_EQ(bytes_mut_with_capacity_in(&allocator, 1, &buffer), 0);
        for (int i = 0; i < 2000; i++) { /* through every growth */
            CHECK_EQ((uintptr_t)buffer.data % alignment, 0);
            CHECK_EQ(bytes_mut_put_str(&buffer, "0123456789"), 0);
        }
        CHECK_EQ(bytes_mut_shrink(&buffer, 0), 0);
        CHECK_EQ((uintptr_t)buffer.data % alignment, 0);
        BytesMut copy;
        CHECK_EQ(bytes_mut_copy(&buffer, &copy), 0);
        CHECK_EQ((uintptr_t)copy.data % alignment, 0);
        CHECK_EQ(memcmp(copy.data, buffer.data, 20000), 0);
        bytes_mut_drop(&copy);
        Bytes view;
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
    BytesAllocator allocator = {0};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        CHECK_EQ(bytes_aligned_allocator(wrong[i], &allocator), BYTES_EINVAL);
    }
    CHECK(allocator.allocate == NULL && allocator.alignment == 0);
    CHECK_EQ(bytes_aligned_allocator((size_t)1 << 30, &allocator), 0);
}

/* Passes everything on to the allocator that NULL stands for. */
typedef struct Wrapper {
    BytesAllocator base;
    int live;
    int reallocations;
} Wrapper;

static void *wrapper_allocate(BytesAllocator *self, size_t size)
{
    BytesAllocator *const inner = bytes_malloc_allocator();
    ((Wrapper *)self)->live++;
    return inner->allocate(inner, size);
}

static void *wrapper_reallocate(BytesAllocator *self, void *block, size_t old_size, size_t new_size)
{
    BytesAllocator *const inner = bytes_malloc_allocator();
    ((Wrapper *)self)->reallocations++;
    return inner->reallocate(inner, block, old_size, new_size);
}

static void wrapper_deallocate(BytesAllocator *self, void *block, size_t size)
{
    BytesAllocator *const inner = bytes_malloc_allocator();
    ((Wrapper *)self)->live--;
    inner->deallocate(inner, block, size);
}

TEST(the_malloc_allocator_can_be_wrapped)
{
    Wrapper wrapper = {{wrapper_allocate, wrapper_reallocate, wrapper_deallocate, NULL, NULL, 0}, 0, 0};
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity_in(&wrapper.base, 10, &buffer), 0);
    for (int i = 0; i < 100; i++) {
        CHECK_EQ(bytes_mut_put_str(&buffer, "0123456789"), 0);
    }
    CHECK_EQ(buffer.data[999], '9');
    CHECK_EQ(wrapper.live, 1);
    CHECK(wrapper.reallocations > 0);
    bytes_mut_drop(&buffer);
    CHECK_EQ(wrapper.live, 0);
}

/* test_allocator.h checks the sizes. */
TEST(an_allocator_gets_each_block_back_with_the_size_that_it_gave)
{
    const size_t rounds[] = {0, 16, 100, 4096};
    for (size_t i = 0; i < sizeof(rounds) / sizeof(rounds[0]); i++) {
        TestAllocator memory = test_allocator();
        memory.round = rounds[i];
        BytesMut buffer = buffer_in(&memory, 10);
        for (int n = 0; n < 300; n++) {
            CHECK_EQ(bytes_mut_printf(&buffer, "%d,", n), 0);
        }
        CHECK_EQ(bytes_mut_prepend(&buffer, "front", 5), 0);
        BytesMut copy;
        CHECK_EQ(bytes_mut_copy(&buffer, &copy), 0);
        CHECK_EQ(bytes_mut_shrink(&buffer, 0), 0);
        Bytes view = bytes_mut_split_freeze(&buffer, 100);
        CHECK_EQ(bytes_mut_reserve(&buffer, 5000), 0);
        CHECK_EQ(memory.live, 3);
        bytes_mut_drop(&buffer);
        bytes_mut_drop(&copy);
        bytes_drop(&view);
        check_balanced(&memory);
    }
}

TEST(a_buffer_has_all_of_a_size_that_its_allocator_rounded_up)
{
    TestAllocator memory = test_allocator();
    memory.round = 1000;
    BytesMut buffer = buffer_in(&memory, 10);
    CHECK_EQ(buffer.cap, 1000 - BYTES_HEADER_SIZE);
    CHECK_EQ(bytes_mut_retained(&buffer), 1000);
    CHECK_EQ(memory.live_bytes, 1000);
    memset(buffer.data, 1, buffer.cap);
    bytes_mut_drop(&buffer);
    check_balanced(&memory);
}

static size_t round_down(BytesAllocator *self, size_t size)
{
    (void)self;
    return size / 2;
}

TEST(an_allocator_that_rounds_down_corrupts_nothing)
{
    TestAllocator memory = test_allocator();
    memory.base.good_size = round_down;
    BytesMut buffer = buffer_in(&memory, 100);
    CHECK_EQ(buffer.cap, 100);
    memset(buffer.data, 1, buffer.cap);
    bytes_mut_drop(&buffer);
    check_balanced(&memory);
}

TEST(an_allocator_needs_no_optional_function)
{
    TestAllocator memory = test_allocator_plain();
    BytesMut buffer = buffer_in(&memory, 10);
    CHECK_EQ(buffer.cap, 10);
    CHECK_EQ(bytes_mut_put_str(&buffer, "0123456789"), 0);
    CHECK_EQ(bytes_mut_put_str(&buffer, "0123456789"), 0);
    CHECK_EQ(bytes_mut_shrink(&buffer, 0), 0);
    CHECK_MEM(buffer.data, buffer.len, "01234567890123456789");
    CHECK_EQ(memory.live, 1);
    bytes_mut_drop(&buffer);
    check_balanced(&memory);
}

TEST(the_library_reports_the_bytes_that_it_copies_but_not_those_that_were_appended)
{
    TestAllocator memory = test_allocator();
    BytesMut buffer = buffer_in(&memory, 10);
    CHECK_EQ(bytes_mut_put_str(&buffer, "0123456789"), 0);
    CHECK_EQ(memory.copied, 0);
    CHECK_EQ(bytes_mut_put_str(&buffer, "x"), 0); /* reallocated */
    CHECK_EQ(memory.copied, 10);
    BytesMut copy;
    CHECK_EQ(bytes_mut_copy(&buffer, &copy), 0);
    CHECK_EQ(memory.copied, 21);
    CHECK_EQ(bytes_mut_unsplit(&buffer, &copy), 0);
    CHECK_EQ(memory.copied, 32);
    Bytes view = bytes_mut_freeze(&buffer);
    char text[8];
    bytes_copy_to(&view, 1, 5, text);
    CHECK_EQ(memory.copied, 37);
    Bytes clone = bytes_clone(&view);
    CHECK_EQ(bytes_into_mut(&clone, &buffer), 0);
    CHECK_EQ(memory.copied, 59);
    bytes_drop(&view);
    bytes_mut_drop(&buffer);
    CHECK_EQ(bytes_copy_in(&memory.base, "abc", 3, &view), 0);
    CHECK_EQ(memory.copied, 62);
    bytes_drop(&view);
    check_balanced(&memory);
}

TEST(an_allocator_serves_every_handle_that_comes_of_a_buffer)
{
    TestAllocator memory = test_allocator();
    BytesMut buffer = buffer_in(&memory, 0); /* a block that only remembers the allocator */
    CHECK_EQ(memory.live, 1);
    CHECK_EQ(bytes_mut_put_str(&buffer, "some bytes that need more capacity than there is"), 0);
    CHECK_EQ(memory.live, 1);
    BytesMut piece = bytes_mut_split_off(&buffer, 10);
    CHECK_EQ(bytes_mut_reserve(&piece, 1000), 0); /* shared: a fresh block of the same allocator */
    CHECK_EQ(memory.live, 2);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', 1000), 0);
    CHECK_EQ(memory.live, 2);
    bytes_mut_drop(&piece);
    Bytes view = bytes_mut_split_freeze(&buffer, buffer.len); /* length 0 is left */
    piece = bytes_mut_split_off(&buffer, 0);                  /* and capacity 0 */
    CHECK_EQ(buffer.cap, 0);
    CHECK_EQ(bytes_mut_reserve(&buffer, 100), 0);
    CHECK_EQ(memory.live, 2);
    bytes_mut_drop(&piece);
    CHECK_EQ(bytes_mut_shrink(&buffer, 0), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'y', 5000), 0);
    CHECK_EQ(memory.live, 2);
    Bytes clone = bytes_clone(&view);
    CHECK_EQ(bytes_into_mut(&clone, &piece), 0); /* shared: copied */
    CHECK_EQ(memory.live, 3);
    bytes_mut_drop(&piece);
    bytes_drop(&view);
    bytes_mut_clear(&buffer);
    view = bytes_mut_freeze(&buffer); /* an empty view keeps no block */
    check_balanced(&memory);
}

TEST(a_control_block_comes_from_the_given_allocator)
{
    static uint8_t bytes[4];
    TestAllocator memory = test_allocator();
    Bytes view;
    CHECK_EQ(bytes_adopt_in(&memory.base, bytes, 4, BYTES_WRITABLE, NULL, NULL, &view), 0);
    CHECK_EQ(memory.live_bytes, sizeof(BytesControl));
    CHECK_EQ(bytes_retained(&view), 4);
    bytes_drop(&view);
    check_balanced(&memory);
    CHECK_EQ(bytes_adopt_in(&memory.base, bytes, 4, BYTES_WRITABLE, NULL, NULL, &view), 0);
    BytesStolen stolen;
    CHECK_EQ(bytes_steal(&view, &stolen), 0);
    check_balanced(&memory);
    CHECK_EQ(bytes_adopt_in(&memory.base, bytes, 4, BYTES_WRITABLE, NULL, NULL, &view), 0);
    BytesMut buffer;
    CHECK_EQ(bytes_try_into_mut(&view, &buffer), 0);
    CHECK_EQ(bytes_mut_put_str(&buffer, "more"), 0); /* out of the adopted memory, into a block */
    CHECK_EQ(memory.live, 1);
    CHECK(memory.live_bytes != sizeof(BytesControl));
    bytes_mut_drop(&buffer);
    check_balanced(&memory);
}

TAP_MAIN()
