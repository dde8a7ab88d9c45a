/* SPDX-License-Identifier: MIT */
/**
 * @file every_way.h
 * Parses an input in every way it can arrive, and returns the outcome as one line of text.
 *
 * Every way means: whole, cut in two at every offset, and byte by byte; each through every path of the scan; and each
 * time with the last byte that the parser is given directly before an inaccessible page.
 */
#ifndef BYTES_TESTS_HTTP_EVERY_WAY_H
#define BYTES_TESTS_HTTP_EVERY_WAY_H

#include <stddef.h>
#include <stdint.h>

#include "parser/config.h"

/**
 * The outcome of an input, which was the same in every way; if it was not, a complaint that no expectation equals.
 *
 * Requests and the end are separated by " | ". A request: method, target, version, fields in braces; then, as far as
 * they apply, `body "..."`, `trailers {...}`, and the words close, connect, upgrade, continue, expectation. The end:
 * `end` if the input may end there, `more` if not, `closed` (with the number of remaining bytes), or status, code and
 * stream offset of the rejection.
 *
 * @return A string that is valid until the eighth call after this one.
 */
const char *every_way(const HttpConfig *config, const void *input, size_t len);

/** The outcome of one way: pieces of @p piece bytes, 0 meaning whole. For inputs too long for every_way(). */
const char *in_pieces(const HttpConfig *config, const void *input, size_t len, size_t piece);

/** The outcome of one way: cut at two offsets. */
const char *in_three(const HttpConfig *config, const void *input, size_t len, size_t first, size_t second);

/** How many times the parser read a byte in the last in_pieces() or in_three(). */
uint64_t scanned_bytes(void);

#endif
