/* SPDX-License-Identifier: MIT */
#if (defined(BYTES_HAVE_MEMRCHR) || defined(BYTES_HAVE_MEMMEM)) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE /* memrchr(), memmem() */
#endif

#include <bytes/search.h>

/* All of it compiled in: the library is not needed to run, and lengths known here choose the code. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "scan.h"
#include "storage.h"

/* The external definitions of the header's inline functions. */
extern inline BytesSpan bytes_span_of(const void *data, size_t len);
extern inline BytesSpan bytes_span_str(const char *string);
extern inline size_t bytes_span_find_byte(BytesSpan self, uint8_t byte, size_t from);
extern inline bool bytes_span_starts_with(BytesSpan self, BytesSpan prefix);
extern inline bool bytes_span_ends_with(BytesSpan self, BytesSpan suffix);
extern inline size_t bytes_find_byte(const Bytes *self, uint8_t byte, size_t from);
extern inline size_t bytes_find_last_byte(const Bytes *self, uint8_t byte);
extern inline size_t bytes_find_any(const Bytes *self, BytesSpan set, size_t from);
extern inline size_t bytes_find(const Bytes *self, BytesSpan needle, size_t from);
extern inline bool bytes_starts_with(const Bytes *self, BytesSpan prefix);
extern inline bool bytes_ends_with(const Bytes *self, BytesSpan suffix);
extern inline bool bytes_split_at_byte(Bytes *self, uint8_t delimiter, Bytes *out);
extern inline bool bytes_span_equal(BytesSpan a, BytesSpan b);
extern inline bool bytes_equal(const Bytes *a, const Bytes *b);
extern inline int bytes_compare(const Bytes *a, const Bytes *b);
extern inline bool bytes_equal_ignore_case(const Bytes *a, const Bytes *b);
extern inline bool bytes_equal_constant_time(const Bytes *a, const Bytes *b);
extern inline uint64_t bytes_hash(const Bytes *self, uint64_t seed);

static const char hex_digits[] = "0123456789abcdef";

size_t bytes_span_find_last_byte(BytesSpan self, uint8_t byte)
{
    const void *found;
    if (self.len == 0) {
        return BYTES_NOT_FOUND;
    }
#ifdef BYTES_HAVE_MEMRCHR
    found = memrchr(self.data, byte, self.len);
#else
    found = scan_last_byte(self.data, byte, self.len);
#endif
    return found != NULL ? (size_t)((const uint8_t *)found - self.data) : BYTES_NOT_FOUND; /* cast: not negative */
}

size_t bytes_span_find(BytesSpan self, BytesSpan needle, size_t from)
{
    const void *found;
    if (from > self.len || needle.len > self.len - from) {
        return BYTES_NOT_FOUND;
    }
    if (needle.len <= 1) {
        return needle.len == 0 ? from : bytes_span_find_byte(self, needle.data[0], from);
    }
#ifdef BYTES_HAVE_MEMMEM
    found = memmem(self.data + from, self.len - from, needle.data, needle.len);
#else
    found = scan_needle(self.data + from, self.len - from, needle.data, needle.len);
#endif
    return found != NULL ? (size_t)((const uint8_t *)found - self.data) : BYTES_NOT_FOUND; /* cast: not negative */
}

/* A set of bytes, one bit each. */
typedef struct ByteSet {
    uint64_t bits[4];
} ByteSet;

static ByteSet set_of(BytesSpan members)
{
    ByteSet set = {{0, 0, 0, 0}};
    size_t i;
    for (i = 0; i < members.len; i++) {
        set.bits[members.data[i] >> 6] |= (uint64_t)1 << (members.data[i] & 63);
    }
    return set;
}

static bool has(const ByteSet *set, uint8_t byte)
{
    return (set->bits[byte >> 6] >> (byte & 63) & 1) != 0;
}

size_t bytes_span_find_any(BytesSpan self, BytesSpan set, size_t from)
{
    ByteSet members;
    size_t i;
    if (set.len == 1) {
        return bytes_span_find_byte(self, set.data[0], from);
    }
    members = set_of(set);
    for (i = from; i < self.len; i++) {
        if (has(&members, self.data[i])) {
            return i;
        }
    }
    return BYTES_NOT_FOUND;
}

BytesSpan bytes_span_trim_set(BytesSpan self, BytesSpan set)
{
    const ByteSet members = set_of(set);
    while (self.len != 0 && has(&members, self.data[0])) {
        self.data++;
        self.len--;
    }
    while (self.len != 0 && has(&members, self.data[self.len - 1])) {
        self.len--;
    }
    return self;
}

BytesSpan bytes_span_trim(BytesSpan self)
{
    return bytes_span_trim_set(self, BYTES_SPAN(" \t\n\v\f\r"));
}

bool bytes_split_at(Bytes *self, BytesSpan delimiter, Bytes *out)
{
    const size_t at = delimiter.len != 0 ? bytes_find(self, delimiter, 0) : BYTES_NOT_FOUND;
    Bytes front;
    if (at == BYTES_NOT_FOUND) {
        return false;
    }
    if (at + delimiter.len == self->len) {
        /* Nothing is left: the front takes the reference along, or gives it up if it is empty too. */
        front = bytes_split_to(self, self->len);
        bytes_truncate(&front, at);
    } else {
        front = bytes_split_to(self, at);
        bytes_advance(self, delimiter.len);
    }
    *out = front;
    return true;
}

static void keep(Bytes *self, BytesSpan part)
{
    if (part.len != self->len) {
        const size_t begin = (size_t)(part.data - self->data); /* cast: the part is inside */
        bytes_truncate(self, begin + part.len);
        bytes_advance(self, begin);
    }
}

void bytes_trim(Bytes *self)
{
    keep(self, bytes_span_trim(bytes_span(self)));
}

void bytes_trim_set(Bytes *self, BytesSpan set)
{
    keep(self, bytes_span_trim_set(bytes_span(self), set));
}

int bytes_span_compare(BytesSpan a, BytesSpan b)
{
    const size_t shorter = a.len < b.len ? a.len : b.len;
    const int order = shorter != 0 ? memcmp(a.data, b.data, shorter) : 0;
    if (order != 0) {
        return order < 0 ? -1 : 1;
    }
    return (a.len > b.len) - (a.len < b.len);
}

static uint8_t lower(uint8_t byte)
{
    return (uint8_t)(byte | ((uint8_t)(byte - 'A') < 26 ? 0x20 : 0)); /* casts: below 'A' wraps; widened to int */
}

bool bytes_span_equal_ignore_case(BytesSpan a, BytesSpan b)
{
    size_t i;
    if (a.len != b.len) {
        return false;
    }
    for (i = 0; i < a.len; i++) {
        if (a.data[i] != b.data[i] && lower(a.data[i]) != lower(b.data[i])) {
            return false;
        }
    }
    return true;
}

bool bytes_span_equal_constant_time(BytesSpan a, BytesSpan b)
{
    /* volatile: each byte must be read, so no compiler may stop at the first difference. */
    const volatile uint8_t *const left = a.data;
    const volatile uint8_t *const right = b.data;
    unsigned difference = 0;
    size_t i;
    if (a.len != b.len) {
        return false;
    }
    for (i = 0; i < a.len; i++) {
        const uint8_t byte = left[i];
        difference |= (unsigned)(byte ^ right[i]);
    }
    return difference == 0;
}

uint64_t bytes_span_hash(BytesSpan self, uint64_t seed)
{
    return XXH3_64bits_withSeed(self.len != 0 ? (const void *)self.data : "", self.len, seed);
}

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
    DUMP_WIDTH = 16,           /* bytes a line */
    DUMP_HEX = 16 * 3 + 2,     /* in hex, each behind a blank, each half behind one more */
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
    const int digits = bytes.len >> 16 >> 16 != 0 ? 16 : 8; /* twice 16: a size may have 32 bits only */
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
