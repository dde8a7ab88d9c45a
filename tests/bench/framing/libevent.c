/* SPDX-License-Identifier: MIT */
/*
 * The echo and digest server on libevent's bufferevents. Frames are hashed on the loop thread, in place where they are
 * contiguous; payloads move from the input to the output without being copied where evbuffers allow. Prints its port.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>

#include "protocol.h"

static void on_read(struct bufferevent *connection, void *context)
{
    struct evbuffer *const in = bufferevent_get_input(connection);
    struct evbuffer *const out = bufferevent_get_output(connection);
    uint8_t prefix[PREFIX];
    (void)context;
    while (evbuffer_copyout(in, prefix, PREFIX) == PREFIX) {
        const uint32_t len = load_prefix(prefix);
        if (len > FRAME_MAX) {
            bufferevent_free(connection);
            return;
        }
        if (evbuffer_get_length(in) < PREFIX + (size_t)len) {
            bufferevent_setwatermark(connection, EV_READ, PREFIX + (size_t)len, 0);
            return;
        }
        uint8_t header[HEADER];
        evbuffer_drain(in, PREFIX);
        const uint8_t *const payload = len != 0 ? evbuffer_pullup(in, (ev_ssize_t)len) : header;
        store_header(header, payload, len);
        evbuffer_add(out, header, HEADER);
        evbuffer_remove_buffer(in, out, len);
    }
    bufferevent_setwatermark(connection, EV_READ, PREFIX, 0);
}

static void on_event(struct bufferevent *connection, short events, void *context)
{
    (void)context;
    if ((events & (BEV_EVENT_EOF | BEV_EVENT_ERROR)) != 0) {
        bufferevent_free(connection);
    }
}

static void on_connection(struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *address, int len,
                          void *context)
{
    struct bufferevent *const connection =
        bufferevent_socket_new(evconnlistener_get_base(listener), fd, BEV_OPT_CLOSE_ON_FREE);
    (void)address;
    (void)len;
    (void)context;
    if (connection == NULL) {
        abort();
    }
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)); /* as the others */
    /* Reads as large as those of the others; its default is 16 KiB. */
    bufferevent_set_max_single_read(connection, 256 * 1024);
    bufferevent_set_max_single_write(connection, 256 * 1024);
    bufferevent_setcb(connection, on_read, NULL, on_event, NULL);
    bufferevent_enable(connection, EV_READ | EV_WRITE);
}

int main(void)
{
    struct event_base *const base = event_base_new();
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    struct evconnlistener *const listener =
        evconnlistener_new_bind(base, on_connection, NULL, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_REUSEABLE, 1024,
                                (struct sockaddr *)&address, (int)size);
    if (listener == NULL || getsockname(evconnlistener_get_fd(listener), (struct sockaddr *)&address, &size) != 0) {
        return 1;
    }
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return event_base_dispatch(base);
}
