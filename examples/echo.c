/* SPDX-License-Identifier: MIT */
/*
 * Echoes length-prefixed messages (a length of 4 bytes, most significant first, then the payload) on libuv, and copies
 * none of them. Listens on a port of 127.0.0.1 that the kernel picks, and prints it.
 */
#include <stdio.h>
#include <stdlib.h>

#include <bytes/codec.h>
#include <bytes/uv.h>

typedef struct Connection {
    uv_tcp_t tcp;
    BytesUvReader reader;
    BytesUvWriter writer;
} Connection;

static const BytesFrameFormat format = {.width = 4, .skip = BYTES_SKIP_HEADER, .maximum = 1 << 20};

static BytesUvLender lender; /* one read buffer for all: idle connections own none */

static void on_closed(uv_handle_t *handle)
{
    Connection *const self = (Connection *)handle; /* tcp is its first member */
    bytes_uv_reader_drop(&self->reader);
    bytes_uv_writer_drop(&self->writer);
    free(self);
}

static void close_connection(Connection *self)
{
    if (!uv_is_closing((uv_handle_t *)&self->tcp)) {
        uv_close((uv_handle_t *)&self->tcp, on_closed);
    }
}

static void on_read(BytesUvReader *reader, ssize_t result)
{
    Connection *const self = reader->data;
    int frames = result < 0 ? (int)result : 0;
    Bytes message;
    while (frames >= 0 && !bytes_uv_writer_is_high(&self->writer) &&
           (frames = bytes_mut_next_frame(&reader->in, &format, &message, &reader->need)) == 1) {
        frames = bytes_queue_put_frame(&self->writer.queue, &format, NULL, &message);
        bytes_drop(&message); /* empty unless that failed */
    }
    if (frames < 0 || bytes_uv_writer_flush(&self->writer) != 0) {
        close_connection(self); /* the end of the stream, an error, or a message that is too long */
    }
}

static void on_progress(BytesUvWriter *writer, int status)
{
    if (status < 0) {
        close_connection(writer->data);
    }
}

static void on_connection(uv_stream_t *server, int status)
{
    Connection *const self = status == 0 ? calloc(1, sizeof(*self)) : NULL;
    if (self == NULL) {
        return;
    }
    uv_stream_t *const stream = (uv_stream_t *)&self->tcp;
    uv_tcp_init(server->loop, &self->tcp);
    bytes_uv_reader_init(stream, &lender, on_read, &self->reader);
    bytes_uv_writer_init(stream, NULL, 0, on_progress, &self->writer);
    bytes_uv_writer_hold_back(&self->writer, &self->reader); /* a client that does not read is not read from */
    self->reader.data = self;
    self->writer.data = self;
    self->writer.queue.high = 1 << 20;
    self->writer.queue.low = 1 << 18;
    if (uv_accept(server, stream) != 0 || bytes_uv_reader_start(&self->reader) != 0) {
        close_connection(self);
    }
}

int main(void)
{
    uv_loop_t *const loop = uv_default_loop();
    uv_tcp_t server;
    struct sockaddr_in address;
    int size = sizeof(address);
    bytes_uv_lender_init(NULL, 0, &lender);
    uv_ip4_addr("127.0.0.1", 0, &address);
    uv_tcp_init(loop, &server);
    if (uv_tcp_bind(&server, (const struct sockaddr *)&address, 0) != 0 ||
        uv_listen((uv_stream_t *)&server, 128, on_connection) != 0 ||
        uv_tcp_getsockname(&server, (struct sockaddr *)&address, &size) != 0) {
        return 1;
    }
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return uv_run(loop, UV_RUN_DEFAULT) < 0;
}
