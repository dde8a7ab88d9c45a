/* SPDX-License-Identifier: MIT */
/*
 * The HTTP parser of examples/http: one input, parsed in many ways, has one outcome.
 *
 * The first byte of the input selects the configuration, the second how the rest is cut. The rest is parsed whole by
 * every path of the scan, cut in two, cut into pieces of different sizes, and byte by byte. All must agree in every
 * range, flag and byte of body, and in the error and its offset. Each call gets its bytes in a block of exactly their
 * size, so that AddressSanitizer reports the first byte read outside, at either end.
 *
 * Besides, the fast path and the automaton of syntax.c must agree on what a good head is.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parser/stream.h"
#include "parser/scan_paths.h"
#include "parser/syntax.h"

enum {
    LONGEST = 4096,
    LONGEST_BYTE_BY_BYTE = 600, /* quadratic, because every call gets a copy */
    MAX_FIELDS = 100,
    MAX_TRAILERS = 32
};

/* Everything that the parser delivered, as a hash, and how it ended. */
typedef struct Outcome {
    uint64_t hash;
    HttpEvent last;
    HttpError error;
    uint64_t offset; /* of the rejection; else the number of bytes consumed */
    bool may_end;
} Outcome;

static void hash_number(Outcome *outcome, uint64_t number)
{
    /* FNV-1a, with a rotation because whole numbers are added. */
    outcome->hash = (outcome->hash ^ number) * UINT64_C(0x100000001b3);
    outcome->hash ^= outcome->hash >> 29;
}

static void check(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzz_http: %s\n", what);
        abort();
    }
}

static void hash_bytes(Outcome *outcome, const uint8_t *data, BytesRange range)
{
    for (size_t i = range.begin; i < range.end; i++) {
        hash_number(outcome, data[i]);
    }
}

static void hash_ranges(Outcome *outcome, const uint8_t *data, size_t len, const BytesRange *ranges, size_t count)
{
    hash_number(outcome, count);
    for (size_t i = 0; i < count; i++) {
        check(ranges[i].begin <= ranges[i].end && ranges[i].end <= len, "a range outside what was consumed");
        hash_bytes(outcome, data, ranges[i]);
        hash_number(outcome, 0x100);
    }
}

static void hash_event(Outcome *outcome, const HttpStream *stream, HttpEvent event, const uint8_t *data)
{
    const HttpRequest *request = &stream->request;
    switch (event) {
    case HTTP_EVENT_HEAD:
        hash_number(outcome, stream->offset);
        hash_number(outcome, request->begin);
        hash_number(outcome, request->end);
        hash_ranges(outcome, data, stream->consumed, request->ranges, http_request_range_count(request));
        hash_ranges(outcome, data, stream->consumed, &request->authority, 1);
        hash_number(outcome, request->content_length);
        hash_number(outcome, request->framing);
        hash_number(outcome, request->target_form);
        hash_number(outcome, request->expect);
        hash_number(outcome, request->minor | (uint64_t)request->connect << 8 | (uint64_t)request->upgrade << 9 |
                                 (uint64_t)request->persistent << 10);
        break;
    case HTTP_EVENT_DATA:
        check(stream->part.data.end <= stream->consumed, "data outside what was consumed");
        hash_bytes(outcome, data, stream->part.data);
        break;
    case HTTP_EVENT_END:
        hash_number(outcome, 0x200);
        hash_ranges(outcome, data, stream->consumed, stream->part.trailers, 2 * stream->part.trailer_count);
        break;
    default:
        break;
    }
}

/* Parse in pieces of @p size bytes, or, if it is 0, of sizes from a generator. */
static Outcome run(const HttpConfig *config, const uint8_t *input, size_t len, size_t size, unsigned seed)
{
    static BytesRange ranges[HTTP_RANGES(MAX_FIELDS)];
    static BytesRange trailers[2 * MAX_TRAILERS];
    Outcome outcome = {.hash = UINT64_C(0xcbf29ce484222325)};
    HttpEvent event = HTTP_EVENT_MORE;
    size_t begin = 0;
    size_t end = 0;
    HttpStream stream;
    http_stream_init(&stream, config, ranges, HTTP_RANGES(MAX_FIELDS), trailers, 2 * MAX_TRAILERS);
    do {
        size_t piece = size;
        if (piece == 0) {
            seed = seed * 1103515245u + 12345u;
            piece = (seed >> 16) % ((seed >> 8 & 3) == 0 ? 200 : 12);
        }
        end = len - end < piece ? len : end + piece;
        do {
            const size_t given = end - begin;
            uint8_t *data = malloc(given > 0 ? given : 1);
            check(data != NULL, "out of memory");
            memcpy(data, input + begin, given);
            event = http_stream_next(&stream, given > 0 ? data : NULL, given);
            check(stream.consumed <= given, "more consumed than given");
            check(stream.offset == begin, "the offset of the stream is wrong");
            hash_event(&outcome, &stream, event, data);
            free(data);
            begin += stream.consumed;
        } while (event > HTTP_EVENT_MORE);
    } while (end < len && event == HTTP_EVENT_MORE);

    outcome.last = event;
    outcome.may_end = http_stream_may_end(&stream);
    outcome.offset = begin;
    if (event == HTTP_EVENT_REJECTED) {
        outcome.error = stream.rejection.error;
        outcome.offset = http_stream_rejected_at(&stream);
        check(outcome.error > HTTP_OK && outcome.error < HTTP_ERROR_COUNT, "a rejection without error");
        check(outcome.offset < len, "a rejection at a byte that does not exist");
    }
    return outcome;
}

static void same(const Outcome *a, const Outcome *b, const char *what)
{
    if (a->hash != b->hash || a->last != b->last || a->error != b->error || a->offset != b->offset ||
        a->may_end != b->may_end) {
        fprintf(stderr, "fuzz_http: event %d, %s at %llu: %s: event %d, %s at %llu\n", (int)a->last,
                http_error_code(a->error), (unsigned long long)a->offset, what, (int)b->last, http_error_code(b->error),
                (unsigned long long)b->offset);
        abort();
    }
}

/* The first head, checked by the automaton alone. */
static void compare_with_automaton(const HttpConfig *config, const uint8_t *input, size_t len)
{
    HttpSyntaxState slow = {0};
    HttpRejection slow_rejection = {HTTP_OK, 0};
    const HttpSyntax syntax = http_syntax_of_head(config, HTTP_RANGES(MAX_FIELDS));
    const HttpResult slow_result = http_syntax_check(&slow, &syntax, input, len, &slow_rejection);

    BytesRange ranges[HTTP_RANGES(MAX_FIELDS)];
    HttpRequest request = {.ranges = ranges, .capacity = HTTP_RANGES(MAX_FIELDS)};
    HttpHead head = {0};
    HttpRejection rejection = {HTTP_OK, 0};
    const HttpResult result = http_head_parse(&head, config, input, len, &request, &rejection);

    if (slow_result != HTTP_DONE) {
        check(result == slow_result && rejection.error == slow_rejection.error &&
                  rejection.offset == slow_rejection.offset,
              "the automaton disagrees");
    } else if (result == HTTP_DONE) {
        check(request.end == slow.at && request.begin == slow.begin && request.field_count == slow.field_count,
              "the automaton finds another head");
    } else {
        check(result == HTTP_REJECTED && rejection.error != HTTP_ERROR_BAD_FIELD_NAME, "only the automaton accepts it");
    }
}

static HttpConfig configuration(uint8_t choice)
{
    HttpConfig config;
    http_config_init(&config);
    config.syntax_only = choice & 1;
    if (choice & 2) {
        config.limits = (HttpLimits){
            .empty_lines = 1,
            .request_line = 30,
            .field_line = 40,
            .fields = 4,
            .head = 120,
            .body = 20,
            .chunk_line = 12,
            .chunk_overhead = 30,
            .trailers = 2,
            .trailer_bytes = 40,
        };
    }
    config.ignore_upgrade = (choice & 4) != 0;
    config.strict_target = (choice & 8) != 0;
    return config;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t len)
{
    if (len < 2 || len > LONGEST) {
        return 0;
    }
    HttpConfig config = configuration(input[0]);
    const unsigned seed = input[1];
    input += 2;
    len -= 2;

    const Outcome first = run(&config, input, len, LONGEST, 0);
    for (const HttpScanner *const *path = http_scanners(); *path != NULL; path++) {
        config.scanner = *path;
        Outcome other = run(&config, input, len, LONGEST, 0);
        same(&first, &other, (*path)->name);
        other = run(&config, input, len, 0, seed);
        same(&first, &other, "in pieces");
        if (len > 0) {
            other = run(&config, input, len, 1 + seed * len / 256, 0);
            same(&first, &other, "cut");
        }
        compare_with_automaton(&config, input, len);
    }
    if (len <= LONGEST_BYTE_BY_BYTE) {
        const Outcome other = run(&config, input, len, 1, 0);
        same(&first, &other, "byte by byte");
    }
    return 0;
}
