/* SPDX-License-Identifier: MIT */
/* The body decoder of body.h. */
#include "body.h"

#include <string.h>

#include "syntax.h"

/* States of a body. The first four pass data on; the others are places in the framing of the chunked
 * coding. */
enum {
    BODY_DONE,
    BODY_LENGTH, /* data up to Content-Length */
    BODY_DATA,   /* data of a chunk */
    BODY_DATA_CR,
    BODY_DATA_LF,
    BODY_SIZE,                 /* digits */
    BODY_EXTENSION,            /* after white space in front of a ';' */
    BODY_EXTENSION_NAME_FIRST, /* after ';' */
    BODY_EXTENSION_NAME,
    BODY_EXTENSION_NAME_END, /* white space after a name: a '=' or a ';' must come */
    BODY_EXTENSION_VALUE_FIRST,
    BODY_EXTENSION_VALUE,
    BODY_EXTENSION_QUOTED,
    BODY_EXTENSION_ESCAPE,
    BODY_EXTENSION_END, /* after a quoted string */
    BODY_SIZE_LF,
    BODY_TRAILERS
};

/* Framing may take so many times the bytes of the data, once the free allowance is used up. */
enum { OVERHEAD_RATIO = 4 };

void http_body_init(HttpBody *body, const HttpRequest *request)
{
    memset(body, 0, sizeof(*body));
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

static unsigned hex_value(uint8_t byte)
{
    return byte <= '9' ? (unsigned)(byte - '0') : (unsigned)((byte | 0x20) - 'a' + 10);
}

/* One more digit of a chunk size: `left` is the size so far, `total` what came before. */
static HttpError add_digit(HttpBody *body, const HttpConfig *config, uint8_t byte)
{
    const bool limited = !config->syntax_only && config->limits.body != UINT64_MAX;

    /* 16 digits are what 64 bits hold; leading zeros count too. */
    if (body->digits == 16) {
        return HTTP_ERROR_CHUNK_SIZE_OVERFLOW;
    }
    body->digits++;
    body->left = body->left << 4 | hex_value(byte);
    return limited && body->left > config->limits.body - body->total ? HTTP_ERROR_BODY_TOO_LARGE : HTTP_OK;
}

/* RFC 9110 section 5.6.4: what a quoted string may hold, quoted pairs apart. */
static bool is_quotable(uint8_t byte)
{
    return (byte >= 0x20 && byte != 0x7f) || byte == '\t';
}

/* What ends a part of an extension: the line, the next extension, or white space (RFC 9112 section 7.1.1),
 * after which the state is
 * @p after_space. */
static HttpError end_part(HttpBody *body, uint8_t byte, uint8_t after_space)
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

/* One byte of a chunk extension. White space is "bad" but must be accepted, except at the end of the line,
 * where the grammar has none. */
static HttpError extension_step(HttpBody *body, uint8_t byte)
{
    const bool token = http_byte_set_has(&http_token_set, byte);

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
        return token ? HTTP_OK : end_part(body, byte, BODY_EXTENSION_NAME_END);

    case BODY_EXTENSION_VALUE_FIRST:
        if (token || byte == '"') {
            body->state = token ? BODY_EXTENSION_VALUE : BODY_EXTENSION_QUOTED;
            return HTTP_OK;
        }
        return http_is_ows(byte) ? HTTP_OK : HTTP_ERROR_BAD_CHUNK_EXTENSION;

    case BODY_EXTENSION_VALUE:
        return token ? HTTP_OK : end_part(body, byte, BODY_EXTENSION);

    case BODY_EXTENSION_QUOTED:
        if (byte == '"') {
            body->state = BODY_EXTENSION_END;
        } else if (byte == '\\') {
            body->state = BODY_EXTENSION_ESCAPE;
        }
        return is_quotable(byte) ? HTTP_OK : HTTP_ERROR_BAD_CHUNK_EXTENSION;

    case BODY_EXTENSION_ESCAPE:
        body->state = BODY_EXTENSION_QUOTED;
        return is_quotable(byte) ? HTTP_OK : HTTP_ERROR_BAD_CHUNK_EXTENSION;

    default: /* BODY_EXTENSION_END */
        return end_part(body, byte, BODY_EXTENSION);
    }
}

/* One byte of framing: the next state, or an error. */
static HttpError framing_step(HttpBody *body, const HttpConfig *config, uint8_t byte)
{
    const HttpLimits *limits = &config->limits;

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
        /* Without a limit the sum may be more than 64 bits hold; nobody will see the end of such a body. */
        body->total = body->left < UINT64_MAX - body->total ? body->total + body->left : UINT64_MAX;
        body->state = body->left > 0 ? BODY_DATA : BODY_TRAILERS;
        return byte == '\n' ? HTTP_OK : HTTP_ERROR_BARE_CR;
    default:
        break;
    }

    if (byte == '\n') {
        return HTTP_ERROR_BARE_LF;
    }
    if (byte != '\r' && body->line++ >= limits->chunk_line) {
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
    return end_part(body, byte, BODY_EXTENSION) == HTTP_OK ? HTTP_OK : HTTP_ERROR_BAD_CHUNK_SIZE;
}

/* Framing that outweighs the data makes a server work for nothing. While framing is read, `total` is the data
 * so far. */
static bool is_mostly_framing(const HttpBody *body, const HttpLimits *limits)
{
    return body->overhead > limits->chunk_overhead &&
           (body->overhead - limits->chunk_overhead - 1) / OVERHEAD_RATIO >= body->total;
}

/* May this field stand in a trailer section (RFC 9110 section 6.5.1)? */
static bool is_trailer(const uint8_t *data, BytesRange name)
{
    /* What frames or routes a message, authenticates it, changes how it is handled or says how to read its
     * content. */
    static const char *const forbidden[] = {
        "authorization",
        "cache-control",
        "connection",
        "content-encoding",
        "content-length",
        "content-range",
        "content-type",
        "cookie",
        "expect",
        "host",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "keep-alive",
        "max-forwards",
        "pragma",
        "proxy-authorization",
        "proxy-connection",
        "range",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    };

    for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++) {
        if (http_range_is(data, name, forbidden[i])) {
            return false;
        }
    }
    return true;
}

/* The fields of a trailer section that the automaton has found good. */
static HttpStep take_trailers(const HttpConfig *config, const uint8_t *data, HttpPiece *piece, HttpRefusal *refusal)
{
    size_t begin = 0;

    for (piece->trailer_count = 0; data[begin] != '\r'; piece->trailer_count++) {
        BytesRange name = {begin, begin};
        BytesRange value;
        size_t cr;

        while (data[name.end] != ':') {
            name.end++;
        }
        for (cr = name.end; data[cr] != '\r'; cr++) {
        }
        value = (BytesRange){name.end + 1, cr};
        while (value.begin < value.end && http_is_ows(data[value.begin])) {
            value.begin++;
        }
        while (value.end > value.begin && http_is_ows(data[value.end - 1])) {
            value.end--;
        }
        if (!config->syntax_only && !is_trailer(data, name)) {
            *refusal = (HttpRefusal){HTTP_ERROR_FORBIDDEN_TRAILER, name.begin};
            return HTTP_REFUSED;
        }
        piece->trailers[2 * piece->trailer_count] = name;
        piece->trailers[2 * piece->trailer_count + 1] = value;
        begin = cr + 2;
    }
    return HTTP_DONE;
}

/* The trailer section begins at @p at, which is the front of the data from the next call on. */
static HttpStep decode_trailers(HttpBody *body, const HttpConfig *config, const uint8_t *data, size_t at, size_t len,
                                HttpPiece *piece, HttpRefusal *refusal)
{
    HttpSyntax syntax;
    HttpStep step;
    HttpRefusal found;
    const size_t was = body->trailer.at;

    if (at == len) {
        return HTTP_MORE;
    }
    http_syntax_trailers(&syntax, config, piece->capacity);
    body->trailer.state = body->trailer.at == 0 ? HTTP_STATE_FIELD : body->trailer.state;
    step = http_syntax_check(&body->trailer, &syntax, data + at, len - at, &found);
    body->trailer.scanned += body->trailer.at - was;
    if (step == HTTP_DONE) {
        HttpPiece fields = {.trailers = piece->trailers};

        body->trailer.scanned += body->trailer.at;
        step = take_trailers(config, data + at, &fields, &found);
        if (step == HTTP_DONE) {
            for (size_t i = 0; i < 2 * fields.trailer_count; i++) {
                piece->trailers[i].begin += at;
                piece->trailers[i].end += at;
            }
            piece->trailer_count = fields.trailer_count;
            piece->consumed += body->trailer.at;
            body->state = BODY_DONE;
        }
    }
    if (step == HTTP_REFUSED) {
        *refusal = (HttpRefusal){found.error, at + found.at};
    }
    return step;
}

HttpStep http_body_decode(HttpBody *body, const HttpConfig *config, const uint8_t *data, size_t len, HttpPiece *piece,
                          HttpRefusal *refusal)
{
    size_t at = 0;

    piece->consumed = 0;
    piece->data = (BytesRange){0, 0};
    piece->trailer_count = 0;

    while (body->state > BODY_DATA && body->state != BODY_TRAILERS && at < len) {
        HttpError error = HTTP_OK;

        body->overhead++;
        if (is_mostly_framing(body, &config->limits)) {
            error = HTTP_ERROR_TOO_MUCH_CHUNKING;
        } else {
            error = framing_step(body, config, data[at]);
        }
        if (error != HTTP_OK) {
            *refusal = (HttpRefusal){error, at};
            return HTTP_REFUSED;
        }
        at++;
    }
    piece->consumed = at;

    if (body->state == BODY_TRAILERS) {
        return decode_trailers(body, config, data, at, len, piece, refusal);
    }
    if (body->state == BODY_LENGTH || body->state == BODY_DATA) {
        const uint64_t rest = len - at;
        const size_t take = (size_t)(body->left < rest ? body->left : rest);

        piece->data = (BytesRange){at, at + take};
        piece->consumed = at + take;
        body->left -= take;
        if (body->left == 0) {
            body->state = body->state == BODY_LENGTH ? BODY_DONE : BODY_DATA_CR;
        }
    }
    return body->state == BODY_DONE ? HTTP_DONE : HTTP_MORE;
}
