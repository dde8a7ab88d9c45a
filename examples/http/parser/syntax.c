/* SPDX-License-Identifier: MIT */
#include "syntax.h"

static const uint8_t version_start[] = {'H', 'T', 'T', 'P', '/', '1', '.'};

static size_t size_min(size_t a, size_t b)
{
    return a < b ? a : b;
}

HttpSyntax http_syntax_of_head(const HttpConfig *config, size_t capacity)
{
    const HttpLimits *limits = &config->limits;
    return (HttpSyntax){
        .scanner = config->scanner,
        .target = http_target_set(config),
        .strict_target = http_target_is_strict(config),
        .trailers = false,
        .empty_lines = limits->empty_lines,
        .request_line = http_limit_bytes(limits->request_line),
        .field_line = http_limit_bytes(limits->field_line),
        .fields = size_min(limits->fields, (capacity - 2) / 2), /* less the ranges of method and target */
        .bytes = http_limit_bytes(limits->head),
    };
}

HttpSyntax http_syntax_of_trailers(const HttpConfig *config, size_t capacity)
{
    const HttpLimits *limits = &config->limits;
    return (HttpSyntax){
        .scanner = config->scanner,
        .trailers = true,
        .field_line = http_limit_bytes(limits->field_line),
        .fields = size_min(limits->trailers, capacity / 2),
        .bytes = http_limit_bytes(limits->trailer_bytes),
    };
}

/* True in states in which a byte other than CR and LF counts towards the length of its line. */
static bool is_content(uint8_t state)
{
    return (state >= HTTP_STATE_METHOD && state <= HTTP_STATE_REQUEST_CR) ||
           (state >= HTTP_STATE_FIELD && state <= HTTP_STATE_VALUE);
}

/* The next byte is @p byte: the next state if it is @p good, else the error. */
static HttpError move_to(HttpSyntaxState *state, bool good, uint8_t next, HttpError error)
{
    if (!good) {
        return error;
    }
    state->state = next;
    return HTTP_OK;
}

static HttpError step_start(HttpSyntaxState *state, const HttpSyntax *syntax, size_t at, uint8_t byte)
{
    /* RFC 9112 section 2.2: empty lines before a request are ignored. */
    if (byte == '\r') {
        if (state->empty_lines == syntax->empty_lines) {
            return HTTP_ERROR_TOO_MANY_EMPTY_LINES;
        }
        state->empty_lines++;
        state->state = HTTP_STATE_EMPTY_LF;
        return HTTP_OK;
    }
    state->begin = at;
    state->line = at;
    return move_to(state, http_is_token_char(byte), HTTP_STATE_METHOD, HTTP_ERROR_BAD_METHOD);
}

/* Inside a target: in its path and query, or, if it is strict, before them. */
static uint8_t target_state(const HttpSyntaxState *state, const HttpSyntax *syntax)
{
    return syntax->strict_target && state->slashes < HTTP_PATH_SLASHES ? HTTP_STATE_AUTHORITY : HTTP_STATE_TARGET;
}

/* Find where the path or the query of a strict target begins. */
static void count_slash(HttpSyntaxState *state, uint8_t byte)
{
    if (byte == '?' || (byte == '/' && state->state == HTTP_STATE_TARGET_FIRST)) {
        state->slashes = HTTP_PATH_SLASHES;
    } else if (byte == '/' && state->slashes < HTTP_PATH_SLASHES) {
        state->slashes++;
    }
}

static HttpError step_target(HttpSyntaxState *state, const HttpSyntax *syntax, uint8_t byte)
{
    const bool first = state->state == HTTP_STATE_TARGET_FIRST;
    if (http_byte_set_has(syntax->target, byte)) {
        if (syntax->strict_target) {
            count_slash(state, byte);
        }
        state->state = target_state(state, syntax);
        return HTTP_OK;
    }
    if ((byte == '[' || byte == ']') && target_state(state, syntax) == HTTP_STATE_AUTHORITY) {
        state->state = HTTP_STATE_AUTHORITY;
        return HTTP_OK;
    }
    if (byte == '%' && syntax->strict_target) {
        state->state = HTTP_STATE_ESCAPE_1;
        return HTTP_OK;
    }
    if (byte == ' ' && !first) {
        state->state = HTTP_STATE_VERSION;
        state->matched = 0;
        return HTTP_OK;
    }
    return byte == '\r' && !first ? HTTP_ERROR_MISSING_VERSION : HTTP_ERROR_BAD_TARGET;
}

/* RFC 9112 section 2.3: case-sensitive, one digit, a dot, one digit. */
static HttpError step_version(HttpSyntaxState *state, uint8_t byte)
{
    if (state->matched == sizeof(version_start)) {
        return move_to(state, http_is_digit(byte), HTTP_STATE_REQUEST_CR, HTTP_ERROR_BAD_VERSION);
    }
    if (byte == version_start[state->matched]) {
        state->matched++;
        return HTTP_OK;
    }
    return state->matched == 5 && http_is_digit(byte) ? HTTP_ERROR_UNSUPPORTED_VERSION : HTTP_ERROR_BAD_VERSION;
}

static HttpError step_line_start(HttpSyntaxState *state, const HttpSyntax *syntax, size_t at, uint8_t byte)
{
    if (byte == '\r') {
        state->state = HTTP_STATE_LAST_LF;
        return HTTP_OK;
    }
    /* RFC 9112 sections 2.2 and 5.2. */
    if (http_is_ows(byte)) {
        return state->field_count == 0 ? HTTP_ERROR_SPACE_BEFORE_FIELD : HTTP_ERROR_OBS_FOLD;
    }
    if (state->field_count == syntax->fields) {
        return syntax->trailers ? HTTP_ERROR_TOO_MANY_TRAILERS : HTTP_ERROR_TOO_MANY_FIELDS;
    }
    state->field_count++;
    state->line = at;
    return move_to(state, http_is_token_char(byte), HTTP_STATE_NAME, HTTP_ERROR_BAD_FIELD_NAME);
}

static HttpError step_name(HttpSyntaxState *state, uint8_t byte)
{
    if (byte == ':') {
        state->state = HTTP_STATE_VALUE;
        return HTTP_OK;
    }
    /* RFC 9112 section 5.1: no white space before the colon. */
    if (http_is_ows(byte)) {
        return HTTP_ERROR_SPACE_BEFORE_COLON;
    }
    return http_is_token_char(byte) ? HTTP_OK : HTTP_ERROR_BAD_FIELD_NAME;
}

static HttpError step_value(HttpSyntaxState *state, uint8_t byte)
{
    if (byte == '\r') {
        state->state = HTTP_STATE_VALUE_LF;
        return HTTP_OK;
    }
    return http_byte_set_has(&http_field_value_set, byte) ? HTTP_OK : HTTP_ERROR_BAD_FIELD_VALUE;
}

/* The transition on the byte at offset @p at: the next state, or an error. */
static HttpError step(HttpSyntaxState *state, const HttpSyntax *syntax, size_t at, uint8_t byte)
{
    switch (state->state) {
    /* RFC 9112 section 2.2: a CR without LF is invalid everywhere. */
    case HTTP_STATE_EMPTY_LF:
        return move_to(state, byte == '\n', HTTP_STATE_START, HTTP_ERROR_BARE_CR);
    case HTTP_STATE_REQUEST_LF:
    case HTTP_STATE_VALUE_LF:
    case HTTP_STATE_LAST_LF:
        return move_to(state, byte == '\n', HTTP_STATE_FIELD, HTTP_ERROR_BARE_CR);
    default:
        break;
    }
    if (byte == '\n') {
        return HTTP_ERROR_BARE_LF;
    }
    switch (state->state) {
    case HTTP_STATE_START:
        return step_start(state, syntax, at, byte);
    case HTTP_STATE_METHOD:
        if (byte == ' ') {
            state->state = HTTP_STATE_TARGET_FIRST;
            return HTTP_OK;
        }
        return http_is_token_char(byte) ? HTTP_OK : HTTP_ERROR_BAD_METHOD;
    case HTTP_STATE_TARGET_FIRST:
    case HTTP_STATE_AUTHORITY:
    case HTTP_STATE_TARGET:
        return step_target(state, syntax, byte);
    case HTTP_STATE_ESCAPE_1:
        return move_to(state, http_is_hex(byte), HTTP_STATE_ESCAPE_2, HTTP_ERROR_BAD_TARGET);
    case HTTP_STATE_ESCAPE_2:
        return move_to(state, http_is_hex(byte), target_state(state, syntax), HTTP_ERROR_BAD_TARGET);
    case HTTP_STATE_VERSION:
        return step_version(state, byte);
    case HTTP_STATE_REQUEST_CR:
        return move_to(state, byte == '\r', HTTP_STATE_REQUEST_LF, HTTP_ERROR_BAD_VERSION);
    case HTTP_STATE_FIELD:
        return step_line_start(state, syntax, at, byte);
    case HTTP_STATE_NAME:
        return step_name(state, byte);
    default:
        return step_value(state, byte);
    }
}

/* The error if the byte at offset @p at exceeds a limit on size. */
static HttpError limit_at(const HttpSyntaxState *state, const HttpSyntax *syntax, size_t at, uint8_t byte)
{
    if (state->state <= HTTP_STATE_EMPTY_LF) {
        return HTTP_OK;
    }
    if (at - state->begin >= syntax->bytes) {
        return syntax->trailers ? HTTP_ERROR_TRAILERS_TOO_LARGE : HTTP_ERROR_HEAD_TOO_LARGE;
    }
    if (byte == '\r' || byte == '\n' || !is_content(state->state)) {
        return HTTP_OK;
    }
    if (state->state < HTTP_STATE_FIELD) {
        return at - state->line >= syntax->request_line ? HTTP_ERROR_REQUEST_LINE_TOO_LONG : HTTP_OK;
    }
    const size_t line = state->state == HTTP_STATE_FIELD ? at : state->line;
    return at - line >= syntax->field_line ? HTTP_ERROR_FIELD_TOO_LARGE : HTTP_OK;
}

/* The bytes that leave the automaton in this state; NULL if a run of them is not worth a scan. */
static const HttpByteSet *run_of(const HttpSyntaxState *state, const HttpSyntax *syntax)
{
    switch (state->state) {
    case HTTP_STATE_TARGET:
        return syntax->target;
    case HTTP_STATE_NAME:
        return &http_token_set;
    case HTTP_STATE_VALUE:
        return &http_field_value_set;
    default:
        return NULL;
    }
}

/* The offset up to which no byte can exceed a limit on size. */
static size_t limit_of_run(const HttpSyntaxState *state, const HttpSyntax *syntax, size_t len)
{
    const size_t line_limit = state->state < HTTP_STATE_FIELD ? syntax->request_line : syntax->field_line;
    return size_min(len, size_min(state->begin + syntax->bytes, state->line + line_limit));
}

/* Skip a run of bytes that leave the automaton in its state. */
static size_t skip_run(const HttpSyntaxState *state, const HttpSyntax *syntax, const uint8_t *data, size_t at,
                       size_t len)
{
    const HttpByteSet *run = len - at >= 8 ? run_of(state, syntax) : NULL;
    if (run == NULL) {
        return at;
    }
    const size_t end = limit_of_run(state, syntax, len);
    return at < end ? syntax->scanner->span(data, at, end, len, run) : at;
}

HttpResult http_syntax_check(HttpSyntaxState *state, const HttpSyntax *syntax, const uint8_t *data, size_t len,
                             HttpRejection *rejection)
{
    size_t at = state->at;
    while (at < len) {
        const bool last = state->state == HTTP_STATE_LAST_LF;
        HttpError error = limit_at(state, syntax, at, data[at]);
        if (error == HTTP_OK) {
            error = step(state, syntax, at, data[at]);
        }
        if (error != HTTP_OK) {
            /* A limit on the whole head is not the fault of one byte. */
            const bool whole = error == HTTP_ERROR_HEAD_TOO_LARGE || error == HTTP_ERROR_TOO_MANY_FIELDS;
            *rejection = (HttpRejection){error, whole ? state->begin : at};
            return HTTP_REJECTED;
        }
        at++;
        if (last) {
            state->at = at;
            return HTTP_DONE;
        }
        at = skip_run(state, syntax, data, at, len);
    }
    state->at = at;
    return HTTP_MORE;
}
