/* SPDX-License-Identifier: MIT */
/*
 * A streaming line filter: blocks of a stream go in, the lines that contain a needle come out, as views of those
 * blocks. No input or output of its own.
 */
#ifndef LINES_FILTER_H
#define LINES_FILTER_H

#include <bytes/bytes.h>

typedef struct Filter {
    BytesSpan needle; /* not empty, without a line feed; the caller's */
    bool invert;      /* select the lines that do not contain it */
    BytesQueue out;   /* selected lines: the caller writes them and advances */
    BytesQueue line;  /* the unfinished line, while it is not known whether it is selected */
    enum FilterLine {
        LINE_UNDECIDED, /* bytes go to `line` */
        LINE_SELECTED,  /* bytes of the unfinished line go to `out` as they come */
        LINE_REJECTED   /* bytes of the unfinished line are dropped as they come */
    } state;
    uint64_t selected; /* lines selected so far */
} Filter;

/* Both `allocator` (NULL: malloc) and `needle` are borrowed for the filter's life. */
void filter_init(BytesAllocator *allocator, BytesSpan needle, bool invert, Filter *out);

void filter_drop(Filter *self);

/*
 * Filter the next block of the stream. The block is emptied on success; selected lines are appended to `out` as views
 * of it, adjacent lines as one. Cost: 0 copies, but for the beginning of a line at the end of the block, which is
 * copied if it is short, so that it does not pin the block.
 *
 * Returns 0, or BYTES_ENOMEM: then the filter is unusable but for filter_drop().
 */
int filter_block(Filter *self, Bytes *block);

/* The stream has ended: decide a last line without a line feed, which is added as grep adds it. Returns as above. */
int filter_end(Filter *self);

#endif
