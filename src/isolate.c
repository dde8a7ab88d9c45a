/* SPDX-License-Identifier: MIT */
#include "isolate.h"

#if BYTES_ISOLATE

#include <string.h>

#include "guard.h"

AdoptedStorage *isolate_storage(BytesAllocator *allocator, size_t size)
{
    AdoptedStorage *const out = allocator_allocate(allocator, STORAGE_CONTROL_SIZE);
    if (out == NULL) {
        return NULL;
    }
    *out = (AdoptedStorage){.data = guard_bytes(size), .release = guard_release};
    if (out->data == NULL) {
        allocator_deallocate(allocator, out, STORAGE_CONTROL_SIZE);
        return NULL;
    }
    storage_init(&out->header, allocator, size, storage_pack(STORAGE_ADOPTED, true, size));
    return out;
}

BytesBlock_ isolate_copy(BytesAllocator *allocator, const void *data, size_t len)
{
    AdoptedStorage *const copy = isolate_storage(allocator, len);
    if (copy == NULL) {
        return (BytesBlock_){NULL, NULL};
    }
    memcpy(copy->data, data, len);
    guard_set_writable(copy->data, len, false);
    return (BytesBlock_){copy->data, &copy->header};
}

bool isolate_is_possible(const BytesStorage *storage)
{
    /* Adopted memory belongs to somebody who is told when its last view is gone, and a weak view refers to a storage:
     * those stay shared; and so does memory whose alignment somebody needs. */
    return storage != NULL && (storage_kind(storage) == STORAGE_ALLOCATED || storage_is_isolated(storage)) &&
           (storage->allocator == NULL || storage->allocator->alignment == 0);
}

void isolate_inherit(BytesStorage *copy, BytesStorage *from, const uint8_t *data)
{
    storage_set_initial(copy, storage_initial(from));
    /* Each byte keeps its position in the stream. Cast: positions are modulo 2^32. */
    copy->origin = from->origin + (uint32_t)storage_offset_of(from, data);
}

/* Let a view show a copy of its bytes; false if it has to share them. */
static bool isolate(Bytes *view)
{
    if (view->len == 0 || !isolate_is_possible(view->storage)) {
        return false;
    }
    const BytesBlock_ block = isolate_copy(view->storage->allocator, view->data, view->len);
    if (block.storage == NULL) {
        return false;
    }
    isolate_inherit(block.storage, view->storage, view->data);
    view->data = block.data;
    view->storage = block.storage;
    view->weight = BYTES_WEIGHT_WHOLE_;
    BYTES_PINS_(view);
    return true;
}

Bytes bytes_isolated_(Bytes shared)
{
    Bytes out = shared;
    if (isolate(&out)) {
        bytes_release_(shared.storage, shared.weight);
    }
    return out;
}

Bytes bytes_isolated_frozen_(Bytes shared, size_t cap)
{
    Bytes out = shared;
    if (isolate(&out)) {
        uint8_t *const data = storage_data(shared.storage) + storage_offset_of(shared.storage, shared.data);
        bytes_given_back_(shared.storage, shared.weight, data, cap);
        bytes_release_(shared.storage, shared.weight);
    }
    return out;
}

#endif
