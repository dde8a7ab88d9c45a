/* SPDX-License-Identifier: MIT */
#include "connection_internal.h"

#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* The most that a queued response may pin, as a multiple of its length. */
enum { MAX_PINNED = 4 };

static HttpConnection *connection_of(void *member, size_t offset)
{
    void *const whole = (char *)member - offset;
    return whole;
}

static void on_closed(uv_handle_t *handle)
{
    void *const tcp = handle;
    HttpConnection *connection = connection_of(tcp, offsetof(HttpConnection, tcp));
    HttpConnections *connections = connection->connections;
    connections->closing_bytes -= connection->closing_bytes;
    bytes_uv_reader_drop(&connection->reader);
    bytes_uv_writer_drop(&connection->writer);
    connections->memory->base.deallocate(&connections->memory->base, connection, sizeof(*connection));
    connections->count--;
    connections->on_closed(connections);
}

static void unlink_connection(HttpConnection *connection)
{
    if (connection->prev != NULL) {
        connection->prev->next = connection->next;
    } else {
        connection->connections->first = connection->next;
    }
    if (connection->next != NULL) {
        connection->next->prev = connection->prev;
    }
}

void http_connection_close(HttpConnection *connection)
{
    if (connection->phase == HTTP_PHASE_CLOSED) {
        return;
    }
    connection->phase = HTTP_PHASE_CLOSED;
    http_timer_stop(&connection->timer);
    http_timer_stop(&connection->write_timer);
    http_turn_cancel(&connection->connections->turns, &connection->turn);
    http_exchange_drop(&connection->exchange);
    http_addresses_remove(&connection->address);
    unlink_connection(connection);
    connection->closing_bytes = http_connection_memory(connection);
    connection->connections->closing_bytes += connection->closing_bytes;
    connection->connections->open_count--;
    uv_close((uv_handle_t *)&connection->tcp, on_closed);
}

/* Discard what was read while lingering. */
static int discard(HttpConnection *connection)
{
    const HttpServerOptions *options = connection->exchange.context->options;
    BytesMut *const in = &connection->reader.in;
    const uint64_t steps = connection->discarded_bytes / options->linger_step;
    connection->discarded_bytes += in->len;
    bytes_mut_clear(in);
    if (connection->discarded_bytes > options->linger_bytes) {
        return UV_EOF;
    }
    if (connection->discarded_bytes / options->linger_step > steps) {
        http_timer_start(connection->connections->timers, &connection->timer, HTTP_TIMER_LINGER);
    }
    return 0;
}

/* RFC 9112 section 9.6: if the server closed at once while the client still sends, the client's kernel would discard
 * responses that the client has not read, and many clients read none before they have sent all. So only the server's
 * side is closed, and the rest is read until the client closes too, as long as it sends at the least rate. */
static void linger(BytesUvWriter *writer, int status)
{
    HttpConnection *const connection = writer->data;
    http_timer_stop(&connection->write_timer);
    connection->phase = HTTP_PHASE_LINGERING;
    if (status != 0 || connection->has_received_end || discard(connection) != 0 ||
        bytes_uv_reader_start(&connection->reader) != 0) {
        http_connection_close(connection);
        return;
    }
    bytes_uv_lender_settle(&connection->connections->read_lender, &connection->reader.in);
    http_timer_start(connection->connections->timers, &connection->timer, HTTP_TIMER_LINGER);
}

/* Send what is queued, close the server's side, and then linger. */
static void end_connection(HttpConnection *connection)
{
    connection->phase = HTTP_PHASE_ENDING;
    http_timer_stop(&connection->timer);
    bytes_uv_reader_stop(&connection->reader);
    if (bytes_uv_writer_shutdown(&connection->writer, linger) != 0) {
        http_connection_close(connection);
    }
}

/* The number of bytes that have arrived and were not read yet: the client sent them before it could know that the
 * server ends. */
static size_t arrived_bytes(const HttpConnection *connection)
{
    uv_os_fd_t fd;
    int count;
    return uv_fileno((const uv_handle_t *)&connection->tcp, &fd) == 0 && ioctl(fd, FIONREAD, &count) == 0
               ? (size_t)count
               : 0;
}

/* Send the responses that are ready. At a limit they hold the reader back until they have left. */
static int send_ready(HttpConnection *connection)
{
    HttpExchange *const exchange = &connection->exchange;
    BytesUvWriter *const writer = &connection->writer;
    if (exchange->ready == 0) {
        return 0;
    }
    connection->sent_bytes += exchange->ready;
    if (!http_exchange_is_full(exchange)) {
        return bytes_uv_writer_write(writer, &exchange->out, exchange->ready);
    }
    Bytes view = bytes_mut_split_freeze(&exchange->out, exchange->ready);
    const int error = bytes_queue_push_back(&writer->queue, &view);
    if (error != 0) {
        bytes_drop(&view);
        return error;
    }
    bytes_uv_writer_hold(writer);
    return bytes_uv_writer_flush(writer);
}

/* Respond to what has been read, unless the client has to take responses first or others have their turn. */
static int respond(HttpConnection *connection)
{
    int error = 0;
    if (http_connections_are_closing(connection->connections)) {
        connection->exchange.has_more = true;
    } else if (!bytes_uv_writer_is_high(&connection->writer) && !http_turn_is_waiting(&connection->turn)) {
        error = http_exchange_run(&connection->exchange, connection->writer.queue.len);
    }
    return error != 0 ? error : send_ready(connection);
}

/* Read on, and decide how long to wait for the client. */
static void await(HttpConnection *connection)
{
    HttpExchange *const exchange = &connection->exchange;
    if (exchange->has_ended) {
        end_connection(connection);
        return;
    }
    if (bytes_uv_writer_is_high(&connection->writer)) {
        /* Nothing is read; no timer runs for what the client does not send meanwhile. */
        http_timer_stop(&connection->timer);
        return;
    }
    if (exchange->has_more) {
        http_timer_stop(&connection->timer);
        bytes_uv_reader_stop(&connection->reader);
        http_turn_wait(&connection->connections->turns, &connection->turn);
        return;
    }
    if (bytes_uv_reader_start(&connection->reader) != 0) {
        http_connection_close(connection);
        return;
    }
    HttpTimerKind expected = http_exchange_expected(exchange);
    if (expected == HTTP_TIMER_IDLE && exchange->context->draining) {
        expected = HTTP_TIMER_GRACE;
    }
    if (exchange->has_progressed || !http_timer_is_running(&connection->timer) || connection->timer.kind != expected) {
        exchange->has_progressed = false;
        http_timer_start(connection->connections->timers, &connection->timer, expected);
    }
}

/* Bytes of responses that the client's system has not acknowledged. */
static uint64_t untaken_bytes(const HttpConnection *connection)
{
    const BytesUvWriter *writer = &connection->writer;
    uv_os_fd_t fd;
    int in_kernel;
    const size_t in_flight = uv_stream_get_write_queue_size((const uv_stream_t *)&connection->tcp);
    const size_t here = writer->queue.len - writer->in_flight + in_flight;
    return uv_fileno((const uv_handle_t *)&connection->tcp, &fd) == 0 && ioctl(fd, TIOCOUTQ, &in_kernel) == 0
               ? here + (uint64_t)in_kernel
               : here;
}

static uint64_t taken_bytes(const HttpConnection *connection)
{
    return connection->sent_bytes - untaken_bytes(connection);
}

static void start_write_timer(HttpConnection *connection)
{
    connection->taken_bytes = taken_bytes(connection);
    http_timer_start(connection->connections->timers, &connection->write_timer, HTTP_TIMER_WRITE);
}

/* Keep no more memory than is needed, and a timer while something is being sent. */
static void settle(HttpConnection *connection)
{
    BytesUvWriter *const writer = &connection->writer;
    http_exchange_settle(&connection->exchange);
    if (writer->queue.len == 0) {
        bytes_queue_shrink(&writer->queue);
        connection->progress_at = uv_now(connection->connections->loop);
    }
    if (writer->in_flight == 0) {
        http_timer_stop(&connection->write_timer);
    } else if (!http_timer_is_running(&connection->write_timer)) {
        start_write_timer(connection);
    }
}

/* Ends every callback: respond to what has been read, decide what to wait for, and release what is not needed. An
 * error, of the callback or on the way, closes the connection. */
static void proceed(HttpConnection *connection, int error)
{
    if (connection->phase == HTTP_PHASE_OPEN && error == 0) {
        error = respond(connection);
    }
    if (error != 0) {
        http_connection_close(connection);
    }
    if (connection->phase == HTTP_PHASE_OPEN) {
        await(connection);
    }
    if (connection->phase != HTTP_PHASE_CLOSED) {
        settle(connection);
    }
    http_connections_bound_memory(connection->connections);
}

static void on_progress(BytesUvWriter *writer, int status)
{
    HttpConnection *const connection = writer->data;
    connection->progress_at = uv_now(connection->connections->loop);
    proceed(connection, status);
}

static void on_turn(HttpTurn *turn)
{
    proceed(connection_of(turn, offsetof(HttpConnection, turn)), 0);
}

/* The client goes on as long as it takes its responses at the least rate. */
static void on_write_expired(HttpTimer *timer)
{
    HttpConnection *const connection = connection_of(timer, offsetof(HttpConnection, write_timer));
    const uint64_t step = connection->exchange.context->options->write_step;
    if (taken_bytes(connection) - connection->taken_bytes >= step) {
        start_write_timer(connection);
    } else {
        connection->connections->too_slow_count++;
        http_connection_close(connection);
    }
}

/* The client has closed its side, or the connection has failed. */
static int on_end(HttpConnection *connection, int reason)
{
    connection->has_received_end = true;
    if (reason != UV_EOF || connection->phase != HTTP_PHASE_OPEN) {
        return reason;
    }
    /* It gets responses to what it has asked, for it may have closed its own side only. */
    http_exchange_end(&connection->exchange);
    return 0;
}

static void on_read(BytesUvReader *reader, ssize_t result)
{
    HttpConnection *const connection = reader->data;
    int error = 0;
    if (result < 0) {
        error = on_end(connection, (int)result);
    } else if (connection->phase == HTTP_PHASE_LINGERING) {
        error = discard(connection);
    }
    proceed(connection, error);
}

static void on_expired(HttpTimer *timer)
{
    HttpConnection *connection = connection_of(timer, offsetof(HttpConnection, timer));
    int error = 0;
    switch (timer->kind) {
    case HTTP_TIMER_GRACE:
        if (arrived_bytes(connection) != 0) {
            return; /* they are read in this turn of the loop, which starts the timer again */
        }
        if (connection->writer.queue.len != 0) {
            http_exchange_end(&connection->exchange);
        } else {
            error = UV_ETIMEDOUT; /* without lingering: the client has sent nothing */
        }
        break;
    case HTTP_TIMER_IDLE:
        http_exchange_end(&connection->exchange);
        break;
    case HTTP_TIMER_HEAD:
    case HTTP_TIMER_BODY:
        error = http_exchange_reject(&connection->exchange, HTTP_ERROR_REQUEST_TIMEOUT);
        break;
    default: /* HTTP_TIMER_LINGER */
        error = UV_ETIMEDOUT;
        break;
    }
    proceed(connection, error);
}

void http_connections_init(HttpConnections *connections)
{
    connections->first = NULL;
    connections->count = 0;
    connections->open_count = 0;
    connections->closing_bytes = 0;
    connections->accepted_count = 0;
    connections->refused_count = 0;
    connections->yielded_count = 0;
    connections->too_slow_count = 0;
    connections->over_memory_count = 0;
    memset(&connections->addresses, 0, sizeof(connections->addresses));
    connections->addresses.seed = uv_hrtime();
    http_turns_init(&connections->turns, connections->loop);
    bytes_uv_lender_init(&connections->memory->base, 0, &connections->read_lender);
    bytes_uv_lender_init(&connections->memory->base, 0, &connections->write_lender);
    connections->context->lender = &connections->write_lender;
    connections->context->allocator = &connections->memory->base;
}

void http_connections_end(HttpConnections *connections)
{
    http_turns_close(&connections->turns);
}

void http_connections_drop(HttpConnections *connections)
{
    bytes_uv_lender_drop(&connections->read_lender);
    bytes_uv_lender_drop(&connections->write_lender);
}

static void link_connection(HttpConnections *connections, HttpConnection *connection)
{
    connection->next = connections->first;
    if (connection->next != NULL) {
        connection->next->prev = connection;
    }
    connections->first = connection;
    connections->count++;
    connections->open_count++;
    connections->accepted_count++;
}

static void init_stream(HttpConnection *connection)
{
    HttpConnections *const connections = connection->connections;
    uv_stream_t *const stream = (uv_stream_t *)&connection->tcp;
    BytesUvWriter *const writer = &connection->writer;
    bytes_uv_reader_init(stream, &connections->read_lender, on_read, &connection->reader);
    bytes_uv_writer_init(stream, &connections->memory->base, 0, on_progress, writer);
    bytes_uv_writer_hold_back(writer, &connection->reader);
    connection->reader.data = connection;
    writer->data = connection;
    writer->queue.high = connections->context->options->max_output;
    writer->queue.compact_multiple = MAX_PINNED;
    http_exchange_init(connections->context, &connection->reader.in, &connection->exchange);
}

/* True unless the client has too many connections. */
static bool is_welcome(HttpConnection *connection, int fd)
{
    HttpConnections *const connections = connection->connections;
    const size_t max = connections->context->options->max_per_address;
    if (max == 0) {
        return true;
    }
    http_address_of(fd, &connection->address.address);
    if (!http_addresses_add(&connections->addresses, &connection->address, max)) {
        connections->refused_count++;
        return false;
    }
    return true;
}

void http_connection_open(HttpConnections *connections, int fd)
{
    BytesAllocator *const allocator = &connections->memory->base;
    HttpConnection *connection = allocator->allocate(allocator, sizeof(*connection));
    if (connection == NULL) {
        close(fd);
        return;
    }
    *connection = (HttpConnection){.connections = connections,
                                   .timer.expired = on_expired,
                                   .write_timer.expired = on_write_expired,
                                   .turn.run = on_turn};
    /* uv_tcp_init() cannot fail: no socket is made. */
    if (!is_welcome(connection, fd) || uv_tcp_init(connections->loop, &connection->tcp) != 0) {
        allocator->deallocate(allocator, connection, sizeof(*connection));
        close(fd);
        return;
    }
    init_stream(connection);
    if (connections->context->log != NULL) {
        http_address_print(fd, connection->client);
        connection->exchange.client = connection->client;
    }
    link_connection(connections, connection);
    int error = uv_tcp_open(&connection->tcp, fd);
    if (error != 0) {
        close(fd);
    } else {
        (void)uv_tcp_nodelay(&connection->tcp, 1); /* where it is not inherited */
    }
    proceed(connection, error);
}

void http_connections_drain(HttpConnections *connections)
{
    for (HttpConnection *connection = connections->first; connection != NULL; connection = connection->next) {
        http_exchange_drain(&connection->exchange, arrived_bytes(connection));
        if (connection->phase == HTTP_PHASE_OPEN && connection->timer.kind == HTTP_TIMER_IDLE &&
            http_timer_is_running(&connection->timer)) {
            http_timer_start(connections->timers, &connection->timer, HTTP_TIMER_GRACE);
        }
    }
}

void http_connections_close(HttpConnections *connections)
{
    while (connections->first != NULL) {
        http_connection_close(connections->first);
    }
}
