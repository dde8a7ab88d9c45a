/* SPDX-License-Identifier: MIT */
/* One client: its requests are parsed in the read buffer, and the replies of one turn of the loop leave together. */
#ifndef CACHE_CONNECTION_H
#define CACHE_CONNECTION_H

#include <bytes/uv.h>

#include "cache.h"

/* Times in milliseconds; 0: without end. */
typedef struct ConnectionLimits {
    size_t max_output;     /* bytes of queued replies: no request is executed above, and reading stops */
    size_t max_copied;     /* bytes of short values in the replies to one request; more end the connection */
    uint64_t idle_time;    /* between requests */
    uint64_t request_time; /* for each 64 KiB of a request that has begun, and for the rest */
    uint64_t write_time;   /* for the client to take some of the replies */
    uint64_t drain_time;   /* for it to take the last ones, and to close */
} ConnectionLimits;

typedef struct Connection Connection;

enum { AHEAD = 16 /* requests that are parsed before the first of them is executed */ };

typedef struct Server {
    Cache cache;
    ConnectionLimits limits;
    uv_loop_t *loop;
    int64_t clock_offset; /* from the loop's clock to milliseconds since 1970 */
    uv_tcp_t listener;
    BytesUvLender lender;
    BytesUvBatch flushes;
    Connection *first;       /* of the connections */
    RespParser ahead[AHEAD]; /* for pipelined requests after the first, while one connection is served */
} Server;

/* Accept a connection of the server's listener. An error closes it; the server goes on. */
void connection_accept(Server *server);

/* Close the connections whose time is over; release memory that idle ones do not need. */
void connections_tick(Server *server);

/* End all: each gets the replies that are queued. @param at_once Without them. */
void connections_end(Server *server, bool at_once);

#endif
