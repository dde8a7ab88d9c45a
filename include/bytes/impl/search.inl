/* SPDX-License-Identifier: MIT */
/* Part of <bytes/search.h>: its inline functions. Private. */
#ifndef BYTES_IMPL_SEARCH_INL
#define BYTES_IMPL_SEARCH_INL

BYTES_INLINE BytesSpan bytes_span_of(const void *data, size_t len)
{
    BytesSpan out = {(const uint8_t *)data, len};
    return out;
}

BYTES_INLINE BytesSpan bytes_span_str(const char *string)
{
    return bytes_span_of(string, strlen(string));
}

BYTES_INLINE BytesSpan bytes_span_slice(BytesSpan self, size_t begin, size_t end)
{
    if (!BYTES_LIKELY(begin <= end && end <= self.len)) {
        bytes_abort_range_("bytes_span_slice", begin, end, self.len);
    }
    return bytes_span_of(bytes_at_(self.data, begin), end - begin);
}

BYTES_INLINE BYTES_NODISCARD int bytes_span_try_slice(BytesSpan self, size_t begin, size_t end, BytesSpan *out)
{
    if (begin > end || end > self.len) {
        return BYTES_ERANGE;
    }
    *out = bytes_span_slice(self, begin, end);
    return 0;
}

BYTES_INLINE size_t bytes_span_find_byte(BytesSpan self, uint8_t byte, size_t from)
{
    if (from >= self.len) {
        return BYTES_NOT_FOUND;
    }
    const void *const found = memchr(self.data + from, byte, self.len - from);
    return found != NULL ? (size_t)((const uint8_t *)found - self.data) : BYTES_NOT_FOUND;
}

BYTES_INLINE size_t bytes_span_find_last_byte_before(BytesSpan self, uint8_t byte, size_t before)
{
    return bytes_span_find_last_byte(bytes_span_of(self.data, before < self.len ? before : self.len), byte);
}

BYTES_INLINE bool bytes_span_starts_with(BytesSpan self, BytesSpan prefix)
{
    return prefix.len == 0 || (prefix.len <= self.len && memcmp(self.data, prefix.data, prefix.len) == 0);
}

BYTES_INLINE bool bytes_span_ends_with(BytesSpan self, BytesSpan suffix)
{
    return suffix.len == 0 ||
           (suffix.len <= self.len && memcmp(self.data + (self.len - suffix.len), suffix.data, suffix.len) == 0);
}

BYTES_INLINE size_t bytes_find_byte(const Bytes *self, uint8_t byte, size_t from)
{
    return bytes_span_find_byte(bytes_span(self), byte, from);
}

BYTES_INLINE size_t bytes_find_last_byte(const Bytes *self, uint8_t byte)
{
    return bytes_span_find_last_byte(bytes_span(self), byte);
}

BYTES_INLINE size_t bytes_find_last_byte_before(const Bytes *self, uint8_t byte, size_t before)
{
    return bytes_span_find_last_byte_before(bytes_span(self), byte, before);
}

BYTES_INLINE size_t bytes_find_any(const Bytes *self, BytesSpan set, size_t from)
{
    return bytes_span_find_any(bytes_span(self), set, from);
}

BYTES_INLINE size_t bytes_find(const Bytes *self, BytesSpan needle, size_t from)
{
    return bytes_span_find(bytes_span(self), needle, from);
}

BYTES_INLINE bool bytes_starts_with(const Bytes *self, BytesSpan prefix)
{
    return bytes_span_starts_with(bytes_span(self), prefix);
}

BYTES_INLINE bool bytes_ends_with(const Bytes *self, BytesSpan suffix)
{
    return bytes_span_ends_with(bytes_span(self), suffix);
}

BYTES_INLINE BYTES_NODISCARD bool bytes_split_once_byte(Bytes *self, uint8_t delimiter, Bytes *out)
{
    return bytes_split_once(self, bytes_span_of(&delimiter, 1), out);
}

BYTES_INLINE bool bytes_span_equal(BytesSpan a, BytesSpan b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

BYTES_INLINE bool bytes_equal(const Bytes *a, const Bytes *b)
{
    return bytes_span_equal(bytes_span(a), bytes_span(b));
}

BYTES_INLINE int bytes_compare(const Bytes *a, const Bytes *b)
{
    return bytes_span_compare(bytes_span(a), bytes_span(b));
}

BYTES_INLINE bool bytes_equal_ignore_case(const Bytes *a, const Bytes *b)
{
    return bytes_span_equal_ignore_case(bytes_span(a), bytes_span(b));
}

BYTES_INLINE bool bytes_equal_constant_time(const Bytes *a, const Bytes *b)
{
    return bytes_span_equal_constant_time(bytes_span(a), bytes_span(b));
}

#ifdef BYTES_NO_HASH
#include <bytes/impl/no_hash.inl>
#else
BYTES_INLINE uint64_t bytes_hash(const Bytes *self, uint64_t seed)
{
    return bytes_span_hash(bytes_span(self), seed);
}
#endif

#endif
