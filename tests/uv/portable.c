/* SPDX-License-Identifier: MIT */
/* What can be tested on any system: both sides are libuv's, so no socket is read by hand. */
#include <bytes/bytes.h>
#include <bytes/uv.h>

#include "tap.h"

enum { TOTAL = 2 << 20, PIECE = 1000, HIGH = 8000, CHUNK = 60 * 1000, DATAGRAMS = 50, TASKS = 100 };

static uint8_t stream_byte(size_t position)
{
    return (uint8_t)(position % 251 ^ position >> 16);
}

/* An echo server on the library, one connection; and its client. */
typedef struct Echo {
    uv_loop_t loop;
    uv_tcp_t listener;
    uv_tcp_t stream;
    BytesUvReader reader;
    BytesUvWriter writer;
    BytesUvLender lender;
    size_t resumed;
    size_t shutdowns;
    uv_tcp_t client;
    uv_connect_t connect;
    uv_write_t write;
    uv_shutdown_t shutdown;
    uint8_t chunk[CHUNK];
    char read[64 * 1024];
    size_t sent;
    size_t received;
} Echo;

static void on_closed(uv_handle_t *handle)
{
    BytesUvReader *const reader = handle->data;
    Echo *const self = reader->data;
    bytes_uv_reader_drop(&self->reader);
    bytes_uv_writer_drop(&self->writer);
}

static void on_shutdown(BytesUvWriter *writer, int status)
{
    Echo *const self = writer->data;
    CHECK_EQ(status, 0);
    self->shutdowns++;
    uv_close((uv_handle_t *)&self->stream, on_closed);
}

static void on_read(BytesUvReader *reader, ssize_t result)
{
    Echo *const self = reader->data;
    if (result == UV_EOF) {
        CHECK_EQ(reader->in.len, 0);
        CHECK_EQ(bytes_uv_writer_shutdown(&self->writer, on_shutdown), 0);
        return;
    }
    CHECK(result >= 0);
    self->resumed += result == 0;
    while (reader->in.len != 0 && !bytes_uv_writer_is_high(&self->writer)) {
        Bytes view = bytes_mut_split_freeze(&reader->in, reader->in.len < PIECE ? reader->in.len : PIECE);
        CHECK_EQ(bytes_queue_push_back(&self->writer.queue, &view), 0);
    }
    CHECK_EQ(bytes_uv_writer_flush(&self->writer), 0);
}

static void on_progress(BytesUvWriter *writer, int status)
{
    (void)writer;
    CHECK_EQ(status, 0);
}

static void on_connection(uv_stream_t *listener, int status)
{
    Echo *const self = listener->data;
    CHECK_EQ(status, 0);
    CHECK_EQ(uv_tcp_init(&self->loop, &self->stream), 0);
    CHECK_EQ(uv_accept(listener, (uv_stream_t *)&self->stream), 0);
    uv_close((uv_handle_t *)listener, NULL);
    bytes_uv_reader_init((uv_stream_t *)&self->stream, &self->lender, on_read, &self->reader);
    bytes_uv_writer_init((uv_stream_t *)&self->stream, NULL, 0, on_progress, &self->writer);
    bytes_uv_writer_hold_back(&self->writer, &self->reader);
    self->reader.data = self;
    self->writer.data = self;
    self->writer.queue.high = HIGH;
    CHECK_EQ(bytes_uv_reader_start(&self->reader), 0);
}

static void on_client_shutdown(uv_shutdown_t *request, int status)
{
    (void)request;
    CHECK_EQ(status, 0);
}

static void client_write(Echo *self);

static void on_client_written(uv_write_t *request, int status)
{
    CHECK_EQ(status, 0);
    client_write(request->data);
}

static void client_write(Echo *self)
{
    uv_stream_t *const stream = (uv_stream_t *)&self->client;
    const size_t len = TOTAL - self->sent < CHUNK ? TOTAL - self->sent : CHUNK;
    if (len == 0) {
        CHECK_EQ(uv_shutdown(&self->shutdown, stream, on_client_shutdown), 0);
        return;
    }
    for (size_t i = 0; i < len; i++) {
        self->chunk[i] = stream_byte(self->sent + i);
    }
    self->sent += len;
    self->write.data = self;
    const uv_buf_t buf = uv_buf_init((char *)self->chunk, (unsigned)len);
    CHECK_EQ(uv_write(&self->write, stream, &buf, 1, on_client_written), 0);
}

static void on_client_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    Echo *const self = handle->data;
    (void)suggested;
    *buf = uv_buf_init(self->read, sizeof(self->read));
}

static void on_client_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf)
{
    Echo *const self = stream->data;
    CHECK(count >= 0 || count == UV_EOF);
    if (count == UV_EOF) {
        uv_close((uv_handle_t *)stream, NULL);
        return;
    }
    for (ssize_t i = 0; i < count; i++) {
        CHECK_EQ((uint8_t)buf->base[i], stream_byte(self->received++));
    }
}

static void on_connected(uv_connect_t *request, int status)
{
    Echo *const self = request->data;
    CHECK_EQ(status, 0);
    CHECK_EQ(uv_read_start((uv_stream_t *)&self->client, on_client_alloc, on_client_read), 0);
    client_write(self);
}

TEST(an_echo_with_backpressure_loses_nothing_and_ends)
{
    static Echo self;
    struct sockaddr_in address;
    int len = sizeof(address);
    CHECK_EQ(uv_loop_init(&self.loop), 0);
    bytes_uv_lender_init(NULL, 0, &self.lender);
    CHECK_EQ(uv_ip4_addr("127.0.0.1", 0, &address), 0);
    CHECK_EQ(uv_tcp_init(&self.loop, &self.listener), 0);
    self.listener.data = &self;
    CHECK_EQ(uv_tcp_bind(&self.listener, (const struct sockaddr *)&address, 0), 0);
    CHECK_EQ(uv_listen((uv_stream_t *)&self.listener, 1, on_connection), 0);
    CHECK_EQ(uv_tcp_getsockname(&self.listener, (struct sockaddr *)&address, &len), 0);
    CHECK_EQ(uv_tcp_init(&self.loop, &self.client), 0);
    self.client.data = &self;
    self.connect.data = &self;
    CHECK_EQ(uv_tcp_connect(&self.connect, &self.client, (const struct sockaddr *)&address, on_connected), 0);
    uv_run(&self.loop, UV_RUN_DEFAULT);
    CHECK_EQ(self.received, TOTAL);
    CHECK(self.resumed > 100);
    CHECK_EQ(self.shutdowns, 1);
    bytes_uv_lender_drop(&self.lender);
    CHECK_EQ(uv_loop_close(&self.loop), 0);
}

typedef struct Datagrams {
    uv_loop_t loop;
    uv_udp_t handle;
    BytesUvUdp udp;
    BytesUvSend requests[DATAGRAMS];
    Bytes kept[DATAGRAMS];
    size_t received;
    size_t sent;
} Datagrams;

static void on_udp_closed(uv_handle_t *handle)
{
    bytes_uv_udp_drop(handle->data);
}

static void on_datagram(BytesUvUdp *udp, int status, Bytes *datagram, const struct sockaddr *from)
{
    Datagrams *const self = udp->data;
    CHECK_EQ(status, 0);
    CHECK_EQ(from->sa_family, AF_INET);
    self->kept[self->received++] = bytes_move(datagram);
    if (self->received == DATAGRAMS) {
        uv_close((uv_handle_t *)&self->handle, on_udp_closed);
    }
}

static void on_sent(BytesUvSend *request, int status)
{
    Datagrams *const self = request->data;
    CHECK_EQ(status, 0);
    self->sent++;
}

TEST(datagrams_that_are_sent_as_views_arrive_as_views)
{
    static Datagrams self;
    struct sockaddr_in address;
    int len = sizeof(address);
    CHECK_EQ(uv_loop_init(&self.loop), 0);
    CHECK_EQ(uv_udp_init_ex(&self.loop, &self.handle, AF_INET | (unsigned)UV_UDP_RECVMMSG), 0);
    CHECK_EQ(uv_ip4_addr("127.0.0.1", 0, &address), 0);
    CHECK_EQ(uv_udp_bind(&self.handle, (const struct sockaddr *)&address, 0), 0);
    CHECK_EQ(uv_udp_getsockname(&self.handle, (struct sockaddr *)&address, &len), 0);
    bytes_uv_udp_init(&self.handle, NULL, 0, on_datagram, &self.udp);
    self.udp.data = &self;
    CHECK_EQ(bytes_uv_udp_start(&self.udp), 0);
    for (size_t i = 0; i < DATAGRAMS; i++) {
        BytesMut buffer;
        CHECK_EQ(bytes_mut_with_capacity(DATAGRAMS, &buffer), 0);
        CHECK_EQ(bytes_mut_put_bytes(&buffer, (uint8_t)i, i), 0);
        Bytes view = bytes_mut_freeze(&buffer);
        self.requests[i].data = &self;
        CHECK_EQ(bytes_uv_udp_send(&self.handle, &self.requests[i], &view, (const struct sockaddr *)&address, on_sent),
                 0);
    }
    uv_run(&self.loop, UV_RUN_DEFAULT);
    CHECK_EQ(self.sent, DATAGRAMS);
    for (size_t i = 0; i < DATAGRAMS; i++) {
        const size_t kept_len = self.kept[i].len;
        for (size_t j = 0; j < kept_len; j++) {
            CHECK_EQ(self.kept[i].data[j], kept_len);
        }
    }
    bytes_drop_all(self.kept, DATAGRAMS);
    CHECK_EQ(uv_loop_close(&self.loop), 0);
}

typedef struct Works {
    BytesUvTask tasks[TASKS];
    size_t sums[TASKS];
    size_t completed;
} Works;

static void work(BytesUvTask *task, Bytes *input)
{
    size_t *const sum = task->data;
    for (size_t i = 0; i < input->len; i++) {
        *sum += input->data[i];
    }
}

static Works works;

static void done(BytesUvTask *task, Bytes *input, int status)
{
    CHECK_EQ(status, 0);
    CHECK_EQ(input->len, works.completed);
    CHECK_EQ(task, &works.tasks[works.completed]);
    works.completed++;
}

TEST(work_is_completed_in_order)
{
    static const uint8_t bytes[TASKS] = {1, 2, 3};
    uv_loop_t loop;
    BytesUvOrder order;
    CHECK_EQ(uv_loop_init(&loop), 0);
    bytes_uv_order_init(&loop, 0, &order);
    for (size_t i = 0; i < TASKS; i++) {
        Bytes view = bytes_static(bytes, i);
        works.tasks[i].data = &works.sums[i];
        CHECK_EQ(bytes_uv_work(&order, &works.tasks[i], &view, work, done), 0);
    }
    uv_run(&loop, UV_RUN_DEFAULT);
    CHECK_EQ(works.completed, TASKS);
    CHECK_EQ(works.sums[2], 3);
    CHECK_EQ(works.sums[TASKS - 1], 6);
    bytes_uv_order_drop(&order);
    CHECK_EQ(uv_loop_close(&loop), 0);
}

TAP_MAIN()
