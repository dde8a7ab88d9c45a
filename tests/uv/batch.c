/* SPDX-License-Identifier: MIT */
/* Writers that are flushed once per turn of the loop. */
#include "tracked.h"

enum { WRITERS = 5 };

typedef struct Batched {
    uv_loop_t loop;
    BytesUvBatch batch;
    BytesUvWriter writers[WRITERS];
    uv_pipe_t pipes[WRITERS];
    int peers[WRITERS];
    uv_timer_t timer;
    int status;
    size_t statuses;
    size_t closed;
} Batched;

static void on_progress(BytesUvWriter *writer, int status)
{
    Batched *const self = writer->data;
    self->status = status;
    self->statuses++;
}

static void on_closed(uv_handle_t *handle)
{
    Batched *const self = handle->loop->data;
    self->closed++;
}

static void open_batched(Batched *self)
{
    memset(self, 0, sizeof(*self));
    CHECK_EQ(uv_loop_init(&self->loop), 0);
    self->loop.data = self;
    CHECK_EQ(bytes_uv_batch_init(&self->loop, &self->batch), 0);
    for (size_t i = 0; i < WRITERS; i++) {
        int pair[2];
        CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
        CHECK_EQ(uv_pipe_init(&self->loop, &self->pipes[i], 0), 0);
        CHECK_EQ(uv_pipe_open(&self->pipes[i], pair[0]), 0);
        set_nonblocking(pair[1]);
        self->peers[i] = pair[1];
        bytes_uv_writer_init((uv_stream_t *)&self->pipes[i], NULL, 0, on_progress, &self->writers[i]);
        self->writers[i].data = self;
    }
    tracked_begin();
}

static void end_batched(Batched *self)
{
    for (size_t i = 0; i < WRITERS; i++) {
        if (!uv_is_closing((uv_handle_t *)&self->pipes[i])) {
            uv_close((uv_handle_t *)&self->pipes[i], on_closed);
        }
    }
    bytes_uv_batch_close(&self->batch, on_closed);
    uv_run(&self->loop, UV_RUN_DEFAULT);
    for (size_t i = 0; i < WRITERS; i++) {
        bytes_uv_writer_drop(&self->writers[i]);
        if (self->peers[i] >= 0) {
            close(self->peers[i]);
        }
    }
    CHECK_EQ(self->closed, WRITERS + 1);
    CHECK_EQ(uv_loop_close(&self->loop), 0);
    tracked_end();
}

static void push_later(Batched *self, size_t i, size_t len)
{
    Bytes view = tracked_view(len);
    CHECK_EQ(bytes_queue_push_back(&self->writers[i].queue, &view), 0);
    bytes_uv_writer_flush_later(&self->writers[i], &self->batch);
}

static size_t arrived(const Batched *self, size_t i)
{
    char bytes[4096];
    const ssize_t count = read(self->peers[i], bytes, sizeof(bytes));
    return count > 0 ? (size_t)count : 0;
}

TEST(each_writer_is_flushed_once_per_turn_and_the_loop_ends_after_that)
{
    Batched self;
    open_batched(&self);
    for (size_t i = 0; i < WRITERS; i++) {
        for (size_t j = 0; j < 3; j++) {
            push_later(&self, i, 10 + i);
        }
        CHECK_EQ(arrived(&self, i), 0);
    }
    uv_run(&self.loop, UV_RUN_DEFAULT);
    for (size_t i = 0; i < WRITERS; i++) {
        CHECK_EQ(arrived(&self, i), 3 * (10 + i));
    }
    uv_run(&self.loop, UV_RUN_DEFAULT); /* nothing keeps it alive */
    CHECK_EQ(self.statuses, 0);
    end_batched(&self);
}

TEST(flushing_or_dropping_a_writer_takes_it_out_of_the_batch)
{
    Batched self;
    open_batched(&self);
    for (size_t i = 0; i < WRITERS; i++) {
        push_later(&self, i, 10);
    }
    CHECK_EQ(bytes_uv_writer_flush(&self.writers[2]), 0); /* from the middle, the front and the back */
    CHECK_EQ(arrived(&self, 2), 10);
    CHECK_EQ(bytes_uv_writer_flush(&self.writers[4]), 0);
    CHECK_EQ(bytes_uv_writer_flush(&self.writers[0]), 0);
    bytes_uv_writer_drop(&self.writers[1]);
    push_later(&self, 0, 5);
    uv_run(&self.loop, UV_RUN_DEFAULT);
    CHECK_EQ(arrived(&self, 0), 15);
    CHECK_EQ(arrived(&self, 1), 0);
    CHECK_EQ(arrived(&self, 3), 10);
    CHECK_EQ(arrived(&self, 4), 10);
    end_batched(&self);
}

static void on_timer(uv_timer_t *timer)
{
    Batched *const self = timer->data;
    push_later(self, 0, 7);
    uv_close((uv_handle_t *)timer, NULL);
}

TEST(what_a_timer_appends_leaves_before_the_loop_waits)
{
    Batched self;
    open_batched(&self);
    CHECK_EQ(uv_timer_init(&self.loop, &self.timer), 0);
    self.timer.data = &self;
    CHECK_EQ(uv_timer_start(&self.timer, on_timer, 0, 0), 0);
    uv_run(&self.loop, UV_RUN_DEFAULT);
    CHECK_EQ(arrived(&self, 0), 7);
    end_batched(&self);
}

TEST(an_error_of_a_batched_flush_is_reported_once)
{
    Batched self;
    open_batched(&self);
    close(self.peers[1]);
    self.peers[1] = -1;
    push_later(&self, 0, 10);
    push_later(&self, 1, 10);
    uv_run(&self.loop, UV_RUN_DEFAULT);
    CHECK_EQ(self.statuses, 1);
    CHECK_EQ(self.status, UV_EPIPE);
    CHECK_EQ(arrived(&self, 0), 10);
    push_later(&self, 1, 10);
    uv_run(&self.loop, UV_RUN_DEFAULT);
    CHECK_EQ(self.statuses, 1);
    CHECK_EQ(self.writers[1].queue.len, 0);
    end_batched(&self);
}

static void drop_on_closed(uv_handle_t *handle)
{
    Batched *const self = handle->loop->data;
    bytes_uv_writer_drop(&self->writers[handle == (uv_handle_t *)&self->pipes[1] ? 1 : 0]);
    self->closed++;
}

TEST(a_stream_can_close_while_its_writer_waits_in_the_batch)
{
    Batched self;
    open_batched(&self);
    push_later(&self, 0, 10);
    push_later(&self, 1, 10);
    push_later(&self, 2, 10);
    uv_close((uv_handle_t *)&self.pipes[1], drop_on_closed);
    uv_run(&self.loop, UV_RUN_DEFAULT);
    CHECK_EQ(self.statuses, 0);
    CHECK_EQ(arrived(&self, 1), 0);
    CHECK_EQ(arrived(&self, 2), 10);
    end_batched(&self);
}

TEST(closing_a_batch_flushes_what_waits)
{
    Batched self;
    open_batched(&self);
    push_later(&self, 3, 10);
    bytes_uv_batch_close(&self.batch, on_closed);
    CHECK_EQ(arrived(&self, 3), 0);
    uv_run(&self.loop, UV_RUN_DEFAULT);
    CHECK_EQ(arrived(&self, 3), 10);
    CHECK_EQ(self.closed, 1);
    self.closed = 0;
    CHECK_EQ(bytes_uv_batch_init(&self.loop, &self.batch), 0);
    end_batched(&self);
}

TAP_MAIN()
