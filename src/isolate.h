/* SPDX-License-Identifier: MIT */
/* The mode `isolate`: handles whose bytes are copies in blocks of their own. */
#ifndef BYTES_SRC_ISOLATE_H
#define BYTES_SRC_ISOLATE_H

#include <bytes/view.h>

#include "storage_internal.h"

#if BYTES_ISOLATE
/* Copy bytes to a block of exactly their size, which only one handle with the whole weight will have. `allocator` is
 * that of the handle. No storage: there is no memory for it. */
BytesBlock_ isolate_copy(BytesAllocator *allocator, const void *data, size_t len);

/* Storage of exactly `size` bytes, or NULL. */
AdoptedStorage *isolate_storage(BytesAllocator *allocator, size_t size);

/* True if a handle to a storage may have a copy of its bytes instead. */
bool isolate_is_possible(const BytesStorage *storage);

/* Give a copy what it has from its origin beside the bytes, which begin at `data` there. */
void isolate_inherit(BytesStorage *copy, BytesStorage *from, const uint8_t *data);
#endif

#endif
