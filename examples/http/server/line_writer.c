/* SPDX-License-Identifier: MIT */
#include "line_writer.h"

#include <limits.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    CAPACITY = 256 * 1024,
    MANY = 16 * 1024, /* bytes that do not wait for the timer */
    PIECE = PIPE_BUF  /* what a pipe takes whole once it is writable */
};

/* True if writing a piece does not wait. */
static bool is_writable(const HttpLineWriter *self)
{
    struct pollfd one = {.fd = self->fd, .events = POLLOUT};
    return self->is_file || (poll(&one, 1, 0) == 1 && (one.revents & POLLOUT) != 0);
}

static void write_some(HttpLineWriter *self)
{
    while (self->lines.len != 0 && is_writable(self)) {
        const size_t len = self->is_file || self->lines.len < PIECE ? self->lines.len : PIECE;
        const ssize_t written = write(self->fd, self->lines.data, len);
        if (written <= 0) { /* nobody will read it, or the disk is full */
            return;
        }
        bytes_mut_advance(&self->lines, (size_t)written);
    }
}

static void on_expired(HttpTimer *timer)
{
    void *const whole = (char *)timer - offsetof(HttpLineWriter, timer);
    HttpLineWriter *const self = whole;
    write_some(self);
    if (self->lines.len != 0) {
        http_timer_start(self->timers, timer, HTTP_TIMER_LINES);
    }
}

void http_line_writer_init(HttpTimers *timers, BytesAllocator *allocator, int fd, HttpLineWriter *out)
{
    struct stat status;
    *out = (HttpLineWriter){.timers = timers, .allocator = allocator, .fd = fd, .timer.expired = on_expired};
    out->is_file = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

BytesMut *http_line_writer_begin(HttpLineWriter *self, size_t len)
{
    BytesMut *const lines = &self->lines;
    /* Never more memory than that: its consumed front is used again, but it does not grow. */
    if ((lines->storage == NULL && bytes_mut_with_capacity_in(self->allocator, CAPACITY, lines) != 0) ||
        !bytes_mut_try_reclaim(lines, len)) {
        self->lost_count++;
        return NULL;
    }
    return lines;
}

void http_line_writer_end(HttpLineWriter *self)
{
    if (self->lines.len >= MANY) {
        write_some(self);
    }
    if (self->lines.len != 0 && !http_timer_is_running(&self->timer)) {
        http_timer_start(self->timers, &self->timer, HTTP_TIMER_LINES);
    }
}

void http_line_writer_drop(HttpLineWriter *self)
{
    http_timer_stop(&self->timer);
    write_some(self);
    bytes_mut_drop(&self->lines);
}
