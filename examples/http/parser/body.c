/* SPDX-License-Identifier: MIT */
#include "body.h"

#include <string.h>

#include "chars.h"
#include "token.h"

/* The states of a body: data passes through in BODY_LENGTH and BODY_DATA; the states after them are positions in the
 * framing of the chunked coding. */
enum {
    BODY_DONE,
    BODY_LENGTH, /* data up to Content-Length */
    BODY_DATA,   /* data of a chunk */
    BODY_DATA_CR,
    BODY_DATA_LF,
    BODY_SIZE,                 /* digits */
    BODY_EXTENSION,            /* after white space before a ';' */
    BODY_EXTENSION_NAME_FIRST, /* after ';' */
    BODY_EXTENSION_NAME,
    BODY_EXTENSION_NAME_END, /* white space after a name: '=' or ';' must follow */
    BODY_EXTENSION_VALUE_FIRST,
    BODY_EXTENSION_VALUE,
    BODY_EXTENSION_QUOTED,
    BODY_EXTENSION_ESCAPE,
    BODY_EXTENSION_END, /* after a quoted string */
    BODY_SIZE_LF,
    BODY_TRAILERS
};

/* How many bytes of framing each byte of data pays for, once the free allowance is used up. */
enum { OVERHEAD_RATIO = 4 };

void http_body_init(HttpBody *body, const HttpRequest *request)
{
    memset(body, 0, sizeof(*body));
    body->trailers.state = HTTP_STATE_FIELD;
    switch (request->framing) {
    case HTTP_FRAMING_NONE:
        body->state = BODY_DONE;
        break;
    case HTTP_FRAMING_LENGTH:
        body->left = request->content_length;
        body->state = body->left > 0 ? BODY_LENGTH : BODY_DONE;
        break;
    case HTTP_FRAMING_CHUNKED:
        body->state = BODY_SIZE;
        break;
    }
}

/* One more digit of a chunk size: `left` is the size so far, `total` the data before this chunk. */
static HttpError add_digit(HttpBody *body, const HttpConfig *config, uint8_t byte)
{
    const bool limited = !config->syntax_only && config->limits.body != UINT64_MAX;
    /* 64 bits hold 16 digits; leading zeros count too. */
    if (body->digits == 16) {
        return HTTP_ERROR_CHUNK_SIZE_OVERFLOW;
    }
    body->digits++;
    body->left = body->left << 4 | http_hex_value(byte);
    return limited && body->left > config->limits.body - body->total ? HTTP_ERROR_BODY_TOO_LARGE : HTTP_OK;
}

/* What ends a part of an extension: the line, the next extension, or white space (RFC 9112 section 7.1.1), after which
 * the state is @p after_space. */
static HttpError end_extension_part(HttpBody *body, uint8_t byte, uint8_t after_space)
{
    switch (byte) {
    case '\r':
        body->state = BODY_SIZE_LF;
        return HTTP_OK;
    case ';':
        body->state = BODY_EXTENSION_NAME_FIRST;
        return HTTP_OK;
    case ' ':
    case '\t':
        body->state = after_space;
        return HTTP_OK;
    default:
        return HTTP_ERROR_BAD_CHUNK_EXTENSION;
    }
}

/* One byte of a chunk extension. White space is "bad" but must be accepted, except at the end of the line, where the
 * grammar has none. */
static HttpError extension_step(HttpBody *body, uint8_t byte)
{
    const bool token = http_is_token_char(byte);
    switch (body->state) {
    case BODY_EXTENSION:
    case BODY_EXTENSION_NAME_END:
        if (http_is_ows(byte)) {
            return HTTP_OK;
        }
        if (byte == ';') {
            body->state = BODY_EXTENSION_NAME_FIRST;
            return HTTP_OK;
        }
        if (byte == '=' && body->state == BODY_EXTENSION_NAME_END) {
            body->state = BODY_EXTENSION_VALUE_FIRST;
            return HTTP_OK;
        }
        return HTTP_ERROR_BAD_CHUNK_EXTENSION;

    case BODY_EXTENSION_NAME_FIRST:
        if (token) {
            body->state = BODY_EXTENSION_NAME;
            return HTTP_OK;
        }
        return http_is_ows(byte) ? HTTP_OK : HTTP_ERROR_BAD_CHUNK_EXTENSION;

    case BODY_EXTENSION_NAME:
        if (byte == '=') {
            body->state = BODY_EXTENSION_VALUE_FIRST;
            return HTTP_OK;
        }
        return token ? HTTP_OK : end_extension_part(body, byte, BODY_EXTENSION_NAME_END);

    case BODY_EXTENSION_VALUE_FIRST:
        if (token || byte == '"') {
            body->state = token ? BODY_EXTENSION_VALUE : BODY_EXTENSION_QUOTED;
            return HTTP_OK;
        }
        return http_is_ows(byte) ? HTTP_OK : HTTP_ERROR_BAD_CHUNK_EXTENSION;

    case BODY_EXTENSION_VALUE:
        return token ? HTTP_OK : end_extension_part(body, byte, BODY_EXTENSION);

    case BODY_EXTENSION_QUOTED:
        if (byte == '"') {
            body->state = BODY_EXTENSION_END;
        } else if (byte == '\\') {
            body->state = BODY_EXTENSION_ESCAPE;
        }
        return http_is_quotable(byte) ? HTTP_OK : HTTP_ERROR_BAD_CHUNK_EXTENSION;

    case BODY_EXTENSION_ESCAPE:
        body->state = BODY_EXTENSION_QUOTED;
        return http_is_quotable(byte) ? HTTP_OK : HTTP_ERROR_BAD_CHUNK_EXTENSION;

    default: /* BODY_EXTENSION_END */
        return end_extension_part(body, byte, BODY_EXTENSION);
    }
}

/* One byte of the line of a chunk: its size and extensions, up to the CR. */
static HttpError chunk_line_step(HttpBody *body, const HttpConfig *config, uint8_t byte)
{
    if (byte == '\n') {
        return HTTP_ERROR_BARE_LF;
    }
    if (byte != '\r' && body->line++ >= config->limits.chunk_line) {
        return HTTP_ERROR_CHUNK_LINE_TOO_LONG;
    }
    if (body->state != BODY_SIZE) {
        return extension_step(body, byte);
    }
    if (http_is_hex(byte)) {
        return add_digit(body, config, byte);
    }
    if (body->digits == 0) {
        return HTTP_ERROR_BAD_CHUNK_SIZE;
    }
    return end_extension_part(body, byte, BODY_EXTENSION) == HTTP_OK ? HTTP_OK : HTTP_ERROR_BAD_CHUNK_SIZE;
}

/* One byte of framing: the next state, or an error. */
static HttpError framing_step(HttpBody *body, const HttpConfig *config, uint8_t byte)
{
    switch (body->state) {
    case BODY_DATA_CR:
        body->state = BODY_DATA_LF;
        return byte == '\r' ? HTTP_OK : HTTP_ERROR_BAD_CHUNK_END;
    case BODY_DATA_LF:
        body->state = BODY_SIZE;
        body->digits = 0;
        body->line = 0;
        return byte == '\n' ? HTTP_OK : HTTP_ERROR_BAD_CHUNK_END;
    case BODY_SIZE_LF:
        /* Without a limit the sum may exceed 64 bits; no body is that long. */
        body->total = body->left < UINT64_MAX - body->total ? body->total + body->left : UINT64_MAX;
        body->state = body->left > 0 ? BODY_DATA : BODY_TRAILERS;
        return byte == '\n' ? HTTP_OK : HTTP_ERROR_BARE_CR;
    default:
        return chunk_line_step(body, config, byte);
    }
}

/* True once framing outweighs the data, which makes a server work for nothing. While framing is read, `total` is the
 * data so far. */
static bool is_mostly_framing(const HttpBody *body, const HttpLimits *limits)
{
    return body->overhead > limits->chunk_overhead &&
           (body->overhead - limits->chunk_overhead - 1) / OVERHEAD_RATIO >= body->total;
}

/* Consume framing up to the next data, the trailers or the end of the bytes; @p at is then the offset after it, or that
 * of the byte with the error. */
static HttpError consume_framing(HttpBody *body, const HttpConfig *config, const uint8_t *data, size_t len, size_t *at)
{
    while (body->state > BODY_DATA && body->state != BODY_TRAILERS && *at < len) {
        body->overhead++;
        if (is_mostly_framing(body, &config->limits)) {
            return HTTP_ERROR_TOO_MUCH_CHUNKING;
        }
        const HttpError error = framing_step(body, config, data[*at]);
        if (error != HTTP_OK) {
            return error;
        }
        ++*at;
    }
    return HTTP_OK;
}

static bool is_listed(const uint8_t *data, BytesRange name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (http_range_is(data, name, list[i])) {
            return true;
        }
    }
    return false;
}

/* True for a field that frames or routes a message: another recipient may act on it. */
static bool is_forbidden_trailer(const uint8_t *data, BytesRange name)
{
    static const char *const forbidden[] = {
        "connection", "content-length", "host", "max-forwards", "transfer-encoding", "upgrade",
    };
    return is_listed(data, name, forbidden, sizeof(forbidden) / sizeof(forbidden[0]));
}

/* True for a field that authenticates a message, changes how it is handled or says how to read its content, for which
 * it comes too late (RFC 9110 section 6.5.1). */
static bool is_late_trailer(const uint8_t *data, BytesRange name)
{
    static const char *const late[] = {
        "authorization",    "cache-control", "content-encoding",
        "content-range",    "content-type",  "cookie",
        "expect",           "if-match",      "if-modified-since",
        "if-none-match",    "if-range",      "if-unmodified-since",
        "keep-alive",       "pragma",        "proxy-authorization",
        "proxy-connection", "range",         "te",
        "trailer",
    };
    return is_listed(data, name, late, sizeof(late) / sizeof(late[0]));
}

/* The ranges of the fields of a trailer section, which the automaton has accepted, less those that come too late; it
 * begins at @p begin. */
static HttpResult parse_trailers(const HttpConfig *config, const uint8_t *data, size_t begin, HttpBodyPart *part,
                                 HttpRejection *rejection)
{
    BytesRange *out = part->trailers;
    while (data[begin] != '\r') {
        size_t colon = begin;
        while (data[colon] != ':') {
            colon++;
        }
        size_t end = colon;
        while (data[end] != '\r') {
            end++;
        }
        const BytesRange name = {begin, colon};
        if (!config->syntax_only && is_forbidden_trailer(data, name)) {
            *rejection = (HttpRejection){HTTP_ERROR_FORBIDDEN_TRAILER, begin};
            return HTTP_REJECTED;
        }
        if (config->syntax_only || !is_late_trailer(data, name)) {
            out[0] = name;
            out[1] = http_trim(data, (BytesRange){colon + 1, end});
            out += 2;
        }
        begin = end + 2;
    }
    part->trailer_count = (size_t)(out - part->trailers) / 2;
    return HTTP_DONE;
}

/* The trailer section begins at @p at: at the front of the data from the next call on. */
static HttpResult decode_trailers(HttpBody *body, const HttpConfig *config, const uint8_t *data, size_t at, size_t len,
                                  HttpBodyPart *part, HttpRejection *rejection)
{
    if (at == len) {
        return HTTP_MORE;
    }
    HttpSyntaxState *const state = &body->trailers;
    const HttpSyntax syntax = http_syntax_of_trailers(config, part->capacity);
    const size_t before = state->at;
    HttpRejection found;
    HttpResult result = http_syntax_check(state, &syntax, data + at, len - at, &found);
    body->scanned += state->at - before;
    if (result == HTTP_REJECTED) {
        *rejection = (HttpRejection){found.error, at + found.offset};
        return HTTP_REJECTED;
    }
    if (result == HTTP_MORE) {
        return HTTP_MORE;
    }
    body->scanned += state->at;
    result = parse_trailers(config, data, at, part, rejection);
    if (result == HTTP_DONE) {
        part->consumed += state->at;
        body->state = BODY_DONE;
    }
    return result;
}

/* The data in [at, len), as far as it belongs to this chunk or body. */
static void deliver_data(HttpBody *body, size_t at, size_t len, HttpBodyPart *part)
{
    const uint64_t rest = len - at;
    const size_t count = (size_t)(body->left < rest ? body->left : rest);
    part->data = (BytesRange){at, at + count};
    part->consumed = at + count;
    body->left -= count;
    if (body->left == 0) {
        body->state = body->state == BODY_LENGTH ? BODY_DONE : BODY_DATA_CR;
    }
}

HttpResult http_body_decode(HttpBody *body, const HttpConfig *config, const uint8_t *data, size_t len,
                            HttpBodyPart *part, HttpRejection *rejection)
{
    size_t at = 0;
    part->data = (BytesRange){0, 0};
    part->trailer_count = 0;
    const HttpError error = consume_framing(body, config, data, len, &at);
    if (error != HTTP_OK) {
        *rejection = (HttpRejection){error, at};
        return HTTP_REJECTED;
    }
    part->consumed = at;
    if (body->state == BODY_TRAILERS) {
        return decode_trailers(body, config, data, at, len, part, rejection);
    }
    if (body->state == BODY_LENGTH || body->state == BODY_DATA) {
        deliver_data(body, at, len, part);
    }
    return body->state == BODY_DONE ? HTTP_DONE : HTTP_MORE;
}
