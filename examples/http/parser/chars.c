/* SPDX-License-Identifier: MIT */
#include "chars.h"

#include <bytes/search.h>

/* Of the high four bits of a byte, 2 stands for SP and punctuation, 3 for digits and punctuation, 4 and 5 for upper
 * case, 6 and 7 for lower case. Each has the bit of its own number. */
/* clang-format off */
#define HIGH_ASCII 0, 0, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 0, 0, 0, 0, 0, 0, 0, 0
/* All values from 8 on share bit 1, which no control character needs. */
#define HIGH_ALL 0, 0, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 2, 2, 2, 2, 2, 2, 2, 2
/* The same, with bit 0 for HT. */
#define HIGH_ALL_AND_HT 1, 0, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 2, 2, 2, 2, 2, 2, 2, 2

/* ! # $ % & ' * + - . ^ _ ` | ~, letters and digits: both tables are made of this one. */
#define TOKEN(X, ...) \
    X(0xe8, __VA_ARGS__), X(0xfc, __VA_ARGS__), X(0xf8, __VA_ARGS__), X(0xfc, __VA_ARGS__), \
    X(0xfc, __VA_ARGS__), X(0xfc, __VA_ARGS__), X(0xfc, __VA_ARGS__), X(0xfc, __VA_ARGS__), \
    X(0xf8, __VA_ARGS__), X(0xf8, __VA_ARGS__), X(0xf4, __VA_ARGS__), X(0x54, __VA_ARGS__), \
    X(0xd0, __VA_ARGS__), X(0x54, __VA_ARGS__), X(0xf4, __VA_ARGS__), X(0x70, __VA_ARGS__)
#define ENTRY(low, unused) low
#define IS_MEMBER(low, high) ((low) >> (high) & 1)

const HttpByteSet http_token_set = {
    .low = {TOKEN(ENTRY, 0)},
    .high = {HIGH_ASCII},
};

const uint8_t http_token_table[256] = {
    [0x20] = TOKEN(IS_MEMBER, 2), TOKEN(IS_MEMBER, 3), TOKEN(IS_MEMBER, 4),
    TOKEN(IS_MEMBER, 5), TOKEN(IS_MEMBER, 6), TOKEN(IS_MEMBER, 7),
};

const HttpByteSet http_field_value_set = {
    .low = {0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xff, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0x7e},
    .high = {HIGH_ALL_AND_HT},
};

const HttpByteSet http_path_set = {
    .low = {0xb8, 0xfc, 0xf8, 0xf8, 0xfc, 0xf8, 0xfc, 0xfc, 0xfc, 0xfc, 0xfc, 0x5c, 0x54, 0x5c, 0xd4, 0x7c},
    .high = {HIGH_ASCII},
};

const HttpByteSet http_browser_target_set = {
    .low = {0xf8, 0xfc, 0xf8, 0xf8, 0xfc, 0xfc, 0xfc, 0xfc, 0xfc, 0xfc, 0xfc, 0xfc, 0xf4, 0xfc, 0xf4, 0x7c},
    .high = {HIGH_ASCII},
};

const HttpByteSet http_any_target_set = {
    .low = {0xfa, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0x7e},
    .high = {HIGH_ALL},
};

const HttpByteSet http_host_name_set = {
    .low = {0xa8, 0xfc, 0xf8, 0xf8, 0xfc, 0xf8, 0xfc, 0xfc, 0xfc, 0xfc, 0xf4, 0x5c, 0x50, 0x5c, 0xd4, 0x70},
    .high = {HIGH_ASCII},
};
/* clang-format on */

BytesRange http_trim(const uint8_t *data, BytesRange range)
{
    const BytesSpan whole = {data + range.begin, range.end - range.begin};
    const BytesSpan trimmed = bytes_span_trim_set(whole, BYTES_SPAN(" \t"));
    const size_t begin = range.begin + (size_t)(trimmed.data - whole.data);
    return (BytesRange){begin, begin + trimmed.len};
}
