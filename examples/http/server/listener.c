/* SPDX-License-Identifier: MIT */
#include "listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_BATCH = 64 /* connections accepted in a row before others have their turn */ };

static void pause_accepting(HttpListener *listener)
{
    if (listener->is_accepting) {
        uv_poll_stop(&listener->poll);
        listener->is_accepting = false;
    }
}

/* At most @p max connections, or all if it is 0. */
static void accept_some(HttpListener *listener, unsigned max)
{
    for (unsigned i = 0; max == 0 || i < max; i++) {
        if (!listener->has_capacity(listener)) {
            pause_accepting(listener);
            http_timer_start(listener->timers, &listener->retry, HTTP_TIMER_ACCEPT);
            return;
        }
        const int fd = accept(listener->fd, NULL, NULL);
        if (fd >= 0) {
            (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
            listener->on_accept(listener, fd);
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return;
        } else if (errno != EINTR && errno != ECONNABORTED && errno != EPROTO) {
            /* No descriptors, or no memory: the socket stays readable, and the loop would spin. */
            pause_accepting(listener);
            http_timer_start(listener->timers, &listener->retry, HTTP_TIMER_ACCEPT);
            return;
        }
    }
}

static void on_acceptable(uv_poll_t *poll, int status, int events)
{
    (void)status; /* accept() reports the error */
    (void)events;
    accept_some(poll->data, MAX_BATCH);
}

void http_listener_resume(HttpListener *listener)
{
    if (!listener->is_open || listener->is_accepting) {
        return;
    }
    if (!listener->has_capacity(listener)) {
        http_timer_start(listener->timers, &listener->retry, HTTP_TIMER_ACCEPT); /* time may give some */
        return;
    }
    http_timer_stop(&listener->retry);
    listener->is_accepting = uv_poll_start(&listener->poll, UV_READABLE, on_acceptable) == 0;
    if (!listener->is_accepting) {
        http_timer_start(listener->timers, &listener->retry, HTTP_TIMER_ACCEPT);
    }
}

static void on_retry(HttpTimer *timer)
{
    void *const listener = (char *)timer - offsetof(HttpListener, retry);
    http_listener_resume(listener);
}

static int listen_on(int fd, const struct sockaddr *address, socklen_t len, uint16_t *bound)
{
    const int on = 1;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    /* A response leaves in one write and must not wait for the acknowledgement of the one before. On Linux connections
     * inherit this option. */
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    if (address->sa_family == AF_INET6) {
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
    }
    union {
        struct sockaddr any;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
    } name;
    socklen_t name_len = sizeof(name);
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0 || bind(fd, address, len) != 0 ||
        listen(fd, SOMAXCONN) != 0 || getsockname(fd, &name.any, &name_len) != 0) {
        return uv_translate_sys_error(errno);
    }
    *bound = ntohs(name.any.sa_family == AF_INET6 ? name.six.sin6_port : name.four.sin_port);
    return 0;
}

int http_listener_open(HttpListener *listener, uv_loop_t *loop, HttpTimers *timers, const char *host, uint16_t port,
                       uint16_t *bound)
{
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    const bool is_six = uv_ip6_addr(host, port, &six) == 0;
    int error = is_six ? 0 : uv_ip4_addr(host, port, &four);
    if (error != 0) {
        return error;
    }
    const struct sockaddr *address = is_six ? (struct sockaddr *)&six : (struct sockaddr *)&four;
    const int fd = socket(address->sa_family, SOCK_STREAM, 0);
    if (fd < 0) {
        return uv_translate_sys_error(errno);
    }
    error = listen_on(fd, address, is_six ? sizeof(six) : sizeof(four), bound);
    if (error == 0) {
        error = uv_poll_init(loop, &listener->poll, fd);
    }
    if (error != 0) {
        close(fd);
        return error;
    }
    listener->poll.data = listener;
    listener->timers = timers;
    listener->retry = (HttpTimer){.expired = on_retry};
    listener->fd = fd;
    listener->is_open = true;
    listener->is_accepting = false;
    http_listener_resume(listener);
    return 0;
}

void http_listener_close(HttpListener *listener)
{
    if (!listener->is_open) {
        return;
    }
    accept_some(listener, 0); /* the kernel has completed these connections already */
    http_timer_stop(&listener->retry);
    uv_close((uv_handle_t *)&listener->poll, NULL);
    close(listener->fd);
    listener->is_open = false;
    listener->is_accepting = false;
}
