/* SPDX-License-Identifier: MIT */
#include "shared_buffer.h"

#include <stdbool.h>

enum {
    SIZE = 64 * 1024,
    MAX_KEPT = 8 * SIZE, /* a block that one large head needed is not kept */
    MIN_READ = 1024,
    SMALL = 4096,  /* a block of this size may stay with its connection */
    MAX_PINNED = 4 /* so many times its bytes may the block of a connection be */
};

void http_shared_buffer_init(BytesAllocator *allocator, HttpSharedBuffer *out)
{
    *out = (HttpSharedBuffer){.allocator = allocator};
}

void http_shared_buffer_drop(HttpSharedBuffer *shared)
{
    bytes_mut_drop(&shared->idle);
}

int http_shared_buffer_acquire(HttpSharedBuffer *shared, BytesMut *buffer)
{
    BytesMut acquired = bytes_mut_move(&shared->idle);
    if (acquired.storage == NULL) {
        return bytes_mut_with_capacity_in(shared->allocator, SIZE, buffer);
    }
    /* Reserving moves it back to the front of its block, where the cache is warm. */
    const int error = bytes_mut_reserve(&acquired, SIZE);
    if (error != 0) {
        bytes_mut_drop(&acquired);
        return error;
    }
    *buffer = bytes_mut_move(&acquired);
    return 0;
}

static void release_empty(HttpSharedBuffer *shared, BytesMut *buffer)
{
    const size_t retained = bytes_mut_retained(buffer);
    if (shared->idle.storage == NULL && retained >= SIZE && retained <= MAX_KEPT) {
        shared->idle = bytes_mut_move(buffer);
    } else {
        bytes_mut_drop(buffer);
    }
}

/* Copy the bytes of @p buffer to a block of twice their size; false if there is no memory. */
static bool copy_rest(HttpSharedBuffer *shared, const BytesMut *buffer, BytesMut *out)
{
    if (bytes_mut_with_capacity_in(shared->allocator, 2 * buffer->len, out) != 0) {
        return false;
    }
    if (bytes_mut_put(out, buffer->data, buffer->len) != 0) { /* not reached: the capacity is there */
        bytes_mut_drop(out);
        return false;
    }
    return true;
}

void http_shared_buffer_release(HttpSharedBuffer *shared, BytesMut *buffer)
{
    if (buffer->storage == NULL) {
        return;
    }
    if (buffer->len == 0) {
        release_empty(shared, buffer);
        return;
    }
    /* Neither a part of a request nor responses that a client does not take must pin a large block. */
    const size_t retained = bytes_mut_retained(buffer);
    BytesMut rest;
    if (retained / MAX_PINNED <= buffer->len || retained <= SMALL || !copy_rest(shared, buffer, &rest)) {
        return;
    }
    bytes_mut_clear(buffer);
    release_empty(shared, buffer);
    *buffer = bytes_mut_move(&rest);
}

/* Move the bytes of @p in to the shared buffer, to read as much as there is; false if there is no memory. */
static bool move_to_shared(HttpSharedBuffer *shared, BytesMut *in)
{
    BytesMut acquired;
    if (http_shared_buffer_acquire(shared, &acquired) != 0) {
        return false;
    }
    if (bytes_mut_put(&acquired, in->data, in->len) != 0) {
        bytes_mut_drop(&acquired);
        return false;
    }
    bytes_mut_drop(in);
    *in = bytes_mut_move(&acquired);
    return true;
}

BytesSpare http_shared_buffer_reserve(HttpSharedBuffer *shared, BytesMut *in, size_t last_read)
{
    static const BytesSpare none = {NULL, 0};
    size_t wanted = in->len > MIN_READ ? in->len : MIN_READ;
    if (in->storage == NULL) {
        if (http_shared_buffer_acquire(shared, in) != 0) {
            return none;
        }
        wanted = in->cap;
    } else if (in->len <= last_read && move_to_shared(shared, in)) {
        /* The last read was at least as large, so that the copy is amortised: for a client that sends byte by byte, its
         * head is not copied each time. */
        wanted = in->cap - in->len;
    }
    return bytes_mut_reserve(in, wanted) == 0 ? bytes_mut_spare(in) : none;
}
