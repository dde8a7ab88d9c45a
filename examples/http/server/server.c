/* SPDX-License-Identifier: MIT */
#include "server.h"

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>
#include <uv.h>

#include "connection.h"
#include "exchange.h"
#include "line_writer.h"
#include "listener.h"
#include "timers.h"

enum {
    OTHER_DESCRIPTORS = 16, /* standard streams, listener, libuv's epoll and pipes; and a few that were inherited */
    RETRY_TIME = 100,       /* milliseconds until accepting is tried again */
    LINES_TIME = 100,       /* milliseconds until lines are written */
    SIGNALS = 3
};

typedef struct HttpServer {
    const HttpServerOptions *options;
    BytesCountingAllocator memory;
    uv_loop_t loop;
    uv_signal_t signals[SIGNALS];
    HttpTimers timers;
    HttpTimer drain_timer;
    HttpExchangeContext context;
    HttpConnections connections;
    HttpListener listener;
    HttpLineWriter log;      /* to standard output */
    HttpLineWriter counters; /* to standard error */
    size_t max_connections;
} HttpServer;

/* The server of one of its members. */
#define SERVER_OF(member, name) ((HttpServer *)(void *)((char *)(member)-offsetof(HttpServer, name)))

/* Once the server is draining and the last connection is gone, nothing keeps the loop running. */
static void end_if_idle(HttpServer *server)
{
    uv_handle_t *const first = (uv_handle_t *)&server->signals[0];
    if (!server->context.draining || server->connections.count != 0 || uv_is_closing(first)) {
        return;
    }
    http_timer_stop(&server->drain_timer);
    http_line_writer_drop(&server->log);
    http_line_writer_drop(&server->counters);
    http_timers_close(&server->timers);
    http_connections_end(&server->connections);
    uv_close(first, NULL);
    for (int i = 1; i < SIGNALS; i++) {
        uv_close((uv_handle_t *)&server->signals[i], NULL);
    }
}

static void drain(HttpServer *server)
{
    server->context.draining = true;
    http_listener_close(&server->listener);
    http_timer_start(&server->timers, &server->drain_timer, HTTP_TIMER_DRAIN);
    http_connections_drain(&server->connections);
    end_if_idle(server);
}

static void on_drain_expired(HttpTimer *timer)
{
    http_connections_close(&SERVER_OF(timer, drain_timer)->connections);
}

static void print_counters(HttpServer *server)
{
    enum { LINE = 512 };
    const HttpConnections *connections = &server->connections;
    const HttpExchangeContext *context = &server->context;
    const BytesMemoryStats memory = bytes_counting_allocator_stats(&server->memory);
    BytesMut *const out = http_line_writer_begin(&server->counters, LINE);
    if (out == NULL) {
        return;
    }
    (void)!bytes_mut_printf(out,
                            "http_headers: connections=%zu accepted=%" PRIu64 " requests=%" PRIu64 " rejected=%" PRIu64
                            " refused=%" PRIu64 " yielded=%" PRIu64 " too_slow=%" PRIu64 " over_memory=%" PRIu64
                            " memory=%zu peak_memory=%zu lost_lines=%" PRIu64 "\n",
                            connections->open_count, connections->accepted_count, context->request_count,
                            context->rejection_count, connections->refused_count, connections->yielded_count,
                            connections->too_slow_count, connections->over_memory_count, memory.live_bytes,
                            memory.peak_bytes, server->log.lost_count); /* without memory there is no line */
    http_line_writer_end(&server->counters);
}

static void on_signal(uv_signal_t *handle, int number)
{
    HttpServer *server = handle->data;
    if (number == SIGUSR1) {
        print_counters(server);
    } else if (server->context.draining) {
        http_connections_close(&server->connections);
    } else {
        drain(server);
    }
}

static void on_closed(HttpConnections *connections)
{
    HttpServer *server = SERVER_OF(connections, connections);
    end_if_idle(server);
    http_listener_resume(&server->listener);
}

static bool has_capacity(HttpListener *listener)
{
    HttpServer *server = SERVER_OF(listener, listener);
    return server->connections.open_count < server->max_connections || http_connections_may_yield(&server->connections);
}

static void on_accept(HttpListener *listener, int fd)
{
    HttpServer *server = SERVER_OF(listener, listener);
    if (server->connections.open_count >= server->max_connections) {
        http_connections_yield(&server->connections);
    }
    http_connection_open(&server->connections, fd);
}

/* Raise the soft limit on descriptors as far as @p wanted connections need; the number that it then allows. */
static size_t allowed_connections(size_t wanted)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
        return wanted;
    }
    if (limit.rlim_cur < limit.rlim_max && limit.rlim_cur - 1 < wanted + OTHER_DESCRIPTORS) {
        struct rlimit more = {wanted + OTHER_DESCRIPTORS, limit.rlim_max};
        more.rlim_cur = more.rlim_cur < limit.rlim_max ? more.rlim_cur : limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &more) == 0) {
            limit = more;
        }
    }
    const size_t most = limit.rlim_cur > OTHER_DESCRIPTORS ? limit.rlim_cur - OTHER_DESCRIPTORS : 1;
    return wanted < most ? wanted : most;
}

static size_t size_min(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t size_max(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* The limit on fields, or the number that fits into @p bytes if that is lower: each has a letter, a colon and a line
 * end. */
static size_t max_fields(size_t limit, size_t bytes)
{
    return size_min(limit, http_limit_bytes(bytes) / 4);
}

static void *allocate(HttpServer *server, size_t size)
{
    BytesAllocator *allocator = &server->memory.base;
    return allocator->allocate(allocator, size_max(size, 1));
}

static void deallocate(HttpServer *server, void *block, size_t size)
{
    BytesAllocator *allocator = &server->memory.base;
    if (block != NULL) {
        allocator->deallocate(allocator, block, size_max(size, 1));
    }
}

/* Arrays for the largest head that the limits allow. */
static bool init_context(HttpServer *server)
{
    const HttpServerOptions *options = server->options;
    const HttpLimits *limits = &options->config.limits;
    HttpExchangeContext *const context = &server->context;
    context->options = options;
    context->log = options->log ? &server->log : NULL;
    context->config = options->config;
    context->config.ignore_upgrade = true;
    http_responses_init(options->reply, options->reply_len, &context->responses);
    context->range_capacity = HTTP_RANGES(max_fields(limits->fields, limits->head));
    context->trailer_capacity = 2 * max_fields(limits->trailers, limits->trailer_bytes);
    context->ranges = allocate(server, context->range_capacity * sizeof(BytesRange));
    context->views = allocate(server, context->range_capacity * sizeof(Bytes));
    context->trailers = allocate(server, context->trailer_capacity * sizeof(BytesRange));
    return context->ranges != NULL && context->views != NULL && context->trailers != NULL;
}

static void drop_context(HttpServer *server)
{
    HttpExchangeContext *const context = &server->context;
    deallocate(server, context->ranges, context->range_capacity * sizeof(BytesRange));
    deallocate(server, context->views, context->range_capacity * sizeof(Bytes));
    deallocate(server, context->trailers, context->trailer_capacity * sizeof(BytesRange));
}

static void init_connections(HttpServer *server)
{
    server->connections = (HttpConnections){
        .loop = &server->loop,
        .timers = &server->timers,
        .context = &server->context,
        .memory = &server->memory,
        .on_closed = on_closed,
    };
    http_connections_init(&server->connections);
}

static void init_timers(HttpServer *server)
{
    const HttpServerOptions *options = server->options;
    uint64_t *durations = server->timers.durations;
    http_timers_init(&server->timers, &server->loop);
    durations[HTTP_TIMER_IDLE] = options->idle_time;
    durations[HTTP_TIMER_GRACE] = options->grace_time;
    durations[HTTP_TIMER_HEAD] = options->head_time;
    durations[HTTP_TIMER_BODY] = options->body_time;
    durations[HTTP_TIMER_WRITE] = options->write_time;
    durations[HTTP_TIMER_LINGER] = options->linger_time;
    durations[HTTP_TIMER_ACCEPT] = RETRY_TIME;
    durations[HTTP_TIMER_LINES] = LINES_TIME;
    durations[HTTP_TIMER_DRAIN] = options->drain_time;
}

static int fail(const char *what, int error)
{
    fprintf(stderr, "http_headers: %s: %s\n", what, uv_strerror(error));
    return EX_OSERR;
}

/* Wait for signals, listen, and print the address. */
static int start(HttpServer *server)
{
    static const int numbers[SIGNALS] = {SIGINT, SIGTERM, SIGUSR1};
    const HttpServerOptions *options = server->options;
    for (int i = 0; i < SIGNALS; i++) {
        const int error = uv_signal_start(&server->signals[i], on_signal, numbers[i]);
        if (error != 0) {
            return fail("cannot wait for signals", error);
        }
    }
    const bool six = strchr(options->host, ':') != NULL;
    uint16_t port;
    const int error =
        http_listener_open(&server->listener, &server->loop, &server->timers, options->host, options->port, &port);
    if (error != 0) {
        char text[80];
        snprintf(text, sizeof(text), six ? "cannot listen on [%s]:%u" : "cannot listen on %s:%u", options->host,
                 options->port);
        return fail(text, error);
    }
    if (printf(six ? "listening on [%s]:%u\n" : "listening on %s:%u\n", options->host, port) < 0 ||
        fflush(stdout) != 0) {
        fputs("http_headers: cannot write to standard output\n", stderr);
        return EX_IOERR;
    }
    return 0;
}

/* From the loop's first handle to its last. */
static int run(HttpServer *server)
{
    init_timers(server);
    for (int i = 0; i < SIGNALS; i++) {
        const int error = uv_signal_init(&server->loop, &server->signals[i]);
        if (error != 0) {
            /* Only the first can fail: it makes what both need. */
            http_timers_close(&server->timers);
            uv_run(&server->loop, UV_RUN_DEFAULT);
            return fail("cannot wait for signals", error);
        }
        server->signals[i].data = server;
    }
    http_line_writer_init(&server->timers, &server->memory.base, STDOUT_FILENO, &server->log);
    http_line_writer_init(&server->timers, &server->memory.base, STDERR_FILENO, &server->counters);
    init_connections(server);
    const int result = init_context(server) ? start(server) : fail("cannot allocate the arrays for a head", UV_ENOMEM);
    if (result != 0) {
        drain(server);
    }
    uv_run(&server->loop, UV_RUN_DEFAULT);
    http_connections_drop(&server->connections);
    drop_context(server);
    return result;
}

static HttpServerSummary summary_of(const HttpServer *server)
{
    return (HttpServerSummary){
        .request_count = server->context.request_count,
        .connection_count = server->connections.accepted_count,
        .view_count = server->context.view_count,
        .memory = bytes_counting_allocator_stats(&server->memory),
    };
}

/* libuv takes descriptors 0 to 2 for standard streams, and closes no handle that has got one of them. */
static void open_standard_streams(void)
{
    int fd;
    do {
        fd = open("/dev/null", O_RDWR);
    } while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0) {
        close(fd);
    }
}

int http_serve(const HttpServerOptions *options, HttpServerSummary *summary)
{
    HttpServer server = {
        .options = options,
        .drain_timer.expired = on_drain_expired,
        .listener = {.has_capacity = has_capacity, .on_accept = on_accept},
        .max_connections = allowed_connections(size_max(options->max_connections, 1)),
    };
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    open_standard_streams();
    bytes_counting_allocator(options->allocator, &server.memory);
    int result = uv_loop_init(&server.loop);
    if (result != 0) {
        *summary = summary_of(&server);
        return fail("cannot make a loop", result);
    }
    result = run(&server);
    const int error = uv_loop_close(&server.loop);
    *summary = summary_of(&server);
    return result == 0 && error != 0 ? fail("cannot close the loop", error) : result;
}
