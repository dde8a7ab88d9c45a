/* SPDX-License-Identifier: MIT */
/*
 * Memory of the mode `isolate`: each block ends at a page that nothing may access, and is not used again once it was
 * freed; so the MMU reports what AddressSanitizer would. Under AddressSanitizer and Valgrind it is malloc's, whose
 * redzones are theirs. Without the mode there is none of this.
 */
#ifndef BYTES_SRC_GUARD_H
#define BYTES_SRC_GUARD_H

#include <bytes/base.h>

#if BYTES_ISOLATE
/* As malloc(), realloc() and free(). The end of a block is rounded up to the alignment. */
void *guard_allocate(size_t size);
void *guard_reallocate(void *block, size_t old_size, size_t new_size);
void guard_deallocate(void *block, size_t size);

/* Bytes that end exactly where they can be seen to end, and so are not aligned; or NULL. `size` is not 0. */
uint8_t *guard_bytes(size_t size);

/* Frees them; the BytesRelease of storage that has such bytes, by which it is known. */
void guard_release(void *data, size_t size, void *context);

/* Whether they may be written, as far as pages can say. */
void guard_set_writable(uint8_t *data, size_t size, bool writable);
#endif

#endif
