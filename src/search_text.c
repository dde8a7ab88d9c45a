/* SPDX-License-Identifier: MIT */
/* Printing and parsing. */
#include <bytes/search.h>

#include "storage.h"

static const char hex_digits[] = "0123456789abcdef";

/* Reserve room for what will be printed of some bytes, which move along if they are the buffer's own. Returns where to
 * write, or NULL and the error. */
static uint8_t *room_for(BytesMut *self, size_t need, BytesSpan *bytes, int *error)
{
    /* As numbers: pointers into different objects have no order. */
    const size_t distance = (size_t)((uintptr_t)bytes->data - (uintptr_t)self->data);
    const bool own = distance < self->len;
    *error = bytes_mut_reserve(self, need);
    if (*error != 0) {
        return NULL;
    }
    if (own) {
        bytes->data = self->data + distance;
    }
    return self->data + self->len;
}

static uint8_t *put_hex_byte(uint8_t *to, uint8_t byte)
{
    to[0] = (uint8_t)hex_digits[byte >> 4]; /* casts: ASCII */
    to[1] = (uint8_t)hex_digits[byte & 15];
    return to + 2;
}

/* The letter after the backslash, 'x' for two hex digits to follow, or 0 if the byte stands for itself. */
static uint8_t escape_of(uint8_t byte)
{
    switch (byte) {
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    case '\0':
        return '0';
    case '\\':
    case '"':
        return byte;
    default:
        return byte >= 0x20 && byte < 0x7f ? 0 : 'x';
    }
}

int bytes_mut_put_escaped(BytesMut *self, BytesSpan bytes)
{
    size_t need = 3; /* b"" */
    uint8_t *to;
    size_t i;
    int error;
    if (bytes.len > (STORAGE_SIZE_MAX - need) / 4) {
        return BYTES_EOVERFLOW;
    }
    for (i = 0; i < bytes.len; i++) {
        const uint8_t letter = escape_of(bytes.data[i]);
        need += letter == 0 ? 1 : letter == 'x' ? 4 : 2;
    }
    to = room_for(self, need, &bytes, &error);
    if (to == NULL) {
        return error;
    }
    *to++ = 'b';
    *to++ = '"';
    for (i = 0; i < bytes.len; i++) {
        const uint8_t letter = escape_of(bytes.data[i]);
        if (letter == 0) {
            *to++ = bytes.data[i];
            continue;
        }
        *to++ = '\\';
        *to++ = letter;
        if (letter == 'x') {
            to = put_hex_byte(to, bytes.data[i]);
        }
    }
    *to = '"';
    self->len += need;
    return 0;
}

int bytes_mut_put_hex(BytesMut *self, BytesSpan bytes)
{
    uint8_t *to;
    size_t i;
    int error;
    if (bytes.len == 0) {
        return 0;
    }
    if (bytes.len > STORAGE_SIZE_MAX / 2) {
        return BYTES_EOVERFLOW;
    }
    to = room_for(self, 2 * bytes.len, &bytes, &error);
    if (to == NULL) {
        return error;
    }
    for (i = 0; i < bytes.len; i++) {
        to = put_hex_byte(to, bytes.data[i]);
    }
    self->len += 2 * bytes.len;
    return 0;
}

enum {
    DUMP_WIDTH = 16,            /* bytes a line */
    DUMP_HEX = 16 * 3 + 2,      /* in hex, each behind a blank, each half behind one more */
    DUMP_AROUND = 2 + 1 + 1 + 1 /* two blanks, two bars, and the end of the line */
};

static uint8_t *dump_line(uint8_t *to, size_t offset, int digits, const uint8_t *bytes, size_t count)
{
    size_t i;
    while (digits > 0) {
        digits--;
        *to++ = (uint8_t)hex_digits[(uint64_t)offset >> (4 * digits) & 15]; /* casts: room for 16 digits; ASCII */
    }
    for (i = 0; i < DUMP_WIDTH; i++) {
        *to++ = ' ';
        if (i % (DUMP_WIDTH / 2) == 0) {
            *to++ = ' ';
        }
        if (i < count) {
            to = put_hex_byte(to, bytes[i]);
        } else {
            *to++ = ' ';
            *to++ = ' ';
        }
    }
    *to++ = ' ';
    *to++ = ' ';
    *to++ = '|';
    for (i = 0; i < count; i++) {
        *to++ = bytes[i] >= 0x20 && bytes[i] < 0x7f ? bytes[i] : '.';
    }
    *to++ = '|';
    *to++ = '\n';
    return to;
}

int bytes_mut_put_hex_dump(BytesMut *self, BytesSpan bytes)
{
    const int digits = bytes.len >> 16 >> 16 != 0 ? 16 : 8;        /* twice 16: a size may have 32 bits only */
    const size_t around = (size_t)digits + DUMP_HEX + DUMP_AROUND; /* cast: 8 or 16 */
    const size_t lines = bytes.len / DUMP_WIDTH + (bytes.len % DUMP_WIDTH != 0);
    size_t need;
    size_t at;
    uint8_t *to;
    int error;
    if (bytes.len == 0) {
        return 0;
    }
    if (bytes.len > STORAGE_SIZE_MAX || lines > (STORAGE_SIZE_MAX - bytes.len) / around) {
        return BYTES_EOVERFLOW;
    }
    need = lines * around + bytes.len;
    to = room_for(self, need, &bytes, &error);
    if (to == NULL) {
        return error;
    }
    for (at = 0; at < bytes.len; at += DUMP_WIDTH) {
        const size_t left = bytes.len - at;
        to = dump_line(to, at, digits, bytes.data + at, left < DUMP_WIDTH ? left : DUMP_WIDTH);
    }
    self->len += need;
    return 0;
}

int bytes_span_parse_decimal(BytesSpan self, uint64_t *out)
{
    uint64_t value = 0;
    bool fits = true;
    size_t i;
    for (i = 0; i < self.len; i++) {
        const unsigned digit = (unsigned)self.data[i] - '0'; /* cast: below '0' wraps around */
        if (digit > 9) {
            return BYTES_EINVAL;
        }
        /* On to the end even if it is too large: a number or none is the first question. */
        fits = fits && value <= (UINT64_MAX - digit) / 10;
        value = value * 10 + digit;
    }
    if (self.len == 0) {
        return BYTES_EINVAL;
    }
    if (!fits) {
        return BYTES_ERANGE;
    }
    *out = value;
    return 0;
}

int bytes_span_parse_signed_decimal(BytesSpan self, int64_t *out)
{
    const bool negative = self.len != 0 && self.data[0] == '-';
    uint64_t value;
    int error;
    if (negative) {
        self.data++;
        self.len--;
    }
    error = bytes_span_parse_decimal(self, &value);
    if (error != 0) {
        return error;
    }
    if (value > (uint64_t)INT64_MAX + negative) {
        return BYTES_ERANGE;
    }
    /* Casts: value - 1 and value are at most INT64_MAX. */
    *out = negative && value != 0 ? -(int64_t)(value - 1) - 1 : (int64_t)value;
    return 0;
}

/* The value of a hex digit, or 16. */
static unsigned hex_value(uint8_t byte)
{
    const unsigned digit = (unsigned)byte - '0'; /* casts: below it wraps around */
    const unsigned letter = (unsigned)(byte | 0x20) - 'a';
    return digit <= 9 ? digit : (letter < 6 ? letter + 10 : 16);
}

/* Two digits for each byte; read once before anything changes. */
int bytes_mut_put_from_hex(BytesMut *self, BytesSpan digits)
{
    uint8_t *to;
    size_t i;
    int error;
    if (digits.len % 2 != 0) {
        return BYTES_EINVAL;
    }
    if (digits.len > STORAGE_SIZE_MAX) {
        return BYTES_EOVERFLOW;
    }
    if (digits.len == 0) {
        return 0;
    }
    for (i = 0; i < digits.len; i++) {
        if (hex_value(digits.data[i]) > 15) {
            return BYTES_EINVAL;
        }
    }
    to = room_for(self, digits.len / 2, &digits, &error);
    if (to == NULL) {
        return error;
    }
    for (i = 0; i < digits.len; i += 2) {
        *to++ = (uint8_t)(hex_value(digits.data[i]) << 4 | hex_value(digits.data[i + 1])); /* cast: both below 16 */
    }
    self->len += digits.len / 2;
    return 0;
}

int bytes_span_parse_hex(BytesSpan self, uint64_t *out)
{
    uint64_t value = 0;
    bool fits = true;
    size_t i;
    for (i = 0; i < self.len; i++) {
        const unsigned digit = hex_value(self.data[i]);
        if (digit > 15) {
            return BYTES_EINVAL;
        }
        fits = fits && value >> 60 == 0; /* as above */
        value = value << 4 | digit;
    }
    if (self.len == 0) {
        return BYTES_EINVAL;
    }
    if (!fits) {
        return BYTES_ERANGE;
    }
    *out = value;
    return 0;
}
