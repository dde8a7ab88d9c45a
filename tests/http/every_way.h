/* SPDX-License-Identifier: MIT */
/**
 * @file every_way.h
 * Runs an input through the parser in every way there is, and says in one line what came out.
 *
 * Every way: whole, cut in two at every place, and byte by byte; each through every scan path; and each time
 * with the last byte that the parser is given directly before an inaccessible page.
 */
#ifndef EVERY_WAY_H
#define EVERY_WAY_H

#include <stddef.h>
#include <stdint.h>

#include "parser/config.h"

/**
 * The outcome of an input, which was the same every way; a complaint that no expectation equals, if it was
 * not.
 *
 * Requests and the end are separated by " | ". A request: method, target, version, fields in braces; then, if
 * there is such a thing: `body "..."`, `trailers {...}`, and the words close, connect, upgrade, continue,
 * expectation. The end: `end` if the input may end there, `more` if not, `closed` (with the number of bytes
 * left over), or status, code and stream offset of the refusal. A string that lives until the next call but
 * seven.
 */
const char *every_way(const HttpConfig *config, const void *input, size_t len);

/** The outcome of one way: pieces of @p piece bytes, 0 meaning whole. For inputs too long for every_way(). */
const char *in_pieces(const HttpConfig *config, const void *input, size_t len, size_t piece);

/** The outcome of one way: cut at two places. */
const char *in_three(const HttpConfig *config, const void *input, size_t len, size_t first, size_t second);

/** How many times the parser looked at a byte in the last in_pieces() or in_three(). */
uint64_t scanned_bytes(void);

#endif
