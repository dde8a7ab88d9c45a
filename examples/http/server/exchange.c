/* SPDX-License-Identifier: MIT */
#include "exchange.h"

#include <string.h>

void http_exchange_init(HttpExchangeContext *context, HttpWriter *writer, HttpExchange *out)
{
    *out = (HttpExchange){.context = context, .writer = writer};
    /* Ranges are needed only until the head has been responded to, so one array serves all connections. */
    http_stream_init(&out->stream, &context->config, context->ranges, context->range_capacity, context->trailers,
                     context->trailer_capacity);
}

void http_exchange_end(HttpExchange *exchange)
{
    http_writer_discard(exchange->writer);
    exchange->in_body = false;
    exchange->has_ended = true;
}

/* True if the method of the request in progress is HEAD. What has arrived of a head that has not been split off is at
 * the front of the buffer, after empty lines. */
static bool is_head_request(const HttpExchange *exchange)
{
    const uint8_t *data = exchange->in.data;
    size_t len = exchange->in.len;
    if (exchange->in_body) {
        return exchange->is_head;
    }
    while (len > 0 && (*data == '\r' || *data == '\n')) {
        data++;
        len--;
    }
    return len >= 5 && memcmp(data, "HEAD ", 5) == 0;
}

int http_exchange_reject(HttpExchange *exchange, HttpError error)
{
    /* RFC 9110 section 9.3.2: a response to HEAD has no content, not even if the request is rejected. */
    const bool without_body = is_head_request(exchange);
    HttpWriter *const writer = exchange->writer;
    http_exchange_end(exchange);
    int result = http_writer_acquire(writer);
    if (result != 0) {
        return result;
    }
    result = http_respond_with_error(&exchange->context->responses, &writer->out, error, without_body);
    if (result != 0) {
        return result;
    }
    http_writer_commit(writer, 1);
    return 0;
}

bool http_exchange_is_full(const HttpExchange *exchange)
{
    const HttpServerOptions *options = exchange->context->options;
    return http_writer_is_full(exchange->writer, options->max_responses, options->max_output);
}

HttpTimerKind http_exchange_expected(const HttpExchange *exchange)
{
    if (exchange->in_body) {
        return HTTP_TIMER_BODY;
    }
    return http_stream_may_end(&exchange->stream) ? HTTP_TIMER_IDLE : HTTP_TIMER_HEAD;
}

/* RFC 9110 section 10.1.1: 100 may be omitted if there is no body, or if it has begun to arrive. */
static bool awaits_continue(const HttpExchange *exchange)
{
    const HttpRequest *request = &exchange->stream.request;
    const bool has_body = request->framing == HTTP_FRAMING_CHUNKED || request->content_length > 0;
    return request->expect == HTTP_EXPECT_CONTINUE && has_body && exchange->in.len == 0;
}

static HttpPersistence persistence_of(const HttpExchange *exchange)
{
    const HttpRequest *request = &exchange->stream.request;
    if (!request->persistent || exchange->context->draining) {
        return HTTP_PERSISTENCE_CLOSE;
    }
    return request->minor == 0 ? HTTP_PERSISTENCE_STATED : HTTP_PERSISTENCE_IMPLIED;
}

static int respond(HttpExchange *exchange, const Bytes *views)
{
    const HttpRequest *request = &exchange->stream.request;
    HttpWriter *const writer = exchange->writer;
    if (request->connect) {
        return http_exchange_reject(exchange, HTTP_ERROR_NOT_IMPLEMENTED);
    }
    if (request->expect == HTTP_EXPECT_UNKNOWN) {
        return http_exchange_reject(exchange, HTTP_ERROR_EXPECTATION_FAILED);
    }
    int error = http_writer_acquire(writer);
    if (error != 0) {
        return error;
    }
    if (awaits_continue(exchange)) {
        error = http_respond_continue(&writer->out);
        if (error != 0) {
            return error;
        }
        http_writer_commit(writer, 0);
    }
    const HttpPersistence persistence = persistence_of(exchange);
    exchange->persistence = (uint8_t)persistence;
    return http_respond(&exchange->context->responses, &writer->out, request, views, persistence);
}

static int on_head(HttpExchange *exchange)
{
    HttpExchangeContext *context = exchange->context;
    const HttpRequest *request = &exchange->stream.request;
    const size_t count = http_request_range_count(request);
    Bytes *const views = context->views;
    Bytes head = bytes_mut_split_freeze(&exchange->in, exchange->stream.consumed);
    bytes_slice_many(&head, request->ranges, count, views);
    context->view_count += 1 + count;
    exchange->in_body = true;
    exchange->is_head = views[0].len == 4 && memcmp(views[0].data, "HEAD", 4) == 0;
    exchange->body_bytes = 0;
    exchange->has_progressed = true;
    const int error = respond(exchange, views);
    bytes_drop_all(views, count);
    /* Now the buffer is the unique handle to its block again, and the next read can use all of it. */
    if (bytes_drop_into_mut(&head, &exchange->in) != 0) {
        bytes_drop(&head); /* not reached: the head was split off this buffer */
    }
    return error;
}

static void on_data(HttpExchange *exchange)
{
    const BytesRange data = exchange->stream.part.data;
    exchange->body_bytes += data.end - data.begin;
    if (exchange->body_bytes >= exchange->context->options->body_step) {
        exchange->body_bytes = 0;
        exchange->has_progressed = true;
    }
    bytes_mut_advance(&exchange->in, exchange->stream.consumed);
}

/* The request is complete, and its response may be sent. */
static int on_end(HttpExchange *exchange)
{
    HttpWriter *const writer = exchange->writer;
    bytes_mut_advance(&exchange->in, exchange->stream.consumed);
    if (exchange->context->draining && exchange->persistence != HTTP_PERSISTENCE_CLOSE) {
        /* The signal came while the body was arriving. */
        const int error =
            http_response_change_to_close(&writer->out, writer->ready, (HttpPersistence)exchange->persistence);
        if (error != 0) {
            return error;
        }
        exchange->persistence = HTTP_PERSISTENCE_CLOSE;
    }
    http_writer_commit(writer, 1);
    exchange->context->request_count++;
    exchange->in_body = false;
    exchange->has_progressed = true;
    exchange->has_ended = exchange->persistence == HTTP_PERSISTENCE_CLOSE;
    return 0;
}

int http_exchange_run(HttpExchange *exchange, bool *again)
{
    HttpStream *const stream = &exchange->stream;
    int error = 0;
    *again = false;
    while (error == 0 && !exchange->has_ended) {
        if (!exchange->in_body && http_exchange_is_full(exchange)) {
            *again = true;
            return 0;
        }
        switch (http_stream_next(stream, exchange->in.data, exchange->in.len)) {
        case HTTP_EVENT_HEAD:
            error = on_head(exchange);
            break;
        case HTTP_EVENT_DATA:
            on_data(exchange);
            break;
        case HTTP_EVENT_END:
            error = on_end(exchange);
            break;
        case HTTP_EVENT_REJECTED:
            error = http_exchange_reject(exchange, stream->rejection.error);
            break;
        case HTTP_EVENT_CLOSED:
            http_exchange_end(exchange);
            break;
        case HTTP_EVENT_MORE:
            bytes_mut_advance(&exchange->in, stream->consumed);
            return 0;
        }
    }
    return error;
}
