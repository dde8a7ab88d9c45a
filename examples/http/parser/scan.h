/* SPDX-License-Identifier: MIT */
/**
 * @file scan.h
 * The vector scan: where the lines of a head end, and where the field name on each line ends.
 *
 * There are several implementations ("paths") with the same results: AVX2, SSE4.2, NEON, and portable C that works on
 * eight bytes at a time; scan_paths.h lists those that this machine can run. The path is a value in the configuration
 * and not a global choice, so that one process can compare them.
 *
 * No path reads a byte outside [data, data + len).
 */
#ifndef HTTP_PARSER_SCAN_H
#define HTTP_PARSER_SCAN_H

#include <stddef.h>
#include <stdint.h>

#include "chars.h"

/** One line of a head. Offsets count from the start of the data. */
typedef struct HttpLine {
    uint32_t name_end; /**< Offset of the first byte of the line that is not a token character. */
    uint32_t end;      /**< Offset of the CR that ends the line. */
} HttpLine;

enum {
    HTTP_SCAN_BATCH = 128,  /**< The scan pauses once it has found this many lines. */
    HTTP_SCAN_BLOCK = 64,   /**< Bytes of a block; at most half as many lines end in one. */
    HTTP_SCAN_SHORTEST = 16 /**< Bytes of the shortest head: "A / HTTP/1.1" and two line ends. */
};

/** What the scan found out about the bytes seen so far. */
typedef enum HttpScanResult {
    HTTP_SCAN_HEAD,  /**< The head is complete: the last line found is the empty one. */
    HTTP_SCAN_PAUSE, /**< Lines were found, and there may be more: use them and call again. */
    HTTP_SCAN_SHORT, /**< The data ends before the head does. */
    HTTP_SCAN_BAD    /**< The head contains a control character, a CR without LF or an LF without CR. */
} HttpScanResult;

/** A scan in progress, from http_scan_start(). */
typedef struct HttpScan {
    const uint8_t *data;
    uint32_t len;
    uint32_t at;       /**< Offset of the next block. */
    uint32_t line;     /**< Offset of the first byte of the first line that has not been delivered. */
    uint8_t before;    /**< The last bits of the bitmaps of the block before. */
    uint8_t lf_before; /**< The same. */
    uint32_t count;    /**< Number of lines delivered by the last call. */
    HttpLine lines[HTTP_SCAN_BATCH + HTTP_SCAN_BLOCK]; /**< Entries from `count` on are scratch space. */
} HttpScan;

/** One path. */
typedef struct HttpScanner {
    const char *name; /**< "avx2", "sse4.2", "neon" or "portable". */

    /** Find the next lines of a head: all up to its end, or at least #HTTP_SCAN_BATCH of them. */
    HttpScanResult (*lines)(HttpScan *scan);

    /** Offset of the first byte of [data + at, data + end) that is not in the set; @p end if all are. Requires
     * at <= end <= len. Any byte of [data, data + len) may be read, which makes short spans fast. */
    size_t (*span)(const uint8_t *data, size_t at, size_t end, size_t len, const HttpByteSet *set);
} HttpScanner;

/** Start a scan of @p data, whose request line begins at offset @p begin. */
static inline void http_scan_start(HttpScan *scan, const uint8_t *data, uint32_t len, uint32_t begin)
{
    /* The lines are not initialised: 1.5 KiB that would cost more than a short head does. */
    scan->data = data;
    scan->len = len;
    scan->at = begin;
    scan->line = begin;
    scan->before = 0;
    scan->lf_before = 0;
}

#endif
