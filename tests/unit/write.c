/* SPDX-License-Identifier: MIT */
/*
 * Writing: at the end, in front, formatted, from the buffer's own bytes, and into places kept for later.
 */
#include "tap.h"

#include <bytes/bytes.h>

#include <wchar.h>

static BytesMut buffer_of(const char *text, size_t capacity)
{
    BytesMut out;
    CHECK_EQ(bytes_mut_with_capacity(capacity, &out), 0);
    CHECK_EQ(bytes_mut_put_str(&out, text), 0);
    return out;
}

/* malloc() that writes over what it takes back, so that stale bytes show. */
static void *scrub_allocate(BytesAllocator *self, size_t size)
{
    (void)self;
    return malloc(size);
}

static void scrub_deallocate(BytesAllocator *self, void *block, size_t size)
{
    volatile unsigned char *bytes = block; /* volatile: else the writing is left out */
    (void)self;
    for (size_t i = 0; i < size; i++) {
        bytes[i] = 0xdd;
    }
    free(block);
}

static BytesAllocator scrub = {scrub_allocate, NULL, scrub_deallocate, NULL, NULL, 0};

/* A full buffer: the next byte makes it grow. */
static BytesMut full(const char *text)
{
    BytesMut out;
    CHECK_EQ(bytes_mut_with_capacity_in(&scrub, strlen(text), &out), 0);
    CHECK_EQ(bytes_mut_put_str(&out, text), 0);
    CHECK_EQ(out.cap, out.len);
    return out;
}

TEST(each_way_of_putting_appends)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    Bytes view = BYTES_LITERAL(" view");
    CHECK_EQ(bytes_mut_put(&buffer, "ab\0c", 4), 0);
    CHECK_EQ(bytes_mut_put_str(&buffer, " str"), 0);
    CHECK_EQ(bytes_mut_put_view(&buffer, &view), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, '-', 3), 0);
    CHECK_EQ(bytes_mut_printf(&buffer, "%d%s", 42, "!"), 3);
    CHECK_MEM(buffer.data, buffer.len, "ab\0c str view---42!");
    CHECK_EQ(bytes_mut_extend_from_within(&buffer, 0, 2), 0);
    CHECK_EQ(bytes_mut_extend_from_within(&buffer, 21, 21), 0);
    CHECK_MEM(buffer.data, buffer.len, "ab\0c str view---42!ab");
    CHECK_EQ(bytes_mut_resize(&buffer, 2, 'x'), 0);
    CHECK_EQ(bytes_mut_resize(&buffer, 4, 'x'), 0);
    CHECK_EQ(bytes_mut_resize(&buffer, 4, 'y'), 0);
    CHECK_MEM(buffer.data, buffer.len, "abxx");
    CHECK_EQ(bytes_mut_resize(&buffer, 0, 'x'), 0);
    CHECK_EQ(buffer.len, 0);
    bytes_mut_drop(&buffer);
}

TEST(a_buffers_own_bytes_can_be_put_while_it_grows)
{
    for (size_t begin = 0; begin <= 6; begin++) {
        for (size_t end = begin; end <= 6; end++) {
            char expected[16] = "abcdef";
            BytesMut buffer = full("abcdef");
            memcpy(expected + 6, &"abcdef"[begin], end - begin);
            CHECK_EQ(bytes_mut_put(&buffer, buffer.data + begin, end - begin), 0);
            CHECK_EQ(buffer.len, 6 + end - begin);
            CHECK_EQ(memcmp(buffer.data, expected, buffer.len), 0);
            bytes_mut_drop(&buffer);
            buffer = full("abcdef");
            CHECK_EQ(bytes_mut_extend_from_within(&buffer, begin, end), 0);
            CHECK_EQ(buffer.len, 6 + end - begin);
            CHECK_EQ(memcmp(buffer.data, expected, buffer.len), 0);
            bytes_mut_drop(&buffer);
        }
    }
}

TEST(a_buffers_own_bytes_can_be_put_while_it_is_reclaimed_or_moves_to_a_fresh_block)
{
    BytesMut buffer = full("0123456789abcdef");
    Bytes frame;
    bytes_mut_advance(&buffer, 12);
    CHECK_EQ(bytes_mut_put(&buffer, buffer.data + 1, 3), 0); /* moved to the front first */
    CHECK_MEM(buffer.data, buffer.len, "cdefdef");
    bytes_mut_drop(&buffer);
    buffer = full("0123456789abcdef");
    frame = bytes_mut_split_freeze(&buffer, 12);
    CHECK_EQ(bytes_mut_put(&buffer, buffer.data + 1, 3), 0); /* fresh: the frame is alive */
    CHECK_MEM(buffer.data, buffer.len, "cdefdef");
    CHECK_MEM(frame.data, frame.len, "0123456789ab");
    bytes_drop(&frame);
    bytes_mut_drop(&buffer);
}

TEST(a_view_of_the_buffers_own_storage_can_be_put)
{
    BytesMut buffer = full("onetwo");
    Bytes frame = bytes_mut_split_freeze(&buffer, 3);
    CHECK_EQ(bytes_mut_put_view(&buffer, &frame), 0);
    CHECK_MEM(buffer.data, buffer.len, "twoone");
    CHECK_MEM(frame.data, frame.len, "one");
    bytes_drop(&frame);
    bytes_mut_drop(&buffer);
}

TEST(bytes_are_prepended_into_the_headroom)
{
    BytesMut buffer;
    const uint8_t *data;
    CHECK_EQ(bytes_mut_with_headroom(NULL, 8, 20, &buffer), 0);
    CHECK(buffer.cap >= 20);
    data = buffer.data;
    CHECK_EQ(bytes_mut_put_str(&buffer, "body"), 0);
    CHECK_EQ(bytes_mut_prepend(&buffer, "head", 4), 0);
    CHECK(buffer.data == data - 4);
    CHECK_EQ(bytes_mut_prepend(&buffer, "", 0), 0);
    CHECK_EQ(bytes_mut_prepend(&buffer, "more", 4), 0);
    CHECK(buffer.data == data - 8);
    CHECK_EQ(bytes_mut_headroom(&buffer), 0);
    CHECK_MEM(buffer.data, buffer.len, "moreheadbody");
    bytes_mut_drop(&buffer);
}

TEST(prepending_without_headroom_makes_some)
{
    BytesMut buffer = buffer_of("d", 1000);
    const uint8_t *data = buffer.data;
    const size_t cap = buffer.cap;
    CHECK_EQ(bytes_mut_prepend(&buffer, "c", 1), 0);
    CHECK(buffer.data > data && buffer.data < data + cap); /* in the same block */
    CHECK(bytes_mut_headroom(&buffer) > 100 && buffer.cap > 100);
    bytes_mut_drop(&buffer);
    buffer = full("cd");
    CHECK_EQ(bytes_mut_prepend(&buffer, "ab", 2), 0);
    CHECK_MEM(buffer.data, buffer.len, "abcd");
    bytes_mut_drop(&buffer);
    CHECK_EQ(bytes_mut_prepend(&buffer, "abc", 3), 0); /* also without storage */
    CHECK_MEM(buffer.data, buffer.len, "abc");
    CHECK_EQ(bytes_mut_put_str(&buffer, "d"), 0);
    CHECK_MEM(buffer.data, buffer.len, "abcd");
    bytes_mut_drop(&buffer);
}

TEST(prepending_never_writes_over_what_others_show)
{
    BytesMut buffer = buffer_of("headbody", 100);
    Bytes head = bytes_mut_split_freeze(&buffer, 4);
    CHECK_EQ(bytes_mut_prepend(&buffer, "HEAD", 4), 0);
    CHECK_MEM(buffer.data, buffer.len, "HEADbody");
    CHECK_MEM(head.data, head.len, "head");
    CHECK(bytes_is_unique(&head));
    bytes_drop(&head);
    bytes_mut_drop(&buffer);
}

TEST(a_buffers_own_bytes_can_be_prepended)
{
    for (int room = 0; room < 3; room++) {
        BytesMut buffer;
        CHECK_EQ(bytes_mut_with_headroom(NULL, room == 0 ? 8 : 0, room == 1 ? 100 : 6, &buffer), 0);
        CHECK_EQ(bytes_mut_put_str(&buffer, "abcdef"), 0);
        CHECK_EQ(bytes_mut_prepend(&buffer, buffer.data + 2, 3), 0);
        CHECK_MEM(buffer.data, buffer.len, "cdeabcdef");
        bytes_mut_drop(&buffer);
    }
}

TEST(prepending_byte_by_byte_costs_a_constant_per_byte)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    int moves = 0;
    for (int i = 0; i < 100000; i++) {
        const uint8_t byte = (uint8_t)(i % 251);
        const uint8_t *data = buffer.data;
        CHECK_EQ(bytes_mut_prepend(&buffer, &byte, 1), 0);
        moves += (uintptr_t)buffer.data != (uintptr_t)data - 1;
    }
    CHECK(moves < 60);
    for (size_t i = 0; i < 100000; i++) {
        CHECK_EQ(buffer.data[i], (99999 - i) % 251);
    }
    bytes_mut_drop(&buffer);
}

TEST(formatted_text_fits_whatever_room_there_is)
{
    for (size_t capacity = 0; capacity < 40; capacity++) {
        BytesMut buffer = BYTES_MUT_EMPTY;
        BytesMut rest;
        if (capacity != 0) {
            CHECK_EQ(bytes_mut_with_capacity(capacity, &buffer), 0);
            rest = bytes_mut_split_off(&buffer, capacity); /* exactly so much */
            bytes_mut_drop(&rest);
        }
        CHECK_EQ(bytes_mut_printf(&buffer, "%s", ""), 0);
        CHECK_EQ(bytes_mut_printf(&buffer, "%08d", 1234), 8);
        CHECK_EQ(bytes_mut_printf(&buffer, "<%s>", "0123456789"), 12);
        CHECK_MEM(buffer.data, buffer.len, "00001234<0123456789>");
        bytes_mut_drop(&buffer);
    }
}

static int format(BytesMut *buffer, const char *text, ...) BYTES_PRINTF(2, 3);
static int format(BytesMut *buffer, const char *text, ...)
{
    va_list arguments;
    int count;
    va_start(arguments, text);
    count = bytes_mut_vprintf(buffer, text, arguments);
    va_end(arguments);
    return count;
}

TEST(formatted_text_takes_its_arguments_as_a_list_too)
{
    BytesMut buffer = full("n = ");
    CHECK_EQ(format(&buffer, "%d, %s", 5, "five"), 7); /* formatted twice: once for the length */
    CHECK_MEM(buffer.data, buffer.len, "n = 5, five");
    bytes_mut_drop(&buffer);
}

#if !defined(_WIN32)
TEST(text_that_cannot_be_formatted_is_an_error_and_appends_nothing)
{
    static const wchar_t no_character[] = {(wchar_t)0x7fffffff, 0};
    BytesMut buffer = buffer_of("abc", 100);
    CHECK_EQ(bytes_mut_printf(&buffer, "%ls", no_character), BYTES_EINVAL);
    CHECK_MEM(buffer.data, buffer.len, "abc");
    bytes_mut_drop(&buffer);
}
#endif

TEST(a_slot_is_filled_in_place)
{
    BytesMut buffer = buffer_of("ab", 10);
    BytesSlot slot;
    CHECK_EQ(bytes_mut_reserve_slot(&buffer, 2, &slot), 0);
    CHECK_EQ(slot.width, 2);
    CHECK_MEM(buffer.data, buffer.len, "ab\0\0");
    CHECK_EQ(bytes_mut_put_str(&buffer, "cd"), 0);
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "xyz", 3), BYTES_EINVAL);
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "x", 1), BYTES_EINVAL);
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "xy", 2), 0);
    CHECK_EQ(slot.width, 0);
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "zz", 2), BYTES_EINVAL);
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "", 0), BYTES_EINVAL);
    CHECK_MEM(buffer.data, buffer.len, "abxycd");
    CHECK_EQ(bytes_mut_reserve_slot(&buffer, 0, &slot), BYTES_EINVAL);
    bytes_mut_drop(&buffer);
}

TEST(a_slot_follows_its_bytes_wherever_the_buffer_moves_them)
{
    BytesMut buffer = full("0123456789");
    BytesSlot slot;
    Bytes frame;
    CHECK_EQ(bytes_mut_reserve_slot(&buffer, 2, &slot), 0); /* grown */
    CHECK_EQ(bytes_mut_put_bytes(&buffer, '.', 1000), 0);   /* grown again */
    CHECK_EQ(bytes_mut_prepend(&buffer, "ab", 2), 0);
    bytes_mut_advance(&buffer, 3); /* consumed in front */
    CHECK_EQ(bytes_mut_resize(&buffer, 13, '.'), 0);
    CHECK_EQ(bytes_mut_reserve(&buffer, 5000), 0);
    frame = bytes_mut_split_freeze(&buffer, 9);
    CHECK_EQ(bytes_mut_reserve(&buffer, 90000), 0); /* to a fresh block */
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "XY", 2), 0);
    CHECK_MEM(buffer.data, buffer.len, "XY..");
    bytes_drop(&frame);
    bytes_mut_drop(&buffer);
}

TEST(a_slot_survives_reclaiming_the_front)
{
    BytesMut buffer = buffer_of("0123456789", 16);
    const uint8_t *data = buffer.data;
    const size_t cap = buffer.cap;
    BytesSlot slot;
    CHECK_EQ(bytes_mut_reserve_slot(&buffer, 2, &slot), 0);
    bytes_mut_advance(&buffer, 9);
    CHECK_EQ(bytes_mut_reserve(&buffer, cap - 3), 0);
    CHECK(buffer.data == data);
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "XY", 2), 0);
    CHECK_MEM(buffer.data, buffer.len, "9XY");
    bytes_mut_drop(&buffer);
}

TEST(a_slot_is_filled_through_the_piece_that_has_its_bytes)
{
    BytesMut buffer = buffer_of("abcd", 100);
    BytesSlot slot;
    BytesMut front, back;
    CHECK_EQ(bytes_mut_reserve_slot(&buffer, 2, &slot), 0);
    CHECK_EQ(bytes_mut_put_str(&buffer, "efgh"), 0);
    front = bytes_mut_split_to(&buffer, 4);
    back = bytes_mut_split_off(&buffer, 2);
    CHECK_EQ(bytes_mut_fill_slot(&front, &slot, "XY", 2), BYTES_ERANGE);
    CHECK_EQ(bytes_mut_fill_slot(&back, &slot, "XY", 2), BYTES_ERANGE);
    CHECK_EQ(slot.width, 2);
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "XY", 2), 0);
    CHECK_MEM(front.data, front.len, "abcd");
    CHECK_MEM(buffer.data, buffer.len, "XY");
    CHECK_MEM(back.data, back.len, "efgh");
    bytes_mut_drop(&front);
    bytes_mut_drop(&buffer);
    bytes_mut_drop(&back);
}

TEST(a_slot_whose_bytes_are_gone_is_not_filled)
{
    BytesMut buffer = buffer_of("abcd", 100);
    BytesMut empty = BYTES_MUT_EMPTY;
    BytesSlot slot;
    CHECK_EQ(bytes_mut_reserve_slot(&buffer, 2, &slot), 0);
    CHECK_EQ(bytes_mut_fill_slot(&empty, &slot, "XY", 2), BYTES_ERANGE);
    bytes_mut_truncate(&buffer, 5); /* half of it */
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "XY", 2), BYTES_ERANGE);
    CHECK_EQ(bytes_mut_resize(&buffer, 8, '.'), 0);
    bytes_mut_advance(&buffer, 5); /* the other half */
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "XY", 2), BYTES_ERANGE);
    CHECK_MEM(buffer.data, buffer.len, "...");
    bytes_mut_clear(&buffer);
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "XY", 2), BYTES_ERANGE);
    CHECK_EQ(slot.width, 2);
    bytes_mut_drop(&buffer);
}

TAP_MAIN()
