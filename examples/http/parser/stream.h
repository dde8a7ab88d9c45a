/* SPDX-License-Identifier: MIT */
/**
 * @file stream.h
 * A stream of requests, one event at a time: head, data, end, head, ...
 *
 * The caller owns one contiguous read buffer and appends to it. It calls http_stream_next() with all that the
 * buffer holds, then takes `stream.consumed` bytes off the front, whatever the event was (none, often), and
 * acts on the event. For #HTTP_EVENT_HEAD and #HTTP_EVENT_DATA it splits them off if it wants to keep them:
 * the ranges are of these bytes. After progress it calls again; after #HTTP_EVENT_MORE it appends what it has
 * read, and calls again.
 *
 *     do {
 *         event = http_stream_next(&stream, buffer.data, buffer.len);
 *         BytesMut part = bytes_mut_split_to(&buffer, stream.consumed);
 *         ...
 *     } while (event > HTTP_EVENT_MORE);
 */
#ifndef HTTP_PARSER_STREAM_H
#define HTTP_PARSER_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "body.h"
#include "error.h"
#include "request.h"

/** What http_stream_next() found. Those above #HTTP_EVENT_MORE are progress. */
typedef enum HttpEvent {
    HTTP_EVENT_REFUSED = -2, /**< `refusal` says why. Every further call returns this again. */
    HTTP_EVENT_CLOSED = -1,  /**< The last request has ended the stream (close, 1.0, CONNECT, upgrade). What
                                  remains is no request. Every further call returns this again. */
    HTTP_EVENT_MORE = 0,     /**< Read more. */
    HTTP_EVENT_HEAD = 1,     /**< A head: `request`. #HTTP_EVENT_END will follow, perhaps after data. */
    HTTP_EVENT_DATA = 2,     /**< Bytes of the body: `piece.data`. */
    HTTP_EVENT_END = 3       /**< The request is complete: `piece.trailers`, `piece.trailer_count`. */
} HttpEvent;

/** The stream. Members described may be read; the others are private. */
typedef struct HttpStream {
    const HttpConfig *config;
    HttpRequest request; /**< The head; valid from #HTTP_EVENT_HEAD to #HTTP_EVENT_END, its ranges are of that
                              head. */
    HttpPiece piece;     /**< Data or trailers, ranges of the buffer handed in. */
    HttpRefusal refusal; /**< After #HTTP_EVENT_REFUSED; `at` counts from the buffer handed in. */
    uint64_t offset;     /**< Stream offset of the first byte of the buffer handed in last. `offset +
                              refusal.at` is the stream offset of the refused byte. */
    uint64_t scanned;    /**< How many times a byte of a head, of framing or of trailers was looked at so
                              far. */
    size_t consumed;     /**< Bytes to take off the front before the next call, after every event. */
    HttpHead head;
    HttpBody body;
    uint8_t phase;
} HttpStream;

/**
 * Start a stream.
 *
 * @param stream   Overwritten.
 * @param config   Read by every call; must outlive the stream.
 * @param ranges   Room for @p capacity ranges: #HTTP_RANGES(`limits.fields`) so that the limit decides.
 * @param capacity Number of ranges.
 * @param trailers Room for @p trailer_capacity ranges: 2 * `limits.trailers`. May be the same array as @p
 *                 ranges if the head's ranges are not used any more when the trailers arrive.
 * @param trailer_capacity Number of ranges.
 */
void http_stream_init(HttpStream *stream, const HttpConfig *config, BytesRange *ranges, size_t capacity,
                      BytesRange *trailers, size_t trailer_capacity);

/**
 * The next event.
 *
 * @param stream From http_stream_init().
 * @param data   The buffer: what follows the bytes consumed so far. May be NULL if @p len is 0.
 * @param len    Number of bytes in it.
 */
HttpEvent http_stream_next(HttpStream *stream, const uint8_t *data, size_t len);

/**
 * May the input end here? To be asked when http_stream_next() has returned #HTTP_EVENT_MORE for the rest of
 * the input.
 *
 * @return true between requests, also after complete empty lines; false inside a request or after a lone CR.
 */
bool http_stream_may_end(const HttpStream *stream);

#endif
