/* SPDX-License-Identifier: MIT */
/* Reading a stream: each result that a callback can get, and what it may do then. */
#include "loopback.h"

typedef struct Reading {
    Loopback loopback;
    BytesUvReader reader;
    TestAllocator memory;
    BytesUvLender lender;
    ssize_t results[64];
    size_t count;
    size_t received;
    void (*then)(struct Reading *self, ssize_t result); /* what else the callback does */
    bool keeps;                                         /* the callback consumes nothing */
    bool stopped_once;
} Reading;

static void on_closed(uv_handle_t *handle)
{
    BytesUvReader *const reader = handle->data;
    Reading *const self = reader->data;
    bytes_uv_reader_drop(&self->reader);
    self->loopback.closed = true;
}

static void close_stream(Reading *self)
{
    uv_close(&self->loopback.uv.handle, on_closed);
}

static void on_read(BytesUvReader *reader, ssize_t result)
{
    Reading *const self = reader->data;
    CHECK(!self->loopback.closed);
    CHECK(self->count < sizeof(self->results) / sizeof(self->results[0]));
    self->results[self->count++] = result;
    if (result > 0) {
        self->received += (size_t)result;
    }
    if (!self->keeps) {
        bytes_mut_advance(&reader->in, reader->in.len);
    }
    if (self->then != NULL) {
        self->then(self, result);
    }
}

typedef void OpenPair(Loopback *loopback);

static void open_reading(Reading *self, OpenPair *open, bool lends)
{
    memset(self, 0, sizeof(*self));
    self->memory = test_allocator();
    bytes_uv_lender_init(&self->memory.base, 0, &self->lender);
    open(&self->loopback);
    bytes_uv_reader_init(&self->loopback.uv.stream, lends ? &self->lender : NULL, on_read, &self->reader);
    if (!lends) {
        CHECK_EQ(bytes_mut_with_capacity_in(&self->memory.base, 0, &self->reader.in), 0);
    }
    self->reader.data = self;
}

static void end_reading(Reading *self)
{
    if (!uv_is_closing(&self->loopback.uv.handle)) {
        close_stream(self);
    }
    loopback_end(&self->loopback);
    CHECK(self->loopback.closed);
    bytes_uv_lender_drop(&self->lender);
    CHECK_EQ(self->memory.live, 0);
}

/* Each test runs over both kinds of socket, with a lent buffer and with one of its own. */
static void in_every_way(void (*run)(Reading *self))
{
    for (int way = 0; way < 4; way++) {
        Reading self;
        open_reading(&self, way < 2 ? loopback_open : loopback_open_tcp, way % 2 != 0);
        run(&self);
        end_reading(&self);
    }
}

static void start(Reading *self)
{
    CHECK_EQ(bytes_uv_reader_start(&self->reader), 0);
}

static void check_appended(Reading *self)
{
    self->keeps = true;
    start(self);
    PEER_WRITE(&self->loopback, "first");
    RUN_UNTIL(&self->loopback, self->count == 1);
    CHECK_EQ(self->results[0], 5);
    PEER_WRITE(&self->loopback, " second");
    RUN_UNTIL(&self->loopback, self->count == 2);
    CHECK_EQ(self->results[1], 7);
    CHECK_MEM(self->reader.in.data, self->reader.in.len, "first second");
}

TEST(what_is_read_is_appended_to_what_was_left)
{
    in_every_way(check_appended);
}

static void check_eof(Reading *self)
{
    self->keeps = true;
    start(self);
    PEER_WRITE(&self->loopback, "last");
    CHECK_EQ(shutdown(self->loopback.peer, SHUT_WR), 0);
    RUN_UNTIL(&self->loopback, self->count == 2);
    CHECK_EQ(self->results[0], 4);
    CHECK_EQ(self->results[1], UV_EOF);
    CHECK_MEM(self->reader.in.data, self->reader.in.len, "last");
    loopback_turn(&self->loopback);
    CHECK_EQ(self->count, 2);
}

TEST(the_end_is_reported_once_with_what_was_left)
{
    in_every_way(check_eof);
}

TEST(a_reset_is_reported_once)
{
    for (int lends = 0; lends < 2; lends++) {
        Reading self;
        open_reading(&self, loopback_open_tcp, lends != 0);
        start(&self);
        peer_reset(&self.loopback);
        RUN_UNTIL(&self.loopback, self.count != 0);
        loopback_turn(&self.loopback);
        CHECK_EQ(self.count, 1);
        CHECK_EQ(self.results[0], UV_ECONNRESET);
        end_reading(&self);
    }
}

static void check_no_memory(Reading *self)
{
    start(self);
    self->memory.largest = 0;
    PEER_WRITE(&self->loopback, "waits");
    RUN_UNTIL(&self->loopback, self->count == 1);
    for (int i = 0; i < 3; i++) {
        loopback_turn(&self->loopback);
    }
    CHECK_EQ(self->count, 1);
    CHECK_EQ(self->results[0], UV_ENOBUFS);
    self->memory.largest = SIZE_MAX;
    start(self);
    RUN_UNTIL(&self->loopback, self->count == 2);
    CHECK_EQ(self->results[1], 5);
}

TEST(without_memory_reading_stops_is_reported_once_and_can_be_resumed)
{
    in_every_way(check_no_memory);
}

static void check_no_memory_keeps(Reading *self)
{
    self->keeps = true;
    start(self);
    PEER_WRITE(&self->loopback, "kept ");
    RUN_UNTIL(&self->loopback, self->count == 1);
    self->reader.need = (size_t)1 << 20;
    self->memory.largest = 0;
    PEER_WRITE(&self->loopback, "and more");
    RUN_UNTIL(&self->loopback, self->count == 2);
    CHECK_EQ(self->results[1], UV_ENOBUFS);
    CHECK_MEM(self->reader.in.data, self->reader.in.len, "kept ");
    self->memory.largest = SIZE_MAX;
    start(self);
    RUN_UNTIL(&self->loopback, self->count == 3);
    CHECK_MEM(self->reader.in.data, self->reader.in.len, "kept and more");
    CHECK_EQ(self->reader.need, 0);
}

TEST(without_memory_nothing_that_was_left_is_lost)
{
    in_every_way(check_no_memory_keeps);
}

static void stop_once(Reading *self, ssize_t result)
{
    if (result > 0 && !self->stopped_once) {
        self->stopped_once = true;
        bytes_uv_reader_stop(&self->reader);
        bytes_uv_reader_stop(&self->reader);
    }
}

static void check_stop(Reading *self)
{
    self->then = stop_once;
    start(self);
    start(self);
    PEER_WRITE(&self->loopback, "one");
    RUN_UNTIL(&self->loopback, self->count == 1);
    PEER_WRITE(&self->loopback, "two");
    for (int i = 0; i < 3; i++) {
        loopback_turn(&self->loopback);
    }
    CHECK_EQ(self->count, 1);
    CHECK(!uv_is_active(&self->loopback.uv.handle));
    start(self);
    RUN_UNTIL(&self->loopback, self->count == 2);
    CHECK_EQ(self->received, 6);
}

TEST(a_callback_can_stop_and_anyone_resume)
{
    in_every_way(check_stop);
}

static void stop_and_start(Reading *self, ssize_t result)
{
    if (result > 0) {
        bytes_uv_reader_stop(&self->reader);
        CHECK_EQ(bytes_uv_reader_start(&self->reader), 0);
    }
}

static void check_stop_and_start(Reading *self)
{
    self->then = stop_and_start;
    start(self);
    PEER_WRITE(&self->loopback, "one");
    RUN_UNTIL(&self->loopback, self->received == 3);
    PEER_WRITE(&self->loopback, "two");
    RUN_UNTIL(&self->loopback, self->received == 6);
}

TEST(a_callback_can_stop_and_resume_at_once)
{
    in_every_way(check_stop_and_start);
}

static void close_now(Reading *self, ssize_t result)
{
    (void)result;
    close_stream(self);
}

static void check_close_on_data(Reading *self)
{
    self->then = close_now;
    start(self);
    PEER_WRITE(&self->loopback, "data");
    RUN_UNTIL(&self->loopback, self->loopback.closed);
    CHECK_EQ(self->count, 1);
}

static void check_close_on_data_left(Reading *self)
{
    self->keeps = true;
    check_close_on_data(self);
    CHECK_EQ(self->reader.in.len, 0);
}

/* A read that fills the buffer, after which libuv would read again at once. */
static void check_close_on_much(Reading *self)
{
    self->then = close_now;
    start(self);
    peer_fill(&self->loopback, 100 * 1000);
    RUN_UNTIL(&self->loopback, self->loopback.closed);
    CHECK_EQ(self->count, 1);
}

static void check_close_on_eof(Reading *self)
{
    self->then = close_now;
    start(self);
    peer_close(&self->loopback);
    RUN_UNTIL(&self->loopback, self->loopback.closed);
    CHECK_EQ(self->count, 1);
    CHECK_EQ(self->results[0], UV_EOF);
}

static void check_close_on_no_memory(Reading *self)
{
    self->then = close_now;
    start(self);
    self->memory.largest = 0;
    PEER_WRITE(&self->loopback, "data");
    RUN_UNTIL(&self->loopback, self->loopback.closed);
    CHECK_EQ(self->count, 1);
    CHECK_EQ(self->results[0], UV_ENOBUFS);
}

TEST(a_callback_can_close_the_stream)
{
    in_every_way(check_close_on_data);
    in_every_way(check_close_on_data_left);
    in_every_way(check_close_on_much);
    in_every_way(check_close_on_eof);
    in_every_way(check_close_on_no_memory);
}

TEST(a_callback_can_close_a_stream_that_was_reset)
{
    Reading self;
    open_reading(&self, loopback_open_tcp, true);
    self.then = close_now;
    start(&self);
    peer_reset(&self.loopback);
    RUN_UNTIL(&self.loopback, self.loopback.closed);
    CHECK_EQ(self.results[0], UV_ECONNRESET);
    end_reading(&self);
}

static void check_closing(Reading *self)
{
    start(self);
    PEER_WRITE(&self->loopback, "not read");
    close_stream(self);
    CHECK_EQ(bytes_uv_reader_start(&self->reader), UV_EINVAL);
    loopback_turn(&self->loopback);
    CHECK(self->loopback.closed);
    CHECK_EQ(self->count, 0);
}

TEST(a_closing_stream_cannot_be_read_and_calls_nothing_back)
{
    in_every_way(check_closing);
}

TEST(a_stream_that_is_not_connected_cannot_be_read)
{
    uv_loop_t loop;
    uv_tcp_t tcp;
    BytesUvReader reader;
    CHECK_EQ(uv_loop_init(&loop), 0);
    CHECK_EQ(uv_tcp_init(&loop, &tcp), 0);
    bytes_uv_reader_init((uv_stream_t *)&tcp, NULL, on_read, &reader);
    CHECK_EQ(bytes_uv_reader_start(&reader), UV_ENOTCONN);
    uv_close((uv_handle_t *)&tcp, NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    CHECK_EQ(uv_loop_close(&loop), 0);
    bytes_uv_reader_drop(&reader);
    bytes_uv_reader_drop(&reader);
}

static void check_need(Reading *self)
{
    self->keeps = true;
    self->reader.need = 150 * 1000;
    start(self);
    peer_fill(&self->loopback, 120 * 1000);
    RUN_UNTIL(&self->loopback, self->received == 120 * 1000);
    CHECK_EQ(self->memory.copied, 0); /* it was there in one block */
    CHECK_EQ(self->reader.need, 0);
    for (size_t i = 0; i < self->received; i++) {
        CHECK_EQ(self->reader.in.data[i], 'a' + i % 26);
    }
}

TEST(a_message_of_known_length_is_read_into_one_block)
{
    Reading self;
    open_reading(&self, loopback_open, true);
    check_need(&self);
    end_reading(&self);
    open_reading(&self, loopback_open, false);
    check_need(&self);
    end_reading(&self);
}

static void need_the_rest(Reading *self, ssize_t result)
{
    (void)result;
    self->reader.need = 300 * 1000 - self->reader.in.len;
}

/* The length is known after the first bytes. */
static void check_need_from_then_on(Reading *self)
{
    self->keeps = true;
    self->then = need_the_rest;
    start(self);
    peer_fill(&self->loopback, 100);
    RUN_UNTIL(&self->loopback, self->received == 100);
    for (size_t i = 1; i <= 10; i++) {
        peer_fill(&self->loopback, 29 * 1000);
        RUN_UNTIL(&self->loopback, self->received == 100 + i * 29 * 1000);
    }
    CHECK_EQ(self->reader.in.len, 290 * 1000 + 100);
    CHECK_EQ(self->memory.copied, 100);
}

TEST(bytes_of_a_message_of_known_length_move_at_most_once)
{
    Reading self;
    open_reading(&self, loopback_open, true);
    check_need_from_then_on(&self);
    end_reading(&self);
    open_reading(&self, loopback_open, false);
    check_need_from_then_on(&self);
    end_reading(&self);
}

/* How much one read takes shows how much capacity it had. */
TEST(reads_grow_when_they_fill_and_shrink_when_they_stay_small)
{
    Reading self;
    open_reading(&self, loopback_open, false);
    self.reader.read_min = 1000;
    self.reader.read_max = 10 * 1000;
    start(&self);
    peer_fill(&self.loopback, 64 * 1000);
    RUN_UNTIL(&self.loopback, self.received == 64 * 1000);
    CHECK(self.results[0] >= 1000 && self.results[0] < 1100); /* the block is a little larger */
    CHECK(self.results[1] >= 2000 && self.results[1] < 2200);
    CHECK(self.results[2] >= 4000 && self.results[2] < 4200);
    CHECK(self.results[3] >= 8000 && self.results[3] < 8500);
    CHECK(self.results[4] >= 10 * 1000 && self.results[4] < 17 * 1000); /* a block at least doubles */
    CHECK(self.results[5] == self.results[4]);
    CHECK(bytes_mut_retained(&self.reader.in) >= 10 * 1000);
    /* 10000, 5000, 2500, 1250, 1000: 4 times 8 small reads. */
    for (int i = 0; i < 4 * 8; i++) {
        self.count = 0;
        PEER_WRITE(&self.loopback, "small");
        RUN_UNTIL(&self.loopback, self.count == 1);
    }
    CHECK(bytes_mut_retained(&self.reader.in) < 4 * 1000 + 200);
    self.count = 0;
    self.received = 0;
    peer_fill(&self.loopback, 9000);
    RUN_UNTIL(&self.loopback, self.received == 9000);
    CHECK(self.results[0] < 4 * 1000 + 200);
    end_reading(&self);
}

TEST(a_read_that_is_not_small_begins_the_count_of_small_ones_anew)
{
    Reading self;
    open_reading(&self, loopback_open, false);
    self.reader.read_min = 1000;
    self.reader.read_max = 4000;
    start(&self);
    peer_fill(&self.loopback, 20 * 1000);
    RUN_UNTIL(&self.loopback, self.received == 20 * 1000);
    const size_t retained = bytes_mut_retained(&self.reader.in);
    for (int i = 0; i < 50; i++) {
        const bool small = i % 8 != 7;
        self.count = 0;
        peer_fill(&self.loopback, small ? 10 : 1200);
        RUN_UNTIL(&self.loopback, self.count == 1);
    }
    CHECK_EQ(bytes_mut_retained(&self.reader.in), retained);
    end_reading(&self);
}

/* After one huge message the memory falls back. */
TEST(a_block_that_one_large_message_needed_is_given_back)
{
    Reading self;
    open_reading(&self, loopback_open, false);
    self.keeps = true;
    self.reader.need = (size_t)4 << 20;
    start(&self);
    PEER_WRITE(&self.loopback, "x");
    RUN_UNTIL(&self.loopback, self.count == 1);
    CHECK(bytes_mut_retained(&self.reader.in) > 4 << 20);
    self.keeps = false;
    for (int i = 0; i < 16; i++) {
        self.count = 0;
        PEER_WRITE(&self.loopback, "x");
        RUN_UNTIL(&self.loopback, self.count == 1);
    }
    CHECK(bytes_mut_retained(&self.reader.in) < 64 * 1024);
    end_reading(&self);
}

TEST(without_memory_to_shrink_the_block_stays_and_shrinks_later)
{
    Reading self;
    open_reading(&self, loopback_open, false);
    self.reader.need = (size_t)1 << 20;
    start(&self);
    self.keeps = true;
    PEER_WRITE(&self.loopback, "x");
    RUN_UNTIL(&self.loopback, self.count == 1);
    self.memory.largest = 0;
    self.keeps = false;
    for (int i = 0; i < 40; i++) {
        self.count = 0;
        PEER_WRITE(&self.loopback, "x");
        RUN_UNTIL(&self.loopback, self.count == 1);
        CHECK_EQ(self.results[0], 1);
    }
    CHECK(bytes_mut_retained(&self.reader.in) > 1 << 20);
    self.memory.largest = SIZE_MAX;
    self.count = 0;
    PEER_WRITE(&self.loopback, "x");
    RUN_UNTIL(&self.loopback, self.count == 1);
    CHECK(bytes_mut_retained(&self.reader.in) < 64 * 1024);
    end_reading(&self);
}

/* A peer that sends byte by byte: moving is amortised, and the large buffer is not pinned. */
TEST(bytes_that_trickle_in_are_moved_few_times)
{
    Reading self;
    open_reading(&self, loopback_open, true);
    self.keeps = true;
    start(&self);
    for (size_t i = 0; i < 3000; i++) {
        const char byte = (char)('a' + i % 26);
        self.count = 0;
        peer_write(&self.loopback, &byte, 1);
        RUN_UNTIL(&self.loopback, self.count == 1);
        CHECK(i == 0 || bytes_mut_retained(&self.reader.in) < 8 * 1024);
    }
    CHECK_EQ(self.reader.in.len, 3000);
    for (size_t i = 0; i < 3000; i++) {
        CHECK_EQ(self.reader.in.data[i], 'a' + i % 26);
    }
    CHECK(self.memory.copied < 2 * 3000);
    end_reading(&self);
}

TEST(an_idle_connection_has_no_buffer)
{
    Reading self;
    open_reading(&self, loopback_open, true);
    start(&self);
    for (int i = 0; i < 10; i++) {
        PEER_WRITE(&self.loopback, "request");
        RUN_UNTIL(&self.loopback, self.received == (size_t)(i + 1) * 7);
        CHECK_EQ(self.reader.in.storage, NULL);
    }
    CHECK_EQ(memcmp(&self.reader.in, &(BytesMut)BYTES_MUT_EMPTY, sizeof(BytesMut)), 0);
    CHECK_EQ(self.memory.calls, 1);
    end_reading(&self);
}

/* Two streams, one lender: while one keeps the buffer for what is left, the other gets its own. */
TEST(streams_never_share_a_buffer)
{
    Reading a;
    Reading b;
    open_reading(&a, loopback_open, true);
    open_reading(&b, loopback_open, true);
    a.keeps = true;
    b.keeps = true;
    a.lender.multiple = 0;
    b.reader.lender_ = &a.lender;
    start(&a);
    start(&b);
    PEER_WRITE(&a.loopback, "of a");
    RUN_UNTIL(&a.loopback, a.count == 1);
    PEER_WRITE(&b.loopback, "of b");
    RUN_UNTIL(&b.loopback, b.count == 1);
    PEER_WRITE(&a.loopback, ", more");
    RUN_UNTIL(&a.loopback, a.count == 2);
    CHECK_MEM(a.reader.in.data, a.reader.in.len, "of a, more");
    CHECK_MEM(b.reader.in.data, b.reader.in.len, "of b");
    close_stream(&b);
    loopback_end(&b.loopback);
    end_reading(&a);
}

TAP_MAIN()
