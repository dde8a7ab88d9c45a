/* SPDX-License-Identifier: MIT */
/* What the paths of scan.h have in common besides scan_lines.h; private to them. */
#ifndef HTTP_PARSER_SCAN_BITS_H
#define HTTP_PARSER_SCAN_BITS_H

#include <stdbool.h>
#include <stdint.h>

#include "scan.h"

/** Two bitmaps of 64 bytes; bit i stands for byte i. */
typedef struct ScanMasks {
    uint64_t lf;
    uint64_t control; /**< 0x00 to 0x1F, without HT but with LF, and 0x7F. */
} ScanMasks;

extern const HttpScanner http_scanner_portable;
#if defined(__x86_64__) || defined(__i386__)
extern const HttpScanner http_scanner_avx2;
extern const HttpScanner http_scanner_sse42;
#elif defined(__aarch64__)
extern const HttpScanner http_scanner_neon;
#endif

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

/* One byte at a time: for what is left over after whole vectors. */
static inline size_t scan_span_bytes(const uint8_t *data, size_t at, size_t end, const HttpByteSet *set)
{
    while (at < end && http_byte_set_has(set, data[at])) {
        at++;
    }
    return at;
}

#endif
