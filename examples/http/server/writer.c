/* SPDX-License-Identifier: MIT */
#include "writer.h"

#include <stddef.h>

enum {
    MAX_WRITE = 1u << 30, /* libuv counts in unsigned */
    MAX_PINNED = 4        /* so many times its bytes may the block of a write be */
};

static void on_expired(HttpTimer *timer)
{
    HttpWriter *writer = (HttpWriter *)(void *)((char *)timer - offsetof(HttpWriter, timer));
    writer->on_progress(writer, UV_ETIMEDOUT);
}

void http_writer_init(uv_stream_t *stream, HttpTimers *timers, HttpSharedBuffer *shared,
                      HttpWriterProgress *on_progress, HttpWriter *out)
{
    *out = (HttpWriter){
        .stream = stream,
        .timers = timers,
        .shared = shared,
        .on_progress = on_progress,
        .timer.expired = on_expired,
    };
    out->request.data = out;
}

int http_writer_acquire(HttpWriter *writer)
{
    return writer->out.storage != NULL ? 0 : http_shared_buffer_acquire(writer->shared, &writer->out);
}

void http_writer_commit(HttpWriter *writer, uint32_t responses)
{
    writer->ready = writer->out.len;
    writer->ready_responses += responses;
}

void http_writer_discard(HttpWriter *writer)
{
    bytes_mut_truncate(&writer->out, writer->ready);
}

static void on_written(uv_write_t *request, int status)
{
    HttpWriter *writer = request->data;
    http_timer_stop(&writer->timer);
    bytes_drop(&writer->sending);
    writer->sending_responses = 0;
    writer->on_progress(writer, status);
}

/* The bytes are libuv's to read; its buffers are not const. */
static uv_buf_t buffer_of(const uint8_t *data, size_t len)
{
    return uv_buf_init((char *)(uintptr_t)data, (unsigned)(len < MAX_WRITE ? len : MAX_WRITE));
}

/* Give what is ready to libuv, as far as one write goes. */
static int start_write(HttpWriter *writer)
{
    uv_buf_t buffer = buffer_of(writer->out.data, writer->ready);
    writer->sending = bytes_mut_split_freeze(&writer->out, buffer.len);
    writer->sending_responses = writer->ready_responses;
    writer->ready -= writer->sending.len;
    writer->ready_responses = 0;
    /* A small rest must not pin a large block. */
    if (bytes_compact_in(writer->shared->allocator, &writer->sending, MAX_PINNED) != 0) {
        /* Best effort: without memory it stays where it is. */
    }
    buffer = buffer_of(writer->sending.data, writer->sending.len);
    http_timer_start(writer->timers, &writer->timer, HTTP_TIMER_WRITE);
    return uv_write(&writer->request, writer->stream, &buffer, 1, on_written);
}

int http_writer_flush(HttpWriter *writer)
{
    if (writer->ready == 0 || http_writer_is_sending(writer)) {
        return 0;
    }
    const uv_buf_t buffer = buffer_of(writer->out.data, writer->ready);
    const int result = uv_try_write(writer->stream, &buffer, 1);
    if (result < 0 && result != UV_EAGAIN) {
        return result;
    }
    const size_t sent = result > 0 ? (size_t)result : 0;
    if (sent == writer->out.len) {
        bytes_mut_clear(&writer->out);
    } else {
        bytes_mut_advance(&writer->out, sent);
    }
    writer->ready -= sent;
    if (writer->ready != 0) {
        return start_write(writer);
    }
    writer->ready_responses = 0;
    return 0;
}

void http_writer_release(HttpWriter *writer)
{
    http_shared_buffer_release(writer->shared, &writer->out);
}

void http_writer_close(HttpWriter *writer)
{
    http_timer_stop(&writer->timer);
    bytes_mut_clear(&writer->out);
    writer->ready = 0;
    writer->ready_responses = 0;
    http_writer_release(writer);
}

void http_writer_drop(HttpWriter *writer)
{
    bytes_drop(&writer->sending);
    bytes_mut_drop(&writer->out);
}
