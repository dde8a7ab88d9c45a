/* SPDX-License-Identifier: MIT */
#include "compat.h"

#include <bytes/search.h>

static size_t offset_of(BytesSpan self, const void *found)
{
    return found != NULL ? (size_t)((const uint8_t *)found - self.data) : BYTES_NOT_FOUND;
}

size_t bytes_span_find_last_byte(BytesSpan self, uint8_t byte)
{
    return self.len != 0 ? offset_of(self, memrchr(self.data, byte, self.len)) : BYTES_NOT_FOUND;
}

size_t bytes_span_find(BytesSpan self, BytesSpan needle, size_t from)
{
    if (from > self.len || needle.len > self.len - from) {
        return BYTES_NOT_FOUND;
    }
    if (needle.len <= 1) {
        return needle.len == 0 ? from : bytes_span_find_byte(self, needle.data[0], from);
    }
    return offset_of(self, memmem(self.data + from, self.len - from, needle.data, needle.len));
}

/* A set of bytes, one bit each. */
typedef struct ByteSet {
    uint64_t bits[4];
} ByteSet;

static ByteSet set_of(BytesSpan members)
{
    ByteSet set = {{0, 0, 0, 0}};
    for (size_t i = 0; i < members.len; i++) {
        set.bits[members.data[i] >> 6] |= (uint64_t)1 << (members.data[i] & 63);
    }
    return set;
}

static bool set_has(const ByteSet *set, uint8_t byte)
{
    return (set->bits[byte >> 6] >> (byte & 63) & 1) != 0;
}

size_t bytes_span_find_any(BytesSpan self, BytesSpan set, size_t from)
{
    if (set.len == 1) {
        return bytes_span_find_byte(self, set.data[0], from);
    }
    const ByteSet members = set_of(set);
    for (size_t i = from; i < self.len; i++) {
        if (set_has(&members, self.data[i])) {
            return i;
        }
    }
    return BYTES_NOT_FOUND;
}

BytesSpan bytes_span_trim_set(BytesSpan self, BytesSpan set)
{
    const ByteSet members = set_of(set);
    while (self.len != 0 && set_has(&members, self.data[0])) {
        self.data++;
        self.len--;
    }
    while (self.len != 0 && set_has(&members, self.data[self.len - 1])) {
        self.len--;
    }
    return self;
}

BytesSpan bytes_span_trim(BytesSpan self)
{
    return bytes_span_trim_set(self, BYTES_SPAN(" \t\n\v\f\r"));
}

bool bytes_split_once(Bytes *self, BytesSpan delimiter, Bytes *out)
{
    const size_t at = delimiter.len != 0 ? bytes_find(self, delimiter, 0) : BYTES_NOT_FOUND;
    if (at == BYTES_NOT_FOUND) {
        return false;
    }
    Bytes front;
    if (at + delimiter.len == self->len) {
        /* Nothing is left: the front takes over the reference, or gives it up if it is empty too. */
        front = bytes_split_to(self, self->len);
        bytes_truncate(&front, at);
    } else {
        front = bytes_split_to(self, at);
        bytes_advance(self, delimiter.len);
    }
    *out = front;
    return true;
}

static void keep_part(Bytes *self, BytesSpan part)
{
    if (part.len != self->len) {
        const size_t begin = (size_t)(part.data - self->data);
        bytes_truncate(self, begin + part.len);
        bytes_advance(self, begin);
    }
}

void bytes_trim(Bytes *self)
{
    keep_part(self, bytes_span_trim(bytes_span(self)));
}

void bytes_trim_set(Bytes *self, BytesSpan set)
{
    keep_part(self, bytes_span_trim_set(bytes_span(self), set));
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
    return (uint8_t)(byte | ((uint8_t)(byte - 'A') < 26 ? 0x20 : 0)); /* below 'A' wraps around */
}

bool bytes_span_equal_ignore_case(BytesSpan a, BytesSpan b)
{
    if (a.len != b.len) {
        return false;
    }
    for (size_t i = 0; i < a.len; i++) {
        if (a.data[i] != b.data[i] && lower(a.data[i]) != lower(b.data[i])) {
            return false;
        }
    }
    return true;
}

bool bytes_span_equal_constant_time(BytesSpan a, BytesSpan b)
{
    if (a.len != b.len) {
        return false;
    }
    /* volatile: each byte must be read, so that no compiler stops at the first difference. */
    const volatile uint8_t *const left = a.data;
    const volatile uint8_t *const right = b.data;
    unsigned difference = 0;
    for (size_t i = 0; i < a.len; i++) {
        const uint8_t byte = left[i]; /* the order of two volatile reads in one expression is not defined */
        difference |= (unsigned)(byte ^ right[i]);
    }
    return difference == 0;
}
