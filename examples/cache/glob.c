/* SPDX-License-Identifier: MIT */
#include "glob.h"

/* True if a character is in the set that begins after `[` at *at, which is moved behind it. As in Redis, a set without
 * an end extends to the end of the pattern. */
static bool match_set(BytesSpan pattern, size_t *at, uint8_t c)
{
    const uint8_t *const p = pattern.data;
    size_t i = *at;
    const bool is_inverse = i < pattern.len && p[i] == '^';
    bool found = false;
    for (i += is_inverse; i < pattern.len && p[i] != ']'; i++) {
        if (p[i] == '\\' && pattern.len - i >= 2) {
            found = p[++i] == c || found;
        } else if (pattern.len - i >= 3 && p[i + 1] == '-') {
            const uint8_t low = p[i] < p[i + 2] ? p[i] : p[i + 2];
            const uint8_t high = p[i] < p[i + 2] ? p[i + 2] : p[i];
            found = (c >= low && c <= high) || found;
            i += 2;
        } else {
            found = p[i] == c || found;
        }
    }
    *at = i < pattern.len ? i + 1 : i;
    return found != is_inverse;
}

/* Match one character; moves *at behind its part of the pattern. */
static bool match_one(BytesSpan pattern, size_t *at, uint8_t c)
{
    const uint8_t p = pattern.data[(*at)++];
    if (p == '?') {
        return true;
    }
    if (p == '[') {
        return match_set(pattern, at, c);
    }
    if (p == '\\' && *at < pattern.len) {
        return pattern.data[(*at)++] == c;
    }
    return p == c;
}

bool glob_match(BytesSpan pattern, BytesSpan text)
{
    size_t at = 0;
    size_t i = 0;
    size_t star = BYTES_NOT_FOUND; /* behind the last `*`, and what it has taken so far */
    size_t taken = 0;
    while (i < text.len || at < pattern.len) {
        if (at < pattern.len && pattern.data[at] == '*') {
            star = ++at;
            taken = i;
        } else if (at < pattern.len && i < text.len && match_one(pattern, &at, text.data[i])) {
            i++;
        } else if (star != BYTES_NOT_FOUND && taken < text.len) {
            at = star;
            i = ++taken;
        } else {
            return false;
        }
    }
    return true;
}
