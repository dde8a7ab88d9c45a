/* SPDX-License-Identifier: MIT */
/* Finding, trimming and parsing byte by byte. */
#include "numbers.h"

static bool is_in(BytesSpan set, uint8_t byte)
{
    bool found = false;
    for (size_t i = 0; i < set.len; i++) {
        found = found || set.data[i] == byte;
    }
    return found;
}

BytesSpan part(BytesSpan self, size_t begin, size_t most)
{
    const size_t left = self.len - begin;
    return left != 0 ? bytes_span_of(self.data + begin, left < most ? left : most) : bytes_span_of(NULL, 0);
}

size_t naive_find(BytesSpan self, BytesSpan needle, size_t from)
{
    for (size_t i = from; i <= self.len && needle.len <= self.len - i; i++) {
        if (same(part(self, i, needle.len), needle)) {
            return i;
        }
    }
    return BYTES_NOT_FOUND;
}

size_t naive_find_any(BytesSpan self, BytesSpan set, size_t from)
{
    while (from < self.len && !is_in(set, self.data[from])) {
        from++;
    }
    return from < self.len ? from : BYTES_NOT_FOUND;
}

BytesSpan naive_trim(BytesSpan self, BytesSpan set)
{
    for (; self.len != 0 && is_in(set, self.data[0]); self.len--) {
        self.data++;
    }
    for (; self.len != 0 && is_in(set, self.data[self.len - 1]);) {
        self.len--;
    }
    return self;
}

unsigned small(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte + 32u : byte;
}

unsigned digit_of(uint8_t byte)
{
    const char *const digits = "0123456789abcdefABCDEF";
    const char *const found = byte != 0 ? strchr(digits, byte) : NULL;
    const unsigned at = found != NULL ? (unsigned)(found - digits) : 99;
    return at < 16 ? at : at < 22 ? at - 6 : 99;
}

int naive_parse(BytesSpan text, unsigned base, uint64_t *out)
{
    uint64_t value = 0;
    int result = text.len != 0 ? 0 : BYTES_EINVAL;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned digit = digit_of(text.data[i]);
        if (digit >= base) {
            return BYTES_EINVAL;
        }
        if (value > UINT64_MAX / base || value * base > UINT64_MAX - digit) {
            result = BYTES_ERANGE;
        }
        value = value * base + digit;
    }
    *out = result == 0 ? value : UNTOUCHED;
    return result;
}
