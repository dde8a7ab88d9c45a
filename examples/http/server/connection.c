/* SPDX-License-Identifier: MIT */
#include "connection.h"

#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_READ = 1u << 30 /* libuv counts in unsigned */ };

typedef enum Phase {
    PHASE_OPEN,      /* requests are read, or the last responses are being sent */
    PHASE_LINGERING, /* all has been sent; what the client still sends is discarded */
    PHASE_CLOSED     /* uv_close() has been called */
} Phase;

struct HttpConnection {
    uv_tcp_t tcp;
    HttpConnections *connections;
    HttpConnection *prev;
    HttpConnection *next;
    HttpTimer timer; /* for the client to send */
    HttpExchange exchange;
    HttpWriter writer;
    uv_shutdown_t shutdown;
    size_t last_read;         /* bytes that the last read brought */
    uint64_t discarded_bytes; /* while lingering */
    Phase phase;
    bool is_reading;
    bool has_received_end;
};

static HttpConnection *connection_of(void *member, size_t offset)
{
    void *const whole = (char *)member - offset;
    return whole;
}

static void on_closed(uv_handle_t *handle)
{
    HttpConnection *connection = handle->data;
    HttpConnections *connections = connection->connections;
    http_writer_drop(&connection->writer);
    bytes_mut_drop(&connection->exchange.in);
    connections->allocator->deallocate(connections->allocator, connection, sizeof(*connection));
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

static void close_connection(HttpConnection *connection)
{
    if (connection->phase == PHASE_CLOSED) {
        return;
    }
    connection->phase = PHASE_CLOSED;
    http_timer_stop(&connection->timer);
    http_writer_close(&connection->writer);
    bytes_mut_clear(&connection->exchange.in);
    http_shared_buffer_release(&connection->connections->read_buffer, &connection->exchange.in);
    unlink_connection(connection);
    uv_close((uv_handle_t *)&connection->tcp, on_closed);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    HttpConnection *connection = handle->data;
    const BytesSpare spare = http_shared_buffer_reserve(&connection->connections->read_buffer, &connection->exchange.in,
                                                        connection->last_read);
    (void)suggested;
    /* Cast: libuv reads into char. A length of 0, without memory, becomes UV_ENOBUFS in on_read(). */
    *buffer = uv_buf_init((char *)spare.data, (unsigned)(spare.len < MAX_READ ? spare.len : MAX_READ));
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer);

static int set_reading(HttpConnection *connection, bool reading)
{
    uv_stream_t *stream = (uv_stream_t *)&connection->tcp;
    int error = 0;
    if (reading && !connection->is_reading && !connection->has_received_end) {
        error = uv_read_start(stream, on_alloc, on_read);
    } else if (!reading && connection->is_reading) {
        error = uv_read_stop(stream);
    }
    connection->is_reading = reading && !connection->has_received_end;
    return error;
}

static void on_shutdown(uv_shutdown_t *request, int status)
{
    if (status != 0) {
        close_connection(request->handle->data);
    }
}

/* RFC 9112 section 9.6: if the server closed at once while the client still sends, the client's kernel would discard
 * responses that the client has not read. So only the server's side is closed, and the rest is read, within limits,
 * until the client closes too. */
static void linger(HttpConnection *connection)
{
    BytesMut *const in = &connection->exchange.in;
    connection->phase = PHASE_LINGERING;
    connection->discarded_bytes = in->len;
    bytes_mut_clear(in);
    if (connection->has_received_end || set_reading(connection, true) != 0 ||
        uv_shutdown(&connection->shutdown, (uv_stream_t *)&connection->tcp, on_shutdown) != 0) {
        close_connection(connection);
        return;
    }
    http_timer_start(connection->connections->timers, &connection->timer, HTTP_TIMER_LINGER);
}

/* True if bytes have arrived that were not read yet: the client sent them before it could know that the server ends. */
static bool has_arrived(const HttpConnection *connection)
{
    uv_os_fd_t fd;
    char byte;
    return uv_fileno((const uv_handle_t *)&connection->tcp, &fd) == 0 &&
           recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

/* True if the server is draining and no request has begun on this connection. */
static bool is_to_end(const HttpConnection *connection)
{
    const HttpExchange *exchange = &connection->exchange;
    return exchange->context->draining && !http_writer_is_sending(&connection->writer) &&
           http_exchange_expected(exchange) == HTTP_TIMER_IDLE && !has_arrived(connection);
}

/* Respond and send, and go on as long as sending makes room for more. */
static int respond(HttpConnection *connection)
{
    bool again = true;
    while (again) {
        int error = http_exchange_run(&connection->exchange, &again);
        if (error != 0) {
            return error;
        }
        error = http_writer_flush(&connection->writer);
        if (error != 0) {
            return error;
        }
        if (http_writer_is_sending(&connection->writer) && http_exchange_is_full(&connection->exchange)) {
            break;
        }
    }
    return 0;
}

/* Decide whether to read on, and how long to wait for the client. */
static void await(HttpConnection *connection)
{
    HttpExchange *const exchange = &connection->exchange;
    const bool is_sending = http_writer_is_sending(&connection->writer);
    if (exchange->has_ended && !is_sending) {
        linger(connection);
        return;
    }
    if (exchange->has_ended || (is_sending && http_exchange_is_full(exchange))) {
        /* The client has to take responses first; no timer runs for what it does not send meanwhile. */
        http_timer_stop(&connection->timer);
        (void)set_reading(connection, false); /* stopping does not fail */
        return;
    }
    if (is_to_end(connection)) {
        http_exchange_end(exchange);
        linger(connection);
        return;
    }
    const HttpTimerKind expected = http_exchange_expected(exchange);
    if (exchange->has_progressed || !http_timer_is_running(&connection->timer) || connection->timer.kind != expected) {
        exchange->has_progressed = false;
        http_timer_start(connection->connections->timers, &connection->timer, expected);
    }
    if (set_reading(connection, true) != 0) {
        close_connection(connection);
    }
}

/* Ends every callback: respond to what has been read, decide what to wait for, and release what is not needed. An
 * error, of the callback or on the way, closes the connection. */
static void proceed(HttpConnection *connection, int error)
{
    if (connection->phase == PHASE_OPEN && error == 0) {
        error = respond(connection);
    }
    if (error != 0) {
        close_connection(connection);
    }
    if (connection->phase == PHASE_OPEN) {
        await(connection);
    }
    if (connection->phase != PHASE_CLOSED) {
        http_writer_release(&connection->writer);
        http_shared_buffer_release(&connection->connections->read_buffer, &connection->exchange.in);
    }
}

static void on_progress(HttpWriter *writer, int status)
{
    proceed(connection_of(writer, offsetof(HttpConnection, writer)), status);
}

/* The client has closed its side, or the connection has failed. */
static int on_end(HttpConnection *connection, int reason)
{
    connection->has_received_end = true;
    connection->is_reading = false;
    if (reason != UV_EOF || connection->phase != PHASE_OPEN || connection->exchange.has_ended) {
        return reason;
    }
    /* It gets responses to what it has asked, for it may have closed its own side only. */
    http_exchange_end(&connection->exchange);
    return 0;
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    HttpConnection *connection = stream->data;
    int error = 0;
    (void)buffer;
    if (count < 0) {
        error = on_end(connection, (int)count);
    } else if (connection->phase == PHASE_LINGERING) {
        connection->discarded_bytes += (uint64_t)count;
        if (connection->discarded_bytes > connection->exchange.context->options->linger_bytes) {
            error = UV_EOF;
        }
    } else if (count > 0 && connection->phase == PHASE_OPEN) {
        bytes_mut_commit(&connection->exchange.in, (size_t)count);
        connection->last_read = (size_t)count;
    }
    proceed(connection, error);
}

static void on_expired(HttpTimer *timer)
{
    HttpConnection *connection = connection_of(timer, offsetof(HttpConnection, timer));
    int error = 0;
    switch (timer->kind) {
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
    connections->accepted_count = 0;
    http_shared_buffer_init(connections->allocator, &connections->read_buffer);
    http_shared_buffer_init(connections->allocator, &connections->write_buffer);
}

void http_connections_drop(HttpConnections *connections)
{
    http_shared_buffer_drop(&connections->read_buffer);
    http_shared_buffer_drop(&connections->write_buffer);
}

static void link_connection(HttpConnections *connections, HttpConnection *connection)
{
    connection->next = connections->first;
    if (connection->next != NULL) {
        connection->next->prev = connection;
    }
    connections->first = connection;
    connections->count++;
    connections->accepted_count++;
}

void http_connection_open(HttpConnections *connections, int fd)
{
    BytesAllocator *const allocator = connections->allocator;
    HttpConnection *connection = allocator->allocate(allocator, sizeof(*connection));
    if (connection == NULL) {
        close(fd);
        return;
    }
    *connection = (HttpConnection){.connections = connections, .timer.expired = on_expired};
    if (uv_tcp_init(connections->loop, &connection->tcp) != 0) { /* cannot fail: no socket is made */
        allocator->deallocate(allocator, connection, sizeof(*connection));
        close(fd);
        return;
    }
    connection->tcp.data = connection;
    http_writer_init((uv_stream_t *)&connection->tcp, connections->timers, &connections->write_buffer, on_progress,
                     &connection->writer);
    http_exchange_init(connections->context, &connection->writer, &connection->exchange);
    link_connection(connections, connection);
    const int error = uv_tcp_open(&connection->tcp, fd);
    if (error != 0) {
        close(fd);
    } else {
        (void)uv_tcp_nodelay(&connection->tcp, 1); /* where it is not inherited */
    }
    proceed(connection, error);
}

void http_connections_drain(HttpConnections *connections)
{
    HttpConnection *next;
    for (HttpConnection *connection = connections->first; connection != NULL; connection = next) {
        next = connection->next;
        if (connection->phase == PHASE_OPEN && !connection->exchange.has_ended && connection->exchange.in.len == 0 &&
            is_to_end(connection)) {
            close_connection(connection);
        }
    }
}

void http_connections_close(HttpConnections *connections)
{
    while (connections->first != NULL) {
        close_connection(connections->first);
    }
}
