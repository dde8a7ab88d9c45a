/* SPDX-License-Identifier: MIT */
/* The server's beginning and its end. */
#include "server.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "connection.h"
#include "serving.h"

enum {
    DESCRIPTORS_OF_OUR_OWN = 16, /* standard streams, listener, libuv's epoll and pipes; and some that were inherited */
    RETRY_TIME = 100,            /* milliseconds until accepting is tried again */
    MEMORY_LEFT = 70,            /* exit codes, after sysexits.h */
    SYSTEM_ERROR = 71,
    OUTPUT_FAILED = 74
};

int http_server_lend(HttpServer *server, BytesMut *shared, BytesMut *buffer)
{
    BytesMut lent = bytes_mut_move(shared);
    int error = 0;

    if (lent.storage == NULL) {
        error = bytes_mut_with_capacity_in(&server->memory.allocator, HTTP_LENT_SIZE, &lent);
    } else {
        /* Back to its front, where the cache is warm. */
        error = bytes_mut_reserve(&lent, HTTP_LENT_SIZE);
        if (error != 0) {
            bytes_mut_drop(&lent);
        }
    }
    if (error == 0) {
        *buffer = bytes_mut_move(&lent);
    }
    return error;
}

void http_server_settle(HttpServer *server, BytesMut *shared, BytesMut *buffer)
{
    size_t retained;

    if (buffer->storage == NULL) {
        return;
    }
    retained = bytes_mut_retained(buffer);
    if (buffer->len != 0) {
        BytesMut own;

        /* What a client has sent of a request, and what it does not take, must not pin a large block. */
        if (retained / 4 <= buffer->len || retained <= 4096 ||
            bytes_mut_with_capacity_in(&server->memory.allocator, 2 * buffer->len, &own) != 0) {
            return;
        }
        if (bytes_mut_put(&own, buffer->data, buffer->len) != 0) { /* not reached: there is room */
            bytes_mut_drop(&own);
            return;
        }
        bytes_mut_clear(buffer);
        http_server_settle(server, shared, buffer);
        *buffer = bytes_mut_move(&own);
    } else if (shared->storage == NULL && retained >= HTTP_LENT_SIZE && retained <= 8 * HTTP_LENT_SIZE) {
        *shared = bytes_mut_move(buffer);
    } else {
        bytes_mut_drop(buffer);
    }
}

static void close_all(HttpServer *server)
{
    while (server->connections != NULL) {
        http_connection_close(server->connections);
    }
}

void http_server_is_idle(HttpServer *server)
{
    uv_handle_t *const first = (uv_handle_t *)&server->signals[0];

    if (server->draining && server->connection_count == 0 && !uv_is_closing(first)) {
        http_deadline_disarm(&server->drain);
        http_deadlines_close(&server->deadlines);
        uv_close(first, NULL);
        uv_close((uv_handle_t *)&server->signals[1], NULL);
    }
}

static void drain(HttpServer *server)
{
    HttpConnection *next;

    server->draining = true;
    http_listener_close(server);
    http_deadline_arm(&server->deadlines, &server->drain, HTTP_DEADLINE_DRAIN);
    for (HttpConnection *connection = server->connections; connection != NULL; connection = next) {
        next = connection->next;
        http_connection_drain(connection);
    }
    http_server_is_idle(server);
}

static void on_signal(uv_signal_t *handle, int number)
{
    HttpServer *server = handle->data;

    (void)number;
    if (server->draining) {
        close_all(server);
    } else {
        drain(server);
    }
}

static void on_expired(HttpDeadlines *deadlines, HttpDeadline *deadline)
{
    void *const whole = (char *)deadlines - offsetof(HttpServer, deadlines);
    HttpServer *server = whole;

    if (deadline->kind == HTTP_DEADLINE_ACCEPT) {
        http_listener_resume(server);
    } else if (deadline->kind == HTTP_DEADLINE_DRAIN) {
        close_all(server);
    } else {
        const size_t offset =
            deadline->kind == HTTP_DEADLINE_WRITE ? offsetof(HttpConnection, output) : offsetof(HttpConnection, input);
        void *const connection = (char *)deadline - offset;

        http_connection_expired(connection, deadline->kind);
    }
}

/* Room for more descriptors, if it is there for the asking; else fewer connections. */
static size_t allowed_connections(size_t wanted)
{
    struct rlimit limit;
    size_t most;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
        return wanted;
    }
    if (limit.rlim_cur < limit.rlim_max && limit.rlim_cur - 1 < wanted + DESCRIPTORS_OF_OUR_OWN) {
        struct rlimit more = {wanted + DESCRIPTORS_OF_OUR_OWN, limit.rlim_max};

        more.rlim_cur = more.rlim_cur < limit.rlim_max ? more.rlim_cur : limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &more) == 0) {
            limit = more;
        }
    }
    most = limit.rlim_cur > DESCRIPTORS_OF_OUR_OWN ? limit.rlim_cur - DESCRIPTORS_OF_OUR_OWN : 1;
    return wanted < most ? wanted : most;
}

static size_t at_least_1(size_t number)
{
    return number != 0 ? number : 1;
}

/* How many fields so many bytes can have: each is at least a letter, a colon and a line end. */
static size_t fields_at_most(size_t fields, size_t bytes)
{
    const size_t whole = (size_t)1 << 30; /* what the parser takes larger limits for */
    const size_t most = (bytes < whole ? bytes : whole) / 4;

    return fields < most ? fields : most;
}

/* Arrays for the largest head that the limits allow. */
static bool make_arrays(HttpServer *server)
{
    const HttpLimits *limits = &server->config.limits;

    server->range_capacity = HTTP_RANGES(fields_at_most(limits->fields, limits->head));
    server->trailer_capacity = 2 * fields_at_most(limits->trailers, limits->trailer_bytes);
    server->ranges = http_memory_new(&server->memory, server->range_capacity * sizeof(BytesRange));
    server->views = http_memory_new(&server->memory, server->range_capacity * sizeof(Bytes));
    server->trailers = http_memory_new(&server->memory, at_least_1(server->trailer_capacity) * sizeof(BytesRange));
    return server->ranges != NULL && server->views != NULL && server->trailers != NULL;
}

static void free_all(HttpServer *server)
{
    HttpMemory *memory = &server->memory;

    bytes_mut_drop(&server->in);
    bytes_mut_drop(&server->out);
    http_memory_free(memory, server->ranges, server->range_capacity * sizeof(BytesRange));
    http_memory_free(memory, server->views, server->range_capacity * sizeof(Bytes));
    http_memory_free(memory, server->trailers, at_least_1(server->trailer_capacity) * sizeof(BytesRange));
}

static int fail(const char *what, int error)
{
    fprintf(stderr, "http_headers: %s: %s\n", what, uv_strerror(error));
    return SYSTEM_ERROR;
}

static void set_times(HttpServer *server)
{
    const HttpServeOptions *options = server->options;
    uint64_t *times = server->deadlines.times;

    times[HTTP_DEADLINE_IDLE] = options->idle_time;
    times[HTTP_DEADLINE_HEAD] = options->head_time;
    times[HTTP_DEADLINE_BODY] = options->body_time;
    times[HTTP_DEADLINE_WRITE] = options->write_time;
    times[HTTP_DEADLINE_LINGER] = options->linger_time;
    times[HTTP_DEADLINE_ACCEPT] = RETRY_TIME;
    times[HTTP_DEADLINE_DRAIN] = options->drain_time;
}

/* Listen, and say so. */
static int start(HttpServer *server)
{
    static const int numbers[2] = {SIGINT, SIGTERM};
    const HttpServeOptions *options = server->options;
    const bool six = strchr(options->host, ':') != NULL;
    char text[80];
    uint16_t port;
    int error;

    for (int i = 0; i < 2; i++) {
        error = uv_signal_start(&server->signals[i], on_signal, numbers[i]);
        if (error != 0) {
            return fail("cannot wait for signals", error);
        }
    }
    error = http_listener_open(server, &port);
    if (error != 0) {
        snprintf(text, sizeof(text), six ? "cannot listen on [%s]:%u" : "cannot listen on %s:%u", options->host,
                 options->port);
        return fail(text, error);
    }
    if (printf(six ? "listening on [%s]:%u\n" : "listening on %s:%u\n", options->host, port) < 0 ||
        fflush(stdout) != 0) {
        fputs("http_headers: cannot write to standard output\n", stderr);
        return OUTPUT_FAILED;
    }
    return 0;
}

/* With the loop there: serve, and leave nothing in it. */
static int serve(HttpServer *server)
{
    int result;

    http_deadlines_init(&server->deadlines, &server->loop, on_expired);
    set_times(server);
    for (int i = 0; i < 2; i++) {
        result = uv_signal_init(&server->loop, &server->signals[i]);
        if (result != 0) {
            /* Only the first can fail: it makes what both need. */
            http_deadlines_close(&server->deadlines);
            uv_run(&server->loop, UV_RUN_DEFAULT);
            return fail("cannot wait for signals", result);
        }
        server->signals[i].data = server;
    }
    if (make_arrays(server)) {
        result = start(server);
    } else {
        result = fail("cannot make room for a head", UV_ENOMEM);
    }
    if (result != 0) {
        drain(server);
    }
    uv_run(&server->loop, UV_RUN_DEFAULT);
    free_all(server);
    return result;
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

static void say(const HttpServer *server)
{
    const HttpMemory *memory = &server->memory;

    fprintf(stderr,
            "http_headers: %" PRIu64 " request%s on %" PRIu64 " connection%s, %" PRIu64 " view%s handed out, %" PRIu64
            " byte%s copied by the library, memory allocated %" PRIu64 " time%s\n",
            server->request_count, plural(server->request_count), server->accepted_count,
            plural(server->accepted_count), server->view_count, plural(server->view_count), memory->copied,
            plural(memory->copied), memory->allocations, plural(memory->allocations));
}

int http_serve(const HttpServeOptions *options)
{
    HttpServer server = {.options = options, .config = options->config, .listen_fd = -1};
    struct sigaction ignore;
    int result;
    int error;

    memset(&ignore, 0, sizeof(ignore));
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &ignore, NULL);
    server.config.ignore_upgrade = true;
    server.connection_limit = allowed_connections(at_least_1(options->max_connections));
    http_memory_init(&server.memory, options->allocator);
    http_answers_init(&server.answers, options->reply, options->reply_len);

    error = uv_loop_init(&server.loop);
    if (error != 0) {
        return fail("cannot make a loop", error);
    }
    result = serve(&server);
    error = uv_loop_close(&server.loop);
    if (result == 0) {
        say(&server);
    }
    if (result == 0 && (server.memory.blocks != 0 || error != 0)) {
        fprintf(stderr, "http_headers: %zu blocks of memory were not given back\n", server.memory.blocks);
        result = MEMORY_LEFT;
    }
    return result;
}
