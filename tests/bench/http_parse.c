/* SPDX-License-Identifier: MIT */
/*
 * Parsing of request heads, side by side with http_parser 2.9.4 in one process.
 *
 * Both parsers deliver method, target, fields and the end of the head; ours applies all its rules, those of an origin
 * server included. Each figure is the median of many short rounds. The parsers take turns in them, so that a change of
 * the clock rate or a busy machine affects both. Another parser would be one more entry of `parsers`.
 *
 * The second table is about views. Each read buffer contains sixteen requests. Parsing alone is compared with parsing
 * and what the server does with each head: split it off the buffer and freeze it, make a counted view of method,
 * target, each name and each value, and drop all of them, the head last.
 *
 * usage: http_parse [ROUNDS [PATH]], where PATH is a path of the scan: avx2, sse4.2, neon, portable.
 */
#include <http_parser.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <bytes/mut.h>
#include <bytes/view.h>

#include "parser/head.h"
#include "parser/scan_paths.h"

enum {
    MIX = 1024,
    MAX_FIELDS = 100,
    MAX_CONTESTANTS = 8,
    PIPELINED = 16, /* requests in a read buffer */
    DEFAULT_ROUNDS = 41,
    ROUND_NS = 2000000 /* about the length of a round */
};

/* What is required of the fastest scan path; 0: nothing. */
typedef struct Required {
    const char *name;
    size_t piece;
    double ratio;   /* to http_parser, at least */
    double ns;      /* at most */
    double percent; /* that views add, at most */
} Required;

static const Required required[] = {
    {"browser", SIZE_MAX, .ratio = 8},
    {"20 fields", SIZE_MAX, .ratio = 7, .percent = 50},
    {"mix", SIZE_MAX, .ratio = 5.5},
    {"20 fields", 1, .ns = 12000},
};

static const Required none;

/* A read buffer, and the number of bytes that each read() brings. */
typedef struct Reader {
    BytesMut buffer;
    size_t whole;
} Reader;

typedef struct Input {
    const char *data;
    size_t len;
    Reader *reader; /* its next bytes are a copy of this input, if inputs are parsed in order */
} Input;

/* What a browser sends for the first page of a site it has cookies of. */
static const char browser[] =
    "GET /magazin/2026/herbst/wanderungen?seite=3&sortierung=neueste HTTP/1.1\r\n"
    "Host: www.beispiel-zeitschrift.example\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n"
    "Accept-Language: de-DE,de;q=0.8,en-US;q=0.5,en;q=0.3\r\n"
    "Accept-Encoding: gzip, deflate, br\r\n"
    "Connection: keep-alive\r\n"
    "Referer: https://www.beispiel-zeitschrift.example/magazin/2026/herbst/wanderungen?seite=2\r\n"
    "Upgrade-Insecure-Requests: 1\r\n"
    "Cookie: sitzung=9f8e7d6c5b4a39281706f5e4d3c2b1a0; einwilligung=notwendig%2Cstatistik; "
    "zuletzt=1763645281.20931; gruppe=b; schrift=gross; farben=dunkel; warenkorb=0; gelesen=7\r\n"
    "\r\n";

static const char shortest[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

/* A fetch by the script of a page, from a browser that sends client hints. */
static const char modern[] =
    "POST /api/v3/suche/vorschlaege?sprache=de HTTP/1.1\r\n"
    "Host: suche.beispiel-laden.example\r\n"
    "Connection: keep-alive\r\n"
    "Content-Length: 0\r\n"
    "Pragma: no-cache\r\n"
    "Cache-Control: no-cache\r\n"
    "sec-ch-ua: \"Chromium\";v=\"130\", \"Not?A_Brand\";v=\"99\"\r\n"
    "sec-ch-ua-platform: \"Linux\"\r\n"
    "sec-ch-ua-mobile: ?0\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 "
    "Safari/537.36\r\n"
    "X-Request-Id: 7d0f2d1e-5c1b-4f67-9f0a-3a5b8c9d0e1f\r\n"
    "Accept: application/json, text/plain, */*\r\n"
    "Origin: https://www.beispiel-laden.example\r\n"
    "Sec-Fetch-Site: same-site\r\n"
    "Sec-Fetch-Mode: cors\r\n"
    "Sec-Fetch-Dest: empty\r\n"
    "Referer: https://www.beispiel-laden.example/\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\n"
    "Accept-Language: de-DE,de;q=0.9,en;q=0.8\r\n"
    "DNT: 1\r\n"
    "Cookie: kunde=5512; token=eyJhbGciOiJIUzI1NiJ9.eyJrIjoxfQ.x3Vd0lPqZ7aWm2KcT9sYb4Re8NuH1jGfXoLi6vDtQ5E; "
    "thema=hell; ab=17; einwilligung=n%2Cs; filiale=0421; zuletzt=1763645281\r\n"
    "\r\n";

/* The mix: the requests differ in their targets, and in the number, order and lengths of their fields. */
typedef struct FieldKind {
    const char *name;
    unsigned shortest;
    unsigned longest;
} FieldKind;

static const FieldKind kinds[] = {
    {"User-Agent", 60, 160},
    {"Accept", 3, 160},
    {"Accept-Language", 2, 40},
    {"Accept-Encoding", 4, 24},
    {"Referer", 20, 120},
    {"Cookie", 40, 700},
    {"Cache-Control", 8, 10},
    {"Pragma", 8, 8},
    {"Origin", 15, 40},
    {"DNT", 1, 1},
    {"Sec-Fetch-Site", 4, 11},
    {"Sec-Fetch-Mode", 4, 8},
    {"Sec-Fetch-Dest", 5, 8},
    {"Sec-Fetch-User", 2, 2},
    {"sec-ch-ua", 20, 90},
    {"sec-ch-ua-mobile", 2, 2},
    {"sec-ch-ua-platform", 5, 9},
    {"Upgrade-Insecure-Requests", 1, 1},
    {"If-Modified-Since", 29, 29},
    {"If-None-Match", 8, 60},
    {"Authorization", 20, 180},
    {"X-Requested-With", 14, 14},
    {"X-Forwarded-For", 7, 32},
    {"X-Forwarded-Proto", 4, 5},
    {"Via", 8, 20},
    {"Range", 8, 20},
    {"Priority", 3, 6},
    {"Te", 8, 8},
    {"traceparent", 55, 55},
    {"X-Correlation-Id", 16, 36},
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static uint64_t random_state = UINT64_C(0x9e3779b97f4a7c15);

/* Marsaglia's xorshift: the same numbers on every machine. */
static unsigned random_below(unsigned bound)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)((random_state >> 32) % bound);
}

static size_t put_words(char *out, unsigned len)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ/.-_=;,";
    for (unsigned i = 0; i < len; i++) {
        out[i] = letters[random_below(sizeof(letters) - 1)];
    }
    return len;
}

static Input make_request(void)
{
    static const char *const methods[] = {"GET", "GET", "GET", "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"};
    const unsigned fields = 3 + random_below(18);
    bool used[KINDS] = {false};
    char out[8192];
    size_t len = (size_t)sprintf(out, "%s /", methods[random_below(sizeof(methods) / sizeof(methods[0]))]);
    const unsigned host_at = random_below(fields);
    for (unsigned i = 0, depth = random_below(80); i < depth; i++) {
        out[len++] = "abcdefghijklmnopqrstuvwxyz0123456789/-.?=&"[random_below(42)];
    }
    len += (size_t)sprintf(out + len, " HTTP/1.1\r\n");
    for (unsigned i = 0; i < fields; i++) {
        const unsigned pick = random_below(KINDS);
        unsigned kind = pick;
        if (i == host_at) {
            len += (size_t)sprintf(out + len, "Host: www%u.example\r\n", random_below(100000));
            continue;
        }
        if (random_below(12) == 0) {
            len += (size_t)sprintf(out + len, "Connection: keep-alive\r\n");
            continue;
        }
        while (used[kind]) {
            kind = (kind + 1) % KINDS;
        }
        used[kind] = true;
        len += (size_t)sprintf(out + len, "%s: ", kinds[kind].name);
        len +=
            put_words(out + len, kinds[kind].shortest + random_below(kinds[kind].longest - kinds[kind].shortest + 1));
        len += (size_t)sprintf(out + len, "\r\n");
    }
    len += (size_t)sprintf(out + len, "\r\n");
    char *copy = malloc(len);
    if (copy == NULL) {
        exit(71);
    }
    memcpy(copy, out, len);
    return (Input){copy, len, NULL};
}

/* http_parser: the callbacks store what our parser stores. */
typedef struct TheirField {
    const char *name;
    size_t name_len;
    const char *value;
    size_t value_len;
} TheirField;

typedef struct Theirs {
    const char *target;
    size_t target_len;
    TheirField fields[MAX_FIELDS];
    size_t count;
    bool in_value;
    bool done;
} Theirs;

static int on_url(http_parser *parser, const char *at, size_t len)
{
    Theirs *theirs = parser->data;
    if (theirs->target_len == 0) {
        theirs->target = at;
    }
    theirs->target_len += len;
    return 0;
}

static int on_field(http_parser *parser, const char *at, size_t len)
{
    Theirs *theirs = parser->data;
    if (theirs->in_value || theirs->count == 0) {
        if (theirs->count == MAX_FIELDS) {
            return 1;
        }
        theirs->fields[theirs->count++] = (TheirField){at, 0, NULL, 0};
        theirs->in_value = false;
    }
    theirs->fields[theirs->count - 1].name_len += len;
    return 0;
}

static int on_value(http_parser *parser, const char *at, size_t len)
{
    Theirs *theirs = parser->data;
    TheirField *field = &theirs->fields[theirs->count - 1];
    if (!theirs->in_value) {
        field->value = at;
        theirs->in_value = true;
    }
    field->value_len += len;
    return 0;
}

static int on_end(http_parser *parser)
{
    ((Theirs *)parser->data)->done = true;
    return 0;
}

static size_t parse_theirs(const Input *input, size_t piece)
{
    static http_parser_settings settings;
    static Theirs theirs;
    http_parser parser;

    settings.on_url = on_url;
    settings.on_header_field = on_field;
    settings.on_header_value = on_value;
    settings.on_message_complete = on_end;
    theirs.target_len = 0;
    theirs.count = 0;
    theirs.in_value = false;
    theirs.done = false;
    http_parser_init(&parser, HTTP_REQUEST);
    parser.data = &theirs;
    for (size_t at = 0; at < input->len; at += piece) {
        const size_t n = input->len - at < piece ? input->len - at : piece;
        if (http_parser_execute(&parser, &settings, input->data + at, n) != n) {
            fprintf(stderr, "http_parser: %s\n", http_errno_name(HTTP_PARSER_ERRNO(&parser)));
            exit(70);
        }
    }
    if (!theirs.done) {
        exit(70);
    }
    return theirs.count;
}

static HttpConfig config;
static BytesRange ranges[HTTP_RANGES(MAX_FIELDS)];

static void parse_head(const uint8_t *data, size_t len, size_t piece, HttpRequest *request)
{
    HttpHead head = {0};
    HttpRejection rejection;
    HttpResult result = HTTP_MORE;
    for (size_t end = 0; result == HTTP_MORE && end < len;) {
        end = len - end < piece ? len : end + piece;
        result = http_head_parse(&head, &config, data, end, request, &rejection);
    }
    if (result != HTTP_DONE || request->end != len) {
        fprintf(stderr, "ours: %s\n", result == HTTP_REJECTED ? http_error_code(rejection.error) : "incomplete");
        exit(70);
    }
}

static size_t parse_ours(const Input *input, size_t piece)
{
    HttpRequest request = {.ranges = ranges, .capacity = HTTP_RANGES(MAX_FIELDS)};
    parse_head((const uint8_t *)input->data, input->len, piece, &request);
    return request.field_count;
}

/* When everything has been consumed and dropped, the buffer can use its block from the front again, which still
 * contains the bytes that read() would bring. (Nothing guarantees that; if they were gone, parsing would fail.) */
static void read_again(Reader *reader)
{
    if (bytes_mut_reserve(&reader->buffer, reader->whole) != 0) {
        exit(71);
    }
    bytes_mut_commit(&reader->buffer, reader->whole);
}

static size_t parse_ours_in_buffer(const Input *input, size_t piece)
{
    HttpRequest request = {.ranges = ranges, .capacity = HTTP_RANGES(MAX_FIELDS)};
    BytesMut *buffer = &input->reader->buffer;
    parse_head(buffer->data, input->len, piece, &request);
    bytes_mut_advance(buffer, request.end);
    if (buffer->len == 0) {
        read_again(input->reader);
    }
    return request.field_count;
}

/* As on_head() of exchange.c. */
static size_t parse_ours_and_view(const Input *input, size_t piece)
{
    static Bytes views[HTTP_RANGES(MAX_FIELDS)];
    HttpRequest request = {.ranges = ranges, .capacity = HTTP_RANGES(MAX_FIELDS)};
    BytesMut *buffer = &input->reader->buffer;
    parse_head(buffer->data, input->len, piece, &request);
    const size_t count = http_request_range_count(&request);
    Bytes head = bytes_mut_split_freeze(buffer, request.end);
    bytes_slice_many(&head, request.ranges, count, views);
    bytes_drop_all(views, count);
    if (bytes_drop_into_mut(&head, buffer) != 0) {
        exit(70);
    }
    if (buffer->len == 0) {
        read_again(input->reader);
    }
    return request.field_count;
}

typedef size_t Parse(const Input *input, size_t piece);

enum { OURS, THEIRS, PARSERS };
static Parse *const parsers[PARSERS] = {parse_ours, parse_theirs};

enum { ALONE, VIEWS, THEIRS_AGAIN, VIEWERS };
static Parse *const viewers[VIEWERS] = {parse_ours_in_buffer, parse_ours_and_view, parse_theirs};

/* Processor time: other processes on the machine do not count. */
static uint64_t now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Nanoseconds for each request, in one round over all inputs. */
static double round_of(Parse *parse, const Input *inputs, size_t count, size_t piece, size_t repeat)
{
    static volatile size_t sink;
    const uint64_t start = now_ns();
    for (size_t r = 0; r < repeat; r++) {
        for (size_t i = 0; i < count; i++) {
            sink = sink + parse(&inputs[i], piece);
        }
    }
    return (double)(now_ns() - start) / (double)(repeat * count);
}

static const Required *required_of(const char *name, size_t piece)
{
    for (size_t i = 0; i < sizeof(required) / sizeof(required[0]); i++) {
        if (strcmp(required[i].name, name) == 0 && required[i].piece == piece) {
            return &required[i];
        }
    }
    return &none;
}

static const char *verdict(bool good)
{
    return good ? "ok" : "MISSED";
}

static double mean_size(const Input *inputs, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        bytes += inputs[i].len;
    }
    return (double)bytes / (double)count;
}

/* Nanoseconds for each request: the median of each contestant's rounds. */
static void compete(Parse *const contestants[], int contestant_count, const Input *inputs, size_t count, size_t piece,
                    int rounds, double *median)
{
    static double times[MAX_CONTESTANTS][1001];
    size_t repeat[MAX_CONTESTANTS];
    for (int c = 0; c < contestant_count; c++) {
        const double once = round_of(contestants[c], inputs, count, piece, 1 + 200 / count) * (double)count;
        repeat[c] = once < ROUND_NS ? (size_t)(ROUND_NS / once) : 1;
    }
    for (int r = 0; r < rounds; r++) {
        for (int c = 0; c < contestant_count; c++) {
            times[c][r] = round_of(contestants[c], inputs, count, piece, repeat[c]);
        }
    }
    for (int c = 0; c < contestant_count; c++) {
        qsort(times[c], (size_t)rounds, sizeof(double), compare);
        median[c] = times[c][rounds / 2];
    }
}

static void row(const char *name, const Input *inputs, size_t count, size_t piece, int rounds)
{
    const Required *want = required_of(name, piece);
    const double bytes = mean_size(inputs, count);
    double median[PARSERS];
    compete(parsers, PARSERS, inputs, count, piece, rounds, median);
    const double ratio = median[THEIRS] / median[OURS];
    printf("%-10s %6.0f %8s %10.1f %10.1f %8.2f %8.0f", name, bytes,
           piece == SIZE_MAX ? "whole"
           : piece == 1      ? "1"
                             : "64",
           median[OURS], median[THEIRS], ratio, bytes / median[OURS] * 1000);
    if (want->ratio > 0) {
        printf("  ratio >= %.1f: %s", want->ratio, verdict(ratio >= want->ratio));
    }
    if (want->ns > 0) {
        printf("  ns <= %.0f: %s", want->ns, verdict(median[OURS] <= want->ns));
    }
    putchar('\n');
}

static void row_of_views(const char *name, const Input *inputs, size_t count, int rounds)
{
    const Required *want = required_of(name, SIZE_MAX);
    double median[VIEWERS];
    compete(viewers, VIEWERS, inputs, count, SIZE_MAX, rounds, median);
    const double percent = (median[VIEWS] / median[ALONE] - 1) * 100;
    printf("%-10s %-25s %10.1f %8.2f\n", name, "parse", median[ALONE], median[THEIRS_AGAIN] / median[ALONE]);
    printf("%-10s %-25s %10.1f %8.2f %+7.0f %%", name, "parse + views + give back", median[VIEWS],
           median[THEIRS_AGAIN] / median[VIEWS], percent);
    if (want->percent > 0) {
        printf("  <= %.0f %%: %s", want->percent, verdict(percent <= want->percent));
    }
    putchar('\n');
}

/* A buffer that contains @p count inputs in turns. */
static void fill_reader(Reader *reader, Input *inputs, size_t count)
{
    int error = bytes_mut_with_capacity(0, &reader->buffer);
    for (size_t i = 0; error == 0 && i < PIPELINED; i++) {
        Input *input = &inputs[i % count];
        input->reader = reader;
        error = bytes_mut_put(&reader->buffer, input->data, input->len);
    }
    if (error != 0) {
        exit(71);
    }
    reader->whole = reader->buffer.len;
}

int main(int argc, char **argv)
{
    static const size_t pieces[] = {SIZE_MAX, 64, 1};
    static Input mix[MIX];
    static Reader mix_readers[MIX / PIPELINED];
    Reader readers[3];
    Input one[] = {{browser, sizeof(browser) - 1, NULL},
                   {shortest, sizeof(shortest) - 1, NULL},
                   {modern, sizeof(modern) - 1, NULL}};
    static const char *const names[] = {"browser", "shortest", "20 fields"};
    const size_t ones = sizeof(one) / sizeof(one[0]);
    const long asked = argc > 1 ? strtol(argv[1], NULL, 10) : DEFAULT_ROUNDS;
    const int rounds = asked < 1 ? 1 : asked > 1000 ? 1000 : (int)asked;
    http_config_init(&config);
    for (const HttpScanner *const *path = http_scanners(); argc > 2 && *path != NULL; path++) {
        if (strcmp((*path)->name, argv[2]) == 0) {
            config.scanner = *path;
        }
    }
    for (size_t i = 0; i < MIX; i++) {
        mix[i] = make_request();
    }
    for (size_t i = 0; i < MIX / PIPELINED; i++) {
        fill_reader(&mix_readers[i], &mix[i * PIPELINED], PIPELINED);
    }
    for (size_t i = 0; i < ones; i++) {
        fill_reader(&readers[i], &one[i], 1);
    }
    printf("scan path: %s\n", config.scanner->name);
    printf("%-10s %6s %8s %10s %10s %8s %8s\n", "input", "bytes", "pieces", "ours ns", "theirs ns", "ratio", "MB/s");
    for (size_t p = 0; p < sizeof(pieces) / sizeof(pieces[0]); p++) {
        for (size_t i = 0; i < ones; i++) {
            row(names[i], &one[i], 1, pieces[p], rounds);
        }
        row("mix", mix, MIX, pieces[p], rounds);
    }
    printf("\n%-10s %-25s %10s %8s %9s\n", "input", "16 in a read buffer", "ours ns", "ratio", "added");
    for (size_t i = 0; i < ones; i++) {
        row_of_views(names[i], &one[i], 1, rounds);
    }
    row_of_views("mix", mix, MIX, rounds);
    for (size_t i = 0; i < ones; i++) {
        bytes_mut_drop(&readers[i].buffer);
    }
    for (size_t i = 0; i < MIX / PIPELINED; i++) {
        bytes_mut_drop(&mix_readers[i].buffer);
    }
    for (size_t i = 0; i < MIX; i++) {
        free((void *)(uintptr_t)mix[i].data);
    }
    return 0;
}
