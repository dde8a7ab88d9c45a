/* SPDX-License-Identifier: MIT */
/* Writing a queue: what leaves at once, what leaves later, what fails; each view is dropped once. */
#include "tracked.h"

typedef struct Writing {
    Loopback loopback;
    BytesUvWriter writer;
    TestAllocator memory;
    Received received;
    int statuses[8]; /* the first ones */
    size_t count;
    int shutdown_status;
    size_t shutdown_count;
    void (*then)(struct Writing *self, int status);
    bool in_call; /* a function of the library is running: no callback may come */
} Writing;

static void on_closed(uv_handle_t *handle)
{
    Writing *const self = handle->data;
    bytes_uv_writer_drop(&self->writer);
    bytes_uv_writer_drop(&self->writer);
    self->loopback.closed = true;
}

static void close_stream(Writing *self)
{
    uv_close(&self->loopback.uv.handle, on_closed);
}

static void on_progress(BytesUvWriter *writer, int status)
{
    Writing *const self = writer->data;
    CHECK(!self->in_call);
    CHECK(!self->loopback.closed);
    if (self->count < sizeof(self->statuses) / sizeof(self->statuses[0])) {
        self->statuses[self->count] = status;
    }
    self->count++;
    if (self->then != NULL) {
        self->then(self, status);
    }
}

static void on_shutdown(BytesUvWriter *writer, int status)
{
    Writing *const self = writer->data;
    CHECK(!self->in_call);
    self->shutdown_status = status;
    self->shutdown_count++;
}

typedef void OpenPair(Loopback *loopback);

static void init_writer(Writing *self)
{
    self->memory = test_allocator();
    bytes_uv_writer_init(&self->loopback.uv.stream, &self->memory.base, 0, on_progress, &self->writer);
    self->writer.data = self;
    self->loopback.uv.handle.data = self;
    tracked_begin();
}

static void open_writing(Writing *self, OpenPair *open)
{
    memset(self, 0, sizeof(*self));
    open(&self->loopback);
    init_writer(self);
}

static void end_writing(Writing *self)
{
    if (!uv_is_closing(&self->loopback.uv.handle)) {
        close_stream(self);
    }
    loopback_end(&self->loopback);
    CHECK(self->loopback.closed);
    CHECK_EQ(self->memory.live, 0);
    tracked_end();
}

/* Over both kinds of socket; partial writes are forced if so. */
static void in_every_way(void (*run)(Writing *self))
{
    for (int way = 0; way < 2; way++) {
        Writing self;
        open_writing(&self, way == 0 ? loopback_open : loopback_open_tcp);
        run(&self);
        end_writing(&self);
    }
}

static void in_every_way_partial(void (*run)(Writing *self))
{
    for (int way = 0; way < 2; way++) {
        Writing self;
        open_writing(&self, way == 0 ? loopback_open : loopback_open_tcp);
        loopback_shrink_send_buffer(&self.loopback);
        run(&self);
        end_writing(&self);
    }
}

static void push(Writing *self, size_t len)
{
    Bytes view = tracked_view(len);
    CHECK_EQ(bytes_queue_push_back(&self->writer.queue, &view), 0);
}

static int flush(Writing *self)
{
    self->in_call = true;
    const int error = bytes_uv_writer_flush(&self->writer);
    self->in_call = false;
    return error;
}

static void check_at_once(Writing *self)
{
    push(self, 10);
    push(self, 1000);
    uint8_t tail[5];
    for (size_t i = 0; i < sizeof(tail); i++) {
        tail[i] = stream_byte(tracked.position++);
    }
    CHECK_EQ(bytes_queue_put(&self->writer.queue, tail, sizeof(tail)), 0);
    CHECK_EQ(flush(self), 0);
    CHECK_EQ(self->writer.queue.len, 0);
    CHECK_EQ(self->writer.in_flight, 0);
    CHECK_EQ(tracked_dropped(), 2);
    received_all(&self->received, &self->loopback);
    CHECK_EQ(self->count, 0);
}

TEST(what_the_system_takes_leaves_at_once_in_order)
{
    in_every_way(check_at_once);
}

static void check_nothing(Writing *self)
{
    CHECK_EQ(flush(self), 0);
    Bytes empty = BYTES_EMPTY;
    CHECK_EQ(bytes_queue_push_back(&self->writer.queue, &empty), 0);
    CHECK_EQ(flush(self), 0);
    loopback_turn(&self->loopback);
    CHECK_EQ(self->count, 0);
    received_read(&self->received, &self->loopback);
    CHECK_EQ(self->received.len, 0);
}

TEST(nothing_is_written_for_nothing)
{
    in_every_way(check_nothing);
}

static void check_rest(Writing *self)
{
    push(self, 8 << 20);
    CHECK_EQ(flush(self), 0);
    CHECK(self->writer.in_flight != 0);
    CHECK_EQ(self->writer.in_flight, self->writer.queue.len);
    CHECK(self->writer.queue.len < 8 << 20); /* some was taken at once */
    CHECK_EQ(tracked_dropped(), 0);
    received_all(&self->received, &self->loopback);
    RUN_UNTIL(&self->loopback, self->count != 0);
    CHECK_EQ(self->count, 1);
    CHECK_EQ(self->statuses[0], 0);
    CHECK_EQ(self->writer.queue.len, 0);
    CHECK_EQ(tracked_dropped(), 1);
}

TEST(the_rest_follows_by_itself_and_its_view_is_kept_until_then)
{
    in_every_way_partial(check_rest);
}

static void check_appended_in_flight(Writing *self)
{
    push(self, 4 << 20);
    CHECK_EQ(flush(self), 0);
    const size_t in_flight = self->writer.in_flight;
    CHECK(in_flight != 0);
    for (int i = 0; i < 600; i++) {
        push(self, 100);
        CHECK_EQ(bytes_queue_put(&self->writer.queue, (uint8_t[]){stream_byte(tracked.position)}, 1), 0);
        tracked.position++;
        CHECK_EQ(flush(self), 0);
    }
    CHECK_EQ(self->writer.in_flight, in_flight);
    CHECK_EQ(self->writer.queue.len, in_flight + 600 * 101);
    received_all(&self->received, &self->loopback);
    RUN_UNTIL(&self->loopback, self->writer.queue.len == 0);
}

TEST(what_is_appended_meanwhile_follows_in_order)
{
    in_every_way_partial(check_appended_in_flight);
}

static void check_many_pieces(Writing *self)
{
    for (int i = 0; i < 5000; i++) {
        push(self, 1 + (size_t)i % 3);
    }
    CHECK_EQ(bytes_queue_pieces(&self->writer.queue), 5000);
    CHECK_EQ(flush(self), 0);
    received_all(&self->received, &self->loopback);
    RUN_UNTIL(&self->loopback, self->writer.queue.len == 0);
}

static void check_many_large_pieces(Writing *self)
{
    for (int i = 0; i < 5000; i++) {
        push(self, 700 + (size_t)i % 3);
    }
    CHECK_EQ(flush(self), 0);
    CHECK(self->writer.in_flight != 0);
    CHECK(self->writer.queue.len > self->writer.in_flight);
    received_all(&self->received, &self->loopback);
    RUN_UNTIL(&self->loopback, self->writer.queue.len == 0);
}

TEST(thousands_of_pieces_leave_in_order)
{
    in_every_way(check_many_pieces);
    in_every_way_partial(check_many_pieces);
    in_every_way_partial(check_many_large_pieces);
}

/* The only piece of luck that a mark needs: somebody tells the producer to go on. */
static void check_high_drained_at_once(Writing *self)
{
    self->writer.queue.high = 1000;
    push(self, 999);
    CHECK(!bytes_uv_writer_is_high(&self->writer));
    push(self, 1);
    CHECK(bytes_uv_writer_is_high(&self->writer));
    CHECK_EQ(flush(self), 0); /* the socket takes all of it */
    CHECK(bytes_uv_writer_is_high(&self->writer));
    CHECK_EQ(self->count, 0);
    RUN_UNTIL(&self->loopback, self->count == 1);
    CHECK_EQ(self->statuses[0], 0);
    CHECK(!bytes_uv_writer_is_high(&self->writer));
    received_all(&self->received, &self->loopback);
    loopback_turn(&self->loopback);
    CHECK_EQ(self->count, 1);
}

TEST(a_producer_is_resumed_from_the_loop_also_if_all_was_drained_at_once)
{
    in_every_way(check_high_drained_at_once);
}

static void check_low(Writing *self)
{
    self->writer.queue.high = 1 << 20;
    self->writer.queue.low = 256 * 1024;
    for (int i = 0; i < 1000; i++) {
        push(self, 8 * 1024);
    }
    CHECK_EQ(flush(self), 0);
    size_t held = 0;
    while (self->writer.queue.len != 0) {
        const bool high = bytes_uv_writer_is_high(&self->writer);
        CHECK(high || self->writer.queue.len <= 256 * 1024);
        held += high;
        received_read(&self->received, &self->loopback);
        loopback_turn(&self->loopback);
    }
    CHECK(held != 0);
    CHECK(self->count >= 2);
    received_all(&self->received, &self->loopback);
}

TEST(a_writer_stays_high_until_it_is_low)
{
    in_every_way_partial(check_low);
}

static void check_hold(Writing *self)
{
    bytes_uv_writer_hold(&self->writer);
    CHECK(!bytes_uv_writer_is_high(&self->writer)); /* nothing to wait for */
    push(self, 10);
    bytes_uv_writer_hold(&self->writer);
    CHECK(bytes_uv_writer_is_high(&self->writer));
    CHECK_EQ(flush(self), 0);
    RUN_UNTIL(&self->loopback, self->count == 1);
    CHECK(!bytes_uv_writer_is_high(&self->writer));
    received_all(&self->received, &self->loopback);
}

TEST(a_limit_of_the_programs_own_holds_and_is_resumed)
{
    in_every_way(check_hold);
}

/* A buffer with the next bytes of the stream; of a block that is larger. */
static BytesMut buffer_of(Writing *self, size_t len, size_t capacity)
{
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity_in(&self->memory.base, capacity, &buffer), 0);
    const BytesSpare spare = bytes_mut_spare(&buffer);
    for (size_t i = 0; i < len; i++) {
        spare.data[i] = stream_byte(tracked.position++);
    }
    bytes_mut_commit(&buffer, len);
    return buffer;
}

static int write_buffer(Writing *self, BytesMut *buffer, size_t count)
{
    self->in_call = true;
    const int error = bytes_uv_writer_write(&self->writer, buffer, count);
    self->in_call = false;
    return error;
}

static void check_buffer_at_once(Writing *self)
{
    BytesMut buffer = buffer_of(self, 1000, 64 * 1024);
    const size_t calls = self->memory.calls;
    CHECK_EQ(write_buffer(self, &buffer, 600), 0);
    CHECK_EQ(buffer.len, 400);
    CHECK(bytes_mut_is_unique(&buffer)); /* no view of it was made */
    CHECK_EQ(write_buffer(self, &buffer, 0), 0);
    CHECK_EQ(write_buffer(self, &buffer, 400), 0);
    CHECK_EQ(buffer.len, 0);
    CHECK_EQ(self->memory.calls, calls);
    CHECK_EQ(self->writer.queue.len, 0);
    bytes_mut_drop(&buffer);
    received_all(&self->received, &self->loopback);
    loopback_turn(&self->loopback);
    CHECK_EQ(self->count, 0);
}

TEST(bytes_of_a_buffer_leave_without_a_view_of_it)
{
    in_every_way(check_buffer_at_once);
}

static void check_buffer_rest(Writing *self)
{
    BytesMut buffer = buffer_of(self, 8 << 20, 8 << 20);
    CHECK_EQ(write_buffer(self, &buffer, 8 << 20), 0);
    CHECK_EQ(buffer.len, 0);
    CHECK(self->writer.in_flight != 0);
    CHECK(self->writer.queue.len < 8 << 20); /* some was taken at once */
    bytes_mut_drop(&buffer);
    /* Behind the queue, not before it, in flight or not. */
    BytesMut next = buffer_of(self, 100, 100);
    CHECK_EQ(write_buffer(self, &next, 100), 0);
    bytes_mut_drop(&next);
    received_all(&self->received, &self->loopback);
    RUN_UNTIL(&self->loopback, self->writer.queue.len == 0);
    push(self, 10);
    next = buffer_of(self, 100, 100);
    CHECK_EQ(write_buffer(self, &next, 100), 0);
    bytes_mut_drop(&next);
    received_all(&self->received, &self->loopback);
    CHECK_EQ(self->writer.queue.len, 0);
}

TEST(the_rest_of_a_buffer_is_queued_and_follows_in_order)
{
    in_every_way_partial(check_buffer_rest);
}

/* The socket is full; then come responses of 100 bytes, each from the front of a block of 64 KiB. */
static void check_buffer_pins_little(Writing *self)
{
    self->writer.queue.compact_multiple = 4;
    BytesMut first = buffer_of(self, 8 << 20, 8 << 20);
    CHECK_EQ(write_buffer(self, &first, 8 << 20), 0);
    bytes_mut_drop(&first);
    const size_t retained = bytes_queue_retained(&self->writer.queue);
    for (int i = 0; i < 100; i++) {
        BytesMut small = buffer_of(self, 100, 64 * 1024);
        CHECK_EQ(write_buffer(self, &small, 100), 0);
        CHECK(bytes_mut_is_unique(&small));
        bytes_mut_drop(&small);
    }
    CHECK(bytes_queue_retained(&self->writer.queue) - retained < 32 * 1024);
    received_all(&self->received, &self->loopback);
    RUN_UNTIL(&self->loopback, self->writer.queue.len == 0);
}

TEST(a_small_rest_of_a_buffer_does_not_hold_its_block)
{
    in_every_way_partial(check_buffer_pins_little);
}

static void check_buffer_high(Writing *self)
{
    self->writer.queue.high = 1000;
    BytesMut buffer = buffer_of(self, 1999, 1999);
    CHECK_EQ(write_buffer(self, &buffer, 999), 0);
    CHECK(!bytes_uv_writer_is_high(&self->writer));
    CHECK_EQ(self->writer.queue.len, 0);
    CHECK_EQ(write_buffer(self, &buffer, 1000), 0);
    CHECK(bytes_uv_writer_is_high(&self->writer));
    bytes_mut_drop(&buffer);
    CHECK_EQ(self->count, 0);
    RUN_UNTIL(&self->loopback, self->count == 1);
    CHECK(!bytes_uv_writer_is_high(&self->writer));
    received_all(&self->received, &self->loopback);
}

TEST(a_producer_is_resumed_also_if_the_mark_was_reached_by_a_buffer)
{
    in_every_way(check_buffer_high);
}

static void check_buffer_held(Writing *self)
{
    push(self, 10);
    bytes_uv_writer_hold(&self->writer);
    CHECK_EQ(flush(self), 0);
    BytesMut buffer = buffer_of(self, 10, 10);
    CHECK_EQ(write_buffer(self, &buffer, 10), 0);
    bytes_mut_drop(&buffer);
    RUN_UNTIL(&self->loopback, !bytes_uv_writer_is_high(&self->writer));
    received_all(&self->received, &self->loopback);
}

TEST(a_buffer_does_not_overtake_a_writer_that_is_held)
{
    in_every_way(check_buffer_held);
}

static void check_buffer_broken(Writing *self)
{
    int error = 0;
    peer_close(&self->loopback);
    while (error == 0) { /* TCP learns by the answer to the first bytes */
        BytesMut buffer = buffer_of(self, 100, 200);
        error = write_buffer(self, &buffer, 60);
        CHECK_EQ(buffer.len, 40);
        bytes_mut_drop(&buffer);
    }
    CHECK(error == UV_EPIPE || error == UV_ECONNRESET);
    BytesMut buffer = buffer_of(self, 100, 100);
    CHECK_EQ(write_buffer(self, &buffer, 100), error);
    CHECK_EQ(buffer.len, 0);
    CHECK_EQ(self->writer.queue.len, 0);
    bytes_mut_drop(&buffer);
    loopback_turn(&self->loopback);
    CHECK_EQ(self->count, 0);
}

TEST(an_error_of_a_buffer_is_returned_and_its_bytes_are_gone)
{
    in_every_way(check_buffer_broken);
}

static void check_buffer_closing(Writing *self)
{
    close_stream(self);
    BytesMut buffer = buffer_of(self, 100, 100);
    CHECK_EQ(write_buffer(self, &buffer, 100), UV_ECANCELED);
    CHECK_EQ(buffer.len, 0);
    bytes_mut_drop(&buffer);
}

TEST(a_buffer_that_is_written_after_close_is_canceled)
{
    in_every_way(check_buffer_closing);
}

static void check_buffer_shut(Writing *self)
{
    CHECK_EQ(bytes_uv_writer_shutdown(&self->writer, on_shutdown), 0);
    BytesMut buffer = buffer_of(self, 100, 100);
    CHECK_EQ(write_buffer(self, &buffer, 100), UV_EPIPE);
    bytes_mut_drop(&buffer);
    RUN_UNTIL(&self->loopback, self->shutdown_count == 1);
}

TEST(a_buffer_that_is_written_after_shutdown_is_an_error)
{
    in_every_way(check_buffer_shut);
}

static void check_buffer_without_memory(Writing *self)
{
    push(self, 8 << 20);
    CHECK_EQ(flush(self), 0);
    CHECK(self->writer.in_flight != 0);
    self->writer.queue.compact_multiple = 4;
    BytesMut small = buffer_of(self, 100, 64 * 1024);
    self->memory.fail_at = self->memory.calls + 1;
    CHECK_EQ(write_buffer(self, &small, 100), UV_ENOMEM);
    CHECK_EQ(small.len, 0);
    CHECK_EQ(flush(self), UV_ENOMEM);
    bytes_mut_drop(&small);
}

TEST(a_writer_fails_that_has_no_memory_for_the_rest_of_a_buffer)
{
    in_every_way_partial(check_buffer_without_memory);
}

static void check_broken(Writing *self)
{
    peer_close(&self->loopback);
    push(self, 100);
    int error = flush(self);
    if (error == 0) { /* TCP learns by the answer to the first bytes */
        do {
            push(self, 100);
            error = flush(self);
        } while (error == 0);
    }
    CHECK(error == UV_EPIPE || error == UV_ECONNRESET);
    CHECK_EQ(self->writer.queue.len, 0);
    CHECK(bytes_uv_writer_is_high(&self->writer));
    push(self, 100);
    CHECK_EQ(flush(self), error);
    CHECK_EQ(self->writer.queue.len, 0);
    CHECK_EQ(tracked_dropped(), tracked.count);
    loopback_turn(&self->loopback);
    CHECK_EQ(self->count, 0); /* flush has said so */
}

TEST(an_error_at_once_is_returned_and_drops_the_queue)
{
    in_every_way(check_broken);
}

static void check_broken_in_flight(Writing *self)
{
    push(self, 8 << 20);
    push(self, 10);
    CHECK_EQ(flush(self), 0);
    push(self, 10);
    CHECK(self->writer.in_flight != 0);
    peer_close(&self->loopback);
    RUN_UNTIL(&self->loopback, self->count != 0);
    CHECK_EQ(self->count, 1);
    CHECK(self->statuses[0] == UV_EPIPE || self->statuses[0] == UV_ECONNRESET);
    CHECK_EQ(self->writer.in_flight, 0);
    CHECK_EQ(self->writer.queue.len, 0);
    CHECK_EQ(tracked_dropped(), 3);
    push(self, 10);
    CHECK_EQ(flush(self), self->statuses[0]);
    loopback_turn(&self->loopback);
    CHECK_EQ(self->count, 1);
}

TEST(an_error_in_flight_is_reported_once_and_drops_the_queue)
{
    in_every_way_partial(check_broken_in_flight);
}

TEST(a_reset_in_flight_is_reported_once)
{
    Writing self;
    open_writing(&self, loopback_open_tcp);
    push(&self, 8 << 20);
    CHECK_EQ(flush(&self), 0);
    peer_reset(&self.loopback);
    RUN_UNTIL(&self.loopback, self.count != 0);
    CHECK_EQ(self.count, 1);
    CHECK_EQ(self.statuses[0], UV_ECONNRESET);
    end_writing(&self);
}

static void check_close_in_flight(Writing *self)
{
    push(self, 8 << 20);
    push(self, 10);
    CHECK_EQ(flush(self), 0);
    CHECK(self->writer.in_flight != 0);
    close_stream(self);
    push(self, 10);
    CHECK_EQ(flush(self), UV_ECANCELED);
    CHECK_EQ(tracked_dropped(), 0); /* libuv may still use the bytes */
    RUN_UNTIL(&self->loopback, self->loopback.closed);
    CHECK_EQ(tracked_dropped(), 3);
    CHECK_EQ(self->count, 0);
}

TEST(closing_drops_what_is_in_flight_once_and_calls_nothing_back)
{
    in_every_way_partial(check_close_in_flight);
}

static void check_after_close(Writing *self)
{
    push(self, 10);
    close_stream(self);
    CHECK_EQ(flush(self), UV_ECANCELED);
    CHECK_EQ(tracked_dropped(), 1);
    push(self, 10);
    RUN_UNTIL(&self->loopback, self->loopback.closed);
    CHECK_EQ(tracked_dropped(), 2);
    CHECK_EQ(self->count, 0);
}

TEST(what_is_written_after_close_is_canceled)
{
    in_every_way(check_after_close);
}

static void close_then(Writing *self, int status)
{
    (void)status;
    close_stream(self);
}

static void check_close_in_progress(Writing *self)
{
    self->then = close_then;
    self->writer.queue.high = 100;
    push(self, 100);
    CHECK_EQ(flush(self), 0);
    RUN_UNTIL(&self->loopback, self->loopback.closed);
    CHECK_EQ(self->count, 1);
}

static void check_close_in_error(Writing *self)
{
    self->then = close_then;
    push(self, 8 << 20);
    CHECK_EQ(flush(self), 0);
    peer_close(&self->loopback);
    RUN_UNTIL(&self->loopback, self->loopback.closed);
    CHECK_EQ(self->count, 1);
    CHECK(self->statuses[0] < 0);
}

static void push_and_close(Writing *self, int status)
{
    if (status == 0 && self->count == 1) {
        push(self, 8 << 20);
        CHECK_EQ(flush(self), 0);
        CHECK(self->writer.in_flight != 0);
        close_stream(self);
    }
}

static void check_close_in_progress_in_flight(Writing *self)
{
    self->then = push_and_close;
    self->writer.queue.high = 100;
    push(self, 100);
    CHECK_EQ(flush(self), 0);
    RUN_UNTIL(&self->loopback, self->loopback.closed);
    CHECK_EQ(self->count, 1);
}

TEST(a_callback_can_close_the_stream)
{
    in_every_way(check_close_in_progress);
    in_every_way_partial(check_close_in_error);
    in_every_way_partial(check_close_in_progress_in_flight);
}

static void produce_more(Writing *self, int status)
{
    CHECK_EQ(status, 0);
    while (!bytes_uv_writer_is_high(&self->writer) && tracked.count < 2000) {
        push(self, 300);
    }
    CHECK_EQ(flush(self), 0);
    self->count = 0;
}

static void check_producer(Writing *self)
{
    self->then = produce_more;
    self->writer.queue.high = 4096;
    produce_more(self, 0);
    while (tracked.count < 2000) {
        loopback_turn(&self->loopback);
        received_all(&self->received, &self->loopback);
    }
    received_all(&self->received, &self->loopback);
    CHECK_EQ(self->received.len, 2000 * 300);
}

TEST(a_producer_that_runs_from_mark_to_mark_is_never_forgotten)
{
    in_every_way(check_producer);
    in_every_way_partial(check_producer);
}

static void check_shutdown(Writing *self)
{
    push(self, 4 << 20);
    self->in_call = true;
    CHECK_EQ(bytes_uv_writer_shutdown(&self->writer, on_shutdown), 0);
    CHECK_EQ(bytes_uv_writer_shutdown(&self->writer, on_shutdown), UV_EALREADY);
    self->in_call = false;
    received_all(&self->received, &self->loopback);
    RUN_UNTIL(&self->loopback, self->shutdown_count != 0);
    CHECK_EQ(self->shutdown_count, 1);
    CHECK_EQ(self->shutdown_status, 0);
    while (!self->received.ended) {
        received_read(&self->received, &self->loopback);
    }
    push(self, 10);
    CHECK_EQ(flush(self), UV_EPIPE);
    CHECK_EQ(tracked_dropped(), 2);
}

static void check_shutdown_of_nothing(Writing *self)
{
    self->in_call = true;
    CHECK_EQ(bytes_uv_writer_shutdown(&self->writer, on_shutdown), 0);
    self->in_call = false;
    RUN_UNTIL(&self->loopback, self->shutdown_count != 0);
    while (!self->received.ended) {
        received_read(&self->received, &self->loopback);
    }
    CHECK_EQ(flush(self), 0);
}

TEST(the_stream_is_shut_down_after_the_last_byte)
{
    in_every_way_partial(check_shutdown);
    in_every_way(check_shutdown_of_nothing);
}

static void check_shutdown_fails(Writing *self)
{
    push(self, 8 << 20);
    CHECK_EQ(bytes_uv_writer_shutdown(&self->writer, on_shutdown), 0);
    peer_close(&self->loopback);
    RUN_UNTIL(&self->loopback, self->count != 0);
    loopback_turn(&self->loopback);
    CHECK_EQ(self->count, 1);
    CHECK(self->statuses[0] < 0);
    CHECK_EQ(self->shutdown_count, 0);
    CHECK_EQ(bytes_uv_writer_shutdown(&self->writer, on_shutdown), self->statuses[0]);
}

static void check_shutdown_closed(Writing *self)
{
    CHECK_EQ(bytes_uv_writer_shutdown(&self->writer, on_shutdown), 0);
    close_stream(self);
    CHECK_EQ(bytes_uv_writer_shutdown(&self->writer, on_shutdown), UV_ECANCELED);
    RUN_UNTIL(&self->loopback, self->loopback.closed);
    CHECK_EQ(self->shutdown_count, 0);
}

static void check_shutdown_closed_in_flight(Writing *self)
{
    push(self, 8 << 20);
    CHECK_EQ(bytes_uv_writer_shutdown(&self->writer, NULL), 0);
    close_stream(self);
    RUN_UNTIL(&self->loopback, self->loopback.closed);
    CHECK_EQ(self->count, 0);
}

TEST(a_shutdown_that_comes_to_nothing_is_not_reported)
{
    in_every_way_partial(check_shutdown_fails);
    in_every_way(check_shutdown_closed);
    in_every_way_partial(check_shutdown_closed_in_flight);
}

static void on_connected(uv_connect_t *request, int status)
{
    CHECK_EQ(status, 0);
    *(bool *)request->data = true;
}

TEST(what_is_written_before_the_stream_is_connected_waits)
{
    Writing self;
    struct sockaddr_in address;
    uv_connect_t request;
    bool connected = false;
    memset(&self, 0, sizeof(self));
    const int listener = listen_anywhere(&address);
    CHECK_EQ(uv_loop_init(&self.loopback.loop), 0);
    CHECK_EQ(uv_tcp_init(&self.loopback.loop, &self.loopback.uv.tcp), 0);
    init_writer(&self);
    request.data = &connected;
    CHECK_EQ(uv_tcp_connect(&request, &self.loopback.uv.tcp, (struct sockaddr *)&address, on_connected), 0);
    push(&self, 1000);
    CHECK_EQ(flush(&self), 0);
    CHECK_EQ(self.writer.in_flight, 1000);
    RUN_UNTIL(&self.loopback, connected && self.count == 1);
    self.loopback.peer = accept(listener, NULL, NULL);
    set_nonblocking(self.loopback.peer);
    close(listener);
    received_all(&self.received, &self.loopback);
    end_writing(&self);
}

TEST(a_stream_that_was_never_connected_fails)
{
    Writing self;
    memset(&self, 0, sizeof(self));
    CHECK_EQ(uv_loop_init(&self.loopback.loop), 0);
    CHECK_EQ(uv_tcp_init(&self.loopback.loop, &self.loopback.uv.tcp), 0);
    self.loopback.peer = -1;
    init_writer(&self);
    push(&self, 10);
    CHECK(flush(&self) < 0);
    CHECK_EQ(tracked_dropped(), 1);
    end_writing(&self);
    open_writing(&self, loopback_open);
    close_stream(&self);
    end_writing(&self);
}

/* Put and written, again and again: after the first time there is a block for all of it. */
static void check_steady(Writing *self)
{
    size_t allocated = 0;
    for (int i = 0; i < 1000; i++) {
        uint8_t text[100];
        for (size_t j = 0; j < sizeof(text); j++) {
            text[j] = stream_byte(tracked.position++);
        }
        CHECK_EQ(bytes_queue_put(&self->writer.queue, text, sizeof(text)), 0);
        CHECK_EQ(flush(self), 0);
        received_all(&self->received, &self->loopback);
        allocated = i == 0 ? self->memory.calls + uv_memory.calls : allocated;
    }
    CHECK_EQ(self->memory.calls + uv_memory.calls, allocated);
    CHECK_EQ(self->memory.copied, 0);
}

TEST(small_writes_allocate_nothing_in_the_steady_state)
{
    in_every_way(check_steady);
}

static void check_no_allocation(Writing *self)
{
    const size_t before = uv_memory.calls;
    for (int i = 0; i < 1000; i++) {
        push(self, 1000);
    }
    self->writer.queue.high = 100 * 1000;
    CHECK_EQ(flush(self), 0);
    CHECK(self->writer.in_flight != 0);
    received_all(&self->received, &self->loopback);
    RUN_UNTIL(&self->loopback, self->writer.queue.len == 0);
    CHECK_EQ(uv_memory.calls, before);
}

TEST(writing_many_pieces_needs_no_memory_in_libuv)
{
    in_every_way_partial(check_no_allocation);
}

TAP_MAIN()
