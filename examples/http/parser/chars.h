/* SPDX-License-Identifier: MIT */
/**
 * @file chars.h
 * The character classes of HTTP and of URIs, for single bytes and for the vector scan.
 */
#ifndef HTTP_PARSER_CHARS_H
#define HTTP_PARSER_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bytes/base.h>

/**
 * A set of bytes: any of 0x20 to 0x7F, and optionally HT, and optionally all from 0x80 on.
 *
 * A byte is in the set if the entries of its low and of its high four bits have a bit in common. Tables of 16 entries
 * are what a byte shuffle can look up for a whole vector at once.
 */
typedef struct HttpByteSet {
    uint8_t low[16];  /**< By the low four bits of a byte: one bit for each value of the high four bits. */
    uint8_t high[16]; /**< By the high four bits: the bit that stands for them; 0 if no such byte is in the set. */
} HttpByteSet;

/** The characters of a token (RFC 9110 section 5.6.2): methods, field names, transfer codings. */
extern const HttpByteSet http_token_set;
/** The bytes of a field value (RFC 9110 section 5.5): VCHAR, obs-text, SP and HT. */
extern const HttpByteSet http_field_value_set;
/** The characters of a path and a query (RFC 3986 section 3), percent-encodings apart. */
extern const HttpByteSet http_path_set;
/** What browsers leave as it is in a path or a query (the URL Standard): all of ASCII but SP, control characters, DEL
 * and `" # < >`. */
extern const HttpByteSet http_browser_target_set;
/** All bytes that RFC 9112 does not itself use as a delimiter: no SP, no control character, no DEL. */
extern const HttpByteSet http_any_target_set;
/**
 * The characters of a registered name or an IPv4 address (RFC 3986 section 3.2.2), percent-encodings apart.
 *
 * Less the comma, which the grammar allows: an implementation that joins two Host fields makes a list of them.
 */
extern const HttpByteSet http_host_name_set;

/** True if @p byte is in the set: HttpScanner::span for one byte. */
static inline bool http_byte_set_has(const HttpByteSet *set, uint8_t byte)
{
    return (set->low[byte & 15] & set->high[byte >> 4]) != 0;
}

/** http_token_set for single bytes: 1 for each member. */
extern const uint8_t http_token_table[256];

static inline bool http_is_token_char(uint8_t byte)
{
    return http_token_table[byte] != 0;
}

static inline bool http_is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static inline bool http_is_hex(uint8_t byte)
{
    return http_is_digit(byte) || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f');
}

/** The value of a hexadecimal digit. */
static inline unsigned http_hex_value(uint8_t digit)
{
    return digit <= '9' ? (unsigned)(digit - '0') : (unsigned)((digit | 0x20) - 'a' + 10);
}

/** Optional white space (RFC 9110 section 5.6.3): SP and HT only. */
static inline bool http_is_ows(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

/** The bytes of a quoted string (RFC 9110 section 5.6.4), the quotation mark and the backslash included. */
static inline bool http_is_quotable(uint8_t byte)
{
    return (byte >= 0x20 && byte != 0x7f) || byte == '\t';
}

static inline uint8_t http_to_lower(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte | 0x20) : byte;
}

/** @p range of @p data without the optional white space at either end. */
BytesRange http_trim(const uint8_t *data, BytesRange range);

#endif
