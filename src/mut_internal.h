/* SPDX-License-Identifier: MIT */
/* What mut.c and mut_grow.c ask of a buffer's storage. */
#ifndef BYTES_SRC_MUT_INTERNAL_H
#define BYTES_SRC_MUT_INTERNAL_H

#include <bytes/mut.h>

#include "storage_internal.h"

static inline BytesAllocator *mut_allocator(const BytesMut *self)
{
    return self->storage != NULL ? self->storage->allocator : NULL;
}

/* Offset of the buffer in its storage. */
static inline size_t mut_offset(const BytesMut *self)
{
    return storage_offset_of(self->storage, self->data);
}

/* True if no other handle is alive; then the buffer may use the whole block. */
static inline bool mut_is_unique(const BytesMut *self)
{
    return self->storage != NULL && storage_is_unique(self->storage, self->weight);
}

#endif
