/* SPDX-License-Identifier: MIT */
/* The events of stream.h: heads and bodies in turn. */
#include "stream.h"

#include <string.h>

enum { PHASE_HEAD, PHASE_BODY, PHASE_CLOSED, PHASE_REFUSED };

void http_stream_init(HttpStream *stream, const HttpConfig *config, BytesRange *ranges, size_t capacity,
                      BytesRange *trailers, size_t trailer_capacity)
{
    memset(stream, 0, sizeof(*stream));
    stream->config = config;
    stream->request.ranges = ranges;
    stream->request.capacity = capacity;
    stream->piece.trailers = trailers;
    stream->piece.capacity = trailer_capacity;
    stream->phase = PHASE_HEAD;
}

static HttpEvent refused(HttpStream *stream)
{
    stream->phase = PHASE_REFUSED;
    return HTTP_EVENT_REFUSED;
}

static HttpEvent next_head(HttpStream *stream, const uint8_t *data, size_t len)
{
    const uint64_t scanned = stream->head.scanned;
    const HttpStep step = http_head_parse(&stream->head, stream->config, data, len, &stream->request, &stream->refusal);

    stream->scanned += stream->head.scanned - scanned;
    if (step == HTTP_REFUSED) {
        return refused(stream);
    }
    if (step == HTTP_MORE) {
        return HTTP_EVENT_MORE;
    }
    memset(&stream->head, 0, sizeof(stream->head));
    http_body_init(&stream->body, &stream->request);
    stream->phase = PHASE_BODY;
    stream->consumed = stream->request.end;
    return HTTP_EVENT_HEAD;
}

static HttpEvent next_piece(HttpStream *stream, const uint8_t *data, size_t len)
{
    const uint64_t scanned = stream->body.trailer.scanned;
    HttpPiece *piece = &stream->piece;
    const HttpStep step = http_body_decode(&stream->body, stream->config, data, len, piece, &stream->refusal);

    if (step == HTTP_REFUSED) {
        return refused(stream);
    }
    stream->scanned += stream->body.trailer.scanned - scanned;
    stream->consumed = piece->consumed;
    if (piece->data.begin < piece->data.end) {
        /* Framing in front of the data has been looked at. If this was the last of it, the end is the next
         * event. */
        stream->scanned += piece->data.begin;
        return HTTP_EVENT_DATA;
    }
    if (step == HTTP_MORE) {
        stream->scanned += piece->consumed;
        return HTTP_EVENT_MORE;
    }
    stream->scanned += piece->consumed;
    stream->phase = http_request_is_last(&stream->request) ? PHASE_CLOSED : PHASE_HEAD;
    return HTTP_EVENT_END;
}

HttpEvent http_stream_next(HttpStream *stream, const uint8_t *data, size_t len)
{
    stream->offset += stream->consumed;
    stream->consumed = 0;
    switch (stream->phase) {
    case PHASE_HEAD:
        return next_head(stream, data, len);
    case PHASE_BODY:
        return next_piece(stream, data, len);
    case PHASE_CLOSED:
        return HTTP_EVENT_CLOSED;
    default:
        return HTTP_EVENT_REFUSED;
    }
}

bool http_stream_may_end(const HttpStream *stream)
{
    return stream->phase == PHASE_CLOSED || (stream->phase == PHASE_HEAD && http_head_is_idle(&stream->head));
}
