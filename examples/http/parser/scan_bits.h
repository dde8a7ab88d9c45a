/* SPDX-License-Identifier: MIT */
/* What all paths of the scan need besides scan_lines.h. */
#ifndef HTTP_PARSER_SCAN_BITS_H
#define HTTP_PARSER_SCAN_BITS_H

#include <stddef.h>
#include <stdint.h>

#include "chars.h"

/* Two bitmaps of 64 bytes; bit i stands for byte i. */
typedef struct ScanMasks {
    uint64_t lf;
    uint64_t control; /* 0x00 to 0x1F and 0x7F, without HT but with LF */
} ScanMasks;

/* Number of the lowest bit that is set; there must be one. */
static inline uint32_t scan_lowest(uint64_t bits)
{
#if defined(__GNUC__)
    return (uint32_t)__builtin_ctzll(bits);
#else
    uint32_t n = 0;
    for (; (bits & 1) == 0; bits >>= 1) {
        n++;
    }
    return n;
#endif
}

/* HttpScanner::span one byte at a time: for what is shorter than a vector. */
static inline size_t scan_span_bytes(const uint8_t *data, size_t at, size_t end, const HttpByteSet *set)
{
    while (at < end && http_byte_set_has(set, data[at])) {
        at++;
    }
    return at;
}

#endif
