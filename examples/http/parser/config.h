/* SPDX-License-Identifier: MIT */
/**
 * @file config.h
 * How to parse: which rules, which limits, which path of the scan.
 */
#ifndef HTTP_PARSER_CONFIG_H
#define HTTP_PARSER_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scan.h"

/** Limits, with the defaults of http_config_init(). A size above 1 GiB in a head or in trailers counts as 1 GiB. */
typedef struct HttpLimits {
    size_t empty_lines;    /**< Empty lines before a request line (RFC 9112 section 2.2): 8. */
    size_t request_line;   /**< Bytes of the request line without its CR LF: 8192; 414 beyond. */
    size_t field_line;     /**< Bytes of one field line, or trailer, without its CR LF: 16384; 431 beyond. */
    size_t fields;         /**< Number of fields: 100; 431 beyond. */
    size_t head;           /**< Bytes of request line, fields and blank line together: 65536; 431 beyond. */
    uint64_t body;         /**< Bytes of decoded body: 1 MiB; 413 beyond. UINT64_MAX is no limit. */
    size_t chunk_line;     /**< Bytes of a chunk size with its extensions, without CR LF: 1024; 400 beyond. */
    size_t chunk_overhead; /**< Bytes of a body's chunk framing that are free: 16384. Beyond them 400 if framing
                                outweighs data by more than 4 to 1. */
    size_t trailers;       /**< Number of trailer fields: 32; 431 beyond. */
    size_t trailer_bytes;  /**< Bytes of the trailer section with its blank line: 8192; 431 beyond. */
} HttpLimits;

/** How to parse. Set up by http_config_init(); then change what you need. The parser only reads it. */
typedef struct HttpConfig {
    HttpLimits limits;
    /** Message syntax and framing only: no rules on Host, on which target goes with which method and on fields in
     * trailers; a target is any run of bytes without SP, control characters and DEL; no limit on the body. */
    bool syntax_only;
    /** Paths and queries follow RFC 3986. Otherwise they may also contain what browsers send: brackets, braces,
     * `| \ ^`, the backquote, and `%` without two hexadecimal digits. Without effect with `syntax_only`. */
    bool strict_target;
    /** HttpRequest::upgrade is always false: for a server that offers no other protocol. */
    bool ignore_upgrade;
    /** The path of scan_paths.h to use; http_config_init() sets the fastest. */
    const HttpScanner *scanner;
} HttpConfig;

/** Fill in the defaults: the rules of an origin server, default limits, the fastest path. */
void http_config_init(HttpConfig *config);

/** A limit on bytes as the parser applies it: offsets within a head fit 32 bits with a wide margin. */
static inline size_t http_limit_bytes(size_t limit)
{
    return limit < ((size_t)1 << 30) ? limit : (size_t)1 << 30;
}

#endif
