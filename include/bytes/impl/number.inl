/* SPDX-License-Identifier: MIT */
/* Part of <bytes/number.h>: the bytes of a number, for the functions that src/numbers.py writes. Private. */
#ifndef BYTES_IMPL_NUMBER_INL
#define BYTES_IMPL_NUMBER_INL

/* The longest number: LEB128 of 64 bits. */
#define BYTES_NUMBER_MAX_ 10

/* Compilers turn each of these into one load or store, with a byte swap where the machine has the other order. */
BYTES_INLINE uint16_t bytes_load_be16_(const uint8_t *from)
{
    return (uint16_t)(from[0] << 8 | from[1]);
}

BYTES_INLINE uint32_t bytes_load_be32_(const uint8_t *from)
{
    return (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 | (uint32_t)from[2] << 8 | from[3];
}

BYTES_INLINE uint64_t bytes_load_be64_(const uint8_t *from)
{
    return (uint64_t)bytes_load_be32_(from) << 32 | bytes_load_be32_(from + 4);
}

BYTES_INLINE uint16_t bytes_load_le16_(const uint8_t *from)
{
    return (uint16_t)(from[1] << 8 | from[0]);
}

BYTES_INLINE uint32_t bytes_load_le32_(const uint8_t *from)
{
    return (uint32_t)from[3] << 24 | (uint32_t)from[2] << 16 | (uint32_t)from[1] << 8 | from[0];
}

BYTES_INLINE uint64_t bytes_load_le64_(const uint8_t *from)
{
    return (uint64_t)bytes_load_le32_(from + 4) << 32 | bytes_load_le32_(from);
}

BYTES_INLINE void bytes_store_be16_(uint8_t *to, uint16_t value)
{
    to[0] = (uint8_t)(value >> 8);
    to[1] = (uint8_t)value;
}

BYTES_INLINE void bytes_store_be32_(uint8_t *to, uint32_t value)
{
    to[0] = (uint8_t)(value >> 24);
    to[1] = (uint8_t)(value >> 16);
    to[2] = (uint8_t)(value >> 8);
    to[3] = (uint8_t)value;
}

BYTES_INLINE void bytes_store_be64_(uint8_t *to, uint64_t value)
{
    to[0] = (uint8_t)(value >> 56);
    to[1] = (uint8_t)(value >> 48);
    to[2] = (uint8_t)(value >> 40);
    to[3] = (uint8_t)(value >> 32);
    to[4] = (uint8_t)(value >> 24);
    to[5] = (uint8_t)(value >> 16);
    to[6] = (uint8_t)(value >> 8);
    to[7] = (uint8_t)value;
}

BYTES_INLINE void bytes_store_le16_(uint8_t *to, uint16_t value)
{
    to[0] = (uint8_t)value;
    to[1] = (uint8_t)(value >> 8);
}

BYTES_INLINE void bytes_store_le32_(uint8_t *to, uint32_t value)
{
    to[0] = (uint8_t)value;
    to[1] = (uint8_t)(value >> 8);
    to[2] = (uint8_t)(value >> 16);
    to[3] = (uint8_t)(value >> 24);
}

BYTES_INLINE void bytes_store_le64_(uint8_t *to, uint64_t value)
{
    to[0] = (uint8_t)value;
    to[1] = (uint8_t)(value >> 8);
    to[2] = (uint8_t)(value >> 16);
    to[3] = (uint8_t)(value >> 24);
    to[4] = (uint8_t)(value >> 32);
    to[5] = (uint8_t)(value >> 40);
    to[6] = (uint8_t)(value >> 48);
    to[7] = (uint8_t)(value >> 56);
}

/* Integers of 1 to 8 bytes. (Loops without declarations in them: -std=gnu89 has none.) */
BYTES_INLINE bool bytes_is_width_(size_t width)
{
    return width - 1 < 8; /* 0 wraps around */
}

BYTES_INLINE uint64_t bytes_load_be_(const uint8_t *from, size_t width)
{
    uint64_t value = 0;
    const uint8_t *const end = from + width;
    while (from != end) {
        value = value << 8 | *from++;
    }
    return value;
}

BYTES_INLINE uint64_t bytes_load_le_(const uint8_t *from, size_t width)
{
    uint64_t value = 0;
    while (width != 0) {
        value = value << 8 | from[--width];
    }
    return value;
}

BYTES_INLINE void bytes_store_be_(uint8_t *to, size_t width, uint64_t value)
{
    while (width != 0) {
        to[--width] = (uint8_t)value;
        value >>= 8;
    }
}

BYTES_INLINE void bytes_store_le_(uint8_t *to, size_t width, uint64_t value)
{
    uint8_t *const end = to + width;
    while (to != end) {
        *to++ = (uint8_t)value;
        value >>= 8;
    }
}

/* A constant to every compiler. */
BYTES_INLINE bool bytes_is_big_endian_(void)
{
    const uint16_t one = 1;
    uint8_t first;
    memcpy(&first, &one, 1);
    return first == 0;
}

BYTES_INLINE uint64_t bytes_load_ne_(const uint8_t *from, size_t width)
{
    return bytes_is_big_endian_() ? bytes_load_be_(from, width) : bytes_load_le_(from, width);
}

BYTES_INLINE void bytes_store_ne_(uint8_t *to, size_t width, uint64_t value)
{
    if (bytes_is_big_endian_()) {
        bytes_store_be_(to, width, value);
    } else {
        bytes_store_le_(to, width, value);
    }
}

/* Flips the sign bit and subtracts its value. */
BYTES_INLINE int64_t bytes_extend_sign_(uint64_t value, size_t width)
{
    const uint64_t sign = (uint64_t)1 << (8 * width - 1);
    const uint64_t extended = (value ^ sign) - sign;
    int64_t out;
    memcpy(&out, &extended, sizeof(out)); /* converting a large value is implementation-defined */
    return out;
}

/* 0 or the error of putting a number of a width. */
BYTES_INLINE int bytes_check_uint_(uint64_t value, size_t width)
{
    if (!bytes_is_width_(width)) {
        return BYTES_EINVAL;
    }
    return width == 8 || value >> (8 * width) == 0 ? 0 : BYTES_ERANGE;
}

/* Moved up by half the range, the numbers that fit are those that fit as unsigned; no negative number is shifted. */
BYTES_INLINE int bytes_check_int_(int64_t value, size_t width)
{
    if (!bytes_is_width_(width)) {
        return BYTES_EINVAL;
    }
    return width == 8 ? 0 : bytes_check_uint_((uint64_t)value + ((uint64_t)1 << (8 * width - 1)), width);
}

/* LEB128. */
BYTES_INLINE size_t bytes_leb128_size(uint64_t value)
{
    size_t size = 1;
    while (value >= 0x80) {
        value >>= 7;
        size++;
    }
    return size;
}

BYTES_INLINE uint64_t bytes_zigzag_encode_(int64_t value)
{
    return (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0);
}

BYTES_INLINE int64_t bytes_zigzag_decode_(uint64_t value)
{
    const uint64_t decoded = value >> 1 ^ ((value & 1) != 0 ? UINT64_MAX : 0);
    int64_t out;
    memcpy(&out, &decoded, sizeof(out));
    return out;
}

/* Decoding returns the size of the number, 0 if it is not all there, or an error; encoding writes bytes_leb128_size()
 * bytes. */
BYTES_API int bytes_leb128_decode_more_(const uint8_t *data, size_t len, uint64_t *out);
BYTES_API void bytes_leb128_encode_(uint64_t value, uint8_t *to);

BYTES_INLINE int bytes_leb128_decode_(const uint8_t *data, size_t len, uint64_t *out)
{
    if (BYTES_LIKELY(len != 0 && data[0] < 0x80)) {
        *out = data[0];
        return 1;
    }
    return bytes_leb128_decode_more_(data, len, out);
}

/* QUIC variable-length integers: the two highest bits give the width. */
BYTES_INLINE size_t bytes_quic_varint_size(uint64_t value)
{
    return value < 0x40 ? 1 : value < 0x4000 ? 2 : value < 0x40000000 ? 4 : (value <= BYTES_QUIC_VARINT_MAX ? 8 : 0);
}

BYTES_INLINE size_t bytes_quic_varint_width_(uint8_t first)
{
    return (size_t)1 << (first >> 6);
}

BYTES_INLINE int bytes_quic_varint_decode_(const uint8_t *data, size_t len, uint64_t *out)
{
    if (len == 0) {
        return 0;
    }
    const size_t width = bytes_quic_varint_width_(data[0]);
    if (len < width) {
        return 0;
    }
    *out = bytes_load_be_(data, width) & (UINT64_MAX >> (66 - 8 * width));
    return (int)width;
}

BYTES_INLINE int bytes_check_quic_varint_(uint64_t value, size_t width)
{
    if (!bytes_is_width_(width) || (width & (width - 1)) != 0) {
        return BYTES_EINVAL;
    }
    return value <= BYTES_QUIC_VARINT_MAX && bytes_quic_varint_size(value) <= width ? 0 : BYTES_ERANGE;
}

BYTES_INLINE void bytes_quic_varint_encode_(uint64_t value, size_t width, uint8_t *to)
{
    bytes_store_be_(to, width, value);
    to[0] |= (uint8_t)(width == 1 ? 0x00 : width == 2 ? 0x40 : width == 4 ? 0x80 : 0xc0);
}

#endif
