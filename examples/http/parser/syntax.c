/* SPDX-License-Identifier: MIT */
/* The automaton of syntax.h. */
#include "syntax.h"

const HttpByteSet http_path_set = {
    .low = {0xb8, 0xfc, 0xf8, 0xf8, 0xfc, 0xf8, 0xfc, 0xfc, 0xfc, 0xfc, 0xfc, 0x5c, 0x54, 0x5c, 0xd4, 0x7c},
    .high = {0, 0, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 0, 0, 0, 0, 0, 0, 0, 0},
};

const HttpByteSet http_uri_set = {
    .low = {0xb8, 0xfc, 0xf8, 0xf8, 0xfc, 0xf8, 0xfc, 0xfc, 0xfc, 0xfc, 0xfc, 0x7c, 0x54, 0x7c, 0xd4, 0x7c},
    .high = {0, 0, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 0, 0, 0, 0, 0, 0, 0, 0},
};

/* The bit of the unused value 1 of the high four bits stands for all values from 8 on. */
const HttpByteSet http_any_target_set = {
    .low = {0xfa, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0x7e},
    .high = {0, 0, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 2, 2, 2, 2, 2, 2, 2, 2},
};

/* RFC 9110 section 5.5: VCHAR, obs-text, SP, HT. */
static const HttpByteSet value_set = {
    .low = {0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xff, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0x7e},
    .high = {1, 0, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 2, 2, 2, 2, 2, 2, 2, 2},
};

static const uint8_t version_start[] = {'H', 'T', 'T', 'P', '/', '1', '.'};

/* Fields that the caller has no room for are over the limit. */
static size_t field_limit(size_t limit, size_t room)
{
    return limit < room ? limit : room;
}

void http_syntax_head(HttpSyntax *syntax, const HttpConfig *config, size_t capacity)
{
    const HttpLimits *limits = &config->limits;

    syntax->scanner = config->scanner;
    syntax->target = config->syntax_only ? &http_any_target_set : &http_uri_set;
    syntax->escapes = !config->syntax_only;
    syntax->trailers = false;
    syntax->empty_lines = limits->empty_lines;
    syntax->request_line = http_limit_bytes(limits->request_line);
    syntax->field_line = http_limit_bytes(limits->field_line);
    syntax->fields = field_limit(limits->fields, (capacity - HTTP_RANGES(0)) / 2);
    syntax->bytes = http_limit_bytes(limits->head);
}

void http_syntax_trailers(HttpSyntax *syntax, const HttpConfig *config, size_t capacity)
{
    http_syntax_head(syntax, config, HTTP_RANGES(0));
    syntax->trailers = true;
    syntax->fields = field_limit(config->limits.trailers, capacity / 2);
    syntax->bytes = http_limit_bytes(config->limits.trailer_bytes);
}

/* States in which a byte other than CR and LF counts towards the length of its line. */
static bool is_content(uint8_t state)
{
    return (state >= HTTP_STATE_METHOD && state <= HTTP_STATE_REQUEST_CR) ||
           (state >= HTTP_STATE_FIELD && state <= HTTP_STATE_VALUE);
}

/* Where the run of bytes that the scanner may skip without asking about limits ends. */
static size_t fence_of(const HttpHead *head, const HttpSyntax *syntax, size_t len)
{
    const size_t line_limit = head->state < HTTP_STATE_FIELD ? syntax->request_line : syntax->field_line;
    size_t fence = len;

    if (fence - head->begin > syntax->bytes) {
        fence = head->begin + syntax->bytes;
    }
    if (fence > head->line && fence - head->line > line_limit) {
        fence = head->line + line_limit;
    }
    return fence;
}

/* One byte in, at offset @p at: the next state, or an error. */
static HttpError step(HttpHead *head, const HttpSyntax *syntax, size_t at, uint8_t byte)
{
    const uint8_t state = head->state;

    switch (state) {
    case HTTP_STATE_EMPTY_LF:
    case HTTP_STATE_REQUEST_LF:
    case HTTP_STATE_VALUE_LF:
    case HTTP_STATE_LAST_LF:
        /* RFC 9112 section 2.2: a CR without LF is invalid wherever it stands. */
        if (byte != '\n') {
            return HTTP_ERROR_BARE_CR;
        }
        head->state = state == HTTP_STATE_EMPTY_LF ? HTTP_STATE_START : HTTP_STATE_FIELD;
        return HTTP_OK;
    default:
        break;
    }
    if (byte == '\n') {
        return HTTP_ERROR_BARE_LF;
    }

    switch (state) {
    case HTTP_STATE_START:
        /* RFC 9112 section 2.2: empty lines before a request are ignored. */
        if (byte == '\r') {
            if (head->empty_lines == syntax->empty_lines) {
                return HTTP_ERROR_TOO_MANY_EMPTY_LINES;
            }
            head->empty_lines++;
            head->state = HTTP_STATE_EMPTY_LF;
            return HTTP_OK;
        }
        head->begin = at;
        head->line = at;
        head->state = HTTP_STATE_METHOD;
        return http_byte_set_has(&http_token_set, byte) ? HTTP_OK : HTTP_ERROR_BAD_METHOD;

    case HTTP_STATE_METHOD:
        if (byte == ' ') {
            head->state = HTTP_STATE_TARGET_FIRST;
            return HTTP_OK;
        }
        return http_byte_set_has(&http_token_set, byte) ? HTTP_OK : HTTP_ERROR_BAD_METHOD;

    case HTTP_STATE_TARGET_FIRST:
    case HTTP_STATE_TARGET:
        if (http_byte_set_has(syntax->target, byte)) {
            head->state = HTTP_STATE_TARGET;
            return HTTP_OK;
        }
        if (byte == '%' && syntax->escapes) {
            head->state = HTTP_STATE_ESCAPE_1;
            return HTTP_OK;
        }
        if (state == HTTP_STATE_TARGET_FIRST) {
            return HTTP_ERROR_BAD_TARGET;
        }
        if (byte == ' ') {
            head->state = HTTP_STATE_VERSION;
            head->matched = 0;
            return HTTP_OK;
        }
        return byte == '\r' ? HTTP_ERROR_MISSING_VERSION : HTTP_ERROR_BAD_TARGET;

    case HTTP_STATE_ESCAPE_1:
    case HTTP_STATE_ESCAPE_2:
        if (!http_is_hex(byte)) {
            return HTTP_ERROR_BAD_TARGET;
        }
        head->state = state == HTTP_STATE_ESCAPE_1 ? HTTP_STATE_ESCAPE_2 : HTTP_STATE_TARGET;
        return HTTP_OK;

    case HTTP_STATE_VERSION:
        /* RFC 9112 section 2.3: case-sensitive, one digit, a dot, one digit. */
        if (head->matched == sizeof(version_start)) {
            head->state = HTTP_STATE_REQUEST_CR;
            return http_is_digit(byte) ? HTTP_OK : HTTP_ERROR_BAD_VERSION;
        }
        if (byte == version_start[head->matched]) {
            head->matched++;
            return HTTP_OK;
        }
        return head->matched == 5 && http_is_digit(byte) ? HTTP_ERROR_UNSUPPORTED_VERSION : HTTP_ERROR_BAD_VERSION;

    case HTTP_STATE_REQUEST_CR:
        head->state = HTTP_STATE_REQUEST_LF;
        return byte == '\r' ? HTTP_OK : HTTP_ERROR_BAD_VERSION;

    case HTTP_STATE_FIELD:
        if (byte == '\r') {
            head->state = HTTP_STATE_LAST_LF;
            return HTTP_OK;
        }
        /* RFC 9112 sections 2.2 and 5.2. */
        if (http_is_ows(byte)) {
            return head->field_count == 0 ? HTTP_ERROR_SPACE_BEFORE_FIELD : HTTP_ERROR_OBS_FOLD;
        }
        if (head->field_count == syntax->fields) {
            return syntax->trailers ? HTTP_ERROR_TOO_MANY_TRAILERS : HTTP_ERROR_TOO_MANY_FIELDS;
        }
        head->field_count++;
        head->line = at;
        head->state = HTTP_STATE_NAME;
        return http_byte_set_has(&http_token_set, byte) ? HTTP_OK : HTTP_ERROR_BAD_FIELD_NAME;

    case HTTP_STATE_NAME:
        if (byte == ':') {
            head->state = HTTP_STATE_VALUE;
            return HTTP_OK;
        }
        /* RFC 9112 section 5.1: no white space before the colon. */
        if (http_is_ows(byte)) {
            return HTTP_ERROR_SPACE_BEFORE_COLON;
        }
        return http_byte_set_has(&http_token_set, byte) ? HTTP_OK : HTTP_ERROR_BAD_FIELD_NAME;

    default: /* HTTP_STATE_VALUE */
        if (byte == '\r') {
            head->state = HTTP_STATE_VALUE_LF;
            return HTTP_OK;
        }
        return http_byte_set_has(&value_set, byte) ? HTTP_OK : HTTP_ERROR_BAD_FIELD_VALUE;
    }
}

/* Is the byte at this offset over a limit of size? */
static HttpError limit_at(const HttpHead *head, const HttpSyntax *syntax, size_t at, uint8_t byte)
{
    if (head->state <= HTTP_STATE_EMPTY_LF) {
        return HTTP_OK;
    }
    if (at - head->begin >= syntax->bytes) {
        return syntax->trailers ? HTTP_ERROR_TRAILERS_TOO_LARGE : HTTP_ERROR_HEAD_TOO_LARGE;
    }
    if (byte == '\r' || byte == '\n' || !is_content(head->state)) {
        return HTTP_OK;
    }
    if (head->state < HTTP_STATE_FIELD) {
        return at - head->line >= syntax->request_line ? HTTP_ERROR_REQUEST_LINE_TOO_LONG : HTTP_OK;
    }
    if (head->state == HTTP_STATE_FIELD) {
        return syntax->field_line == 0 ? HTTP_ERROR_FIELD_TOO_LARGE : HTTP_OK;
    }
    return at - head->line >= syntax->field_line ? HTTP_ERROR_FIELD_TOO_LARGE : HTTP_OK;
}

/* The bytes that may follow in this state without changing it; NULL if none are worth skipping. */
static const HttpByteSet *run_of(const HttpHead *head, const HttpSyntax *syntax)
{
    switch (head->state) {
    case HTTP_STATE_TARGET:
        return syntax->target;
    case HTTP_STATE_NAME:
        return &http_token_set;
    case HTTP_STATE_VALUE:
        return &value_set;
    default:
        return NULL;
    }
}

HttpStep http_syntax_check(HttpHead *head, const HttpSyntax *syntax, const uint8_t *data, size_t len,
                           HttpRefusal *refusal)
{
    size_t at = head->at;

    while (at < len) {
        const uint8_t byte = data[at];
        const bool last = head->state == HTTP_STATE_LAST_LF;
        const HttpByteSet *run;
        HttpError error = limit_at(head, syntax, at, byte);

        if (error == HTTP_OK) {
            error = step(head, syntax, at, byte);
        }
        if (error != HTTP_OK) {
            /* A limit on the whole head is no fault of one byte. */
            const bool whole = error == HTTP_ERROR_HEAD_TOO_LARGE || error == HTTP_ERROR_TOO_MANY_FIELDS;

            refusal->error = error;
            refusal->at = whole ? head->begin : at;
            return HTTP_REFUSED;
        }
        at++;
        if (last) {
            head->at = at;
            return HTTP_DONE;
        }
        if (len - at >= 8 && (run = run_of(head, syntax)) != NULL) {
            const size_t fence = fence_of(head, syntax, len);

            if (at < fence) {
                at = syntax->scanner->span(data, at, fence, len, run);
            }
        }
    }
    head->at = at;
    return HTTP_MORE;
}
