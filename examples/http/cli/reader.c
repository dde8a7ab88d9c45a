/* SPDX-License-Identifier: MIT */
#include "reader.h"

#include <poll.h>
#include <string.h>

#include <bytes/fd.h>

#include "wait.h"

enum {
    BLOCK_SIZE = 64 * 1024,
    MIN_READ = 4096, /* the capacity that makes a read worth its system call */
    FIRST_VIEWS = 64
};

static size_t size_max(size_t a, size_t b)
{
    return a > b ? a : b;
}

bool http_reader_init(const HttpConfig *config, int file, size_t split, HttpReader *out)
{
    const size_t head_ranges = HTTP_RANGES(config->limits.fields);
    const size_t trailer_ranges = 2 * config->limits.trailers;
    BytesAllocator *const allocator = &out->memory.base;
    memset(out, 0, sizeof(*out));
    bytes_counting_allocator(NULL, &out->memory);
    out->file = file;
    out->split = split;
    out->view_capacity = FIRST_VIEWS;
    /* The head's ranges have become views when the trailers arrive, so one array serves both. */
    out->range_capacity = size_max(head_ranges, trailer_ranges);
    out->ranges = allocator->allocate(allocator, out->range_capacity * sizeof(*out->ranges));
    out->message.views = allocator->allocate(allocator, out->view_capacity * sizeof(*out->message.views));
    if (out->ranges == NULL || out->message.views == NULL ||
        bytes_mut_with_capacity_in(allocator, BLOCK_SIZE, &out->buffer) != 0) {
        http_reader_drop(out);
        return false;
    }
    http_stream_init(&out->stream, config, out->ranges, head_ranges, out->ranges, trailer_ranges);
    return true;
}

/* Make room for @p count more views. Views may be moved by realloc(); doubling makes that amortised O(1) a view. */
static bool reserve_views(HttpReader *reader, size_t count)
{
    HttpMessage *message = &reader->message;
    BytesAllocator *const allocator = &reader->memory.base;
    size_t capacity = reader->view_capacity;
    if (count <= capacity - message->view_count) {
        return true;
    }
    do {
        if (capacity > SIZE_MAX / sizeof(Bytes) / 2) {
            return false;
        }
        capacity *= 2;
    } while (count > capacity - message->view_count);
    Bytes *views = allocator->reallocate(allocator, message->views, reader->view_capacity * sizeof(Bytes),
                                         capacity * sizeof(Bytes));
    if (views == NULL) {
        return false;
    }
    message->views = views;
    reader->view_capacity = capacity;
    return true;
}

static void advance(HttpReader *reader, size_t count)
{
    bytes_mut_advance(&reader->buffer, count);
    reader->available -= count;
}

static Bytes split_freeze(HttpReader *reader, size_t count)
{
    reader->available -= count;
    return bytes_mut_split_freeze(&reader->buffer, count);
}

/* Split off the section that the parser has found, and make a view of each of its parts. The view of the whole section
 * comes first: so it is dropped in the same run as its parts, with one atomic for all of them. */
static bool on_section(HttpReader *reader, const BytesRange *ranges, size_t count)
{
    HttpMessage *message = &reader->message;
    if (!reserve_views(reader, 1 + count)) {
        return false;
    }
    Bytes *section = &message->views[message->view_count];
    *section = split_freeze(reader, reader->stream.consumed);
    bytes_slice_many(section, ranges, count, section + 1);
    message->view_count += 1 + count;
    reader->view_count += 1 + count;
    return true;
}

static bool on_head(HttpReader *reader)
{
    const HttpRequest *request = &reader->stream.request;
    reader->message.field_count = request->field_count;
    reader->message.minor = request->minor;
    return on_section(reader, request->ranges, http_request_range_count(request));
}

/* Bytes of the body become a view; the framing around them is skipped. */
static bool on_data(HttpReader *reader)
{
    const BytesRange data = reader->stream.part.data;
    HttpMessage *message = &reader->message;
    if (!reserve_views(reader, 1)) {
        return false;
    }
    const size_t framing = reader->stream.consumed - data.end;
    advance(reader, data.begin);
    Bytes view = split_freeze(reader, data.end - data.begin);
    advance(reader, framing);
    reader->view_count++;
    message->body_len += view.len;
    /* What was read in small pieces is contiguous: a long body is one view for each block, not for each read. */
    Bytes *last = &message->views[message->view_count - 1];
    if (message->body_count == 0 || bytes_try_unsplit(last, &view) != 0) {
        message->views[message->view_count] = view;
        message->view_count++;
        message->body_count++;
    }
    return true;
}

static bool on_end(HttpReader *reader)
{
    const HttpBodyPart *part = &reader->stream.part;
    reader->message.trailer_count = part->trailer_count;
    reader->request_count++;
    if (part->trailer_count == 0) {
        advance(reader, reader->stream.consumed);
        return true;
    }
    return on_section(reader, part->trailers, 2 * part->trailer_count);
}

HttpReaderEvent http_reader_next(HttpReader *reader)
{
    for (;;) {
        switch (http_stream_next(&reader->stream, reader->buffer.data, reader->available)) {
        case HTTP_EVENT_HEAD:
            if (!on_head(reader)) {
                return HTTP_READER_NO_MEMORY;
            }
            break;
        case HTTP_EVENT_DATA:
            if (!on_data(reader)) {
                return HTTP_READER_NO_MEMORY;
            }
            break;
        case HTTP_EVENT_END:
            return on_end(reader) ? HTTP_READER_REQUEST : HTTP_READER_NO_MEMORY;
        case HTTP_EVENT_MORE:
            advance(reader, reader->stream.consumed);
            return HTTP_READER_MORE;
        case HTTP_EVENT_CLOSED:
            return HTTP_READER_CLOSED;
        case HTTP_EVENT_REJECTED:
            return HTTP_READER_REJECTED;
        }
    }
}

void http_reader_release(HttpReader *reader)
{
    HttpMessage *message = &reader->message;
    bytes_drop_all(message->views, message->view_count);
    message->view_count = 0;
    message->body_count = 0;
    message->body_len = 0;
}

/* Read once, as soon as there is something to read. */
static int read_some(HttpReader *reader, size_t *count)
{
    for (;;) {
        int error = bytes_mut_read_fd(&reader->buffer, reader->file, MIN_READ, count);
        if (error != BYTES_EAGAIN) {
            return error;
        }
        error = http_wait(reader->file, POLLIN);
        if (error != 0) {
            return error;
        }
    }
}

int http_reader_read(HttpReader *reader, size_t *count)
{
    const BytesMut *buffer = &reader->buffer;
    const size_t before = reader->available;
    const size_t step = reader->split != 0 ? reader->split : 1;
    while (buffer->len - before < step) {
        size_t read_count;
        const int error = read_some(reader, &read_count);
        if (error != 0) {
            return error;
        }
        if (read_count == 0) {
            break;
        }
    }
    *count = buffer->len - before;
    if (reader->split != 0 && *count > reader->split) {
        *count = reader->split;
    }
    reader->available += *count;
    reader->length += *count;
    return 0;
}

int http_reader_skip(HttpReader *reader, uint64_t *count)
{
    size_t read_count = 0;
    *count = 0;
    do {
        *count += reader->buffer.len;
        bytes_mut_clear(&reader->buffer);
        const int error = read_some(reader, &read_count);
        if (error != 0) {
            return error;
        }
    } while (read_count != 0);
    reader->available = 0;
    return 0;
}

void http_reader_drop(HttpReader *reader)
{
    BytesAllocator *const allocator = &reader->memory.base;
    http_reader_release(reader);
    bytes_mut_drop(&reader->buffer);
    if (reader->ranges != NULL) {
        allocator->deallocate(allocator, reader->ranges, reader->range_capacity * sizeof(*reader->ranges));
    }
    if (reader->message.views != NULL) {
        allocator->deallocate(allocator, reader->message.views, reader->view_capacity * sizeof(Bytes));
    }
    reader->ranges = NULL;
    reader->message.views = NULL;
}
