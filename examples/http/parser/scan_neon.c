/* SPDX-License-Identifier: MIT */
/* The scan with NEON, for aarch64. NEON has no instruction that gathers one bit of each byte: 64 bytes are ANDed with
 * powers of two and added pairwise until eight bytes contain the bitmap. */
#include "scan_paths.h"

#if defined(__aarch64__)

#include <arm_neon.h>

#include "scan_bits.h"

#define SCAN_TARGET
#define SCAN_INLINE static inline

static inline uint64_t bits64(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d)
{
    static const uint8_t powers[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t power = vld1q_u8(powers);
    const uint8x16_t ab = vpaddq_u8(vandq_u8(a, power), vandq_u8(b, power));
    const uint8x16_t cd = vpaddq_u8(vandq_u8(c, power), vandq_u8(d, power));
    const uint8x16_t sum = vpaddq_u8(ab, cd);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

static inline uint8x16_t controls(uint8x16_t x)
{
    const uint8x16_t low = vcltq_u8(x, vdupq_n_u8(0x20));
    const uint8x16_t tab = vceqq_u8(x, vdupq_n_u8('\t'));
    return vorrq_u8(vbicq_u8(low, tab), vceqq_u8(x, vdupq_n_u8(0x7f)));
}

static inline ScanMasks scan_vectors(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d)
{
    const uint8x16_t lf = vdupq_n_u8('\n');
    return (ScanMasks){
        .lf = bits64(vceqq_u8(a, lf), vceqq_u8(b, lf), vceqq_u8(c, lf), vceqq_u8(d, lf)),
        .control = bits64(controls(a), controls(b), controls(c), controls(d)),
    };
}

static inline ScanMasks scan_block(const uint8_t *block)
{
    return scan_vectors(vld1q_u8(block), vld1q_u8(block + 16), vld1q_u8(block + 32), vld1q_u8(block + 48));
}

/* One vector at a time, with spaces for the rest of the 64 bytes. The last vector may overlap the one before: a byte
 * that both contain sets the same bit twice. */
static inline ScanMasks scan_short(const uint8_t *data, uint32_t len)
{
    const uint8x16_t spaces = vdupq_n_u8(' ');
    ScanMasks masks = {0, 0};
    for (uint32_t at = 0; at < len; at += 16) {
        const uint32_t from = at + 16 <= len ? at : len - 16;
        const ScanMasks part = scan_vectors(vld1q_u8(data + from), spaces, spaces, spaces);
        masks.lf |= part.lf << from;
        masks.control |= part.control << from;
    }
    return masks;
}

static inline uint32_t scan_count(uint64_t bits)
{
    return (uint32_t)__builtin_popcountll(bits);
}

static inline void scan_put(HttpLine *lines, uint32_t base, uint64_t lf)
{
    for (; lf != 0; lf &= lf - 1) {
        (lines++)->end = base + scan_lowest(lf);
    }
}

/* Four bits for each byte: all ones if it is not in the set. */
static inline uint64_t outside(uint8x16_t x, uint8x16_t low, uint8x16_t high)
{
    const uint8x16_t rows = vqtbl1q_u8(low, vandq_u8(x, vdupq_n_u8(0x0f)));
    const uint8x16_t columns = vqtbl1q_u8(high, vshrq_n_u8(x, 4));
    const uint8x16_t out = vceqzq_u8(vandq_u8(rows, columns));
    const uint8x8_t nibbles = vshrn_n_u16(vreinterpretq_u16_u8(out), 4);
    return vget_lane_u64(vreinterpret_u64_u8(nibbles), 0);
}

/* HttpScanner::span; the data is at least as long as a vector. Near its end the vector is loaded from an earlier
 * offset, and the bits of the bytes before @p at are shifted out: at < len, so fewer than all of them. */
static inline size_t first_outside(const uint8_t *data, size_t at, size_t end, size_t len, const HttpByteSet *set)
{
    const uint8x16_t low = vld1q_u8(set->low);
    const uint8x16_t high = vld1q_u8(set->high);
    while (at < end) {
        const size_t from = at <= len - 16 ? at : len - 16;
        const uint64_t out = outside(vld1q_u8(data + from), low, high) >> (4 * (at - from));
        if (out != 0) {
            at += scan_lowest(out) / 4;
            break;
        }
        at = from + 16;
    }
    return at < end ? at : end;
}

static inline uint32_t scan_token(const uint8_t *data, uint32_t at, uint32_t len)
{
    return (uint32_t)(len >= 16 ? first_outside(data, at, len, len, &http_token_set)
                                : scan_span_bytes(data, at, len, &http_token_set));
}

#include "scan_lines.h"

static size_t span(const uint8_t *data, size_t at, size_t end, size_t len, const HttpByteSet *set)
{
    return len >= 16 ? first_outside(data, at, end, len, set) : scan_span_bytes(data, at, end, set);
}

const HttpScanner http_scanner_neon = {"neon", scan_lines, span};

#else
/* ISO C requires a declaration in every file. */
typedef int http_scan_neon_is_for_aarch64;
#endif
