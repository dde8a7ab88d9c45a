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
    GUARDED = 1 << 20, /* the longest input */
    OUTCOME = 1 << 20, /* the longest outcome */
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

/* The first byte after readable memory; GUARDED bytes before it may be used. */
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

__attribute__((format(printf, 2, 3))) static void say(Outcome *out, const char *format, ...)
{
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(out->text + out->len, sizeof(out->text) - out->len, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof(out->text) - out->len) {
        fprintf(stderr, "every_way: the outcome is too long\n");
        exit(99);
    }
    out->len += (size_t)n;
}

static void say_bytes(Outcome *out, const uint8_t *data, BytesRange range)
{
    for (size_t i = range.begin; i < range.end; i++) {
        /* Most of the time goes here, so the plain ones are not formatted. */
        if (data[i] >= 0x20 && data[i] < 0x7f && out->len + 1 < sizeof(out->text)) {
            out->text[out->len++] = (char)data[i];
        } else {
            say(out, "\\x%02x", data[i]);
        }
    }
    out->text[out->len] = '\0';
}

static void say_fields(Outcome *out, const uint8_t *data, const BytesRange *ranges, size_t count)
{
    say(out, "{");
    for (size_t i = 0; i < count; i++) {
        say(out, i > 0 ? ", " : "");
        say_bytes(out, data, ranges[2 * i]);
        say(out, ": ");
        say_bytes(out, data, ranges[2 * i + 1]);
    }
    say(out, "}");
}

/* Act on an event as a program would. */
static void act(Outcome *out, const HttpStream *stream, HttpEvent event, const uint8_t *data, Outcome *body)
{
    const HttpRequest *request = &stream->request;

    if (event == HTTP_EVENT_HEAD) {
        body->len = 0;
        body->text[0] = '\0';
        say_bytes(out, data, http_request_method(request));
        say(out, " ");
        say_bytes(out, data, http_request_target(request));
        say(out, " 1.%u ", request->minor);
        say_fields(out, data, request->ranges + 2, request->field_count);
        say(out, "%s%s%s%s%s", request->persistent ? "" : " close", request->connect ? " connect" : "",
            request->upgrade ? " upgrade" : "", request->expect == HTTP_EXPECT_CONTINUE ? " continue" : "",
            request->expect == HTTP_EXPECT_UNKNOWN ? " expectation" : "");
    } else if (event == HTTP_EVENT_DATA) {
        say_bytes(body, data, stream->part.data);
    } else {
        if (body->len > 0) {
            say(out, " body \"%s\"", body->text);
        }
        if (stream->part.trailer_count > 0) {
            say(out, " trailers ");
            say_fields(out, data, stream->part.trailers, stream->part.trailer_count);
        }
        say(out, " | ");
    }
}

/* Feed the pieces that end at the offsets in @p ends. */
static void run(Outcome *out, const HttpConfig *config, const uint8_t *input, const size_t *ends, size_t pieces)
{
    static Outcome body;
    static BytesRange ranges[HTTP_RANGES(2000)];
    static BytesRange trailers[2 * 100];
    const size_t len = ends[pieces - 1];
    uint8_t *const end = guard();
    HttpStream stream;
    HttpEvent event = HTTP_EVENT_MORE;
    bool unfinished = false;
    size_t begin = 0;

    out->len = 0;
    out->text[0] = '\0';
    http_stream_init(&stream, config, ranges, sizeof(ranges) / sizeof(ranges[0]), trailers,
                     sizeof(trailers) / sizeof(trailers[0]));
    for (size_t i = 0; i < pieces; i++) {
        uint8_t *data = end - (ends[i] - begin);

        /* Everything that has not been consumed, moved so that it ends at the guard. */
        memcpy(data, input + begin, ends[i] - begin);
        do {
            event = http_stream_next(&stream, data, (size_t)(end - data));
            if (event > HTTP_EVENT_MORE && stream.offset != begin) {
                say(out, "<offset %" PRIu64 " is not %zu>", stream.offset, begin);
            }
            if (event > HTTP_EVENT_MORE) {
                act(out, &stream, event, data, &body);
                unfinished = event != HTTP_EVENT_END;
            }
            data += stream.consumed;
            begin += stream.consumed;
        } while (event > HTTP_EVENT_MORE);
    }
    if (unfinished) {
        say(out, body.len > 0 ? " body \"%s\" | " : " | ", body.text);
    }
    switch (event) {
    case HTTP_EVENT_MORE:
        say(out, http_stream_may_end(&stream) ? "end" : "more");
        break;
    case HTTP_EVENT_CLOSED:
        say(out, "closed");
        if (len > begin) {
            say(out, " %zu", len - begin);
        }
        break;
    default:
        say(out, "%d %s %" PRIu64, http_error_status(stream.rejection.error), http_error_code(stream.rejection.error),
            http_stream_rejected_at(&stream));
        break;
    }
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

/* Compare one way with the first one; on a difference the outcome becomes a complaint. */
static bool same(Outcome *out, const Outcome *other, const char *path, size_t cut)
{
    if (strcmp(out->text, other->text) == 0) {
        return true;
    }
    say(out, " <but with path %s, cut at %zu: %s>", path, cut, other->text);
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
