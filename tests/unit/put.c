/* SPDX-License-Identifier: MIT */
/* Appending: bytes, text, views, formatted text, the buffer's own bytes. */
#include "handles.h"
#include "tap.h"
#include "test_allocator.h"

#include <bytes/bytes.h>

#include <wchar.h>

/* A full buffer: the next byte makes it grow. The allocator shows stale bytes. */
static BytesMut full(const char *text)
{
    static TestAllocator memory;
    memory = test_allocator_plain();
    BytesMut out;
    CHECK_EQ(bytes_mut_with_capacity_in(&memory.base, strlen(text), &out), 0);
    CHECK_EQ(bytes_mut_put_str(&out, text), 0);
    CHECK_EQ(out.cap, out.len);
    return out;
}

TEST(each_form_of_put_appends)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    const Bytes view = BYTES_LITERAL(" view");
    CHECK_EQ(bytes_mut_put(&buffer, "ab\0c", 4), 0);
    CHECK_EQ(bytes_mut_put_str(&buffer, " str"), 0);
    CHECK_EQ(bytes_mut_put_view(&buffer, &view), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, '-', 3), 0);
    CHECK_EQ(bytes_mut_printf(&buffer, "%d%s", 42, "!"), 0);
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

TEST(a_buffers_own_bytes_can_be_appended_while_it_grows)
{
    for (size_t begin = 0; begin <= 6; begin++) {
        for (size_t end = begin; end <= 6; end++) {
            char expected[16] = "abcdef";
            memcpy(expected + 6, &"abcdef"[begin], end - begin);
            BytesMut buffer = full("abcdef");
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

TEST(a_buffers_own_bytes_can_be_appended_while_they_move_to_the_front)
{
    BytesMut buffer = full("0123456789abcdef");
    const uint8_t *const data = buffer.data;
    bytes_mut_advance(&buffer, 12);
    CHECK_EQ(bytes_mut_put(&buffer, buffer.data + 1, 3), 0);
    CHECK(buffer.data == data);
    CHECK_MEM(buffer.data, buffer.len, "cdefdef");
    bytes_mut_drop(&buffer);
}

TEST(a_buffers_own_bytes_can_be_appended_while_they_move_to_a_fresh_block)
{
    BytesMut buffer = full("0123456789abcdef");
    Bytes frame = bytes_mut_split_freeze(&buffer, 12);
    CHECK_EQ(bytes_mut_put(&buffer, buffer.data + 1, 3), 0); /* the frame keeps the old block */
    CHECK_MEM(buffer.data, buffer.len, "cdefdef");
    CHECK_MEM(frame.data, frame.len, "0123456789ab");
    bytes_drop(&frame);
    bytes_mut_drop(&buffer);
}

TEST(a_view_of_the_buffers_own_storage_can_be_appended)
{
    BytesMut buffer = full("onetwo");
    Bytes frame = bytes_mut_split_freeze(&buffer, 3);
    CHECK_EQ(bytes_mut_put_view(&buffer, &frame), 0);
    CHECK_MEM(buffer.data, buffer.len, "twoone");
    CHECK_MEM(frame.data, frame.len, "one");
    bytes_drop(&frame);
    bytes_mut_drop(&buffer);
}

TEST(formatted_text_is_appended_whatever_the_tailroom)
{
    for (size_t capacity = 0; capacity < 40; capacity++) {
        BytesMut buffer = BYTES_MUT_EMPTY;
        if (capacity != 0) {
            CHECK_EQ(bytes_mut_with_capacity(capacity, &buffer), 0);
            BytesMut rest = bytes_mut_split_off(&buffer, capacity); /* the capacity may have been rounded up */
            bytes_mut_drop(&rest);
        }
        CHECK_EQ(bytes_mut_printf(&buffer, "%s", ""), 0);
        CHECK_EQ(bytes_mut_printf(&buffer, "%08d", 1234), 0);
        CHECK_EQ(bytes_mut_printf(&buffer, "<%s>", "0123456789"), 0);
        CHECK_MEM(buffer.data, buffer.len, "00001234<0123456789>");
        bytes_mut_drop(&buffer);
    }
}

static int format(BytesMut *buffer, const char *text, ...) BYTES_PRINTF(2, 3);
static int format(BytesMut *buffer, const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    const int result = bytes_mut_vprintf(buffer, text, arguments);
    va_end(arguments);
    return result;
}

TEST(formatted_text_accepts_its_arguments_as_a_list)
{
    BytesMut buffer = full("n = ");
    CHECK_EQ(format(&buffer, "%d, %s", 5, "five"), 0); /* full: the list is read twice */
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

TAP_MAIN()
