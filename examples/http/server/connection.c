/* SPDX-License-Identifier: MIT */
/* Moving the bytes of a connection, and ending it. */
#include "connection.h"

#include <sys/socket.h>
#include <unistd.h>

enum {
    ROOM = 1024,       /* to read into, at least */
    AT_ONCE = 1u << 30 /* to read or to write; libuv counts in unsigned */
};

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void on_closed(uv_handle_t *handle)
{
    HttpConnection *connection = handle->data;
    HttpServer *server = connection->server;

    bytes_drop(&connection->sending);
    bytes_mut_drop(&connection->in);
    bytes_mut_drop(&connection->out);
    http_memory_free(&server->memory, connection, sizeof(*connection));
    server->connection_count--;
    if (server->connection_count == 0) {
        http_server_is_idle(server);
    }
    http_listener_resume(server);
}

void http_connection_close(HttpConnection *connection)
{
    HttpServer *server = connection->server;

    if (connection->phase == HTTP_PHASE_CLOSED) {
        return;
    }
    connection->phase = HTTP_PHASE_CLOSED;
    http_deadline_disarm(&connection->input);
    http_deadline_disarm(&connection->output);
    if (connection->prev != NULL) {
        connection->prev->next = connection->next;
    } else {
        server->connections = connection->next;
    }
    if (connection->next != NULL) {
        connection->next->prev = connection->prev;
    }
    uv_close((uv_handle_t *)&connection->tcp, on_closed);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    HttpConnection *connection = handle->data;
    HttpServer *server = connection->server;
    BytesMut *in = &connection->in;
    size_t room = in->len > ROOM ? in->len : ROOM;
    BytesSpare spare;

    (void)suggested;
    *buf = uv_buf_init(NULL, 0);
    if (in->storage == NULL) {
        if (http_server_lend(server, &server->in, in) != 0) {
            return; /* on_read() will be told */
        }
        room = in->cap;
    } else if (in->len <= connection->last_read) {
        /* Back into the large buffer, to read as much as there is. The last read has paid for copying this: so a client
         * that sends byte by byte does not make us copy its head for each. */
        BytesMut lent = BYTES_MUT_EMPTY;

        if (http_server_lend(server, &server->in, &lent) == 0) {
            if (bytes_mut_put(&lent, in->data, in->len) == 0) {
                bytes_mut_drop(in);
                *in = bytes_mut_move(&lent);
                room = in->cap - in->len;
            } else {
                bytes_mut_drop(&lent);
            }
        }
    }
    if (bytes_mut_reserve(in, room) == 0) {
        spare = bytes_mut_spare(in);
        *buf = uv_buf_init((char *)spare.data, (unsigned)least(spare.len, AT_ONCE)); /* cast: libuv reads into char */
    }
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf);

static int set_reading(HttpConnection *connection, bool reading)
{
    uv_stream_t *stream = (uv_stream_t *)&connection->tcp;
    int error = 0;

    if (reading && !connection->reading && !connection->ended) {
        error = uv_read_start(stream, on_alloc, on_read);
    } else if (!reading && connection->reading) {
        error = uv_read_stop(stream);
    }
    connection->reading = reading && !connection->ended;
    return error;
}

static void on_shutdown(uv_shutdown_t *request, int status)
{
    if (status != 0) {
        http_connection_close(request->handle->data);
    }
}

/* RFC 9112 section 9.6: closing at once while the client still sends would make its kernel throw away answers that it
 * has not read. So only our side is closed, and the rest is read until the client closes too, within limits. */
static void linger(HttpConnection *connection)
{
    HttpServer *server = connection->server;

    connection->phase = HTTP_PHASE_LINGERING;
    connection->unpaid = connection->in.len;
    bytes_mut_clear(&connection->in);
    if (connection->ended || set_reading(connection, true) != 0 ||
        uv_shutdown(&connection->request.shutdown, (uv_stream_t *)&connection->tcp, on_shutdown) != 0) {
        http_connection_close(connection);
        return;
    }
    http_deadline_arm(&server->deadlines, &connection->input, HTTP_DEADLINE_LINGER);
}

/* Has a request arrived that was not read yet? It was sent before anybody could know that it is too late. */
static bool has_arrived(const HttpConnection *connection)
{
    uv_os_fd_t fd;
    char byte;

    return uv_fileno((const uv_handle_t *)&connection->tcp, &fd) == 0 &&
           recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

/* After anything has happened: read on or not, and how long to wait. */
static void update(HttpConnection *connection)
{
    const bool waiting = connection->sending.len != 0;
    HttpDeadlineKind awaited;

    if (connection->phase == HTTP_PHASE_LAST && !waiting) {
        linger(connection);
        return;
    }
    if (connection->phase == HTTP_PHASE_LAST || (waiting && http_requests_are_too_many(connection))) {
        /* The client has to take what is waiting first; it is not to blame for what it does not send. */
        http_deadline_disarm(&connection->input);
        (void)set_reading(connection, false); /* stopping does not fail */
        return;
    }
    awaited = http_requests_awaited(connection);
    if (connection->server->draining && awaited == HTTP_DEADLINE_IDLE && !waiting && !has_arrived(connection)) {
        http_requests_end(connection);
        linger(connection);
        return;
    }
    if (connection->renewed || !http_deadline_is_armed(&connection->input) || connection->input.kind != awaited) {
        connection->renewed = false;
        http_deadline_arm(&connection->server->deadlines, &connection->input, awaited);
    }
    if (set_reading(connection, true) != 0) {
        http_connection_close(connection);
    }
}

static void on_written(uv_write_t *request, int status);

/* Send what is ready, unless something is being sent. */
static int flush(HttpConnection *connection)
{
    HttpServer *server = connection->server;
    uv_stream_t *stream = (uv_stream_t *)&connection->tcp;
    BytesMut *out = &connection->out;
    size_t sent = 0;
    uv_buf_t buf;
    int result;

    if (connection->ready == 0 || connection->sending.len != 0) {
        return 0;
    }
    buf = uv_buf_init((char *)out->data, (unsigned)least(connection->ready, AT_ONCE)); /* cast: as for reading */
    result = uv_try_write(stream, &buf, 1);
    if (result >= 0) {
        sent = (size_t)result;
    } else if (result != UV_EAGAIN) {
        return result;
    }
    if (sent == connection->ready) {
        if (sent == out->len) {
            bytes_mut_clear(out);
        } else {
            bytes_mut_advance(out, sent);
        }
        connection->ready = 0;
        connection->answers = 0;
        return 0;
    }
    bytes_mut_advance(out, sent);
    connection->ready -= sent;
    connection->sending = bytes_mut_split_freeze(out, least(connection->ready, AT_ONCE));
    connection->ready -= connection->sending.len;
    connection->answers_out = connection->answers;
    connection->answers = 0;
    /* A little that waits is not to keep the block of much. It may: without memory it stays as it is. */
    if (bytes_compact_in(&server->memory.allocator, &connection->sending, 4) < 0) {
        /* nothing has changed */
    }
    /* Cast: libuv's buffers are not const, but it only reads these. */
    buf = uv_buf_init((char *)(uintptr_t)connection->sending.data, (unsigned)connection->sending.len);
    http_deadline_arm(&server->deadlines, &connection->output, HTTP_DEADLINE_WRITE);
    return uv_write(&connection->request.write, stream, &buf, 1, on_written);
}

/* Answer, send, and go on as long as sending makes room for more. */
static void run(HttpConnection *connection)
{
    HttpServer *server = connection->server;
    bool again = true;
    int error = 0;

    while (error == 0 && again) {
        error = http_requests_run(connection, &again);
        if (error == 0) {
            error = flush(connection);
        }
        if (connection->sending.len != 0 && http_requests_are_too_many(connection)) {
            break;
        }
    }
    if (error != 0) {
        http_connection_close(connection);
        return;
    }
    update(connection);
    http_server_settle(server, &server->out, &connection->out);
}

static void on_written(uv_write_t *request, int status)
{
    HttpConnection *connection = request->handle->data;
    HttpServer *server = connection->server;

    http_deadline_disarm(&connection->output);
    bytes_drop(&connection->sending);
    connection->answers_out = 0;
    if (status != 0) {
        http_connection_close(connection);
    } else if (connection->phase != HTTP_PHASE_CLOSED) {
        run(connection);
        http_server_settle(server, &server->in, &connection->in);
    }
}

static void on_end(HttpConnection *connection, ssize_t reason)
{
    connection->ended = true;
    connection->reading = false;
    if (reason == UV_EOF && connection->phase == HTTP_PHASE_OPEN) {
        /* What was asked is answered, for the client may have closed its own side only. */
        http_requests_end(connection);
        run(connection);
    } else {
        http_connection_close(connection);
    }
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf)
{
    HttpConnection *connection = stream->data;
    HttpServer *server = connection->server;

    (void)buf;
    if (count < 0) {
        on_end(connection, count);
    } else if (count > 0 && connection->phase == HTTP_PHASE_LINGERING) {
        connection->unpaid += (uint64_t)count;
        if (connection->unpaid > server->options->linger_bytes) {
            http_connection_close(connection);
        }
    } else if (count > 0 && connection->phase == HTTP_PHASE_OPEN) {
        bytes_mut_commit(&connection->in, (size_t)count);
        connection->last_read = (size_t)count;
        run(connection);
    }
    http_server_settle(server, &server->in, &connection->in);
}

void http_connection_expired(HttpConnection *connection, HttpDeadlineKind kind)
{
    HttpServer *server = connection->server;
    int error = 0;

    switch (kind) {
    case HTTP_DEADLINE_IDLE:
        http_requests_end(connection);
        break;
    case HTTP_DEADLINE_HEAD:
    case HTTP_DEADLINE_BODY:
        error = http_requests_refuse(connection, HTTP_ERROR_REQUEST_TIMEOUT);
        break;
    default:
        http_connection_close(connection);
        return;
    }
    if (error != 0) {
        http_connection_close(connection);
        return;
    }
    run(connection);
    http_server_settle(server, &server->in, &connection->in);
}

void http_connection_drain(HttpConnection *connection)
{
    if (connection->phase == HTTP_PHASE_OPEN && connection->sending.len == 0 && connection->in.len == 0 &&
        http_requests_awaited(connection) == HTTP_DEADLINE_IDLE && !has_arrived(connection)) {
        http_connection_close(connection);
    }
}

void http_connection_open(HttpServer *server, int fd)
{
    HttpConnection *connection = http_memory_new(&server->memory, sizeof(*connection));

    if (connection == NULL) {
        close(fd);
        return;
    }
    *connection = (HttpConnection){.server = server, .next = server->connections};
    if (uv_tcp_init(&server->loop, &connection->tcp) != 0) { /* cannot fail: no socket is made */
        http_memory_free(&server->memory, connection, sizeof(*connection));
        close(fd);
        return;
    }
    connection->tcp.data = connection;
    if (server->connections != NULL) {
        server->connections->prev = connection;
    }
    server->connections = connection;
    server->connection_count++;
    server->accepted_count++;
    http_requests_init(connection);
    if (uv_tcp_open(&connection->tcp, fd) != 0) {
        close(fd);
        http_connection_close(connection);
        return;
    }
    (void)uv_tcp_nodelay(&connection->tcp, 1); /* where it is not inherited */
    update(connection);
}
