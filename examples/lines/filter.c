/* SPDX-License-Identifier: MIT */
#include "filter.h"

/* The beginning of an unfinished line is copied below this size: a copy costs less than a block that is not free for
 * the next read. */
enum { COPY_BELOW = 4096 };

void filter_init(BytesAllocator *allocator, BytesSpan needle, bool invert, Filter *out)
{
    *out = (Filter){.needle = needle, .invert = invert};
    bytes_queue_init(allocator, 0, &out->out);
    bytes_queue_init(allocator, COPY_BELOW, &out->line);
    out->line.pack_below = COPY_BELOW;
}

void filter_drop(Filter *self)
{
    bytes_queue_drop(&self->out);
    bytes_queue_drop(&self->line);
}

/* The unfinished line contains the needle: from here on its bytes need not be held. */
static int decide(Filter *self)
{
    if (self->invert) {
        self->state = LINE_REJECTED;
        bytes_queue_clear(&self->line);
        return 0;
    }
    self->state = LINE_SELECTED;
    return bytes_queue_append(&self->out, &self->line);
}

/* More bytes of the unfinished line: all of `part`. */
static int continue_line(Filter *self, Bytes *part)
{
    if (self->state == LINE_REJECTED) {
        bytes_drop(part);
        return 0;
    }
    if (self->state == LINE_SELECTED) {
        return bytes_queue_push_back(&self->out, part);
    }
    /* The needle may span the end of what was searched before. */
    const size_t overlap = self->needle.len - 1;
    const size_t from = self->line.len > overlap ? self->line.len - overlap : 0;
    const int error = bytes_queue_push_back(&self->line, part);
    if (error != 0 || bytes_queue_find(&self->line, self->needle, from) == BYTES_NOT_FOUND) {
        return error;
    }
    return decide(self);
}

/* The line that was unfinished is complete. */
static int end_line(Filter *self)
{
    int error = 0;
    if (self->state == LINE_UNDECIDED) {
        if (self->invert) {
            error = bytes_queue_append(&self->out, &self->line);
        }
        bytes_queue_clear(&self->line);
    }
    self->selected += self->state == LINE_SELECTED || (self->state == LINE_UNDECIDED && self->invert);
    self->state = LINE_UNDECIDED;
    return error;
}

static int select_range(Filter *self, Bytes *block, size_t begin, size_t end)
{
    Bytes lines = bytes_share_slice(block, begin, end);
    const int error = bytes_queue_push_back(&self->out, &lines);
    if (error != 0) {
        bytes_drop(&lines);
    }
    return error;
}

static uint64_t count_lines(const Bytes *block, size_t begin, size_t end)
{
    uint64_t count = 0;
    for (size_t at = begin; at < end; at = bytes_find_byte(block, '\n', at) + 1) {
        count++;
    }
    return count;
}

/* `block` holds complete lines only. */
static int filter_lines(Filter *self, Bytes *block)
{
    size_t done = 0; /* the lines before this offset are decided */
    size_t hit;
    while ((hit = bytes_find(block, self->needle, done)) != BYTES_NOT_FOUND) {
        const BytesSpan before = {block->data + done, hit - done};
        const size_t feed = bytes_span_find_last_byte(before, '\n');
        const size_t begin = feed != BYTES_NOT_FOUND ? done + feed + 1 : done;
        const size_t end = bytes_find_byte(block, '\n', hit) + 1;
        if (self->invert) {
            self->selected += count_lines(block, done, begin);
        } else {
            self->selected++;
        }
        const int error = self->invert ? select_range(self, block, done, begin) : select_range(self, block, begin, end);
        if (error != 0) {
            return error;
        }
        done = end;
    }
    if (!self->invert) {
        return 0;
    }
    self->selected += count_lines(block, done, block->len);
    return select_range(self, block, done, block->len);
}

int filter_block(Filter *self, Bytes *block)
{
    if (self->state != LINE_UNDECIDED || self->line.len != 0) {
        const size_t feed = bytes_find_byte(block, '\n', 0);
        Bytes rest_of_line = bytes_split_to(block, feed != BYTES_NOT_FOUND ? feed + 1 : block->len);
        int error = continue_line(self, &rest_of_line);
        if (error == 0 && feed != BYTES_NOT_FOUND) {
            error = end_line(self);
        }
        bytes_drop(&rest_of_line);
        if (error != 0) {
            return error;
        }
    }
    const size_t feed = bytes_find_last_byte(block, '\n');
    Bytes unfinished = bytes_split_off(block, feed != BYTES_NOT_FOUND ? feed + 1 : 0);
    int error = filter_lines(self, block);
    if (error == 0 && unfinished.len != 0) {
        error = continue_line(self, &unfinished);
    }
    bytes_drop(&unfinished);
    if (error == 0) {
        bytes_drop(block);
    }
    return error;
}

int filter_end(Filter *self)
{
    if (self->state == LINE_UNDECIDED && self->line.len == 0) {
        return 0;
    }
    Bytes line_feed = BYTES_LITERAL("\n");
    const int error = continue_line(self, &line_feed);
    return error != 0 ? error : end_line(self);
}
