/* SPDX-License-Identifier: MIT */
/*
 * An echo and digest server. A request is a length of 4 bytes, most significant first, and a payload; the response is a
 * length, the XXH3 of the payload in 8 bytes, which the length counts, and the payload. Listens on 127.0.0.1, prints
 * the port, and stops on SIGINT and SIGTERM.
 *
 *     framing [-c] [PORT]    port 0, the default: one that the kernel picks
 *                            -c: print what was allocated and copied, at the end
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "connection.h"

typedef struct Program {
    Server server;
    BytesPool *blocks;
    uv_signal_t interrupted;
    uv_signal_t terminated;
} Program;

static void on_connection(uv_stream_t *listener, int status)
{
    if (status == 0) {
        connection_accept(listener->data);
    }
}

/* Closes every handle; the loop ends when the workers are done. */
static void on_signal(uv_signal_t *signal, int number)
{
    Program *const self = signal->data;
    (void)number;
    uv_walk(signal->loop, connection_close_handle, &self->server);
    uv_close((uv_handle_t *)&self->server.listener, NULL);
    uv_close((uv_handle_t *)&self->interrupted, NULL);
    uv_close((uv_handle_t *)&self->terminated, NULL);
    bytes_uv_batch_close(&self->server.flushes, NULL);
}

static int start_signal(uv_loop_t *loop, Program *program, int number, uv_signal_t *out)
{
    const int error = uv_signal_init(loop, out);
    out->data = program;
    return error != 0 ? error : uv_signal_start(out, on_signal, number);
}

static int start_listening(uv_loop_t *loop, int port, Server *server)
{
    struct sockaddr_in address;
    int size = sizeof(address);
    int error = uv_ip4_addr("127.0.0.1", port, &address);
    if (error != 0) {
        return error;
    }
    error = uv_tcp_init(loop, &server->listener);
    if (error != 0) {
        return error;
    }
    server->listener.data = server;
    error = uv_tcp_bind(&server->listener, (const struct sockaddr *)&address, 0);
    if (error != 0) {
        return error;
    }
    error = uv_listen((uv_stream_t *)&server->listener, 1024, on_connection);
    if (error != 0) {
        return error;
    }
    error = uv_tcp_getsockname(&server->listener, (struct sockaddr *)&address, &size);
    if (error == 0) {
        printf("%d\n", ntohs(address.sin_port));
        fflush(stdout);
    }
    return error;
}

static int fail(const char *what, int error)
{
    fprintf(stderr, "framing: %s: %s\n", what, uv_strerror(error));
    return 1;
}

static int run(uv_loop_t *loop, BytesAllocator *allocator, int port)
{
    Program program = {.server = {.allocator = allocator}};
    /* Blocks come back from worker threads too, and are beyond what malloc keeps without asking the system. */
    int error = bytes_pool_create(allocator, BLOCK_SIZE, BLOCKS_KEPT, &program.blocks);
    if (error != 0) {
        return fail("no memory", error);
    }
    bytes_uv_lender_init(bytes_pool_allocator(program.blocks), BLOCK_SIZE, &program.server.lender);
    error = bytes_uv_batch_init(loop, &program.server.flushes);
    if (error != 0) {
        return fail("cannot begin", error);
    }
    error = start_signal(loop, &program, SIGINT, &program.interrupted);
    if (error == 0) {
        error = start_signal(loop, &program, SIGTERM, &program.terminated);
    }
    if (error != 0) {
        return fail("cannot wait for signals", error);
    }
    error = start_listening(loop, port, &program.server);
    if (error != 0) {
        return fail("cannot listen", error);
    }
    uv_run(loop, UV_RUN_DEFAULT);
    bytes_uv_lender_drop(&program.server.lender);
    bytes_pool_drop(&program.blocks);
    return uv_loop_close(loop) != 0;
}

int main(int argc, char **argv)
{
    BytesCountingAllocator counting;
    const bool count = argc > 1 && strcmp(argv[1], "-c") == 0;
    const char *const text = argc > 1 + count ? argv[1 + count] : "0";
    uint64_t port = 0;
    if (bytes_span_parse_decimal(bytes_span_str(text), &port) != 0 || port > UINT16_MAX) {
        fprintf(stderr, "framing: \"%s\" is not a port; usage: framing [-c] [PORT]\n", text);
        return 64;
    }
    bytes_counting_allocator(NULL, &counting);
    const int status = run(uv_default_loop(), count ? &counting.base : NULL, (int)port);
    if (count) {
        const BytesMemoryStats stats = bytes_counting_allocator_stats(&counting);
        printf("allocations %zu, peak %zu bytes, alive %zu bytes, copied %zu bytes\n", stats.allocations,
               stats.peak_bytes, stats.live_bytes, stats.copied);
    }
    return status;
}
