/* SPDX-License-Identifier: MIT */
/* Datagrams on loopback, received in batches and one by one. */
#include "tracked.h"

enum { KEPT = 64 };

typedef struct Receiving {
    uv_loop_t loop;
    uv_udp_t handle;
    BytesUvUdp udp;
    TestAllocator memory;
    int peer;
    struct sockaddr_in own;
    struct sockaddr_in peer_address;
    Bytes kept[KEPT];
    size_t kept_count;
    size_t count;
    size_t bytes;
    int status; /* of the last callback */
    bool keeps;
    bool batches;
    bool closed;
    void (*then)(struct Receiving *self);
} Receiving;

static void on_datagram(BytesUvUdp *udp, int status, Bytes *datagram, const struct sockaddr *from)
{
    Receiving *const self = udp->data;
    CHECK(!uv_is_closing((uv_handle_t *)&self->handle));
    self->status = status;
    self->count++;
    if (status == 0) {
        const struct sockaddr_in *const address = (const void *)from;
        CHECK_EQ(address->sin_family, AF_INET);
        CHECK_EQ(address->sin_port, self->peer_address.sin_port);
        CHECK_EQ(address->sin_addr.s_addr, self->peer_address.sin_addr.s_addr);
        self->bytes += datagram->len;
        if (self->keeps) {
            self->kept[self->kept_count++] = bytes_move(datagram);
        }
    } else {
        CHECK_EQ(from, NULL);
        CHECK_EQ(datagram->len, 0);
    }
    if (self->then != NULL) {
        self->then(self);
    }
}

static void on_closed(uv_handle_t *handle)
{
    BytesUvUdp *const udp = handle->data;
    Receiving *const self = udp->data;
    bytes_uv_udp_drop(udp);
    bytes_uv_udp_drop(udp);
    self->closed = true;
}

static void close_handle(Receiving *self)
{
    uv_close((uv_handle_t *)&self->handle, on_closed);
}

static void open_receiving(Receiving *self, bool batches)
{
    memset(self, 0, sizeof(*self));
    self->batches = batches;
    self->memory = test_allocator();
    CHECK_EQ(uv_loop_init(&self->loop), 0);
    CHECK_EQ(uv_udp_init_ex(&self->loop, &self->handle, AF_INET | (batches ? (unsigned)UV_UDP_RECVMMSG : 0u)), 0);
    CHECK_EQ(uv_ip4_addr("127.0.0.1", 0, &self->own), 0);
    CHECK_EQ(uv_udp_bind(&self->handle, (struct sockaddr *)&self->own, 0), 0);
    int len = sizeof(self->own);
    CHECK_EQ(uv_udp_getsockname(&self->handle, (struct sockaddr *)&self->own, &len), 0);
    self->peer = socket(AF_INET, SOCK_DGRAM, 0);
    CHECK(self->peer >= 0);
    CHECK_EQ(connect(self->peer, (struct sockaddr *)&self->own, sizeof(self->own)), 0);
    set_nonblocking(self->peer);
    socklen_t peer_len = sizeof(self->peer_address);
    CHECK_EQ(getsockname(self->peer, (struct sockaddr *)&self->peer_address, &peer_len), 0);
    bytes_uv_udp_init(&self->handle, &self->memory.base, 0, on_datagram, &self->udp);
    self->udp.data = self;
    CHECK_EQ(bytes_uv_udp_start(&self->udp), 0);
}

static void end_receiving(Receiving *self)
{
    if (!uv_is_closing((uv_handle_t *)&self->handle)) {
        close_handle(self);
    }
    uv_run(&self->loop, UV_RUN_DEFAULT);
    CHECK(self->closed);
    CHECK_EQ(uv_loop_close(&self->loop), 0);
    bytes_drop_all(self->kept, self->kept_count);
    CHECK_EQ(self->memory.live, 0);
    CHECK_EQ(self->memory.copied, 0);
    if (self->peer >= 0) {
        close(self->peer);
    }
}

static void in_both_ways(void (*run)(Receiving *self))
{
    for (int batches = 0; batches < 2; batches++) {
        Receiving self;
        open_receiving(&self, batches != 0);
        run(&self);
        end_receiving(&self);
    }
}

/* The number says what is in it. */
static void send_numbered(Receiving *self, size_t number, size_t len)
{
    uint8_t bytes[65507];
    memset(bytes, (int)number, len);
    CHECK_EQ(send(self->peer, bytes, len, 0), (ssize_t)len);
}

static void check_numbered(const Bytes *view, size_t number, size_t len)
{
    CHECK_EQ(view->len, len);
    for (size_t i = 0; i < len; i++) {
        CHECK_EQ(view->data[i], (uint8_t)number);
    }
}

static void run_until_count(Receiving *self, size_t count)
{
    while (self->count < count) {
        CHECK(uv_loop_alive(&self->loop));
        uv_run(&self->loop, UV_RUN_ONCE);
    }
    CHECK_EQ(self->count, count);
}

static void check_kept(Receiving *self)
{
    self->keeps = true;
    for (size_t i = 0; i < 10; i++) {
        send_numbered(self, i, 100 + i);
    }
    run_until_count(self, 10);
    for (size_t i = 10; i < 40; i++) { /* others come while these are kept */
        send_numbered(self, i, 100 + i);
    }
    run_until_count(self, 40);
    for (size_t i = 0; i < 40; i++) {
        check_numbered(&self->kept[i], i, 100 + i);
    }
    CHECK(bytes_same_storage(&self->kept[0], &self->kept[9]));
    CHECK_EQ(self->memory.calls, self->memory.live);
    CHECK(self->memory.live <= (self->batches ? 4 : 1));
}

TEST(datagrams_are_slices_of_one_block_with_their_senders)
{
    in_both_ways(check_kept);
}

static void check_steady(Receiving *self)
{
    for (size_t i = 0; i < 1000; i++) {
        for (size_t j = 0; j < 25; j++) {
            send_numbered(self, i, 50);
        }
        run_until_count(self, 25 * (i + 1));
    }
    CHECK_EQ(self->memory.calls, 1);
    CHECK_EQ(self->bytes, 1000 * 25 * 50);
}

TEST(datagrams_that_are_not_kept_need_one_block_for_ever)
{
    in_both_ways(check_steady);
}

static void check_sizes(Receiving *self)
{
    static const size_t sizes[] = {0, 1, 0, 1500, 65507, 0};
    self->keeps = true;
    for (size_t i = 0; i < 6; i++) {
        send_numbered(self, i, sizes[i]);
    }
    run_until_count(self, 6);
    for (size_t i = 0; i < 6; i++) {
        check_numbered(&self->kept[i], i, sizes[i]);
    }
}

TEST(the_empty_and_the_largest_datagram_are_received)
{
    in_both_ways(check_sizes);
}

static void check_no_memory(Receiving *self)
{
    self->memory.largest = 0;
    send_numbered(self, 1, 10);
    run_until_count(self, 1);
    CHECK_EQ(self->status, UV_ENOBUFS);
    for (int i = 0; i < 3; i++) {
        uv_run(&self->loop, UV_RUN_NOWAIT);
    }
    CHECK_EQ(self->count, 1);
    self->memory.largest = SIZE_MAX;
    CHECK_EQ(bytes_uv_udp_start(&self->udp), 0);
    run_until_count(self, 2);
    CHECK_EQ(self->bytes, 10);
}

/* What is kept leaves no room in its block: the next one needs memory. */
static void check_no_memory_later(Receiving *self)
{
    self->keeps = true;
    size_t sent = 0;
    while (self->memory.calls < 2) {
        send_numbered(self, sent, 60000);
        run_until_count(self, ++sent);
    }
    self->memory.largest = 0;
    while (self->status == 0) { /* libuv looks for another one at once */
        const size_t before = self->count;
        send_numbered(self, sent++, 60000);
        while (self->count == before) {
            uv_run(&self->loop, UV_RUN_ONCE);
        }
    }
    CHECK_EQ(self->status, UV_ENOBUFS);
    for (size_t i = 0; i < self->kept_count; i++) {
        check_numbered(&self->kept[i], i, 60000);
    }
    self->memory.largest = SIZE_MAX;
}

TEST(without_memory_receiving_stops_is_reported_once_and_can_be_resumed)
{
    in_both_ways(check_no_memory);
    in_both_ways(check_no_memory_later);
}

static void stop(Receiving *self)
{
    bytes_uv_udp_stop(&self->udp);
}

static void check_stop(Receiving *self)
{
    self->then = stop;
    self->keeps = true;
    for (size_t i = 0; i < 5; i++) {
        send_numbered(self, i, 10);
    }
    run_until_count(self, 1);
    for (int i = 0; i < 3; i++) {
        uv_run(&self->loop, UV_RUN_NOWAIT);
    }
    CHECK_EQ(self->count, 1);
    self->then = NULL;
    CHECK_EQ(bytes_uv_udp_start(&self->udp), 0);
    send_numbered(self, 9, 10);
    while (self->kept[self->kept_count - 1].data[0] != 9) {
        uv_run(&self->loop, UV_RUN_ONCE);
    }
    check_numbered(&self->kept[0], 0, 10);
}

TEST(a_callback_can_stop_and_receiving_can_be_resumed)
{
    in_both_ways(check_stop);
}

static void check_close(Receiving *self)
{
    self->then = close_handle;
    for (size_t i = 0; i < 5; i++) {
        send_numbered(self, i, 10);
    }
    run_until_count(self, 1);
    uv_run(&self->loop, UV_RUN_DEFAULT);
    CHECK_EQ(self->count, 1);
}

TEST(a_callback_can_close_the_handle_in_the_midst_of_a_batch)
{
    in_both_ways(check_close);
}

typedef struct Sending {
    BytesUvSend request;
    int status;
    size_t count;
} Sending;

static void on_sent(BytesUvSend *request, int status)
{
    Sending *const self = request->data;
    self->status = status;
    self->count++;
}

static void check_error(Receiving *self)
{
    CHECK_EQ(uv_udp_connect(&self->handle, (struct sockaddr *)&self->peer_address), 0);
    close(self->peer);
    self->peer = -1;
    Sending sending = {.count = 0};
    sending.request.data = &sending;
    tracked_begin();
    Bytes view = tracked_view(10);
    CHECK_EQ(bytes_uv_udp_send(&self->handle, &sending.request, &view, NULL, on_sent), 0);
    while (sending.count == 0 || self->count == 0) {
        uv_run(&self->loop, UV_RUN_ONCE);
    }
    CHECK_EQ(self->status, UV_ECONNREFUSED);
    tracked_end();
}

TEST(an_error_of_the_socket_is_reported)
{
    in_both_ways(check_error);
}

TEST(a_view_that_is_sent_is_dropped_once)
{
    Receiving self;
    char bytes[100];
    open_receiving(&self, false);
    tracked_begin();
    for (size_t i = 0; i < 20; i++) {
        Sending sending = {.status = 1};
        sending.request.data = &sending;
        Bytes view = tracked_view(i);
        CHECK_EQ(bytes_uv_udp_send(&self.handle, &sending.request, &view, (struct sockaddr *)&self.peer_address,
                                   i == 7 ? NULL : on_sent),
                 0);
        CHECK_EQ(view.storage, NULL);
        while (i == 7 ? tracked_dropped() != tracked.count : sending.count == 0) {
            uv_run(&self.loop, UV_RUN_ONCE);
        }
        CHECK_EQ(tracked_dropped(), tracked.count);
        CHECK_EQ(sending.status, i == 7 ? 1 : 0);
        CHECK_EQ(recv(self.peer, bytes, sizeof(bytes), 0), (ssize_t)i);
        for (size_t j = 0; j < i; j++) {
            CHECK_EQ((uint8_t)bytes[j], stream_byte(i * (i - 1) / 2 + j));
        }
    }
    end_receiving(&self);
    tracked_end();
}

static void free_request(BytesUvSend *request, int status)
{
    CHECK_EQ(status, 0);
    *(bool *)request->data = true;
    free(request);
}

TEST(a_request_can_be_freed_in_its_callback)
{
    Receiving self;
    bool sent = false;
    open_receiving(&self, false);
    tracked_begin();
    BytesUvSend *const request = malloc(sizeof(*request));
    CHECK(request != NULL);
    request->data = &sent;
    Bytes view = tracked_view(10);
    CHECK_EQ(bytes_uv_udp_send(&self.handle, request, &view, (struct sockaddr *)&self.peer_address, free_request), 0);
    while (!sent) {
        uv_run(&self.loop, UV_RUN_ONCE);
    }
    tracked_end();
    end_receiving(&self);
}

TEST(what_cannot_be_sent_is_reported_and_dropped_once_or_stays_the_callers)
{
    Receiving self;
    Sending sending = {.status = 0};
    open_receiving(&self, false);
    sending.request.data = &sending;
    tracked_begin();
    Bytes view = tracked_view(65508);
    CHECK_EQ(bytes_uv_udp_send(&self.handle, &sending.request, &view, (struct sockaddr *)&self.peer_address, on_sent),
             0);
    while (sending.count == 0) {
        uv_run(&self.loop, UV_RUN_ONCE);
    }
    CHECK_EQ(sending.status, UV_EMSGSIZE);
    CHECK_EQ(tracked_dropped(), 1);
    view = tracked_view(10);
    CHECK_EQ(bytes_uv_udp_send(&self.handle, &sending.request, &view, NULL, on_sent), UV_EDESTADDRREQ);
    CHECK_EQ(view.len, 10);
    bytes_drop(&view);
#if SIZE_MAX > 0xffffffffu
    view = bytes_static("", (size_t)BYTES_UV_MAX + 1);
    CHECK_EQ(bytes_uv_udp_send(&self.handle, &sending.request, &view, (struct sockaddr *)&self.peer_address, on_sent),
             UV_EMSGSIZE);
#endif
    end_receiving(&self);
    tracked_end();
}

TEST(closing_drops_what_was_being_sent_once)
{
    Receiving self;
    Sending sending = {.status = 0};
    open_receiving(&self, false);
    sending.request.data = &sending;
    tracked_begin();
    Bytes view = tracked_view(10);
    CHECK_EQ(bytes_uv_udp_send(&self.handle, &sending.request, &view, (struct sockaddr *)&self.peer_address, on_sent),
             0);
    close_handle(&self);
    end_receiving(&self);
    CHECK_EQ(sending.count, 1);
    tracked_end();
}

/* Kept datagrams pin their block; those that are compacted do not. */
TEST(a_datagram_that_is_compacted_does_not_pin_its_block)
{
    Receiving self;
    open_receiving(&self, true);
    self.keeps = true;
    send_numbered(&self, 1, 100);
    run_until_count(&self, 1);
    CHECK(bytes_retained(&self.kept[0]) >= 64 * 1024);
    CHECK_EQ(bytes_compact(&self.kept[0], 4), 0);
    CHECK(bytes_retained(&self.kept[0]) < 200);
    check_numbered(&self.kept[0], 1, 100);
    self.memory.copied = 0;
    end_receiving(&self);
}

TAP_MAIN()
