/* SPDX-License-Identifier: MIT */
/**
 * @file serving.h
 * What the parts of the server share: one loop, one of everything that connections can take turns with.
 */
#ifndef HTTP_SERVER_SERVING_H
#define HTTP_SERVER_SERVING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include <bytes/mut.h>
#include <bytes/view.h>

#include "response.h"
#include "timers.h"
#include "memory.h"
#include "server.h"

typedef struct HttpConnection HttpConnection;

typedef struct HttpServer {
    uv_loop_t loop;
    uv_signal_t signals[2];
    const HttpServeOptions *options;
    HttpConfig config;
    HttpMemory memory;
    HttpDeadlines deadlines;
    HttpDeadline drain;
    HttpAnswers answers;
    bool draining;

    /* What is said at the end. */
    uint64_t request_count;
    uint64_t view_count;
    uint64_t accepted_count;

    /* listener.c */
    uv_poll_t poll;
    int listen_fd;  /* -1: none */
    bool accepting; /* the poll handle is active */
    HttpDeadline retry;

    /* connection.c */
    HttpConnection *connections; /* all of them */
    size_t connection_count;
    size_t connection_limit;

    /* Buffers to read into and to write answers to, lent to one connection at a time: idle ones need none. */
    BytesMut in;
    BytesMut out;

    /* Of the head that is being answered; nothing of it outlives that. */
    BytesRange *ranges;
    Bytes *views;
    size_t range_capacity;
    BytesRange *trailers;
    size_t trailer_capacity;
} HttpServer;

enum {
    HTTP_LENT_SIZE = 64 * 1024 /* of the buffers that are lent */
};

/** Give `*buffer`, which has no storage, the server's @p shared one, or a new one. @return 0 or #BYTES_ENOMEM. */
int http_server_lend(HttpServer *server, BytesMut *shared, BytesMut *buffer);

/** When a connection is done for now: take back what it was lent, and leave it no more than its bytes need. */
void http_server_settle(HttpServer *server, BytesMut *shared, BytesMut *buffer);

/** Listen as the options say. @return 0 or a negative UV_E... code; then there is nothing to undo. */
int http_listener_open(HttpServer *server, uint16_t *port);

/** Accept what has arrived, and no more from then on. */
void http_listener_close(HttpServer *server);

/** Accept again after a pause, if there is room: a connection was closed, or the time to wait is over. */
void http_listener_resume(HttpServer *server);

/** Called when the last connection is gone. */
void http_server_is_idle(HttpServer *server);

#endif
