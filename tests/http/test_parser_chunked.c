/* SPDX-License-Identifier: MIT */
/* The chunked coding: RFC 9112 section 7. The body begins at offset 56. */
#include "parser_check.h"

TEST(rfc9112_7_1_chunks_are_joined_up_to_the_last_one)
{
    CHECK_INPUT(CHUNKED "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", CHUNKED_IS " body \"hello world\" | end");
    CHECK_INPUT(CHUNKED "0\r\n\r\n", CHUNKED_IS " | end");
    CHECK_INPUT(CHUNKED "000\r\n\r\n" GET "\r\n", CHUNKED_IS " | " GET_IS "} | end");
    CHECK_INPUT(CHUNKED "5\r\nhello\r\n0\r\n\r\n" CHUNKED "2\r\nhi\r\n0\r\n\r\n",
                CHUNKED_IS " body \"hello\" | " CHUNKED_IS " body \"hi\" | end");
    CHECK_INPUT(CHUNKED "7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n",
                CHUNKED_IS " body \"\\x0d\\x0a0\\x0d\\x0a\\x0d\\x0a\" | end");
}

TEST(rfc9112_7_1_a_chunk_size_is_hexadecimal_in_either_case)
{
    CHECK_INPUT(CHUNKED "a\r\n0123456789\r\nB\r\n0123456789a\r\n0\r\n\r\n",
                CHUNKED_IS " body \"01234567890123456789a\" | end");
    CHECK_INPUT(CHUNKED "0000000000000003\r\nabc\r\n0\r\n\r\n", CHUNKED_IS " body \"abc\" | end");
}

TEST(rfc9112_7_1_a_chunk_size_that_is_not_hexadecimal_is_400_at_the_byte)
{
    CHECK_INPUT(CHUNKED "g\r\n", CHUNKED_IS " | 400 bad-chunk-size 56");
    CHECK_INPUT(CHUNKED "\r\n", CHUNKED_IS " | 400 bad-chunk-size 56");
    CHECK_INPUT(CHUNKED ";a\r\n", CHUNKED_IS " | 400 bad-chunk-size 56");
    CHECK_INPUT(CHUNKED " 5\r\n", CHUNKED_IS " | 400 bad-chunk-size 56");
    CHECK_INPUT(CHUNKED "-5\r\n", CHUNKED_IS " | 400 bad-chunk-size 56");
    CHECK_INPUT(CHUNKED "+5\r\n", CHUNKED_IS " | 400 bad-chunk-size 56");
    CHECK_INPUT(CHUNKED "0x5\r\n", CHUNKED_IS " | 400 bad-chunk-size 57");
    CHECK_INPUT(CHUNKED "5_0\r\n", CHUNKED_IS " | 400 bad-chunk-size 57");
    CHECK_INPUT(CHUNKED "5,\r\n", CHUNKED_IS " | 400 bad-chunk-size 57");
    CHECK_INPUT(CHUNKED "3\r\nfoo\r\n\r\n", CHUNKED_IS " body \"foo\" | 400 bad-chunk-size 64");
}

TEST(rfc9112_7_1_a_chunk_size_does_not_overflow)
{
    CHECK_SYNTAX(CHUNKED "ffffffffffffffff\r\nab", CHUNKED_IS " body \"ab\" | more");
    CHECK_SYNTAX(CHUNKED "6\r\nhello \r\nffffffffffffffff\r\nab", CHUNKED_IS " body \"hello ab\" | more");
    CHECK_SYNTAX(CHUNKED "fffffffffffffffff\r\n", CHUNKED_IS " | 400 chunk-size-overflow 72");
    CHECK_SYNTAX(CHUNKED "00000000000000005\r\nhello", CHUNKED_IS " | 400 chunk-size-overflow 72");
    CHECK_INPUT(CHUNKED "ffffffffffffffff\r\n", CHUNKED_IS " | 413 body-too-large 61");
}

TEST(rfc9112_7_1_a_size_and_the_data_end_in_cr_lf_and_nothing_else)
{
    CHECK_INPUT(CHUNKED "5\nhello\r\n", CHUNKED_IS " | 400 bare-lf 57");
    CHECK_INPUT(CHUNKED "5\rhello\r\n", CHUNKED_IS " | 400 bare-cr 58");
    CHECK_INPUT(CHUNKED "5\r\r\nhello", CHUNKED_IS " | 400 bare-cr 58");
    CHECK_INPUT(CHUNKED "5\r\nhello\n0\r\n", CHUNKED_IS " body \"hello\" | 400 bad-chunk-end 64");
    CHECK_INPUT(CHUNKED "5\r\nhello0\r\n", CHUNKED_IS " body \"hello\" | 400 bad-chunk-end 64");
    CHECK_INPUT(CHUNKED "5\r\nhello\r0\r\n", CHUNKED_IS " body \"hello\" | 400 bad-chunk-end 65");
    CHECK_INPUT(CHUNKED "4\r\nhello\r\n", CHUNKED_IS " body \"hell\" | 400 bad-chunk-end 63");
    CHECK_INPUT(CHUNKED "0\n\r\n", CHUNKED_IS " | 400 bare-lf 57");
    CHECK_INPUT(CHUNKED "0\r\n\n", CHUNKED_IS " | 400 bare-lf 59");
    CHECK_INPUT(CHUNKED "0\r\n\rx", CHUNKED_IS " | 400 bare-cr 60");
}

TEST(rfc9112_7_1_1_extensions_that_follow_the_grammar_are_ignored)
{
    CHECK_INPUT(CHUNKED "1;a\r\nx\r\n0;b=c;d\r\n\r\n", CHUNKED_IS " body \"x\" | end");
    CHECK_INPUT(CHUNKED "1;a=\"\"\r\nx\r\n0\r\n\r\n", CHUNKED_IS " body \"x\" | end");
    CHECK_INPUT(CHUNKED "1;a=\"; \\\"\\\\\t\xff,\";b\r\nx\r\n0\r\n\r\n", CHUNKED_IS " body \"x\" | end");
}

TEST(rfc9112_7_1_1_white_space_around_the_parts_of_an_extension_is_accepted)
{
    CHECK_INPUT(CHUNKED "1 ; a = b ;\tc\t=\t\"d\" ; e\r\nx\r\n0\r\n\r\n", CHUNKED_IS " body \"x\" | end");
}

TEST(rfc9112_7_1_white_space_at_the_end_of_a_chunk_line_is_400)
{
    CHECK_INPUT(CHUNKED "1 \r\nx\r\n", CHUNKED_IS " | 400 bad-chunk-extension 58");
    CHECK_INPUT(CHUNKED "1;a \r\nx\r\n", CHUNKED_IS " | 400 bad-chunk-extension 60");
    CHECK_INPUT(CHUNKED "1;a=b\t\r\nx\r\n", CHUNKED_IS " | 400 bad-chunk-extension 62");
    CHECK_INPUT(CHUNKED "1;a=\"b\" \r\nx\r\n", CHUNKED_IS " | 400 bad-chunk-extension 64");
    CHECK_INPUT(CHUNKED "2 ab\r\nx\r\n", CHUNKED_IS " | 400 bad-chunk-extension 58");
}

TEST(rfc9112_7_1_1_an_extension_that_breaks_the_grammar_is_400_at_the_byte)
{
    CHECK_INPUT(CHUNKED "1;\r\n", CHUNKED_IS " | 400 bad-chunk-extension 58");
    CHECK_INPUT(CHUNKED "1;;a\r\n", CHUNKED_IS " | 400 bad-chunk-extension 58");
    CHECK_INPUT(CHUNKED "1;=b\r\n", CHUNKED_IS " | 400 bad-chunk-extension 58");
    CHECK_INPUT(CHUNKED "1;a=\r\n", CHUNKED_IS " | 400 bad-chunk-extension 60");
    CHECK_INPUT(CHUNKED "1;a=b=c\r\n", CHUNKED_IS " | 400 bad-chunk-extension 61");
    CHECK_INPUT(CHUNKED "1;a b\r\n", CHUNKED_IS " | 400 bad-chunk-extension 60");
    CHECK_INPUT(CHUNKED "1;a=b c\r\n", CHUNKED_IS " | 400 bad-chunk-extension 62");
    CHECK_INPUT(CHUNKED "1;a=\"b\r\n", CHUNKED_IS " | 400 bad-chunk-extension 62");
    CHECK_INPUT(CHUNKED "1;a=\"b\\\r\n", CHUNKED_IS " | 400 bad-chunk-extension 63");
    CHECK_INPUT(CHUNKED "1;a=\"b\x01\"\r\n", CHUNKED_IS " | 400 bad-chunk-extension 62");
    CHECK_INPUT(CHUNKED "1;a=\"b\"c\r\n", CHUNKED_IS " | 400 bad-chunk-extension 63");
    CHECK_INPUT(CHUNKED "1;a=\"b\n\"\r\n", CHUNKED_IS " | 400 bare-lf 62");
    CHECK_INPUT(CHUNKED "1;\xc3\xa4\r\n", CHUNKED_IS " | 400 bad-chunk-extension 58");
}

TEST(rfc9112_7_1_2_trailers_are_separate_from_the_fields)
{
    CHECK_INPUT(CHUNKED "1\r\nx\r\n0\r\nB: c \r\nd:\r\n\r\n" GET "\r\n",
                CHUNKED_IS " body \"x\" trailers {B: c, d: } | " GET_IS "} | end");
    CHECK_INPUT(CHUNKED "0;x\r\nb: c\r\nb: c\r\n\r\n", CHUNKED_IS " trailers {b: c, b: c} | end");
    CHECK_INPUT(CHUNKED "0\r\nb: c\r\n", CHUNKED_IS " | more");
    CHECK_INPUT(CHUNKED "0\r\n\r", CHUNKED_IS " | more");
    CHECK_INPUT(CHUNKED "0\r\n", CHUNKED_IS " | more");
}

TEST(rfc9112_7_1_2_the_rules_of_field_lines_apply_to_trailers)
{
    CHECK_INPUT(CHUNKED "0\r\n b: c\r\n\r\n", CHUNKED_IS " | 400 space-before-field 59");
    CHECK_INPUT(CHUNKED "0\r\nb : c\r\n\r\n", CHUNKED_IS " | 400 space-before-colon 60");
    CHECK_INPUT(CHUNKED "0\r\nb: c\r\n d\r\n\r\n", CHUNKED_IS " | 400 obs-fold 65");
    CHECK_INPUT(CHUNKED "0\r\nb: c\0\r\n\r\n", CHUNKED_IS " | 400 bad-field-value 63");
    CHECK_INPUT(CHUNKED "0\r\nb: c\n\r\n", CHUNKED_IS " | 400 bare-lf 63");
    CHECK_INPUT(CHUNKED "0\r\nGET / HTTP/1.1\r\n\r\n", CHUNKED_IS " | 400 space-before-colon 62");
    CHECK_INPUT(CHUNKED "1\r\nx\r\n0\r\nb: c\r\n\n", CHUNKED_IS " body \"x\" | 400 bare-lf 71");
}

TEST(rfc9110_6_5_1_a_trailer_that_frames_or_routes_is_400)
{
    CHECK_INPUT(CHUNKED "0\r\nb: c\r\nContent-Length: 5\r\n\r\n", CHUNKED_IS " | 400 forbidden-trailer 65");
    CHECK_INPUT(CHUNKED "0\r\nTransfer-Encoding: chunked\r\n\r\n", CHUNKED_IS " | 400 forbidden-trailer 59");
    CHECK_INPUT(CHUNKED "0\r\nhOST: b\r\n\r\n", CHUNKED_IS " | 400 forbidden-trailer 59");
    CHECK_INPUT(CHUNKED "0\r\nTE: x\r\nHost: b\r\n\r\n", CHUNKED_IS " | 400 forbidden-trailer 66");
    CHECK_SYNTAX(CHUNKED "0\r\nContent-Length: 5\r\n\r\n", CHUNKED_IS " trailers {Content-Length: 5} | end");
}

TEST(rfc9110_6_5_1_a_trailer_that_comes_too_late_is_dropped)
{
    CHECK_INPUT(CHUNKED "0\r\nAuthorization: x\r\n\r\n", CHUNKED_IS " | end");
    CHECK_INPUT(CHUNKED "0\r\nTE: x\r\na: b\r\ncookie: y\r\nc: d\r\nRange: z\r\n\r\n" GET "\r\n",
                CHUNKED_IS " trailers {a: b, c: d} | " GET_IS "} | end");
    CHECK_INPUT(CHUNKED "0\r\nTEx: x\r\n\r\n", CHUNKED_IS " trailers {TEx: x} | end");
    CHECK_SYNTAX(CHUNKED "0\r\nCookie: c\r\n\r\n", CHUNKED_IS " trailers {Cookie: c} | end");
}

/* Of a trailer section with the field @p name, @p outcome; with a longer name, a trailer like any other. */
static void check_trailer(const char *name, const char *outcome)
{
    const HttpConfig config = origin_server();
    char input[200];
    char expected[200];
    int len = snprintf(input, sizeof(input), CHUNKED "0\r\nA: b\r\n%s: c\r\n\r\n", name);
    CHECK_STR(every_way(&config, input, (size_t)len), outcome);
    len = snprintf(input, sizeof(input), CHUNKED "0\r\nX%s: c\r\n\r\n", name);
    snprintf(expected, sizeof(expected), CHUNKED_IS " trailers {X%s: c} | end", name);
    CHECK_STR(every_way(&config, input, (size_t)len), expected);
}

TEST(rfc9110_6_5_1_every_field_that_must_not_be_a_trailer_is_rejected_or_dropped)
{
    static const char *const rejected[] = {
        "Connection", "Content-Length", "Host", "Max-Forwards", "Transfer-Encoding", "Upgrade",
    };
    static const char *const dropped[] = {
        "Authorization",    "Cache-Control", "Content-Encoding",
        "Content-Range",    "Content-Type",  "Cookie",
        "Expect",           "If-Match",      "If-Modified-Since",
        "If-None-Match",    "If-Range",      "If-Unmodified-Since",
        "Keep-Alive",       "Pragma",        "Proxy-Authorization",
        "Proxy-Connection", "Range",         "TE",
        "Trailer",
    };
    for (size_t i = 0; i < sizeof(rejected) / sizeof(rejected[0]); i++) {
        check_trailer(rejected[i], CHUNKED_IS " | 400 forbidden-trailer 65");
    }
    for (size_t i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++) {
        check_trailer(dropped[i], CHUNKED_IS " trailers {A: b} | end");
    }
}

TEST(rfc9110_15_5_14_a_chunked_body_over_the_limit_is_413_at_the_digit)
{
    HttpConfig config = origin_server();
    config.limits.body = 10;
    CHECK_WITH(config, CHUNKED "5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n", CHUNKED_IS " body \"helloworld\" | end");
    CHECK_WITH(config, CHUNKED "5\r\nhello\r\n6\r\nworld!\r\n0\r\n\r\n",
               CHUNKED_IS " body \"hello\" | 413 body-too-large 66");
    CHECK_WITH(config, CHUNKED "00b\r\nworld!\r\n0\r\n\r\n", CHUNKED_IS " | 413 body-too-large 58");
    CHECK_WITH(config, CHUNKED "10\r\n", CHUNKED_IS " | 413 body-too-large 57");
    config.limits.body = UINT64_MAX;
    CHECK_WITH(config, CHUNKED "ffffffffffffffff\r\nab", CHUNKED_IS " body \"ab\" | more");
}

TAP_MAIN()
