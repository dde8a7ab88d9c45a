/* SPDX-License-Identifier: MIT */
/* What the server's way from bytes to answers costs, without its sockets. Against a library that counts. */
#include "server/connection.h"
#include "counting.h"
#include "tap.h"

enum { FIELDS = 20 };

static const char request[] = "GET /many HTTP/1.1\r\nHost: a\r\n"
                              "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 5\r\nF: 6\r\nG: 7\r\nH: 8\r\nI: 9\r\nJ: 10\r\n"
                              "K: 11\r\nL: 12\r\nM: 13\r\nN: 14\r\nO: 15\r\nP: 16\r\nQ: 17\r\nR: 18\r\nS: 19\r\n\r\n";

TEST(a_request_costs_the_server_one_atomic_and_no_allocation)
{
    HttpServeOptions options;
    BytesRange ranges[HTTP_RANGES(FIELDS)];
    Bytes views[HTTP_RANGES(FIELDS)];
    HttpServer server = {.options = &options, .ranges = ranges, .views = views, .range_capacity = HTTP_RANGES(FIELDS)};
    HttpConnection connection = {.server = &server};

    http_serve_options_init(&options);
    server.config = options.config;
    http_memory_init(&server.memory, NULL);
    http_answers_init(&server.answers, NULL, 0);
    http_requests_init(&connection);
    for (int i = 0; i < 100; i++) {
        BytesCounts before;
        bool again;

        if (connection.in.storage == NULL) {
            CHECK_EQ(http_server_lend(&server, &server.in, &connection.in), 0);
        }
        CHECK_EQ(bytes_mut_put(&connection.in, request, sizeof(request) - 1), 0);
        before = *bytes_counts();
        CHECK_EQ(http_requests_run(&connection, &again), 0);
        CHECK_EQ(server.view_count, (uint64_t)(i + 1) * (1 + HTTP_RANGES(FIELDS)));
        CHECK(connection.ready > sizeof(request));
        /* What connection.c does when the answer has left. */
        bytes_mut_clear(&connection.out);
        connection.ready = 0;
        connection.answers = 0;
        http_server_settle(&server, &server.out, &connection.out);
        http_server_settle(&server, &server.in, &connection.in);
        if (i > 0) { /* the first lends the buffers for the first time */
            CHECK_EQ(bytes_counts()->atomics - before.atomics, 1);
            CHECK_EQ(bytes_counts()->allocations, before.allocations);
            CHECK_EQ(bytes_counts()->copied, before.copied);
        }
    }
    bytes_mut_drop(&server.in);
    bytes_mut_drop(&server.out);
    CHECK_EQ(server.memory.blocks, 0);
}

TAP_MAIN()
