/* SPDX-License-Identifier: MIT */
/* Views that worker threads handle, completed on the loop thread in the order of their submission. */
#include <bytes/uv.h>

#include "uv_internal.h"

void bytes_uv_order_init(uv_loop_t *loop, size_t max, BytesUvOrder *out)
{
    *out = (BytesUvOrder){.max = max, .loop_ = loop};
}

void bytes_uv_order_hold_back(BytesUvOrder *self, BytesUvReader *reader)
{
    self->reader_ = reader;
}

bool bytes_uv_order_is_full(const BytesUvOrder *self)
{
    return self->held_ || self->canceled_ || (self->max != 0 && self->count >= self->max);
}

/* Complete what has no unfinished task before it. A callback may submit, cancel, and drop the order. */
static void complete(BytesUvOrder *self)
{
    bool dropped = false;
    self->dropped_ = &dropped;
    while (!dropped && self->first_ != NULL && self->first_->finished_) {
        BytesUvTask *const task = self->first_;
        Bytes input = bytes_move(&task->input_); /* the callback may free the task */
        self->first_ = task->next_;
        self->count--;
        task->done_(task, &input, task->status_);
        bytes_drop(&input);
    }
    if (dropped) {
        return;
    }
    self->dropped_ = NULL;
    if (self->held_ && self->count <= self->max / 2) {
        self->held_ = false;
        uv_reader_release(self->reader_);
    }
}

static void on_finished(uv_work_t *request, int status)
{
    BytesUvTask *const task = request->data;
    task->finished_ = true;
    task->status_ = status;
    complete(task->order_);
}

/* On a thread of the pool. */
static void on_work(uv_work_t *request)
{
    BytesUvTask *const task = request->data;
    task->work_(task, &task->input_);
}

int bytes_uv_work(BytesUvOrder *order, BytesUvTask *task, Bytes *input, BytesUvWork *work, BytesUvDone *done)
{
    if (order->canceled_) {
        return UV_ECANCELED;
    }
    if (order->max != 0 && order->count >= order->max) {
        return UV_EAGAIN;
    }
    task->input_ = *input;
    task->work_ = work;
    task->done_ = done;
    task->order_ = order;
    task->next_ = NULL;
    task->finished_ = false;
    task->request_.data = task;
    const int error = uv_queue_work(order->loop_, &task->request_, on_work, on_finished);
    if (error != 0) {
        return error;
    }
    *input = (Bytes)BYTES_EMPTY;
    if (order->first_ != NULL) {
        order->last_->next_ = task;
    } else {
        order->first_ = task;
    }
    order->last_ = task;
    order->count++;
    if (order->count == order->max && order->reader_ != NULL && !order->held_) {
        order->held_ = true;
        uv_reader_hold(order->reader_);
    }
    return 0;
}

void bytes_uv_order_cancel(BytesUvOrder *self)
{
    self->canceled_ = true;
    for (BytesUvTask *task = self->first_; task != NULL; task = task->next_) {
        if (!task->finished_) {
            (void)uv_cancel((uv_req_t *)&task->request_); /* one that runs is completed with what it has made */
        }
    }
}

void bytes_uv_order_drop(BytesUvOrder *self)
{
    if (self->count != 0) {
        bytes_abort_misuse_("bytes_uv_order_drop", "tasks are not completed yet");
    }
    if (self->dropped_ != NULL) {
        *self->dropped_ = true;
        self->dropped_ = NULL;
    }
}
