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
    BytesUvLender read_lender;
    BytesUvLender write_lender;
    HttpExchangeContext context = {.options = &options,
                                   .lender = &write_lender,
                                   .allocator = &memory.base,
                                   .ranges = ranges,
                                   .views = views,
                                   .range_capacity = HTTP_RANGES(FIELDS)};
    HttpExchange exchange;
    BytesMut in = BYTES_MUT_EMPTY;

    http_server_options_init(&options);
    context.config = options.config;
    bytes_counting_allocator(NULL, &memory);
    http_responses_init(NULL, 0, &context.responses);
    bytes_uv_lender_init(&memory.base, 0, &read_lender);
    bytes_uv_lender_init(&memory.base, 0, &write_lender);
    http_exchange_init(&context, &in, &exchange);
    for (int i = 0; i < 100; i++) {
        const BytesCounts before = *bytes_counts();
        CHECK_EQ(bytes_uv_lender_lend(&read_lender, &in), 0);
        CHECK_EQ(bytes_mut_put(&in, request, sizeof(request) - 1), 0);
        CHECK_EQ(http_exchange_run(&exchange, 0), 0);
        CHECK_EQ(context.view_count, (uint64_t)(i + 1) * (1 + HTTP_RANGES(FIELDS)));
        CHECK(exchange.ready > sizeof(request));
        /* What bytes_uv_writer_write() does when the socket takes everything, and what ends each callback. */
        bytes_mut_advance(&exchange.out, exchange.ready);
        http_exchange_settle(&exchange);
        bytes_uv_lender_settle(&read_lender, &in);
        if (i > 0) { /* the first request allocates the lent buffers */
            CHECK_EQ(bytes_counts()->atomics - before.atomics, 1);
            CHECK_EQ(bytes_counts()->allocations, before.allocations);
            CHECK_EQ(bytes_counts()->copied, before.copied);
        }
    }
    http_exchange_drop(&exchange);
    bytes_uv_lender_drop(&read_lender);
    bytes_uv_lender_drop(&write_lender);
    CHECK_EQ(bytes_counting_allocator_stats(&memory).live_blocks, 0);
}

TAP_MAIN()
