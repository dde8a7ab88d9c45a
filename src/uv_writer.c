/* SPDX-License-Identifier: MIT */
/* Writing a queue to a stream. What libuv writes stays at the front of the queue until it is written: nothing that is
 * appended moves it. */
#include <bytes/uv.h>

#include "uv_internal.h"

enum {
    PIECES = 1024, /* in one system call, which Linux limits to this; described on the stack */
    /* In flight. libuv copies a longer list into a block of its own; and where it gets no memory for that, it leaves a
     * request registered that keeps the loop alive. The rest is tried as soon as these have left. */
    PIECES_IN_FLIGHT = 4
};

static void on_written(uv_write_t *request, int status);

void bytes_uv_writer_init(uv_stream_t *stream, BytesAllocator *allocator, size_t tail_size,
                          BytesUvProgress *on_progress, BytesUvWriter *out)
{
    *out = (BytesUvWriter){.stream_ = stream, .on_progress_ = on_progress};
    bytes_queue_init(allocator, tail_size, &out->queue);
}

static void report(BytesUvWriter *self, int status)
{
    if (self->on_progress_ != NULL) {
        self->on_progress_(self, status);
    }
}

/* The stream failed: nothing that is not in flight will be written. What is in flight must stay until its callback. */
static int fail(BytesUvWriter *self, int error)
{
    self->error_ = error;
    if (self->in_flight == 0) {
        bytes_queue_clear(&self->queue);
    }
    return error;
}

static void set_held(BytesUvWriter *self)
{
    if (!self->held_) {
        self->held_ = true;
        if (self->reader_ != NULL) {
            uv_reader_hold(self->reader_);
        }
    }
}

static int write_rest(BytesUvWriter *self)
{
    uv_buf_t bufs[PIECES_IN_FLIGHT];
    size_t total;
    const unsigned count = bytes_uv_bufs(&self->queue, 0, bufs, PIECES_IN_FLIGHT, &total);
    self->request_.write.data = self;
    const int error = uv_write(&self->request_.write, self->stream_, bufs, count, on_written);
    if (error == 0) {
        self->in_flight = total;
    }
    return error;
}

/* Write as much as the system takes at once, but keep so many pieces. */
static int try_all(BytesUvWriter *self, size_t keep)
{
    while (bytes_queue_pieces(&self->queue) > keep) {
        uv_buf_t bufs[PIECES];
        size_t total;
        const size_t pieces = size_min(bytes_queue_pieces(&self->queue) - keep, PIECES);
        const unsigned count = bytes_uv_bufs(&self->queue, 0, bufs, (unsigned)pieces, &total);
        const int written = uv_try_write(self->stream_, bufs, count);
        if (written < 0) {
            return written != UV_EAGAIN ? written : 0;
        }
        bytes_queue_advance(&self->queue, (size_t)written);
        if ((size_t)written < total) {
            return 0;
        }
    }
    return 0;
}

/* Nothing is in flight. */
static int write_queue(BytesUvWriter *self, size_t keep)
{
    int error = try_all(self, keep);
    if (error == 0 && self->queue.len != 0) {
        error = write_rest(self);
    }
    return error != 0 ? fail(self, error) : 0;
}

static void on_shut(uv_shutdown_t *request, int status)
{
    BytesUvWriter *const self = request->data;
    if (!uv_stream_is_closing(self->stream_) && self->on_shutdown_ != NULL) {
        self->on_shutdown_(self, status);
    }
}

static int shut(BytesUvWriter *self)
{
    self->request_.shutdown.data = self;
    const int error = uv_shutdown(&self->request_.shutdown, self->stream_, on_shut);
    self->shut_ = error == 0;
    return error;
}

/* What follows a write that has left: the next one, or the end. */
static int go_on(BytesUvWriter *self)
{
    const int error = write_queue(self, 0);
    if (error != 0 || self->queue.len != 0 || !self->ending_) {
        return error;
    }
    return shut(self);
}

static void on_written(uv_write_t *request, int status)
{
    BytesUvWriter *const self = request->data;
    const size_t written = self->in_flight;
    self->in_flight = 0;
    if (uv_stream_is_closing(self->stream_)) {
        (void)fail(self, UV_ECANCELED);
        return;
    }
    if (status < 0) {
        report(self, fail(self, status));
        return;
    }
    bytes_queue_advance(&self->queue, written);
    const int error = go_on(self);
    BytesUvReader *held = NULL;
    /* Marks of bytes and of memory that were set apart can be reached at once. */
    if (error == 0 && self->held_ && bytes_queue_is_low(&self->queue) && !bytes_queue_is_high(&self->queue)) {
        self->held_ = false;
        held = self->reader_;
    }
    report(self, error);
    if (held != NULL) {
        uv_reader_release(held);
    }
}

int bytes_uv_writer_flush(BytesUvWriter *self)
{
    uv_batch_leave(self);
    if (self->error_ == 0 && uv_stream_is_closing(self->stream_)) {
        self->error_ = UV_ECANCELED;
    }
    if (self->error_ == 0 && self->shut_ && self->queue.len != 0) {
        self->error_ = UV_EPIPE;
    }
    if (self->error_ != 0) {
        return fail(self, self->error_);
    }
    if (bytes_queue_is_high(&self->queue)) {
        set_held(self);
    }
    if (self->in_flight != 0 || self->queue.len == 0) {
        return 0;
    }
    /* A producer that was held back is to be resumed from the loop: by the callback of a write, for which the last
     * pieces are kept. */
    return write_queue(self, self->held_ ? PIECES_IN_FLIGHT : 0);
}

/* Would bytes that are appended be the first to leave, and is nobody to be held back because of them? */
static bool may_bypass_queue(const BytesUvWriter *self, size_t count)
{
    const BytesQueue *queue = &self->queue;
    return self->error_ == 0 && !self->held_ && !self->ending_ && queue->len == 0 &&
           (queue->high == 0 || count < queue->high) && !uv_stream_is_closing(self->stream_);
}

int bytes_uv_writer_write(BytesUvWriter *self, BytesMut *from, size_t count)
{
    if (count != 0 && count <= from->len && may_bypass_queue(self, count)) {
        const uv_buf_t buf = uv_buf_of((BytesSpan){from->data, count}, BYTES_UV_MAX);
        const int written = uv_try_write(self->stream_, &buf, 1);
        if (written >= 0) {
            bytes_mut_advance(from, (size_t)written);
            count -= (size_t)written;
            if (count == 0) {
                return 0;
            }
        } else if (written != UV_EAGAIN) {
            bytes_mut_advance(from, count);
            return fail(self, written);
        }
    }
    Bytes rest = bytes_mut_split_freeze(from, count);
    if (bytes_queue_push_back(&self->queue, &rest) != 0) {
        bytes_drop(&rest);
        return fail(self, UV_ENOMEM);
    }
    return bytes_uv_writer_flush(self);
}

void uv_writer_flush_from_loop(BytesUvWriter *self)
{
    const bool reported = self->error_ != 0;
    const int error = bytes_uv_writer_flush(self);
    if (error != 0 && !reported && !uv_stream_is_closing(self->stream_)) {
        report(self, error);
    }
}

int bytes_uv_writer_shutdown(BytesUvWriter *self, BytesUvShutdown *on_shutdown)
{
    const int error = bytes_uv_writer_flush(self);
    if (error != 0) {
        return error;
    }
    if (self->ending_) {
        return UV_EALREADY;
    }
    self->on_shutdown_ = on_shutdown;
    self->ending_ = true;
    return self->queue.len == 0 ? shut(self) : 0;
}

void bytes_uv_writer_hold_back(BytesUvWriter *self, BytesUvReader *reader)
{
    self->reader_ = reader;
}

bool bytes_uv_writer_is_high(const BytesUvWriter *self)
{
    return self->held_ || self->error_ != 0 || bytes_queue_is_high(&self->queue);
}

void bytes_uv_writer_hold(BytesUvWriter *self)
{
    if (!bytes_queue_is_low(&self->queue)) {
        set_held(self);
    }
}

void bytes_uv_writer_drop(BytesUvWriter *self)
{
    if (self->in_flight != 0) {
        bytes_abort_misuse_("bytes_uv_writer_drop", "libuv is still writing: wait for the callback of uv_close()");
    }
    uv_batch_leave(self);
    bytes_queue_drop(&self->queue);
}
