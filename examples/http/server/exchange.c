/* SPDX-License-Identifier: MIT */
/* From bytes to answers: what each event of the parser means for a connection. */
#include <string.h>

#include "connection.h"

void http_requests_init(HttpConnection *connection)
{
    HttpServer *server = connection->server;

    /* Ranges are of use only until the head is answered, so one array serves all connections. */
    http_stream_init(&connection->stream, &server->config, server->ranges, server->range_capacity, server->trailers,
                     server->trailer_capacity);
}

static int want_out(HttpConnection *connection)
{
    HttpServer *server = connection->server;

    return connection->out.storage != NULL ? 0 : http_server_lend(server, &server->out, &connection->out);
}

void http_requests_end(HttpConnection *connection)
{
    bytes_mut_truncate(&connection->out, connection->ready);
    connection->in_body = false;
    connection->phase = HTTP_PHASE_LAST;
}

/* RFC 9110 section 9.3.2: an answer to HEAD has no content, not even if the request is refused. What has arrived of a
 * head that was not taken off the buffer is at its front, behind empty lines. */
static bool is_head_request(const HttpConnection *connection)
{
    const uint8_t *data = connection->in.data;
    size_t len = connection->in.len;

    if (connection->in_body) {
        return connection->is_head;
    }
    while (len > 0 && (*data == '\r' || *data == '\n')) {
        data++;
        len--;
    }
    return len >= 5 && memcmp(data, "HEAD ", 5) == 0;
}

int http_requests_refuse(HttpConnection *connection, HttpError error)
{
    const bool without_body = is_head_request(connection);
    int result;

    http_requests_end(connection);
    result = want_out(connection);
    if (result == 0) {
        result = http_answer_refusal(&connection->server->answers, &connection->out, error, without_body);
    }
    if (result == 0) {
        connection->ready = connection->out.len;
        connection->answers++;
    }
    return result;
}

bool http_requests_are_too_many(const HttpConnection *connection)
{
    const HttpServeOptions *options = connection->server->options;
    const size_t answers = (size_t)connection->answers + connection->answers_out;

    /* One may always wait: with limits of 0 nothing would ever be answered. */
    return answers != 0 &&
           (answers >= options->max_answers || connection->ready + connection->sending.len >= options->max_output);
}

HttpDeadlineKind http_requests_awaited(const HttpConnection *connection)
{
    if (connection->in_body) {
        return HTTP_DEADLINE_BODY;
    }
    return http_stream_may_end(&connection->stream) ? HTTP_DEADLINE_IDLE : HTTP_DEADLINE_HEAD;
}

static int answer(HttpConnection *connection, const Bytes *views)
{
    HttpServer *server = connection->server;
    const HttpRequest *request = &connection->stream.request;
    const bool has_body = request->framing == HTTP_FRAMING_CHUNKED || request->content_length > 0;
    int error;

    if (request->connect) {
        return http_requests_refuse(connection, HTTP_ERROR_NOT_IMPLEMENTED);
    }
    if (request->expect == HTTP_EXPECT_UNKNOWN) {
        return http_requests_refuse(connection, HTTP_ERROR_EXPECTATION_FAILED);
    }
    error = want_out(connection);
    if (error == 0 && request->expect == HTTP_EXPECT_CONTINUE && has_body && connection->in.len == 0) {
        error = http_answer_continue(&connection->out);
        if (error == 0) {
            connection->ready = connection->out.len;
        }
    }
    if (!request->persistent || server->draining) {
        connection->keep = HTTP_KEEP_NOT;
    } else {
        connection->keep = request->minor == 0 ? HTTP_KEEP_SAYING_SO : HTTP_KEEP_SILENTLY;
    }
    if (error == 0) {
        error = http_answer_request(&server->answers, &connection->out, request, views, (HttpKeep)connection->keep);
    }
    return error;
}

static int on_head(HttpConnection *connection)
{
    HttpServer *server = connection->server;
    const HttpRequest *request = &connection->stream.request;
    const size_t count = http_request_range_count(request);
    Bytes head = bytes_mut_split_freeze(&connection->in, connection->stream.consumed);
    int error;

    bytes_slice_many(&head, request->ranges, count, server->views);
    server->view_count += 1 + count;
    connection->in_body = true;
    connection->is_head = server->views[0].len == 4 && memcmp(server->views[0].data, "HEAD", 4) == 0;
    connection->unpaid = 0;
    connection->renewed = true;
    error = answer(connection, server->views);
    bytes_drop_all(server->views, count);
    /* Then the buffer is the only owner of its block again, and the next read can use all of it. */
    if (bytes_drop_into_mut(&head, &connection->in) != 0) {
        bytes_drop(&head); /* not reached: the head was split off this buffer */
    }
    return error;
}

static void on_data(HttpConnection *connection)
{
    const BytesRange data = connection->stream.part.data;

    connection->unpaid += data.end - data.begin;
    if (connection->unpaid >= connection->server->options->body_step) {
        connection->unpaid = 0;
        connection->renewed = true;
    }
    bytes_mut_advance(&connection->in, connection->stream.consumed);
}

static int on_end(HttpConnection *connection)
{
    bytes_mut_advance(&connection->in, connection->stream.consumed);
    if (connection->server->draining && connection->keep != HTTP_KEEP_NOT) {
        /* A signal came while the body did. */
        const int error = http_answer_close(&connection->out, connection->ready, (HttpKeep)connection->keep);

        if (error != 0) {
            return error;
        }
        connection->keep = HTTP_KEEP_NOT;
    }
    connection->server->request_count++;
    connection->ready = connection->out.len;
    connection->answers++;
    connection->in_body = false;
    connection->renewed = true;
    if (connection->keep == HTTP_KEEP_NOT) {
        connection->phase = HTTP_PHASE_LAST;
    }
    return 0;
}

int http_requests_run(HttpConnection *connection, bool *again)
{
    HttpStream *stream = &connection->stream;
    int error = 0;

    *again = false;
    while (error == 0 && connection->phase == HTTP_PHASE_OPEN) {
        if (!connection->in_body && http_requests_are_too_many(connection)) {
            *again = true;
            break;
        }
        switch (http_stream_next(stream, connection->in.data, connection->in.len)) {
        case HTTP_EVENT_HEAD:
            error = on_head(connection);
            break;
        case HTTP_EVENT_DATA:
            on_data(connection);
            break;
        case HTTP_EVENT_END:
            error = on_end(connection);
            break;
        case HTTP_EVENT_REJECTED:
            error = http_requests_refuse(connection, stream->rejection.error);
            break;
        case HTTP_EVENT_CLOSED:
            http_requests_end(connection);
            break;
        default:
            bytes_mut_advance(&connection->in, stream->consumed);
            return 0;
        }
    }
    return error;
}
