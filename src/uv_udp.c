/* SPDX-License-Identifier: MIT */
/* Datagrams: many are received into one block by one system call, where the system has one for that. */
#include <bytes/uv.h>

#include "uv_internal.h"

enum {
    DATAGRAM = 64 * 1024, /* the largest; libuv gives each datagram of a batch so much of the buffer */
    BATCH = 20            /* the most that libuv receives at once */
};

void bytes_uv_udp_init(uv_udp_t *handle, BytesAllocator *allocator, size_t block_size, BytesUvDatagram *on_datagram,
                       BytesUvUdp *out)
{
    *out = (BytesUvUdp){.handle_ = handle,
                        .allocator_ = allocator,
                        .block_size_ = size_max(block_size, DATAGRAM),
                        .block_ = BYTES_MUT_EMPTY,
                        .on_datagram_ = on_datagram};
    if (block_size == 0) {
        out->block_size_ = uv_udp_using_recvmmsg(handle) != 0 ? BATCH * DATAGRAM : 4 * DATAGRAM;
    }
    handle->data = out;
}

/* The front of the block if no datagram of it is left, the rest if it is enough for one, or a fresh block. */
static int prepare(BytesUvUdp *self)
{
    if (self->block_.storage != NULL &&
        (bytes_mut_try_reclaim(&self->block_, self->block_size_) || self->block_.cap >= DATAGRAM)) {
        return 0;
    }
    BytesMut fresh;
    const int error = bytes_mut_with_capacity_in(self->allocator_, self->block_size_, &fresh);
    if (error == 0) {
        bytes_mut_drop(&self->block_);
        self->block_ = fresh;
    }
    return error;
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    BytesUvUdp *const self = handle->data;
    (void)suggested;
    *buf = uv_buf_init(NULL, 0); /* libuv reports UV_ENOBUFS */
    if (prepare(self) == 0) {
        bytes_uv_alloc(&self->block_, DATAGRAM, buf);
    }
}

/* The datagram at an address of the spare capacity. What is before it has been handed out, or holds nothing. */
static Bytes split_datagram(BytesMut *block, const char *base, size_t len)
{
    const size_t offset = (size_t)((const uint8_t *)base - block->data);
    bytes_mut_commit(block, offset + len);
    bytes_mut_advance(block, offset);
    return bytes_mut_split_freeze(block, len);
}

static void on_received(uv_udp_t *handle, ssize_t count, const uv_buf_t *buf, const struct sockaddr *from,
                        unsigned flags)
{
    BytesUvUdp *const self = handle->data;
    Bytes datagram = BYTES_EMPTY;
    (void)flags;                                /* there is room for the largest, so none is partial */
    if (uv_is_closing((uv_handle_t *)handle)) { /* libuv hands out what it has received all the same */
        return;
    }
    if (count < 0) {
        if (count == UV_ENOBUFS) {
            bytes_uv_udp_stop(self); /* libuv would try again at once, and for ever */
        }
        self->on_datagram_(self, (int)count, &datagram, NULL);
        return;
    }
    if (from == NULL) { /* nothing was there; or the last of a batch has been handed out */
        return;
    }
    if (count != 0) {
        datagram = split_datagram(&self->block_, buf->base, (size_t)count);
    }
    self->on_datagram_(self, 0, &datagram, from);
    if (bytes_drop_into_mut(&datagram, &self->block_) != 0) {
        bytes_drop(&datagram); /* the callback has put something else there */
    }
}

int bytes_uv_udp_start(BytesUvUdp *self)
{
    return uv_udp_recv_start(self->handle_, on_alloc, on_received);
}

void bytes_uv_udp_stop(BytesUvUdp *self)
{
    (void)uv_udp_recv_stop(self->handle_); /* does not fail */
}

void bytes_uv_udp_drop(BytesUvUdp *self)
{
    bytes_mut_drop(&self->block_);
}

static void on_sent(uv_udp_send_t *request, int status)
{
    BytesUvSend *const self = request->data;
    Bytes view = bytes_move(&self->view_); /* the callback may free the request */
    if (self->then_ != NULL) {
        self->then_(self, status);
    }
    bytes_drop(&view);
}

int bytes_uv_udp_send(uv_udp_t *handle, BytesUvSend *request, Bytes *view, const struct sockaddr *to, BytesUvSent *then)
{
    const BytesSpan span = {view->data, view->len};
    const uv_buf_t buf = uv_buf_of(span, BYTES_UV_MAX);
    if (view->len > BYTES_UV_MAX) {
        return UV_EMSGSIZE;
    }
    request->request_.data = request;
    request->then_ = then;
    const int error = uv_udp_send(&request->request_, handle, &buf, 1, to, on_sent);
    if (error == 0) {
        request->view_ = *view;
        *view = (Bytes)BYTES_EMPTY;
    }
    return error;
}
