/* SPDX-License-Identifier: MIT */
/**
 * @file answer.h
 * The responses, appended to a buffer.
 */
#ifndef HTTP_SERVER_RESPONSE_H
#define HTTP_SERVER_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <bytes/mut.h>

#include "parser/error.h"
#include "parser/request.h"

/** What a response says about the connection. */
typedef enum HttpKeep {
    HTTP_KEEP_SILENTLY,  /* persistent, as HTTP/1.1 is without being told */
    HTTP_KEEP_SAYING_SO, /* persistent, for a client of HTTP/1.0 */
    HTTP_KEEP_NOT,
    HTTP_KEEP_KINDS
} HttpKeep;

/** The parts of responses that change no more than once a second. */
typedef struct HttpAnswers {
    const char *reply; /* NULL: the request's head is the answer */
    size_t reply_len;
    time_t second;
    char date[96];                    /* "Date: ... GMT\r\n" */
    char heads[HTTP_KEEP_KINDS][320]; /* of a fixed reply: all up to its body; else all up to the length's digits */
    size_t head_lens[HTTP_KEEP_KINDS];
} HttpAnswers;

/** @param reply As in HttpServeOptions; borrowed. */
void http_answers_init(HttpAnswers *answers, const char *reply, size_t reply_len);

/**
 * Append the response to a request.
 *
 * @param views The views of method, target, name, value, name, value, ...
 * @return 0 or #BYTES_ENOMEM; then nothing was appended.
 */
int http_answer_request(HttpAnswers *answers, BytesMut *out, const HttpRequest *request, const Bytes *views,
                        HttpKeep keep);

/**
 * Make the response to a request say that the connection closes, now that it does.
 *
 * @param out  It is the last thing in there.
 * @param at   Where it begins.
 * @param keep What it was made with.
 * @return 0 or #BYTES_ENOMEM; then nothing has changed.
 */
int http_answer_close(BytesMut *out, size_t at, HttpKeep keep);

/** Append the response to a request that is refused; it says that the connection closes. @return As above. */
int http_answer_refusal(HttpAnswers *answers, BytesMut *out, HttpError error, bool without_body);

/** Append "100 Continue". @return As above. */
int http_answer_continue(BytesMut *out);

#endif
