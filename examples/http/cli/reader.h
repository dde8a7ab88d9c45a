/* SPDX-License-Identifier: MIT */
/**
 * @file reader.h
 * Requests from a file descriptor, one complete request at a time, as views of what was read.
 *
 * This is the library at work. Bytes are read into the spare capacity of a BytesMut. When the parser has found the end
 * of a head, the head is split off and frozen, and one call makes a view of each of its parts; the body becomes views
 * too. When the request has been used, one call drops all of them, and the buffer can use its block again. Nothing is
 * copied on the way, except the part of a request that the end of a full block cuts off, and the beginning of a head
 * that outgrew its block.
 */
#ifndef HTTP_CLI_READER_H
#define HTTP_CLI_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bytes/bytes.h>

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

/** Index of the method among the views; the target is next, then the names and values. */
#define HTTP_MESSAGE_METHOD 1

/** Index of the first view of the body. */
static inline size_t http_message_body(const HttpMessage *message)
{
    return HTTP_MESSAGE_METHOD + HTTP_RANGES(message->field_count);
}

/** Index of the first name of the trailers, behind the view of their section. */
static inline size_t http_message_trailers(const HttpMessage *message)
{
    return http_message_body(message) + message->body_count + 1;
}

/** What http_reader_next() found. */
typedef enum HttpReaderEvent {
    HTTP_READER_MORE,     /**< More input is needed: call http_reader_read(). */
    HTTP_READER_REQUEST,  /**< `message` is complete. Use it, then call http_reader_release(). */
    HTTP_READER_REJECTED, /**< `stream.rejection` says why, http_stream_rejected_at() where. */
    HTTP_READER_CLOSED,   /**< The last request has ended the stream. */
    HTTP_READER_NO_MEMORY /**< The request does not fit into memory. */
} HttpReaderEvent;

/** A source of requests. The members with a description may be read; the others are private. */
typedef struct HttpReader {
    BytesCountingAllocator memory; /**< Of everything here. */
    HttpStream stream;             /**< The parser. */
    HttpMessage message;           /**< Valid from #HTTP_READER_REQUEST to http_reader_release(). */
    uint64_t request_count;        /**< Number of complete requests so far. */
    uint64_t view_count;           /**< Number of views made so far. */
    uint64_t length;               /**< Bytes passed to the parser so far. */
    BytesMut buffer;
    size_t available; /* bytes of the buffer that the parser is given */
    size_t split;
    int file;
    BytesRange *ranges;
    size_t range_capacity;
    size_t view_capacity;
} HttpReader;

/**
 * Start.
 *
 * @param config Of the parser; must outlive the reader.
 * @param file   A descriptor to read from; still the caller's.
 * @param split  Bytes that the parser is given at a time, fewer only at the end; 0: all available.
 * @param[out] out Must stay in place until http_reader_drop().
 * @return False if memory ran out; then there is nothing to drop.
 */
bool http_reader_init(const HttpConfig *config, int file, size_t split, HttpReader *out);

/** The next event. After #HTTP_READER_MORE and #HTTP_READER_REQUEST there may be more. */
HttpReaderEvent http_reader_next(HttpReader *reader);

/** Drop all views of the message at once. */
void http_reader_release(HttpReader *reader);

/**
 * Read more, after #HTTP_READER_MORE.
 *
 * @param[out] count Number of bytes that the parser is given in addition; 0 at the end of the input.
 * @return 0; #BYTES_ENOMEM or #BYTES_EOVERFLOW if they do not fit into memory; or another negated errno.
 */
int http_reader_read(HttpReader *reader, size_t *count);

/**
 * Read and discard the rest of the input, after #HTTP_READER_CLOSED.
 *
 * @param[out] count Number of bytes after the last request; written in any case.
 * @return As http_reader_read().
 */
int http_reader_skip(HttpReader *reader, uint64_t *count);

/** Free everything. */
void http_reader_drop(HttpReader *reader);

#endif
