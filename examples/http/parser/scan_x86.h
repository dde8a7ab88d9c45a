/* SPDX-License-Identifier: MIT */
/* Vectors of 16 bytes: all that the SSE4.2 path needs, and what the AVX2 path needs for data shorter than its own
 * vectors. To be included after SCAN_TARGET has been defined. */
#ifndef HTTP_PARSER_SCAN_X86_H
#define HTTP_PARSER_SCAN_X86_H

#include <immintrin.h>

#include "scan_bits.h"

#define SCAN_INLINE static inline __attribute__((always_inline)) SCAN_TARGET

/* An unaligned load: the cast is what the instruction is for. */
SCAN_INLINE __m128i load16(const uint8_t *data)
{
    return _mm_loadu_si128((const __m128i *)(const void *)data);
}

/* Add the bits of the 16 bytes from @p at on. */
SCAN_INLINE void add16(ScanMasks *masks, const uint8_t *data, uint32_t at)
{
    const __m128i x = load16(data + at);
    const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(0x1f)), x);
    const __m128i tab = _mm_cmpeq_epi8(x, _mm_set1_epi8('\t'));
    const __m128i del = _mm_cmpeq_epi8(x, _mm_set1_epi8(0x7f));
    const __m128i control = _mm_or_si128(_mm_andnot_si128(tab, low), del);
    masks->lf |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, _mm_set1_epi8('\n'))) << at;
    masks->control |= (uint64_t)(uint32_t)_mm_movemask_epi8(control) << at;
}

/* The last vector may overlap the one before: a byte that both contain sets the same bit twice. */
SCAN_INLINE ScanMasks scan_short(const uint8_t *data, uint32_t len)
{
    ScanMasks masks = {0, 0};
    for (uint32_t at = 0; at < len - 16; at += 16) {
        add16(&masks, data, at);
    }
    add16(&masks, data, len - 16);
    return masks;
}

/* One bit for each byte that is not in the set. */
SCAN_INLINE uint32_t outside16(__m128i x, const HttpByteSet *set)
{
    const __m128i nibble = _mm_set1_epi8(0x0f);
    const __m128i rows = _mm_shuffle_epi8(load16(set->low), _mm_and_si128(x, nibble));
    const __m128i columns = _mm_shuffle_epi8(load16(set->high), _mm_and_si128(_mm_srli_epi16(x, 4), nibble));
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_and_si128(rows, columns), _mm_setzero_si128()));
}

/* HttpScanner::span. Near the end of the data the vector is loaded from an earlier offset, and the bits of the bytes
 * before @p at are shifted out. */
SCAN_INLINE size_t span16(const uint8_t *data, size_t at, size_t end, size_t len, const HttpByteSet *set)
{
    if (len < 16) {
        return scan_span_bytes(data, at, end, set);
    }
    while (at < end) {
        const size_t from = at <= len - 16 ? at : len - 16;
        const uint32_t out = outside16(load16(data + from), set) >> (at - from);
        if (out != 0) {
            at += scan_lowest(out);
            break;
        }
        at = from + 16;
    }
    return at < end ? at : end;
}

#endif
