/* SPDX-License-Identifier: MIT */
/**
 * @file body.h
 * The body of a request, decoded part by part as ranges of the read buffer: Content-Length, or chunked with extensions
 * and trailers (RFC 9112 sections 6 and 7).
 *
 * Nothing is copied or kept. Chunk framing is consumed as it arrives. Only the trailer section must be in the buffer as
 * a whole, as a head must, because its fields are delivered as ranges.
 */
#ifndef HTTP_PARSER_BODY_H
#define HTTP_PARSER_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bytes/base.h>

#include "config.h"
#include "error.h"
#include "request.h"
#include "syntax.h"

/** A body in progress, from http_body_init(). */
typedef struct HttpBody {
    uint64_t left;     /* bytes of data before the next framing */
    uint64_t total;    /* bytes of data so far, with those announced */
    uint64_t overhead; /* bytes of framing so far */
    size_t line;       /* bytes of the chunk line so far */
    uint8_t state;
    uint8_t digits;
    HttpSyntaxState trailers; /* where the check of the trailer section stopped */
    uint64_t scanned;         /* how many times a byte of the trailers was read: for the tests that bound it */
} HttpBody;

/** What one call delivers. Offsets count from the first byte that was passed to it. */
typedef struct HttpBodyPart {
    size_t consumed;      /**< Number of bytes to remove from the front of the buffer before the next call. */
    BytesRange data;      /**< Body bytes among those consumed; may be empty. */
    BytesRange *trailers; /**< Set by the caller: an array of `capacity` ranges for name, value, name, value, ... May be
                               NULL if `capacity` is 0. */
    size_t capacity;      /**< Set by the caller: 2 for each trailer field. More trailers than fit are rejected as those
                               beyond HttpLimits::trailers are. */
    size_t trailer_count; /**< Number of trailer fields, less those that were dropped; 0 until the body is complete. */
} HttpBodyPart;

/** Start the body of a request that http_head_parse() has accepted. */
void http_body_init(HttpBody *body, const HttpRequest *request);

/**
 * Decode more of the body.
 *
 * @param body   From http_body_init().
 * @param config As for the head.
 * @param data   The bytes after those consumed so far, first those that the call before did not consume. May be NULL if
 *               @p len is 0.
 * @param len    Number of bytes.
 * @param[in,out] part     With `trailers` and `capacity` set; the rest is written unless #HTTP_REJECTED is returned.
 * @param[out] rejection   Written only if #HTTP_REJECTED is returned; its offset counts from @p data.
 * @retval HTTP_DONE     The body is complete. The bytes after `part->consumed` belong to the next message.
 * @retval HTTP_MORE     `part->data` may contain bytes. If it does and `part->consumed` is less than @p len, call again
 *                       at once; otherwise more input is needed.
 * @retval HTTP_REJECTED Respond with the status of the error and close. Data delivered before stays delivered.
 * Cost: no allocation, no copy. One call delivers at most one range of data.
 */
HttpResult http_body_decode(HttpBody *body, const HttpConfig *config, const uint8_t *data, size_t len,
                            HttpBodyPart *part, HttpRejection *rejection);

#endif
