/* SPDX-License-Identifier: MIT */
/**
 * @file queue_number.h
 * The numbers of number.h in a `BytesQueue`: get, peek and put, in whatever segments their bytes are.
 *
 *     uint16_t type;
 *     if (bytes_queue_get_u16_be(&queue, &type)) { ... }
 *
 * Names and results are those of number.h, with the prefix `bytes_queue_`.
 *
 * **Cost.** A number that spans segments is gathered on the stack, which copies its bytes: up to 10 of an LEB128 number
 * that is malformed, none of a number that is not all there. Peek is O(log segments). What is put is
 * contiguous, in the tail.
 *
 * The functions are in impl/number_queue.inl, each spelled out; src/numbers.py writes it.
 */
#ifndef BYTES_QUEUE_NUMBER_H
#define BYTES_QUEUE_NUMBER_H

#include <bytes/number.h>
#include <bytes/queue.h>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/** @name Slots
 * Back-patch a number into the placeholder that bytes_queue_reserve_slot() made, once it is known.
 * @{ */

/**
 * Fill a slot with an unsigned big-endian integer of its width.
 *
 * @param self The queue that has the slot's bytes now.
 * @param slot 1 to 8 bytes wide; on success its width becomes 0.
 * @retval 0            Done. Cost: as bytes_queue_fill_slot().
 * @retval BYTES_EINVAL Filled already, or wider than 8 bytes.
 * @retval BYTES_ERANGE The number does not fit into the slot; or an error of bytes_queue_fill_slot().
 */
BYTES_API BYTES_NODISCARD int bytes_queue_fill_slot_be(BytesQueue *self, BytesQueueSlot *slot, uint64_t value);

/** bytes_queue_fill_slot_be(), little-endian. */
BYTES_API BYTES_NODISCARD int bytes_queue_fill_slot_le(BytesQueue *self, BytesQueueSlot *slot, uint64_t value);

/** bytes_queue_fill_slot_be(), native-endian. */
BYTES_API BYTES_NODISCARD int bytes_queue_fill_slot_ne(BytesQueue *self, BytesQueueSlot *slot, uint64_t value);

/** bytes_queue_fill_slot_be() with a QUIC variable-length integer of the slot's width; #BYTES_EINVAL if that is not 1,
 * 2, 4 or 8. */
BYTES_API BYTES_NODISCARD int bytes_queue_fill_slot_quic_varint(BytesQueue *self, BytesQueueSlot *slot, uint64_t value);

/** @} */

#include <bytes/impl/queue_number.inl>
#include <bytes/impl/number_queue.inl>

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
