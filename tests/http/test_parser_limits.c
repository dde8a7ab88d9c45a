/* SPDX-License-Identifier: MIT */
/* Limits: each at its last good value and one beyond, with the same outcome however the input is cut. */
#include "parser/body.h"
#include "parser/head.h"
#include "parser_check.h"

/* An input made of a prefix, one byte many times, and a suffix. */
typedef struct Built {
    size_t len;
    char data[200000];
} Built;

static const Built *build(const char *prefix, char byte, size_t count, const char *suffix)
{
    static Built built;
    const size_t before = strlen(prefix);
    const size_t after = strlen(suffix);
    if (before + count + after > sizeof(built.data)) {
        abort();
    }
    memcpy(built.data, prefix, before);
    memset(built.data + before, byte, count);
    memcpy(built.data + before + count, suffix, after);
    built.len = before + count + after;
    return &built;
}

/* The end of the outcome. */
static const char *ending(const HttpConfig *config, const Built *input)
{
    const char *outcome = every_way(config, input->data, input->len);
    const char *last = outcome;
    for (const char *at = outcome; (at = strstr(at, " | ")) != NULL; at += 3) {
        last = at + 3;
    }
    return last;
}

TEST(rfc9112_3_a_request_line_over_the_limit_is_414_at_the_first_byte_too_many)
{
    HttpConfig config = origin_server();
    CHECK(config.limits.request_line >= 8000);
    config.limits.request_line = 20; /* "GET /" and 6 more, " HTTP/1.1" */
    CHECK_STR(ending(&config, build("GET /", 'a', 6, " HTTP/1.1\r\nHost: a\r\n\r\n")), "end");
    CHECK_STR(ending(&config, build("GET /", 'a', 7, " HTTP/1.1\r\nHost: a\r\n\r\n")), "414 request-line-too-long 20");
    CHECK_STR(ending(&config, build("GET /", 'a', 8, " HTTP/1.1\r\nHost: a\r\n\r\n")), "414 request-line-too-long 20");
    CHECK_STR(ending(&config, build("GET /", 'a', 100, "")), "414 request-line-too-long 20");
    CHECK_STR(ending(&config, build("", 'A', 100, "")), "414 request-line-too-long 20");
    CHECK_STR(ending(&config, build("\r\nGET /", 'a', 100, "")), "414 request-line-too-long 22");
    /* An error of syntax before the limit, at it, after it. */
    CHECK_STR(ending(&config, build("GET /", 'a', 14, "# HTTP/1.1\r\n\r\n")), "400 bad-target 19");
    CHECK_STR(ending(&config, build("GET /", 'a', 15, "# HTTP/1.1\r\n\r\n")), "414 request-line-too-long 20");
    CHECK_STR(ending(&config, build("GET /", 'a', 16, "# HTTP/1.1\r\n\r\n")), "414 request-line-too-long 20");
}

TEST(the_default_request_line_is_8192_bytes)
{
    HttpConfig config = origin_server();
    CHECK_STR(ending(&config, build("GET /", 'a', 8192 - 14, " HTTP/1.1\r\nHost: a\r\n\r\n")), "end");
    CHECK_STR(ending(&config, build("GET /", 'a', 8192 - 13, " HTTP/1.1\r\nHost: a\r\n\r\n")),
              "414 request-line-too-long 8192");
}

TEST(rfc6585_5_a_field_over_the_limit_is_431_at_the_first_byte_too_many)
{
    HttpConfig config = origin_server();
    config.limits.field_line = 20;
    CHECK_STR(ending(&config, build(GET "b: ", 'c', 17, "\r\n\r\n")), "end");
    CHECK_STR(ending(&config, build(GET "b: ", 'c', 18, "\r\n\r\n")), "431 field-too-large 45");
    CHECK_STR(ending(&config, build(GET "b: ", 'c', 100, "")), "431 field-too-large 45");
    CHECK_STR(ending(&config, build(GET, 'b', 100, "")), "431 field-too-large 45");
    CHECK_STR(ending(&config, build(GET "b: ", ' ', 100, "")), "431 field-too-large 45");
    CHECK_STR(ending(&config, build(GET "b: ", 'c', 16, "\x01\r\n\r\n")), "400 bad-field-value 44");
    CHECK_STR(ending(&config, build(GET "b: ", 'c', 17, "\x01\r\n\r\n")), "431 field-too-large 45");
    config = origin_server();
    CHECK_STR(ending(&config, build(GET "b: ", 'c', 16384 - 3, "\r\n\r\n")), "end");
    CHECK_STR(ending(&config, build(GET "b: ", 'c', 16384 - 2, "\r\n\r\n")), "431 field-too-large 16409");
}

TEST(rfc6585_5_a_head_over_the_limit_is_431_at_the_first_byte_of_the_request)
{
    HttpConfig config = origin_server();
    config.limits.head = 100;
    CHECK_STR(ending(&config, build(GET "b: ", 'c', 68, "\r\n\r\n")), "end");
    CHECK_STR(ending(&config, build(GET "b: ", 'c', 69, "\r\n\r\n")), "431 head-too-large 0");
    CHECK_STR(ending(&config, build("\r\n" GET "b: ", 'c', 68, "\r\n\r\n")), "end");
    CHECK_STR(ending(&config, build("\r\n" GET "b: ", 'c', 69, "\r\n\r\n")), "431 head-too-large 2");
    CHECK_STR(ending(&config, build(GET "\r\n" GET "b: ", 'c', 69, "\r\n\r\n")), "431 head-too-large 27");
    CHECK_STR(ending(&config, build("GET /", 'c', 300, "")), "431 head-too-large 0");
    /* The hundredth byte may be any acceptable one; the next one is over the limit whatever it is. */
    CHECK_STR(ending(&config, build(GET "b: ", 'c', 71, "\x01")), "400 bad-field-value 99");
    CHECK_STR(ending(&config, build(GET "b: ", 'c', 72, "\x01")), "431 head-too-large 0");
    CHECK_STR(ending(&config, build(GET "b: ", 'c', 72, "")), "more");
    config = origin_server();
    CHECK_STR(ending(&config, build(GET, 'b', 16000, "")), "more");
}

TEST(rfc6585_5_too_many_fields_are_431_at_the_first_byte_of_the_request)
{
    HttpConfig config = origin_server();
    config.limits.fields = 3;
    CHECK_WITH(config, GET "b:\r\nc:\r\n\r\n", GET_IS ", b: , c: } | end");
    CHECK_WITH(config, GET "b:\r\nc:\r\nd:\r\n\r\n", "431 too-many-fields 0");
    CHECK_WITH(config, GET "b:\r\nc:\r\nd", "431 too-many-fields 0");
    CHECK_WITH(config, GET "b:\r\nc:\r\n", "more");
    CHECK_WITH(config, GET "b:\r\nc:\r\n d", "400 obs-fold 33");
    CHECK_WITH(config, GET "b:\r\nc \r\nd", "400 space-before-colon 30");
    CHECK_WITH(config, "\r\n" GET "b:\r\nc:\r\nd:\r\n\r\n", "431 too-many-fields 2");
    config.limits.fields = 0;
    CHECK_WITH(config, "GET / HTTP/1.0\r\n\r\n", "GET / 1.0 {} close | closed");
    CHECK_WITH(config, "GET / HTTP/1.0\r\nb", "431 too-many-fields 0");
}

TEST(there_is_no_limit_on_fields_but_the_configured_one)
{
    /* Around the default, and around the number of lines that one call of the scan finds. */
    static const size_t counts[] = {98, 99, 100, 101, 126, 127, 128, 129, 130, 254, 255, 256, 257, 400};
    for (size_t n = 0; n < sizeof(counts) / sizeof(counts[0]); n++) {
        const size_t fields = counts[n];
        HttpConfig config = origin_server();
        char input[20000] = GET;
        size_t len = strlen(input);
        for (size_t i = 1; i < fields; i++) {
            len += (size_t)snprintf(input + len, sizeof(input) - len, "n%zu: v\r\n", i);
        }
        memcpy(input + len, "\r\n", 2);
        len += 2;
        config.limits.fields = fields;
        const char *outcome = every_way(&config, input, len);
        char expected[40];
        snprintf(expected, sizeof(expected), ", n%zu: v} | end", fields - 1);
        CHECK_STR(outcome + strlen(outcome) - strlen(expected), expected);
        config.limits.fields = fields - 1;
        CHECK_STR(every_way(&config, input, len), "431 too-many-fields 0");
    }
}

TEST(fields_that_do_not_fit_the_array_of_the_caller_are_431)
{
    static const char input[] = GET "b: c\r\nd: e\r\n\r\n";
    const HttpConfig config = origin_server();
    for (size_t capacity = 2; capacity <= 9; capacity++) {
        BytesRange ranges[9];
        HttpRequest request = {.ranges = ranges, .capacity = capacity};
        HttpHead head = {0};
        HttpRejection rejection;
        const HttpResult result =
            http_head_parse(&head, &config, (const uint8_t *)input, sizeof(input) - 1, &request, &rejection);
        CHECK_EQ(result, capacity >= 8 ? HTTP_DONE : HTTP_REJECTED);
        CHECK(result == HTTP_DONE || rejection.error == HTTP_ERROR_TOO_MANY_FIELDS);
    }
}

TEST(rfc9112_7_1_1_a_chunk_line_over_the_limit_is_400_at_the_first_byte_too_many)
{
    HttpConfig config = origin_server();
    config.limits.chunk_line = 20;
    CHECK_STR(ending(&config, build(CHUNKED "1;", 'a', 18, "\r\nx\r\n0\r\n\r\n")), "end");
    CHECK_STR(ending(&config, build(CHUNKED "1;", 'a', 19, "\r\nx\r\n0\r\n\r\n")), "400 chunk-line-too-long 76");
    CHECK_STR(ending(&config, build(CHUNKED "0;a=\"", ' ', 100, "")), "400 chunk-line-too-long 76");
}

TEST(a_body_that_is_mostly_chunk_framing_is_400)
{
    HttpConfig config = origin_server();
    static char input[200000] = CHUNKED;
    size_t len = strlen(input);
    /* Five bytes of framing to one of data. */
    for (size_t i = 0; i < 200; i++) {
        memcpy(input + len, "1\r\nx\r\n", 6);
        len += 6;
    }
    config.limits.chunk_overhead = 100;
    /* The data pays for four of the five, so the allowance lasts for about a hundred chunks. */
    CHECK_STR(strrchr(every_way(&config, input, len), '|'), "| 400 too-much-chunking 646");
    config.limits.chunk_overhead = 202;
    CHECK_STR(strrchr(every_way(&config, input, len), '|'), "| more");
    /* Extensions count. */
    config.limits.chunk_overhead = 10;
    CHECK_WITH(config, CHUNKED "1;abcdefghijkl\r\n", CHUNKED_IS " | 400 too-much-chunking 66");
}

TEST(rfc6585_5_trailers_over_a_limit_are_431)
{
    HttpConfig config = origin_server();
    config.limits.trailers = 2;
    CHECK_WITH(config, CHUNKED "0\r\nb:\r\nc:\r\n\r\n", CHUNKED_IS " trailers {b: , c: } | end");
    CHECK_WITH(config, CHUNKED "0\r\nb:\r\nc:\r\nd:\r\n\r\n", CHUNKED_IS " | 431 too-many-trailers 67");
    config = origin_server();
    config.limits.trailer_bytes = 20;
    CHECK_STR(ending(&config, build(CHUNKED "0\r\nb: ", 'c', 13, "\r\n\r\n")), "end");
    CHECK_STR(ending(&config, build(CHUNKED "0\r\nb: ", 'c', 14, "\r\n\r\n")), "431 trailers-too-large 79");
    CHECK_STR(ending(&config, build(CHUNKED "0\r\nb: ", 'c', 100, "")), "431 trailers-too-large 79");
    config = origin_server();
    config.limits.field_line = 30;
    CHECK_STR(ending(&config, build(CHUNKED "0\r\nb: ", 'c', 28, "\r\n\r\n")), "431 field-too-large 89");
}

TEST(trailers_without_an_array_for_them_are_431)
{
    static const char input[] = "0\r\nb: c\r\n\r\n";
    const HttpConfig config = origin_server();
    const HttpRequest request = {.framing = HTTP_FRAMING_CHUNKED};
    HttpBodyPart part = {.trailers = NULL, .capacity = 0};
    HttpRejection rejection;
    HttpBody body;
    http_body_init(&body, &request);
    CHECK_EQ(http_body_decode(&body, &config, (const uint8_t *)input, sizeof(input) - 1, &part, &rejection),
             HTTP_REJECTED);
    CHECK_EQ(rejection.error, HTTP_ERROR_TOO_MANY_TRAILERS);
    CHECK_EQ(rejection.offset, 3);
}

TEST(a_line_without_end_is_rejected_at_a_limit_and_not_buffered_for_ever)
{
    const HttpConfig config = origin_server();
    CHECK_STR(ending(&config, build("GET /", 'a', 20000, "")), "414 request-line-too-long 8192");
    CHECK_STR(ending(&config, build(GET, 'a', 20000, "")), "431 field-too-large 16409");
    CHECK_STR(ending(&config, build(GET "a: ", 'a', 20000, "")), "431 field-too-large 16409");
    CHECK_STR(ending(&config, build("", 'a', 20000, "")), "414 request-line-too-long 8192");
}

TAP_MAIN()
