/* SPDX-License-Identifier: MIT */
/**
 * @file socket_reader.h
 * An HttpReader whose input is what the test writes to a socket, a request or a few at a time.
 */
#ifndef BYTES_TESTS_HTTP_SOCKET_READER_H
#define BYTES_TESTS_HTTP_SOCKET_READER_H

#include <sys/socket.h>
#include <unistd.h>

#include "cli/reader.h"
#include "tap.h"

typedef struct SocketReader {
    HttpConfig config;
    HttpReader reader;
    int ends[2];
} SocketReader;

static inline void socket_reader_start(SocketReader *self)
{
    http_config_init(&self->config);
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, self->ends), 0);
    CHECK(http_reader_init(&self->config, self->ends[0], 0, &self->reader));
}

/* At most as much at once as a socket buffers, which is far more than 64 KiB where this runs. */
static inline void socket_reader_write(SocketReader *self, const void *data, size_t len)
{
    CHECK_EQ(write(self->ends[1], data, len), (ssize_t)len);
}

/* Pass what has been written to the parser. */
static inline void socket_reader_read(SocketReader *self)
{
    size_t count;
    CHECK_EQ(http_reader_read(&self->reader, &count), 0);
    CHECK(count > 0);
}

/* The next request, after reading as long as there is none. */
static inline const HttpMessage *socket_reader_next(SocketReader *self)
{
    HttpReaderEvent event = http_reader_next(&self->reader);
    while (event == HTTP_READER_MORE) {
        socket_reader_read(self);
        event = http_reader_next(&self->reader);
    }
    CHECK_EQ(event, HTTP_READER_REQUEST);
    return &self->reader.message;
}

static inline size_t socket_reader_live_bytes(const SocketReader *self)
{
    return bytes_counting_allocator_stats(&self->reader.memory).live_bytes;
}

static inline void socket_reader_end(SocketReader *self)
{
    http_reader_drop(&self->reader);
    close(self->ends[0]);
    close(self->ends[1]);
}

#endif
