/* SPDX-License-Identifier: MIT */
/*
 * Accepting. libuv's own way would close the connections for which there are no descriptors; here they wait in the
 * kernel's queue, unpolled, until a connection is closed or some time has passed.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connection.h"
#include "serving.h"

enum {
    BATCH = 64 /* connections in a row before others have their turn */
};

static void on_acceptable(uv_poll_t *poll, int status, int events);

static void pause_accepting(HttpServer *server)
{
    if (server->accepting) {
        uv_poll_stop(&server->poll);
        server->accepting = false;
    }
}

/* At most @p batch of them, or all if it is 0. */
static void accept_some(HttpServer *server, unsigned batch)
{
    for (unsigned i = 0; batch == 0 || i < batch; i++) {
        int fd;

        if (server->connection_count >= server->connection_limit) {
            pause_accepting(server);
            return;
        }
        fd = accept(server->listen_fd, NULL, NULL);
        if (fd >= 0) {
            (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
            http_connection_open(server, fd);
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return;
        } else if (errno != EINTR && errno != ECONNABORTED && errno != EPROTO) {
            /* No descriptors, or no memory: the socket would stay readable, and the loop would spin. */
            pause_accepting(server);
            if (!server->draining) {
                http_deadline_arm(&server->deadlines, &server->retry, HTTP_DEADLINE_ACCEPT);
            }
            return;
        }
    }
}

static void on_acceptable(uv_poll_t *poll, int status, int events)
{
    (void)status; /* accept() tells */
    (void)events;
    accept_some(poll->data, BATCH);
}

void http_listener_resume(HttpServer *server)
{
    if (server->listen_fd >= 0 && !server->accepting && server->connection_count < server->connection_limit) {
        http_deadline_disarm(&server->retry);
        server->accepting = uv_poll_start(&server->poll, UV_READABLE, on_acceptable) == 0;
        if (!server->accepting) {
            http_deadline_arm(&server->deadlines, &server->retry, HTTP_DEADLINE_ACCEPT);
        }
    }
}

static int listen_on(int fd, const struct sockaddr *address, socklen_t len, uint16_t *port)
{
    const int on = 1;
    struct sockaddr_storage bound;
    socklen_t bound_len = sizeof(bound);

    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    /* An answer leaves in one write and must not wait for the acknowledgement of the one before. Connections inherit
     * it on Linux. */
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    if (address->sa_family == AF_INET6) {
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
    }
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0 || bind(fd, address, len) != 0 ||
        listen(fd, SOMAXCONN) != 0 || getsockname(fd, (struct sockaddr *)&bound, &bound_len) != 0) {
        return uv_translate_sys_error(errno);
    }
    *port = bound.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)&bound)->sin6_port)
                                        : ntohs(((struct sockaddr_in *)&bound)->sin_port);
    return 0;
}

int http_listener_open(HttpServer *server, uint16_t *port)
{
    const HttpServeOptions *options = server->options;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    const bool is_six = uv_ip6_addr(options->host, options->port, &six) == 0;
    const struct sockaddr *address = is_six ? (struct sockaddr *)&six : (struct sockaddr *)&four;
    const socklen_t len = is_six ? sizeof(six) : sizeof(four);
    int error;
    int fd;

    if (!is_six) {
        error = uv_ip4_addr(options->host, options->port, &four);
        if (error != 0) {
            return error;
        }
    }
    fd = socket(address->sa_family, SOCK_STREAM, 0);
    if (fd < 0) {
        return uv_translate_sys_error(errno);
    }
    error = listen_on(fd, address, len, port);
    if (error == 0) {
        error = uv_poll_init(&server->loop, &server->poll, fd);
    }
    if (error != 0) {
        close(fd);
        return error;
    }
    server->poll.data = server;
    server->listen_fd = fd;
    http_listener_resume(server);
    return 0;
}

void http_listener_close(HttpServer *server)
{
    if (server->listen_fd >= 0) {
        accept_some(server, 0); /* whose connections the kernel has accepted already */
        http_deadline_disarm(&server->retry);
        uv_close((uv_handle_t *)&server->poll, NULL);
        close(server->listen_fd);
        server->listen_fd = -1;
        server->accepting = false;
    }
}
