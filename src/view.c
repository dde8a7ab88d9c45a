/* SPDX-License-Identifier: MIT */
#include <bytes/view.h>

#include <stdlib.h>

#include "allocator.h"
#include "storage.h"

/* The external definitions of the header's inline functions. */
extern inline size_t bytes_take_weight_(BytesStorage *storage, size_t *weight);
extern inline void bytes_join_weight_(BytesStorage *storage, size_t *weight, size_t more);
extern inline Bytes bytes_detached_(const uint8_t *data);
extern inline const uint8_t *bytes_at_(const uint8_t *data, size_t offset);
extern inline Bytes bytes_static(const void *data, size_t len);
extern inline Bytes bytes_share_slice(Bytes *self, size_t begin, size_t end);
extern inline int bytes_try_share_slice(Bytes *self, size_t begin, size_t end, Bytes *out);
extern inline Bytes bytes_share(Bytes *self);
extern inline Bytes bytes_move(Bytes *self);
extern inline Bytes bytes_split_to(Bytes *self, size_t at);
extern inline int bytes_try_split_to(Bytes *self, size_t at, Bytes *out);
extern inline Bytes bytes_split_off(Bytes *self, size_t at);
extern inline int bytes_try_split_off(Bytes *self, size_t at, Bytes *out);
extern inline int bytes_try_unsplit(Bytes *self, Bytes *other);
extern inline int bytes_reabsorb(Bytes *self, Bytes *other);
extern inline void bytes_drop(Bytes *self);
extern inline void bytes_clear(Bytes *self);
extern inline void bytes_truncate(Bytes *self, size_t len);
extern inline void bytes_advance(Bytes *self, size_t count);
extern inline int bytes_try_advance(Bytes *self, size_t count);
extern inline bool bytes_is_static(const Bytes *self);
extern inline bool bytes_same_storage(const Bytes *a, const Bytes *b);
extern inline BytesSpan bytes_span(const Bytes *self);

int bytes_copy_in(BytesAllocator *allocator, const void *data, size_t len, Bytes *out)
{
    BytesStorage *storage;
    uint8_t *place;
    int error;
    if (len == 0) {
        *out = bytes_detached_(NULL);
        return 0;
    }
    storage = storage_new(allocator, len, len, &error);
    if (storage == NULL) {
        return error;
    }
    place = storage_data(storage);
    memcpy(place, data, len);
    storage_copied(allocator, len);
    out->data = place;
    out->len = len;
    out->storage = storage;
    out->weight = BYTES_WEIGHT_WHOLE_;
    return 0;
}

int bytes_copy(const void *data, size_t len, Bytes *out)
{
    return bytes_copy_in(NULL, data, len, out);
}

int bytes_take(void *data, size_t len, enum BytesAccess access, BytesRelease *release, void *context, Bytes *out)
{
    return bytes_take_in(NULL, data, len, access, release, context, out);
}

static void release_malloc(void *data, size_t len, void *context)
{
    (void)len;
    (void)context;
    free(data);
}

int bytes_take_malloc(void *data, size_t len, Bytes *out)
{
    return bytes_take_in(NULL, data, len, BYTES_WRITABLE, release_malloc, NULL, out);
}

/* A handle to a range that has been checked, from a handle that others may be using. */
static Bytes slice(const Bytes *self, size_t begin, size_t end)
{
    Bytes out = bytes_detached_(bytes_at_(self->data, begin));
    if (begin != end) {
        out.len = end - begin;
        out.storage = self->storage;
        out.weight = self->storage != NULL ? storage_add_share(self->storage) : 0;
    }
    return out;
}

Bytes bytes_clone(const Bytes *self)
{
    return slice(self, 0, self->len);
}

Bytes bytes_slice(const Bytes *self, size_t begin, size_t end)
{
    Bytes out;
    if (bytes_try_slice(self, begin, end, &out) != 0) {
        bytes_abort_range_("bytes_slice", begin, end, self->len);
    }
    return out;
}

int bytes_try_slice(const Bytes *self, size_t begin, size_t end, Bytes *out)
{
    if (begin > end || end > self->len) {
        return BYTES_ERANGE;
    }
    *out = slice(self, begin, end);
    return 0;
}

Bytes bytes_slice_ref(const Bytes *self, const void *data, size_t len)
{
    /* As numbers: comparing pointers that may be into different objects is undefined. */
    const size_t offset = (size_t)((uintptr_t)data - (uintptr_t)self->data);
    if (len == 0) {
        return bytes_detached_((const uint8_t *)data); /* cast: bytes of any object */
    }
    if (offset > self->len || len > self->len - offset) {
        bytes_abort_range_("bytes_slice_ref", offset, len > SIZE_MAX - offset ? SIZE_MAX : offset + len, self->len);
    }
    return slice(self, offset, offset + len);
}

int bytes_try_slice_many(Bytes *self, const BytesRange *ranges, size_t count, Bytes *out)
{
    BytesStorage *const storage = self->storage;
    size_t shares = 0; /* empty ranges get none */
    size_t part = 0;
    for (size_t i = 0; i < count; i++) {
        if (ranges[i].begin > ranges[i].end || ranges[i].end > self->len) {
            return BYTES_ERANGE;
        }
        shares += ranges[i].begin != ranges[i].end;
    }
    if (storage != NULL && shares != 0) {
        if (self->weight <= shares) {
            storage_add_many(storage, &self->weight, shares);
        }
        /* Equal parts of half of the weight: one division, and no chain of subtractions through the loop. */
        part = self->weight / 2 / shares;
        part = part == 0 ? 1 : part > BYTES_WEIGHT_SHARE_ ? BYTES_WEIGHT_SHARE_ : part;
    }
    for (size_t i = 0; i < count; i++) {
        const bool empty = ranges[i].begin == ranges[i].end;
        out[i].data = bytes_at_(self->data, ranges[i].begin);
        out[i].len = ranges[i].end - ranges[i].begin;
        out[i].storage = empty ? NULL : storage;
        out[i].weight = empty ? 0 : part;
    }
    self->weight -= shares * part; /* at most half of it, or, in parts of 1, all but 1 */
    return 0;
}

void bytes_slice_many(Bytes *self, const BytesRange *ranges, size_t count, Bytes *out)
{
    if (bytes_try_slice_many(self, ranges, count, out) != 0) {
        for (size_t i = 0; i < count; i++) {
            if (ranges[i].begin > ranges[i].end || ranges[i].end > self->len) {
                bytes_abort_range_("bytes_slice_many", ranges[i].begin, ranges[i].end, self->len);
            }
        }
    }
}

void bytes_drop_all(Bytes *handles, size_t count)
{
    BytesStorage *storage = NULL;
    size_t weight = 0;
    for (size_t i = 0; i < count; i++) {
        BytesStorage *const next = handles[i].storage;
        const size_t more = handles[i].weight;
        handles[i] = bytes_detached_(NULL);
        if (next == NULL) {
            continue;
        }
        /* A sum that no longer fits takes a million million handles, or half as many narrow ones. */
        if (next != storage || weight > SIZE_MAX - more) {
            if (storage != NULL) {
                bytes_release_(storage, weight);
            }
            storage = next;
            weight = 0;
        }
        weight += more;
    }
    if (storage != NULL) {
        bytes_release_(storage, weight);
    }
}

bool bytes_is_unique(const Bytes *self)
{
    return self->storage != NULL && storage_is_sole(self->storage, self->weight);
}

size_t bytes_retained(const Bytes *self)
{
    return self->storage != NULL ? storage_retained(self->storage) : 0;
}

int bytes_compact_in(BytesAllocator *allocator, Bytes *self, size_t multiple)
{
    const size_t pinned = bytes_retained(self);
    Bytes copy;
    int error;
    /* pinned <= multiple * len, without the product */
    const bool little = multiple != 0 && pinned / multiple + (pinned % multiple != 0) <= self->len;
    if (self->len == 0 || little || storage_block_size(allocator, self->len) >= pinned) {
        return 0;
    }
    error = bytes_copy_in(allocator, self->data, self->len, &copy);
    if (error != 0) {
        return error;
    }
    bytes_drop(self);
    *self = copy;
    return 1;
}

int bytes_compact(Bytes *self, size_t multiple)
{
    return bytes_compact_in(NULL, self, multiple);
}

int bytes_try_copy_to(const Bytes *self, size_t offset, size_t count, void *out)
{
    if (offset > self->len || count > self->len - offset) {
        return BYTES_ERANGE;
    }
    if (count != 0) {
        memcpy(out, self->data + offset, count);
        storage_copied(self->storage != NULL ? self->storage->allocator : NULL, count);
    }
    return 0;
}

void bytes_copy_to(const Bytes *self, size_t offset, size_t count, void *out)
{
    if (bytes_try_copy_to(self, offset, count, out) != 0) {
        const size_t end = count > SIZE_MAX - offset ? SIZE_MAX : offset + count;
        bytes_abort_range_("bytes_copy_to", offset, end, self->len);
    }
}

int bytes_try_into_mut(Bytes *self, BytesMut *out)
{
    BytesStorage *const storage = self->storage;
    BytesMut result = {NULL, 0, 0, NULL, 0};
    if (self->len != 0) {
        if (storage == NULL || !storage_is_writable(storage)) {
            return BYTES_EACCES;
        }
        if (!storage_is_sole(storage, self->weight)) {
            return BYTES_EBUSY;
        }
        /* The sole owner of writable storage: all of it is this handle's, and it was not const when it was made. */
        result.data = storage_data(storage) + storage_offset_of(storage, self->data);
        result.len = self->len;
        result.cap = storage->size - storage_offset_of(storage, self->data);
        result.storage = storage;
        result.weight = self->weight;
    }
    *self = bytes_detached_(NULL);
    *out = result;
    return 0;
}

int bytes_into_mut(Bytes *self, BytesMut *out)
{
    Bytes copy;
    int error = bytes_try_into_mut(self, out);
    if (error != BYTES_EBUSY && error != BYTES_EACCES) {
        return error;
    }
    error = bytes_copy_in(self->storage != NULL ? self->storage->allocator : NULL, self->data, self->len, &copy);
    if (error != 0) {
        return error;
    }
    bytes_drop(self);
    return bytes_try_into_mut(&copy, out); /* succeeds: the copy is unshared and writable */
}

int bytes_to_raw(Bytes *self, void **out)
{
    Bytes *box = (Bytes *)allocator_allocate(NULL, sizeof(*box)); /* cast: aligned for any type */
    if (box == NULL) {
        return BYTES_ENOMEM;
    }
    *box = bytes_move(self);
    *out = box;
    return 0;
}

Bytes bytes_from_raw(void *raw)
{
    Bytes *box = (Bytes *)raw; /* cast: bytes_to_raw() made it one */
    Bytes out = *box;
    allocator_deallocate(NULL, box, sizeof(*box));
    return out;
}
