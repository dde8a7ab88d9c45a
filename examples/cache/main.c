/* SPDX-License-Identifier: MIT */
/* A cache that speaks RESP, the protocol of Redis. Its command line, and the loop. */
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sysexits.h>
#include <time.h>

#include "connection.h"

enum { TICK = 100 /* milliseconds between looks at deadlines and expired keys */, BACKLOG = 511 };

typedef struct Program {
    Server server;
    const char *listen;
    size_t max_memory;
    size_t copy_below;
    uv_timer_t tick;
    uv_signal_t signals[2];
    bool is_draining;
    uint64_t drain_since;
} Program;

typedef struct Option {
    const char *name;
    size_t offset; /* of a size_t or a uint64_t in Program */
    size_t size;   /* of that */
    uint64_t preset;
    const char *help;
} Option;

/* clang-format off */
#define OPTION(name, member, preset, help) \
    {name, offsetof(Program, member), sizeof(((Program *)0)->member), preset, help}

static const Option options[] = {
    OPTION("maxmemory", max_memory, 0, "bytes of memory held; beyond, the least recently used keys go; 0: no bound"),
    OPTION("copy-below", copy_below, 512, "bytes of a value; a shorter one is beside its key, and copied to replies"),
    OPTION("max-key", server.cache.max_key, 64 << 10, "bytes of a key"),
    OPTION("max-value", server.cache.limits.argument, 512 << 20, "bytes of a value, and of any argument"),
    OPTION("max-arguments", server.cache.limits.arguments, 1 << 20, "arguments of a request"),
    OPTION("max-request", server.cache.limits.request, 1 << 30, "bytes of a request"),
    OPTION("max-clients", server.cache.max_clients, 10000, "connections"),
    OPTION("max-output", server.limits.max_output, 1 << 20, "bytes of queued replies; then reading stops"),
    OPTION("max-copied", server.limits.max_copied, 256 << 20, "bytes of short values and keys in one reply"),
    OPTION("idle-time", server.limits.idle_time, 0, "milliseconds between requests; 0: without end"),
    OPTION("request-time", server.limits.request_time, 30000, "milliseconds for each 64 KiB of a request"),
    OPTION("write-time", server.limits.write_time, 60000, "milliseconds for a client to take some of its replies"),
    OPTION("drain-time", server.limits.drain_time, 2000, "milliseconds for the last replies, at the end"),
};
/* clang-format on */

enum { OPTION_COUNT = sizeof(options) / sizeof(options[0]) };

static void print_help(void)
{
    puts("usage: cache --listen ADDR:PORT [OPTION...]\n\n"
         "A cache that speaks RESP2 and RESP3, the protocol of Redis. Port 0: the kernel picks one; the first line "
         "that is\n"
         "printed has it. Each option takes a number:\n");
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        printf("  --%-14s %s (%llu)\n", options[i].name, options[i].help, (unsigned long long)options[i].preset);
    }
}

static bool set_option(Program *program, const Option *option, uint64_t value)
{
    const size_t size = (size_t)value;
    char *const member = (char *)program + option->offset;
    if (option->size == sizeof(value)) {
        memcpy(member, &value, sizeof(value));
    } else {
        memcpy(member, &size, sizeof(size));
    }
    return option->size == sizeof(value) || size == value;
}

static bool parse_option(Program *program, const char *name, const char *text)
{
    uint64_t value;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (strcmp(name, options[i].name) == 0) {
            return bytes_span_parse_decimal(bytes_span_str(text), &value) == 0 &&
                   set_option(program, &options[i], value);
        }
    }
    return false;
}

/* 0, or an exit status. */
static int parse_arguments(Program *program, int argc, char **argv)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        (void)set_option(program, &options[i], options[i].preset);
    }
    for (int i = 1; i < argc; i += 2) {
        const bool has_value = i + 1 < argc;
        if (has_value && strcmp(argv[i], "--listen") == 0) {
            program->listen = argv[i + 1];
        } else if (!has_value || strncmp(argv[i], "--", 2) != 0 || !parse_option(program, argv[i] + 2, argv[i + 1])) {
            fprintf(stderr, "cache: cannot use %s; see --help\n", argv[i]);
            return EX_USAGE;
        }
    }
    if (program->listen == NULL) {
        fputs("cache: --listen ADDR:PORT is missing; see --help\n", stderr);
        return EX_USAGE;
    }
    return 0;
}

static void on_connection(uv_stream_t *listener, int status)
{
    if (status == 0) {
        connection_accept(listener->data);
    }
}

static void close_handles(Program *self)
{
    uv_close((uv_handle_t *)&self->tick, NULL);
    uv_close((uv_handle_t *)&self->signals[0], NULL);
    uv_close((uv_handle_t *)&self->signals[1], NULL);
    bytes_uv_batch_close(&self->server.flushes, NULL);
}

static void on_tick(uv_timer_t *timer)
{
    Program *const self = timer->data;
    Server *const server = &self->server;
    struct timespec now;
    uv_update_time(server->loop);
    (void)clock_gettime(CLOCK_REALTIME, &now); /* does not fail */
    server->cache.store.now = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
    server->clock_offset = server->cache.store.now - (int64_t)uv_now(server->loop);
    store_sweep(&server->cache.store);
    connections_tick(server);
    if (self->is_draining &&
        (server->first == NULL || uv_now(server->loop) - self->drain_since >= server->limits.drain_time)) {
        connections_end(server, true);
        close_handles(self);
    }
}

/* The replies that are queued are sent; a second signal does without. */
static void on_signal(uv_signal_t *signal, int number)
{
    Program *const self = signal->data;
    (void)number;
    connections_end(&self->server, self->is_draining);
    if (!self->is_draining) {
        self->is_draining = true;
        self->drain_since = uv_now(signal->loop);
        uv_close((uv_handle_t *)&self->server.listener, NULL);
    }
}

static int fail(const char *what, int error)
{
    fprintf(stderr, "cache: %s: %s\n", what, uv_strerror(error));
    return EX_OSERR;
}

typedef union Address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    struct sockaddr_storage storage;
} Address;

/* "127.0.0.1:6379", "[::1]:6379". */
static bool parse_address(const char *text, Address *out)
{
    char host[64] = "";
    uint64_t port;
    const char *const colon = strrchr(text, ':');
    if (colon == NULL || bytes_span_parse_decimal(bytes_span_str(colon + 1), &port) != 0 || port > UINT16_MAX) {
        return false;
    }
    const bool six = text[0] == '[' && colon > text && colon[-1] == ']';
    const size_t len = (size_t)(colon - text) - (six ? 2 : 0);
    if (len >= sizeof(host)) {
        return false;
    }
    memcpy(host, text + six, len);
    return (six ? uv_ip6_addr(host, (int)port, &out->six) : uv_ip4_addr(host, (int)port, &out->four)) == 0;
}

static int start_listening(Server *server, const char *text)
{
    Address address;
    int size = sizeof(address);
    if (!parse_address(text, &address)) {
        return UV_EINVAL;
    }
    server->listener.data = server;
    int error = uv_tcp_bind(&server->listener, &address.any, 0);
    if (error == 0) {
        error = uv_listen((uv_stream_t *)&server->listener, BACKLOG, on_connection);
    }
    if (error == 0) {
        error = uv_tcp_getsockname(&server->listener, &address.any, &size);
    }
    if (error == 0) {
        const bool six = address.any.sa_family == AF_INET6;
        server->cache.port = ntohs(six ? address.six.sin6_port : address.four.sin_port);
        printf("listening on %.*s:%u\n", (int)(strrchr(text, ':') - text), text, (unsigned)server->cache.port);
        fflush(stdout);
    }
    return error;
}

static int start(Program *self)
{
    Server *const server = &self->server;
    uint64_t seed = 0;
    const ssize_t got = getrandom(&seed, sizeof(seed), 0);
    memory_init(NULL, &server->cache.memory);
    store_init(&server->cache.memory, got > 0 ? seed : (uint64_t)uv_hrtime(), self->max_memory, self->copy_below,
               &server->cache.store);
    bytes_uv_lender_init(&server->cache.memory.base, 0, &server->lender);
    for (size_t i = 0; i < AHEAD; i++) {
        resp_init(&server->cache.limits, &server->cache.memory.base, &server->ahead[i]);
    }
    (void)uv_tcp_init(server->loop, &server->listener); /* makes no socket, and does not fail */
    (void)uv_timer_init(server->loop, &self->tick);     /* does not fail */
    int error = bytes_uv_batch_init(server->loop, &server->flushes);
    self->tick.data = self;
    for (int i = 0; i < 2 && error == 0; i++) {
        error = uv_signal_init(server->loop, &self->signals[i]);
        self->signals[i].data = self;
        if (error == 0) {
            error = uv_signal_start(&self->signals[i], on_signal, i == 0 ? SIGINT : SIGTERM);
        }
    }
    if (error != 0) {
        return fail("cannot begin", error);
    }
    error = start_listening(server, self->listen);
    if (error != 0) {
        return fail(self->listen, error);
    }
    on_tick(&self->tick);
    server->cache.started = server->cache.store.now;
    (void)uv_timer_start(&self->tick, on_tick, TICK, TICK); /* does not fail */
    return 0;
}

int main(int argc, char **argv)
{
    static Program program;
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        print_help();
        return 0;
    }
    int status = parse_arguments(&program, argc, argv);
    if (status != 0) {
        return status;
    }
    signal(SIGPIPE, SIG_IGN);
    program.server.loop = uv_default_loop();
    status = start(&program);
    if (status != 0) {
        return status;
    }
    uv_run(program.server.loop, UV_RUN_DEFAULT);
    store_clear(&program.server.cache.store);
    bytes_uv_lender_drop(&program.server.lender);
    if (program.server.cache.memory.held != 0) {
        fprintf(stderr, "cache: %zu bytes were not given back\n", program.server.cache.memory.held);
        status = EX_SOFTWARE;
    }
    return uv_loop_close(program.server.loop) != 0 ? EX_SOFTWARE : status;
}
