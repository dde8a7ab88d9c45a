/* SPDX-License-Identifier: MIT */
/**
 * @file writer.h
 * The responses of one connection on their way out: those that are appended, may be sent, and are being sent.
 *
 * Responses are appended to `out`. Committing them makes them ready: the response to a request whose body is still to
 * come is appended, but not ready. A flush sends what is ready in one system call. What the socket does not take is
 * given to libuv, one write at a time, and the writer reports when that has ended.
 */
#ifndef HTTP_SERVER_WRITER_H
#define HTTP_SERVER_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include <bytes/mut.h>
#include <bytes/view.h>

#include "shared_buffer.h"
#include "timers.h"

typedef struct HttpWriter HttpWriter;

/** Called when a write has ended: @p status is 0 or a negative UV_E... code, UV_ETIMEDOUT if the client did not take
 * the bytes in time. After an error the connection is to be closed. */
typedef void HttpWriterProgress(HttpWriter *writer, int status);

struct HttpWriter {
    uv_stream_t *stream;
    HttpTimers *timers;
    HttpSharedBuffer *shared;
    HttpWriterProgress *on_progress;
    BytesMut out;               /* responses; from http_writer_acquire() on, to append to */
    size_t ready;               /* bytes of `out` that may be sent */
    Bytes sending;              /* what libuv is writing; split off `out` */
    uint32_t ready_responses;   /* in the ready part of `out` */
    uint32_t sending_responses; /* in `sending` */
    HttpTimer timer;            /* of the write in progress */
    uv_write_t request;
};

void http_writer_init(uv_stream_t *stream, HttpTimers *timers, HttpSharedBuffer *shared,
                      HttpWriterProgress *on_progress, HttpWriter *out);

/** Ensure that `out` is a buffer that responses can be appended to. @return 0 or #BYTES_ENOMEM. */
int http_writer_acquire(HttpWriter *writer);

/** All of `out` may be sent. It contains @p responses more final ones than before: 1, or 0 for an interim one. */
void http_writer_commit(HttpWriter *writer, uint32_t responses);

/** Remove what has been appended since the last commit. */
void http_writer_discard(HttpWriter *writer);

/** Send what is ready, unless a write is in progress. @return 0 or a negative UV_E... code. */
int http_writer_flush(HttpWriter *writer);

/** Give the shared buffer back if nothing is left in it. To be called at the end of each callback. */
void http_writer_release(HttpWriter *writer);

/** Discard everything but the write in progress, when the stream is closed. */
void http_writer_close(HttpWriter *writer);

/** Free the rest, when the stream has been closed. */
void http_writer_drop(HttpWriter *writer);

static inline bool http_writer_is_sending(const HttpWriter *writer)
{
    return writer->sending.len != 0;
}

/** True if so many responses, or bytes of them, are queued that nothing more should be read until some have left. */
static inline bool http_writer_is_full(const HttpWriter *writer, size_t max_responses, size_t max_bytes)
{
    const size_t responses = (size_t)writer->ready_responses + writer->sending_responses;
    /* One may always be queued: with limits of 0 there would never be a response. */
    return responses != 0 && (responses >= max_responses || writer->ready + writer->sending.len >= max_bytes);
}

#endif
