/* SPDX-License-Identifier: MIT */
/* What does not depend on any one rule: pieces, cost, paths of the scan, events of a stream, the table of errors. */
#include "parser_check.h"
#include "parser/scan_paths.h"
#include "parser/stream.h"

/* A request with some of everything, and another one after it. */
static const char long_request[] =
    "\r\nPOST /a/long/path/that/goes/on?with=a&query=that&goes=on%20too HTTP/1.1\r\n"
    "Host: some.host.example:8080\r\n"
    "User-Agent: a/1.0 (some words in brackets, and more of them: longer than one block) b/2.0\r\n"
    "Accept: */*\r\n"
    "X:\r\n"
    "Connection: keep-alive, other\r\n"
    "Transfer-Encoding: chunked\r\n"
    "\r\n"
    "10;name=\"value\"\r\n0123456789abcdef\r\n"
    "1\r\nx\r\n"
    "0\r\n"
    "A-Trailer: with a value\r\n"
    "\r\n"
    "GET / HTTP/1.1\r\nHost: b\r\n\r\n";

TEST(pieces_of_every_size_give_the_same_outcome)
{
    const HttpConfig config = origin_server();
    const size_t len = sizeof(long_request) - 1;
    static const char last[] =
        " body \"0123456789abcdefx\" trailers {A-Trailer: with a value} | GET / 1.1 {Host: b} | end";
    const char *whole = every_way(&config, long_request, len);
    CHECK_STR(whole + strlen(whole) - (sizeof(last) - 1), last);
    for (size_t piece = 2; piece < len; piece++) {
        const char *outcome = in_pieces(&config, long_request, len, piece);
        CHECK_STR(outcome + strlen(outcome) - (sizeof(last) - 1), last);
        CHECK_EQ(
            strncmp(outcome, "POST /a/long/path/that/goes/on?with=a&query=that&goes=on%20too 1.1 {Host: some.h", 80),
            0);
    }
}

TEST(every_way_of_cutting_in_three_gives_the_same_outcome)
{
    static const char input[] = "\r\nPUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                "2;a=\"b\"\r\nhi\r\n0\r\nt: u\r\n\r\nG";
    const HttpConfig config = origin_server();
    const size_t len = sizeof(input) - 1;
    const char *const whole = "PUT /x 1.1 {Host: a, Transfer-Encoding: chunked} body \"hi\" trailers {t: u} | more";
    for (size_t first = 0; first <= len; first++) {
        for (size_t second = first; second <= len; second++) {
            CHECK_STR(in_three(&config, input, len, first, second), whole);
        }
    }
}

TEST(work_is_linear_in_the_input_however_it_is_cut)
{
    static const size_t pieces[] = {1, 2, 3, 7, 63, 64, 65, 0};
    static char input[60000] = GET;
    HttpConfig config = origin_server();
    size_t len = strlen(input);
    while (len < 40000) {
        len += (size_t)snprintf(input + len, sizeof(input) - len, "name-%zu: value %zu\r\n", len, len);
    }
    len += (size_t)snprintf(input + len, sizeof(input) - len, "\r\n");
    config.limits.fields = 2000;
    const char *whole = in_pieces(&config, input, len, 0);
    CHECK_STR(whole + strlen(whole) - 6, " | end");
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        whole = in_pieces(&config, input, len, 0);
        CHECK_STR(in_pieces(&config, input, len, pieces[i]), whole);
        CHECK(scanned_bytes() >= len);
        CHECK(scanned_bytes() <= 3 * len);
        /* The same without the end. */
        CHECK_STR(in_pieces(&config, input, len - 1, pieces[i]), "more");
        CHECK(scanned_bytes() <= 3 * len);
    }
}

TEST(work_is_linear_in_chunk_framing_and_trailers_too)
{
    static char input[150000] = CHUNKED;
    HttpConfig config = origin_server();
    size_t len = strlen(input);
    for (size_t i = 0; i < 3000; i++) {
        len += (size_t)snprintf(input + len, sizeof(input) - len, "1;a=\"%zu\"\r\nx\r\n", i);
    }
    len += (size_t)snprintf(input + len, sizeof(input) - len, "0\r\n");
    for (size_t i = 0; i < 90; i++) {
        len += (size_t)snprintf(input + len, sizeof(input) - len, "trailer-%zu: %064zu\r\n", i, i);
    }
    len += (size_t)snprintf(input + len, sizeof(input) - len, "\r\n");
    config.limits.trailers = 100;
    config.limits.trailer_bytes = 16384;
    config.limits.chunk_overhead = 100000;
    for (size_t piece = 1; piece < 100; piece += 33) {
        const char *whole = in_pieces(&config, input, len, 0);
        CHECK_STR(whole + strlen(whole) - 6, " | end");
        CHECK_STR(in_pieces(&config, input, len, piece), whole);
        CHECK(scanned_bytes() <= 3 * len);
    }
}

TEST(work_for_pipelined_requests_in_one_buffer_is_linear)
{
    static char input[150000];
    const HttpConfig config = origin_server();
    size_t len = 0;
    for (size_t i = 0; i < 3000; i++) {
        len += (size_t)snprintf(input + len, sizeof(input) - len, "%s\r\n", GET);
    }
    for (size_t piece = 0; piece < 100; piece += 33) {
        const char *const outcome = in_pieces(&config, input, len, piece);
        CHECK_STR(outcome + strlen(outcome) - 6, " | end");
        CHECK(scanned_bytes() <= 3 * len);
    }
    in_pieces(&config, input, len, 1);
    CHECK(scanned_bytes() <= 3 * len);
}

/* Marsaglia's xorshift. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Bytes that are mostly those of a good head. */
static size_t make_lines(uint64_t *state, uint8_t *data)
{
    static const char alphabet[] = "abcdefghijklmnop:: \t\r\n\r\n\r\n\x80-_\x7f";
    const size_t most = (size_t)(16 + next_random(state) % 200);
    size_t len = 0;
    while (len < most) {
        const uint64_t random = next_random(state);
        if (random % 16 < 12) {
            data[len++] = (uint8_t) "abcd-: xyz/\t"[random >> 32 & 7];
        } else if (random % 16 < 15) {
            data[len++] = '\r';
            data[len++] = '\n';
        } else {
            data[len++] = (uint8_t)alphabet[(random >> 32) % (sizeof(alphabet) - 1)];
        }
    }
    return len;
}

TEST(every_path_finds_the_same_lines)
{
    uint64_t state = 88172645463325252u;
    for (int round = 0; round < 200000; round++) {
        uint8_t data[256];
        const size_t len = make_lines(&state, data);
        HttpScan first;
        HttpScanResult result = HTTP_SCAN_BAD;
        for (const HttpScanner *const *path = http_scanners(); *path != NULL; path++) {
            HttpScan scan;
            http_scan_start(&scan, data, (uint32_t)len, 0);
            const HttpScanResult got = (*path)->lines(&scan);
            if (path == http_scanners()) {
                first = scan;
                result = got;
                continue;
            }
            CHECK_EQ(got, result);
            if (result == HTTP_SCAN_HEAD) {
                CHECK_EQ(scan.count, first.count);
                CHECK(memcmp(scan.lines, first.lines, scan.count * sizeof(HttpLine)) == 0);
            }
        }
    }
}

TEST(a_span_is_the_same_for_every_path_length_and_offset)
{
    uint8_t data[100];
    for (size_t len = 0; len <= sizeof(data); len++) {
        for (size_t at = 0; at <= len; at++) {
            for (size_t stop = at; stop <= len; stop += 1 + stop % 5) {
                memset(data, 'a', sizeof(data));
                if (stop < len) {
                    data[stop] = ':';
                }
                for (const HttpScanner *const *path = http_scanners(); *path != NULL; path++) {
                    CHECK_EQ((*path)->span(data, at, len, len, &http_token_set), stop);
                    CHECK_EQ((*path)->span(data, at, stop, len, &http_token_set), stop);
                }
            }
        }
    }
}

TEST(a_set_of_bytes_is_the_same_for_every_path)
{
    for (unsigned byte = 0; byte < 256; byte++) {
        uint8_t data[80];
        memset(data, 'a', sizeof(data));
        for (size_t at = 0; at < sizeof(data); at += 13) {
            data[at] = (uint8_t)byte;
            for (const HttpScanner *const *path = http_scanners(); *path != NULL; path++) {
                CHECK_EQ((*path)->span(data, at, at + 1, sizeof(data), &http_token_set) > at,
                         http_byte_set_has(&http_token_set, (uint8_t)byte));
            }
            data[at] = 'a';
        }
    }
}

TEST(a_rejection_and_the_end_of_a_stream_are_final)
{
    const HttpConfig config = origin_server();
    BytesRange ranges[HTTP_RANGES(4)];
    HttpStream stream;
    http_stream_init(&stream, &config, ranges, HTTP_RANGES(4), NULL, 0);
    CHECK(http_stream_may_end(&stream));
    CHECK_EQ(http_stream_next(&stream, NULL, 0), HTTP_EVENT_MORE);
    CHECK(http_stream_may_end(&stream));
    CHECK_EQ(http_stream_next(&stream, (const uint8_t *)"(", 1), HTTP_EVENT_REJECTED);
    CHECK_EQ(http_stream_next(&stream, (const uint8_t *)GET "\r\n", 27), HTTP_EVENT_REJECTED);
    CHECK_EQ(stream.rejection.error, HTTP_ERROR_BAD_METHOD);
    CHECK(!http_stream_may_end(&stream));

    http_stream_init(&stream, &config, ranges, HTTP_RANGES(4), NULL, 0);
    CHECK_EQ(http_stream_next(&stream, (const uint8_t *)"GET / HTTP/1.0\r\n\r\n", 18), HTTP_EVENT_HEAD);
    CHECK_EQ(stream.consumed, 18);
    CHECK(!http_stream_may_end(&stream));
    CHECK_EQ(http_stream_next(&stream, NULL, 0), HTTP_EVENT_END);
    CHECK_EQ(http_stream_next(&stream, NULL, 0), HTTP_EVENT_CLOSED);
    CHECK_EQ(http_stream_next(&stream, (const uint8_t *)"x", 1), HTTP_EVENT_CLOSED);
    CHECK(http_stream_may_end(&stream));
}

TEST(every_error_has_a_name_of_its_own_a_sentence_and_a_status)
{
    static const int statuses[] = {400, 408, 413, 414, 417, 431, 501, 505};
    CHECK_STR(http_error_code(HTTP_OK), "ok");
    CHECK_EQ(http_error_status(HTTP_OK), 200);
    for (int error = 1; error < HTTP_ERROR_COUNT; error++) {
        bool known = false;
        CHECK(strlen(http_error_sentence((HttpError)error)) > 10);
        for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
            known |= http_error_status((HttpError)error) == statuses[i];
        }
        CHECK(known);
        for (int other = 0; other < error; other++) {
            CHECK(strcmp(http_error_code((HttpError)error), http_error_code((HttpError)other)) != 0);
        }
    }
    CHECK_STR(http_error_code(HTTP_ERROR_COUNT), "unknown");
}

TAP_MAIN()
