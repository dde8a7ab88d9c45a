/* SPDX-License-Identifier: MIT */
/**
 * @file feed.h
 * Requests from a file descriptor, one whole request at a time, as views of what was read.
 *
 * This is the library at work. Bytes are read straight into the spare room of a BytesMut; when the parser has found
 * the end of a head, the head is split off and frozen, and one call makes a view of each of its parts; the body is
 * views too. When the request has been used, one call gives all of them back, and the buffer has its room again.
 * Nothing is copied on the way, except the part of a request that the end of a full block cuts off, and the beginning
 * of a head that outgrew its block.
 */
#ifndef HTTP_CLI_READER_H
#define HTTP_CLI_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bytes/bytes.h>

#include "memory.h"
#include "parser/stream.h"

/** One complete request. */
typedef struct HttpMessage {
    Bytes *views;         /**< The head, its method, its target, name, value, name, value, ...; then `body_count` views
                               that make up the body; then, if there are trailers, their section, name, value, ... */
    size_t view_count;    /**< Number of views. */
    size_t field_count;   /**< Number of fields. */
    size_t body_count;    /**< Number of views of the body. */
    size_t trailer_count; /**< Number of trailer fields. */
    uint64_t body_len;    /**< Bytes of the decoded body. */
    uint8_t minor;        /**< The version is 1.minor. */
} HttpMessage;

/** Where the method is among the views; the target is next, then the names and values. */
#define HTTP_MESSAGE_METHOD 1

/** Where the body begins among the views. */
static inline size_t http_message_body(const HttpMessage *message)
{
    return HTTP_MESSAGE_METHOD + HTTP_RANGES(message->field_count);
}

/** Where the names and values of the trailers begin among the views, behind the section that they are of. */
static inline size_t http_message_trailers(const HttpMessage *message)
{
    return http_message_body(message) + message->body_count + 1;
}

/** What http_feed_next() found. */
typedef enum HttpFeedEvent {
    HTTP_FEED_MORE,     /**< Nothing without more input: call http_feed_read(). */
    HTTP_FEED_REQUEST,  /**< `feed.message` is complete. Use it, then http_feed_release(). */
    HTTP_FEED_REFUSED,  /**< `feed.stream.rejection` says why, http_feed_refused_at() where. */
    HTTP_FEED_CLOSED,   /**< The last request has ended the stream. */
    HTTP_FEED_NO_MEMORY /**< The request does not fit into memory. */
} HttpFeedEvent;

/** A source of requests. Members described may be read; the others are private. */
typedef struct HttpFeed {
    HttpMemory memory;   /**< What memory was asked for. */
    HttpStream stream;   /**< The parser. */
    HttpMessage message; /**< Valid from #HTTP_FEED_REQUEST to http_feed_release(). */
    uint64_t requests;   /**< Number of complete requests so far. */
    uint64_t views;      /**< Number of views that were handed out so far. */
    uint64_t length;     /**< Bytes read so far. */
    BytesMut buffer;
    BytesRange *ranges;
    size_t range_count;
    size_t view_room;
    size_t piece;
    int file;
} HttpFeed;

/**
 * Start.
 *
 * @param feed   Overwritten; must stay in place until http_feed_drop().
 * @param config Of the parser; must outlive the feed.
 * @param file   A descriptor to read from; still the caller's.
 * @param piece  Read pieces of exactly so many bytes (but for the last); 0: as much as there is.
 * @return False if memory ran out; then there is nothing to drop.
 */
bool http_feed_init(HttpFeed *feed, const HttpConfig *config, int file, size_t piece);

/** The next event. @param feed From http_feed_init(). @return See #HttpFeedEvent; after #HTTP_FEED_MORE and
 * #HTTP_FEED_REQUEST there is more to come. */
HttpFeedEvent http_feed_next(HttpFeed *feed);

/** Give all views of the message back at once. @param feed After #HTTP_FEED_REQUEST. */
void http_feed_release(HttpFeed *feed);

/**
 * Read some more.
 *
 * @param feed After #HTTP_FEED_MORE.
 * @return 1; 0 at the end of the input; #BYTES_ENOMEM or #BYTES_EOVERFLOW if there is no room for it; or another
 *         negated `errno` if it cannot be read.
 */
int http_feed_read(HttpFeed *feed);

/**
 * Read the rest of the input and throw it away.
 *
 * @param feed       After #HTTP_FEED_CLOSED.
 * @param[out] count Bytes behind the last request; written in any case.
 * @return 0, or as http_feed_read().
 */
int http_feed_skip(HttpFeed *feed, uint64_t *count);

/** Stream offset of the byte that was refused. @param feed After #HTTP_FEED_REFUSED. */
uint64_t http_feed_refused_at(const HttpFeed *feed);

/** Give everything back. @param feed From http_feed_init(). */
void http_feed_drop(HttpFeed *feed);

#endif
