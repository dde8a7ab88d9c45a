/* SPDX-License-Identifier: MIT */
/* The parser of requests: what it finds, in whichever pieces the stream arrives, and what it rejects. */
#include "resp_run.h"

#include "tap.h"
#include "unit/test_allocator.h"

static const RespLimits LIMITS = {.arguments = 1000, .argument = 1 << 20, .request = 2 << 20};

static void check_run(const RespLimits *limits, BytesSpan stream, size_t first, size_t piece, const char *expected)
{
    RespRun run = resp_run(limits, bytes_malloc_allocator(), stream, first, piece);
    CHECK_EQ(bytes_mut_put(&run.text, "", 1), 0);
    CHECK_STR((const char *)run.text.data, expected);
    resp_run_drop(&run);
}

/* The stream has this outcome whole, cut in two at every place, and byte by byte. */
static void check_limited(const RespLimits *limits, BytesSpan stream, const char *expected)
{
    check_run(limits, stream, 0, stream.len, expected);
    check_run(limits, stream, 0, 1, expected);
    for (size_t cut = 1; cut < stream.len; cut++) {
        check_run(limits, stream, cut, stream.len, expected);
    }
}

#define CHECK_STREAM(literal, expected) check_limited(&LIMITS, BYTES_SPAN(literal), expected)

TEST(arrays_of_bulk_strings_are_requests)
{
    CHECK_STREAM("*1\r\n$4\r\nPING\r\n", "[PING]");
    CHECK_STREAM("*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nvalue\r\n*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n",
                 "[SET|key|value][GET|key]");
    CHECK_STREAM("*2\r\n$0\r\n\r\n$13\r\n$3\r\nSET\r\nab\r\n\r\n", "[|$3\r\nSET\r\nab\r\n]");
    CHECK_STREAM("*2\r\n$0\r\n\r\n$2\r\n\r\n\r\n", "[|\r\n]");
}

TEST(arrays_without_elements_are_requests_without_arguments)
{
    CHECK_STREAM("*0\r\n*-1\r\n*1\r\n$1\r\na\r\n", "[][][a]");
}

TEST(inline_commands_are_split_at_blanks_and_unquoted)
{
    CHECK_STREAM("PING\r\n", "[PING]");
    CHECK_STREAM("PING\n\r\n  SET  a\tb \r\n", "[PING][][SET|a|b]");
    CHECK_STREAM("SET k \"a b\\n\\x41\\\"\\z\" 'it\\'s \\n' \"\"\n", "[SET|k|a b\nA\"z|it's \\n|]");
    CHECK_STREAM("SET a\"b c\"\n", "[SET|ab c]");
}

TEST(inline_commands_and_arrays_alternate)
{
    CHECK_STREAM("PING\r\n*1\r\n$1\r\na\r\nECHO \"x\"\r\n*1\r\n$1\r\nb\r\n", "[PING][a][ECHO|x][b]");
}

TEST(incomplete_requests_consume_nothing)
{
    CHECK_STREAM("*2\r\n$3\r\nGET\r\n$3\r\nke", "?19");
    CHECK_STREAM("*2\r\n$3\r\nGET\r\n$3\r\nkey\r", "?21");
    CHECK_STREAM("*1", "?2");
    CHECK_STREAM("*1\r", "?3");
    CHECK_STREAM("GET key", "?7");
    CHECK_STREAM("SET k \"unfinished", "?17");
}

TEST(malformed_requests_are_rejected_in_the_words_of_redis)
{
    CHECK_STREAM("*x\r\n", "!invalid multibulk length");
    CHECK_STREAM("*3\rx", "!invalid multibulk length");
    CHECK_STREAM("*03\r\n", "!invalid multibulk length");
    CHECK_STREAM("*-0\r\n", "!invalid multibulk length");
    CHECK_STREAM("*99999999999999999999999\r\n", "!invalid multibulk length");
    CHECK_STREAM("*1\r\n$-1\r\n", "!invalid bulk length");
    CHECK_STREAM("*1\r\n$a\r\n", "!invalid bulk length");
    CHECK_STREAM("*1\r\n$9223372036854775807\r\n", "!invalid bulk length");
    CHECK_STREAM("*1\r\n*1\r\n", "!expected '$', got");
    CHECK_STREAM("*1\r\n:1\r\n", "!expected '$', got");
    CHECK_STREAM("*1\r\n$1\r\nab\r\n", "!expected CRLF after a bulk string");
    CHECK_STREAM("GET \"a\r\n", "!unbalanced quotes in request");
    CHECK_STREAM("GET \"a\"b\r\n", "!unbalanced quotes in request");
    CHECK_STREAM("PING\r\n*1\r\n$+1\r\n", "[PING]!invalid bulk length");
}

TEST(limits_are_exact)
{
    const RespLimits limits = {.arguments = 3, .argument = 4, .request = 40};
    check_limited(&limits, BYTES_SPAN("*3\r\n$1\r\na\r\n$1\r\nb\r\n$4\r\n1234\r\n"), "[a|b|1234]");
    check_limited(&limits, BYTES_SPAN("*4\r\n"), "!invalid multibulk length");
    check_limited(&limits, BYTES_SPAN("*1\r\n$5\r\n"), "!invalid bulk length");
    check_limited(&limits, BYTES_SPAN("a b c\n"), "[a|b|c]");
    check_limited(&limits, BYTES_SPAN("a b c d\n"), "!invalid multibulk length");
    const RespLimits small = {.arguments = 3, .argument = 4, .request = 23};
    check_limited(&small, BYTES_SPAN("*2\r\n$4\r\n1234\r\n$4\r\n1234\r\n"), "!too big request");
    check_limited(&small, BYTES_SPAN("*2\r\n$4\r\n1234\r\n$3\r\n123\r\n"), "[1234|123]");
}

TEST(an_inline_command_of_more_than_64_kib_is_rejected)
{
    static char line[RESP_INLINE_MAX + 2];
    memset(line, 'x', sizeof(line));
    check_run(&LIMITS, bytes_span_of(line, RESP_INLINE_MAX + 1), 0, 100, "!too big inline request");
    check_run(&LIMITS, bytes_span_of(line, RESP_INLINE_MAX), 0, 1000, "?65536");
}

TEST(memory_follows_the_arguments_that_came_and_not_those_announced)
{
    static const RespLimits many = {.arguments = 1 << 20, .argument = 100, .request = 1 << 20};
    TestAllocator allocator = test_allocator_plain();
    RespRun run = resp_run(&many, &allocator.base, BYTES_SPAN("*1000000\r\n$1\r\na\r\n"), 0, 1);
    CHECK_EQ(allocator.calls, 0);
    resp_run_drop(&run);
}

TEST(a_request_with_many_arguments_is_found_and_its_memory_given_back)
{
    BytesMut stream = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_put_str(&stream, "*1000\r\n"), 0);
    for (int i = 0; i < 1000; i++) {
        CHECK_EQ(bytes_mut_put_str(&stream, "$1\r\na\r\n"), 0);
    }
    for (size_t fail_at = 0; fail_at < 4; fail_at++) {
        TestAllocator allocator = test_allocator_plain();
        allocator.fail_at = fail_at;
        RespRun run = resp_run(&LIMITS, &allocator.base, bytes_mut_span(&stream), 0, 1000);
        CHECK_EQ(run.result, fail_at == 0 ? 1 : BYTES_ENOMEM);
        CHECK_EQ(run.text.len, fail_at == 0 ? 2 * 1000 + 1 : 5);
        CHECK_EQ(allocator.live, 0);
        resp_run_drop(&run);
    }
    bytes_mut_drop(&stream);
}

TEST(a_cut_value_is_announced_by_what_is_missing)
{
    RespParser parser;
    uint8_t data[] = "*2\r\n$3\r\nGET\r\n$1000\r\nabc";
    resp_init(&LIMITS, NULL, &parser);
    CHECK_EQ(resp_parse(&parser, data, sizeof(data) - 1), 0);
    CHECK_EQ(parser.need, 1002 - 3);
    CHECK_EQ(resp_parse(&parser, data, 12), 0);
}

TAP_MAIN()
