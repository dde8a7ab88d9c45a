/* SPDX-License-Identifier: MIT */
#include "connection.h"

#include <stdlib.h>

typedef struct Connection {
    uv_tcp_t tcp;
    Server *server;
    BytesUvReader reader;
    BytesUvWriter writer;
    BytesQueue stream;  /* what was read and is not in a batch, as views of the read blocks */
    BytesUvOrder order; /* batches that are being hashed, completed in the order of their requests */
    size_t hashing;     /* bytes in them */
    bool closed;
} Connection;

/* Whole frames, in order. A worker thread reads `frames` and writes `headers`; the loop thread has them before and
 * after. */
typedef struct Batch {
    BytesUvTask task; /* first, so that a task is its batch */
    BytesQueue frames;
    BytesMut headers; /* of the responses, one after another */
} Batch;

enum { PREFIX_SIZE = 4, HEADER_SIZE = PREFIX_SIZE + DIGEST_SIZE };

static void serve(Connection *self);

static void free_if_unused(Connection *self)
{
    if (self->closed && self->order.count == 0) {
        bytes_uv_order_drop(&self->order);
        bytes_uv_reader_drop(&self->reader);
        bytes_uv_writer_drop(&self->writer);
        bytes_queue_drop(&self->stream);
        free(self);
    }
}

static void on_closed(uv_handle_t *handle)
{
    Connection *const self = (Connection *)handle; /* tcp is its first member */
    self->closed = true;
    free_if_unused(self); /* else the last batch does */
}

static void close_connection(Connection *self)
{
    if (!uv_is_closing((uv_handle_t *)&self->tcp)) {
        bytes_uv_order_cancel(&self->order);
        uv_close((uv_handle_t *)&self->tcp, on_closed);
    }
}

/*
 * The length of the frame at an offset; false if it has not come. `front` is the front of the stream, contiguous, where
 * most frames are found. A length that spans segments is read byte by byte: gathering it would be a copy.
 */
static inline bool peek_length(const BytesQueue *stream, const Bytes *front, size_t offset, uint32_t *out)
{
    if (bytes_peek_u32_be(front, offset, out)) {
        return true;
    }
    uint32_t len = 0;
    for (size_t i = 0; i < PREFIX_SIZE; i++) {
        uint8_t byte;
        if (!bytes_queue_peek_u8(stream, offset + i, &byte)) {
            return false;
        }
        len = len << 8 | byte;
    }
    *out = len;
    return true;
}

static Bytes front_of(const BytesQueue *stream)
{
    const BytesSpan front = bytes_queue_front(stream);
    return bytes_static(front.data, front.len); /* the queue keeps the bytes alive */
}

/* On a worker thread. There is capacity for all headers. */
static void hash_batch(BytesUvTask *task, Bytes *input)
{
    Batch *const self = (Batch *)task; /* its first member */
    (void)input;
    BytesMut headers = bytes_mut_move(&self->headers); /* a local variable, for speed */
    const Bytes front = front_of(&self->frames);
    size_t offset = 0;
    uint32_t len;
    while (peek_length(&self->frames, &front, offset, &len)) {
        const uint64_t digest = bytes_queue_hash(&self->frames, offset + PREFIX_SIZE, len, 0);
        /* Cannot fail: the capacity is reserved. */
        (void)!bytes_mut_put_u32_be(&headers, DIGEST_SIZE + len);
        (void)!bytes_mut_put_u64_be(&headers, digest);
        offset += PREFIX_SIZE + (size_t)len;
    }
    self->headers = headers;
}

/* Appends the responses to the whole frames at the front of a view: for each, a header and the payload itself. */
static int respond_to_run(BytesQueue *out, const uint8_t **header, Bytes *run)
{
    Bytes rest = bytes_move(run); /* a local variable, for speed */
    int error = 0;
    uint32_t len;
    while (error == 0 && bytes_peek_u32_be(&rest, 0, &len) && len <= rest.len - PREFIX_SIZE) {
        bytes_advance(&rest, PREFIX_SIZE);
        Bytes payload = bytes_split_to(&rest, len);
        error = bytes_queue_put(out, *header, HEADER_SIZE);
        if (error == 0) {
            error = bytes_queue_push_back(out, &payload);
        }
        bytes_drop(&payload);
        *header += HEADER_SIZE;
    }
    *run = rest;
    return error;
}

/* The same for a frame that spans segments. */
static int respond_to_one(BytesQueue *out, const uint8_t **header, BytesQueue *frames)
{
    BytesQueue payload;
    uint32_t len = 0;
    const Bytes front = front_of(frames);
    (void)!peek_length(frames, &front, 0, &len); /* it was there for the worker */
    bytes_queue_advance(frames, PREFIX_SIZE);
    int error = bytes_queue_split_to(frames, len, &payload);
    if (error == 0) {
        error = bytes_queue_put(out, *header, HEADER_SIZE);
        if (error == 0) {
            error = bytes_queue_append(out, &payload);
        }
        bytes_queue_drop(&payload);
    }
    *header += HEADER_SIZE;
    return error;
}

static int respond(BytesQueue *out, Batch *batch)
{
    const uint8_t *header = batch->headers.data;
    int error = 0;
    while (error == 0 && batch->frames.len != 0) {
        Bytes run = bytes_queue_pop_front(&batch->frames);
        error = respond_to_run(out, &header, &run);
        if (error == 0 && run.len != 0) {
            error = bytes_queue_push_front(&batch->frames, &run);
            if (error == 0) {
                error = respond_to_one(out, &header, &batch->frames);
            }
        }
        bytes_drop(&run);
    }
    return error;
}

static void drop_batch(Batch *self)
{
    bytes_queue_drop(&self->frames);
    bytes_mut_drop(&self->headers);
    free(self);
}

/* On the loop thread again, in the order of the requests, whichever worker was faster. */
static void on_hashed(BytesUvTask *task, Bytes *input, int status)
{
    Batch *const batch = (Batch *)task; /* its first member */
    Connection *const self = task->data;
    (void)input;
    self->hashing -= batch->frames.len;
    if (status == 0) {
        status = respond(&self->writer.queue, batch);
    }
    drop_batch(batch);
    if (self->closed) {
        free_if_unused(self);
    } else if (status != 0) {
        close_connection(self);
    } else {
        bytes_uv_writer_flush_later(&self->writer, &self->server->flushes);
        serve(self);
    }
}

static bool is_busy(const Connection *self)
{
    return self->hashing >= PENDING_HIGH || bytes_uv_writer_is_high(&self->writer);
}

/* Bytes of the whole frames at the front of the stream, BATCH_MAX of them at most; or an error. */
static int measure_batch(Connection *self, size_t *size, size_t *frames)
{
    *size = 0;
    *frames = 0;
    const Bytes front = front_of(&self->stream);
    uint32_t len;
    while (*frames < BATCH_MAX && peek_length(&self->stream, &front, *size, &len)) {
        if (len > FRAME_MAX) {
            return BYTES_EMSGSIZE;
        }
        const size_t frame = PREFIX_SIZE + (size_t)len;
        if (frame > self->stream.len - *size) {
            break;
        }
        *size += frame;
        ++*frames;
    }
    return 0;
}

static int start_batch(Connection *self, size_t size, size_t frames)
{
    Batch *const batch = calloc(1, sizeof(*batch));
    if (batch == NULL) {
        return BYTES_ENOMEM;
    }
    int error = bytes_mut_with_capacity_in(self->server->allocator, frames * HEADER_SIZE, &batch->headers);
    if (error == 0) {
        error = bytes_queue_split_to(&self->stream, size, &batch->frames);
    }
    if (error == 0) {
        Bytes none = BYTES_EMPTY; /* the batch itself is the input */
        batch->task.data = self;
        error = bytes_uv_work(&self->order, &batch->task, &none, hash_batch, on_hashed);
    }
    if (error != 0) {
        drop_batch(batch);
        return error;
    }
    self->hashing += size;
    return 0;
}

/* Hash what has come, unless too much is pending. */
static void serve(Connection *self)
{
    size_t size;
    size_t frames;
    int error = 0;
    while (error == 0 && !is_busy(self)) {
        error = measure_batch(self, &size, &frames);
        /* What is little can wait for the batch under way: fewer and larger pieces of work. */
        if (error != 0 || frames == 0 || (self->order.count != 0 && size < BATCH_LEAST)) {
            break;
        }
        error = start_batch(self, size, frames);
    }
    if (self->hashing >= PENDING_HIGH) {
        bytes_uv_reader_stop(&self->reader);
    } else if (error == 0) {
        error = bytes_uv_reader_start(&self->reader);
    }
    if (error != 0) {
        close_connection(self);
    }
}

static void on_read(BytesUvReader *reader, ssize_t result)
{
    Connection *const self = reader->data;
    if (result < 0) {
        close_connection(self);
        return;
    }
    /* Views of the block, however frames are cut by its end: nothing is copied. */
    Bytes view = bytes_mut_split_freeze(&reader->in, reader->in.len);
    const int error = bytes_queue_push_back(&self->stream, &view);
    bytes_drop(&view);
    if (error != 0) {
        close_connection(self);
        return;
    }
    serve(self);
}

static void on_progress(BytesUvWriter *writer, int status)
{
    if (status < 0) {
        close_connection(writer->data);
    } else {
        serve(writer->data);
    }
}

void connection_accept(Server *server)
{
    Connection *const self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return;
    }
    uv_stream_t *const stream = (uv_stream_t *)&self->tcp;
    self->server = server;
    uv_tcp_init(server->listener.loop, &self->tcp);
    bytes_uv_reader_init(stream, &server->lender, on_read, &self->reader);
    bytes_uv_writer_init(stream, server->allocator, HEADERS_SIZE, on_progress, &self->writer);
    bytes_uv_writer_hold_back(&self->writer, &self->reader);
    bytes_uv_order_init(server->listener.loop, 0, &self->order);
    bytes_queue_init(server->allocator, 0, &self->stream);
    self->reader.data = self;
    self->writer.data = self;
    self->writer.queue.high = PENDING_HIGH;
    self->writer.queue.low = PENDING_LOW;
    if (uv_accept((uv_stream_t *)&server->listener, stream) != 0 || uv_tcp_nodelay(&self->tcp, 1) != 0 ||
        bytes_uv_reader_start(&self->reader) != 0) {
        close_connection(self);
    }
}

void connection_close_handle(uv_handle_t *handle, void *server)
{
    if (uv_handle_get_type(handle) == UV_TCP && handle != (uv_handle_t *)&((Server *)server)->listener) {
        close_connection((Connection *)handle); /* every other TCP handle is the first member of one */
    }
}
