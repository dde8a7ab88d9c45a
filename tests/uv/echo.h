/* SPDX-License-Identifier: MIT */
/* A connection that sends back what it reads, with backpressure. */
#ifndef BYTES_TESTS_UV_ECHO_H
#define BYTES_TESTS_UV_ECHO_H

#include "tracked.h"

typedef struct Echo {
    Loopback loopback;
    BytesUvReader reader;
    BytesUvWriter writer;
    TestAllocator memory;
    BytesUvLender lender;
    Received received;
    size_t sent;      /* by the peer */
    size_t no_memory; /* callbacks without memory */
    int error;
} Echo;

static inline void echo_on_closed(uv_handle_t *handle)
{
    BytesUvReader *const reader = handle->data;
    Echo *const self = reader->data;
    bytes_uv_reader_drop(&self->reader);
    bytes_uv_writer_drop(&self->writer);
    self->loopback.closed = true;
}

static inline void echo_close(Echo *self, int error)
{
    if (!uv_is_closing(&self->loopback.uv.handle)) {
        self->error = error;
        uv_close(&self->loopback.uv.handle, echo_on_closed);
    }
}

static inline void echo_on_read(BytesUvReader *reader, ssize_t result)
{
    Echo *const self = reader->data;
    if (result == UV_ENOBUFS) {
        self->no_memory++;
        CHECK_EQ(bytes_uv_reader_start(reader), 0); /* memory will come */
        return;
    }
    if (result < 0) {
        echo_close(self, (int)result);
        return;
    }
    if (bytes_uv_writer_is_high(&self->writer)) {
        return;
    }
    Bytes view = bytes_mut_split_freeze(&reader->in, reader->in.len);
    int error = bytes_queue_push_back(&self->writer.queue, &view);
    if (error == 0) {
        error = bytes_uv_writer_flush(&self->writer);
    }
    if (error != 0) {
        bytes_drop(&view);
        echo_close(self, error);
    }
}

static inline void echo_on_progress(BytesUvWriter *writer, int status)
{
    if (status != 0) {
        echo_close(writer->data, status);
    }
}

static inline void echo_open(Echo *self, bool lends, size_t high)
{
    memset(self, 0, sizeof(*self));
    loopback_open(&self->loopback);
    self->memory = test_allocator();
    bytes_uv_lender_init(&self->memory.base, 0, &self->lender);
    bytes_uv_reader_init(&self->loopback.uv.stream, lends ? &self->lender : NULL, echo_on_read, &self->reader);
    if (!lends) {
        CHECK_EQ(bytes_mut_with_capacity_in(&self->memory.base, 0, &self->reader.in), 0);
    }
    bytes_uv_writer_init(&self->loopback.uv.stream, &self->memory.base, 0, echo_on_progress, &self->writer);
    bytes_uv_writer_hold_back(&self->writer, &self->reader);
    self->writer.queue.high = high;
    self->reader.data = self;
    self->writer.data = self;
    tracked_begin();
    CHECK_EQ(bytes_uv_reader_start(&self->reader), 0);
}

static inline void echo_end(Echo *self)
{
    echo_close(self, 0);
    loopback_end(&self->loopback);
    CHECK(self->loopback.closed);
    bytes_uv_lender_drop(&self->lender);
    CHECK_EQ(self->memory.live, 0);
}

/* Send at most @p max bytes of the stream, or as many as the socket takes. */
static inline void echo_send(Echo *self, size_t max)
{
    static uint8_t bytes[64 * 1024];
    const size_t len = max < sizeof(bytes) ? max : sizeof(bytes);
    for (size_t i = 0; i < len; i++) {
        bytes[i] = stream_byte(self->sent + i);
    }
    const ssize_t count = write(self->loopback.peer, bytes, len);
    CHECK(count >= 0 || errno == EAGAIN);
    self->sent += count > 0 ? (size_t)count : 0;
}

#endif
