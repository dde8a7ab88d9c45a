/* SPDX-License-Identifier: MIT */
/**
 * @file host.h
 * The authority of a URI without user information: a host and an optional port (RFC 3986 section 3.2).
 */
#ifndef HTTP_PARSER_HOST_H
#define HTTP_PARSER_HOST_H

#include <stddef.h>
#include <stdint.h>

#include <bytes/base.h>

#include "scan.h"

/** What else is required of a host, by where it stands. */
typedef enum HttpHostRule {
    HTTP_HOST_MAY_BE_EMPTY, /**< In a Host field (RFC 9112 section 3.2). */
    HTTP_HOST_NOT_EMPTY,    /**< In a URI (RFC 9110 section 4.2.1). */
    HTTP_HOST_WITH_PORT     /**< In the target of CONNECT (RFC 9110 section 9.3.6): a port other than 0. */
} HttpHostRule;

/** The result of http_host_check() for a good host. */
#define HTTP_HOST_IS_GOOD SIZE_MAX

/**
 * Check that @p range of @p data is a name without comma or an address, with an optional port.
 *
 * @return #HTTP_HOST_IS_GOOD, or the offset of the first bad byte: `range.end` if something is missing there.
 */
size_t http_host_check(const HttpScanner *scanner, const uint8_t *data, BytesRange range, HttpHostRule rule);

#endif
