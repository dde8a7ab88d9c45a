/* SPDX-License-Identifier: MIT */
#include "stream.h"

#include <string.h>

enum { PHASE_HEAD, PHASE_BODY, PHASE_CLOSED, PHASE_REJECTED };

void http_stream_init(HttpStream *stream, const HttpConfig *config, BytesRange *ranges, size_t capacity,
                      BytesRange *trailers, size_t trailer_capacity)
{
    memset(stream, 0, sizeof(*stream));
    stream->config = config;
    stream->request.ranges = ranges;
    stream->request.capacity = capacity;
    stream->part.trailers = trailers;
    stream->part.capacity = trailer_capacity;
    stream->phase = PHASE_HEAD;
}

static HttpEvent reject(HttpStream *stream)
{
    stream->phase = PHASE_REJECTED;
    return HTTP_EVENT_REJECTED;
}

static HttpEvent next_of_head(HttpStream *stream, const uint8_t *data, size_t len)
{
    HttpHead *const head = &stream->head;
    const uint64_t before = head->scanned;
    const HttpResult result = http_head_parse(head, stream->config, data, len, &stream->request, &stream->rejection);
    stream->scanned += head->scanned - before;
    if (result == HTTP_REJECTED) {
        return reject(stream);
    }
    if (result == HTTP_MORE) {
        return HTTP_EVENT_MORE;
    }
    memset(head, 0, sizeof(*head));
    http_body_init(&stream->body, &stream->request);
    stream->phase = PHASE_BODY;
    stream->consumed = stream->request.end;
    return HTTP_EVENT_HEAD;
}

static HttpEvent next_of_body(HttpStream *stream, const uint8_t *data, size_t len)
{
    HttpBodyPart *const part = &stream->part;
    const uint64_t before = stream->body.scanned;
    const HttpResult result = http_body_decode(&stream->body, stream->config, data, len, part, &stream->rejection);
    if (result == HTTP_REJECTED) {
        return reject(stream);
    }
    stream->scanned += stream->body.scanned - before;
    stream->consumed = part->consumed;
    if (part->data.begin < part->data.end) {
        /* The framing before the data has been read. If this data was the last, the end is the next event. */
        stream->scanned += part->data.begin;
        return HTTP_EVENT_DATA;
    }
    stream->scanned += part->consumed;
    if (result == HTTP_MORE) {
        return HTTP_EVENT_MORE;
    }
    stream->phase = http_request_is_last(&stream->request) ? PHASE_CLOSED : PHASE_HEAD;
    return HTTP_EVENT_END;
}

HttpEvent http_stream_next(HttpStream *stream, const uint8_t *data, size_t len)
{
    stream->offset += stream->consumed;
    stream->consumed = 0;
    switch (stream->phase) {
    case PHASE_HEAD:
        return next_of_head(stream, data, len);
    case PHASE_BODY:
        return next_of_body(stream, data, len);
    case PHASE_CLOSED:
        return HTTP_EVENT_CLOSED;
    default:
        return HTTP_EVENT_REJECTED;
    }
}

bool http_stream_may_end(const HttpStream *stream)
{
    return stream->phase == PHASE_CLOSED || (stream->phase == PHASE_HEAD && http_head_is_idle(&stream->head));
}
