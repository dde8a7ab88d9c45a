/* SPDX-License-Identifier: MIT */
/*
 * Two ways to parse a head. The fast path finds the lines of a complete head with the vector scan and walks them; it
 * either accepts the head or decides nothing. The slow path, the automaton of syntax.c, finds errors and checks heads
 * that arrive in pieces; once it has accepted one, the fast path makes the ranges.
 */
#include "head.h"

#include <string.h>

#include "chars.h"
#include "semantics.h"

/* The offset at which the path or the query of a target begins, or its end. As count_slash() of syntax.c. */
static size_t find_path(const uint8_t *data, size_t begin, size_t end)
{
    int slashes = data[begin] == '/' ? HTTP_PATH_SLASHES : 0;
    size_t at = begin;
    while (at < end && data[at] != '?' && slashes < HTTP_PATH_SLASHES) {
        slashes += data[at] == '/';
        at++;
    }
    return at;
}

/* True if [at, end) is what may follow @p at in a strict target from @p begin, up to which its bytes are good. */
static bool is_strict_target(const HttpScanner *scanner, const uint8_t *data, size_t begin, size_t at, size_t end,
                             size_t len)
{
    const size_t path = find_path(data, begin, end);
    while (at < end) {
        if (data[at] == '%' && end - at >= 3 && http_is_hex(data[at + 1]) && http_is_hex(data[at + 2])) {
            at += 3;
        } else if ((data[at] == '[' || data[at] == ']') && at < path) {
            at++;
        } else {
            return false;
        }
        at = scanner->span(data, at, end, len, &http_path_set);
    }
    return true;
}

/* True if [begin, end) consists of bytes that may be in a target. */
static bool is_target(const HttpConfig *config, const uint8_t *data, size_t begin, size_t end, size_t len)
{
    const size_t at = config->scanner->span(data, begin, end, len, http_target_set(config));
    return begin < end && (at == end || (http_target_is_strict(config) &&
                                         is_strict_target(config->scanner, data, begin, at, end, len)));
}

/* Method SP target SP "HTTP/1." DIGIT. The scan has found the end of the method; the version is found from the end. */
static bool parse_request_line(const HttpConfig *config, const uint8_t *data, size_t len, const HttpLine *line,
                               HttpRequest *request)
{
    static const char version[] = " HTTP/1.";
    const size_t begin = request->begin;
    const size_t space = line->name_end;
    const size_t end = line->end;
    if (space == begin || data[space] != ' ' || end - space < 2 + 9 || memcmp(data + end - 9, version, 8) != 0 ||
        !http_is_digit(data[end - 1]) || !is_target(config, data, space + 1, end - 9, len)) {
        return false;
    }
    request->ranges[0] = (BytesRange){begin, space};
    request->ranges[1] = (BytesRange){space + 1, end - 9};
    request->minor = (uint8_t)(data[end - 1] - '0');
    return end - begin <= config->limits.request_line;
}

/* The fields on @p count lines, the first of which begins at @p begin. Returns the offset of the line after them, or 0
 * if one breaks a rule of syntax or a limit. */
static inline size_t parse_fields(HttpSemantics *semantics, const HttpLine *lines, size_t count, size_t begin,
                                  BytesRange *out)
{
    const uint8_t *data = semantics->data;
    const size_t line_limit = semantics->config->limits.field_line;
    for (size_t i = 0; i < count; i++, out += 2) {
        const size_t colon = lines[i].name_end;
        const size_t end = lines[i].end;
        /* The name ends at the first byte that is not a token character, so this comparison also rejects white space
         * before the name and before the colon, and a line without colon. */
        if (data[colon] != ':' || colon == begin || end - begin > line_limit) {
            return 0;
        }
        /* Most values have one space before and none after them. Of the bytes up to SP only SP, HT and, after an empty
         * value, CR can be here. */
        size_t value_begin = colon + 1 + (data[colon + 1] == ' ');
        size_t value_end = end;
        if (data[value_begin] <= ' ' || data[end - 1] <= ' ') {
            const BytesRange trimmed = http_trim(data, (BytesRange){value_begin, end});
            value_begin = trimmed.begin;
            value_end = trimmed.end;
        }
        out[0] = (BytesRange){begin, colon};
        out[1] = (BytesRange){value_begin, value_end};
        if (http_is_framing_field(data + begin, colon - begin)) {
            http_semantics_field(semantics, &out[0], &out[1]);
        }
        begin = end + 2;
    }
    return begin;
}

/* The fast path. True if the data begins with a complete head that breaks no rule of syntax and no limit; @p semantics
 * has then seen all of it. False decides nothing. */
static bool parse_fast(const HttpConfig *config, const uint8_t *data, size_t len, HttpRequest *request,
                       HttpSemantics *semantics)
{
    const size_t max_head = http_limit_bytes(config->limits.head);
    const size_t capacity = (request->capacity - HTTP_RANGES(0)) / 2;
    const size_t max_fields = config->limits.fields < capacity ? config->limits.fields : capacity;
    HttpScan scan;
    /* A head that is larger than the limit is not found. */
    http_scan_start(&scan, data, (uint32_t)(len - request->begin < max_head ? len : request->begin + max_head),
                    (uint32_t)request->begin);
    HttpScanResult result = config->scanner->lines(&scan);
    if (result > HTTP_SCAN_PAUSE || !parse_request_line(config, data, scan.len, &scan.lines[0], request)) {
        return false;
    }
    http_semantics_start(semantics, config, data, request);
    size_t begin = scan.lines[0].end + 2;
    size_t field_count = 0;
    for (size_t first = 1;; first = 0) {
        /* The last line of a complete head is the empty one. */
        const size_t count = scan.count - first - (result == HTTP_SCAN_HEAD);
        if (count > max_fields - field_count) {
            return false;
        }
        begin = parse_fields(semantics, scan.lines + first, count, begin, request->ranges + HTTP_RANGES(field_count));
        if (begin == 0) {
            return false;
        }
        field_count += count;
        if (result == HTTP_SCAN_HEAD) {
            request->field_count = field_count;
            request->end = begin + 2;
            return true;
        }
        result = config->scanner->lines(&scan);
        if (result > HTTP_SCAN_PAUSE) {
            return false;
        }
    }
}

/* The last step for a head whose syntax is good. */
static HttpResult finish(HttpSemantics *semantics, HttpRejection *rejection)
{
    if (!http_semantics_end(semantics)) {
        *rejection = semantics->rejection;
        return HTTP_REJECTED;
    }
    return HTTP_DONE;
}

/* Offset after the empty lines before a request, as far as they are allowed and bytes follow them. */
static size_t skip_empty_lines(const HttpConfig *config, const uint8_t *data, size_t len)
{
    size_t at = 0;
    for (size_t lines = 0; lines < config->limits.empty_lines && len - at > 2; lines++) {
        if (data[at] != '\r' || data[at + 1] != '\n') {
            break;
        }
        at += 2;
    }
    return at;
}

HttpResult http_head_parse(HttpHead *head, const HttpConfig *config, const uint8_t *data, size_t len,
                           HttpRequest *request, HttpRejection *rejection)
{
    HttpSemantics semantics;
    if (!head->tried && len >= HTTP_SCAN_SHORTEST) {
        head->tried = true;
        request->begin = skip_empty_lines(config, data, len);
        if (parse_fast(config, data, len, request, &semantics)) {
            head->scanned += request->end;
            return finish(&semantics, rejection);
        }
        head->scanned += len;
    }

    HttpSyntaxState *const state = &head->syntax;
    const HttpSyntax syntax = http_syntax_of_head(config, request->capacity);
    const size_t before = state->at;
    const HttpResult result = http_syntax_check(state, &syntax, data, len, rejection);
    head->scanned += state->at - before;
    if (result != HTTP_DONE) {
        return result;
    }
    request->begin = state->begin;
    head->scanned += state->at;
    if (parse_fast(config, data, state->at, request, &semantics)) {
        return finish(&semantics, rejection);
    }
    /* The two paths disagree. They never do, as the tests and the fuzz target show; if they did, rejecting the request
     * would be safer than guessing. */
    *rejection = (HttpRejection){HTTP_ERROR_BAD_FIELD_NAME, state->begin};
    return HTTP_REJECTED;
}

bool http_head_is_idle(const HttpHead *head)
{
    return head->syntax.state == HTTP_STATE_START;
}
