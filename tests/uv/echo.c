/* SPDX-License-Identifier: MIT */
/* Read, and written back: what that costs. */
#include "echo.h"

static void exchange(Echo *self, size_t total, size_t piece)
{
    const size_t goal = self->sent + total;
    while (self->received.len < goal) {
        if (self->sent < goal) {
            echo_send(self, goal - self->sent < piece ? goal - self->sent : piece);
        }
        loopback_turn(&self->loopback);
        received_read(&self->received, &self->loopback);
        CHECK(!self->loopback.closed);
    }
    loopback_turn(&self->loopback);
}

static void check_steady(bool lends, size_t piece)
{
    Echo self;
    echo_open(&self, lends, 0);
    exchange(&self, 50 * piece, piece); /* sizes settle */
    const size_t allocated = self.memory.calls;
    const size_t allocated_by_libuv = uv_memory.calls;
    exchange(&self, 1000 * piece, piece);
    CHECK_EQ(self.memory.calls - allocated, 0);
    CHECK_EQ(uv_memory.calls - allocated_by_libuv, 0);
    CHECK_EQ(self.memory.copied, 0);
    echo_end(&self);
}

TEST(an_echo_copies_and_allocates_nothing_up_to_the_block_size)
{
    static const size_t sizes[] = {1, 100, 4096, 64 * 1024};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        check_steady(true, sizes[i]);
        check_steady(false, sizes[i]);
    }
}

/* The peer takes little at a time: writes are partial, reading stops and goes on. */
TEST(an_echo_to_a_slow_peer_copies_nothing_and_loses_nothing)
{
    for (int lends = 0; lends < 2; lends++) {
        Echo self;
        uint8_t bytes[1000];
        echo_open(&self, lends != 0, 100 * 1000);
        loopback_shrink_send_buffer(&self.loopback);
        while (self.sent < 2 << 20) {
            echo_send(&self, 64 * 1024);
            loopback_turn(&self.loopback);
            const ssize_t count = peer_read(&self.loopback, bytes, sizeof(bytes));
            for (ssize_t i = 0; i < count; i++) {
                CHECK_EQ(bytes[i], stream_byte(self.received.len++));
            }
            CHECK(self.writer.queue.len <= 100 * 1000 + 64 * 1024);
        }
        tracked.position = self.sent;
        received_all(&self.received, &self.loopback);
        CHECK_EQ(self.memory.copied, 0);
        echo_end(&self);
    }
}

/* Each allocation of the program and of libuv fails once: then the next one works, and everything arrives; or the
 * connection is closed. Nothing is lost, leaked or dropped twice. */
static bool run_with_failure(bool lends, size_t fail_at, size_t uv_fail_at)
{
    Echo self;
    echo_open(&self, lends, 30 * 1000);
    self.memory.fail_at = fail_at != 0 ? self.memory.calls + fail_at : 0;
    uv_memory.fail_at = uv_fail_at != 0 ? uv_memory.calls + uv_fail_at : 0;
    while (self.received.len < 300 * 1000 && !self.loopback.closed) {
        if (self.sent < 300 * 1000) {
            echo_send(&self, 1 + self.sent % 20000);
        }
        loopback_turn(&self.loopback);
        received_read(&self.received, &self.loopback);
    }
    const bool failed = fail_at != 0 ? self.memory.failed : uv_memory.calls >= uv_memory.fail_at;
    uv_memory.fail_at = 0;
    if (self.loopback.closed) {
        CHECK(failed);
        CHECK_EQ(self.error, UV_ENOMEM);
    } else {
        CHECK_EQ(self.received.len, self.sent);
        CHECK(!failed || fail_at == 0 || self.no_memory <= 1);
    }
    echo_end(&self);
    return failed;
}

TEST(each_allocation_may_fail_once)
{
    for (int lends = 0; lends < 2; lends++) {
        size_t count = 0;
        while (run_with_failure(lends != 0, count + 1, 0)) {
            count++;
        }
        CHECK(count >= 1);
        CHECK(count < 10 * 1000);
    }
    for (size_t i = 1; run_with_failure(true, 0, i); i++) {
    }
}

TAP_MAIN()
