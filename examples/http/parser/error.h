/* SPDX-License-Identifier: MIT */
/**
 * @file error.h
 * Why and where a request is rejected: one code for each reason, with a short name, a sentence and a response status.
 *
 * The short names are part of the program's output (`"code"` in JSON) and do not change.
 */
#ifndef HTTP_PARSER_ERROR_H
#define HTTP_PARSER_ERROR_H

#include <stddef.h>

/* One line for each error: constant, short name, status, sentence. The README has the same table. */
/* clang-format off */
#define HTTP_ERRORS(X)                                                                                       \
    /* the request line */                                                                                   \
    X(BAD_METHOD, "bad-method", 400, "the method is not a token")                                            \
    X(BAD_TARGET, "bad-target", 400, "the request target contains a byte that it may not contain")           \
    X(MISSING_VERSION, "missing-version", 400, "the request line ends without a protocol version")           \
    X(BAD_VERSION, "bad-version", 400, "the request line does not end in HTTP/ and two digits with a dot")   \
    X(UNSUPPORTED_VERSION, "unsupported-version", 505, "the major version is not 1")                         \
    X(TARGET_FORM, "target-form", 400, "the form of the request target does not go with the method")         \
    X(REQUEST_LINE_TOO_LONG, "request-line-too-long", 414, "the request line is longer than the limit")      \
    /* lines and fields */                                                                                   \
    X(TOO_MANY_EMPTY_LINES, "too-many-empty-lines", 400, "too many empty lines stand before the request")    \
    X(BARE_CR, "bare-cr", 400, "a carriage return is not followed by a line feed")                           \
    X(BARE_LF, "bare-lf", 400, "a line feed does not follow a carriage return")                              \
    X(SPACE_BEFORE_FIELD, "space-before-field", 400, "white space stands before the first field")            \
    X(OBS_FOLD, "obs-fold", 400, "a field is continued on the next line")                                    \
    X(BAD_FIELD_NAME, "bad-field-name", 400, "a field name is empty, unfinished or not a token")             \
    X(SPACE_BEFORE_COLON, "space-before-colon", 400,                                                         \
      "white space stands between a field name and its colon")                                               \
    X(BAD_FIELD_VALUE, "bad-field-value", 400, "a field value contains a control character")                 \
    X(FIELD_TOO_LARGE, "field-too-large", 431, "a field line is longer than the limit")                      \
    X(TOO_MANY_FIELDS, "too-many-fields", 431, "the request has more fields than the limit")                 \
    X(HEAD_TOO_LARGE, "head-too-large", 431,                                                                 \
      "the request line and the fields together are larger than the limit")                                  \
    /* what the fields mean */                                                                               \
    X(MISSING_HOST, "missing-host", 400, "a request of HTTP/1.1 has no Host field")                          \
    X(REPEATED_HOST, "repeated-host", 400, "the request has more than one Host field")                       \
    X(BAD_HOST, "bad-host", 400, "the host is not a name or an address with an optional port")               \
    X(BAD_CONTENT_LENGTH, "bad-content-length", 400, "Content-Length is not a decimal number")               \
    X(CONTENT_LENGTH_OVERFLOW, "content-length-overflow", 400,                                               \
      "Content-Length is larger than any message")                                                           \
    X(REPEATED_CONTENT_LENGTH, "repeated-content-length", 400,                                               \
      "the request has more than one Content-Length")                                                        \
    X(LENGTH_AND_CODING, "length-and-coding", 400,                                                           \
      "the request has both Content-Length and Transfer-Encoding")                                           \
    X(CODING_IN_1_0, "coding-in-1-0", 400, "a request of HTTP/1.0 has a Transfer-Encoding")                  \
    X(BAD_CODING, "bad-coding", 400, "Transfer-Encoding is not a list of transfer codings")                  \
    X(NOT_CHUNKED_LAST, "not-chunked-last", 400, "the final transfer coding is not chunked, once")           \
    X(UNKNOWN_CODING, "unknown-coding", 501, "a transfer coding other than chunked is not implemented")      \
    X(BODY_TOO_LARGE, "body-too-large", 413, "the body is larger than the limit")                            \
    /* the chunked coding */                                                                                 \
    X(BAD_CHUNK_SIZE, "bad-chunk-size", 400, "a chunk size is not a hexadecimal number")                     \
    X(CHUNK_SIZE_OVERFLOW, "chunk-size-overflow", 400, "a chunk size has more than 16 digits")               \
    X(BAD_CHUNK_EXTENSION, "bad-chunk-extension", 400, "a chunk extension breaks its grammar")               \
    X(CHUNK_LINE_TOO_LONG, "chunk-line-too-long", 400,                                                       \
      "a chunk size and its extensions are longer than the limit")                                           \
    X(TOO_MUCH_CHUNKING, "too-much-chunking", 400, "the body is mostly chunk sizes and extensions")          \
    X(BAD_CHUNK_END, "bad-chunk-end", 400, "the data of a chunk is not followed by CR LF")                   \
    X(FORBIDDEN_TRAILER, "forbidden-trailer", 400,                                                           \
      "a field that frames or routes a message is sent after its body")                                           \
    X(TRAILERS_TOO_LARGE, "trailers-too-large", 431, "the trailer section is larger than the limit")         \
    X(TOO_MANY_TRAILERS, "too-many-trailers", 431, "the trailer section has more fields than the limit")     \
    /* for a server: the parser never reports these */                                                       \
    X(REQUEST_TIMEOUT, "request-timeout", 408, "the request did not arrive in time")                         \
    X(EXPECTATION_FAILED, "expectation-failed", 417, "the expectation is not 100-continue")                  \
    X(NOT_IMPLEMENTED, "not-implemented", 501, "the method is not implemented")
/* clang-format on */

/** A reason to reject a request; #HTTP_OK is none. */
typedef enum HttpError {
    HTTP_OK = 0,
#define X(name, code, status, sentence) HTTP_ERROR_##name,
    HTTP_ERRORS(X)
#undef X
        HTTP_ERROR_COUNT /**< Not an error: the number of values. */
} HttpError;

/** An error and where it is. */
typedef struct HttpRejection {
    HttpError error;
    /**
     * Offset, in the buffer that was passed in, of the first byte that cannot be accepted: the bytes before it could
     * still have become an acceptable message. There are three exceptions.
     *  - A field that must not be there at all (a second Host, Transfer-Encoding beside Content-Length, a forbidden
     *    trailer): the first byte of its name.
     *  - A transfer coding that must not be there, or must not be the last: its first byte.
     *  - A missing Host, and a limit on the whole head (its size, its number of fields): the first byte of the
     *    request, which is that of its method.
     */
    size_t offset;
} HttpRejection;

/** The result of one call of a parser. */
typedef enum HttpResult {
    HTTP_REJECTED = -1, /**< Not acceptable. Final. */
    HTTP_MORE = 0,      /**< Acceptable so far; more bytes are needed. */
    HTTP_DONE = 1       /**< Complete. */
} HttpResult;

/** The short name, such as "bad-method"; "ok" for #HTTP_OK. A static string, never NULL. */
const char *http_error_code(HttpError error);

/** A sentence without its full stop, such as "the method is not a token". A static string, never NULL. */
const char *http_error_sentence(HttpError error);

/** The status of the response: 400, 408, 413, 414, 417, 431, 501 or 505; 200 for #HTTP_OK. */
int http_error_status(HttpError error);

#endif
