/* SPDX-License-Identifier: MIT */
/**
 * @file listener.h
 * Accepting connections. libuv's own way closes those for which there are no descriptors; here they wait in the
 * kernel's queue, unpolled, until a connection is closed or some time has passed.
 */
#ifndef HTTP_SERVER_LISTENER_H
#define HTTP_SERVER_LISTENER_H

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#include "timers.h"

typedef struct HttpListener HttpListener;

/** True if one more connection may be accepted. */
typedef bool HttpListenerHasCapacity(HttpListener *listener);

/** Called with the socket of a new connection, which belongs to the callback. */
typedef void HttpListenerOnAccept(HttpListener *listener, int fd);

/** Set the first two members; the others belong to the listener. */
struct HttpListener {
    HttpListenerHasCapacity *has_capacity;
    HttpListenerOnAccept *on_accept;
    HttpTimers *timers;
    HttpTimer retry;
    uv_poll_t poll;
    int fd;
    bool is_open;
    bool is_accepting; /* the poll handle is active */
};

/**
 * Listen on a numeric address.
 *
 * @param[out] bound The port, which is another one if @p port is 0.
 * @return 0 or a negative UV_E... code; then there is nothing to undo.
 */
int http_listener_open(HttpListener *listener, uv_loop_t *loop, HttpTimers *timers, const char *host, uint16_t port,
                       uint16_t *bound);

/** Accept again after a pause, if there is capacity: a connection has been closed. */
void http_listener_resume(HttpListener *listener);

/** Accept what has arrived, and nothing from then on. */
void http_listener_close(HttpListener *listener);

#endif
