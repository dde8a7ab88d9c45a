/* SPDX-License-Identifier: MIT */
/* Writers that are flushed once per turn of the loop. A prepare handle is enough: nothing that a callback of the loop
 * appends can wait for events before the next one runs. */
#include <bytes/uv.h>

#include "uv_internal.h"

static void finish(BytesUvBatch *self)
{
    uv_prepare_stop(&self->prepare_);
    if (self->closing_) {
        uv_close((uv_handle_t *)&self->prepare_, self->on_closed_);
    }
}

static void on_prepare(uv_prepare_t *prepare)
{
    BytesUvBatch *const self = prepare->data;
    while (self->first_ != NULL) {
        uv_writer_flush_from_loop(self->first_); /* leaves the batch */
    }
    finish(self);
}

int bytes_uv_batch_init(uv_loop_t *loop, BytesUvBatch *out)
{
    out->first_ = NULL;
    out->on_closed_ = NULL;
    out->closing_ = false;
    out->prepare_.data = out;
    return uv_prepare_init(loop, &out->prepare_);
}

void bytes_uv_batch_close(BytesUvBatch *self, uv_close_cb on_closed)
{
    self->on_closed_ = on_closed;
    self->closing_ = true;
    if (self->first_ == NULL) {
        finish(self);
    }
}

void bytes_uv_writer_flush_later(BytesUvWriter *self, BytesUvBatch *batch)
{
    /* Now, and not at the flush: until then its reader could bring more, many times in this turn. */
    if (bytes_queue_is_high(&self->queue)) {
        bytes_uv_writer_hold(self);
    }
    if (self->batch_ != NULL) {
        return;
    }
    if (batch->first_ == NULL) {
        (void)uv_prepare_start(&batch->prepare_, on_prepare); /* does not fail */
    } else {
        batch->first_->prev_ = self;
    }
    self->batch_ = batch;
    self->prev_ = NULL;
    self->next_ = batch->first_;
    batch->first_ = self;
}

void uv_batch_leave(BytesUvWriter *writer)
{
    BytesUvBatch *const batch = writer->batch_;
    if (batch == NULL) {
        return;
    }
    if (writer->prev_ != NULL) {
        writer->prev_->next_ = writer->next_;
    } else {
        batch->first_ = writer->next_;
    }
    if (writer->next_ != NULL) {
        writer->next_->prev_ = writer->prev_;
    }
    writer->batch_ = NULL;
}
