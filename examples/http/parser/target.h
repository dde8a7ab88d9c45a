/* SPDX-License-Identifier: MIT */
/**
 * @file target.h
 * The four forms of a request target (RFC 9112 section 3.2), and which methods each goes with.
 */
#ifndef HTTP_PARSER_TARGET_H
#define HTTP_PARSER_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include "config.h"
#include "error.h"
#include "request.h"

/**
 * Check the target of @p request, whose bytes the syntax allows, and set its form and its authority.
 *
 * @param request With its method and target.
 * @return The rejection; its error is #HTTP_OK for a good target.
 */
HttpRejection http_target_check(const HttpConfig *config, const uint8_t *data, HttpRequest *request);

#endif
