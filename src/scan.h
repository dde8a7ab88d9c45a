/* SPDX-License-Identifier: MIT */
/*
 * Scanning for where the C library has no memrchr() or memmem(), both of them extensions.
 */
#ifndef BYTES_SCAN_H
#define BYTES_SCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline const void *scan_last_byte(const void *data, uint8_t byte, size_t len)
{
    const uint8_t *bytes = data;
    while (len > 0) {
        len--;
        if (bytes[len] == byte) {
            return bytes + len;
        }
    }
    return NULL;
}

/* Where the largest suffix of the needle begins, in one of the two orders of bytes, and its period. */
static inline size_t scan_largest_suffix(const uint8_t *needle, size_t len, int reversed, size_t *period)
{
    size_t best = 0;      /* the largest suffix so far begins here */
    size_t candidate = 1; /* and this one is being compared with it */
    size_t same = 0;      /* bytes in which they agree, within the period */
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
        } else if ((a < b) != (reversed != 0)) {
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

/*
 * Two-way string matching: M. Crochemore and D. Perrin, "Two-way string-matching", Journal of the ACM 38(3), 1991.
 * Linear time and constant space whatever the input; a search that anybody can feed must not be quadratic.
 *
 * The needle is cut at a point where its local period is its whole period. The right part is compared from left to
 * right, then the left one; a mismatch on the right moves on past it, one on the left by the period.
 */
static inline const void *scan_needle(const void *data, size_t len, const void *needle_data, size_t needle_len)
{
    const uint8_t *const hay = data;
    const uint8_t *const needle = needle_data;
    size_t period;
    size_t other_period;
    size_t cut;
    size_t other_cut;
    size_t at = 0;
    size_t known = 0; /* bytes of the left part that are known to match, if the needle repeats itself */
    size_t keep;
    if (needle_len == 0) {
        return data;
    }
    if (needle_len > len) {
        return NULL;
    }
    cut = scan_largest_suffix(needle, needle_len, 0, &period);
    other_cut = scan_largest_suffix(needle, needle_len, 1, &other_period);
    if (other_cut > cut) {
        cut = other_cut;
        period = other_period;
    }
    if (period + cut <= needle_len && memcmp(needle, needle + period, cut) == 0) {
        keep = needle_len - period; /* that much is in place again after moving by the period */
    } else {
        keep = 0;
        period = (cut > needle_len - cut ? cut : needle_len - cut) + 1; /* the true one is not smaller */
    }
    while (at <= len - needle_len) {
        size_t i = cut > known ? cut : known;
        while (i < needle_len && needle[i] == hay[at + i]) {
            i++;
        }
        if (i < needle_len) {
            at += i - cut + 1;
            known = 0;
            continue;
        }
        i = cut;
        while (i > known && needle[i - 1] == hay[at + i - 1]) {
            i--;
        }
        if (i <= known) {
            return hay + at;
        }
        at += period;
        known = keep;
    }
    return NULL;
}

#endif
