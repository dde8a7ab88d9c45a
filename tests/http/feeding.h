/* SPDX-License-Identifier: MIT */
/**
 * @file feeding.h
 * A feed whose input is what the test writes, a request or a few at a time, through a socket.
 */
#ifndef FEEDING_H
#define FEEDING_H

#include <sys/socket.h>
#include <unistd.h>

#include "cli/reader.h"
#include "tap.h"

typedef struct Feeding {
    HttpConfig config;
    HttpFeed feed;
    int ends[2];
} Feeding;

static inline void feeding_start(Feeding *feeding)
{
    http_config_init(&feeding->config);
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, feeding->ends), 0);
    CHECK(http_feed_init(&feeding->feed, &feeding->config, feeding->ends[0], 0));
}

/* No more at once than a socket holds, which is far above 64 KiB where this runs. */
static inline void feeding_write(Feeding *feeding, const void *data, size_t len)
{
    CHECK_EQ(write(feeding->ends[1], data, len), (ssize_t)len);
}

/* The next request, reading as long as there is none. */
static inline const HttpMessage *feeding_next(Feeding *feeding)
{
    HttpFeedEvent event;

    while ((event = http_feed_next(&feeding->feed)) == HTTP_FEED_MORE) {
        CHECK_EQ(http_feed_read(&feeding->feed), 1);
    }
    CHECK_EQ(event, HTTP_FEED_REQUEST);
    return &feeding->feed.message;
}

static inline void feeding_end(Feeding *feeding)
{
    http_feed_drop(&feeding->feed);
    close(feeding->ends[0]);
    close(feeding->ends[1]);
}

#endif
