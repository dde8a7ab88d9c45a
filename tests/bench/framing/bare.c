/* SPDX-License-Identifier: MIT */
/*
 * The least that an echo and digest server on libuv costs: it copies nothing and counts nothing. Each connection has
 * one block; while its frames are hashed by a worker thread and written from the block, it is not read into. Prints its
 * port.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <uv.h>

#include "protocol.h"

enum { BLOCK = 256 * 1024, FRAMES = BLOCK / PREFIX / 8 };

typedef struct Connection {
    uv_tcp_t tcp;
    uv_work_t work;
    uv_write_t write;
    uint8_t *block;
    size_t capacity;
    size_t len;  /* bytes in the block */
    size_t used; /* of whole frames */
    unsigned frames;
    uint8_t headers[FRAMES][HEADER];
    uv_buf_t bufs[2 * FRAMES];
} Connection;

static void allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
    Connection *const self = handle->data;
    (void)suggested;
    *out = uv_buf_init((char *)self->block + self->len, (unsigned)(self->capacity - self->len));
}

static void on_closed(uv_handle_t *handle)
{
    Connection *const self = handle->data;
    free(self->block);
    free(self);
}

static void close_connection(Connection *self)
{
    if (!uv_is_closing((uv_handle_t *)&self->tcp)) {
        uv_close((uv_handle_t *)&self->tcp, on_closed);
    }
}

static void serve(Connection *self);

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf)
{
    Connection *const self = stream->data;
    (void)buf;
    if (count < 0) {
        close_connection(self);
    } else if (count > 0) {
        self->len += (size_t)count;
        serve(self);
    }
}

static void read_on(Connection *self)
{
    memmove(self->block, self->block + self->used, self->len - self->used); /* of one frame's beginning */
    self->len -= self->used;
    self->used = 0;
    self->frames = 0;
    uv_read_start((uv_stream_t *)&self->tcp, allocate, on_read);
}

static void on_written(uv_write_t *write, int status)
{
    Connection *const self = write->data;
    if (status < 0) {
        close_connection(self);
    } else {
        read_on(self);
    }
}

static void hash_frames(uv_work_t *work)
{
    Connection *const self = work->data;
    const uint8_t *frame = self->block;
    for (unsigned i = 0; i < self->frames; i++) {
        const uint32_t len = load_prefix(frame);
        store_header(self->headers[i], frame + PREFIX, len);
        frame += PREFIX + len;
    }
}

static void on_hashed(uv_work_t *work, int status)
{
    Connection *const self = work->data;
    uv_buf_t *bufs = self->bufs;
    unsigned count = 0;
    uint8_t *frame = self->block;
    (void)status;
    for (unsigned i = 0; i < self->frames; i++) {
        const uint32_t len = load_prefix(frame);
        bufs[count++] = uv_buf_init((char *)self->headers[i], HEADER);
        if (len != 0) {
            bufs[count++] = uv_buf_init((char *)frame + PREFIX, len);
        }
        frame += PREFIX + len;
    }
    const int written = uv_try_write((uv_stream_t *)&self->tcp, bufs, count);
    if (written < 0 && written != UV_EAGAIN) {
        close_connection(self);
        return;
    }
    size_t rest = written > 0 ? (size_t)written : 0;
    while (count != 0 && rest >= bufs->len) {
        rest -= bufs->len;
        bufs++;
        count--;
    }
    if (count == 0) {
        read_on(self);
        return;
    }
    bufs->base += rest;
    bufs->len -= rest;
    if (uv_write(&self->write, (uv_stream_t *)&self->tcp, bufs, count, on_written) != 0) {
        close_connection(self);
    }
}

/* Whole frames, if there are any. */
static void serve(Connection *self)
{
    size_t need = PREFIX;
    while (self->frames < FRAMES && self->len - self->used >= PREFIX) {
        const uint32_t len = load_prefix(self->block + self->used);
        if (len > FRAME_MAX) {
            close_connection(self);
            return;
        }
        need = PREFIX + (size_t)len;
        if (self->len - self->used < need) {
            break;
        }
        self->used += need;
        self->frames++;
    }
    if (self->frames != 0) {
        uv_read_stop((uv_stream_t *)&self->tcp);
        uv_queue_work(self->tcp.loop, &self->work, hash_frames, on_hashed);
    } else if (need > self->capacity) {
        uint8_t *const larger = realloc(self->block, need);
        if (larger == NULL) {
            close_connection(self);
            return;
        }
        self->block = larger;
        self->capacity = need;
    }
}

static void on_connection(uv_stream_t *server, int status)
{
    if (status < 0) {
        return;
    }
    Connection *const self = calloc(1, sizeof(*self));
    if (self == NULL || (self->block = malloc(BLOCK)) == NULL) {
        abort();
    }
    self->capacity = BLOCK;
    uv_tcp_init(server->loop, &self->tcp);
    self->tcp.data = self;
    self->work.data = self;
    self->write.data = self;
    if (uv_accept(server, (uv_stream_t *)&self->tcp) != 0) {
        close_connection(self);
        return;
    }
    uv_tcp_nodelay(&self->tcp, 1);
    uv_read_start((uv_stream_t *)&self->tcp, allocate, on_read);
}

int main(void)
{
    uv_loop_t *const loop = uv_default_loop();
    uv_tcp_t server;
    struct sockaddr_in address;
    int size = sizeof(address);
    uv_ip4_addr("127.0.0.1", 0, &address);
    uv_tcp_init(loop, &server);
    if (uv_tcp_bind(&server, (const struct sockaddr *)&address, 0) != 0 ||
        uv_listen((uv_stream_t *)&server, 1024, on_connection) != 0) {
        return 1;
    }
    uv_tcp_getsockname(&server, (struct sockaddr *)&address, &size);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return uv_run(loop, UV_RUN_DEFAULT);
}
