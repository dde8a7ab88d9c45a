/* SPDX-License-Identifier: MIT */
/* The head parser of request.h: the quick way, and the way around it. */
#include "request.h"

#include <string.h>

#include "semantics.h"
#include "syntax.h"

void http_config_init(HttpConfig *config)
{
    *config = (HttpConfig){
        .limits =
            {
                .empty_lines = 8,
                .request_line = 8192,
                .field_line = 16384,
                .fields = 100,
                .head = 65536,
                .body = UINT64_C(1) << 20,
                .chunk_line = 1024,
                .chunk_overhead = 16384,
                .trailers = 32,
                .trailer_bytes = 8192,
            },
        .syntax_only = false,
        .ignore_upgrade = false,
        .scanner = http_scanner_best(),
    };
}

/* Is the target made of bytes that may be in one? *plain becomes false if it has brackets, which only some
 * forms may have. */
static bool is_target(const HttpConfig *config, const uint8_t *data, size_t begin, size_t end, size_t len, bool *plain)
{
    const HttpByteSet *set = config->syntax_only ? &http_any_target_set : &http_path_set;
    size_t at = begin;

    *plain = true;
    for (;;) {
        at = config->scanner->span(data, at, end, len, set);
        if (at == end) {
            return begin < end;
        }
        if (config->syntax_only) {
            return false;
        }
        if (data[at] == '%' && end - at >= 3 && http_is_hex(data[at + 1]) && http_is_hex(data[at + 2])) {
            at += 3;
        } else if (data[at] == '[' || data[at] == ']') {
            *plain = false;
            set = &http_uri_set;
        } else {
            return false;
        }
    }
}

/* Method SP target SP "HTTP/1." DIGIT: the method is known to be a token, the version is found from the
 * end. */
static bool take_request_line(const HttpConfig *config, const uint8_t *data, size_t len, const HttpLine *line,
                              HttpRequest *request, bool *plain)
{
    static const char version[] = " HTTP/1.";
    const size_t begin = request->begin;
    const size_t space = line->name_end;
    const size_t end = line->end;

    if (space == begin || data[space] != ' ' || end - space < 2 + 9 || memcmp(data + end - 9, version, 8) != 0 ||
        !http_is_digit(data[end - 1]) || !is_target(config, data, space + 1, end - 9, len, plain)) {
        return false;
    }
    request->ranges[0] = (BytesRange){begin, space};
    request->ranges[1] = (BytesRange){space + 1, end - 9};
    request->minor = (uint8_t)(data[end - 1] - '0');
    return end - begin <= config->limits.request_line;
}

/* RFC 9112 section 5.1: the white space around a value is no part of it. */
static void trim(const uint8_t *data, size_t *begin, size_t *end)
{
    while (*begin < *end && http_is_ows(data[*begin])) {
        ++*begin;
    }
    while (*end > *begin && http_is_ows(data[*end - 1])) {
        --*end;
    }
}

/*
 * Parse what may be a complete head. True: it is one, breaks no rule of syntax and no limit, and what it
 * means is in
 * @p meaning. False says nothing: then the automaton of syntax.h has to look.
 */
static bool parse_quickly(const HttpConfig *config, const uint8_t *data, size_t len, HttpRequest *request,
                          HttpMeaning *meaning)
{
    const size_t most = http_limit_bytes(config->limits.head);
    const size_t room = (request->capacity - HTTP_RANGES(0)) / 2;
    const size_t limit = config->limits.fields < room ? config->limits.fields : room;
    const size_t line_limit = config->limits.field_line;
    BytesRange *out = request->ranges + HTTP_RANGES(0);
    size_t field_count = 0;
    size_t begin = request->begin;
    HttpScanResult result;
    uint32_t i = 1; /* after the request line */
    HttpScan scan;

    /* A head that is longer than the limit is not found. */
    scan.data = data;
    scan.len = (uint32_t)(len - begin < most ? len : begin + most);
    scan.at = (uint32_t)begin;
    scan.line = (uint32_t)begin;
    scan.before = 0;
    scan.lf_before = 0;
    result = config->scanner->lines(&scan);
    if (result > HTTP_SCAN_PAUSE) {
        return false;
    } else {
        bool plain;

        if (!take_request_line(config, data, scan.len, &scan.lines[0], request, &plain)) {
            return false;
        }
        http_meaning_start(meaning, config, data, request, plain);
        begin = scan.lines[0].end + 2;
    }

    for (;;) {
        /* The last line of a complete head is the empty one. */
        const uint32_t count = result == HTTP_SCAN_HEAD ? scan.count - 1 : scan.count;

        if (count - i > limit - field_count) {
            return false;
        }
        field_count += count - i;
        for (; i < count; i++) {
            const size_t colon = scan.lines[i].name_end;
            const size_t line_end = scan.lines[i].end;
            size_t value = colon + 1;
            size_t end = line_end;

            /* The name ends at the first byte that is no token character: so this one comparison refuses
             * white space in front of the line and of the colon, and a line without colon. */
            if (data[colon] != ':' || colon == begin || line_end - begin > line_limit) {
                return false;
            }
            /* Most values have one space in front and none behind. Of the bytes up to SP only SP, HT and,
             * behind an empty value, CR are here. */
            value += data[value] == ' ';
            if (data[value] <= ' ' || data[end - 1] <= ' ') {
                trim(data, &value, &end);
            }
            out[0] = (BytesRange){begin, colon};
            out[1] = (BytesRange){value, end};
            if (http_may_matter(data + begin, colon - begin)) {
                http_meaning_field(meaning, config, data, request, out[0], out[1]);
            }
            out += 2;
            begin = line_end + 2;
        }
        if (result == HTTP_SCAN_HEAD) {
            request->field_count = field_count;
            request->end = begin + 2;
            return true;
        }
        result = config->scanner->lines(&scan);
        if (result > HTTP_SCAN_PAUSE) {
            return false;
        }
        i = 0;
    }
}

/* The last step for a head whose syntax is good. */
static HttpStep finish(const HttpConfig *config, const uint8_t *data, HttpRequest *request, HttpMeaning *meaning,
                       HttpRefusal *refusal)
{
    if (!http_meaning_end(meaning, config, data, request)) {
        *refusal = meaning->refusal;
        return HTTP_REFUSED;
    }
    return HTTP_DONE;
}

HttpStep http_head_parse(HttpHead *head, const HttpConfig *config, const uint8_t *data, size_t len,
                         HttpRequest *request, HttpRefusal *refusal)
{
    HttpMeaning meaning;
    HttpSyntax syntax;
    HttpStep step;
    size_t was;

    if (!head->tried && len >= HTTP_SCAN_SHORTEST) {
        size_t empty_lines = 0;

        head->tried = true;
        request->begin = 0;
        while (data[request->begin] == '\r' && len - request->begin >= 2 && data[request->begin + 1] == '\n' &&
               empty_lines < config->limits.empty_lines && len - request->begin > 2) {
            request->begin += 2;
            empty_lines++;
        }
        if (parse_quickly(config, data, len, request, &meaning)) {
            head->scanned += request->end;
            return finish(config, data, request, &meaning, refusal);
        }
        head->scanned += len;
    }

    http_syntax_head(&syntax, config, request->capacity);
    was = head->at;
    step = http_syntax_check(head, &syntax, data, len, refusal);
    head->scanned += head->at - was;
    if (step != HTTP_DONE) {
        return step;
    }
    request->begin = head->begin;
    head->scanned += head->at;
    if (parse_quickly(config, data, head->at, request, &meaning)) {
        return finish(config, data, request, &meaning, refusal);
    }
    /* The two ways of reading a head disagree. They do not, as the tests and the fuzz target show; if they
     * did, refusing would be safer than guessing. */
    *refusal = (HttpRefusal){HTTP_ERROR_BAD_FIELD_NAME, head->begin};
    return HTTP_REFUSED;
}

bool http_head_is_idle(const HttpHead *head)
{
    return head->state == HTTP_STATE_START;
}
