/* SPDX-License-Identifier: MIT */
/* Views that count how often they were dropped, with bytes that follow from where they stand in a stream. */
#ifndef BYTES_TESTS_UV_TRACKED_H
#define BYTES_TESTS_UV_TRACKED_H

#include <bytes/adopt.h>

#include "loopback.h"

enum { TRACKED_MAX = 8192 };

typedef struct Tracked {
    size_t count;
    size_t position; /* in the stream, of the next one */
    unsigned releases[TRACKED_MAX];
} Tracked;

static Tracked tracked;

/* A period that is no power of two, so that no block is like another. */
static inline uint8_t stream_byte(size_t position)
{
    return (uint8_t)(position % 251 ^ position >> 16);
}

static inline void tracked_release(void *data, size_t len, void *context)
{
    (void)len;
    (*(unsigned *)context)++;
    free(data);
}

static inline Bytes tracked_view(size_t len)
{
    /* Never short: gcc 12 at -O3 unrolls the loop below, and warns of stores that are not reached. */
    uint8_t *const data = malloc(len < 64 ? 64 : len);
    Bytes view;
    CHECK(tracked.count < TRACKED_MAX);
    for (size_t i = 0; i < len; i++) {
        data[i] = stream_byte(tracked.position + i);
    }
    tracked.releases[tracked.count] = 0;
    CHECK_EQ(bytes_adopt(data, len, BYTES_READ_ONLY, tracked_release, &tracked.releases[tracked.count], &view), 0);
    tracked.count++;
    tracked.position += len;
    return view;
}

static inline void tracked_begin(void)
{
    tracked.count = 0;
    tracked.position = 0;
}

static inline size_t tracked_dropped(void)
{
    size_t dropped = 0;
    for (size_t i = 0; i < tracked.count; i++) {
        CHECK(tracked.releases[i] <= 1);
        dropped += tracked.releases[i];
    }
    return dropped;
}

/* Each exactly once. */
static inline void tracked_end(void)
{
    CHECK_EQ(tracked_dropped(), tracked.count);
}

/* What the peer has received, checked. */
typedef struct Received {
    size_t len;
    bool ended;
} Received;

/* Read what has arrived. */
static inline void received_read(Received *self, Loopback *loopback)
{
    static uint8_t bytes[64 * 1024];
    for (;;) {
        const ssize_t count = peer_read(loopback, bytes, sizeof(bytes));
        if (count <= 0) {
            self->ended = count == 0;
            CHECK(count == 0 || errno == EAGAIN);
            return;
        }
        for (ssize_t i = 0; i < count; i++) {
            if (bytes[i] != stream_byte(self->len++)) {
                CHECK_EQ(bytes[i], stream_byte(self->len - 1));
            }
        }
    }
}

/* Let the loop and the peer take turns until all of the stream has arrived. */
static inline void received_all(Received *self, Loopback *loopback)
{
    while (self->len < tracked.position) {
        loopback_turn(loopback);
        received_read(self, loopback);
    }
    CHECK_EQ(self->len, tracked.position);
}

#endif
