/* SPDX-License-Identifier: MIT */
/* The portable path, and the choice among the paths. */
#include "scan.h"

#include <string.h>

#include "scan_bits.h"

#define SCAN_TARGET
#define SCAN_INLINE static inline

/* The rows are the low four bits, the bits of a row the high four: 2 for digits and punctuation, 4 and 5 for
 * upper case, 6 and 7 for lower case. */
const HttpByteSet http_token_set = {
    /* ! # $ % & ' * + - . ^ _ ` | ~ and letters and digits */
    .low = {0xe8, 0xfc, 0xf8, 0xfc, 0xfc, 0xfc, 0xfc, 0xfc, 0xf8, 0xf8, 0xf4, 0x54, 0xd0, 0x54, 0xf4, 0x70},
    .high = {0, 0, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 0, 0, 0, 0, 0, 0, 0, 0},
};

/* Each byte of the result has its top bit set if there is a control character (or DEL) in that place of the
 * word, or in a less significant one: good for "is there any?", whatever the byte order. */
static uint64_t word_controls(uint64_t word)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t tops = UINT64_C(0x8080808080808080);
    const uint64_t del = word ^ ones * 0x7f;

    return (((word - ones * 0x20) & ~word) | ((del - ones) & ~del)) & tops;
}

/* Add the bits of the bytes from @p at to @p end. */
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

    /* Few words contain a control character; only these are looked at byte by byte. */
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

/* http_token_set once more, for looking up one byte at a time. */
static const uint8_t token_table[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* control characters */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 0, /* SP to / */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0,                                                 /* 0 to ? */
    0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,                                                 /* @ to O */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1,                                                 /* P to _ */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,                                                 /* ` to o */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0,                                                 /* p to DEL */
};

static uint32_t scan_token(const uint8_t *data, uint32_t at, uint32_t len)
{
    while (at < len && token_table[data[at]]) {
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

#if defined(__x86_64__) || defined(__i386__)

/* __builtin_cpu_supports() asks the operating system too: whether it saves the wide registers. */
static bool have_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}

static bool have_sse42(void)
{
    return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
}

const HttpScanner *const *http_scanners(void)
{
    static const HttpScanner *const all[] = {&http_scanner_avx2, &http_scanner_sse42, &http_scanner_portable, NULL};
    static const HttpScanner *const older[] = {&http_scanner_sse42, &http_scanner_portable, NULL};

    if (have_avx2() && have_sse42()) {
        return all;
    }
    return have_sse42() ? older : older + 1;
}

#elif defined(__aarch64__)

const HttpScanner *const *http_scanners(void)
{
    /* Every processor of this architecture that runs a general-purpose system has NEON. */
    static const HttpScanner *const all[] = {&http_scanner_neon, &http_scanner_portable, NULL};

    return all;
}

#else

const HttpScanner *const *http_scanners(void)
{
    static const HttpScanner *const all[] = {&http_scanner_portable, NULL};

    return all;
}

#endif

const HttpScanner *http_scanner_best(void)
{
    return http_scanners()[0];
}
