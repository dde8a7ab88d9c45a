/* SPDX-License-Identifier: MIT */
/* Views on worker threads: order, limits, canceling. Threads are made to finish in the wrong order by semaphores. */
#include "tracked.h"

enum { TASKS = 64 };

typedef struct Job {
    BytesUvTask task;
    struct Working *working;
    size_t number;
    uv_sem_t *waits_for;
    uv_sem_t *posts;
    uint64_t sum;
    bool ran;
    int status;
} Job;

typedef struct Working {
    uv_loop_t loop;
    BytesUvOrder order;
    Job jobs[TASKS];
    uv_sem_t sems[TASKS];
    size_t submitted;
    size_t completed;
    size_t canceled;
    void (*then)(struct Working *self, Job *job, Bytes *input);
    uv_thread_t loop_thread;
} Working;

static void work(BytesUvTask *task, Bytes *input)
{
    Job *const job = task->data;
    const uv_thread_t self = uv_thread_self();
    if (uv_thread_equal(&self, &job->working->loop_thread)) {
        abort();
    }
    if (job->waits_for != NULL) {
        uv_sem_wait(job->waits_for);
    }
    for (size_t i = 0; i < input->len; i++) {
        job->sum += input->data[i];
    }
    job->ran = true;
    if (job->posts != NULL) {
        uv_sem_post(job->posts);
    }
}

static void done(BytesUvTask *task, Bytes *input, int status)
{
    Job *const job = task->data;
    Working *const self = job->working;
    const uv_thread_t thread = uv_thread_self();
    CHECK(uv_thread_equal(&thread, &self->loop_thread));
    CHECK_EQ(job->number, self->completed);
    self->completed++;
    self->canceled += status == UV_ECANCELED;
    job->status = status;
    CHECK_EQ(job->ran, status == 0);
    CHECK(status == 0 || status == UV_ECANCELED);
    if (self->then != NULL) {
        self->then(self, job, input);
    }
}

static void open_working(Working *self, size_t max)
{
    memset(self, 0, sizeof(*self));
    CHECK_EQ(uv_loop_init(&self->loop), 0);
    self->loop_thread = uv_thread_self();
    bytes_uv_order_init(&self->loop, max, &self->order);
    for (size_t i = 0; i < TASKS; i++) {
        CHECK_EQ(uv_sem_init(&self->sems[i], 0), 0);
    }
    tracked_begin();
}

static void end_working(Working *self)
{
    uv_run(&self->loop, UV_RUN_DEFAULT);
    CHECK_EQ(self->completed, self->submitted);
    CHECK_EQ(self->order.count, 0);
    bytes_uv_order_drop(&self->order);
    CHECK_EQ(uv_loop_close(&self->loop), 0);
    for (size_t i = 0; i < TASKS; i++) {
        uv_sem_destroy(&self->sems[i]);
    }
    tracked_end();
}

static int submit_view(Working *self, Bytes *view)
{
    Job *const job = &self->jobs[self->submitted];
    job->number = self->submitted;
    job->working = self;
    job->task.data = job;
    const int error = bytes_uv_work(&self->order, &job->task, view, work, done);
    self->submitted += error == 0;
    return error;
}

static void submit(Working *self, size_t len)
{
    Bytes view = tracked_view(len);
    CHECK_EQ(submit_view(self, &view), 0);
    CHECK_EQ(view.storage, NULL);
}

TEST(tasks_are_completed_in_the_order_of_submission)
{
    for (int round = 0; round < 50; round++) {
        Working self;
        open_working(&self, 0);
        /* Each waits for the one behind it; four threads of the pool run them. */
        for (size_t i = 0; i < 4; i++) {
            self.jobs[i].waits_for = i < 3 ? &self.sems[i + 1] : NULL;
            self.jobs[i].posts = &self.sems[i];
        }
        for (size_t i = 0; i < 4; i++) {
            submit(&self, 100 * i);
            CHECK_EQ(self.order.count, i + 1);
        }
        CHECK_EQ(self.completed, 0);
        end_working(&self);
        for (size_t i = 0; i < 4; i++) {
            uint64_t sum = 0;
            for (size_t j = 0; j < 100 * i; j++) {
                sum += stream_byte(100 * (i * (i - 1)) / 2 + j);
            }
            CHECK_EQ(self.jobs[i].sum, sum);
        }
    }
}

static void keep_input(Working *self, Job *job, Bytes *input)
{
    (void)job;
    BytesQueue *const kept = self->loop.data;
    CHECK_EQ(bytes_queue_push_back(kept, input), 0);
}

TEST(an_input_can_be_kept_and_is_dropped_otherwise)
{
    Working self;
    BytesQueue kept = BYTES_QUEUE_EMPTY;
    open_working(&self, 0);
    self.loop.data = &kept;
    submit(&self, 10);
    submit(&self, 10);
    uv_run(&self.loop, UV_RUN_DEFAULT);
    CHECK_EQ(tracked_dropped(), 2);
    self.then = keep_input;
    submit(&self, 10);
    submit(&self, 10);
    uv_run(&self.loop, UV_RUN_DEFAULT);
    CHECK_EQ(tracked_dropped(), 2);
    CHECK_EQ(kept.len, 20);
    bytes_queue_drop(&kept);
    end_working(&self);
}

TEST(a_full_order_accepts_no_more_and_changes_nothing)
{
    Working self;
    open_working(&self, 2);
    self.jobs[0].waits_for = &self.sems[0];
    submit(&self, 10);
    CHECK(!bytes_uv_order_is_full(&self.order));
    submit(&self, 10);
    CHECK(bytes_uv_order_is_full(&self.order));
    Bytes view = tracked_view(10);
    CHECK_EQ(submit_view(&self, &view), UV_EAGAIN);
    CHECK_EQ(view.len, 10);
    CHECK_EQ(self.order.count, 2);
    uv_sem_post(&self.sems[0]);
    uv_run(&self.loop, UV_RUN_DEFAULT);
    CHECK(!bytes_uv_order_is_full(&self.order));
    CHECK_EQ(submit_view(&self, &view), 0);
    end_working(&self);
}

static void submit_next(Working *self, Job *job, Bytes *input)
{
    (void)job;
    (void)input;
    if (self->submitted < TASKS) {
        submit(self, 5);
    }
}

TEST(a_completion_can_submit)
{
    Working self;
    open_working(&self, 3);
    self.then = submit_next;
    submit(&self, 5);
    submit(&self, 5);
    end_working(&self);
    CHECK_EQ(self.completed, TASKS);
}

/* Fill every thread of the pool with tasks that wait, and put some behind these. */
TEST(canceled_tasks_are_completed_in_order_and_those_that_run_finish)
{
    Working self;
    open_working(&self, 0);
    for (size_t i = 0; i < TASKS; i++) {
        self.jobs[i].waits_for = &self.sems[0];
        self.jobs[i].posts = &self.sems[1];
        submit(&self, 10);
    }
    bytes_uv_order_cancel(&self.order);
    CHECK_EQ(self.completed, 0);
    CHECK(bytes_uv_order_is_full(&self.order));
    Bytes view = tracked_view(10);
    CHECK_EQ(submit_view(&self, &view), UV_ECANCELED);
    CHECK_EQ(view.len, 10);
    bytes_drop(&view);
    uv_run(&self.loop, UV_RUN_NOWAIT);
    for (size_t i = 0; i < TASKS; i++) {
        uv_sem_post(&self.sems[0]);
    }
    end_working(&self);
    CHECK(self.canceled >= TASKS - 4); /* the pool has 4 threads */
    CHECK(self.canceled <= TASKS);
}

static void cancel_first(Working *self, Job *job, Bytes *input)
{
    (void)input;
    if (job->number == 0) {
        bytes_uv_order_cancel(&self->order);
    }
}

TEST(a_completion_can_cancel_the_rest)
{
    Working self;
    open_working(&self, 0);
    self.then = cancel_first;
    for (size_t i = 0; i < TASKS; i++) {
        submit(&self, 10);
    }
    end_working(&self);
    CHECK_EQ(self.jobs[0].status, 0);
}

/* What a connection does: it frees its order, its tasks and itself in the last completion. */
typedef struct Freed {
    BytesUvOrder order;
    BytesUvTask task;
    bool *was_freed;
} Freed;

static void free_all(BytesUvTask *task, Bytes *input, int status)
{
    Freed *const self = task->data;
    (void)input;
    (void)status;
    bytes_uv_order_drop(&self->order);
    *self->was_freed = true;
    free(self);
}

static void nothing(BytesUvTask *task, Bytes *input)
{
    (void)task;
    (void)input;
}

TEST(the_last_completion_can_free_the_order_and_the_task)
{
    bool was_freed = false;
    uv_loop_t loop;
    CHECK_EQ(uv_loop_init(&loop), 0);
    Freed *const self = malloc(sizeof(*self));
    CHECK(self != NULL);
    bytes_uv_order_init(&loop, 1, &self->order);
    self->task.data = self;
    self->was_freed = &was_freed;
    tracked_begin();
    Bytes view = tracked_view(100);
    CHECK_EQ(bytes_uv_work(&self->order, &self->task, &view, nothing, free_all), 0);
    uv_run(&loop, UV_RUN_DEFAULT);
    CHECK(was_freed);
    CHECK_EQ(uv_loop_close(&loop), 0);
    tracked_end();
}

TEST(an_empty_view_is_worked_on_too)
{
    Working self;
    open_working(&self, 0);
    Bytes empty = BYTES_EMPTY;
    CHECK_EQ(submit_view(&self, &empty), 0);
    end_working(&self);
    CHECK(self.jobs[0].ran);
}

/* Slices of one read block on several threads at once, and the block's reader going on meanwhile. */
TEST(slices_of_one_block_are_worked_on_by_many_threads)
{
    Working self;
    BytesMut block;
    open_working(&self, 0);
    CHECK_EQ(bytes_mut_with_capacity(TASKS * 1000, &block), 0);
    for (size_t i = 0; i < TASKS; i++) {
        CHECK_EQ(bytes_mut_put_bytes(&block, (uint8_t)i, 1000), 0);
        Bytes view = bytes_mut_split_freeze(&block, 1000);
        CHECK_EQ(submit_view(&self, &view), 0);
    }
    bytes_mut_drop(&block);
    end_working(&self);
    for (size_t i = 0; i < TASKS; i++) {
        CHECK_EQ(self.jobs[i].sum, 1000 * i);
    }
}

/* A server that hashes each byte it gets on another thread and sends the byte back, at most 4 at a time. */
typedef struct Server {
    Loopback loopback;
    BytesUvReader reader;
    BytesUvWriter writer;
    BytesUvBatch batch;
    BytesUvOrder order;
    BytesUvTask tasks[4];
    BytesUvTask *free_tasks[4];
    size_t free_count;
    Received received;
    size_t most;
    bool batch_closed;
} Server;

static void answer(BytesUvTask *task, Bytes *input, int status)
{
    Server *const self = task->data;
    self->free_tasks[self->free_count++] = task;
    if (status == 0 && !uv_is_closing(&self->loopback.uv.handle)) {
        CHECK_EQ(bytes_queue_push_back(&self->writer.queue, input), 0);
        bytes_uv_writer_flush_later(&self->writer, &self->batch);
    }
}

static void submit_read(BytesUvReader *reader, ssize_t result)
{
    Server *const self = reader->data;
    CHECK(result >= 0);
    while (reader->in.len != 0 && !bytes_uv_order_is_full(&self->order)) {
        Bytes view = bytes_mut_split_freeze(&reader->in, 1);
        BytesUvTask *const task = self->free_tasks[--self->free_count];
        task->data = self;
        CHECK_EQ(bytes_uv_work(&self->order, task, &view, nothing, answer), 0);
        self->most = self->most < self->order.count ? self->order.count : self->most;
    }
}

static void on_batch_closed(uv_handle_t *handle)
{
    Server *const self = handle->loop->data;
    self->batch_closed = true;
}

TEST(a_full_order_holds_its_reader_back_and_resumes_it)
{
    Server self;
    memset(&self, 0, sizeof(self));
    loopback_open(&self.loopback);
    self.loopback.loop.data = &self;
    for (; self.free_count < 4; self.free_count++) {
        self.free_tasks[self.free_count] = &self.tasks[self.free_count];
    }
    bytes_uv_reader_init(&self.loopback.uv.stream, NULL, submit_read, &self.reader);
    bytes_uv_writer_init(&self.loopback.uv.stream, NULL, 0, NULL, &self.writer);
    bytes_uv_order_init(&self.loopback.loop, 4, &self.order);
    CHECK_EQ(bytes_uv_batch_init(&self.loopback.loop, &self.batch), 0);
    bytes_uv_order_hold_back(&self.order, &self.reader);
    self.reader.data = &self;
    tracked_begin();
    tracked.position = 2000;
    uint8_t bytes[2000];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = stream_byte(i);
    }
    CHECK_EQ(bytes_uv_reader_start(&self.reader), 0);
    peer_write(&self.loopback, bytes, sizeof(bytes));
    while (self.received.len < 2000) {
        CHECK(uv_loop_alive(&self.loopback.loop));
        loopback_turn(&self.loopback);
        received_read(&self.received, &self.loopback);
    }
    CHECK_EQ(self.most, 4);
    /* Close with tasks under way. */
    peer_write(&self.loopback, bytes, 100);
    RUN_UNTIL(&self.loopback, self.order.count != 0);
    bytes_uv_order_cancel(&self.order);
    uv_close(&self.loopback.uv.handle, NULL);
    bytes_uv_batch_close(&self.batch, on_batch_closed);
    loopback_end(&self.loopback);
    CHECK(self.batch_closed);
    CHECK_EQ(self.order.count, 0);
    CHECK_EQ(self.free_count, 4);
    bytes_uv_order_drop(&self.order);
    bytes_uv_reader_drop(&self.reader);
    bytes_uv_writer_drop(&self.writer);
}

TAP_MAIN()
