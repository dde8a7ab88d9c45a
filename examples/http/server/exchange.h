/* SPDX-License-Identifier: MIT */
/**
 * @file exchange.h
 * From the bytes of one connection to responses: what each event of the parser means. No sockets.
 */
#ifndef HTTP_SERVER_EXCHANGE_H
#define HTTP_SERVER_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bytes/mut.h>
#include <bytes/uv.h>
#include <bytes/view.h>

#include "line_writer.h"
#include "parser/stream.h"
#include "response.h"
#include "server_options.h"
#include "timers.h"

/** What the exchanges of one server share. */
typedef struct HttpExchangeContext {
    const HttpServerOptions *options;
    HttpConfig config;
    HttpResponses responses;
    BytesUvLender *lender; /* of the buffers that responses are appended to */
    BytesAllocator *allocator;
    bool draining; /* the server is to end */

    /* Of the head that is being responded to; nothing of it outlives that. */
    BytesRange *ranges;
    Bytes *views;
    size_t range_capacity;
    BytesRange *trailers;
    size_t trailer_capacity;

    HttpLineWriter *log; /* one line for each response; NULL: none */
    uint64_t request_count;
    uint64_t rejection_count;
    uint64_t view_count;
} HttpExchangeContext;

typedef struct HttpExchange {
    HttpExchangeContext *context;
    BytesMut *in; /* what was read and has not been consumed */
    HttpStream stream;
    BytesMut out;          /* responses that are to be sent; a lent buffer */
    const char *client;    /* for the log */
    BytesMut request_line; /* for the log: the method and the target, escaped; while in_body */
    uint64_t began_at;     /* for the log: when the request in progress began to arrive, in nanoseconds; 0: not yet */
    size_t ready;          /* bytes of `out` that may be sent. The response to a request whose body is still to come is
                            after them. */
    size_t queued;         /* bytes of responses that were sent before, and have not left */
    size_t responses;      /* sent or ready since none was queued */
    uint64_t last_at;      /* once draining: the request with the byte before this stream offset, or that which ends
                            beyond it, is the last */
    uint64_t body_bytes;   /* of the body in progress, since the last progress */
    uint8_t persistence;   /* HttpPersistence of the response to the request in progress */
    bool in_body;          /* between the end of a head and the end of its request */
    bool is_head;          /* while in_body: the method is HEAD */
    bool has_more;         /* the last run has done its share; there may be more in `in` */
    bool has_ended;        /* there will be no more requests; responses may still have to be sent */
    bool has_progressed;   /* the client has earned a new timeout; to be reset by the caller */
} HttpExchange;

/** Ready for the first request. @param in The buffer that is read into; must outlive the exchange. */
void http_exchange_init(HttpExchangeContext *context, BytesMut *in, HttpExchange *out);

/**
 * Respond to what has been read, as far as the limits on queued responses and on what is done in a row allow.
 *
 * @param queued Bytes of earlier responses that have not left.
 * @return 0, or #BYTES_ENOMEM: the connection is to be closed.
 */
int http_exchange_run(HttpExchange *exchange, size_t queued);

/** Reject the request in progress, and end. @return As http_exchange_run(). */
int http_exchange_reject(HttpExchange *exchange, HttpError error);

/**
 * The server is draining: the last of the requests that have arrived, or else the next one, closes the connection.
 *
 * @param arrived Bytes that have arrived and are not in `in` yet.
 */
void http_exchange_drain(HttpExchange *exchange, size_t arrived);

/** No more requests: forget the one in progress. */
void http_exchange_end(HttpExchange *exchange);

/** The `ready` bytes at the front of `out` have been sent. Ends each callback: memory that is not needed goes back. */
void http_exchange_settle(HttpExchange *exchange);

/** Give back all memory. */
void http_exchange_drop(HttpExchange *exchange);

/** True if the responses that are ready or queued, or their bytes, have reached a limit: nothing more should be read
 * until they have left. */
bool http_exchange_is_full(const HttpExchange *exchange);

/** What the client is expected to send: the next request (#HTTP_TIMER_IDLE), the rest of a head (#HTTP_TIMER_HEAD) or
 * of a body (#HTTP_TIMER_BODY). */
HttpTimerKind http_exchange_expected(const HttpExchange *exchange);

#endif
