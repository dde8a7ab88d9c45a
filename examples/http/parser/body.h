/* SPDX-License-Identifier: MIT */
/**
 * @file body.h
 * The body of a request, decoded piece by piece as ranges of the read buffer: Content-Length, or chunked with
 * extensions and trailers (RFC 9112 sections 6 and 7).
 *
 * Nothing is copied or kept. Of a chunked body the decoder consumes the framing as it comes; only the trailer
 * section must lie in the buffer as a whole, just as a head does, because its fields are delivered as ranges.
 */
#ifndef HTTP_PARSER_BODY_H
#define HTTP_PARSER_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bytes/base.h>

#include "error.h"
#include "request.h"

/** State of a body. Members other than those described are private. */
typedef struct HttpBody {
    uint64_t left;     /* bytes of data before the next framing */
    uint64_t total;    /* bytes of data so far, with those announced */
    uint64_t overhead; /* bytes of framing so far */
    size_t line;       /* bytes of the chunk line so far */
    uint8_t state;
    uint8_t digits;
    HttpHead trailer; /* where the check of the trailer section stopped */
} HttpBody;

/** What one step delivers. Offsets count from the first byte that was handed in with this call. */
typedef struct HttpPiece {
    size_t consumed;      /**< How many bytes to take off the front of the buffer before the next call. */
    BytesRange data;      /**< Body bytes among those consumed; may be empty. */
    BytesRange *trailers; /**< Set by the caller: room for `capacity` ranges: name, value, name, value, ...
                               May be NULL. */
    size_t capacity;      /**< Set by the caller: 2 for each trailer field. More trailers than fit are refused
                               as by HttpLimits::trailers. */
    size_t trailer_count; /**< Number of trailer fields; 0 until the body is complete. They are among the
                               bytes consumed. */
} HttpPiece;

/** Start the body of a request that http_head_parse() has accepted. */
void http_body_init(HttpBody *body, const HttpRequest *request);

/**
 * Decode some more.
 *
 * @param body   From http_body_init().
 * @param config As for the head.
 * @param data   Bytes that follow those consumed so far. May be NULL if @p len is 0.
 * @param len    Number of them. Bytes that the call before did not consume must be there again, at the front.
 * @param[in,out] piece With `trailers` and `capacity` set; the rest is written unless #HTTP_REFUSED is
 *                      returned.
 * @param[out] refusal  Written only if #HTTP_REFUSED is returned; its offset counts from @p data.
 * @retval HTTP_DONE    The body is complete. The bytes behind `piece->consumed` belong to the next message.
 * @retval HTTP_MORE    `piece->data` may hold bytes. If `piece->consumed` is less than @p len and `data` is
 *                      not empty, call again at once; otherwise more input is needed.
 * @retval HTTP_REFUSED Answer with the status of the error and close. Data delivered before stays delivered.
 * Cost: no allocation, no copy. One call delivers at most one range of data.
 */
HttpStep http_body_decode(HttpBody *body, const HttpConfig *config, const uint8_t *data, size_t len, HttpPiece *piece,
                          HttpRefusal *refusal);

#endif
