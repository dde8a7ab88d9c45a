/* SPDX-License-Identifier: MIT */
/* The numbers that tests go through: by hand, so that one which src/numbers.py forgets is missed. */
#ifndef BYTES_TESTS_NUMBER_TABLE_H
#define BYTES_TESTS_NUMBER_TABLE_H

/* clang-format off */
/* Calls X with the name, type, bits and byte order of each number of fixed size. */
#define NUMBERS(X)                                                                                                     \
    X(u8, uint8_t, 8, ne)                                                                                              \
    X(i8, int8_t, 8, ne)                                                                                               \
    X(u16_be, uint16_t, 16, be)                                                                                        \
    X(u16_le, uint16_t, 16, le)                                                                                        \
    X(u16_ne, uint16_t, 16, ne)                                                                                        \
    X(i16_be, int16_t, 16, be)                                                                                         \
    X(i16_le, int16_t, 16, le)                                                                                         \
    X(i16_ne, int16_t, 16, ne)                                                                                         \
    X(u32_be, uint32_t, 32, be)                                                                                        \
    X(u32_le, uint32_t, 32, le)                                                                                        \
    X(u32_ne, uint32_t, 32, ne)                                                                                        \
    X(i32_be, int32_t, 32, be)                                                                                         \
    X(i32_le, int32_t, 32, le)                                                                                         \
    X(i32_ne, int32_t, 32, ne)                                                                                         \
    X(u64_be, uint64_t, 64, be)                                                                                        \
    X(u64_le, uint64_t, 64, le)                                                                                        \
    X(u64_ne, uint64_t, 64, ne)                                                                                        \
    X(i64_be, int64_t, 64, be)                                                                                         \
    X(i64_le, int64_t, 64, le)                                                                                         \
    X(i64_ne, int64_t, 64, ne)                                                                                         \
    X(f32_be, float, 32, be)                                                                                           \
    X(f32_le, float, 32, le)                                                                                           \
    X(f32_ne, float, 32, ne)                                                                                           \
    X(f64_be, double, 64, be)                                                                                          \
    X(f64_le, double, 64, le)                                                                                          \
    X(f64_ne, double, 64, ne)

/* Calls X with each byte order of the integers of 1 to 8 bytes. */
#define NUMBER_ORDERS(X)                                                                                               \
    X(be)                                                                                                              \
    X(le)                                                                                                              \
    X(ne)
/* clang-format on */

#endif
