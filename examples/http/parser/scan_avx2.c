/* SPDX-License-Identifier: MIT */
/* The scan with vectors of 32 bytes. Only these functions are compiled for AVX2; scan_paths.c asks the processor before
 * it offers them. */
#include "scan_paths.h"

#if defined(__x86_64__) || defined(__i386__)

#define SCAN_TARGET __attribute__((target("avx2,bmi,popcnt")))

#include "scan_x86.h"

SCAN_INLINE __m256i load32(const uint8_t *data)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)data);
}

SCAN_INLINE uint32_t bits32(__m256i equal)
{
    return (uint32_t)_mm256_movemask_epi8(equal);
}

SCAN_INLINE uint32_t line_feeds(__m256i x)
{
    return bits32(_mm256_cmpeq_epi8(x, _mm256_set1_epi8('\n')));
}

SCAN_INLINE uint32_t controls(__m256i x)
{
    const __m256i low = _mm256_cmpeq_epi8(_mm256_min_epu8(x, _mm256_set1_epi8(0x1f)), x);
    const __m256i tab = _mm256_cmpeq_epi8(x, _mm256_set1_epi8('\t'));
    const __m256i del = _mm256_cmpeq_epi8(x, _mm256_set1_epi8(0x7f));
    return bits32(_mm256_or_si256(_mm256_andnot_si256(tab, low), del));
}

SCAN_INLINE ScanMasks scan_block(const uint8_t *block)
{
    const __m256i a = load32(block);
    const __m256i b = load32(block + 32);
    return (ScanMasks){line_feeds(a) | (uint64_t)line_feeds(b) << 32, controls(a) | (uint64_t)controls(b) << 32};
}

SCAN_INLINE uint32_t scan_count(uint64_t bits)
{
    return (uint32_t)__builtin_popcountll(bits);
}

/* Number of the lowest bit that is set; any number for 0. */
SCAN_INLINE uint32_t lowest_or_any(uint64_t bits)
{
#if defined(__x86_64__)
    return (uint32_t)_tzcnt_u64(bits);
#else
    return bits != 0 ? scan_lowest(bits) : 64;
#endif
}

/* Two entries at a time, without a check that there are two lines: writing an entry that is not used costs less than a
 * branch whose direction changes from block to block. Few blocks contain more than two line ends. */
SCAN_INLINE void scan_put(HttpLine *lines, uint32_t base, uint64_t lf)
{
    do {
        lines[0].end = base + lowest_or_any(lf);
        lf &= lf - 1;
        lines[1].end = base + lowest_or_any(lf);
        lf &= lf - 1;
        lines += 2;
    } while (lf != 0);
}

SCAN_INLINE __m256i table(const uint8_t *entries)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)entries));
}

/* One bit for each byte that is not in the set. */
SCAN_INLINE uint32_t outside32(__m256i x, const HttpByteSet *set)
{
    const __m256i nibble = _mm256_set1_epi8(0x0f);
    const __m256i rows = _mm256_shuffle_epi8(table(set->low), _mm256_and_si256(x, nibble));
    const __m256i columns = _mm256_shuffle_epi8(table(set->high), _mm256_and_si256(_mm256_srli_epi16(x, 4), nibble));
    return bits32(_mm256_cmpeq_epi8(_mm256_and_si256(rows, columns), _mm256_setzero_si256()));
}

/* As span16() in scan_x86.h; the data is at least as long as a vector. */
SCAN_INLINE size_t span32(const uint8_t *data, size_t at, size_t end, size_t len, const HttpByteSet *set)
{
    while (at < end) {
        const size_t from = at <= len - 32 ? at : len - 32;
        const uint32_t out = outside32(load32(data + from), set) >> (at - from);
        if (out != 0) {
            at += scan_lowest(out);
            break;
        }
        at = from + 32;
    }
    return at < end ? at : end;
}

/* As span32(), for names, which are rarely longer than a vector. */
SCAN_INLINE uint32_t scan_token(const uint8_t *data, uint32_t at, uint32_t len)
{
    if (len < 32) {
        return (uint32_t)span16(data, at, len, len, &http_token_set);
    }
    const uint32_t from = at <= len - 32 ? at : len - 32;
    const uint32_t out = outside32(load32(data + from), &http_token_set) >> (at - from);
    return out != 0 ? at + scan_lowest(out) : (uint32_t)scan_span_bytes(data, from + 32, len, &http_token_set);
}

#include "scan_lines.h"

static SCAN_TARGET size_t span(const uint8_t *data, size_t at, size_t end, size_t len, const HttpByteSet *set)
{
    return len < 32 ? span16(data, at, end, len, set) : span32(data, at, end, len, set);
}

const HttpScanner http_scanner_avx2 = {"avx2", scan_lines, span};

#else
/* ISO C requires a declaration in every file. */
typedef int http_scan_avx2_is_for_x86;
#endif
