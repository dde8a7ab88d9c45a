/* SPDX-License-Identifier: MIT */
/**
 * @file response.h
 * The responses, appended to a buffer.
 */
#ifndef HTTP_SERVER_RESPONSE_H
#define HTTP_SERVER_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include <bytes/mut.h>
#include <bytes/view.h>

#include "parser/error.h"
#include "parser/request.h"

/** What a response says about the connection. */
typedef enum HttpPersistence {
    HTTP_PERSISTENCE_IMPLIED, /* it stays open, as is the default in HTTP/1.1 */
    HTTP_PERSISTENCE_STATED,  /* it stays open, and a client of HTTP/1.0 must be told */
    HTTP_PERSISTENCE_CLOSE,   /* it closes */
    HTTP_PERSISTENCE_KINDS
} HttpPersistence;

/** The parts of responses that change at most once a second. */
typedef struct HttpResponses {
    const char *reply; /* NULL: the body is the head of the request */
    size_t reply_len;
    time_t second;
    char date[96]; /* "Date: ... GMT\r\n" */
    /* All up to the body; or, if its length differs for each request, up to the digits of Content-Length. */
    char heads[HTTP_PERSISTENCE_KINDS][320];
    size_t head_lens[HTTP_PERSISTENCE_KINDS];
} HttpResponses;

/** @param reply As in HttpServerOptions; borrowed. */
void http_responses_init(const char *reply, size_t reply_len, HttpResponses *out);

/**
 * Append the response to a request.
 *
 * @param views The views of method, target, name, value, name, value, ...
 * @return 0 or #BYTES_ENOMEM; then nothing was appended.
 */
int http_respond(HttpResponses *responses, BytesMut *out, const HttpRequest *request, const Bytes *views,
                 HttpPersistence persistence);

/** Append the response to a rejected request; it says that the connection closes. @return As http_respond(). */
int http_respond_with_error(HttpResponses *responses, BytesMut *out, HttpError error, bool without_body);

/** Append "100 Continue". @return As http_respond(). */
int http_respond_continue(BytesMut *out);

/**
 * Make a response that has been appended say that the connection closes.
 *
 * @param out         The response is the last thing in it.
 * @param begin       Offset of the response.
 * @param persistence What it was made with.
 * @return 0 or #BYTES_ENOMEM; then nothing has changed.
 */
int http_response_change_to_close(BytesMut *out, size_t begin, HttpPersistence persistence);

#endif
