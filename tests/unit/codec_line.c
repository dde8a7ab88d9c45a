/* SPDX-License-Identifier: MIT */
/* Lines and delimiters: each end, each edge of the maximum, and that no byte is searched twice. */
#include "tap.h"

#include <bytes/bytes.h>

#include "counting.h"
#include "test_allocator.h"

/* Checks that the next result of a decoder is this line, or, if NULL, this result. */
static void check_mut(BytesMut *in, BytesLines *lines, int expected, const char *text)
{
    Bytes line;
    CHECK_EQ(bytes_mut_next_line(in, lines, &line), expected);
    if (expected == 1) {
        CHECK(bytes_span_equal(bytes_span(&line), bytes_span_str(text)));
        bytes_drop(&line);
    }
}

static void check_last(BytesMut *in, BytesLines *lines, int expected, const char *text)
{
    Bytes line;
    CHECK_EQ(bytes_mut_last_line(in, lines, &line), expected);
    if (expected == 1) {
        CHECK(bytes_span_equal(bytes_span(&line), bytes_span_str(text)));
        bytes_drop(&line);
    }
}

static void check_queue(BytesQueue *in, BytesLines *lines, int expected, const char *text)
{
    BytesQueue line;
    CHECK_EQ(bytes_queue_next_line(in, lines, &line), expected);
    if (expected == 1) {
        CHECK(bytes_queue_equal(&line, bytes_span_str(text)));
        bytes_queue_drop(&line);
    }
}

TEST(lines_end_with_lf_or_crlf)
{
    BytesLines lines = {.maximum = 10};
    BytesLines queue_lines = lines;
    BytesMut in = BYTES_MUT_EMPTY;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    static const char text[] = "a\nbc\r\n\n\r\nx\ry\n\r\r\nrest";
    CHECK_EQ(bytes_mut_put_str(&in, text), 0);
    CHECK_EQ(bytes_queue_put_str(&queue, text), 0);
    static const char *const expected[] = {"a", "bc", "", "", "x\ry", "\r"};
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        check_mut(&in, &lines, 1, expected[i]);
        CHECK_EQ(lines.delimiter, '\n');
        check_queue(&queue, &queue_lines, 1, expected[i]);
        CHECK_EQ(queue_lines.delimiter, '\n');
    }
    check_mut(&in, &lines, 0, NULL);
    check_queue(&queue, &queue_lines, 0, NULL);
    CHECK_MEM(in.data, in.len, "rest");
    bytes_mut_drop(&in);
    bytes_queue_drop(&queue);
}

TEST(the_maximum_does_not_count_the_end)
{
    static const char *const ends[] = {"\n", "\r\n"};
    for (size_t end = 0; end < 2; end++) {
        for (size_t len = 0; len <= 5; len++) {
            BytesLines lines = {.maximum = 3};
            BytesMut in = BYTES_MUT_EMPTY;
            static const char text[] = "abcde";
            char expected[6] = "";
            memcpy(expected, text, len);
            CHECK_EQ(bytes_mut_put_str(&in, expected), 0);
            CHECK_EQ(bytes_mut_put_str(&in, ends[end]), 0);
            CHECK_EQ(bytes_mut_put_str(&in, "next\n"), 0);
            check_mut(&in, &lines, len <= 3 ? 1 : BYTES_EMSGSIZE, expected);
            CHECK_MEM(in.data, in.len, "next\n");
            bytes_mut_drop(&in);
        }
    }
}

TEST(a_cr_at_the_end_of_the_input_may_be_that_of_a_crlf)
{
    BytesLines lines = {.maximum = 3};
    BytesMut in = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_put_str(&in, "abc\r"), 0);
    check_mut(&in, &lines, 0, NULL);
    CHECK_EQ(bytes_mut_put_str(&in, "\n"), 0);
    check_mut(&in, &lines, 1, "abc");
    CHECK_EQ(bytes_mut_put_str(&in, "abc\r"), 0);
    check_mut(&in, &lines, 0, NULL);
    CHECK_EQ(bytes_mut_put_str(&in, "x"), 0);
    check_mut(&in, &lines, BYTES_EMSGSIZE, NULL);
    CHECK_EQ(bytes_mut_put_str(&in, "\nok\n"), 0);
    check_mut(&in, &lines, 1, "ok");
    CHECK_EQ(bytes_mut_put_str(&in, "abcd"), 0);
    check_mut(&in, &lines, BYTES_EMSGSIZE, NULL);
    bytes_mut_drop(&in);
}

TEST(a_line_that_is_too_long_is_reported_once_and_the_next_one_is_decoded)
{
    BytesLines lines = {.maximum = 3};
    BytesLines queue_lines = lines;
    BytesMut in = BYTES_MUT_EMPTY;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    static const char *const parts[] = {"abcd", "efgh", "ijkl\r", "\nok\r\nabcdefgh\nfine\nyes\n"};
    static const int first[] = {BYTES_EMSGSIZE, 0, 0, 1};
    for (size_t i = 0; i < 4; i++) {
        CHECK_EQ(bytes_mut_put_str(&in, parts[i]), 0);
        CHECK_EQ(bytes_queue_put_str(&queue, parts[i]), 0);
        check_mut(&in, &lines, first[i], "ok");
        check_queue(&queue, &queue_lines, first[i], "ok");
        if (i < 3) {
            CHECK_EQ(in.len + queue.len, 0);
            check_mut(&in, &lines, 0, NULL);
            check_queue(&queue, &queue_lines, 0, NULL);
        }
    }
    for (size_t i = 0; i < 2; i++) {
        check_mut(&in, &lines, BYTES_EMSGSIZE, NULL);
        check_queue(&queue, &queue_lines, BYTES_EMSGSIZE, NULL);
    }
    check_mut(&in, &lines, 1, "yes");
    check_queue(&queue, &queue_lines, 1, "yes");
    check_mut(&in, &lines, 0, NULL);
    bytes_mut_drop(&in);
    bytes_queue_drop(&queue);
}

TEST(memory_stays_flat_while_a_line_is_skipped)
{
    TestAllocator allocator = test_allocator();
    BytesLines lines = {.maximum = 1000};
    BytesMut in;
    int errors = 0;
    CHECK_EQ(bytes_mut_with_capacity_in(&allocator.base, 4096, &in), 0);
    for (int i = 0; i < 10000; i++) {
        Bytes line;
        CHECK_EQ(bytes_mut_put_bytes(&in, 'x', 1024), 0);
        errors += bytes_mut_next_line(&in, &lines, &line) == BYTES_EMSGSIZE;
        CHECK(allocator.live_bytes < 8192);
    }
    CHECK_EQ(errors, 1);
    CHECK_EQ(bytes_mut_put_str(&in, "\nok\n"), 0);
    check_mut(&in, &lines, 1, "ok");
    bytes_mut_drop(&in);
    CHECK_EQ(allocator.live, 0);
}

TEST(any_of_some_bytes_ends_what_is_before_it)
{
    BytesLines lines = {.maximum = 4, .delimiters = BYTES_SPAN(",;\r")};
    BytesLines queue_lines = lines;
    BytesMut in = BYTES_MUT_EMPTY;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    static const char text[] = "ab,c\nd;;\re\r\nf,long one;x";
    static const char *const expected[] = {"ab", "c\nd", "", "", "e", "\nf"};
    static const char delimiters[] = ",;;\r\r,";
    CHECK_EQ(bytes_mut_put_str(&in, text), 0);
    for (size_t i = 0; i < sizeof(text) - 1; i++) {
        Bytes part = bytes_static(text + i, 1);
        CHECK_EQ(bytes_queue_push_back(&queue, &part), 0);
    }
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        check_mut(&in, &lines, 1, expected[i]);
        CHECK_EQ(lines.delimiter, delimiters[i]);
        check_queue(&queue, &queue_lines, 1, expected[i]);
        CHECK_EQ(queue_lines.delimiter, delimiters[i]);
    }
    check_mut(&in, &lines, BYTES_EMSGSIZE, NULL);
    check_queue(&queue, &queue_lines, BYTES_EMSGSIZE, NULL);
    check_mut(&in, &lines, 0, NULL);
    check_queue(&queue, &queue_lines, 0, NULL);
    check_last(&in, &lines, 1, "x");
    CHECK_EQ(lines.delimiter, 0);
    bytes_mut_drop(&in);
    bytes_queue_drop(&queue);
}

TEST(a_zero_byte_can_be_a_delimiter)
{
    BytesLines lines = {.maximum = 4, .delimiters = {(const uint8_t *)"", 1}};
    BytesMut in = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_put(&in, "ab\0cd\0", 6), 0);
    check_mut(&in, &lines, 1, "ab");
    check_mut(&in, &lines, 1, "cd");
    check_mut(&in, &lines, 0, NULL);
    bytes_mut_drop(&in);
}

TEST(at_the_end_of_the_input_what_is_left_is_a_line)
{
    static const struct Case {
        const char *text;
        int results[4]; /* of last_line, up to the first 0 */
        const char *line;
    } cases[] = {
        {"", {0}, NULL},
        {"x", {1, 0}, "x"},
        {"x\n", {1, 0}, "x"},
        {"x\nx", {1, 1, 0}, "x"},
        {"x\nx\r\n", {1, 1, 0}, "x"},
        {"x\r", {1, 0}, "x\r"},
        {"long\nx", {BYTES_EMSGSIZE, 1, 0}, "x"},
        {"x\nlong", {1, BYTES_EMSGSIZE, 0}, "x"},
        {"xyz", {1, 0}, "xyz"},
        {"xyz\r", {BYTES_EMSGSIZE, 0}, NULL},
        {"long\nlonger", {BYTES_EMSGSIZE, BYTES_EMSGSIZE, 0}, NULL},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        BytesLines lines = {.maximum = 3};
        BytesMut in = BYTES_MUT_EMPTY;
        CHECK_EQ(bytes_mut_put_str(&in, cases[i].text), 0);
        for (size_t j = 0; j == 0 || cases[i].results[j - 1] != 0; j++) {
            check_last(&in, &lines, cases[i].results[j], cases[i].line);
        }
        CHECK_EQ(in.len, 0);
        check_last(&in, &lines, 0, NULL);
        bytes_mut_drop(&in);
    }
}

TEST(the_end_of_the_input_ends_a_line_that_is_skipped)
{
    BytesLines lines = {.maximum = 3};
    BytesMut in = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_put_str(&in, "abcd"), 0);
    check_mut(&in, &lines, BYTES_EMSGSIZE, NULL);
    CHECK_EQ(bytes_mut_put_str(&in, "efgh"), 0);
    check_last(&in, &lines, 0, NULL);
    CHECK_EQ(in.len, 0);
    CHECK_EQ(bytes_mut_put_str(&in, "ok\n"), 0);
    check_mut(&in, &lines, 1, "ok");
    bytes_mut_drop(&in);
}

TEST(a_maximum_of_0_is_an_error)
{
    BytesLines lines = {.maximum = 0};
    BytesMut in = BYTES_MUT_EMPTY;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    check_mut(&in, &lines, BYTES_EINVAL, NULL);
    check_last(&in, &lines, BYTES_EINVAL, NULL);
    check_queue(&queue, &lines, BYTES_EINVAL, NULL);
}

TEST(a_decoder_does_not_search_behind_the_end)
{
    BytesLines lines = {.maximum = SIZE_MAX};
    BytesMut in = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_put_str(&in, "abcdef"), 0);
    check_mut(&in, &lines, 0, NULL);
    bytes_mut_clear(&in); /* not allowed, but no reason to read where nothing is */
    CHECK_EQ(bytes_mut_put_str(&in, "x\n"), 0);
    check_mut(&in, &lines, 1, "x");
    bytes_mut_drop(&in);
}

/* Byte by byte, a decoder that began at the front each time would look at half of the square. */
TEST(bytes_one_by_one_are_searched_once)
{
    enum { LENGTH = 1 << 20 };
    BytesLines lines = {.maximum = SIZE_MAX};
    BytesLines queue_lines = lines;
    BytesMut in;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    Bytes line;
    BytesQueue pieces;
    CHECK_EQ(bytes_mut_with_capacity(LENGTH + 1, &in), 0);
    for (size_t i = 0; i < LENGTH; i++) {
        CHECK_EQ(bytes_mut_put_u8(&in, 'x'), 0);
        CHECK_EQ(bytes_mut_next_line(&in, &lines, &line), 0);
        CHECK_EQ(lines.searched_, i + 1);
    }
    for (size_t i = 0; i < LENGTH / 16; i++) {
        Bytes part = BYTES_LITERAL("x");
        CHECK_EQ(bytes_queue_push_back(&queue, &part), 0);
        CHECK_EQ(bytes_queue_next_line(&queue, &queue_lines, &pieces), 0);
        CHECK_EQ(queue_lines.searched_, i + 1);
    }
    CHECK_EQ(bytes_mut_put_u8(&in, '\n'), 0);
    CHECK_EQ(bytes_mut_next_line(&in, &lines, &line), 1);
    CHECK_EQ(line.len, LENGTH);
    bytes_drop(&line);
    bytes_mut_drop(&in);
    bytes_queue_drop(&queue);
}

TEST(a_line_shares_the_block_of_its_buffer)
{
    BytesLines lines = {.maximum = 10};
    BytesMut in = BYTES_MUT_EMPTY;
    Bytes kept[3];
    CHECK_EQ(bytes_mut_put_str(&in, "ab\ncd\r\n\nef\n"), 0);
    const BytesCounts before = *bytes_counts();
    for (size_t i = 0; i < 3; i++) {
        CHECK_EQ(bytes_mut_next_line(&in, &lines, &kept[i]), 1);
    }
    CHECK(memcmp(&before, bytes_counts(), sizeof(before)) == 0);
    CHECK(kept[0].storage == in.storage && kept[1].storage == in.storage && kept[2].storage == NULL);
    bytes_mut_drop(&in);
    CHECK_MEM(kept[0].data, kept[0].len, "ab");
    CHECK_MEM(kept[1].data, kept[1].len, "cd");
    bytes_drop_all(kept, 3);
}

TEST(without_memory_for_a_copy_the_line_stays)
{
    TestAllocator allocator = test_allocator();
    BytesLines lines = {.maximum = 10, .copy_below = 5};
    BytesLines queue_lines = lines;
    BytesMut in;
    BytesQueue queue;
    CHECK_EQ(bytes_mut_with_capacity_in(&allocator.base, 100, &in), 0);
    CHECK_EQ(bytes_mut_put_str(&in, "abc\nrest"), 0);
    bytes_queue_init(&allocator.base, 100, &queue);
    CHECK_EQ(bytes_queue_put_str(&queue, "abc\nrest"), 0);
    allocator.largest = 0;
    for (int i = 0; i < 2; i++) {
        check_mut(&in, &lines, BYTES_ENOMEM, NULL);
        check_queue(&queue, &queue_lines, BYTES_ENOMEM, NULL);
        CHECK_EQ(in.len, 8);
        CHECK_EQ(queue.len, 8);
    }
    allocator.largest = SIZE_MAX;
    check_mut(&in, &lines, 1, "abc");
    check_queue(&queue, &queue_lines, 1, "abc");
    allocator.largest = 0;
    check_last(&in, &lines, BYTES_ENOMEM, NULL);
    allocator.largest = SIZE_MAX;
    check_last(&in, &lines, 1, "rest");
    bytes_mut_drop(&in);
    bytes_queue_drop(&queue);
    CHECK_EQ(allocator.live, 0);
}

TEST(without_memory_for_its_segments_a_line_of_a_queue_stays)
{
    TestAllocator allocator = test_allocator();
    BytesLines lines = {.maximum = 100};
    BytesQueue queue;
    bytes_queue_init(&allocator.base, 0, &queue);
    static const char text[] = "0123456789\nabcdefghijklmnop";
    for (size_t i = 0; i < sizeof(text) - 1; i++) {
        Bytes part = bytes_static(text + i, 1);
        CHECK_EQ(bytes_queue_push_back(&queue, &part), 0);
    }
    allocator.largest = 0;
    check_queue(&queue, &lines, BYTES_ENOMEM, NULL);
    CHECK_EQ(queue.len, sizeof(text) - 1);
    allocator.largest = SIZE_MAX;
    check_queue(&queue, &lines, 1, "0123456789");
    CHECK(bytes_queue_starts_with(&queue, BYTES_SPAN("abc")));
    bytes_queue_drop(&queue);
    CHECK_EQ(allocator.live, 0);
}

TAP_MAIN()
