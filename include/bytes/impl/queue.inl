/* SPDX-License-Identifier: MIT */
/* Part of <bytes/queue.h>: its inline functions. Private. */
#ifndef BYTES_IMPL_QUEUE_INL
#define BYTES_IMPL_QUEUE_INL

BYTES_API BYTES_NODISCARD int bytes_queue_put_slow_(BytesQueue *self, const void *data, size_t len);
BYTES_API BYTES_NODISCARD int bytes_queue_put_contiguous_(BytesQueue *self, const void *data, size_t len);
BYTES_API BYTES_NODISCARD int bytes_queue_reserve_tail_(BytesQueue *self, size_t count);
BYTES_API void bytes_queue_advance_slow_(BytesQueue *self, size_t count);
BYTES_API const uint8_t *bytes_queue_peek_slow_(const BytesQueue *self, size_t offset, size_t count, void *scratch);

/* Make sure that the tail has `len` bytes of tailroom. */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_ensure_(BytesQueue *self, size_t len)
{
    if (!BYTES_LIKELY(len <= self->tail_.cap - self->tail_.len && len <= SIZE_MAX - self->len)) {
        return bytes_queue_reserve_tail_(self, len);
    }
    BYTES_SPARE_USE_(&self->tail_, len);
    return 0;
}

/* The first byte of that tailroom. */
BYTES_INLINE uint8_t *bytes_queue_end_(BytesQueue *self)
{
    return self->tail_.data + self->tail_.len;
}

/* Append the `len` bytes that were written there. */
BYTES_INLINE void bytes_queue_extend_(BytesQueue *self, size_t len)
{
    self->tail_.len += len;
    self->len += len;
}

BYTES_INLINE void bytes_queue_advance(BytesQueue *self, size_t count)
{
    if (self->count_ != 0) {
        BytesQueueSegment_ *first = (self->ring_ != NULL ? self->ring_ : self->entries_) + self->first_;
        if (BYTES_LIKELY(count < first->view.len)) {
            first->view.data += count; /* not NULL: segments are not empty */
            first->view.len -= count;
            self->len -= count;
            return;
        }
    } else if (BYTES_LIKELY(count <= self->len)) {
        bytes_mut_advance(&self->tail_, count);
        self->len -= count;
        self->end_ += count;
        return;
    }
    bytes_queue_advance_slow_(self, count);
}

BYTES_INLINE BYTES_NODISCARD int bytes_queue_try_advance(BytesQueue *self, size_t count)
{
    if (count > self->len) {
        return BYTES_ERANGE;
    }
    bytes_queue_advance(self, count);
    return 0;
}

BYTES_INLINE BYTES_NODISCARD int bytes_queue_put(BytesQueue *self, const void *data, size_t len)
{
    if (!BYTES_LIKELY(len <= self->tail_.cap - self->tail_.len && len <= SIZE_MAX - self->len)) {
        return bytes_queue_put_slow_(self, data, len);
    }
    if (len != 0) { /* memcpy() does not take NULL */
        BYTES_SPARE_USE_(&self->tail_, len);
        memcpy(self->tail_.data + self->tail_.len, data, len);
        self->tail_.len += len;
        self->len += len;
    }
    return 0;
}

BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_str(BytesQueue *self, const char *string)
{
    return bytes_queue_put(self, string, strlen(string));
}

/* True if there is tailroom for the longest number; else the size of this one has to be known first. */
BYTES_INLINE bool bytes_queue_fits_decimal_(const BytesQueue *self)
{
    return BYTES_LIKELY(BYTES_DECIMAL_MAX_ <= self->tail_.cap - self->tail_.len &&
                        BYTES_DECIMAL_MAX_ <= SIZE_MAX - self->len);
}

BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_decimal(BytesQueue *self, uint64_t value)
{
    uint8_t digits[BYTES_DECIMAL_MAX_];
    if (bytes_queue_fits_decimal_(self)) {
        BYTES_SPARE_USE_(&self->tail_, BYTES_DECIMAL_MAX_);
        bytes_queue_extend_(self, bytes_decimal_write_(value, bytes_queue_end_(self)));
        BYTES_SPARE_HIDE_NEXT_(&self->tail_, BYTES_DECIMAL_MAX_);
        return 0;
    }
    return bytes_queue_put_contiguous_(self, digits, bytes_decimal_write_(value, digits));
}

BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_signed_decimal(BytesQueue *self, int64_t value)
{
    uint8_t digits[BYTES_DECIMAL_MAX_];
    if (bytes_queue_fits_decimal_(self)) {
        BYTES_SPARE_USE_(&self->tail_, BYTES_DECIMAL_MAX_);
        bytes_queue_extend_(self, bytes_signed_decimal_write_(value, bytes_queue_end_(self)));
        BYTES_SPARE_HIDE_NEXT_(&self->tail_, BYTES_DECIMAL_MAX_);
        return 0;
    }
    return bytes_queue_put_contiguous_(self, digits, bytes_signed_decimal_write_(value, digits));
}

BYTES_INLINE BytesSpan bytes_queue_front(const BytesQueue *self)
{
    BytesSpan out;
    out.data = self->tail_.data;
    out.len = self->tail_.len;
    if (self->count_ != 0) {
        const BytesQueueSegment_ *ring = self->ring_ != NULL ? self->ring_ : self->entries_;
        out.data = ring[self->first_].view.data;
        out.len = ring[self->first_].view.len;
    }
    return out;
}

BYTES_INLINE size_t bytes_queue_pieces(const BytesQueue *self)
{
    return self->count_ + (self->tail_.len != 0);
}

BYTES_INLINE const uint8_t *bytes_queue_peek(const BytesQueue *self, size_t offset, size_t count, void *scratch)
{
    const BytesSpan front = bytes_queue_front(self);
    if (BYTES_LIKELY(offset < front.len && count <= front.len - offset && count != 0)) {
        return front.data + offset;
    }
    return bytes_queue_peek_slow_(self, offset, count, scratch);
}

BYTES_INLINE bool bytes_queue_starts_with(const BytesQueue *self, BytesSpan prefix)
{
    return bytes_queue_matches(self, 0, prefix);
}

BYTES_INLINE bool bytes_queue_equal(const BytesQueue *self, BytesSpan bytes)
{
    return self->len == bytes.len && bytes_queue_matches(self, 0, bytes);
}

BYTES_INLINE bool bytes_queue_is_high(const BytesQueue *self)
{
    return (self->high != 0 && self->len >= self->high) ||
           (self->high_retained != 0 && self->len != 0 && bytes_queue_retained(self) >= self->high_retained);
}

BYTES_INLINE bool bytes_queue_is_low(const BytesQueue *self)
{
    return self->len <= self->low &&
           (self->low_retained == 0 || self->len == 0 || bytes_queue_retained(self) <= self->low_retained);
}

#endif
