/* SPDX-License-Identifier: MIT */
/* Field lines: RFC 9112 sections 2.2 and 5, RFC 9110 section 5. */
#include "parser/token.h"
#include "parser_check.h"

TEST(rfc9112_5_1_optional_white_space_around_a_value_is_space_and_tab_only)
{
    CHECK_INPUT(GET "b:c\r\n\r\n", GET_IS ", b: c} | end");
    CHECK_INPUT(GET "b: \t c \t \r\n\r\n", GET_IS ", b: c} | end");
    CHECK_INPUT(GET "b:  c  d  \r\n\r\n", GET_IS ", b: c  d} | end");
    CHECK_INPUT(GET "b:\tc\t\r\n\r\n", GET_IS ", b: c} | end");
    CHECK_INPUT(GET "b: \x85\xa0"
                    "c\xa0\x85\r\n\r\n",
                GET_IS ", b: \\x85\\xa0c\\xa0\\x85} | end");
    CHECK_INPUT(GET "b: \x0b"
                    "c\r\n\r\n",
                "400 bad-field-value 28");
    CHECK_INPUT(GET "b: \x0c"
                    "c\r\n\r\n",
                "400 bad-field-value 28");
}

TEST(rfc9110_5_5_a_value_may_be_empty)
{
    CHECK_INPUT(GET "b:\r\n\r\n", GET_IS ", b: } | end");
    CHECK_INPUT(GET "b: \r\n\r\n", GET_IS ", b: } | end");
    CHECK_INPUT(GET "b: \t \t\r\nc: \r\n\r\n", GET_IS ", b: , c: } | end");
}

TEST(rfc9112_5_1_whitespace_before_colon_is_400)
{
    CHECK_INPUT(GET "b : c\r\n\r\n", "400 space-before-colon 26");
    CHECK_INPUT(GET "b\t: c\r\n\r\n", "400 space-before-colon 26");
    CHECK_INPUT("GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400 space-before-colon 20");
    CHECK_INPUT(GET "Content-Length : 3\r\n\r\nabc", "400 space-before-colon 39");
}

TEST(rfc9112_2_2_whitespace_before_the_first_field_is_400)
{
    CHECK_INPUT("GET / HTTP/1.1\r\n Host: a\r\n\r\n", "400 space-before-field 16");
    CHECK_INPUT("GET / HTTP/1.1\r\n\tHost: a\r\n\r\n", "400 space-before-field 16");
    CHECK_INPUT("GET / HTTP/1.1\r\n \r\nHost: a\r\n\r\n", "400 space-before-field 16");
}

TEST(rfc9112_5_2_a_folded_line_is_400)
{
    CHECK_INPUT(GET "b: c\r\n d\r\n\r\n", "400 obs-fold 31");
    CHECK_INPUT(GET "b: c\r\n\td\r\n\r\n", "400 obs-fold 31");
    CHECK_INPUT(GET "b: c\r\n \r\n\r\n", "400 obs-fold 31");
    CHECK_INPUT(GET "Content-Length:\r\n 3\r\n\r\nabc", "400 obs-fold 42");
}

TEST(rfc9110_5_1_a_field_name_is_a_token)
{
    CHECK_INPUT(GET "!#$%&'*+-.^_`|~09AZaz: c\r\n\r\n", GET_IS ", !#$%&'*+-.^_`|~09AZaz: c} | end");
    CHECK_INPUT(GET "a-name-that-is-longer-than-the-longest-vector-of-any-path: c\r\n\r\n",
                GET_IS ", a-name-that-is-longer-than-the-longest-vector-of-any-path: c} | end");
    CHECK_INPUT(GET ": c\r\n\r\n", "400 bad-field-name 25");
    CHECK_INPUT(GET "b\r\n\r\n", "400 bad-field-name 26");
    CHECK_INPUT(GET "b@c: d\r\n\r\n", "400 bad-field-name 26");
    CHECK_INPUT(GET "(b): d\r\n\r\n", "400 bad-field-name 25");
    CHECK_INPUT(GET "b\xc3\xa4: d\r\n\r\n", "400 bad-field-name 26");
    CHECK_INPUT(GET "b\0: d\r\n\r\n", "400 bad-field-name 26");
    CHECK_INPUT(GET "b\x7f: d\r\n\r\n", "400 bad-field-name 26");
    CHECK_INPUT(GET "{: d\r\n\r\n", "400 bad-field-name 25");
}

TEST(rfc9110_5_5_a_control_character_in_a_value_is_400)
{
    CHECK_INPUT(GET "b: c\0d\r\n\r\n", "400 bad-field-value 29");
    CHECK_INPUT(GET "b: c\x01\r\n\r\n", "400 bad-field-value 29");
    CHECK_INPUT(GET "b: c\x1b[0m\r\n\r\n", "400 bad-field-value 29");
    CHECK_INPUT(GET "b: c\x7f\r\n\r\n", "400 bad-field-value 29");
    CHECK_INPUT(GET "b: \t\x80\xff~!\r\n\r\n", GET_IS ", b: \\x80\\xff~!} | end");
}

TEST(every_path_judges_every_byte_of_a_value_the_same)
{
    /* At several offsets in a vector and in a block. */
    for (unsigned byte = 0; byte < 256; byte++) {
        for (size_t before = 0; before < 70; before += 23) {
            const HttpConfig config = origin_server();
            char input[256] = GET "b: ";
            size_t len = strlen(input);
            memset(input + len, 'x', before);
            len += before;
            char expected[64];
            snprintf(expected, sizeof(expected), "400 %s %zu",
                     byte == '\n'   ? "bare-lf"
                     : byte == '\r' ? "bare-cr"
                                    : "bad-field-value",
                     len + (byte == '\r'));
            input[len++] = (char)(unsigned char)byte;
            memcpy(input + len, "y\r\n\r\n", 5);
            len += 5;
            if ((byte < 0x20 && byte != '\t') || byte == 0x7f) {
                CHECK_STR(every_way(&config, input, len), expected);
            } else {
                const char *outcome = every_way(&config, input, len);
                CHECK_STR(outcome + strlen(outcome) - 7, "} | end");
                CHECK_EQ(strncmp(outcome, GET_IS ", b: ", sizeof(GET_IS ", b: ") - 1), 0);
            }
        }
    }
}

TEST(every_path_judges_every_byte_of_a_name_the_same)
{
    static const char token[] = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    for (unsigned byte = 0; byte < 256; byte++) {
        for (size_t before = 1; before < 50; before += 16) {
            const HttpConfig config = origin_server();
            char input[256] = GET;
            size_t len = strlen(input);
            memset(input + len, 'x', before);
            len += before;
            char expected[64];
            snprintf(expected, sizeof(expected), "400 %s %zu",
                     byte == '\n'                  ? "bare-lf"
                     : byte == ' ' || byte == '\t' ? "space-before-colon"
                                                   : "bad-field-name",
                     len);
            input[len++] = (char)(unsigned char)byte;
            memcpy(input + len, "y: z\r\n\r\n", 8);
            len += 8;
            if (byte != ':' && (byte == 0 || strchr(token, (int)byte) == NULL)) {
                CHECK_STR(every_way(&config, input, len), expected);
            } else {
                const char *outcome = every_way(&config, input, len);
                CHECK_STR(outcome + strlen(outcome) - 7, "} | end");
            }
        }
    }
}

TEST(rfc9112_2_2_a_bare_cr_or_lf_in_a_field_line_is_400)
{
    CHECK_INPUT(GET "b: c\rd\r\n\r\n", "400 bare-cr 30");
    CHECK_INPUT(GET "b: c\nd: e\r\n\r\n", "400 bare-lf 29");
    CHECK_INPUT(GET "b: c\r\r\n\r\n", "400 bare-cr 30");
    CHECK_INPUT(GET "b: c\n\r\n", "400 bare-lf 29");
    CHECK_INPUT(GET "b: c\n\n", "400 bare-lf 29");
    CHECK_INPUT(GET "b: c\r\n\n", "400 bare-lf 31");
    CHECK_INPUT(GET "b: c\r\n\rd", "400 bare-cr 32");
    CHECK_INPUT(GET "b: c\0\n\r\n", "400 bad-field-value 29");
    CHECK_INPUT(GET "b\rc: d\r\n\r\n", "400 bad-field-name 26");
    CHECK_INPUT(GET "\n", "400 bare-lf 25");
}

TEST(rfc9110_5_3_fields_of_one_name_stay_separate_and_in_order)
{
    CHECK_INPUT(GET "b: 1\r\nC: 2\r\nB: 3\r\nb: 1\r\n\r\n", GET_IS ", b: 1, C: 2, B: 3, b: 1} | end");
    CHECK_INPUT(GET "a-b: 1\r\na_b: 2\r\n\r\n", GET_IS ", a-b: 1, a_b: 2} | end");
}

TEST(a_head_that_is_not_complete_waits_for_more)
{
    CHECK_INPUT("G", "more");
    CHECK_INPUT("GET / HTTP/1.1\r\n", "more");
    CHECK_INPUT(GET, "more");
    CHECK_INPUT(GET "b: c\r\n", "more");
    CHECK_INPUT(GET "b: c\r\n\r", "more");
    CHECK_INPUT(GET "b: c\r", "more");
}

TEST(an_error_is_found_before_the_head_is_complete)
{
    CHECK_INPUT(GET "b c", "400 space-before-colon 26");
    CHECK_INPUT(GET "b: c\r\n d", "400 obs-fold 31");
    CHECK_INPUT("junk\r\n", "400 bad-method 4");
    CHECK_INPUT("junk junk junk\r\n", "400 bad-version 10");
}

TEST(a_syntax_error_takes_precedence_over_what_an_earlier_field_means)
{
    CHECK_INPUT(GET "Content-Length: x\r\nb c\r\n\r\n", "400 space-before-colon 45");
    CHECK_INPUT("GET nonsense HTTP/1.1\r\nb c\r\n\r\n", "400 space-before-colon 24");
}

TEST(names_compare_without_case_and_only_as_a_whole)
{
    static const char data[] = "Content-LENGTH Te CLOSE keep-alivE";
    const uint8_t *bytes = (const uint8_t *)data;
    CHECK(http_range_is(bytes, (BytesRange){0, 14}, "content-length"));
    CHECK(!http_range_is(bytes, (BytesRange){0, 13}, "content-length"));
    CHECK(!http_range_is(bytes, (BytesRange){0, 14}, "content-lengty"));
    CHECK(!http_range_is(bytes, (BytesRange){0, 14}, "Xontent-length"));
    CHECK(http_range_is(bytes, (BytesRange){15, 17}, "te"));
    CHECK(!http_range_is(bytes, (BytesRange){15, 17}, "tf"));
    CHECK(http_range_is(bytes, (BytesRange){18, 23}, "close"));
    CHECK(http_range_is(bytes, (BytesRange){24, 34}, "keep-alive"));
    CHECK(http_range_is(bytes, (BytesRange){5, 5}, ""));
}

TAP_MAIN()
