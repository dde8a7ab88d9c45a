/* SPDX-License-Identifier: MIT */
/* Reading a stream into a BytesMut. */
#include <bytes/uv.h>

#include "uv_internal.h"

enum {
    READ_MIN = 2 * 1024,
    READ_MAX = 64 * 1024,
    LEAST = 256,          /* capacity to read into, behind bytes that are left */
    SMALL_READS = 8,      /* in a row, until less is read */
    SMALL_PART = 4,       /* a read is small if it brings less than this part */
    RETAINED_MULTIPLE = 4 /* a block is too large if it is larger than so many reads */
};

void bytes_uv_reader_init(uv_stream_t *stream, BytesUvLender *lender, BytesUvRead *on_read, BytesUvReader *out)
{
    *out = (BytesUvReader){.in = BYTES_MUT_EMPTY,
                           .read_min = READ_MIN,
                           .read_max = READ_MAX,
                           .stream_ = stream,
                           .lender_ = lender,
                           .on_read_ = on_read};
    stream->data = out;
}

/* Capacity to have for the next read. */
static size_t wanted_capacity(const BytesUvReader *self)
{
    if (self->need != 0 && self->in.len != 0) {
        return self->need; /* and no more, which might move what a large message has brought so far */
    }
    if (self->lender_ == NULL) {
        return size_max(self->need, self->read_size_);
    }
    if (self->in.len == 0) {
        return size_max(self->need, 1);
    }
    /* So the block doubles when it is three quarters full, and remains one that the lender lets the bytes keep. */
    return size_max(LEAST, bytes_mut_retained(&self->in) / 4);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    BytesUvReader *const self = handle->data;
    (void)suggested;
    *buf = uv_buf_init(NULL, 0); /* libuv reports UV_ENOBUFS */
    if (self->lender_ == NULL || uv_lender_prepare(self->lender_, self->last_, &self->in) == 0) {
        bytes_uv_alloc(&self->in, wanted_capacity(self), buf);
    }
}

static void stop(BytesUvReader *self)
{
    if (self->reading_) {
        self->reading_ = false;
        (void)uv_read_stop(self->stream_); /* does not fail */
    }
}

/* How much the next reads are to read, after one that brought @p count of @p capacity. */
static void adapt(BytesUvReader *self, size_t count, size_t capacity)
{
    if (count >= capacity) {
        self->small_reads_ = 0;
        self->read_size_ = size_min(size_max(2 * self->read_size_, self->read_min), self->read_max);
    } else if (count >= self->read_size_ / SMALL_PART) {
        self->small_reads_ = 0;
    } else if (++self->small_reads_ >= SMALL_READS) {
        self->small_reads_ = 0;
        self->read_size_ = size_max(self->read_size_ / 2, self->read_min);
        self->shrink_ = true;
    }
}

/* After the callback: keep no more memory than the reads need. */
static void settle(BytesUvReader *self)
{
    if (self->need != 0 && self->in.len != 0) {
        return;
    }
    if (self->lender_ != NULL) {
        bytes_uv_lender_settle(self->lender_, &self->in);
    } else if (self->shrink_ && self->in.len <= self->read_size_ / SMALL_PART) {
        self->shrink_ = false;
        /* Best effort: without memory the block stays. */
        if (bytes_mut_retained(&self->in) / RETAINED_MULTIPLE > self->read_size_ &&
            bytes_mut_shrink(&self->in, self->read_size_) != 0) {
            self->shrink_ = true;
        }
    }
}

static void deliver(BytesUvReader *self, ssize_t result)
{
    self->on_read_(self, result);
    settle(self);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf)
{
    BytesUvReader *const self = stream->data;
    if (count == 0) { /* nothing was there after all */
        settle(self);
        return;
    }
    if (count > 0) {
        bytes_mut_commit(&self->in, (size_t)count);
        self->need = 0;
        self->last_ = (size_t)count;
        adapt(self, (size_t)count, buf->len);
    } else {
        /* Also without memory: libuv would try again at once, and for ever. */
        self->wanted_ = false;
        stop(self);
    }
    deliver(self, count);
}

static int begin(BytesUvReader *self)
{
    if (self->reading_) {
        return 0;
    }
    const int error = uv_read_start(self->stream_, on_alloc, on_read);
    self->reading_ = error == 0;
    self->wanted_ = error == 0;
    return error;
}

int bytes_uv_reader_start(BytesUvReader *self)
{
    if (uv_stream_is_closing(self->stream_)) {
        return UV_EINVAL;
    }
    self->read_size_ = size_max(self->read_size_, self->read_min);
    self->wanted_ = true;
    return self->holds_ == 0 ? begin(self) : 0;
}

void bytes_uv_reader_stop(BytesUvReader *self)
{
    self->wanted_ = false;
    stop(self);
}

void uv_reader_hold(BytesUvReader *self)
{
    self->holds_++;
    stop(self);
}

/* May there be reading, and nobody holds it back? */
static bool may_read(const BytesUvReader *self)
{
    return self->wanted_ && self->holds_ == 0 && !uv_stream_is_closing(self->stream_);
}

void uv_reader_release(BytesUvReader *self)
{
    self->holds_--;
    if (may_read(self) && self->in.len != 0) {
        deliver(self, 0);
    }
    if (may_read(self)) {
        const int error = begin(self);
        if (error != 0) {
            deliver(self, error);
        }
    }
}

void bytes_uv_reader_drop(BytesUvReader *self)
{
    bytes_mut_clear(&self->in);
    if (self->lender_ != NULL) {
        bytes_uv_lender_settle(self->lender_, &self->in);
    } else {
        bytes_mut_drop(&self->in);
    }
}
