/* SPDX-License-Identifier: MIT */
/*
 * Digits and escapes, for text.c and the queue: each function writes at `to` and returns the end of what it wrote.
 * Private to the library.
 */
#ifndef BYTES_SRC_TEXT_INTERNAL_H
#define BYTES_SRC_TEXT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The longest are UINT64_MAX and INT64_MIN. */
enum { TEXT_DECIMAL_MAX = 20, TEXT_ESCAPE_MAX = 4 };

/* The two digits of a number below 100. */
static inline uint8_t *text_decimal_2(uint32_t value, uint8_t *to)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
                                "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
                                "8081828384858687888990919293949596979899";
    memcpy(to, pairs + (size_t)2 * value, 2);
    return to + 2;
}

static inline uint8_t *text_decimal_4(uint32_t value, uint8_t *to)
{
    return text_decimal_2(value % 100, text_decimal_2(value / 100, to));
}

static inline uint8_t *text_decimal_8(uint32_t value, uint8_t *to)
{
    return text_decimal_4(value % 10000, text_decimal_4(value / 10000, to));
}

/* The same without leading zeros. */
static inline uint8_t *text_decimal_upto_2(uint32_t value, uint8_t *to)
{
    if (value >= 10) {
        return text_decimal_2(value, to);
    }
    *to = (uint8_t)('0' + value);
    return to + 1;
}

static inline uint8_t *text_decimal_upto_4(uint32_t value, uint8_t *to)
{
    return value < 100 ? text_decimal_upto_2(value, to)
                       : text_decimal_2(value % 100, text_decimal_upto_2(value / 100, to));
}

static inline uint8_t *text_decimal_upto_8(uint32_t value, uint8_t *to)
{
    return value < 10000 ? text_decimal_upto_4(value, to)
                         : text_decimal_4(value % 10000, text_decimal_upto_4(value / 10000, to));
}

/*
 * A decimal number of up to TEXT_DECIMAL_MAX digits, two at a time. Parts of eight digits fit into 32 bits and do not
 * wait for each other's division.
 */
static inline uint8_t *text_decimal(uint64_t value, uint8_t *to)
{
    const uint32_t e8 = 100000000;
    const uint64_t high = value / e8;
    const uint32_t low = (uint32_t)(value % e8);
    if (high == 0) {
        return text_decimal_upto_8(low, to);
    }
    if (high < e8) {
        to = text_decimal_upto_8((uint32_t)high, to);
    } else {
        to = text_decimal_upto_4((uint32_t)(high / e8), to); /* 2^64 has 20 digits */
        to = text_decimal_8((uint32_t)(high % e8), to);
    }
    return text_decimal_8(low, to);
}

static inline uint8_t *text_signed_decimal(int64_t value, uint8_t *to)
{
    if (value >= 0) {
        return text_decimal((uint64_t)value, to);
    }
    *to = '-';
    return text_decimal(0 - (uint64_t)value, to + 1); /* modulo 2^64: INT64_MIN has no negative */
}

static inline bool text_is_printable(uint8_t byte)
{
    return byte >= 0x20 && byte < 0x7f;
}

static inline uint8_t *text_hex_byte(uint8_t byte, uint8_t *to)
{
    static const char digits[] = "0123456789abcdef";
    to[0] = (uint8_t)digits[byte >> 4];
    to[1] = (uint8_t)digits[byte & 15];
    return to + 2;
}

/* The letter after the backslash, 'x' for two hex digits to follow, or 0 if the byte stands for itself. */
static inline uint8_t text_escape_letter(uint8_t byte)
{
    switch (byte) {
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    case '\0':
        return '0';
    case '\\':
    case '"':
        return byte;
    default:
        return text_is_printable(byte) ? 0 : 'x';
    }
}

static inline size_t text_escape_size(uint8_t byte)
{
    const uint8_t letter = text_escape_letter(byte);
    return letter == 0 ? 1 : letter == 'x' ? TEXT_ESCAPE_MAX : 2;
}

static inline uint8_t *text_escape(uint8_t byte, uint8_t *to)
{
    const uint8_t letter = text_escape_letter(byte);
    if (letter == 0) {
        *to = byte;
        return to + 1;
    }
    to[0] = '\\';
    to[1] = letter;
    return letter == 'x' ? text_hex_byte(byte, to + 2) : to + 2;
}

#endif
