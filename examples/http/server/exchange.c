/* SPDX-License-Identifier: MIT */
#include "exchange.h"

#include <inttypes.h>
#include <string.h>

#include <bytes/text.h>

enum {
    MAX_PINNED = 4, /* the most a block may be, as a multiple of the bytes in it */
    BODY_SHARE = 8  /* what is done in a row inside a body, as a multiple of what is done otherwise */
};

void http_exchange_init(HttpExchangeContext *context, BytesMut *in, HttpExchange *out)
{
    *out = (HttpExchange){.context = context, .in = in, .out = BYTES_MUT_EMPTY, .last_at = UINT64_MAX};
    /* Ranges are needed only until the head has been responded to, so one array serves all connections. */
    http_stream_init(&out->stream, &context->config, context->ranges, context->range_capacity, context->trailers,
                     context->trailer_capacity);
}

/* Ensure that `out` is a buffer that responses can be appended to. */
static int ensure_out(HttpExchange *exchange)
{
    return exchange->out.storage != NULL ? 0 : bytes_uv_lender_lend(exchange->context->lender, &exchange->out);
}

/* All of `out` may be sent. */
static void commit(HttpExchange *exchange)
{
    exchange->ready = exchange->out.len;
}

void http_exchange_end(HttpExchange *exchange)
{
    bytes_mut_truncate(&exchange->out, exchange->ready);
    exchange->in_body = false;
    exchange->has_ended = true;
}

/* The response that waits for a body must not keep the lent buffer: it goes to a block of its own size. Best effort:
 * without memory it stays. */
static void set_aside(HttpExchange *exchange)
{
    BytesMut *const out = &exchange->out;
    BytesMut own;
    if (bytes_mut_retained(out) / MAX_PINNED <= out->len ||
        bytes_mut_with_capacity_in(exchange->context->allocator, out->len, &own) != 0) {
        return;
    }
    if (bytes_mut_put(&own, out->data, out->len) != 0) { /* not reached: the capacity is there */
        bytes_mut_drop(&own);
        return;
    }
    bytes_mut_clear(out);
    bytes_uv_lender_settle(exchange->context->lender, out);
    *out = own;
}

void http_exchange_settle(HttpExchange *exchange)
{
    exchange->ready = 0;
    if (!exchange->in_body) {
        bytes_mut_drop(&exchange->request_line);
    }
    if (exchange->out.len != 0) {
        set_aside(exchange);
    } else {
        bytes_uv_lender_settle(exchange->context->lender, &exchange->out);
    }
}

void http_exchange_drop(HttpExchange *exchange)
{
    bytes_mut_drop(&exchange->request_line);
    bytes_mut_clear(&exchange->out);
    bytes_uv_lender_settle(exchange->context->lender, &exchange->out);
}

void http_exchange_drain(HttpExchange *exchange, size_t arrived)
{
    exchange->last_at = exchange->stream.offset + exchange->stream.consumed + exchange->in->len + arrived;
}

/* Remember what the log says of a request: GET "/a". Without memory it says nothing. */
static void note_request(HttpExchange *exchange, const Bytes *views)
{
    BytesMut *const line = &exchange->request_line;
    bytes_mut_clear(line);
    if ((line->storage == NULL && bytes_mut_with_capacity_in(exchange->context->allocator, 0, line) != 0) ||
        bytes_mut_put_view(line, &views[0]) != 0 || bytes_mut_put_escaped(line, bytes_span(&views[1])) != 0) {
        bytes_mut_clear(line);
        return;
    }
    line->data[views[0].len] = ' '; /* in place of the b before the quotation mark */
}

/* Method, target, status, bytes of the response, microseconds from the first byte of the request, client. */
static void log_response(HttpExchange *exchange, bool has_line, int status, size_t len)
{
    enum { NUMBERS = 80 }; /* more than the numbers, spaces and the line feed take */
    const BytesSpan none = BYTES_SPAN("- -");
    const BytesSpan line = has_line && exchange->request_line.len != 0 ? bytes_mut_span(&exchange->request_line) : none;
    HttpLineWriter *const log = exchange->context->log;
    const uint64_t now = uv_hrtime();
    const uint64_t began = exchange->began_at != 0 ? exchange->began_at : now;
    BytesMut *const out = http_line_writer_begin(log, line.len + strlen(exchange->client) + NUMBERS);
    exchange->began_at = exchange->in->len != 0 ? now : 0;
    if (out == NULL) {
        return;
    }
    /* The capacity is there. */
    (void)!bytes_mut_put(out, line.data, line.len);
    (void)!bytes_mut_printf(out, " %d %zu %" PRIu64 " %s\n", status, len, (now - began) / 1000, exchange->client);
    http_line_writer_end(log);
}

/* True if the method of the request in progress is HEAD. What has arrived of a head that has not been split off is at
 * the front of the buffer, after empty lines. */
static bool is_head_request(const HttpExchange *exchange)
{
    const uint8_t *data = exchange->in->data;
    size_t len = exchange->in->len;
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
    const bool has_line = exchange->in_body;
    http_exchange_end(exchange);
    exchange->context->rejection_count++;
    int result = ensure_out(exchange);
    if (result != 0) {
        return result;
    }
    result = http_respond_with_error(&exchange->context->responses, &exchange->out, error, without_body);
    if (result != 0) {
        return result;
    }
    if (exchange->context->log != NULL) {
        log_response(exchange, has_line, http_error_status(error), exchange->out.len - exchange->ready);
    }
    commit(exchange);
    return 0;
}

bool http_exchange_is_full(const HttpExchange *exchange)
{
    const HttpServerOptions *options = exchange->context->options;
    /* One may always be queued: with limits of 0 there would never be a response. */
    return exchange->responses != 0 &&
           (exchange->responses >= options->max_responses || exchange->ready + exchange->queued >= options->max_output);
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
    return request->expect == HTTP_EXPECT_CONTINUE && has_body && exchange->in->len == 0;
}

static HttpPersistence persistence_of(const HttpExchange *exchange)
{
    const HttpRequest *request = &exchange->stream.request;
    if (!request->persistent) {
        return HTTP_PERSISTENCE_CLOSE;
    }
    return request->minor == 0 ? HTTP_PERSISTENCE_STATED : HTTP_PERSISTENCE_IMPLIED;
}

static int respond(HttpExchange *exchange, const Bytes *views)
{
    const HttpRequest *request = &exchange->stream.request;
    if (request->connect) {
        return http_exchange_reject(exchange, HTTP_ERROR_NOT_IMPLEMENTED);
    }
    if (request->expect == HTTP_EXPECT_UNKNOWN) {
        return http_exchange_reject(exchange, HTTP_ERROR_EXPECTATION_FAILED);
    }
    int error = ensure_out(exchange);
    if (error != 0) {
        return error;
    }
    if (awaits_continue(exchange)) {
        error = http_respond_continue(&exchange->out);
        if (error != 0) {
            return error;
        }
        commit(exchange);
    }
    const HttpPersistence persistence = persistence_of(exchange);
    exchange->persistence = (uint8_t)persistence;
    return http_respond(&exchange->context->responses, &exchange->out, request, views, persistence);
}

static int on_head(HttpExchange *exchange)
{
    HttpExchangeContext *context = exchange->context;
    const HttpRequest *request = &exchange->stream.request;
    const size_t count = http_request_range_count(request);
    Bytes *const views = context->views;
    Bytes head = bytes_mut_split_freeze(exchange->in, exchange->stream.consumed);
    bytes_slice_many(&head, request->ranges, count, views);
    context->view_count += 1 + count;
    exchange->in_body = true;
    exchange->is_head = views[0].len == 4 && memcmp(views[0].data, "HEAD", 4) == 0;
    exchange->body_bytes = 0;
    exchange->has_progressed = true;
    if (context->log != NULL) {
        note_request(exchange, views);
    }
    const int error = respond(exchange, views);
    bytes_drop_all(views, count);
    /* Now the buffer is the unique handle to its block again, and the next read can use all of it. */
    if (bytes_drop_into_mut(&head, exchange->in) != 0) {
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
    bytes_mut_advance(exchange->in, exchange->stream.consumed);
}

/* The request is complete, and its response may be sent. */
static int on_end(HttpExchange *exchange)
{
    bytes_mut_advance(exchange->in, exchange->stream.consumed);
    if (exchange->stream.offset + exchange->stream.consumed >= exchange->last_at &&
        exchange->persistence != HTTP_PERSISTENCE_CLOSE) {
        const int error =
            http_response_change_to_close(&exchange->out, exchange->ready, (HttpPersistence)exchange->persistence);
        if (error != 0) {
            return error;
        }
        exchange->persistence = HTTP_PERSISTENCE_CLOSE;
    }
    if (exchange->context->log != NULL) {
        log_response(exchange, true, 200, exchange->out.len - exchange->ready);
    }
    commit(exchange);
    exchange->responses++;
    exchange->context->request_count++;
    exchange->in_body = false;
    exchange->has_progressed = true;
    exchange->has_ended = exchange->persistence == HTTP_PERSISTENCE_CLOSE;
    return 0;
}

int http_exchange_run(HttpExchange *exchange, size_t queued)
{
    HttpStream *const stream = &exchange->stream;
    const size_t share = exchange->context->options->turn_requests;
    size_t done = 0;
    int error = 0;
    exchange->has_more = false;
    exchange->queued = queued;
    if (queued == 0) {
        exchange->responses = 0;
    }
    if (exchange->context->log != NULL && exchange->began_at == 0 && exchange->in->len != 0) {
        exchange->began_at = uv_hrtime();
    }
    while (error == 0 && !exchange->has_ended) {
        if (!exchange->in_body && http_exchange_is_full(exchange)) {
            return 0;
        }
        /* Rather between requests: a response that waits for a body costs a block. */
        if (done >= share && (!exchange->in_body || done >= BODY_SHARE * share)) {
            exchange->has_more = exchange->in->len != 0;
            return 0;
        }
        const HttpEvent event = http_stream_next(stream, exchange->in->data, exchange->in->len);
        done += event == HTTP_EVENT_HEAD || event == HTTP_EVENT_DATA;
        switch (event) {
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
            bytes_mut_advance(exchange->in, stream->consumed);
            return 0;
        }
    }
    return error;
}
