/* SPDX-License-Identifier: MIT */
/**
 * @file connection.h
 * The connections of a server: each moves its bytes, keeps its deadlines and ends by itself.
 */
#ifndef HTTP_SERVER_CONNECTION_H
#define HTTP_SERVER_CONNECTION_H

#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include <bytes/allocator.h>
#include <bytes/uv.h>

#include "addresses.h"
#include "exchange.h"
#include "timers.h"
#include "turns.h"

typedef struct HttpConnection HttpConnection;
typedef struct HttpConnections HttpConnections;

/** Called when one of the connections has been closed and freed. */
typedef void HttpConnectionsOnClosed(HttpConnections *connections);

/** All connections of a server. All but the first five members belong to connection.c, but may be read. */
struct HttpConnections {
    uv_loop_t *loop;
    HttpTimers *timers;
    HttpExchangeContext *context;
    BytesCountingAllocator *memory; /* of everything that connections hold */
    HttpConnectionsOnClosed *on_closed;
    BytesUvLender read_lender;
    BytesUvLender write_lender;
    HttpTurns turns; /* of connections that have sent more than is handled in a row */
    HttpConnection *first;
    size_t count;         /* with those that are closing */
    size_t open_count;    /* without */
    size_t closing_bytes; /* of memory, held by those that are closing */
    uint64_t accepted_count;
    uint64_t refused_count;     /* with too many connections of their address */
    uint64_t yielded_count;     /* closed for new ones */
    uint64_t too_slow_count;    /* that did not take their responses in time */
    uint64_t over_memory_count; /* closed to free memory */
    HttpAddresses addresses;
};

/** @param connections With its first five members set. */
void http_connections_init(HttpConnections *connections);

/** To be called before the loop ends, when there are no more connections. */
void http_connections_end(HttpConnections *connections);

/** Free the buffers, when the loop has ended. */
void http_connections_drop(HttpConnections *connections);

/** True if one of the connections may be closed for a new one. */
bool http_connections_may_yield(HttpConnections *connections);

/** Close one of the connections for a new one, if one may be closed. */
void http_connections_yield(HttpConnections *connections);

/** Take over a connected socket. It is closed if there is no memory, or if its address has too many. */
void http_connection_open(HttpConnections *connections, int fd);

/** The server is draining: each connection ends when it has responded to the requests that have arrived, or are under
 * way. */
void http_connections_drain(HttpConnections *connections);

/** Close all at once, whatever is in progress. */
void http_connections_close(HttpConnections *connections);

#endif
