/* SPDX-License-Identifier: MIT */
/**
 * @file request.h
 * The head of an HTTP/1.x request: request line and fields, as ranges of the read buffer.
 *
 * A strict parser after RFC 9112 and RFC 9110. It copies nothing, allocates nothing and keeps no pointer: a
 * head comes out as an array of BytesRange, in the order method, target, name, value, name, value, ... and
 * so, once the buffer that holds the head has been split off and frozen, one call makes a counted view of
 * each:
 *
 *     bytes_slice_many(&head, request.ranges, http_request_range_count(&request), views);
 *
 * ### However the bytes arrive
 *
 * The outcome depends on the bytes alone, not on how they were cut: the same requests, or the same error at
 * the same offset. Two rules make that so.
 *  - Errors of syntax and limits are found in the order of the input, each at the earliest byte that shows
 *    it: the bytes before it could still have become an acceptable message. A limit and a syntax error at one
 *    byte: the limit is reported.
 *  - What the fields mean (framing, Host) is judged when the head is complete and free of such errors: the
 *    target first, then the fields in order, then what is missing, then what is too large.
 *
 * All the bytes of a head together are looked at a small constant number of times.
 *
 * ### Threads
 *
 * No global state. One HttpHead and one HttpRequest belong to one thread at a time; an HttpConfig is only
 * read.
 */
#ifndef HTTP_PARSER_REQUEST_H
#define HTTP_PARSER_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bytes/base.h>

#include "error.h"
#include "scan.h"

/** Limits; each has a safe default in http_config_init(). Sizes above 1 GiB in a head or in trailers count as
 * 1 GiB. */
typedef struct HttpLimits {
    size_t empty_lines;    /**< Empty lines before a request line (RFC 9112 section 2.2): 8. */
    size_t request_line;   /**< Bytes of the request line without its CR LF: 8192, over it 414. */
    size_t field_line;     /**< Bytes of one field line, or trailer, without its CR LF: 16384, over it 431. */
    size_t fields;         /**< Number of fields: 100, over it 431. */
    size_t head;           /**< Bytes of request line, fields and blank line together: 65536, over it 431. */
    uint64_t body;         /**< Bytes of decoded body: 1 MiB, over it 413. UINT64_MAX is none. */
    size_t chunk_line;     /**< Bytes of a chunk size with its extensions, without CR LF: 1024, over it
                                400. */
    size_t chunk_overhead; /**< Bytes of a body's chunk framing that are free: 16384. Beyond them framing may
                                not outweigh the data by more than 4 to 1; else 400. */
    size_t trailers;       /**< Number of trailer fields: 32, over it 431. */
    size_t trailer_bytes;  /**< Bytes of the trailer section with its blank line: 8192, over it 431. */
} HttpLimits;

/** How to parse. Set up by http_config_init(); then change what you need. */
typedef struct HttpConfig {
    HttpLimits limits;
    /** Message syntax and framing only: no rule on Host, on which target goes with which method and on fields
     * in trailers; a target is any run of bytes without SP, control characters and DEL; no limit on the
     * body. */
    bool syntax_only;
    bool ignore_upgrade;        /**< HttpRequest::upgrade is always false: for a server that offers no other
                                     protocol. */
    const HttpScanner *scanner; /**< The path of scan.h to use; http_config_init() takes the fastest. */
} HttpConfig;

/** Fill in the defaults: origin-server rules, default limits, the fastest scanner. */
void http_config_init(HttpConfig *config);

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

/** What Expect asks for (RFC 9110 section 10.1.1). Always none in HTTP/1.0. */
typedef enum HttpExpect {
    HTTP_EXPECT_NONE,
    HTTP_EXPECT_CONTINUE, /**< 100-continue */
    HTTP_EXPECT_UNKNOWN   /**< Something else, perhaps besides 100-continue: the server may answer 417. */
} HttpExpect;

/** A parsed head. Offsets and ranges count from the first byte of the buffer that was handed in. */
typedef struct HttpRequest {
    BytesRange *ranges;      /**< Set by the caller: room for `capacity` ranges. */
    size_t capacity;         /**< Set by the caller: #HTTP_RANGES(number of fields), at least 2. A request with
                             more fields than fit is refused just as by HttpLimits::fields. */
    size_t field_count;      /**< Number of fields. */
    size_t begin;            /**< Offset of the request line; not 0 after empty lines. */
    size_t end;              /**< Offset after the blank line: what to split off. */
    BytesRange authority;    /**< Host and port that the request is for: those of the target if it has them, else
                               the value of Host; empty if none. */
    uint64_t content_length; /**< Value of Content-Length; 0 without. */
    HttpFraming framing;
    HttpTargetForm target_form;
    HttpExpect expect;
    uint8_t minor;   /**< The version is 1.minor; above 1 it is treated as 1.1 (RFC 9110 section 6.2). */
    bool connect;    /**< The method is CONNECT: what follows the head is no HTTP. */
    bool upgrade;    /**< Another protocol is asked for: Upgrade is there, Connection lists it, and it is not
                          1.0. */
    bool persistent; /**< Another request may follow (RFC 9112 section 9.3). False after close, for 1.0
                          without keep-alive. */
} HttpRequest;

/** Number of ranges that a head with this many fields needs. */
#define HTTP_RANGES(fields) (2 + 2 * (size_t)(fields))

/** How many entries of HttpRequest::ranges are in use. */
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

/** The range of the value of field @p i: no white space at either end; may be empty. */
static inline BytesRange http_request_value(const HttpRequest *request, size_t i)
{
    return request->ranges[3 + 2 * i];
}

/** Does the stream of requests end with this one (after its body)? The bytes that follow are not to be
 * parsed. */
static inline bool http_request_is_last(const HttpRequest *request)
{
    return !request->persistent || request->connect || request->upgrade;
}

/** Where the search for the end of a head stopped. All-zero is the start; the members are private. */
typedef struct HttpHead {
    size_t at;    /* everything before has been checked */
    size_t begin; /* of the request line (or of the trailer section) */
    size_t line;  /* first byte of the line in progress */
    size_t empty_lines;
    size_t field_count;
    uint8_t state;
    uint8_t matched;  /* how much of "HTTP/1.x" */
    bool tried;       /* the quick way was tried */
    uint64_t scanned; /* how many times a byte was looked at, for the test that bounds it */
} HttpHead;

/** What a step of a parser came to. */
typedef enum HttpStep {
    HTTP_REFUSED = -1, /**< Not acceptable; the refusal says why. Final. */
    HTTP_MORE = 0,     /**< Acceptable so far; more bytes are needed. */
    HTTP_DONE = 1      /**< Complete. */
} HttpStep;

/**
 * Parse a head, or go on with it when more bytes are there.
 *
 * @param head     All-zero for a new head; then the same object until the call does not return #HTTP_MORE.
 * @param config   The same for all calls for one head.
 * @param data     The buffer: all bytes of the head so far, from its first one (or the first empty line
 *                 before it). It may have moved since the last call. May hold any amount of what follows the
 *                 head; may be NULL if @p len is 0.
 * @param len      Number of bytes in it; never fewer than in the call before.
 * @param[in,out] request With `ranges` and `capacity` set. The rest, and the array, may be written in any
 *                        case, and means
 *                 something only if #HTTP_DONE is returned.
 * @param[out] refusal Written only if #HTTP_REFUSED is returned.
 * @retval HTTP_DONE    `request->end` bytes of the buffer are this head.
 * @retval HTTP_MORE    Keep the bytes, append more.
 * @retval HTTP_REFUSED Answer with the status of the error and close.
 * Cost: no allocation, no copy; a byte by byte caller pays for each byte once, and for one pass at the end.
 */
HttpStep http_head_parse(HttpHead *head, const HttpConfig *config, const uint8_t *data, size_t len,
                         HttpRequest *request, HttpRefusal *refusal);

/** True if no byte of a request has been seen, perhaps after complete empty lines: the input may end here. */
bool http_head_is_idle(const HttpHead *head);

/**
 * Compare a range with a name without regard to ASCII case, as field names are compared.
 *
 * @param data  The bytes that the range is of: a name or value of a head, so that no control character but HT
 *              is in it.
 * @param range The range.
 * @param name  In lower case; letters, digits and hyphens.
 */
bool http_range_is(const uint8_t *data, BytesRange range, const char *name);

#endif
