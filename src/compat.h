/* SPDX-License-Identifier: MIT */
/*
 * memrchr() and memmem(), which are extensions: those of libc, or replacements where it has none. Include this first.
 *
 * The replacements are defined everywhere, so that every machine tests them.
 */
#ifndef BYTES_SRC_COMPAT_H
#define BYTES_SRC_COMPAT_H

#if (defined(BYTES_HAVE_MEMRCHR) || defined(BYTES_HAVE_MEMMEM)) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline const void *compat_memrchr(const void *data, int byte, size_t len)
{
    const uint8_t *const bytes = data;
    while (len > 0) {
        len--;
        if (bytes[len] == (uint8_t)byte) {
            return bytes + len;
        }
    }
    return NULL;
}

/* The start of the lexicographically largest suffix, in the order of bytes or in the reverse order, and its period. */
static inline size_t compat_largest_suffix(const uint8_t *needle, size_t len, bool reverse, size_t *period)
{
    size_t best = 0;
    size_t candidate = 1;
    size_t same = 0; /* how many bytes of the two agree, within the period */
    *period = 1;
    while (candidate + same < len) {
        const uint8_t a = needle[candidate + same];
        const uint8_t b = needle[best + same];
        if (a == b) {
            same++;
            if (same == *period) {
                candidate += same;
                same = 0;
            }
        } else if ((a < b) != reverse) {
            candidate += same + 1;
            same = 0;
            *period = candidate - best;
        } else {
            best = candidate;
            candidate++;
            same = 0;
            *period = 1;
        }
    }
    return best;
}

/* A needle cut where its local period is its period. */
typedef struct CompatNeedle {
    const uint8_t *data;
    size_t len;
    size_t cut;
    size_t period; /* or, if the needle does not repeat itself, a lower bound */
    size_t keep;   /* bytes that match again after moving by the period */
} CompatNeedle;

static inline CompatNeedle compat_cut_needle(const uint8_t *data, size_t len)
{
    CompatNeedle out = {data, len, 0, 0, 0};
    size_t reverse_period;
    const size_t reverse_cut = compat_largest_suffix(data, len, true, &reverse_period);
    out.cut = compat_largest_suffix(data, len, false, &out.period);
    if (reverse_cut > out.cut) {
        out.cut = reverse_cut;
        out.period = reverse_period;
    }
    if (out.period + out.cut <= len && memcmp(data, data + out.period, out.cut) == 0) {
        out.keep = len - out.period;
    } else {
        out.period = (out.cut > len - out.cut ? out.cut : len - out.cut) + 1;
    }
    return out;
}

/*
 * Two-way string matching: M. Crochemore and D. Perrin, "Two-way string-matching", Journal of the ACM 38(3), 1991.
 * Linear time and constant space for any input: a search in untrusted bytes must not be quadratic.
 *
 * The part after the cut is compared forwards, then the part before it backwards. A mismatch after the cut moves the
 * needle past it, one before the cut moves it by the period.
 */
static inline const void *compat_memmem(const void *data, size_t len, const void *needle_data, size_t needle_len)
{
    const uint8_t *const hay = data;
    if (needle_len == 0) {
        return data;
    }
    if (needle_len > len) {
        return NULL;
    }
    const CompatNeedle needle = compat_cut_needle(needle_data, needle_len);
    size_t at = 0;
    size_t known = 0; /* bytes at the front of the needle that are known to match */
    while (at <= len - needle_len) {
        size_t i = needle.cut > known ? needle.cut : known;
        while (i < needle_len && needle.data[i] == hay[at + i]) {
            i++;
        }
        if (i < needle_len) {
            at += i - needle.cut + 1;
            known = 0;
            continue;
        }
        i = needle.cut;
        while (i > known && needle.data[i - 1] == hay[at + i - 1]) {
            i--;
        }
        if (i <= known) {
            return hay + at;
        }
        at += needle.period;
        known = needle.keep;
    }
    return NULL;
}

#ifndef BYTES_HAVE_MEMRCHR
#define memrchr compat_memrchr
#endif
#ifndef BYTES_HAVE_MEMMEM
#define memmem compat_memmem
#endif

#endif
