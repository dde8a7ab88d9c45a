/* SPDX-License-Identifier: MIT */
/* The rules of semantics.h. */
#include "semantics.h"

#include <string.h>

/* Equal but for the bit that tells lower from upper case. The names have that bit set throughout, hyphens and
 * digits too, which have no other case but a control character; there are none in what is compared. */
static inline bool same4(const uint8_t *data, const char *name)
{
    uint32_t a;
    uint32_t b;

    memcpy(&a, data, sizeof(a));
    memcpy(&b, name, sizeof(b));
    return (a | UINT32_C(0x20202020)) == b;
}

static inline bool same8(const uint8_t *data, const char *name)
{
    uint64_t a;
    uint64_t b;

    memcpy(&a, data, sizeof(a));
    memcpy(&b, name, sizeof(b));
    return (a | UINT64_C(0x2020202020202020)) == b;
}

/* In steps of eight or four bytes, the last of which may overlap the one before. */
static inline bool is_name(const uint8_t *data, size_t len, const char *name)
{
    if (len >= 8) {
        for (size_t i = 0; i < len - 8; i += 8) {
            if (!same8(data + i, name + i)) {
                return false;
            }
        }
        return same8(data + len - 8, name + len - 8);
    }
    if (len >= 4) {
        return same4(data, name) && same4(data + len - 4, name + len - 4);
    }
    for (size_t i = 0; i < len; i++) {
        if (http_lower(data[i]) != (uint8_t)name[i]) {
            return false;
        }
    }
    return true;
}

bool http_range_is(const uint8_t *data, BytesRange range, const char *name)
{
    const size_t len = range.end - range.begin;

    return len == strlen(name) && is_name(data + range.begin, len, name);
}

/* The next element of a comma-separated list (RFC 9110 section 5.6.1), without white space around it. Empty
 * elements are passed over. False at the end of the list. */
static bool next_element(const uint8_t *data, size_t *at, size_t end, BytesRange *element)
{
    size_t begin = *at;
    size_t stop;

    while (begin < end && (data[begin] == ',' || http_is_ows(data[begin]))) {
        begin++;
    }
    stop = begin;
    while (stop < end && data[stop] != ',') {
        stop++;
    }
    *at = stop;
    while (stop > begin && http_is_ows(data[stop - 1])) {
        stop--;
    }
    *element = (BytesRange){begin, stop};
    return begin < stop;
}

void http_meaning_start(HttpMeaning *meaning, const HttpConfig *config, const uint8_t *data, HttpRequest *request,
                        bool plain)
{
    const BytesRange method = request->ranges[0];

    memset(meaning, 0, sizeof(*meaning));
    request->authority = (BytesRange){0, 0};
    request->target_form = HTTP_TARGET_UNKNOWN;
    request->expect = HTTP_EXPECT_NONE;
    request->connect = method.end - method.begin == 7 && memcmp(data + method.begin, "CONNECT", 7) == 0;
    if (!config->syntax_only) {
        http_target_check(meaning, config, data, request, plain);
    }
}

/* RFC 9112 section 3.2: exactly one, valid, in 1.1; it may be empty. */
static void host_field(HttpMeaning *meaning, const HttpConfig *config, const uint8_t *data, BytesRange name,
                       BytesRange value)
{
    if (!meaning->has_host) {
        meaning->host = value;
    }
    if (!config->syntax_only) {
        size_t bad;

        if (meaning->has_host) {
            http_meaning_refuse(meaning, HTTP_ERROR_REPEATED_HOST, name.begin);
            return;
        }
        bad = http_host_check(config->scanner, data, value, true, false);
        if (bad <= value.end) {
            http_meaning_refuse(meaning, HTTP_ERROR_BAD_HOST, bad);
        }
    }
    meaning->has_host = true;
}

/* RFC 9112 section 6.3, RFC 9110 section 8.6. A repetition of the same number might be taken for one; it is
 * refused. */
static void content_length_field(HttpMeaning *meaning, const uint8_t *data, HttpRequest *request, BytesRange name,
                                 BytesRange value)
{
    uint64_t length = 0;

    if (meaning->has_coding) {
        http_meaning_refuse(meaning, HTTP_ERROR_LENGTH_AND_CODING, name.begin);
        return;
    }
    if (meaning->has_length) {
        http_meaning_refuse(meaning, HTTP_ERROR_REPEATED_CONTENT_LENGTH, name.begin);
        return;
    }
    for (size_t at = value.begin; at < value.end || at == value.begin; at++) {
        if (at == value.end || !http_is_digit(data[at])) {
            http_meaning_refuse(meaning, HTTP_ERROR_BAD_CONTENT_LENGTH, at);
            return;
        }
    }
    for (size_t at = value.begin; at < value.end; at++) {
        const unsigned digit = (unsigned)(data[at] - '0');

        if (length > (UINT64_MAX - digit) / 10) {
            http_meaning_refuse(meaning, HTTP_ERROR_CONTENT_LENGTH_OVERFLOW, at);
            return;
        }
        length = length * 10 + digit;
    }
    meaning->has_length = true;
    meaning->length = value;
    request->content_length = length;
}

/* Skip the parameters of a coding, which are refused with it: up to the next comma that is not in a quoted
 * string. */
static size_t skip_parameters(const uint8_t *data, size_t at, size_t end)
{
    bool quoted = false;

    for (; at < end && (quoted || data[at] != ','); at++) {
        if (data[at] == '"') {
            quoted = !quoted;
        } else if (quoted && data[at] == '\\' && at + 1 < end) {
            at++;
        }
    }
    return at;
}

/* RFC 9112 section 6.1. All lines of this field together are one list; chunked is its last element, once and
 * without parameters. */
static void transfer_encoding_field(HttpMeaning *meaning, const HttpConfig *config, const uint8_t *data,
                                    const HttpRequest *request, BytesRange name, BytesRange value)
{
    size_t at = value.begin;

    if (request->minor == 0) {
        http_meaning_refuse(meaning, HTTP_ERROR_CODING_IN_1_0, name.begin);
        return;
    }
    if (meaning->has_length) {
        http_meaning_refuse(meaning, HTTP_ERROR_LENGTH_AND_CODING, name.begin);
        return;
    }
    if (!meaning->has_coding) {
        meaning->has_coding = true;
        meaning->coding = value.end;
    }
    for (;;) {
        BytesRange coding;
        bool chunked;

        while (at < value.end && (data[at] == ',' || http_is_ows(data[at]))) {
            at++;
        }
        if (at == value.end) {
            return;
        }
        coding.begin = at;
        at = config->scanner->span(data, at, value.end, value.end, &http_token_set);
        coding.end = at;
        if (coding.begin == coding.end) {
            http_meaning_refuse(meaning, HTTP_ERROR_BAD_CODING, at);
            return;
        }
        if (meaning->is_chunked) {
            http_meaning_refuse(meaning, HTTP_ERROR_NOT_CHUNKED_LAST, coding.begin);
            return;
        }
        while (at < value.end && http_is_ows(data[at])) {
            at++;
        }
        chunked = http_range_is(data, coding, "chunked");
        if (at < value.end && data[at] != ',') {
            if (data[at] != ';' || chunked) {
                http_meaning_refuse(meaning, HTTP_ERROR_BAD_CODING, at);
                return;
            }
            at = skip_parameters(data, at, value.end);
        }
        if (!chunked && !meaning->has_unknown_coding) {
            meaning->has_unknown_coding = true;
            meaning->unknown_coding = coding.begin;
        }
        meaning->is_chunked = chunked;
        meaning->coding = coding.begin;
    }
}

/* RFC 9110 section 7.6.1. Elements that say nothing to us are ignored. */
static void connection_option(HttpMeaning *meaning, const uint8_t *option, size_t len)
{
    switch (len) {
    case 5:
        meaning->lists_close |= is_name(option, 5, "close");
        break;
    case 7:
        meaning->lists_upgrade |= is_name(option, 7, "upgrade");
        break;
    case 10:
        meaning->lists_keep_alive |= is_name(option, 10, "keep-alive");
        break;
    default:
        break;
    }
}

static void connection_field(HttpMeaning *meaning, const uint8_t *data, BytesRange value)
{
    size_t at = value.begin;
    BytesRange element;

    /* Nearly always the list has one element, and that is known here. */
    if (value.end - value.begin == 10 && is_name(data + value.begin, 10, "keep-alive")) {
        meaning->lists_keep_alive = true;
        return;
    }
    while (next_element(data, &at, value.end, &element)) {
        connection_option(meaning, data + element.begin, element.end - element.begin);
    }
}

/* RFC 9110 section 10.1.1; to be ignored in HTTP/1.0. */
static void expect_field(const uint8_t *data, HttpRequest *request, BytesRange value)
{
    size_t at = value.begin;
    BytesRange element;

    while (request->minor > 0 && next_element(data, &at, value.end, &element)) {
        if (!http_range_is(data, element, "100-continue")) {
            request->expect = HTTP_EXPECT_UNKNOWN;
        } else if (request->expect == HTTP_EXPECT_NONE) {
            request->expect = HTTP_EXPECT_CONTINUE;
        }
    }
}

void http_meaning_field(HttpMeaning *meaning, const HttpConfig *config, const uint8_t *data, HttpRequest *request,
                        BytesRange name, BytesRange value)
{
    const uint8_t *text = data + name.begin;

    switch (name.end - name.begin) {
    case 4:
        if (is_name(text, 4, "host")) {
            host_field(meaning, config, data, name, value);
        }
        break;
    case 6:
        if (is_name(text, 6, "expect")) {
            expect_field(data, request, value);
        }
        break;
    case 7:
        if (is_name(text, 7, "upgrade")) {
            meaning->has_upgrade |= value.end != value.begin;
        }
        break;
    case 10:
        if (is_name(text, 10, "connection")) {
            connection_field(meaning, data, value);
        }
        break;
    case 14:
        if (is_name(text, 14, "content-length")) {
            content_length_field(meaning, data, request, name, value);
        }
        break;
    case 17:
        if (is_name(text, 17, "transfer-encoding")) {
            transfer_encoding_field(meaning, config, data, request, name, value);
        }
        break;
    default:
        break;
    }
}

/* The digit of Content-Length with which it becomes larger than the limit. */
static size_t excess_digit(const uint8_t *data, BytesRange digits, uint64_t limit)
{
    uint64_t length = 0;
    size_t at = digits.begin;

    for (; at + 1 < digits.end; at++) {
        length = length * 10 + (uint64_t)(data[at] - '0');
        if (length > limit) {
            break;
        }
    }
    return at;
}

bool http_meaning_end(HttpMeaning *meaning, const HttpConfig *config, const uint8_t *data, HttpRequest *request)
{
    if (meaning->has_coding) {
        if (!meaning->is_chunked) {
            /* RFC 9112 section 6.3: where the body ends cannot be known, whatever the coding is. */
            http_meaning_refuse(meaning, HTTP_ERROR_NOT_CHUNKED_LAST, meaning->coding);
        } else if (meaning->has_unknown_coding) {
            http_meaning_refuse(meaning, HTTP_ERROR_UNKNOWN_CODING, meaning->unknown_coding);
        }
    }
    if (!config->syntax_only) {
        if (!meaning->has_host && request->minor > 0) {
            http_meaning_refuse(meaning, HTTP_ERROR_MISSING_HOST, request->begin);
        }
        if (meaning->has_length && !request->connect && request->content_length > config->limits.body) {
            http_meaning_refuse(meaning, HTTP_ERROR_BODY_TOO_LARGE,
                                excess_digit(data, meaning->length, config->limits.body));
        }
    }
    if (meaning->refusal.error != HTTP_OK) {
        return false;
    }

    if (!meaning->has_length) {
        request->content_length = 0;
    }
    /* RFC 9110 section 9.3.6: what follows a CONNECT is not its content. */
    request->framing = request->connect      ? HTTP_FRAMING_NONE
                       : meaning->has_coding ? HTTP_FRAMING_CHUNKED
                       : meaning->has_length ? HTTP_FRAMING_LENGTH
                                             : HTTP_FRAMING_NONE;
    /* RFC 9112 section 9.3: close wins. */
    request->persistent = !meaning->lists_close && (request->minor > 0 || meaning->lists_keep_alive);
    /* RFC 9110 section 7.8. */
    request->upgrade = meaning->has_upgrade && meaning->lists_upgrade && request->minor > 0 && !config->ignore_upgrade;
    if (request->target_form != HTTP_TARGET_ABSOLUTE && request->target_form != HTTP_TARGET_AUTHORITY) {
        request->authority = meaning->host;
    }
    return true;
}
