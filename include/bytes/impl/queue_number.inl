/* SPDX-License-Identifier: MIT */
/* Part of <bytes/queue_number.h>: where the bytes of a number are read and written. Private. */
#ifndef BYTES_IMPL_QUEUE_NUMBER_INL
#define BYTES_IMPL_QUEUE_NUMBER_INL

/* As `want`: the size of the LEB128 number that begins there. */
#define BYTES_NUMBER_LEB128_ 0

BYTES_API BytesSpan bytes_queue_window_slow_(const BytesQueue *self, size_t offset, size_t want, uint8_t *scratch);

/* The contiguous bytes from `offset` on; empty at or beyond the end. If the queue has `want` of them (at most
 * BYTES_NUMBER_MAX_), at least that many, gathered in `scratch`, which has that size, where they span segments. */
BYTES_INLINE BytesSpan bytes_queue_window_(const BytesQueue *self, size_t offset, size_t want, uint8_t *scratch)
{
    BytesSpan front = bytes_queue_front(self);
    if (BYTES_LIKELY(offset < front.len &&
                     (want != BYTES_NUMBER_LEB128_
                          ? want <= front.len - offset
                          : front.data[offset] < 0x80 || BYTES_NUMBER_MAX_ <= front.len - offset))) {
        front.data += offset;
        front.len -= offset;
        return front;
    }
    return bytes_queue_window_slow_(self, offset, want, scratch);
}

/* Make sure that the tail has `len` bytes of tailroom. */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_ensure_(BytesQueue *self, size_t len)
{
    return BYTES_LIKELY(len <= self->tail_.cap - self->tail_.len && len <= SIZE_MAX - self->len)
               ? 0
               : bytes_queue_reserve_tail_(self, len);
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

#endif
