/* SPDX-License-Identifier: MIT */
/* Part of <bytes/text.h>: its inline functions. Private. */
#ifndef BYTES_IMPL_TEXT_INL
#define BYTES_IMPL_TEXT_INL

/* The longest are UINT64_MAX and INT64_MIN. */
#define BYTES_DECIMAL_MAX_ 20

/* Each writes at most BYTES_DECIMAL_MAX_ characters and returns how many. */
BYTES_API BYTES_DIRECT size_t bytes_decimal_write_(uint64_t value, uint8_t *to);
BYTES_API BYTES_DIRECT size_t bytes_signed_decimal_write_(int64_t value, uint8_t *to);

/* Where the longest number fits, its digits go straight to the buffer; else its size has to be known first. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_decimal(BytesMut *self, uint64_t value)
{
    uint8_t digits[BYTES_DECIMAL_MAX_];
    if (BYTES_LIKELY(BYTES_DECIMAL_MAX_ <= self->cap - self->len)) {
        BYTES_SPARE_USE_(self, BYTES_DECIMAL_MAX_);
        self->len += bytes_decimal_write_(value, self->data + self->len);
        BYTES_SPARE_HIDE_NEXT_(self, BYTES_DECIMAL_MAX_);
        return 0;
    }
    return bytes_mut_put(self, digits, bytes_decimal_write_(value, digits));
}

BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_signed_decimal(BytesMut *self, int64_t value)
{
    uint8_t digits[BYTES_DECIMAL_MAX_];
    if (BYTES_LIKELY(BYTES_DECIMAL_MAX_ <= self->cap - self->len)) {
        BYTES_SPARE_USE_(self, BYTES_DECIMAL_MAX_);
        self->len += bytes_signed_decimal_write_(value, self->data + self->len);
        BYTES_SPARE_HIDE_NEXT_(self, BYTES_DECIMAL_MAX_);
        return 0;
    }
    return bytes_mut_put(self, digits, bytes_signed_decimal_write_(value, digits));
}

BYTES_INLINE BYTES_NODISCARD bool bytes_span_next_line(BytesSpan *rest, BytesSpan *line)
{
    const BytesSpan bytes = *rest;
    const size_t end = bytes_span_find_byte(bytes, '\n', 0);
    if (bytes.len == 0) {
        return false;
    }
    if (end == BYTES_NOT_FOUND) {
        *line = bytes;
        *rest = bytes_span_of(bytes.data + bytes.len, 0);
        return true;
    }
    *line = bytes_span_of(bytes.data, end != 0 && bytes.data[end - 1] == '\r' ? end - 1 : end);
    *rest = bytes_span_of(bytes.data + end + 1, bytes.len - end - 1);
    return true;
}

#endif
