/* SPDX-License-Identifier: MIT */
/*
 * The line filter of examples/lines against a naive one that has the whole text, with the text cut everywhere.
 */
#include "../../examples/lines/filter.h"
#include "../tap.h"
#include "../unit/random.h"
#include "../unit/test_allocator.h"

enum { TEXT_MAX = 40000 };

typedef struct Text {
    uint8_t data[TEXT_MAX];
    size_t len;
} Text;

static bool contains(const uint8_t *line, size_t len, BytesSpan needle)
{
    for (size_t i = 0; i + needle.len <= len; i++) {
        if (memcmp(line + i, needle.data, needle.len) == 0) {
            return true;
        }
    }
    return false;
}

/* What grep -F prints. Returns the number of lines selected. */
static uint64_t select_naively(const Text *text, BytesSpan needle, bool invert, Text *out)
{
    uint64_t selected = 0;
    out->len = 0;
    for (size_t begin = 0; begin < text->len;) {
        size_t end = begin;
        while (end < text->len && text->data[end] != '\n') {
            end++;
        }
        if (contains(text->data + begin, end - begin, needle) != invert) {
            memcpy(out->data + out->len, text->data + begin, end - begin);
            out->len += end - begin;
            out->data[out->len++] = '\n';
            selected++;
        }
        begin = end + 1;
    }
    return selected;
}

/* Feeds one block in storage of its own. Returns what filter_block() does. */
static int feed(Filter *filter, BytesAllocator *allocator, const uint8_t *data, size_t len)
{
    Bytes block;
    int error = bytes_copy_in(allocator, data, len, &block);
    if (error == 0) {
        error = filter_block(filter, &block);
        bytes_drop(&block);
    }
    return error;
}

/* The output of the filter, appended; the filter's is dropped as a writer would. */
static void drain_output(Filter *filter, Text *out)
{
    bytes_queue_copy_to(&filter->out, 0, filter->out.len, out->data + out->len);
    out->len += filter->out.len;
    bytes_queue_clear(&filter->out);
}

static void check_cut(const Text *text, BytesSpan needle, bool invert, size_t most)
{
    static Text expected;
    static Text got;
    Filter filter;
    const uint64_t selected = select_naively(text, needle, invert, &expected);
    got.len = 0;
    filter_init(NULL, needle, invert, &filter);
    for (size_t at = 0; at < text->len;) {
        const size_t left = text->len - at;
        const size_t wanted = 1 + random_below(most);
        const size_t count = wanted < left ? wanted : left;
        CHECK_EQ(feed(&filter, NULL, text->data + at, count), 0);
        drain_output(&filter, &got);
        at += count;
    }
    CHECK_EQ(filter_end(&filter), 0);
    drain_output(&filter, &got);
    CHECK_EQ(filter.selected, selected);
    CHECK_EQ(got.len, expected.len);
    CHECK(memcmp(got.data, expected.data, got.len) == 0);
    filter_drop(&filter);
}

/* Lines of a few bytes over a small alphabet, so that needles are found and nearly found all the time. */
static void write_short_lines(Text *text, size_t len)
{
    static const char alphabet[] = "aab\nabb";
    text->len = len;
    for (size_t i = 0; i < len; i++) {
        text->data[i] = (uint8_t)alphabet[random_below(sizeof(alphabet) - 1)];
    }
}

/* Lines longer than what the filter copies, so that views of several blocks are held. */
static void write_long_lines(Text *text)
{
    write_short_lines(text, 30000);
    for (size_t i = 0; i < text->len; i++) {
        if (text->data[i] == '\n' && random_below(2000) != 0) {
            text->data[i] = 'c';
        }
    }
}

static const char *const needles[] = {"a", "b", "ab", "bb", "aab", "abab", "bbbbb", "abaabaabb", "z"};
enum { NEEDLES = sizeof(needles) / sizeof(needles[0]) };

TEST(short_lines_are_selected_the_same_however_the_text_is_cut)
{
    static Text text;
    for (int round = 0; round < 400; round++) {
        write_short_lines(&text, random_below(200));
        const size_t most = round % 2 == 0 ? 8 : 100;
        check_cut(&text, bytes_span_str(needles[random_below(NEEDLES)]), round % 4 < 2, most);
    }
}

TEST(lines_over_many_blocks_are_selected_the_same_however_the_text_is_cut)
{
    static Text text;
    for (int round = 0; round < 60; round++) {
        write_long_lines(&text);
        check_cut(&text, bytes_span_str(needles[random_below(NEEDLES)]), round % 2 == 0, round % 3 == 0 ? 20000 : 6000);
    }
}

TEST(a_needle_that_spans_two_blocks_is_found)
{
    Text text = {.len = 0};
    memset(text.data, 'x', 20000);
    memcpy(text.data + 9998, "needle", 6);
    text.len = 20000;
    for (size_t cut = 9990; cut < 10010; cut++) {
        Filter filter;
        filter_init(NULL, BYTES_SPAN("needle"), false, &filter);
        CHECK_EQ(feed(&filter, NULL, text.data, cut), 0);
        CHECK_EQ(feed(&filter, NULL, text.data + cut, text.len - cut), 0);
        CHECK_EQ(filter.out.len, text.len);
        CHECK_EQ(filter_end(&filter), 0);
        CHECK_EQ(filter.out.len, text.len + 1);
        CHECK_EQ(filter.selected, 1);
        filter_drop(&filter);
    }
}

TEST(adjacent_selected_lines_leave_as_one_piece)
{
    Filter filter;
    filter_init(NULL, BYTES_SPAN("x"), false, &filter);
    CHECK_EQ(feed(&filter, NULL, (const uint8_t *)"x1\nx2\nx3\nno\nx4\n", 15), 0);
    CHECK_EQ(filter.out.len, 12);
    CHECK_EQ(bytes_queue_pieces(&filter.out), 2);
    filter_drop(&filter);
}

TEST(a_short_unfinished_line_does_not_pin_its_block)
{
    TestAllocator memory = test_allocator();
    Filter filter;
    filter_init(NULL, BYTES_SPAN("x"), false, &filter);
    CHECK_EQ(feed(&filter, &memory.base, (const uint8_t *)"no\nno\nunfinished", 16), 0);
    CHECK_EQ(memory.live, 0);
    filter_drop(&filter);
}

TEST(no_block_is_held_once_a_long_line_is_selected_and_written)
{
    TestAllocator memory = test_allocator();
    static Text text;
    static Text out;
    Filter filter;
    filter_init(&memory.base, BYTES_SPAN("needle"), false, &filter);
    memset(text.data, 'x', TEXT_MAX);
    memcpy(text.data + 100, "needle", 6);
    for (int block = 0; block < 100; block++) {
        CHECK_EQ(feed(&filter, &memory.base, text.data, TEXT_MAX), 0);
        out.len = 0;
        drain_output(&filter, &out);
        CHECK_EQ(out.len, TEXT_MAX);
    }
    filter_drop(&filter);
    CHECK_EQ(memory.live, 0);
}

TEST(each_failed_allocation_is_an_error_and_leaks_nothing)
{
    static Text text;
    write_long_lines(&text);
    for (size_t fail_at = 1;; fail_at++) {
        TestAllocator memory = test_allocator();
        memory.fail_at = fail_at;
        Filter filter;
        filter_init(&memory.base, BYTES_SPAN("ab"), fail_at % 2 == 0, &filter);
        int error = 0;
        for (size_t at = 0; at < text.len && error == 0; at += 5000) {
            error = feed(&filter, &memory.base, text.data + at, 5000);
        }
        if (error == 0) {
            error = filter_end(&filter);
        }
        CHECK(error == 0 || error == BYTES_ENOMEM);
        filter_drop(&filter);
        CHECK_EQ(memory.live, 0);
        if (error == 0) {
            break;
        }
    }
}

TAP_MAIN()
