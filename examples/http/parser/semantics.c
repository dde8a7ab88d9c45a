/* SPDX-License-Identifier: MIT */
#include "semantics.h"

#include <string.h>

#include "chars.h"
#include "host.h"
#include "target.h"
#include "token.h"

/* Only the first rejection counts. */
static void reject(HttpSemantics *semantics, HttpError error, size_t offset)
{
    if (semantics->rejection.error == HTTP_OK) {
        semantics->rejection = (HttpRejection){error, offset};
    }
}

/* Skip the empty elements of a comma-separated list, and the white space before the next one. */
static size_t skip_empty_elements(const uint8_t *data, size_t at, size_t end)
{
    while (at < end && (data[at] == ',' || http_is_ows(data[at]))) {
        at++;
    }
    return at;
}

/* The next element of a comma-separated list (RFC 9110 section 5.6.1), trimmed; false at the end of the list. */
static bool next_element(const uint8_t *data, size_t *at, size_t end, BytesRange *element)
{
    const size_t begin = skip_empty_elements(data, *at, end);
    size_t stop = begin;
    while (stop < end && data[stop] != ',') {
        stop++;
    }
    *at = stop;
    *element = http_trim(data, (BytesRange){begin, stop});
    return begin < stop;
}

void http_semantics_start(HttpSemantics *semantics, const HttpConfig *config, const uint8_t *data, HttpRequest *request)
{
    const BytesRange method = http_request_method(request);
    memset(semantics, 0, sizeof(*semantics));
    semantics->config = config;
    semantics->data = data;
    semantics->request = request;
    request->authority = (BytesRange){0, 0};
    request->target_form = HTTP_TARGET_UNKNOWN;
    request->expect = HTTP_EXPECT_NONE;
    request->connect = method.end - method.begin == 7 && memcmp(data + method.begin, "CONNECT", 7) == 0;
    if (!config->syntax_only) {
        semantics->rejection = http_target_check(config, data, request);
    }
}

/* RFC 9112 section 3.2: exactly one, valid, in 1.1; it may be empty. */
static void host_field(HttpSemantics *semantics, const BytesRange *name, const BytesRange *value)
{
    const HttpConfig *config = semantics->config;
    if (semantics->has_host) {
        if (!config->syntax_only) {
            reject(semantics, HTTP_ERROR_REPEATED_HOST, name->begin);
        }
        return;
    }
    semantics->has_host = true;
    semantics->host = *value;
    if (!config->syntax_only) {
        const size_t bad = http_host_check(config->scanner, semantics->data, *value, HTTP_HOST_MAY_BE_EMPTY);
        if (bad != HTTP_HOST_IS_GOOD) {
            reject(semantics, HTTP_ERROR_BAD_HOST, bad);
        }
    }
}

/* Parse 1*DIGIT; on failure the error and its offset. */
static HttpRejection parse_length(const uint8_t *data, BytesRange value, uint64_t *out)
{
    uint64_t length = 0;
    if (value.begin == value.end) {
        return (HttpRejection){HTTP_ERROR_BAD_CONTENT_LENGTH, value.begin};
    }
    /* A byte that is not a digit is reported first, even if the number overflows before it. */
    for (size_t at = value.begin; at < value.end; at++) {
        if (!http_is_digit(data[at])) {
            return (HttpRejection){HTTP_ERROR_BAD_CONTENT_LENGTH, at};
        }
    }
    for (size_t at = value.begin; at < value.end; at++) {
        const unsigned digit = (unsigned)(data[at] - '0');
        if (length > (UINT64_MAX - digit) / 10) {
            return (HttpRejection){HTTP_ERROR_CONTENT_LENGTH_OVERFLOW, at};
        }
        length = length * 10 + digit;
    }
    *out = length;
    return (HttpRejection){HTTP_OK, 0};
}

/* RFC 9112 section 6.3, RFC 9110 section 8.6. A recipient may accept a repetition of the same number; this one rejects
 * it. */
static void content_length_field(HttpSemantics *semantics, const BytesRange *name, const BytesRange *value)
{
    if (semantics->has_coding) {
        reject(semantics, HTTP_ERROR_LENGTH_AND_CODING, name->begin);
        return;
    }
    if (semantics->has_length) {
        reject(semantics, HTTP_ERROR_REPEATED_CONTENT_LENGTH, name->begin);
        return;
    }
    const HttpRejection rejection = parse_length(semantics->data, *value, &semantics->request->content_length);
    if (rejection.error != HTTP_OK) {
        reject(semantics, rejection.error, rejection.offset);
        return;
    }
    semantics->has_length = true;
    semantics->length = *value;
}

/* Skip the parameters of a coding, which is rejected anyway: up to the next comma that is not in a quoted string. */
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

/* One transfer coding, from @p at on. Returns the offset after it; after an error, that of the end of the value. */
static size_t transfer_coding(HttpSemantics *semantics, size_t begin, size_t end)
{
    const uint8_t *data = semantics->data;
    size_t at = semantics->config->scanner->span(data, begin, end, end, &http_token_set);
    if (at == begin) {
        reject(semantics, HTTP_ERROR_BAD_CODING, at);
        return end;
    }
    if (semantics->is_chunked) {
        reject(semantics, HTTP_ERROR_NOT_CHUNKED_LAST, begin);
        return end;
    }
    const bool chunked = http_range_is(data, (BytesRange){begin, at}, "chunked");
    while (at < end && http_is_ows(data[at])) {
        at++;
    }
    if (at < end && data[at] != ',') {
        if (data[at] != ';' || chunked) {
            reject(semantics, HTTP_ERROR_BAD_CODING, at);
            return end;
        }
        at = skip_parameters(data, at, end);
    }
    if (!chunked && !semantics->has_unknown_coding) {
        semantics->has_unknown_coding = true;
        semantics->unknown_coding = begin;
    }
    semantics->is_chunked = chunked;
    semantics->coding = begin;
    return at;
}

/* RFC 9112 section 6.1. All lines of this field together are one list; chunked is its last element, once and without
 * parameters. An empty element is an error here, where recipients that differ on the end of a body do harm. */
static void transfer_encoding_field(HttpSemantics *semantics, const BytesRange *name, const BytesRange *value)
{
    if (semantics->request->minor == 0) {
        reject(semantics, HTTP_ERROR_CODING_IN_1_0, name->begin);
        return;
    }
    if (semantics->has_length) {
        reject(semantics, HTTP_ERROR_LENGTH_AND_CODING, name->begin);
        return;
    }
    semantics->has_coding = true;
    size_t at = transfer_coding(semantics, value->begin, value->end);
    while (at < value->end) { /* at a comma */
        do {
            at++;
        } while (at < value->end && http_is_ows(semantics->data[at]));
        at = transfer_coding(semantics, at, value->end);
    }
}

/* RFC 9110 section 7.6.1. Other options are ignored. */
static void connection_option(HttpSemantics *semantics, const uint8_t *option, size_t len)
{
    switch (len) {
    case 5:
        semantics->lists_close |= http_token_is(option, 5, "close");
        break;
    case 7:
        semantics->lists_upgrade |= http_token_is(option, 7, "upgrade");
        break;
    case 10:
        semantics->lists_keep_alive |= http_token_is(option, 10, "keep-alive");
        break;
    default:
        break;
    }
}

static void connection_field(HttpSemantics *semantics, const BytesRange *value)
{
    const uint8_t *data = semantics->data;
    /* The list nearly always consists of this one element. */
    if (value->end - value->begin == 10 && http_token_is(data + value->begin, 10, "keep-alive")) {
        semantics->lists_keep_alive = true;
        return;
    }
    size_t at = value->begin;
    BytesRange element;
    while (next_element(data, &at, value->end, &element)) {
        connection_option(semantics, data + element.begin, element.end - element.begin);
    }
}

/* RFC 9110 section 10.1.1: to be ignored in HTTP/1.0. */
static void expect_field(HttpSemantics *semantics, const BytesRange *value)
{
    HttpRequest *request = semantics->request;
    size_t at = value->begin;
    BytesRange element;
    while (request->minor > 0 && next_element(semantics->data, &at, value->end, &element)) {
        if (!http_range_is(semantics->data, element, "100-continue")) {
            request->expect = HTTP_EXPECT_UNKNOWN;
        } else if (request->expect == HTTP_EXPECT_NONE) {
            request->expect = HTTP_EXPECT_CONTINUE;
        }
    }
}

void http_semantics_field(HttpSemantics *semantics, const BytesRange *name, const BytesRange *value)
{
    const uint8_t *text = semantics->data + name->begin;
    switch (name->end - name->begin) {
    case 4:
        if (http_token_is(text, 4, "host")) {
            host_field(semantics, name, value);
        }
        break;
    case 6:
        if (http_token_is(text, 6, "expect")) {
            expect_field(semantics, value);
        }
        break;
    case 7:
        if (http_token_is(text, 7, "upgrade")) {
            semantics->has_upgrade |= value->end != value->begin;
        }
        break;
    case 10:
        if (http_token_is(text, 10, "connection")) {
            connection_field(semantics, value);
        }
        break;
    case 14:
        if (http_token_is(text, 14, "content-length")) {
            content_length_field(semantics, name, value);
        }
        break;
    case 17:
        if (http_token_is(text, 17, "transfer-encoding")) {
            transfer_encoding_field(semantics, name, value);
        }
        break;
    default:
        break;
    }
}

/* Offset of the digit of Content-Length with which it exceeds the limit. */
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

/* The rules that need the whole head. */
static void check_together(HttpSemantics *semantics)
{
    const HttpConfig *config = semantics->config;
    const HttpRequest *request = semantics->request;
    if (semantics->has_coding && !semantics->is_chunked) {
        /* RFC 9112 section 6.3: the end of the body cannot be determined, whatever the coding is. */
        reject(semantics, HTTP_ERROR_NOT_CHUNKED_LAST, semantics->coding);
    }
    if (semantics->has_coding && semantics->has_unknown_coding) {
        reject(semantics, HTTP_ERROR_UNKNOWN_CODING, semantics->unknown_coding);
    }
    if (config->syntax_only) {
        return;
    }
    if (!semantics->has_host && request->minor > 0) {
        reject(semantics, HTTP_ERROR_MISSING_HOST, request->begin);
    }
    if (semantics->has_length && !request->connect && request->content_length > config->limits.body) {
        reject(semantics, HTTP_ERROR_BODY_TOO_LARGE,
               excess_digit(semantics->data, semantics->length, config->limits.body));
    }
}

static HttpFraming framing_of(const HttpSemantics *semantics)
{
    /* RFC 9110 section 9.3.6: what follows a CONNECT is not its content. */
    if (semantics->request->connect) {
        return HTTP_FRAMING_NONE;
    }
    if (semantics->has_coding) {
        return HTTP_FRAMING_CHUNKED;
    }
    return semantics->has_length ? HTTP_FRAMING_LENGTH : HTTP_FRAMING_NONE;
}

bool http_semantics_end(HttpSemantics *semantics)
{
    HttpRequest *const request = semantics->request;
    check_together(semantics);
    if (semantics->rejection.error != HTTP_OK) {
        return false;
    }
    if (!semantics->has_length) {
        request->content_length = 0;
    }
    request->framing = framing_of(semantics);
    /* RFC 9112 section 9.3: close wins. */
    request->persistent = !semantics->lists_close && (request->minor > 0 || semantics->lists_keep_alive);
    /* RFC 9110 section 7.8. */
    request->upgrade =
        semantics->has_upgrade && semantics->lists_upgrade && request->minor > 0 && !semantics->config->ignore_upgrade;
    if (request->target_form != HTTP_TARGET_ABSOLUTE && request->target_form != HTTP_TARGET_AUTHORITY) {
        request->authority = semantics->host;
    }
    return true;
}
