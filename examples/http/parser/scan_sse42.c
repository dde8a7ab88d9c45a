/* SPDX-License-Identifier: MIT */
/* The scan with vectors of 16 bytes, for x86 processors without AVX2. It uses the byte shuffle of SSSE3; the string
 * instructions of SSE4.2 itself are slower. */
#include "scan_paths.h"

#if defined(__x86_64__) || defined(__i386__)

#define SCAN_TARGET __attribute__((target("sse4.2,popcnt")))

#include "scan_x86.h"

SCAN_INLINE ScanMasks scan_block(const uint8_t *block)
{
    ScanMasks masks = {0, 0};
    add16(&masks, block, 0);
    add16(&masks, block, 16);
    add16(&masks, block, 32);
    add16(&masks, block, 48);
    return masks;
}

SCAN_INLINE uint32_t scan_count(uint64_t bits)
{
    return (uint32_t)__builtin_popcountll(bits);
}

SCAN_INLINE void scan_put(HttpLine *lines, uint32_t base, uint64_t lf)
{
    for (; lf != 0; lf &= lf - 1) {
        (lines++)->end = base + scan_lowest(lf);
    }
}

SCAN_INLINE uint32_t scan_token(const uint8_t *data, uint32_t at, uint32_t len)
{
    return (uint32_t)span16(data, at, len, len, &http_token_set);
}

#include "scan_lines.h"

static SCAN_TARGET size_t span(const uint8_t *data, size_t at, size_t end, size_t len, const HttpByteSet *set)
{
    return span16(data, at, end, len, set);
}

const HttpScanner http_scanner_sse42 = {"sse4.2", scan_lines, span};

#else
/* ISO C requires a declaration in every file. */
typedef int http_scan_sse42_is_for_x86;
#endif
