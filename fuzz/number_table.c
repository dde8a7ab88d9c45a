/* SPDX-License-Identifier: MIT */
/* The table of numbers, with the functions of each. */
#include "numbers.h"

/* clang-format off */
#define ORDERED(X, P, H, name, type, bits)                                                                             \
    X(P, H, name##_be, type, bits, be)                                                                                 \
    X(P, H, name##_le, type, bits, le)                                                                                 \
    X(P, H, name##_ne, type, bits, ne)

#define FIXED_ROWS(X, P, H)                                                                                            \
    X(P, H, u8, uint8_t, 8, be)                                                                                        \
    X(P, H, i8, int8_t, 8, be)                                                                                         \
    ORDERED(X, P, H, u16, uint16_t, 16)                                                                                \
    ORDERED(X, P, H, i16, int16_t, 16)                                                                                 \
    ORDERED(X, P, H, u32, uint32_t, 32)                                                                                \
    ORDERED(X, P, H, i32, int32_t, 32)                                                                                 \
    ORDERED(X, P, H, u64, uint64_t, 64)                                                                                \
    ORDERED(X, P, H, i64, int64_t, 64)                                                                                 \
    ORDERED(X, P, H, f32, float, 32)                                                                                   \
    ORDERED(X, P, H, f64, double, 64)

#define WIDTH_ROWS(X, P, H)                                                                                            \
    ORDERED(X, P, H, uint, uint64_t, UINT)                                                                             \
    ORDERED(X, P, H, int, int64_t, INT)

/* The name that reads, the name that writes, type, kind, and the arguments of writing. */
#define VARIABLE_ROWS(X, P, H)                                                                                         \
    X(P, H, leb128, leb128, uint64_t, LEB128, (H *)self, number)                                                       \
    X(P, H, leb128_zigzag, leb128_zigzag, int64_t, ZIGZAG, (H *)self, number)                                          \
    X(P, H, quic_varint, quic_varint, uint64_t, QUIC, (H *)self, number)                                               \
    X(P, H, quic_varint, quic_varint_wide, uint64_t, QUIC_WIDE, (H *)self, number, width)

#define READ(function, P, H, type, bits_type, size, ...)                                                               \
    {                                                                                                                  \
        bits_type bits = (bits_type)*out;                                                                              \
        type number;                                                                                                   \
        int result;                                                                                                    \
        (void)width;                                                                                                   \
        memcpy(&number, &bits, sizeof(number));                                                                        \
        result = (int)P##_##function(__VA_ARGS__, &number) * (int)(size);                                              \
        memcpy(&bits, &number, sizeof(bits));                                                                          \
        *out = bits;                                                                                                   \
        return result;                                                                                                 \
    }
#define WRITE(type, bits_type, ...)                                                                                    \
    {                                                                                                                  \
        const bits_type bits = (bits_type)value;                                                                       \
        type number;                                                                                                   \
        (void)width;                                                                                                   \
        memcpy(&number, &bits, sizeof(number));                                                                        \
        return __VA_ARGS__;                                                                                            \
    }
#define PEEK_HEAD(P, name) static int peek_##P##_##name(const void *self, size_t offset, size_t width, uint64_t *out)
#define GET_HEAD(P, name) static int get_##P##_##name(void *self, size_t width, uint64_t *out)
#define PUT_HEAD(P, name) static int put_##P##_##name(void *self, uint64_t value, size_t width)

#define FIXED_READ(P, H, name, type, bits, order)                                                                      \
    PEEK_HEAD(P, name) READ(peek_##name, P, H, type, uint##bits##_t, bits / 8, (const H *)self, offset)                \
    GET_HEAD(P, name) READ(get_##name, P, H, type, uint##bits##_t, bits / 8, (H *)self)
#define FIXED_WRITE(P, H, name, type, bits, order)                                                                     \
    PUT_HEAD(P, name) WRITE(type, uint##bits##_t, P##_put_##name((H *)self, number))
#define WIDTH_READ(P, H, name, type, kind, order)                                                                      \
    PEEK_HEAD(P, name) READ(peek_##name, P, H, type, uint64_t, width, (const H *)self, offset, width)                  \
    GET_HEAD(P, name) READ(get_##name, P, H, type, uint64_t, width, (H *)self, width)
#define WIDTH_WRITE(P, H, name, type, kind, order)                                                                     \
    PUT_HEAD(P, name) WRITE(type, uint64_t, P##_put_##name((H *)self, number, width))
#define VARIABLE_READ(P, H, name, writes, type, kind, ...)                                                             \
    PEEK_HEAD(P, writes) READ(peek_##name, P, H, type, uint64_t, 1, (const H *)self, offset)                           \
    GET_HEAD(P, writes) READ(get_##name, P, H, type, uint64_t, 1, (H *)self)
#define VARIABLE_WRITE(P, H, name, writes, type, kind, ...)                                                            \
    PUT_HEAD(P, writes) WRITE(type, uint64_t, P##_put_##writes(__VA_ARGS__))

#define READS(P, H) FIXED_ROWS(FIXED_READ, P, H) WIDTH_ROWS(WIDTH_READ, P, H) VARIABLE_ROWS(VARIABLE_READ, P, H)
#define WRITES(P, H) FIXED_ROWS(FIXED_WRITE, P, H) WIDTH_ROWS(WIDTH_WRITE, P, H) VARIABLE_ROWS(VARIABLE_WRITE, P, H)

READS(bytes, Bytes)
READS(bytes_mut, BytesMut)
READS(bytes_queue, BytesQueue)
WRITES(bytes_mut, BytesMut)
WRITES(bytes_queue, BytesQueue)

#define PUT_bytes(name) NULL
#define PUT_bytes_mut(name) put_bytes_mut_##name
#define PUT_bytes_queue(name) put_bytes_queue_##name
#define FIXED_ENTRY(P, H, name, type, bits, order)                                                                     \
    {#P " " #name, FIXED, order, bits / 8, peek_##P##_##name, get_##P##_##name, PUT_##P(name)},
#define WIDTH_ENTRY(P, H, name, type, kind, order)                                                                     \
    {#P " " #name, kind, order, 0, peek_##P##_##name, get_##P##_##name, PUT_##P(name)},
#define VARIABLE_ENTRY(P, H, name, writes, type, kind, ...)                                                            \
    {#P " " #writes, kind, be, 0, peek_##P##_##writes, get_##P##_##writes, PUT_##P(writes)},
#define ENTRIES(P, H)                                                                                                  \
    {FIXED_ROWS(FIXED_ENTRY, P, H) WIDTH_ROWS(WIDTH_ENTRY, P, H) VARIABLE_ROWS(VARIABLE_ENTRY, P, H)}

const Number numbers[3][NUMBERS] = {ENTRIES(bytes, Bytes), ENTRIES(bytes_mut, BytesMut),
                                           ENTRIES(bytes_queue, BytesQueue)};
/* clang-format on */
