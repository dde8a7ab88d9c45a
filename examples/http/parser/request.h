/* SPDX-License-Identifier: MIT */
/**
 * @file request.h
 * A parsed request head: request line and fields as ranges of the read buffer, and what they mean.
 *
 * The ranges are one array: method, target, name, value, name, value, ... Once the head has been split off the buffer
 * and frozen, one call makes a counted view of each:
 *
 *     bytes_slice_many(&head, request.ranges, http_request_range_count(&request), views);
 */
#ifndef HTTP_PARSER_REQUEST_H
#define HTTP_PARSER_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bytes/base.h>

/** How the end of the body is found (RFC 9112 section 6.3). */
typedef enum HttpFraming {
    HTTP_FRAMING_NONE,   /**< No body: neither field was sent, or the method is CONNECT. */
    HTTP_FRAMING_LENGTH, /**< Content-Length, in HttpRequest::content_length; may be 0. */
    HTTP_FRAMING_CHUNKED /**< Transfer-Encoding: chunked. */
} HttpFraming;

/** Form of the target (RFC 9112 section 3.2). With HttpConfig::syntax_only always #HTTP_TARGET_UNKNOWN. */
typedef enum HttpTargetForm {
    HTTP_TARGET_UNKNOWN,
    HTTP_TARGET_ORIGIN,    /**< "/path?query" */
    HTTP_TARGET_ABSOLUTE,  /**< "http://host/path?query" */
    HTTP_TARGET_AUTHORITY, /**< "host:port", CONNECT only */
    HTTP_TARGET_ASTERISK   /**< "*", OPTIONS only */
} HttpTargetForm;

/** The expectation in Expect (RFC 9110 section 10.1.1). Always none in HTTP/1.0. */
typedef enum HttpExpect {
    HTTP_EXPECT_NONE,
    HTTP_EXPECT_CONTINUE, /**< 100-continue */
    HTTP_EXPECT_UNKNOWN   /**< Another one, perhaps besides 100-continue: the server may respond with 417. */
} HttpExpect;

/** A parsed head. Offsets and ranges count from the first byte of the buffer that was passed in. */
typedef struct HttpRequest {
    BytesRange *ranges;      /**< Set by the caller: an array of `capacity` ranges. */
    size_t capacity;         /**< Set by the caller: #HTTP_RANGES(number of fields), at least 2. A request with more
                                  fields than fit is rejected as one beyond HttpLimits::fields is. */
    size_t field_count;      /**< Number of fields. */
    size_t begin;            /**< Offset of the request line; not 0 after empty lines. */
    size_t end;              /**< Offset after the blank line: the bytes to split off. */
    BytesRange authority;    /**< Host and port that the request is for: those of the target if it has them, else the
                                  value of Host; empty if there is neither. */
    uint64_t content_length; /**< Value of Content-Length; 0 without. */
    HttpFraming framing;
    HttpTargetForm target_form;
    HttpExpect expect;
    uint8_t minor;   /**< The version is 1.minor; above 1 it is treated as 1.1 (RFC 9110 section 6.2). */
    bool connect;    /**< The method is CONNECT: what follows the head is not HTTP. */
    bool upgrade;    /**< Another protocol is asked for: by Upgrade, listed in Connection, and not in 1.0. */
    bool persistent; /**< Another request may follow (RFC 9112 section 9.3): not after close, nor after 1.0 without
                          keep-alive. */
} HttpRequest;

/** Number of ranges of a head with this many fields. */
#define HTTP_RANGES(fields) (2 + 2 * (size_t)(fields))

/** Number of entries of HttpRequest::ranges in use. */
static inline size_t http_request_range_count(const HttpRequest *request)
{
    return HTTP_RANGES(request->field_count);
}

/** The range of the method. */
static inline BytesRange http_request_method(const HttpRequest *request)
{
    return request->ranges[0];
}

/** The range of the target. */
static inline BytesRange http_request_target(const HttpRequest *request)
{
    return request->ranges[1];
}

/** The range of the name of field @p i. */
static inline BytesRange http_request_name(const HttpRequest *request, size_t i)
{
    return request->ranges[2 + 2 * i];
}

/** The range of the value of field @p i: without white space at either end; may be empty. */
static inline BytesRange http_request_value(const HttpRequest *request, size_t i)
{
    return request->ranges[3 + 2 * i];
}

/** True if the stream of requests ends with this one and its body: the bytes that follow must not be parsed. */
static inline bool http_request_is_last(const HttpRequest *request)
{
    return !request->persistent || request->connect || request->upgrade;
}

#endif
