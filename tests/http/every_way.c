/* SPDX-License-Identifier: MIT */
#include "every_way.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "parser/scan_paths.h"
#include "parser/stream.h"

enum {
    GUARDED = 1 << 20, /* bytes of the longest input */
    OUTCOME = 1 << 20, /* bytes of the longest outcome */
    OUTCOMES = 8
};

typedef struct Outcome {
    size_t len;
    char text[OUTCOME];
} Outcome;

static uint64_t scanned_last;

static void *must(void *memory)
{
    if (memory == NULL || memory == MAP_FAILED) {
        perror("every_way");
        exit(99);
    }
    return memory;
}

/* The first byte after readable memory; the GUARDED bytes before it may be used. */
static uint8_t *guard(void)
{
    static uint8_t *end;
    if (end == NULL) {
        const size_t page = (size_t)sysconf(_SC_PAGESIZE);
        uint8_t *memory = must(mmap(NULL, GUARDED + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        if (mprotect(memory + GUARDED, page, PROT_NONE) != 0) {
            must(NULL);
        }
        end = memory + GUARDED;
    }
    return end;
}

static void clear(Outcome *out)
{
    out->len = 0;
    out->text[0] = '\0';
}

__attribute__((format(printf, 2, 3))) static void append(Outcome *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(out->text + out->len, sizeof(out->text) - out->len, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof(out->text) - out->len) {
        fprintf(stderr, "every_way: the outcome is too long\n");
        exit(99);
    }
    out->len += (size_t)n;
}

static void append_bytes(Outcome *out, const uint8_t *data, BytesRange range)
{
    for (size_t i = range.begin; i < range.end; i++) {
        /* Most of the time is spent here, so plain bytes are not formatted. */
        if (data[i] >= 0x20 && data[i] < 0x7f && out->len + 1 < sizeof(out->text)) {
            out->text[out->len++] = (char)data[i];
        } else {
            append(out, "\\x%02x", data[i]);
        }
    }
    out->text[out->len] = '\0';
}

static void append_fields(Outcome *out, const uint8_t *data, const BytesRange *ranges, size_t count)
{
    append(out, "{");
    for (size_t i = 0; i < count; i++) {
        append(out, i > 0 ? ", " : "");
        append_bytes(out, data, ranges[2 * i]);
        append(out, ": ");
        append_bytes(out, data, ranges[2 * i + 1]);
    }
    append(out, "}");
}

static void append_head(Outcome *out, const HttpRequest *request, const uint8_t *data)
{
    append_bytes(out, data, http_request_method(request));
    append(out, " ");
    append_bytes(out, data, http_request_target(request));
    append(out, " 1.%u ", request->minor);
    append_fields(out, data, request->ranges + 2, request->field_count);
    append(out, "%s%s%s%s%s", request->persistent ? "" : " close", request->connect ? " connect" : "",
           request->upgrade ? " upgrade" : "", request->expect == HTTP_EXPECT_CONTINUE ? " continue" : "",
           request->expect == HTTP_EXPECT_UNKNOWN ? " expectation" : "");
}

/* Use an event as a program would. */
static void use(Outcome *out, const HttpStream *stream, HttpEvent event, const uint8_t *data, Outcome *body)
{
    if (event == HTTP_EVENT_HEAD) {
        clear(body);
        append_head(out, &stream->request, data);
        return;
    }
    if (event == HTTP_EVENT_DATA) {
        append_bytes(body, data, stream->part.data);
        return;
    }
    if (body->len > 0) {
        append(out, " body \"%s\"", body->text);
    }
    if (stream->part.trailer_count > 0) {
        append(out, " trailers ");
        append_fields(out, data, stream->part.trailers, stream->part.trailer_count);
    }
    append(out, " | ");
}

static void append_end(Outcome *out, const HttpStream *stream, HttpEvent event, size_t remaining)
{
    switch (event) {
    case HTTP_EVENT_MORE:
        append(out, http_stream_may_end(stream) ? "end" : "more");
        break;
    case HTTP_EVENT_CLOSED:
        append(out, "closed");
        if (remaining > 0) {
            append(out, " %zu", remaining);
        }
        break;
    default:
        append(out, "%d %s %" PRIu64, http_error_status(stream->rejection.error),
               http_error_code(stream->rejection.error), http_stream_rejected_at(stream));
        break;
    }
}

/* Parse the input in pieces that end at the offsets in @p ends. */
static void run(Outcome *out, const HttpConfig *config, const uint8_t *input, const size_t *ends, size_t pieces)
{
    static Outcome body;
    static BytesRange ranges[HTTP_RANGES(2000)];
    static BytesRange trailers[2 * 100];
    uint8_t *const end = guard();
    HttpEvent event = HTTP_EVENT_MORE;
    bool unfinished = false;
    size_t begin = 0;
    HttpStream stream;
    clear(out);
    http_stream_init(&stream, config, ranges, sizeof(ranges) / sizeof(ranges[0]), trailers,
                     sizeof(trailers) / sizeof(trailers[0]));
    for (size_t i = 0; i < pieces; i++) {
        /* Everything that has not been consumed, moved so that it ends at the guard. */
        uint8_t *data = end - (ends[i] - begin);
        memcpy(data, input + begin, ends[i] - begin);
        do {
            event = http_stream_next(&stream, data, (size_t)(end - data));
            if (event > HTTP_EVENT_MORE) {
                if (stream.offset != begin) {
                    append(out, "<offset %" PRIu64 " is not %zu>", stream.offset, begin);
                }
                use(out, &stream, event, data, &body);
                unfinished = event != HTTP_EVENT_END;
            }
            data += stream.consumed;
            begin += stream.consumed;
        } while (event > HTTP_EVENT_MORE);
    }
    if (unfinished) {
        append(out, body.len > 0 ? " body \"%s\" | " : " | ", body.text);
    }
    append_end(out, &stream, event, ends[pieces - 1] - begin);
    scanned_last = stream.scanned;
}

static Outcome *next_outcome(void)
{
    static Outcome *outcomes;
    static unsigned used;
    if (outcomes == NULL) {
        outcomes = must(calloc(OUTCOMES, sizeof(*outcomes)));
    }
    return &outcomes[used++ % OUTCOMES];
}

const char *in_pieces(const HttpConfig *config, const void *input, size_t len, size_t piece)
{
    Outcome *out = next_outcome();
    const size_t size = piece == 0 || piece > len ? len : piece;
    const size_t pieces = size == 0 ? 1 : (len + size - 1) / size;
    size_t *ends = must(calloc(pieces, sizeof(*ends)));
    for (size_t i = 0; i < pieces; i++) {
        ends[i] = (i + 1) * size < len ? (i + 1) * size : len;
    }
    run(out, config, input, ends, pieces);
    free(ends);
    return out->text;
}

const char *in_three(const HttpConfig *config, const void *input, size_t len, size_t first, size_t second)
{
    Outcome *out = next_outcome();
    run(out, config, input, (const size_t[]){first, second, len}, 3);
    return out->text;
}

uint64_t scanned_bytes(void)
{
    return scanned_last;
}

/* Compare one way with the first one; if they differ, the outcome becomes a complaint. */
static bool same(Outcome *out, const Outcome *other, const char *path, size_t cut)
{
    if (strcmp(out->text, other->text) == 0) {
        return true;
    }
    append(out, " <but with path %s, cut at %zu: %s>", path, cut, other->text);
    return false;
}

const char *every_way(const HttpConfig *config, const void *input, size_t len)
{
    static Outcome other;
    Outcome *out = next_outcome();
    HttpConfig with = *config;
    size_t *ends = must(calloc(len + 1, sizeof(*ends)));
    bool good = true;
    for (size_t i = 0; i <= len; i++) {
        ends[i] = i;
    }
    for (const HttpScanner *const *path = http_scanners(); *path != NULL && good; path++) {
        with.scanner = *path;
        run(path == http_scanners() ? out : &other, &with, input, &len, 1);
        good = path == http_scanners() || same(out, &other, (*path)->name, len);
        for (size_t cut = 0; cut < len && good; cut++) {
            run(&other, &with, input, (const size_t[]){cut, len}, 2);
            good = same(out, &other, (*path)->name, cut);
        }
        if (good) {
            run(&other, &with, input, ends, len + 1);
            good = same(out, &other, (*path)->name, 1);
        }
    }
    free(ends);
    return out->text;
}
