/* SPDX-License-Identifier: MIT */
/* A writer that holds its reader back: a server of requests of 4 bytes, each answered by a tracked view. */
#include "tracked.h"

enum { REQUEST = 4 };

typedef struct Server {
    Loopback loopback;
    BytesUvReader reader;
    BytesUvWriter writer;
    TestAllocator memory;
    BytesUvLender lender;
    Received received;
    size_t response;
    size_t handled;
    size_t announced; /* callbacks with 0 */
    size_t progressed;
    ssize_t ended; /* the result that ended reading */
    size_t max_in;
    void (*then)(struct Server *self); /* after handling */
    bool in_call;
    bool in_callback; /* of the reader */
} Server;

static void on_closed(uv_handle_t *handle)
{
    BytesUvReader *const reader = handle->data;
    Server *const self = reader->data;
    bytes_uv_reader_drop(&self->reader);
    bytes_uv_writer_drop(&self->writer);
    self->loopback.closed = true;
}

static void close_stream(Server *self)
{
    uv_close(&self->loopback.uv.handle, on_closed);
}

static void handle(Server *self)
{
    BytesMut *const in = &self->reader.in;
    while (in->len >= REQUEST && !bytes_uv_writer_is_high(&self->writer)) {
        CHECK_MEM(in->data, REQUEST, "ping");
        bytes_mut_advance(in, REQUEST);
        Bytes view = tracked_view(self->response);
        CHECK_EQ(bytes_queue_push_back(&self->writer.queue, &view), 0);
        self->handled++;
    }
    self->in_call = true;
    const int error = bytes_uv_writer_flush(&self->writer);
    self->in_call = false;
    if (error != 0) {
        CHECK(self->loopback.peer < 0);
        close_stream(self);
    }
}

static void on_read(BytesUvReader *reader, ssize_t result)
{
    Server *const self = reader->data;
    CHECK(!self->in_call);
    CHECK(!self->in_callback);
    self->in_callback = true;
    CHECK(!self->loopback.closed);
    CHECK(result != 0 || (reader->in.len != 0 && !bytes_uv_writer_is_high(&self->writer)));
    self->announced += result == 0;
    self->max_in = self->max_in < reader->in.len ? reader->in.len : self->max_in;
    if (result < 0) {
        self->ended = result;
        if (result != UV_EOF || reader->in.len < REQUEST) {
            close_stream(self);
        }
    } else {
        handle(self);
    }
    if (self->then != NULL) {
        self->then(self);
    }
    self->in_callback = false;
}

static void on_progress(BytesUvWriter *writer, int status)
{
    Server *const self = writer->data;
    CHECK(!self->in_call);
    CHECK(!self->loopback.closed);
    self->progressed++;
    if (status < 0) {
        close_stream(self);
    }
}

static void open_server(Server *self, size_t response, size_t high, size_t low)
{
    memset(self, 0, sizeof(*self));
    loopback_open(&self->loopback);
    self->memory = test_allocator();
    bytes_uv_lender_init(&self->memory.base, 0, &self->lender);
    bytes_uv_reader_init(&self->loopback.uv.stream, &self->lender, on_read, &self->reader);
    bytes_uv_writer_init(&self->loopback.uv.stream, &self->memory.base, 0, on_progress, &self->writer);
    bytes_uv_writer_hold_back(&self->writer, &self->reader);
    self->reader.data = self;
    self->writer.data = self;
    self->writer.queue.high = high;
    self->writer.queue.low = low;
    self->response = response;
    tracked_begin();
    CHECK_EQ(bytes_uv_reader_start(&self->reader), 0);
}

static void end_server(Server *self)
{
    if (!uv_is_closing(&self->loopback.uv.handle)) {
        close_stream(self);
    }
    loopback_end(&self->loopback);
    CHECK(self->loopback.closed);
    bytes_uv_lender_drop(&self->lender);
    CHECK_EQ(self->memory.live, 0);
    tracked_end();
}

static void send_requests(Server *self, size_t count)
{
    static char requests[TRACKED_MAX * REQUEST];
    for (size_t i = 0; i < count; i++) {
        memcpy(requests + i * REQUEST, "ping", REQUEST);
    }
    peer_write(&self->loopback, requests, count * REQUEST);
}

/* All that is sent at once, and all that is answered fits into the socket: nobody else will wake the server. */
TEST(requests_behind_the_mark_are_answered_although_every_write_is_drained_at_once)
{
    Server self;
    open_server(&self, 10, 100, 0);
    send_requests(&self, 1000);
    while (self.handled < 1000) {
        CHECK(uv_loop_alive(&self.loopback.loop));
        loopback_turn(&self.loopback);
        received_read(&self.received, &self.loopback);
    }
    received_all(&self.received, &self.loopback);
    CHECK_EQ(self.received.len, 10 * 1000);
    CHECK(self.announced >= 99);
    CHECK_EQ(self.writer.queue.len, 0);
    end_server(&self);
}

TEST(the_last_request_may_be_the_one_that_reaches_the_mark)
{
    Server self;
    open_server(&self, 100, 100, 0);
    send_requests(&self, 1);
    RUN_UNTIL(&self.loopback, self.progressed == 1);
    CHECK_EQ(self.announced, 0); /* nothing was left */
    send_requests(&self, 1);
    RUN_UNTIL(&self.loopback, self.handled == 2);
    received_all(&self.received, &self.loopback);
    end_server(&self);
}

/* The peer asks and does not take: what is read and what is answered stays bounded; then everything comes. */
TEST(a_peer_that_does_not_take_its_responses_is_not_read)
{
    Server self;
    open_server(&self, 1000, 10 * 1000, 1000);
    loopback_shrink_send_buffer(&self.loopback);
    for (int i = 0; i < 8; i++) {
        send_requests(&self, 500);
        for (int j = 0; j < 3; j++) {
            loopback_turn(&self.loopback);
        }
    }
    CHECK(self.handled < 100);
    CHECK(self.writer.queue.len < 11 * 1000);
    CHECK(!self.reader.reading_);
    const size_t handled = self.handled;
    loopback_turn(&self.loopback);
    CHECK_EQ(self.handled, handled);
    while (self.handled < 4000) {
        received_all(&self.received, &self.loopback);
        loopback_turn(&self.loopback);
        CHECK(self.writer.queue.len < 11 * 1000);
    }
    received_all(&self.received, &self.loopback);
    CHECK_EQ(self.received.len, 4000 * 1000);
    CHECK(self.max_in <= 64 * 1024 + 16 * 1024);
    end_server(&self);
}

TEST(the_end_of_the_peer_is_seen_after_what_was_held_back)
{
    Server self;
    open_server(&self, 10, 50, 0);
    send_requests(&self, 333);
    CHECK_EQ(shutdown(self.loopback.peer, SHUT_WR), 0);
    RUN_UNTIL(&self.loopback, self.ended != 0);
    CHECK_EQ(self.ended, UV_EOF);
    CHECK_EQ(self.handled, 333);
    received_read(&self.received, &self.loopback);
    RUN_UNTIL(&self.loopback, self.loopback.closed);
    end_server(&self);
}

static void stop_at_10(Server *self)
{
    if (self->handled == 10) {
        bytes_uv_reader_stop(&self->reader);
    }
}

TEST(a_reader_that_was_stopped_is_not_resumed_by_the_writer)
{
    Server self;
    open_server(&self, 10, 100, 0);
    self.then = stop_at_10;
    send_requests(&self, 100);
    RUN_UNTIL(&self.loopback, self.progressed == 1);
    loopback_turn(&self.loopback);
    CHECK_EQ(self.handled, 10);
    CHECK_EQ(self.announced, 0);
    self.then = NULL;
    CHECK_EQ(bytes_uv_reader_start(&self.reader), 0);
    handle(&self); /* what was left is the caller's to handle */
    while (self.handled < 100) {
        loopback_turn(&self.loopback);
    }
    received_all(&self.received, &self.loopback);
    end_server(&self);
}

TEST(a_reader_can_be_started_while_it_is_held_back)
{
    Server self;
    open_server(&self, 1 << 20, 1000, 0);
    loopback_shrink_send_buffer(&self.loopback);
    send_requests(&self, 2);
    RUN_UNTIL(&self.loopback, self.handled == 1);
    CHECK(self.writer.in_flight != 0);
    bytes_uv_reader_stop(&self.reader);
    CHECK_EQ(bytes_uv_reader_start(&self.reader), 0);
    loopback_turn(&self.loopback);
    CHECK_EQ(self.handled, 1);
    received_all(&self.received, &self.loopback);
    while (self.handled < 2) {
        loopback_turn(&self.loopback);
    }
    received_all(&self.received, &self.loopback);
    end_server(&self);
}

static void close_when_announced(Server *self)
{
    if (self->announced != 0 && !uv_is_closing(&self->loopback.uv.handle)) {
        close_stream(self);
    }
}

TEST(a_callback_that_announces_what_was_left_can_close)
{
    Server self;
    open_server(&self, 10, 100, 0);
    self.then = close_when_announced;
    send_requests(&self, 100);
    RUN_UNTIL(&self.loopback, self.loopback.closed);
    CHECK_EQ(self.handled, 20);
    end_server(&self);
}

TEST(a_peer_that_is_gone_ends_a_server_that_is_held_back)
{
    Server self;
    open_server(&self, 1 << 20, 1000, 0);
    loopback_shrink_send_buffer(&self.loopback);
    send_requests(&self, 10);
    RUN_UNTIL(&self.loopback, self.handled == 1);
    peer_close(&self.loopback);
    RUN_UNTIL(&self.loopback, self.loopback.closed);
    CHECK_EQ(self.handled, 1);
    end_server(&self);
}

/* Each response shows few bytes and pins a block: what the marks bound is the memory. */
static void handle_pinning(Server *self)
{
    enum { BLOCK = 64 * 1024, SHOWN = 600 };
    BytesMut *const in = &self->reader.in;
    while (in->len >= REQUEST && !bytes_uv_writer_is_high(&self->writer)) {
        bytes_mut_advance(in, REQUEST);
        BytesMut block;
        CHECK_EQ(bytes_mut_with_capacity_in(&self->memory.base, BLOCK, &block), 0);
        for (size_t i = 0; i < SHOWN; i++) {
            block.data[i] = stream_byte(tracked.position++);
        }
        bytes_mut_commit(&block, SHOWN);
        Bytes view = bytes_mut_freeze(&block);
        CHECK_EQ(bytes_queue_push_back(&self->writer.queue, &view), 0);
        self->handled++;
        CHECK(self->memory.live_bytes <= 10 * (BLOCK + 64)); /* 8, the read buffer, and what was left of it */
    }
    CHECK_EQ(bytes_uv_writer_flush(&self->writer), 0);
}

static void on_pinning_read(BytesUvReader *reader, ssize_t result)
{
    Server *const self = reader->data;
    CHECK(result >= 0);
    CHECK(result != 0 || !bytes_uv_writer_is_high(&self->writer));
    handle_pinning(self);
}

TEST(marks_bound_the_memory_that_responses_pin)
{
    for (int low = 0; low < 2; low++) {
        Server self;
        open_server(&self, 0, 0, low != 0 ? 1 << 20 : 0); /* a mark of bytes that is always low */
        loopback_shrink_send_buffer(&self.loopback);
        self.reader.on_read_ = on_pinning_read;
        self.writer.queue.high_retained = 8 * 64 * 1024;
        self.writer.queue.low_retained = low != 0 ? 0 : 64 * 1024 + 64;
        send_requests(&self, 1000);
        while (self.handled < 1000) {
            CHECK(uv_loop_alive(&self.loopback.loop));
            loopback_turn(&self.loopback);
            received_read(&self.received, &self.loopback);
        }
        received_all(&self.received, &self.loopback);
        end_server(&self);
    }
}

static void on_overshooting_read(BytesUvReader *reader, ssize_t result)
{
    Server *const self = reader->data;
    CHECK(result >= 0);
    CHECK(!bytes_uv_writer_is_high(&self->writer));
    for (int i = 0; i < 50 && reader->in.len >= REQUEST; i++) { /* whatever the mark */
        bytes_mut_advance(&reader->in, REQUEST);
        Bytes view = tracked_view(20 * 1000);
        CHECK_EQ(bytes_queue_push_back(&self->writer.queue, &view), 0);
        self->handled++;
    }
    CHECK_EQ(bytes_uv_writer_flush(&self->writer), 0);
}

/* As a mark of memory can be where one of bytes is not. */
TEST(a_queue_that_is_low_and_high_at_once_still_holds_back)
{
    Server self;
    open_server(&self, 0, 100 * 1000, 500 * 1000);
    loopback_shrink_send_buffer(&self.loopback);
    self.reader.on_read_ = on_overshooting_read;
    send_requests(&self, 200);
    while (self.handled < 200) {
        loopback_turn(&self.loopback);
        received_read(&self.received, &self.loopback);
    }
    received_all(&self.received, &self.loopback);
    end_server(&self);
}

static void on_forwarded_read(BytesUvReader *reader, ssize_t result)
{
    BytesUvWriter *const writers = reader->data;
    if (result > 0) {
        Bytes view = bytes_mut_split_freeze(&reader->in, reader->in.len);
        for (int i = 0; i < 2; i++) {
            Bytes copy = bytes_clone(&view);
            CHECK_EQ(bytes_queue_push_back(&writers[i].queue, &copy), 0);
            CHECK_EQ(bytes_uv_writer_flush(&writers[i]), 0);
        }
        bytes_drop(&view);
    }
}

/* One stream that is forwarded to two: it is read while both are low. */
TEST(a_reader_is_held_back_until_every_writer_is_low)
{
    Loopback from;
    Loopback to[2];
    BytesUvReader reader;
    BytesUvWriter writers[2];
    Received received[2] = {{0, false}, {0, false}};
    loopback_open(&from);
    bytes_uv_reader_init(&from.uv.stream, NULL, on_forwarded_read, &reader);
    reader.data = writers;
    for (int i = 0; i < 2; i++) {
        loopback_open(&to[i]);
        loopback_shrink_send_buffer(&to[i]);
        bytes_uv_writer_init(&to[i].uv.stream, NULL, 0, NULL, &writers[i]);
        bytes_uv_writer_hold_back(&writers[i], &reader);
        writers[i].queue.high = 20 * 1000;
    }
    tracked_begin();
    uint8_t bytes[50 * 1000];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = stream_byte(i);
    }
    CHECK_EQ(bytes_uv_reader_start(&reader), 0);
    peer_write(&from, bytes, sizeof(bytes));
    while (reader.reading_) {
        loopback_turn(&from);
    }
    tracked.position = sizeof(bytes) - 1;
    while (writers[0].queue.len != 0) { /* the first one only */
        loopback_turn(&to[0]);
        received_read(&received[0], &to[0]);
    }
    loopback_turn(&from);
    CHECK(!reader.reading_);
    tracked.position = sizeof(bytes);
    while (received[0].len < sizeof(bytes) || received[1].len < sizeof(bytes)) {
        loopback_turn(&from);
        for (int i = 0; i < 2; i++) {
            loopback_turn(&to[i]);
            received_read(&received[i], &to[i]);
        }
    }
    uv_close(&from.uv.handle, NULL);
    loopback_end(&from);
    bytes_uv_reader_drop(&reader);
    for (int i = 0; i < 2; i++) {
        uv_close(&to[i].uv.handle, NULL);
        loopback_end(&to[i]);
        bytes_uv_writer_drop(&writers[i]);
    }
}

TEST(a_flush_that_is_to_come_holds_the_reader_back_at_once)
{
    Server self;
    BytesUvBatch batch;
    open_server(&self, 100, 50, 0);
    CHECK_EQ(bytes_uv_batch_init(&self.loopback.loop, &batch), 0);
    Bytes view = tracked_view(49);
    CHECK_EQ(bytes_queue_push_back(&self.writer.queue, &view), 0);
    bytes_uv_writer_flush_later(&self.writer, &batch);
    CHECK(self.reader.reading_);
    view = tracked_view(1);
    CHECK_EQ(bytes_queue_push_back(&self.writer.queue, &view), 0);
    bytes_uv_writer_flush_later(&self.writer, &batch);
    CHECK(!self.reader.reading_ && bytes_uv_writer_is_high(&self.writer));
    while (self.progressed == 0) {
        loopback_turn(&self.loopback);
    }
    CHECK(self.reader.reading_ && !bytes_uv_writer_is_high(&self.writer));
    received_read(&self.received, &self.loopback);
    CHECK_EQ(self.received.len, 50);
    bytes_uv_batch_close(&batch, NULL);
    end_server(&self);
}

TAP_MAIN()
