/* SPDX-License-Identifier: MIT */
#include <bytes/text.h>

#include "storage_internal.h"
#include "text_internal.h"

size_t bytes_decimal_write_(uint64_t value, uint8_t *to)
{
    return (size_t)(text_decimal(value, to) - to);
}

size_t bytes_signed_decimal_write_(int64_t value, uint8_t *to)
{
    return (size_t)(text_signed_decimal(value, to) - to);
}

/* Reserve tailroom for the text of some bytes, which may be the buffer's own and then move along with it. */
static int reserve_text(BytesMut *self, size_t size, BytesSpan *bytes)
{
    const size_t offset = bytes_mut_offset_(self, bytes->data);
    const bool own = offset < self->len;
    const int error = bytes_mut_ensure_(self, size);
    if (error == 0 && own) {
        bytes->data = self->data + offset;
    }
    return error;
}

int bytes_mut_put_escaped(BytesMut *self, BytesSpan bytes)
{
    size_t size = 3; /* b"" */
    if (bytes.len > (STORAGE_SIZE_MAX - size) / TEXT_ESCAPE_MAX) {
        return BYTES_EOVERFLOW;
    }
    for (size_t i = 0; i < bytes.len; i++) {
        size += text_escape_size(bytes.data[i]);
    }
    const int error = reserve_text(self, size, &bytes);
    if (error != 0) {
        return error;
    }
    uint8_t *to = self->data + self->len;
    *to++ = 'b';
    *to++ = '"';
    for (size_t i = 0; i < bytes.len; i++) {
        to = text_escape(bytes.data[i], to);
    }
    *to = '"';
    self->len += size;
    return 0;
}

size_t bytes_span_escape(BytesSpan self, char *out, size_t capacity)
{
    size_t size = 4; /* b"" and its NUL */
    for (size_t i = 0; i < self.len && size <= capacity; i++) {
        size += text_escape_size(self.data[i]);
    }
    const char *const end = size <= capacity ? "\"" : "\"...";
    const size_t end_size = strlen(end) + 1;
    if (capacity < 2 + end_size) {
        if (capacity != 0) {
            *out = '\0';
        }
        return 0;
    }
    uint8_t *to = (uint8_t *)out;
    const uint8_t *const limit = to + (capacity - end_size);
    *to++ = 'b';
    *to++ = '"';
    for (size_t i = 0; i < self.len && text_escape_size(self.data[i]) <= (size_t)(limit - to); i++) {
        to = text_escape(self.data[i], to);
    }
    memcpy(to, end, end_size);
    return (size_t)(to - (uint8_t *)out) + end_size - 1;
}

int bytes_mut_put_hex(BytesMut *self, BytesSpan bytes)
{
    if (bytes.len == 0) {
        return 0;
    }
    if (bytes.len > STORAGE_SIZE_MAX / 2) {
        return BYTES_EOVERFLOW;
    }
    const int error = reserve_text(self, 2 * bytes.len, &bytes);
    if (error != 0) {
        return error;
    }
    uint8_t *to = self->data + self->len;
    for (size_t i = 0; i < bytes.len; i++) {
        to = text_hex_byte(bytes.data[i], to);
    }
    self->len += 2 * bytes.len;
    return 0;
}

enum {
    DUMP_BYTES = 16,               /* per line */
    DUMP_HEX = 3 * DUMP_BYTES + 2, /* each byte after a space, each half after one more */
    DUMP_REST = 2 + 2 + 1          /* two spaces, two bars, and the LF */
};

/* One line for up to DUMP_BYTES bytes; the offset has `width` hex digits. */
static uint8_t *dump_line(uint8_t *to, size_t offset, size_t width, const uint8_t *bytes, size_t count)
{
    for (size_t i = width / 2; i > 0; i--) {
        to = text_hex_byte((uint8_t)((uint64_t)offset >> (8 * (i - 1))), to); /* 64 bits: a size may have only 32 */
    }
    for (size_t i = 0; i < DUMP_BYTES; i++) {
        *to++ = ' ';
        if (i % (DUMP_BYTES / 2) == 0) {
            *to++ = ' ';
        }
        if (i < count) {
            to = text_hex_byte(bytes[i], to);
        } else {
            *to++ = ' ';
            *to++ = ' ';
        }
    }
    *to++ = ' ';
    *to++ = ' ';
    *to++ = '|';
    for (size_t i = 0; i < count; i++) {
        *to++ = text_is_printable(bytes[i]) ? bytes[i] : '.';
    }
    *to++ = '|';
    *to++ = '\n';
    return to;
}

int bytes_mut_put_hex_dump(BytesMut *self, BytesSpan bytes)
{
    const size_t width = (uint64_t)bytes.len >> 32 != 0 ? 16 : 8;
    const size_t line_size = width + DUMP_HEX + DUMP_REST; /* without the ASCII, one character for each byte */
    const size_t lines = bytes.len / DUMP_BYTES + (bytes.len % DUMP_BYTES != 0);
    if (bytes.len == 0) {
        return 0;
    }
    if (bytes.len > STORAGE_SIZE_MAX || lines > (STORAGE_SIZE_MAX - bytes.len) / line_size) {
        return BYTES_EOVERFLOW;
    }
    const size_t size = lines * line_size + bytes.len;
    const int error = reserve_text(self, size, &bytes);
    if (error != 0) {
        return error;
    }
    uint8_t *to = self->data + self->len;
    for (size_t at = 0; at < bytes.len; at += DUMP_BYTES) {
        const size_t left = bytes.len - at;
        to = dump_line(to, at, width, bytes.data + at, left < DUMP_BYTES ? left : DUMP_BYTES);
    }
    self->len += size;
    return 0;
}

/* The value of a digit in bases up to 16, in either case; 16 for any other byte. */
static unsigned digit_value(uint8_t byte)
{
    const unsigned digit = (unsigned)byte - '0'; /* below '0' wraps around */
    const unsigned letter = (unsigned)(byte | 0x20) - 'a';
    return digit <= 9 ? digit : (letter < 6 ? letter + 10 : 16);
}

/* Inlined with a constant base, so that nothing is divided. */
static inline int parse(BytesSpan self, unsigned base, uint64_t *out)
{
    uint64_t value = 0;
    bool fits = true;
    if (self.len == 0) {
        return BYTES_EINVAL;
    }
    for (size_t i = 0; i < self.len; i++) {
        const unsigned digit = digit_value(self.data[i]);
        if (digit >= base) {
            return BYTES_EINVAL;
        }
        /* Too large is reported only after all digits have been checked: EINVAL takes precedence. */
        fits = fits && value <= (UINT64_MAX - digit) / base;
        value = value * base + digit;
    }
    if (!fits) {
        return BYTES_ERANGE;
    }
    *out = value;
    return 0;
}

int bytes_span_parse_decimal(BytesSpan self, uint64_t *out)
{
    return parse(self, 10, out);
}

int bytes_span_parse_hex(BytesSpan self, uint64_t *out)
{
    return parse(self, 16, out);
}

int bytes_span_parse_signed_decimal(BytesSpan self, int64_t *out)
{
    const bool negative = self.len != 0 && self.data[0] == '-';
    if (negative) {
        self.data++;
        self.len--;
    }
    uint64_t value;
    const int error = bytes_span_parse_decimal(self, &value);
    if (error != 0) {
        return error;
    }
    if (value > (uint64_t)INT64_MAX + negative) {
        return BYTES_ERANGE;
    }
    *out = negative && value != 0 ? -(int64_t)(value - 1) - 1 : (int64_t)value; /* INT64_MIN has no positive */
    return 0;
}

int bytes_mut_put_from_hex(BytesMut *self, BytesSpan digits)
{
    if (digits.len % 2 != 0) {
        return BYTES_EINVAL;
    }
    if (digits.len > STORAGE_SIZE_MAX) {
        return BYTES_EOVERFLOW;
    }
    if (digits.len == 0) {
        return 0;
    }
    for (size_t i = 0; i < digits.len; i++) {
        if (digit_value(digits.data[i]) > 15) {
            return BYTES_EINVAL;
        }
    }
    const int error = reserve_text(self, digits.len / 2, &digits);
    if (error != 0) {
        return error;
    }
    uint8_t *to = self->data + self->len;
    for (size_t i = 0; i < digits.len; i += 2) {
        *to++ = (uint8_t)(digit_value(digits.data[i]) << 4 | digit_value(digits.data[i + 1]));
    }
    self->len += digits.len / 2;
    return 0;
}
