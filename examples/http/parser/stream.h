/* SPDX-License-Identifier: MIT */
/**
 * @file stream.h
 * A stream of requests, one event at a time: head, data, end, head, ...
 *
 * The caller owns one contiguous read buffer and appends to it. It calls http_stream_next() with all that the buffer
 * contains, then removes `stream.consumed` bytes from the front, whatever the event was (often none), and acts on the
 * event. To keep a head or data it splits these bytes off: the ranges of the event are ranges of them. After progress
 * it calls again; after #HTTP_EVENT_MORE it appends what it has read, and calls again.
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
#include "config.h"
#include "error.h"
#include "head.h"
#include "request.h"

/** What http_stream_next() found. Events above #HTTP_EVENT_MORE are progress. */
typedef enum HttpEvent {
    HTTP_EVENT_REJECTED = -2, /**< `rejection` says why. Every further call returns this again. */
    HTTP_EVENT_CLOSED = -1,   /**< The last request has ended the stream (close, 1.0, CONNECT, upgrade). What remains is
                                   not a request. Every further call returns this again. */
    HTTP_EVENT_MORE = 0,      /**< More input is needed. */
    HTTP_EVENT_HEAD = 1,      /**< A head: `request`. #HTTP_EVENT_END will follow, perhaps after data. */
    HTTP_EVENT_DATA = 2,      /**< Bytes of the body: `part.data`. */
    HTTP_EVENT_END = 3        /**< The request is complete: `part.trailers`, `part.trailer_count`. */
} HttpEvent;

/** A stream. The members with a description may be read; the others are private. */
typedef struct HttpStream {
    const HttpConfig *config;
    HttpRequest request;     /**< The head; valid from #HTTP_EVENT_HEAD to #HTTP_EVENT_END. */
    HttpBodyPart part;       /**< Data or trailers, ranges of the buffer passed in. */
    HttpRejection rejection; /**< After #HTTP_EVENT_REJECTED; its offset is one in the buffer passed in. */
    uint64_t offset;         /**< Stream offset of the first byte of the buffer passed in last. */
    uint64_t scanned;        /**< How many times a byte of a head, of framing or of trailers was read so far. */
    size_t consumed;         /**< Bytes to remove from the front before the next call, after every event. */
    HttpHead head;
    HttpBody body;
    uint8_t phase;
} HttpStream;

/**
 * Start a stream.
 *
 * @param stream   Overwritten.
 * @param config   Read by every call; must outlive the stream.
 * @param ranges   An array for the ranges of a head; #HTTP_RANGES(`limits.fields`), so that the limit decides.
 * @param capacity Number of ranges.
 * @param trailers An array for the ranges of trailers; 2 * `limits.trailers`. May be the same array as @p ranges if the
 *                 head's ranges are not needed any more when the trailers arrive.
 * @param trailer_capacity Number of ranges.
 */
void http_stream_init(HttpStream *stream, const HttpConfig *config, BytesRange *ranges, size_t capacity,
                      BytesRange *trailers, size_t trailer_capacity);

/**
 * The next event.
 *
 * @param stream From http_stream_init().
 * @param data   The buffer: the bytes after those consumed so far. May be NULL if @p len is 0.
 * @param len    Number of bytes.
 */
HttpEvent http_stream_next(HttpStream *stream, const uint8_t *data, size_t len);

/**
 * True if the input may end here; to be called when http_stream_next() has returned #HTTP_EVENT_MORE for the rest of
 * the input. It may end between requests, also after complete empty lines; not inside a request nor after a lone CR.
 */
bool http_stream_may_end(const HttpStream *stream);

/** Stream offset of the rejected byte, after #HTTP_EVENT_REJECTED. */
static inline uint64_t http_stream_rejected_at(const HttpStream *stream)
{
    return stream->offset + stream->rejection.offset;
}

#endif
