/* SPDX-License-Identifier: MIT */
#include "resp.h"

#include <ctype.h>
#include <string.h>

enum { DIGITS = 19, CRLF = 2 };

void resp_init(const RespLimits *limits, BytesAllocator *allocator, RespParser *out)
{
    *out = (RespParser){.limits = limits, .allocator = allocator, .capacity = RESP_FEW};
    out->args = out->few;
}

void resp_drop(RespParser *self)
{
    if (self->args != self->few) {
        self->allocator->deallocate(self->allocator, self->args, self->capacity * sizeof(*self->args));
        self->args = self->few;
        self->capacity = RESP_FEW;
    }
}

void resp_next(RespParser *self)
{
    if (self->args != self->few) {
        resp_drop(self);
    }
    self->count = 0;
    self->expected = 0;
    self->offset = 0;
    self->need = 0;
}

static int malformed(RespParser *self, const char *error)
{
    self->error = error;
    return BYTES_EPROTO;
}

/* Memory follows the arguments that have come, not the number that was announced. */
static int add_argument(RespParser *self, size_t begin, size_t end)
{
    if (self->count == self->capacity) {
        BytesAllocator *const allocator = self->allocator;
        const size_t capacity = 4 * self->capacity;
        BytesRange *const args = allocator->allocate(allocator, capacity * sizeof(*args));
        if (args == NULL) {
            return BYTES_ENOMEM;
        }
        memcpy(args, self->args, self->count * sizeof(*args));
        resp_drop(self);
        self->args = args;
        self->capacity = capacity;
    }
    self->args[self->count++] = (BytesRange){begin, end};
    return 0;
}

/* A decimal number without leading zeros, and CR LF. Returns as a parser: a line that cannot become one is malformed at
 * once, so none is parsed again for more than a few bytes. */
static int parse_number(const uint8_t *data, size_t len, size_t *offset, int64_t *out)
{
    size_t at = *offset;
    const bool minus = at < len && data[at] == '-';
    at += minus;
    const size_t first = at;
    int64_t value = 0;
    while (at < len && data[at] >= '0' && data[at] <= '9') {
        if (at - first == DIGITS - 1 || (at != first && value == 0)) {
            return BYTES_EPROTO;
        }
        value = 10 * value + (data[at++] - '0');
    }
    if (at == len) {
        return 0;
    }
    if (at == first || data[at] != '\r' || (at + 1 < len && data[at + 1] != '\n') || (minus && value == 0)) {
        return BYTES_EPROTO;
    }
    if (at + 1 == len) {
        return 0;
    }
    *out = minus ? -value : value;
    *offset = at + CRLF;
    return 1;
}

/* The header of an argument, and the argument's range. */
static int parse_header(RespParser *self, const uint8_t *data, size_t len)
{
    int64_t size;
    size_t at = self->offset + 1;
    if (self->offset == len) {
        return 0;
    }
    if (data[self->offset] != '$') {
        self->unexpected = data[self->offset];
        return malformed(self, "expected '$', got");
    }
    const int result = parse_number(data, len, &at, &size);
    if (result < 0 || (result > 0 && (size < 0 || (uint64_t)size > self->limits->argument))) {
        return malformed(self, "invalid bulk length");
    }
    if (result == 0) {
        return 0;
    }
    if ((size_t)size > self->limits->request || at + CRLF > self->limits->request - (size_t)size) {
        return malformed(self, "too big request");
    }
    const int error = add_argument(self, at, at + (size_t)size);
    self->in_argument = error == 0;
    return error != 0 ? error : 1;
}

static int parse_arguments(RespParser *self, const uint8_t *data, size_t len)
{
    while (self->count < self->expected || self->in_argument) {
        if (!self->in_argument) {
            const int result = parse_header(self, data, len);
            if (result <= 0) {
                return result;
            }
        }
        const size_t end = self->args[self->count - 1].end;
        if (len < end || len - end < CRLF) {
            self->need = end + CRLF - len;
            return 0;
        }
        if (data[end] != '\r' || data[end + 1] != '\n') {
            return malformed(self, "expected CRLF after a bulk string");
        }
        self->offset = end + CRLF;
        self->in_argument = false;
    }
    return 1;
}

static int parse_array(RespParser *self, const uint8_t *data, size_t len)
{
    int64_t count;
    size_t at = 1;
    const int result = parse_number(data, len, &at, &count);
    if (result < 0 || (result > 0 && count > 0 && (uint64_t)count > self->limits->arguments)) {
        return malformed(self, "invalid multibulk length");
    }
    if (result == 0) {
        return 0;
    }
    self->offset = at;
    self->is_inline = false;
    self->in_argument = false;
    self->expected = count > 0 ? (size_t)count : 0;
    return self->expected != 0 ? parse_arguments(self, data, len) : 1;
}

static int hex_digit(uint8_t c)
{
    return isdigit(c) ? c - '0' : tolower(c) - 'a' + 10;
}

/* The character after a backslash in double quotes. */
static uint8_t unescape(const uint8_t *data, size_t len, size_t *at)
{
    const uint8_t c = data[(*at)++];
    if (c == 'x' && len - *at >= 2 && isxdigit(data[*at]) && isxdigit(data[*at + 1])) {
        *at += 2;
        return (uint8_t)(16 * hex_digit(data[*at - 2]) + hex_digit(data[*at - 1]));
    }
    static const char names[] = "nrtba";
    static const char values[] = "\n\r\t\b\a";
    const char *const found = memchr(names, c, sizeof(names) - 1);
    return found != NULL ? (uint8_t)values[found - names] : c;
}

/* An inline argument that begins at `at`, unescaped in place: it only becomes shorter. */
static int parse_word(RespParser *self, uint8_t *data, size_t len, size_t *at)
{
    const size_t begin = *at;
    size_t end = begin;
    uint8_t quote = 0;
    while (*at < len && (quote != 0 || !isspace(data[*at]))) {
        const uint8_t c = data[(*at)++];
        if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
        } else if (quote != 0 && c == quote) {
            if (*at < len && !isspace(data[*at])) {
                return malformed(self, "unbalanced quotes in request");
            }
            quote = 0;
        } else if (quote == '"' && c == '\\' && *at < len) {
            data[end++] = unescape(data, len, at);
        } else if (quote == '\'' && c == '\\' && *at < len && data[*at] == '\'') {
            data[end++] = data[(*at)++];
        } else {
            data[end++] = c;
        }
    }
    if (quote != 0) {
        return malformed(self, "unbalanced quotes in request");
    }
    return add_argument(self, begin, end);
}

static int parse_inline(RespParser *self, uint8_t *data, size_t len)
{
    const uint8_t *const newline = memchr(data + self->offset, '\n', len - self->offset);
    self->offset = newline != NULL ? (size_t)(newline - data) : len;
    if (self->offset > RESP_INLINE_MAX) {
        return malformed(self, "too big inline request");
    }
    if (newline == NULL) {
        return 0;
    }
    size_t at = 0;
    const size_t end = self->offset++;
    self->is_inline = true;
    for (;;) {
        while (at < end && isspace(data[at])) {
            at++;
        }
        if (at == end) {
            return 1;
        }
        if (self->count == self->limits->arguments) {
            return malformed(self, "invalid multibulk length");
        }
        const int error = parse_word(self, data, end, &at);
        if (error != 0) {
            return error;
        }
    }
}

int resp_parse(RespParser *self, uint8_t *data, size_t len)
{
    self->need = 0;
    if (self->expected != 0) {
        return parse_arguments(self, data, len);
    }
    if (len == 0) {
        return 0;
    }
    return data[0] == '*' ? parse_array(self, data, len) : parse_inline(self, data, len);
}
