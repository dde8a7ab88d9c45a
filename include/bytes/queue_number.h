/* SPDX-License-Identifier: MIT */
/**
 * @file queue_number.h
 * number.h's numbers in a queue: get, peek and put, whatever segments their bytes lie in.
 *
 * The names and results are those of number.h, with the prefix `bytes_queue`. A number that spans segments is gathered
 * on the stack, which copies its own bytes: up to 10 of a LEB128 number that is rejected, none of one that is not
 * complete. Otherwise nothing is copied. Peek costs O(segments up to the nearer end). What is put is contiguous, in the
 * tail.
 */
#ifndef BYTES_QUEUE_NUMBER_H
#define BYTES_QUEUE_NUMBER_H

#include <bytes/number.h>
#include <bytes/queue.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @cond private */
BYTES_API BytesSpan bytes_queue_window_slow_(const BytesQueue *self, size_t offset, size_t want, uint8_t *scratch);

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

BYTES_INLINE BYTES_NODISCARD int bytes_queue_write_(BytesQueue *self, const void *data, size_t len)
{
    /* Room first, so that `data` need not leave its register. */
    const int error = BYTES_LIKELY(len <= self->tail_.cap - self->tail_.len && len <= SIZE_MAX - self->len)
                          ? 0
                          : bytes_queue_reserve_tail_(self, len);
    if (BYTES_LIKELY(error == 0)) {
        memcpy(self->tail_.data + self->tail_.len, data, len);
        self->tail_.len += len;
        self->len += len;
    }
    return error;
}
/** @endcond */

/** @name Reading from a queue
 * Peek is for many threads at once; get needs the queue to itself.
 * @{ */
BYTES_NUMBERS_READ_(bytes_queue, BytesQueue)
/** @} */

/** @name Appending to a queue
 * @{ */
BYTES_NUMBERS_WRITE_(bytes_queue, BytesQueue)
/** @} */

/** @name Filling a place with a number
 * See bytes_queue_reserve_slot().
 * @{ */

/**
 * Fill a slot with an unsigned integer, most significant byte first.
 *
 * @param self  The queue that has its bytes now.
 * @param slot  The slot, of 1 to 8 bytes; on success its width becomes 0.
 * @param value The number.
 * @retval 0               Done. Cost: as bytes_queue_fill_slot().
 * @retval BYTES_EINVAL    Filled already, or wider than 8 bytes.
 * @retval BYTES_EOVERFLOW The number does not fit into the slot's width.
 * @retval BYTES_ERANGE    The slot is invalid, or its bytes are not in this queue.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_fill_slot_be(BytesQueue *self, BytesQueueSlot *slot, uint64_t value);

/** bytes_queue_fill_slot_be(), least significant byte first. @param self, slot, value See there. @return See there. */
BYTES_API BYTES_NODISCARD int bytes_queue_fill_slot_le(BytesQueue *self, BytesQueueSlot *slot, uint64_t value);

/** bytes_queue_fill_slot_be(), in this machine's byte order. @param self, slot, value See there. @return See there. */
BYTES_API BYTES_NODISCARD int bytes_queue_fill_slot_ne(BytesQueue *self, BytesQueueSlot *slot, uint64_t value);

/** bytes_queue_fill_slot_be() with a QUIC variable-length integer as wide as the slot. @param self, slot, value See
 * there. @return See there; #BYTES_EINVAL if the slot's width is not 1, 2, 4 or 8. */
BYTES_API BYTES_NODISCARD int bytes_queue_fill_slot_quic_varint(BytesQueue *self, BytesQueueSlot *slot, uint64_t value);

/** @} */

#ifdef __cplusplus
}
#endif

#endif
