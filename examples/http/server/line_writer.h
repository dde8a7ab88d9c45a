/* SPDX-License-Identifier: MIT */
/**
 * @file line_writer.h
 * Lines to a descriptor that other processes may not read from: writing them never blocks the loop.
 *
 * Lines are collected and written a few times a second, or when there are many. A pipe or a terminal is written to as
 * far as it takes at once; while it takes nothing, lines are kept, and those for which there is no space are counted.
 */
#ifndef HTTP_SERVER_LINE_WRITER_H
#define HTTP_SERVER_LINE_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bytes/allocator.h>
#include <bytes/mut.h>

#include "timers.h"

typedef struct HttpLineWriter {
    HttpTimers *timers;
    BytesAllocator *allocator;
    BytesMut lines;
    uint64_t lost_count; /**< Lines that were dropped. */
    HttpTimer timer;
    int fd;
    bool is_file; /* which takes all at once */
} HttpLineWriter;

/** @param fd Stays the caller's. */
void http_line_writer_init(HttpTimers *timers, BytesAllocator *allocator, int fd, HttpLineWriter *out);

/** A buffer to append the bytes of one line to, with its line feed, or NULL if there is no space for it. Then call
 * http_line_writer_end(). @param len The most that may be appended. */
BytesMut *http_line_writer_begin(HttpLineWriter *self, size_t len);

/** A line is complete. */
void http_line_writer_end(HttpLineWriter *self);

/** Write what can be written, and drop the rest. */
void http_line_writer_drop(HttpLineWriter *self);

#endif
