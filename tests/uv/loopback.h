/* SPDX-License-Identifier: MIT */
/*
 * A libuv loop and one stream of it, whose peer is a plain socket that the test reads and writes itself, in the same
 * thread: so every state of the peer is one that the test made. Nothing waits for time.
 */
#ifndef BYTES_TESTS_UV_LOOPBACK_H
#define BYTES_TESTS_UV_LOOPBACK_H

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

#include <bytes/uv.h>

#include "../unit/test_allocator.h"
#include "tap.h"

/* What libuv itself allocates: counted, and made to fail. */
typedef struct UvMemory {
    size_t calls;
    size_t fail_at; /* the call of this number fails; 0: none */
} UvMemory;

static UvMemory uv_memory;

static inline bool uv_memory_fails(void)
{
    uv_memory.calls++;
    return uv_memory.calls == uv_memory.fail_at;
}

static inline void *uv_memory_malloc(size_t size)
{
    return uv_memory_fails() ? NULL : malloc(size);
}

static inline void *uv_memory_realloc(void *block, size_t size)
{
    return uv_memory_fails() ? NULL : realloc(block, size);
}

static inline void *uv_memory_calloc(size_t count, size_t size)
{
    return uv_memory_fails() ? NULL : calloc(count, size);
}

__attribute__((constructor)) static void loopback_prepare(void)
{
    signal(SIGPIPE, SIG_IGN);
    setenv("UV_THREADPOOL_SIZE", "4", 1);
    if (uv_replace_allocator(uv_memory_malloc, uv_memory_realloc, uv_memory_calloc, free) != 0) {
        abort();
    }
}

typedef struct Loopback {
    uv_loop_t loop;
    union {
        uv_stream_t stream;
        uv_handle_t handle;
        uv_pipe_t pipe;
        uv_tcp_t tcp;
    } uv;
    int peer; /* does not block; -1: closed */
    bool closed;
} Loopback;

static inline void set_nonblocking(int fd)
{
    CHECK_EQ(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
}

/* A connected pair of Unix sockets. */
static inline void loopback_open(Loopback *self)
{
    int pair[2];
    self->closed = false;
    CHECK_EQ(uv_loop_init(&self->loop), 0);
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    CHECK_EQ(uv_pipe_init(&self->loop, &self->uv.pipe, 0), 0);
    CHECK_EQ(uv_pipe_open(&self->uv.pipe, pair[0]), 0);
    set_nonblocking(pair[1]);
    self->peer = pair[1];
}

/* A listening socket on a port that the kernel picks. */
static inline int listen_anywhere(struct sockaddr_in *address)
{
    socklen_t len = sizeof(*address);
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(fd >= 0);
    CHECK_EQ(uv_ip4_addr("127.0.0.1", 0, address), 0);
    CHECK_EQ(bind(fd, (struct sockaddr *)address, len), 0);
    CHECK_EQ(listen(fd, 8), 0);
    CHECK_EQ(getsockname(fd, (struct sockaddr *)address, &len), 0);
    return fd;
}

/* A connection over TCP. */
static inline void loopback_open_tcp(Loopback *self)
{
    struct sockaddr_in address;
    const int listener = listen_anywhere(&address);
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    self->closed = false;
    CHECK_EQ(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    self->peer = accept(listener, NULL, NULL);
    CHECK(self->peer >= 0);
    close(listener);
    set_nonblocking(self->peer);
    CHECK_EQ(uv_loop_init(&self->loop), 0);
    CHECK_EQ(uv_tcp_init(&self->loop, &self->uv.tcp), 0);
    CHECK_EQ(uv_tcp_open(&self->uv.tcp, fd), 0);
}

/* Let the kernel hold little, so that writes are partial: its minimum, or for TCP what does not make it wait for
 * acknowledgements. */
static inline void loopback_shrink_send_buffer(Loopback *self)
{
    const int size = self->uv.handle.type == UV_TCP ? 64 * 1024 : 1;
    uv_os_fd_t fd;
    CHECK_EQ(uv_fileno(&self->uv.handle, &fd), 0);
    CHECK_EQ(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size)), 0);
}

/* Everything that is ready, without waiting. */
static inline void loopback_turn(Loopback *self)
{
    uv_run(&self->loop, UV_RUN_NOWAIT);
}

/* Run the loop until it is so. A test that waits in vain fails by its time limit, or here if nothing can come. */
#define RUN_UNTIL(loopback, condition)                                                                                 \
    do {                                                                                                               \
        while (!(condition)) {                                                                                         \
            CHECK(uv_loop_alive(&(loopback)->loop));                                                                   \
            uv_run(&(loopback)->loop, UV_RUN_ONCE);                                                                    \
        }                                                                                                              \
    } while (0)

static inline void peer_write(Loopback *self, const void *data, size_t len)
{
    CHECK_EQ(write(self->peer, data, len), (ssize_t)len);
}

#define PEER_WRITE(loopback, literal) peer_write(loopback, literal, sizeof(literal) - 1)

static inline void peer_fill(Loopback *self, size_t len)
{
    char *const data = malloc(len);
    for (size_t i = 0; i < len; i++) {
        data[i] = (char)('a' + i % 26);
    }
    peer_write(self, data, len);
    free(data);
}

/* What has arrived, up to @p capacity bytes; -1 with errno otherwise. */
static inline ssize_t peer_read(Loopback *self, void *out, size_t capacity)
{
    return read(self->peer, out, capacity);
}

static inline void peer_close(Loopback *self)
{
    if (self->peer >= 0) {
        close(self->peer);
        self->peer = -1;
    }
}

/* So that the other side meets ECONNRESET. */
static inline void peer_reset(Loopback *self)
{
    const struct linger now = {1, 0};
    CHECK_EQ(setsockopt(self->peer, SOL_SOCKET, SO_LINGER, &now, sizeof(now)), 0);
    peer_close(self);
}

/* Let the loop run out of handles, and end it. All handles are closing. */
static inline void loopback_end(Loopback *self)
{
    uv_run(&self->loop, UV_RUN_DEFAULT);
    CHECK_EQ(uv_loop_close(&self->loop), 0);
    peer_close(self);
}

#endif
