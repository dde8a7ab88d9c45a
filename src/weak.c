/* SPDX-License-Identifier: MIT */
#include <bytes/weak.h>

#include "storage_internal.h"

static WeakStorage *weak_storage(BytesStorage *storage)
{
    return (WeakStorage *)storage; /* cast: its kind says that this header is the first member of one */
}

static bool is_enabled(const BytesStorage *storage)
{
    return storage_kind(storage) == STORAGE_WEAK;
}

int bytes_enable_weak(BytesAllocator *allocator, Bytes *self)
{
    if (self->storage == NULL || is_enabled(self->storage)) {
        return 0;
    }
    WeakStorage *const weak = allocator_allocate(allocator, sizeof(*weak));
    if (weak == NULL) {
        return BYTES_ENOMEM;
    }
    storage_init(&weak->header, allocator, storage_retained(self->storage), storage_pack(STORAGE_WEAK, false, 0));
    weak->data = self->data;
    weak->inner = self->storage;
    weak->inner_weight = self->weight;
    atomic_init(&weak->weak_count, 1); /* that of all handles together */
    BYTES_UNPINS_(self);
    self->storage = &weak->header;
    self->weight = BYTES_WEIGHT_WHOLE_;
    BYTES_PINS_(self);
    return 0;
}

static void add_weak(BytesStorage *storage)
{
    if (storage != NULL) {
        COUNT(atomics, 1);
        const size_t old = atomic_fetch_add_explicit(&weak_storage(storage)->weak_count, 1, BYTES_ORDER_ADD);
        if (old > SIZE_MAX / 2) {
            bytes_abort_misuse_("bytes_weak_clone", "too many weak views of one storage");
        }
    }
}

int bytes_downgrade(const Bytes *self, BytesWeak *out)
{
    if (self->storage != NULL && !is_enabled(self->storage)) {
        return BYTES_ENOTSUP;
    }
    add_weak(self->storage);
    *out = (BytesWeak){self->data, self->len, self->storage};
    return 0;
}

bool bytes_weak_upgrade(const BytesWeak *self, Bytes *out)
{
    size_t weight = 0;
    if (self->storage_ != NULL) {
        weight = storage_upgrade(self->storage_);
        if (weight == 0) {
            return false;
        }
    }
    *out = (Bytes){self->data_, self->len_, self->storage_, weight BYTES_NO_BIRTH_};
    BYTES_BORN_(out);
    return true;
}

BytesWeak bytes_weak_clone(const BytesWeak *self)
{
    add_weak(self->storage_);
    return *self;
}

bool bytes_weak_is_gone(const BytesWeak *self)
{
    /* Relaxed: once it is 0 it stays 0, and nothing else is concluded from it. */
    return self->storage_ != NULL && atomic_load_explicit(&self->storage_->total, memory_order_relaxed) == 0;
}

void bytes_weak_drop(BytesWeak *self)
{
    BytesStorage *const storage = self->storage_;
    *self = (BytesWeak){NULL, 0, NULL};
    if (storage != NULL) {
        storage_drop_weak(weak_storage(storage));
    }
}
