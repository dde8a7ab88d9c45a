/* SPDX-License-Identifier: MIT */
/* The scan in portable C: words of eight bytes, without regard to byte order. */
#include <string.h>

#include "scan_bits.h"
#include "scan_paths.h"

#define SCAN_TARGET
#define SCAN_INLINE static inline

/* Non-zero if the word contains a control character or DEL. The set bits do not say which byte it is: the subtraction
 * borrows from more significant ones. */
static uint64_t word_controls(uint64_t word)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t tops = UINT64_C(0x8080808080808080);
    const uint64_t del = word ^ ones * 0x7f;
    return (((word - ones * 0x20) & ~word) | ((del - ones) & ~del)) & tops;
}

/* Add the bits of the bytes [at, end). */
static void add_bytes(ScanMasks *masks, const uint8_t *data, uint32_t at, uint32_t end)
{
    for (; at < end; at++) {
        const uint8_t byte = data[at];
        masks->lf |= (uint64_t)(byte == '\n') << at;
        masks->control |= (uint64_t)((byte < 0x20 && byte != '\t') || byte == 0x7f) << at;
    }
}

static ScanMasks scan_short(const uint8_t *data, uint32_t len)
{
    ScanMasks masks = {0, 0};
    uint32_t at = 0;
    /* Few words contain a control character; only those are examined byte by byte. */
    for (; len - at >= 8; at += 8) {
        uint64_t word;
        memcpy(&word, data + at, sizeof(word));
        if (word_controls(word) != 0) {
            add_bytes(&masks, data, at, at + 8);
        }
    }
    add_bytes(&masks, data, at, len);
    return masks;
}

static ScanMasks scan_block(const uint8_t *block)
{
    return scan_short(block, HTTP_SCAN_BLOCK);
}

static uint32_t scan_count(uint64_t bits)
{
    uint32_t count = 0;
    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

static void scan_put(HttpLine *lines, uint32_t base, uint64_t lf)
{
    for (; lf != 0; lf &= lf - 1) {
        (lines++)->end = base + scan_lowest(lf);
    }
}

static uint32_t scan_token(const uint8_t *data, uint32_t at, uint32_t len)
{
    while (at < len && http_is_token_char(data[at])) {
        at++;
    }
    return at;
}

#include "scan_lines.h"

static size_t span(const uint8_t *data, size_t at, size_t end, size_t len, const HttpByteSet *set)
{
    (void)len;
    return scan_span_bytes(data, at, end, set);
}

const HttpScanner http_scanner_portable = {"portable", scan_lines, span};
