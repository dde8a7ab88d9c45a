/* SPDX-License-Identifier: MIT */
#include "reader.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* Size of a read block, and the room that makes a read worth its system call. */
enum { BLOCK = 65536, ROOM = 4096, FIRST_VIEWS = 64 };

static void *feed_allocate(HttpFeed *feed, size_t size)
{
    return feed->memory.allocator.allocate(&feed->memory.allocator, size);
}

bool http_feed_init(HttpFeed *feed, const HttpConfig *config, int file, size_t piece)
{
    const size_t trailers = 2 * config->limits.trailers;

    memset(feed, 0, sizeof(*feed));
    http_memory_init(&feed->memory, NULL);
    feed->file = file;
    feed->piece = piece;
    feed->view_room = FIRST_VIEWS;
    /* The head's ranges have become views when the trailers arrive: one array does for both. */
    feed->range_count = HTTP_RANGES(config->limits.fields);
    if (feed->range_count < trailers) {
        feed->range_count = trailers;
    }
    feed->ranges = feed_allocate(feed, feed->range_count * sizeof(*feed->ranges));
    feed->message.views = feed_allocate(feed, feed->view_room * sizeof(*feed->message.views));
    if (feed->ranges == NULL || feed->message.views == NULL ||
        bytes_mut_with_capacity_in(&feed->memory.allocator, BLOCK, &feed->buffer) != 0) {
        http_feed_drop(feed);
        return false;
    }
    http_stream_init(&feed->stream, config, feed->ranges, HTTP_RANGES(config->limits.fields), feed->ranges, trailers);
    return true;
}

/* Room for `count` more views; views may be moved by realloc(). Twice the size each time keeps the moves linear. */
static bool feed_room(HttpFeed *feed, size_t count)
{
    HttpMessage *message = &feed->message;
    BytesAllocator *allocator = &feed->memory.allocator;
    size_t room = feed->view_room;
    Bytes *views;

    if (count <= room - message->view_count) {
        return true;
    }
    do {
        if (room > SIZE_MAX / sizeof(Bytes) / 2) {
            return false;
        }
        room *= 2;
    } while (count > room - message->view_count);
    views = allocator->reallocate(allocator, message->views, feed->view_room * sizeof(Bytes), room * sizeof(Bytes));
    if (views == NULL) {
        return false;
    }
    message->views = views;
    feed->view_room = room;
    return true;
}

/* Split a section off that the parser has found, and make a view of each of its parts. The section's own view comes
 * first: so it is given back in the same run as its parts, with one atomic for all of them. */
static bool feed_section(HttpFeed *feed, const BytesRange *ranges, size_t count)
{
    HttpMessage *message = &feed->message;
    Bytes *section;

    if (!feed_room(feed, 1 + count)) {
        return false;
    }
    section = &message->views[message->view_count];
    *section = bytes_mut_split_freeze(&feed->buffer, feed->stream.consumed);
    bytes_slice_many(section, ranges, count, section + 1);
    message->view_count += 1 + count;
    feed->views += 1 + count;
    return true;
}

/* Body bytes become a view; framing around them is passed over. */
static bool feed_data(HttpFeed *feed)
{
    const BytesRange data = feed->stream.part.data;
    HttpMessage *message = &feed->message;
    Bytes *last;
    Bytes view;

    if (!feed_room(feed, 1)) {
        return false;
    }
    bytes_mut_advance(&feed->buffer, data.begin);
    view = bytes_mut_split_freeze(&feed->buffer, data.end - data.begin);
    bytes_mut_advance(&feed->buffer, feed->stream.consumed - data.end);
    feed->views++;
    message->body_len += view.len;
    /* What was read in small pieces lies side by side: a long body is one view a block, not one a read. */
    last = &message->views[message->view_count - 1];
    if (message->body_count == 0 || bytes_try_unsplit(last, &view) != 0) {
        message->views[message->view_count] = view;
        message->view_count++;
        message->body_count++;
    }
    return true;
}

static bool feed_head(HttpFeed *feed)
{
    const HttpRequest *request = &feed->stream.request;

    feed->message.field_count = request->field_count;
    feed->message.minor = request->minor;
    return feed_section(feed, request->ranges, http_request_range_count(request));
}

static bool feed_end(HttpFeed *feed)
{
    const HttpBodyPart *piece = &feed->stream.part;

    feed->message.trailer_count = piece->trailer_count;
    feed->requests++;
    if (piece->trailer_count == 0) {
        bytes_mut_advance(&feed->buffer, feed->stream.consumed);
        return true;
    }
    return feed_section(feed, piece->trailers, 2 * piece->trailer_count);
}

HttpFeedEvent http_feed_next(HttpFeed *feed)
{
    for (;;) {
        switch (http_stream_next(&feed->stream, feed->buffer.data, feed->buffer.len)) {
        case HTTP_EVENT_HEAD:
            if (!feed_head(feed)) {
                return HTTP_FEED_NO_MEMORY;
            }
            break;
        case HTTP_EVENT_DATA:
            if (!feed_data(feed)) {
                return HTTP_FEED_NO_MEMORY;
            }
            break;
        case HTTP_EVENT_END:
            return feed_end(feed) ? HTTP_FEED_REQUEST : HTTP_FEED_NO_MEMORY;
        case HTTP_EVENT_MORE:
            bytes_mut_advance(&feed->buffer, feed->stream.consumed);
            return HTTP_FEED_MORE;
        case HTTP_EVENT_CLOSED:
            return HTTP_FEED_CLOSED;
        case HTTP_EVENT_REJECTED:
            return HTTP_FEED_REFUSED;
        }
    }
}

void http_feed_release(HttpFeed *feed)
{
    HttpMessage *message = &feed->message;

    bytes_drop_all(message->views, message->view_count);
    message->view_count = 0;
    message->body_count = 0;
    message->body_len = 0;
}

/* read(), whatever interrupts it, and also where somebody has made the descriptor a non-blocking one. */
static ssize_t feed_read_some(int file, void *data, size_t len)
{
    for (;;) {
        const ssize_t count = read(file, data, len);

        if (count >= 0) {
            return count;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            struct pollfd wait = {.fd = file, .events = POLLIN};

            if (poll(&wait, 1, -1) >= 0) {
                continue;
            }
        }
        if (errno != EINTR) {
            return -errno;
        }
    }
}

int http_feed_read(HttpFeed *feed)
{
    size_t left = feed->piece;
    int result = 0;

    do {
        /* A piece is not claimed from memory before it is there: its size is only what somebody asked for. */
        const size_t room = left != 0 && left < ROOM ? left : ROOM;
        const int error = bytes_mut_reserve(&feed->buffer, room);
        BytesSpare spare;
        ssize_t count;

        if (error != 0) {
            return error;
        }
        spare = bytes_mut_spare(&feed->buffer);
        count = feed_read_some(feed->file, spare.data, left != 0 && left < spare.len ? left : spare.len);
        if (count < 0) {
            return (int)count;
        }
        if (count == 0) {
            break;
        }
        bytes_mut_commit(&feed->buffer, (size_t)count);
        feed->length += (uint64_t)count;
        left -= left != 0 ? (size_t)count : 0;
        result = 1;
    } while (left != 0);
    return result;
}

int http_feed_skip(HttpFeed *feed, uint64_t *count)
{
    int result;

    *count = 0;
    do {
        *count += feed->buffer.len;
        bytes_mut_clear(&feed->buffer);
        result = http_feed_read(feed);
    } while (result > 0);
    return result;
}

uint64_t http_feed_refused_at(const HttpFeed *feed)
{
    return feed->stream.offset + feed->stream.rejection.offset;
}

void http_feed_drop(HttpFeed *feed)
{
    BytesAllocator *allocator = &feed->memory.allocator;

    http_feed_release(feed);
    bytes_mut_drop(&feed->buffer);
    if (feed->ranges != NULL) {
        allocator->deallocate(allocator, feed->ranges, feed->range_count * sizeof(*feed->ranges));
    }
    if (feed->message.views != NULL) {
        allocator->deallocate(allocator, feed->message.views, feed->view_room * sizeof(Bytes));
    }
    memset(feed, 0, sizeof(*feed));
}
