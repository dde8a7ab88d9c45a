/* SPDX-License-Identifier: MIT */
/**
 * @file number.h
 * Numbers in bytes: integers, floats and variable-length integers, read and written at any alignment.
 *
 *     uint32_t length;
 *     if (bytes_get_u32_be(&view, &length)) { ... }         // false and nothing taken if there are too few bytes
 *     int error = bytes_mut_put_leb128(&buffer, length);
 *
 * A name is made of `bytes_` (for a `Bytes`), `bytes_mut_` or `bytes_queue_` (queue_number.h), a verb, a number and a
 * byte order:
 *
 * | verb   | does                                                                                    |
 * |--------|-----------------------------------------------------------------------------------------|
 * | `get`  | take it off the front                                                                   |
 * | `peek` | read it at any offset; the handle is `const`: many threads may peek into one at once    |
 * | `put`  | append it, to a `BytesMut` or a `BytesQueue`                                            |
 *
 * | number                      | is                                                                    | order     |
 * |-----------------------------|-----------------------------------------------------------------------|-----------|
 * | `u8` `i8`                   | an integer of 8 bits                                                  |           |
 * | `u16` `u32` `u64`           | an unsigned integer of as many bits                                   | as below  |
 * | `i16` `i32` `i64`           | a signed integer in two's complement                                  | as below  |
 * | `f32` `f64`                 | a `float` or `double`, IEEE 754                                       | as below  |
 * | `uint` `int`                | an integer of `width` bytes, 1 to 8; `int` is sign-extended           | as below  |
 * | `leb128`                    | unsigned LEB128 of up to 64 bits (protobuf, DWARF, WebAssembly)       |           |
 * | `leb128_zigzag`             | signed, zig-zag (0, -1, 1, -2, ...) in LEB128: protobuf's `sint64`    |           |
 * | `quic_varint`               | below 2^62 in 1, 2, 4 or 8 bytes, RFC 9000 section 16                 |           |
 *
 * The byte order is `_be` (big-endian, that of the network), `_le` or `_ne` (that of this machine).
 *
 * **Results.** Short input and bad widths are reported, never fatal: they usually come off the wire. Fixed sizes and
 * widths return true or false. Variable-length numbers return their size in bytes; 0 if they are not all there;
 * #BYTES_EINVAL if an LEB128 number is longer than needed and #BYTES_ERANGE if it has more than 64 bits. `put` returns
 * 0; #BYTES_EINVAL for a width that does not exist; #BYTES_ERANGE for a number that does not fit; or an error of the
 * handle's put. Nothing is taken or changed unless the call succeeds.
 *
 * **Cost.** O(1). `put` allocates where the handle has to grow. `get` pays no atomic but the one that leaves a `Bytes`
 * empty, as bytes_advance(). Nothing else allocates, copies or pays an atomic.
 *
 * The functions are in impl/number_view.inl and impl/number_mut.inl, each spelled out; src/numbers.py writes these.
 */
#ifndef BYTES_NUMBER_H
#define BYTES_NUMBER_H

#include <string.h>

#include <bytes/base.h>
#include <bytes/mut.h>
#include <bytes/view.h>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/** The largest QUIC variable-length integer. */
#define BYTES_QUIC_VARINT_MAX ((uint64_t)0x3fffffffffffffff)

/** @name Sizes
 * @{ */

/** How many bytes a value takes in LEB128: 1 to 10. */
BYTES_INLINE size_t bytes_leb128_size(uint64_t value);

/** How many bytes a value takes at least as a QUIC variable-length integer: 1, 2, 4 or 8; 0 if it is above
 * #BYTES_QUIC_VARINT_MAX. */
BYTES_INLINE size_t bytes_quic_varint_size(uint64_t value);

/** @} */
/** @name Slots
 * Back-patch a number into the placeholder that bytes_mut_reserve_slot() made, once it is known.
 * @{ */

/**
 * Fill a slot with an unsigned big-endian integer of its width.
 *
 * @param self The buffer that has the slot's bytes now.
 * @param slot 1 to 8 bytes wide; on success its width becomes 0.
 * @retval 0            Done. Cost: O(1).
 * @retval BYTES_EINVAL Filled already, or wider than 8 bytes.
 * @retval BYTES_ERANGE The number does not fit into the slot; or its bytes are not, or not all, in this buffer.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_fill_slot_be(BytesMut *self, BytesSlot *slot, uint64_t value);

/** bytes_mut_fill_slot_be(), little-endian. */
BYTES_API BYTES_NODISCARD int bytes_mut_fill_slot_le(BytesMut *self, BytesSlot *slot, uint64_t value);

/** bytes_mut_fill_slot_be(), native-endian. */
BYTES_API BYTES_NODISCARD int bytes_mut_fill_slot_ne(BytesMut *self, BytesSlot *slot, uint64_t value);

/** bytes_mut_fill_slot_be() with a QUIC variable-length integer of the slot's width; #BYTES_EINVAL if that is not 1, 2,
 * 4 or 8. */
BYTES_API BYTES_NODISCARD int bytes_mut_fill_slot_quic_varint(BytesMut *self, BytesSlot *slot, uint64_t value);

/** @} */

#include <bytes/impl/number.inl>
#include <bytes/impl/number_mut.inl>
#include <bytes/impl/number_view.inl>

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
