/* SPDX-License-Identifier: MIT */
/**
 * @file token.h
 * Comparison of tokens without regard to ASCII case: field names, transfer codings, connection options.
 *
 * The bytes compared are of a head that has been checked: no control character but HT is among them. The name to
 * compare with is in lower case and has only letters, digits and hyphens.
 */
#ifndef HTTP_PARSER_TOKEN_H
#define HTTP_PARSER_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <bytes/base.h>

/* Equal but for bit 5, which distinguishes lower from upper case. All characters of the name have that bit, hyphens and
 * digits too: without it these are control characters, which cannot occur. */
static inline bool http_same_4(const uint8_t *data, const char *name)
{
    uint32_t a;
    uint32_t b;
    memcpy(&a, data, sizeof(a));
    memcpy(&b, name, sizeof(b));
    return (a | UINT32_C(0x20202020)) == b;
}

static inline bool http_same_8(const uint8_t *data, const char *name)
{
    uint64_t a;
    uint64_t b;
    memcpy(&a, data, sizeof(a));
    memcpy(&b, name, sizeof(b));
    return (a | UINT64_C(0x2020202020202020)) == b;
}

/** True if the @p len bytes are those of @p name, which is as long. */
static inline bool http_token_is(const uint8_t *data, size_t len, const char *name)
{
    /* In steps of eight or four bytes; the last one may overlap the one before. */
    if (len >= 8) {
        for (size_t i = 0; i < len - 8; i += 8) {
            if (!http_same_8(data + i, name + i)) {
                return false;
            }
        }
        return http_same_8(data + len - 8, name + len - 8);
    }
    if (len >= 4) {
        return http_same_4(data, name) && http_same_4(data + len - 4, name + len - 4);
    }
    for (size_t i = 0; i < len; i++) {
        if ((data[i] | 0x20) != (uint8_t)name[i]) {
            return false;
        }
    }
    return true;
}

/** True if @p range of @p data is @p name. */
static inline bool http_range_is(const uint8_t *data, BytesRange range, const char *name)
{
    const size_t len = range.end - range.begin;
    return len == strlen(name) && http_token_is(data + range.begin, len, name);
}

#endif
