/* SPDX-License-Identifier: MIT */
/**
 * @file shared_buffer.h
 * A large buffer that the connections of one loop use in turns, so that an idle connection owns none.
 *
 * There is one to read into and one to write responses to. A connection acquires it when it needs a buffer and releases
 * it at the end of each callback. If bytes are left in it then, they move to a small block of the connection's own.
 */
#ifndef HTTP_SERVER_SHARED_BUFFER_H
#define HTTP_SERVER_SHARED_BUFFER_H

#include <stddef.h>

#include <bytes/allocator.h>
#include <bytes/mut.h>

typedef struct HttpSharedBuffer {
    BytesAllocator *allocator;
    BytesMut idle; /* without storage while a connection uses it, and before the first use */
} HttpSharedBuffer;

void http_shared_buffer_init(BytesAllocator *allocator, HttpSharedBuffer *out);
void http_shared_buffer_drop(HttpSharedBuffer *shared);

/** Make @p buffer, which has no storage, the shared one, or a new one if that is in use. @return 0 or #BYTES_ENOMEM. */
int http_shared_buffer_acquire(HttpSharedBuffer *shared, BytesMut *buffer);

/** Give back what @p buffer has acquired, and leave it no more memory than its bytes need. */
void http_shared_buffer_release(HttpSharedBuffer *shared, BytesMut *buffer);

/**
 * Capacity to read into, behind the bytes that @p in already contains.
 *
 * @param last_read Number of bytes that the last read into @p in brought.
 * @return As bytes_mut_spare(); its length is 0 if there is no memory.
 */
BytesSpare http_shared_buffer_reserve(HttpSharedBuffer *shared, BytesMut *in, size_t last_read);

#endif
