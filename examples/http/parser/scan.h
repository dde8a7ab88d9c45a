/* SPDX-License-Identifier: MIT */
/**
 * @file scan.h
 * The part of parsing that looks at every byte: where the lines of a head end, and where the name on each
 * ends.
 *
 * There are several implementations ("paths") with the same results: AVX2, SSE4.2, NEON, and portable C that
 * works on eight bytes at a time. The path is a value in the configuration, not a global choice, so that two
 * parsers in one process may use different ones; this is how the paths are tested against each other.
 *
 * No path reads a byte outside [data, data + len).
 */
#ifndef HTTP_PARSER_SCAN_H
#define HTTP_PARSER_SCAN_H

#include <stddef.h>
#include <stdint.h>

/** One line of a head. Offsets count from the start of the data. */
typedef struct HttpLine {
    uint32_t name_end; /**< Offset of the first byte of the line that is not a token character. */
    uint32_t end;      /**< Offset of the CR that ends the line. */
} HttpLine;

enum {
    HTTP_SCAN_BATCH = 128,  /**< The scan pauses once it has found this many lines. */
    HTTP_SCAN_BLOCK = 64,   /**< Bytes of a block; half as many lines may end in one. */
    HTTP_SCAN_SHORTEST = 16 /**< Bytes of the shortest head: "A / HTTP/1.1" and two line ends. */
};

/** What the scan says about the bytes that it has seen so far. */
typedef enum HttpScanResult {
    HTTP_SCAN_HEAD,  /**< The head is complete: the last line found is the empty one. */
    HTTP_SCAN_PAUSE, /**< Lines were found, and there may be more: deal with them and call again. */
    HTTP_SCAN_SHORT, /**< The data ends before the head does. */
    HTTP_SCAN_BAD    /**< A control character, a CR without LF or an LF without CR is in the head. */
} HttpScanResult;

/**
 * A scan in progress. To start one set `data`, `len`, and `at` = `line` = offset of the request line's first
 * byte, `before` = `lf_before` = 0. The members are otherwise the scan's own. Nothing is
 * initialised that need not be: it is large.
 */
typedef struct HttpScan {
    const uint8_t *data;
    uint32_t len;
    uint32_t at;       /**< Offset of the next block. */
    uint32_t line;     /**< Offset of the first byte of the first line that has not been delivered. */
    uint8_t before;    /**< The last bits of the bitmaps of the block before. */
    uint8_t lf_before; /**< The same. */
    uint32_t count;    /**< Number of lines delivered by the last call. */
    HttpLine lines[HTTP_SCAN_BATCH + HTTP_SCAN_BLOCK]; /**< Places after `count` are scratch space. */
} HttpScan;

/** A set of bytes: any of 0x20 to 0x7F, and perhaps HT, and perhaps all from 0x80 on. */
typedef struct HttpByteSet {
    uint8_t low[16];  /**< By the low four bits of a byte: a bit for each value of the high four bits. */
    uint8_t high[16]; /**< By the high four bits: the bit that stands for them, 0 if none of these bytes is
                           in. */
} HttpByteSet;

/** Is this byte in the set? The slow way, one byte; what HttpScanner::span does for many. */
static inline int http_byte_set_has(const HttpByteSet *set, uint8_t byte)
{
    return (set->low[byte & 15] & set->high[byte >> 4]) != 0;
}

/** One path. */
typedef struct HttpScanner {
    const char *name; /**< "avx2", "sse4.2", "neon" or "portable". */

    /** Find the lines of a head up to its end, at most #HTTP_SCAN_BATCH and a few at a time. */
    HttpScanResult (*lines)(HttpScan *scan);

    /** Offset of the first byte of [data + at, data + end) that is not in the set; @p end if all are. Any
     * byte of [data, data + len) may be read, at <= end <= len: that makes short spans fast. */
    size_t (*span)(const uint8_t *data, size_t at, size_t end, size_t len, const HttpByteSet *set);
} HttpScanner;

/** The characters of a token (RFC 9110 section 5.6.2): methods, field names, codings. */
extern const HttpByteSet http_token_set;

/** Every path that this build has and this processor can run, the fastest first; NULL ends the list. */
const HttpScanner *const *http_scanners(void);

/** The fastest path here. */
const HttpScanner *http_scanner_best(void);

#endif
