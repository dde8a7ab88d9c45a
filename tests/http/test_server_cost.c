/* SPDX-License-Identifier: MIT */
/* What the server's path from bytes to responses costs, without its sockets. Against a library that counts. */
#include "counting.h"
#include "server/exchange.h"
#include "tap.h"

enum { FIELDS = 20 };

static const char request[] = "GET /many HTTP/1.1\r\nHost: a\r\n"
                              "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 5\r\nF: 6\r\nG: 7\r\nH: 8\r\nI: 9\r\nJ: 10\r\n"
                              "K: 11\r\nL: 12\r\nM: 13\r\nN: 14\r\nO: 15\r\nP: 16\r\nQ: 17\r\nR: 18\r\nS: 19\r\n\r\n";

TEST(a_request_costs_the_server_one_atomic_and_no_allocation)
{
    HttpServerOptions options;
    BytesCountingAllocator memory;
    BytesRange ranges[HTTP_RANGES(FIELDS)];
    Bytes views[HTTP_RANGES(FIELDS)];
    HttpExchangeContext context = {
        .options = &options, .ranges = ranges, .views = views, .range_capacity = HTTP_RANGES(FIELDS)};
    HttpSharedBuffer read_buffer;
    HttpSharedBuffer write_buffer;
    HttpWriter writer;
    HttpExchange exchange;

    http_server_options_init(&options);
    context.config = options.config;
    bytes_counting_allocator(NULL, &memory);
    http_responses_init(NULL, 0, &context.responses);
    http_shared_buffer_init(&memory.base, &read_buffer);
    http_shared_buffer_init(&memory.base, &write_buffer);
    http_writer_init(NULL, NULL, &write_buffer, NULL, &writer);
    http_exchange_init(&context, &writer, &exchange);
    for (int i = 0; i < 100; i++) {
        bool again;
        if (exchange.in.storage == NULL) {
            CHECK_EQ(http_shared_buffer_acquire(&read_buffer, &exchange.in), 0);
        }
        CHECK_EQ(bytes_mut_put(&exchange.in, request, sizeof(request) - 1), 0);
        const BytesCounts before = *bytes_counts();
        CHECK_EQ(http_exchange_run(&exchange, &again), 0);
        CHECK_EQ(context.view_count, (uint64_t)(i + 1) * (1 + HTTP_RANGES(FIELDS)));
        CHECK(writer.ready > sizeof(request));
        /* What a flush does when the socket takes everything, and what ends each callback. */
        bytes_mut_clear(&writer.out);
        writer.ready = 0;
        writer.ready_responses = 0;
        http_writer_release(&writer);
        http_shared_buffer_release(&read_buffer, &exchange.in);
        if (i > 0) { /* the first request allocates the shared buffers */
            CHECK_EQ(bytes_counts()->atomics - before.atomics, 1);
            CHECK_EQ(bytes_counts()->allocations, before.allocations);
            CHECK_EQ(bytes_counts()->copied, before.copied);
        }
    }
    http_shared_buffer_drop(&read_buffer);
    http_shared_buffer_drop(&write_buffer);
    CHECK_EQ(bytes_counting_allocator_stats(&memory).live_blocks, 0);
}

TAP_MAIN()
