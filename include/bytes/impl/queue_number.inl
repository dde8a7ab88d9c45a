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

#endif
