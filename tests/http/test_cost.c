/* SPDX-License-Identifier: MIT */
/* What views of requests cost: atomic operations, allocations, copies. Against a library that counts them. */
#include "counting.h"
#include "socket_reader.h"

static const char many_fields[] =
    "GET /many HTTP/1.1\r\nHost: a\r\n"
    "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 5\r\nF: 6\r\nG: 7\r\nH: 8\r\nI: 9\r\nJ: 10\r\n"
    "K: 11\r\nL: 12\r\nM: 13\r\nN: 14\r\nO: 15\r\nP: 16\r\nQ: 17\r\nR: 18\r\nS: 19\r\n\r\n";
static const char with_body[] = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
static const char with_trailers[] =
    "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n";

static void check_counts(BytesCounts before, size_t atomics)
{
    const BytesCounts *now = bytes_counts();
    CHECK_EQ(now->atomics - before.atomics, atomics);
    CHECK_EQ(now->allocations, before.allocations);
    CHECK_EQ(now->deallocations, before.deallocations);
    CHECK_EQ(now->copied, before.copied);
}

TEST(the_views_of_a_head_are_made_without_an_atomic_and_dropped_with_one)
{
    SocketReader self;
    socket_reader_start(&self);
    for (int i = 0; i < 100; i++) {
        socket_reader_write(&self, many_fields, sizeof(many_fields) - 1);
        CHECK_EQ(http_reader_next(&self.reader), HTTP_READER_MORE);
        socket_reader_read(&self);
        const BytesCounts before = *bytes_counts();
        CHECK_EQ(socket_reader_next(&self)->field_count, 20);
        CHECK_EQ(self.reader.message.view_count, 1 + HTTP_RANGES(20));
        check_counts(before, 0);
        http_reader_release(&self.reader);
        check_counts(before, 1);
    }
    socket_reader_end(&self);
}

TEST(a_view_of_a_body_and_views_of_trailers_are_made_without_an_atomic_too)
{
    SocketReader self;
    socket_reader_start(&self);
    for (int i = 0; i < 100; i++) {
        socket_reader_write(&self, with_body, sizeof(with_body) - 1);
        socket_reader_write(&self, with_trailers, sizeof(with_trailers) - 1);
        CHECK_EQ(http_reader_next(&self.reader), HTTP_READER_MORE);
        socket_reader_read(&self);
        const BytesCounts before = *bytes_counts();
        CHECK_EQ(socket_reader_next(&self)->body_count, 1);
        check_counts(before, 0);
        http_reader_release(&self.reader);
        check_counts(before, 1);
        CHECK_EQ(socket_reader_next(&self)->trailer_count, 1);
        check_counts(before, 1);
        http_reader_release(&self.reader);
        check_counts(before, 2);
    }
    socket_reader_end(&self);
}

TEST(requests_of_which_a_view_is_kept_for_a_while_cost_the_same)
{
    SocketReader self;
    Bytes kept[100];
    socket_reader_start(&self);
    const BytesCounts before = *bytes_counts();
    for (int i = 0; i < 100; i++) {
        socket_reader_write(&self, with_body, sizeof(with_body) - 1);
        kept[i] = bytes_share(&socket_reader_next(&self)->views[HTTP_MESSAGE_METHOD]);
        http_reader_release(&self.reader);
    }
    check_counts(before, 100);
    bytes_drop_all(kept, 100);
    check_counts(before, 101);
    socket_reader_end(&self);
}

TAP_MAIN()
