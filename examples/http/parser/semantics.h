/* SPDX-License-Identifier: MIT */
/**
 * @file semantics.h
 * What a head means: framing, Host, Connection, Expect, Upgrade.
 *
 * The parser calls http_semantics_start() after the request line, http_semantics_field() for each field that
 * http_is_framing_field() selects, in order, and http_semantics_end() when the head is complete. The first rule that is
 * broken is remembered; the rest of the head is still checked for syntax.
 */
#ifndef HTTP_PARSER_SEMANTICS_H
#define HTTP_PARSER_SEMANTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config.h"
#include "error.h"
#include "request.h"

typedef struct HttpSemantics {
    const HttpConfig *config;
    const uint8_t *data;
    HttpRequest *request;
    HttpRejection rejection; /**< The first one. */
    BytesRange host;
    BytesRange length;     /**< The digits of Content-Length. */
    size_t coding;         /**< Offset of the last coding. */
    size_t unknown_coding; /**< Offset of the first coding other than chunked. */
    bool has_host;
    bool has_length;
    bool has_coding;
    bool is_chunked; /**< The last coding is chunked. */
    bool has_unknown_coding;
    bool has_upgrade;
    bool lists_close;
    bool lists_keep_alive;
    bool lists_upgrade;
} HttpSemantics;

/** False for almost every field other than the six that change how a request is treated: few have the length and the
 * first letter of one of them. */
static inline bool http_is_framing_field(const uint8_t *name, size_t len)
{
    /* Host, Expect, Upgrade, Connection, Content-Length, Transfer-Encoding */
    static const uint8_t first[18] = {[4] = 'h', [6] = 'e', [7] = 'u', [10] = 'c', [14] = 'c', [17] = 't'};
    return len < sizeof(first) && (name[0] | 0x20) == first[len];
}

/**
 * Start a head, of which the request line has been parsed.
 *
 * @param semantics Overwritten; the other parameters are kept in it.
 * @param request   With its minor version and its first two ranges.
 */
void http_semantics_start(HttpSemantics *semantics, const HttpConfig *config, const uint8_t *data,
                          HttpRequest *request);

/**
 * Take account of a field: the ranges of its name and of its value.
 *
 * They go by pointer because they have just been written as two words each: gcc copies a range by value with one vector
 * load, which must wait for both stores (6 ns of the 36 for the shortest request).
 */
void http_semantics_field(HttpSemantics *semantics, const BytesRange *name, const BytesRange *value);

/** Fill in what the fields mean together; false if `semantics->rejection` says that the request is rejected. */
bool http_semantics_end(HttpSemantics *semantics);

#endif
