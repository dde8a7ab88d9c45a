/* SPDX-License-Identifier: MIT */
/**
 * @file wait.h
 * Waiting for a descriptor that somebody else has made a non-blocking one.
 */
#ifndef HTTP_CLI_WAIT_H
#define HTTP_CLI_WAIT_H

#include <errno.h>
#include <poll.h>

/** Wait until @p file is ready for @p events, POLLIN or POLLOUT, or perhaps a signal. @return 0 or a negated errno. */
static inline int http_wait(int file, short events)
{
    struct pollfd wait = {.fd = file, .events = events};
    return poll(&wait, 1, -1) < 0 && errno != EINTR ? -errno : 0;
}

#endif
