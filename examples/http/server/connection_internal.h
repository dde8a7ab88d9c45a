/* SPDX-License-Identifier: MIT */
/* A connection, for the files that move it along and that choose which one to close. */
#ifndef HTTP_SERVER_CONNECTION_INTERNAL_H
#define HTTP_SERVER_CONNECTION_INTERNAL_H

#include "connection.h"

typedef enum HttpPhase {
    HTTP_PHASE_OPEN,      /* requests are read */
    HTTP_PHASE_ENDING,    /* the last responses are being sent */
    HTTP_PHASE_LINGERING, /* all has been sent; what the client still sends is discarded */
    HTTP_PHASE_CLOSED     /* uv_close() has been called */
} HttpPhase;

struct HttpConnection {
    uv_tcp_t tcp;
    HttpConnections *connections;
    HttpConnection *prev;
    HttpConnection *next;
    BytesUvReader reader;
    BytesUvWriter writer;
    HttpTimer timer;       /* for the client to send */
    HttpTimer write_timer; /* for the client to take what is being sent */
    HttpAddressEntry address;
    HttpTurn turn; /* while it waits, nothing is read */
    HttpExchange exchange;
    uint64_t sent_bytes;      /* of responses that were given to the writer */
    uint64_t taken_bytes;     /* of those that the client had taken when write_timer was started */
    uint64_t progress_at;     /* when it last took responses, or had taken all */
    uint64_t discarded_bytes; /* while lingering */
    size_t closing_bytes;     /* of memory, which are freed once it is closed */
    HttpPhase phase;
    bool has_received_end;
    char client[HTTP_ADDRESS_TEXT]; /* for the log */
};

/* Close at once, whatever is in progress; nothing happens if it is closing. */
void http_connection_close(HttpConnection *connection);

/* Bytes of memory that it holds. */
size_t http_connection_memory(const HttpConnection *connection);

/* True if memory has run short, and will be freed at the end of this turn of the loop: what needs memory is to wait. */
bool http_connections_are_closing(const HttpConnections *connections);

/* Close connections until the memory of all is within its limit. May close any, but frees none. */
void http_connections_bound_memory(HttpConnections *connections);

#endif
