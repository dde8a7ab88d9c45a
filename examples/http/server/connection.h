/* SPDX-License-Identifier: MIT */
/**
 * @file connection.h
 * One connection: connection.c moves its bytes and ends it, requests.c knows what they say.
 */
#ifndef HTTP_SERVER_CONNECTION_H
#define HTTP_SERVER_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include <bytes/mut.h>
#include <bytes/view.h>

#include "response.h"
#include "parser/error.h"
#include "serving.h"
#include "parser/stream.h"

typedef enum HttpPhase {
    HTTP_PHASE_OPEN,      /* requests are read */
    HTTP_PHASE_LAST,      /* no more requests; answers may still have to leave */
    HTTP_PHASE_LINGERING, /* all has been said; what the client still says is thrown away */
    HTTP_PHASE_CLOSED     /* uv_close() was called */
} HttpPhase;

struct HttpConnection {
    uv_tcp_t tcp;
    HttpServer *server;
    HttpConnection *prev;
    HttpConnection *next;
    HttpDeadline input;  /* for the client to send */
    HttpDeadline output; /* for the client to take */
    HttpStream stream;
    BytesMut in;   /* what was read and not yet consumed; lent while empty */
    BytesMut out;  /* answers; lent likewise */
    size_t ready;  /* how much of `out` may leave: not the answer to a request whose body is still to come */
    Bytes sending; /* what libuv is writing; split off `out` */
    union {
        uv_write_t write;
        uv_shutdown_t shutdown; /* after all writing */
    } request;
    uint64_t unpaid;      /* body bytes since the deadline was last moved; bytes thrown away while lingering */
    size_t last_read;     /* what the last read brought */
    uint32_t answers;     /* in the ready part of `out` */
    uint32_t answers_out; /* in `sending` */
    uint8_t phase;        /* HttpPhase */
    bool reading;
    bool in_body; /* between the end of a head and the end of its request */
    bool is_head; /* then: its method is HEAD */
    bool renewed; /* something that earns a new deadline has happened */
    uint8_t keep; /* HttpKeep: what the answer to the request in progress says, or will */
    bool ended;   /* the client sends no more */
};

/** Take over a connected socket. It is closed if there is no memory. */
void http_connection_open(HttpServer *server, int fd);

/** A deadline of a connection has passed; its kind tells which of the two. */
void http_connection_expired(HttpConnection *connection, HttpDeadlineKind kind);

/** The server is to end: close if nothing was asked, else answer what was begun first. */
void http_connection_drain(HttpConnection *connection);

/** Close at once, whatever is under way. */
void http_connection_close(HttpConnection *connection);

/* In requests.c. */

/** Ready for the first request. */
void http_requests_init(HttpConnection *connection);

/**
 * Answer what has been read, as far as the limits on waiting answers allow.
 *
 * @param[out] again There is more to look at as soon as answers have left.
 * @return 0, or #BYTES_ENOMEM: the connection is to be closed.
 */
int http_requests_run(HttpConnection *connection, bool *again);

/** Refuse the request in progress, and everything after it. @return As above. */
int http_requests_refuse(HttpConnection *connection, HttpError error);

/** No more requests: forget the one in progress. */
void http_requests_end(HttpConnection *connection);

/** Have so many answers gathered that nothing more is to be read until some have left? */
bool http_requests_are_too_many(const HttpConnection *connection);

/** What the connection waits for: #HTTP_DEADLINE_IDLE, #HTTP_DEADLINE_HEAD or #HTTP_DEADLINE_BODY. */
HttpDeadlineKind http_requests_awaited(const HttpConnection *connection);

#endif
