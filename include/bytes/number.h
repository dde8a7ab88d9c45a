/* SPDX-License-Identifier: MIT */
/**
 * @file number.h
 * Numbers in bytes: integers, floats and variable-length integers, read and written at any alignment.
 *
 * A name is put together from what is done, which number, and its byte order:
 *
 * | in a name                   | means                                                                              |
 * |-----------------------------|------------------------------------------------------------------------------------|
 * | `get`                       | take it off the front; if the source is too short, take nothing                     |
 * | `peek`                      | read it at an offset, which may be anything; the source is `const`: concurrent      |
 * | `put`                       | append it, or change nothing                                                        |
 * | `u8` `u16` `u32` `u64`      | an unsigned integer of so many bits                                                 |
 * | `i8` `i16` `i32` `i64`      | a signed one, in two's complement                                                   |
 * | `f32` `f64`                 | a `float` or `double`, of IEEE 754                                                  |
 * | `uint` `int`                | an integer of 1 to 8 bytes; the signed one is sign-extended                         |
 * | `leb128`                    | an unsigned integer in LEB128, shortest form only (protobuf, DWARF, WebAssembly)    |
 * | `leb128_zigzag`             | a signed one as zig-zag in LEB128 (0, -1, 1, -2, ...), as protobuf's `sint64`       |
 * | `quic_varint`               | an integer below 2^62 in 1, 2, 4 or 8 bytes, RFC 9000 section 16                    |
 * | `_be` `_le` `_ne`           | most significant byte first (the network's), least, or as this machine has it       |
 *
 * So `bytes_get_u32_be(&view, &length)` takes a 32-bit length off a `Bytes`, `bytes_mut_peek_i16_le()` looks into a
 * `BytesMut`, and `bytes_mut_put_f64_be()` appends to it. One table, #BYTES_NUMBERS_, makes them all.
 *
 * What does not fit, or is not there, is an answer and not an abort, since most offsets and widths come from the wire.
 * A number is written to its place only when there is one. Each call is O(1), but in a queue. No call allocates, but
 * `put` where the buffer has to grow. No call pays an atomic, but the `get` that leaves a `Bytes` empty: it gives the
 * reference up, as bytes_advance().
 */
#ifndef BYTES_NUMBER_H
#define BYTES_NUMBER_H

#include <string.h>

#include <bytes/base.h>
#include <bytes/mut.h>
#include <bytes/view.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The largest value of a QUIC variable-length integer. */
#define BYTES_QUIC_VARINT_MAX ((uint64_t)0x3fffffffffffffff)

/** @cond private */
/* Compilers make one instruction of each swap, and know the order of the machine; no builtin needs to be asked for. */
BYTES_INLINE bool bytes_is_big_endian_(void)
{
    const uint16_t one = 1;
    uint8_t first;
    memcpy(&first, &one, 1);
    return first == 0;
}

BYTES_INLINE uint16_t bytes_swap16_(uint16_t value)
{
    return (uint16_t)(value << 8 | value >> 8); /* cast: it was widened to int */
}

BYTES_INLINE uint32_t bytes_swap32_(uint32_t value)
{
    return value << 24 | (value & 0xff00u) << 8 | (value >> 8 & 0xff00u) | value >> 24;
}

BYTES_INLINE uint64_t bytes_swap64_(uint64_t value)
{
    /* Casts: each half. */
    return (uint64_t)bytes_swap32_((uint32_t)value) << 32 | bytes_swap32_((uint32_t)(value >> 32));
}

/* Between the order in memory and that of the machine, either way. */
#define bytes_be16_(raw) (bytes_is_big_endian_() ? (raw) : bytes_swap16_(raw))
#define bytes_be32_(raw) (bytes_is_big_endian_() ? (raw) : bytes_swap32_(raw))
#define bytes_be64_(raw) (bytes_is_big_endian_() ? (raw) : bytes_swap64_(raw))
#define bytes_le16_(raw) (bytes_is_big_endian_() ? bytes_swap16_(raw) : (raw))
#define bytes_le32_(raw) (bytes_is_big_endian_() ? bytes_swap32_(raw) : (raw))
#define bytes_le64_(raw) (bytes_is_big_endian_() ? bytes_swap64_(raw) : (raw))
#define bytes_ne8_(raw) (raw)
#define bytes_ne16_(raw) (raw)
#define bytes_ne32_(raw) (raw)
#define bytes_ne64_(raw) (raw)

/* Numbers of 1 to 8 bytes. */
BYTES_INLINE uint64_t bytes_load_be_(const uint8_t *from, size_t width)
{
    uint64_t value = 0;
    size_t i;
    for (i = 0; i < width; i++) {
        value = value << 8 | from[i];
    }
    return value;
}

BYTES_INLINE uint64_t bytes_load_le_(const uint8_t *from, size_t width)
{
    uint64_t value = 0;
    size_t i;
    for (i = width; i > 0; i--) {
        value = value << 8 | from[i - 1];
    }
    return value;
}

BYTES_INLINE void bytes_store_be_(uint8_t *to, size_t width, uint64_t value)
{
    size_t i;
    for (i = width; i > 0; i--) {
        to[i - 1] = (uint8_t)value; /* cast: the lowest eight bits are meant */
        value >>= 8;
    }
}

BYTES_INLINE void bytes_store_le_(uint8_t *to, size_t width, uint64_t value)
{
    size_t i;
    for (i = 0; i < width; i++) {
        to[i] = (uint8_t)value; /* cast: as above */
        value >>= 8;
    }
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

/* Does a value fit into 1 to 8 bytes? */
BYTES_INLINE bool bytes_fits_uint_(uint64_t value, size_t width)
{
    return width == 8 || value >> (8 * width) == 0;
}

BYTES_INLINE bool bytes_fits_int_(int64_t value, size_t width)
{
    /* Without shifting a negative number: moved up by half the range, what fits is what an unsigned number would. */
    return width == 8 || bytes_fits_uint_((uint64_t)value + ((uint64_t)1 << (8 * width - 1)), width);
}

/* Extend the sign of a number of 1 to 8 bytes: flip the sign bit, and take its value off. */
BYTES_INLINE int64_t bytes_extend_sign_(uint64_t value, size_t width)
{
    const uint64_t sign = (uint64_t)1 << (8 * width - 1);
    const uint64_t extended = (value ^ sign) - sign;
    int64_t out;
    memcpy(&out, &extended, sizeof(out)); /* a conversion of large values is up to the compiler */
    return out;
}

BYTES_INLINE uint64_t bytes_zigzag_encode_(int64_t value)
{
    return (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0); /* cast: modulo 2^64 is two's complement */
}

BYTES_INLINE int64_t bytes_zigzag_decode_(uint64_t value)
{
    const uint64_t decoded = value >> 1 ^ ((value & 1) != 0 ? UINT64_MAX : 0);
    int64_t out;
    memcpy(&out, &decoded, sizeof(out));
    return out;
}

/* The most bytes that a number takes: of LEB128. */
#define BYTES_NUMBER_MAX_ 10

/* Instead of a number of bytes: as many as the LEB128 number that begins there has. */
#define BYTES_NUMBER_LEB128_ 0

/* Each returns how many bytes the number takes; decoding returns 0 if there are fewer, or an error code. */
BYTES_API int bytes_leb128_decode_more_(const uint8_t *data, size_t len, uint64_t *out);
BYTES_API size_t bytes_leb128_encode_(uint64_t value, uint8_t *out);

BYTES_INLINE int bytes_leb128_decode_(const uint8_t *data, size_t len, uint64_t *out)
{
    if (BYTES_LIKELY(len != 0 && data[0] < 0x80)) {
        *out = data[0];
        return 1;
    }
    return bytes_leb128_decode_more_(data, len, out);
}

/* How many bytes a QUIC integer takes, by its first. */
BYTES_INLINE size_t bytes_quic_varint_width_(uint8_t first)
{
    return (size_t)1 << (first >> 6);
}

BYTES_INLINE int bytes_quic_varint_decode_(const uint8_t *data, size_t len, uint64_t *out)
{
    size_t width;
    if (len == 0) {
        return 0;
    }
    width = bytes_quic_varint_width_(data[0]);
    if (len < width) {
        return 0;
    }
    *out = bytes_load_be_(data, width) & (UINT64_MAX >> (66 - 8 * width));
    return (int)width; /* cast: at most 8 */
}

/* Is it 1, 2, 4 or 8, and what does RFC 9000 write into the two highest bits for it? */
BYTES_INLINE bool bytes_is_quic_width_(size_t width)
{
    return width - 1 < 8 && (width & (width - 1)) == 0;
}

BYTES_INLINE void bytes_quic_varint_encode_(uint64_t value, size_t width, uint8_t *out)
{
    bytes_store_be_(out, width, value);
    out[0] |= (uint8_t)(width == 1 ? 0x00 : width == 2 ? 0x40 : width == 4 ? 0x80 : 0xc0); /* cast: from int */
}
/** @endcond */

/** How many bytes a value takes in LEB128. @param value The value. @return 1 to 10. */
BYTES_INLINE size_t bytes_leb128_size(uint64_t value)
{
    size_t size = 1;
    while (value >= 0x80) {
        value >>= 7;
        size++;
    }
    return size;
}

/** How many bytes a value takes at least as a QUIC variable-length integer. @param value The value.
 * @return 1, 2, 4 or 8; 0 if it is above #BYTES_QUIC_VARINT_MAX. */
BYTES_INLINE size_t bytes_quic_varint_size(uint64_t value)
{
    return value < 0x40 ? 1 : value < 0x4000 ? 2 : value < 0x40000000 ? 4 : (value <= BYTES_QUIC_VARINT_MAX ? 8 : 0);
}

/* clang-format off */
/** The table of the family: calls @p X with @p prefix, @p Handle, and the name, type, bits and byte order of each
 * number of fixed size. Private, like all that ends in an underscore. */
#define BYTES_NUMBERS_(X, prefix, Handle)                                                                              \
    X(prefix, Handle, u8, uint8_t, 8, ne)                                                                              \
    X(prefix, Handle, i8, int8_t, 8, ne)                                                                               \
    X(prefix, Handle, u16_be, uint16_t, 16, be)                                                                        \
    X(prefix, Handle, u16_le, uint16_t, 16, le)                                                                        \
    X(prefix, Handle, u16_ne, uint16_t, 16, ne)                                                                        \
    X(prefix, Handle, i16_be, int16_t, 16, be)                                                                         \
    X(prefix, Handle, i16_le, int16_t, 16, le)                                                                         \
    X(prefix, Handle, i16_ne, int16_t, 16, ne)                                                                         \
    X(prefix, Handle, u32_be, uint32_t, 32, be)                                                                        \
    X(prefix, Handle, u32_le, uint32_t, 32, le)                                                                        \
    X(prefix, Handle, u32_ne, uint32_t, 32, ne)                                                                        \
    X(prefix, Handle, i32_be, int32_t, 32, be)                                                                         \
    X(prefix, Handle, i32_le, int32_t, 32, le)                                                                         \
    X(prefix, Handle, i32_ne, int32_t, 32, ne)                                                                         \
    X(prefix, Handle, u64_be, uint64_t, 64, be)                                                                        \
    X(prefix, Handle, u64_le, uint64_t, 64, le)                                                                        \
    X(prefix, Handle, u64_ne, uint64_t, 64, ne)                                                                        \
    X(prefix, Handle, i64_be, int64_t, 64, be)                                                                         \
    X(prefix, Handle, i64_le, int64_t, 64, le)                                                                         \
    X(prefix, Handle, i64_ne, int64_t, 64, ne)                                                                         \
    X(prefix, Handle, f32_be, float, 32, be)                                                                           \
    X(prefix, Handle, f32_le, float, 32, le)                                                                           \
    X(prefix, Handle, f32_ne, float, 32, ne)                                                                           \
    X(prefix, Handle, f64_be, double, 64, be)                                                                          \
    X(prefix, Handle, f64_le, double, 64, le)                                                                          \
    X(prefix, Handle, f64_ne, double, 64, ne)

/** The byte orders of the integers of any width: calls @p X with @p prefix, @p Handle and each order. Private. */
#define BYTES_NUMBER_ORDERS_(X, prefix, Handle)                                                                        \
    X(prefix, Handle, be)                                                                                              \
    X(prefix, Handle, le)                                                                                              \
    X(prefix, Handle, ne)

/*
 * The family for a handle rests on three functions of it:
 *
 *     BytesSpan prefix_window_(const Handle *self, size_t offset, size_t want, uint8_t *scratch);
 *         The bytes from `offset` on that lie together: at least `want` of them, if the handle has so many; an empty
 *         span if `offset` is not inside. `want` is at most BYTES_NUMBER_MAX_, or BYTES_NUMBER_LEB128_; `scratch` has
 *         room for the most: `want` bytes, and no others, are brought together there if they have to be.
 *     void prefix_advance(Handle *self, size_t count);
 *         Let the first bytes go.
 *     int prefix_write_(Handle *self, const void *data, size_t len);
 *         Append 1 to BYTES_NUMBER_MAX_ bytes from outside the handle, or change nothing and return an error.
 */

/** Defines peek and get of one row of #BYTES_NUMBERS_. Private. */
#define BYTES_NUMBER_READ_(prefix, Handle, name, type, bits, order)                                                    \
    /** Read a number. @param self The source; unchanged. @param offset Of its first byte; may be anything.            \
        @param[out] out The number. @return False if its bytes are not all inside.                                     \
        Cost: nothing, but in a queue: see queue_number.h. */                                                          \
    BYTES_INLINE BYTES_NODISCARD bool prefix##_peek_##name(const Handle *self, size_t offset, type *out)               \
    {                                                                                                                  \
        uint8_t scratch[BYTES_NUMBER_MAX_];                                                                            \
        const BytesSpan window = prefix##_window_(self, offset, sizeof(type), scratch);                                \
        uint##bits##_t raw;                                                                                            \
        if (window.len < sizeof(raw)) {                                                                                \
            return false;                                                                                              \
        }                                                                                                              \
        memcpy(&raw, window.data, sizeof(raw));                                                                        \
        raw = bytes_##order##bits##_(raw);                                                                             \
        memcpy(out, &raw, sizeof(raw));                                                                                \
        return true;                                                                                                   \
    }                                                                                                                  \
                                                                                                                       \
    /** Take a number off the front. @param self The source. @param[out] out The number.                               \
        @return False if there are not enough bytes; then nothing is taken. Cost: as advance. */                       \
    BYTES_INLINE BYTES_NODISCARD bool prefix##_get_##name(Handle *self, type *out)                                     \
    {                                                                                                                  \
        type value;                                                                                                    \
        if (!BYTES_LIKELY(prefix##_peek_##name(self, 0, &value))) {                                                    \
            return false;                                                                                              \
        }                                                                                                              \
        prefix##_advance(self, sizeof(type));                                                                          \
        memcpy(out, &value, sizeof(value)); /* last: what it points to might be the handle, as far as is known */      \
        return true;                                                                                                   \
    }

/** Defines put of one row of #BYTES_NUMBERS_. Private. */
#define BYTES_NUMBER_WRITE_(prefix, Handle, name, type, bits, order)                                                   \
    /** Append a number. @param self The buffer. @param value The number. @return 0, or an error of the buffer's       \
        put; then nothing has changed. Cost: as put. */                                                                \
    BYTES_INLINE BYTES_NODISCARD int prefix##_put_##name(Handle *self, type value)                                     \
    {                                                                                                                  \
        uint##bits##_t raw;                                                                                            \
        memcpy(&raw, &value, sizeof(raw));                                                                             \
        raw = bytes_##order##bits##_(raw);                                                                             \
        return prefix##_write_(self, &raw, sizeof(raw));                                                               \
    }

/** Defines peek and get of integers of any width in one byte order. Private. */
#define BYTES_NUMBER_READ_WIDTHS_(prefix, Handle, order)                                                               \
    /** Read an unsigned integer of 1 to 8 bytes. @param self The source; unchanged. @param offset Of its first        \
        byte; may be anything. @param width Its bytes. @param[out] out The number.                                     \
        @return False if they are not all inside, or @p width is not 1 to 8.                                           \
        Cost: nothing, but in a queue: see queue_number.h. */                                                          \
    BYTES_INLINE BYTES_NODISCARD bool prefix##_peek_uint_##order(const Handle *self, size_t offset, size_t width,      \
                                                                 uint64_t *out)                                        \
    {                                                                                                                  \
        uint8_t scratch[BYTES_NUMBER_MAX_];                                                                            \
        BytesSpan window;                                                                                              \
        if (width - 1 >= 8) { /* 0 wraps around */                                                                     \
            return false;                                                                                              \
        }                                                                                                              \
        window = prefix##_window_(self, offset, width, scratch);                                                       \
        if (window.len < width) {                                                                                      \
            return false;                                                                                              \
        }                                                                                                              \
        *out = bytes_load_##order##_(window.data, width);                                                              \
        return true;                                                                                                   \
    }                                                                                                                  \
                                                                                                                       \
    /** Read a signed integer of 1 to 8 bytes. @param self The source; unchanged. @param offset Of its first byte;     \
        may be anything. @param width Its bytes. @param[out] out The number, its sign extended.                        \
        @return False if they are not all inside, or @p width is not 1 to 8.                                           \
        Cost: nothing, but in a queue: see queue_number.h. */                                                          \
    BYTES_INLINE BYTES_NODISCARD bool prefix##_peek_int_##order(const Handle *self, size_t offset, size_t width,       \
                                                                int64_t *out)                                          \
    {                                                                                                                  \
        uint64_t value;                                                                                                \
        if (!prefix##_peek_uint_##order(self, offset, width, &value)) {                                                \
            return false;                                                                                              \
        }                                                                                                              \
        *out = bytes_extend_sign_(value, width);                                                                       \
        return true;                                                                                                   \
    }                                                                                                                  \
                                                                                                                       \
    /** Take an unsigned integer of 1 to 8 bytes off the front. @param self The source. @param width Its bytes.        \
        @param[out] out The number. @return False if there are not enough, or @p width is not 1 to 8; then nothing is  \
        taken. Cost: as advance. */                                                                                    \
    BYTES_INLINE BYTES_NODISCARD bool prefix##_get_uint_##order(Handle *self, size_t width, uint64_t *out)             \
    {                                                                                                                  \
        if (!prefix##_peek_uint_##order(self, 0, width, out)) {                                                        \
            return false;                                                                                              \
        }                                                                                                              \
        prefix##_advance(self, width);                                                                                 \
        return true;                                                                                                   \
    }                                                                                                                  \
                                                                                                                       \
    /** Take a signed integer of 1 to 8 bytes off the front. @param self The source. @param width Its bytes.           \
        @param[out] out The number, its sign extended. @return False if there are not enough, or @p width is not 1 to  \
        8; then nothing is taken. Cost: as advance. */                                                                 \
    BYTES_INLINE BYTES_NODISCARD bool prefix##_get_int_##order(Handle *self, size_t width, int64_t *out)               \
    {                                                                                                                  \
        if (!prefix##_peek_int_##order(self, 0, width, out)) {                                                         \
            return false;                                                                                              \
        }                                                                                                              \
        prefix##_advance(self, width);                                                                                 \
        return true;                                                                                                   \
    }

/** Defines put of integers of any width in one byte order. Private. */
#define BYTES_NUMBER_WRITE_WIDTHS_(prefix, Handle, order)                                                              \
    /** Append an unsigned integer of 1 to 8 bytes. @param self The buffer. @param value The number.                   \
        @param width Its bytes. @return 0; or #BYTES_EINVAL if @p width is not 1 to 8, #BYTES_ERANGE if the number     \
        does not fit, or an error of the buffer's put; then nothing has changed. Cost: as put. */                      \
    BYTES_INLINE BYTES_NODISCARD int prefix##_put_uint_##order(Handle *self, uint64_t value, size_t width)             \
    {                                                                                                                  \
        uint8_t raw[BYTES_NUMBER_MAX_];                                                                                \
        if (width - 1 >= 8) { /* 0 wraps around */                                                                     \
            return BYTES_EINVAL;                                                                                       \
        }                                                                                                              \
        if (!bytes_fits_uint_(value, width)) {                                                                         \
            return BYTES_ERANGE;                                                                                       \
        }                                                                                                              \
        bytes_store_##order##_(raw, width, value);                                                                     \
        return prefix##_write_(self, raw, width);                                                                      \
    }                                                                                                                  \
                                                                                                                       \
    /** Append a signed integer of 1 to 8 bytes. @param self The buffer. @param value The number.                      \
        @param width Its bytes. @return 0; or #BYTES_EINVAL if @p width is not 1 to 8, #BYTES_ERANGE if the number     \
        does not fit, or an error of the buffer's put; then nothing has changed. Cost: as put. */                      \
    BYTES_INLINE BYTES_NODISCARD int prefix##_put_int_##order(Handle *self, int64_t value, size_t width)               \
    {                                                                                                                  \
        uint8_t raw[BYTES_NUMBER_MAX_];                                                                                \
        if (width - 1 >= 8) { /* 0 wraps around */                                                                     \
            return BYTES_EINVAL;                                                                                       \
        }                                                                                                              \
        if (!bytes_fits_int_(value, width)) {                                                                          \
            return BYTES_ERANGE;                                                                                       \
        }                                                                                                              \
        bytes_store_##order##_(raw, width, (uint64_t)value); /* cast: the lowest bytes are the same */                 \
        return prefix##_write_(self, raw, width);                                                                      \
    }

/** Defines peek and get of variable-length integers. Private. */
#define BYTES_NUMBER_READ_VARIABLE_(prefix, Handle)                                                                    \
    /** Read an unsigned integer in LEB128. @param self The source; unchanged. @param offset Of its first byte; may    \
        be anything. @param[out] out The number.                                                                       \
        @return How many bytes it takes, 1 to 10; 0 if it is not all inside; #BYTES_EINVAL if it could be shorter,     \
        #BYTES_ERANGE if it has more than 64 bits. Cost: nothing, but in a queue: see queue_number.h. */               \
    BYTES_INLINE BYTES_NODISCARD int prefix##_peek_leb128(const Handle *self, size_t offset, uint64_t *out)            \
    {                                                                                                                  \
        uint8_t scratch[BYTES_NUMBER_MAX_];                                                                            \
        const BytesSpan window = prefix##_window_(self, offset, BYTES_NUMBER_LEB128_, scratch);                        \
        return bytes_leb128_decode_(window.data, window.len, out);                                                     \
    }                                                                                                                  \
                                                                                                                       \
    /** Take an unsigned integer in LEB128 off the front. @param self The source. @param[out] out The number.          \
        @return How many bytes were taken, 1 to 10. Else nothing was: 0 if there are not enough; #BYTES_EINVAL if it   \
        could be shorter, #BYTES_ERANGE if it has more than 64 bits. Cost: as advance. */                              \
    BYTES_INLINE BYTES_NODISCARD int prefix##_get_leb128(Handle *self, uint64_t *out)                                  \
    {                                                                                                                  \
        const int width = prefix##_peek_leb128(self, 0, out);                                                          \
        if (width > 0) {                                                                                               \
            prefix##_advance(self, (size_t)width); /* cast: it is positive */                                          \
        }                                                                                                              \
        return width;                                                                                                  \
    }                                                                                                                  \
                                                                                                                       \
    /** Read a signed integer as zig-zag in LEB128. @param self The source; unchanged. @param offset Of its first      \
        byte; may be anything. @param[out] out The number.                                                             \
        @return How many bytes it takes, 1 to 10; 0 if it is not all inside; #BYTES_EINVAL if it could be shorter,     \
        #BYTES_ERANGE if it has more than 64 bits. Cost: nothing, but in a queue: see queue_number.h. */               \
    BYTES_INLINE BYTES_NODISCARD int prefix##_peek_leb128_zigzag(const Handle *self, size_t offset, int64_t *out)      \
    {                                                                                                                  \
        uint64_t value;                                                                                                \
        const int width = prefix##_peek_leb128(self, offset, &value);                                                  \
        if (width > 0) {                                                                                               \
            *out = bytes_zigzag_decode_(value);                                                                        \
        }                                                                                                              \
        return width;                                                                                                  \
    }                                                                                                                  \
                                                                                                                       \
    /** Take a signed integer as zig-zag in LEB128 off the front. @param self The source. @param[out] out The number.  \
        @return How many bytes were taken, 1 to 10. Else nothing was: 0 if there are not enough; #BYTES_EINVAL if it   \
        could be shorter, #BYTES_ERANGE if it has more than 64 bits. Cost: as advance. */                              \
    BYTES_INLINE BYTES_NODISCARD int prefix##_get_leb128_zigzag(Handle *self, int64_t *out)                            \
    {                                                                                                                  \
        const int width = prefix##_peek_leb128_zigzag(self, 0, out);                                                   \
        if (width > 0) {                                                                                               \
            prefix##_advance(self, (size_t)width); /* cast: it is positive */                                          \
        }                                                                                                              \
        return width;                                                                                                  \
    }                                                                                                                  \
                                                                                                                       \
    /** Read a QUIC variable-length integer, of any width as RFC 9000 has it. @param self The source; unchanged.       \
        @param offset Of its first byte; may be anything. @param[out] out The number.                                  \
        @return How many bytes it takes, 1, 2, 4 or 8; 0 if it is not all inside.                                      \
        Cost: nothing, but in a queue: see queue_number.h. */                                                          \
    BYTES_INLINE BYTES_NODISCARD int prefix##_peek_quic_varint(const Handle *self, size_t offset, uint64_t *out)       \
    {                                                                                                                  \
        uint8_t scratch[BYTES_NUMBER_MAX_];                                                                            \
        BytesSpan window = prefix##_window_(self, offset, 1, scratch);                                                 \
        if (window.len != 0) { /* the first byte says how many there are */                                            \
            window = prefix##_window_(self, offset, bytes_quic_varint_width_(window.data[0]), scratch);                \
        }                                                                                                              \
        return bytes_quic_varint_decode_(window.data, window.len, out);                                                \
    }                                                                                                                  \
                                                                                                                       \
    /** Take a QUIC variable-length integer, of any width, off the front. @param self The source.                      \
        @param[out] out The number. @return How many bytes were taken, 1, 2, 4 or 8; 0 and nothing taken if there are  \
        not enough. Cost: as advance. */                                                                               \
    BYTES_INLINE BYTES_NODISCARD int prefix##_get_quic_varint(Handle *self, uint64_t *out)                             \
    {                                                                                                                  \
        const int width = prefix##_peek_quic_varint(self, 0, out);                                                     \
        if (width > 0) {                                                                                               \
            prefix##_advance(self, (size_t)width); /* cast: it is positive */                                          \
        }                                                                                                              \
        return width;                                                                                                  \
    }

/** Defines put of variable-length integers. Private. */
#define BYTES_NUMBER_WRITE_VARIABLE_(prefix, Handle)                                                                   \
    /** Append an unsigned integer in LEB128. @param self The buffer. @param value The number.                         \
        @return 0, or an error of the buffer's put; then nothing has changed. Cost: as put. */                         \
    BYTES_INLINE BYTES_NODISCARD int prefix##_put_leb128(Handle *self, uint64_t value)                                 \
    {                                                                                                                  \
        uint8_t raw[BYTES_NUMBER_MAX_];                                                                                \
        if (BYTES_LIKELY(value < 0x80)) {                                                                              \
            raw[0] = (uint8_t)value; /* cast: it was compared; one byte is written without a call */                   \
            return prefix##_write_(self, raw, 1);                                                                      \
        }                                                                                                              \
        return prefix##_write_(self, raw, bytes_leb128_encode_(value, raw));                                           \
    }                                                                                                                  \
                                                                                                                       \
    /** Append a signed integer as zig-zag in LEB128. @param self The buffer. @param value The number.                 \
        @return 0, or an error of the buffer's put; then nothing has changed. Cost: as put. */                         \
    BYTES_INLINE BYTES_NODISCARD int prefix##_put_leb128_zigzag(Handle *self, int64_t value)                           \
    {                                                                                                                  \
        return prefix##_put_leb128(self, bytes_zigzag_encode_(value));                                                 \
    }                                                                                                                  \
                                                                                                                       \
    /** Append a QUIC variable-length integer of a chosen width. @param self The buffer. @param value The number.      \
        @param width 1, 2, 4 or 8. @return 0; or #BYTES_EINVAL for another width, #BYTES_ERANGE if the number does     \
        not fit, or an error of the buffer's put; then nothing has changed. Cost: as put. */                           \
    BYTES_INLINE BYTES_NODISCARD int prefix##_put_quic_varint_wide(Handle *self, uint64_t value, size_t width)         \
    {                                                                                                                  \
        uint8_t raw[BYTES_NUMBER_MAX_];                                                                                \
        if (!bytes_is_quic_width_(width)) {                                                                            \
            return BYTES_EINVAL;                                                                                       \
        }                                                                                                              \
        if (value > BYTES_QUIC_VARINT_MAX || bytes_quic_varint_size(value) > width) {                                  \
            return BYTES_ERANGE;                                                                                       \
        }                                                                                                              \
        bytes_quic_varint_encode_(value, width, raw);                                                                  \
        return prefix##_write_(self, raw, width);                                                                      \
    }                                                                                                                  \
                                                                                                                       \
    /** Append a QUIC variable-length integer in its shortest form. @param self The buffer. @param value The number.   \
        @return 0; or #BYTES_ERANGE if it is above #BYTES_QUIC_VARINT_MAX, or an error of the buffer's put; then       \
        nothing has changed. Cost: as put. */                                                                          \
    BYTES_INLINE BYTES_NODISCARD int prefix##_put_quic_varint(Handle *self, uint64_t value)                            \
    {                                                                                                                  \
        if (value > BYTES_QUIC_VARINT_MAX) {                                                                           \
            return BYTES_ERANGE;                                                                                       \
        }                                                                                                              \
        return prefix##_put_quic_varint_wide(self, value, bytes_quic_varint_size(value));                              \
    }

/** Defines all that reads for a handle. Private. */
#define BYTES_NUMBERS_READ_(prefix, Handle)                                                                            \
    BYTES_NUMBERS_(BYTES_NUMBER_READ_, prefix, Handle)                                                                 \
    BYTES_NUMBER_ORDERS_(BYTES_NUMBER_READ_WIDTHS_, prefix, Handle)                                                    \
    BYTES_NUMBER_READ_VARIABLE_(prefix, Handle)

/** Defines all that writes for a handle. Private. */
#define BYTES_NUMBERS_WRITE_(prefix, Handle)                                                                           \
    BYTES_NUMBERS_(BYTES_NUMBER_WRITE_, prefix, Handle)                                                                \
    BYTES_NUMBER_ORDERS_(BYTES_NUMBER_WRITE_WIDTHS_, prefix, Handle)                                                   \
    BYTES_NUMBER_WRITE_VARIABLE_(prefix, Handle)

/* clang-format on */
/** @cond private */
BYTES_INLINE BytesSpan bytes_window_(const Bytes *self, size_t offset, size_t want, uint8_t *scratch)
{
    BytesSpan out = {NULL, 0};
    (void)want;
    (void)scratch;
    if (offset < self->len) {
        out.data = self->data + offset;
        out.len = self->len - offset;
    }
    return out;
}

BYTES_INLINE BytesSpan bytes_mut_window_(const BytesMut *self, size_t offset, size_t want, uint8_t *scratch)
{
    BytesSpan out = {NULL, 0};
    (void)want;
    (void)scratch;
    if (offset < self->len) {
        out.data = self->data + offset;
        out.len = self->len - offset;
    }
    return out;
}

BYTES_INLINE BYTES_NODISCARD int bytes_mut_write_(BytesMut *self, const void *data, size_t len)
{
    /* Room first, so that `data` need not leave its register. */
    const int error = bytes_mut_reserve(self, len);
    if (BYTES_LIKELY(error == 0)) {
        memcpy(self->data + self->len, data, len);
        self->len += len;
    }
    return error;
}
/** @endcond */

/** @name Reading from a view
 * Peek is for many threads at once; get needs the handle to itself.
 * @{ */
BYTES_NUMBERS_READ_(bytes, Bytes)
/** @} */

/** @name Reading from a buffer
 * @{ */
BYTES_NUMBERS_READ_(bytes_mut, BytesMut)
/** @} */

/** @name Appending to a buffer
 * @{ */
BYTES_NUMBERS_WRITE_(bytes_mut, BytesMut)
/** @} */

/** @name Filling a place with a number
 * See bytes_mut_reserve_slot().
 * @{ */

/**
 * Fill a slot with an unsigned integer, most significant byte first.
 *
 * @param self  The buffer that has its bytes now.
 * @param slot  The slot, of 1 to 8 bytes; on success its width becomes 0.
 * @param value The number.
 * @retval 0               Done. Cost: O(1).
 * @retval BYTES_EINVAL    Filled already, or wider than 8 bytes.
 * @retval BYTES_EOVERFLOW The number does not fit into the slot's width.
 * @retval BYTES_ERANGE    The slot's bytes are not, or not all, in this buffer any more.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_fill_slot_be(BytesMut *self, BytesSlot *slot, uint64_t value);

/** bytes_mut_fill_slot_be(), least significant byte first. @param self, slot, value See there. @return See there. */
BYTES_API BYTES_NODISCARD int bytes_mut_fill_slot_le(BytesMut *self, BytesSlot *slot, uint64_t value);

/** bytes_mut_fill_slot_be(), in this machine's byte order. @param self, slot, value See there. @return See there. */
BYTES_API BYTES_NODISCARD int bytes_mut_fill_slot_ne(BytesMut *self, BytesSlot *slot, uint64_t value);

/** bytes_mut_fill_slot_be() with a QUIC variable-length integer as wide as the slot. @param self, slot, value See
 * there. @return See there; #BYTES_EINVAL if the slot's width is not 1, 2, 4 or 8. */
BYTES_API BYTES_NODISCARD int bytes_mut_fill_slot_quic_varint(BytesMut *self, BytesSlot *slot, uint64_t value);

/** @} */

#ifdef __cplusplus
}
#endif

#endif
