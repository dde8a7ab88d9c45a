/* SPDX-License-Identifier: MIT */
#include <bytes/view.h>

#include <stdlib.h>

#include "storage.h"

BytesBlock_ bytes_copy_(BytesAllocator *allocator, const void *data, size_t len, int *error)
{
    BytesBlock_ out = {NULL, storage_new(allocator, len, len, error)};
    if (out.storage != NULL) {
        out.data = memcpy(storage_data_behind(out.storage, allocator), data, len);
        storage_copied(allocator, len);
    }
    return out;
}

int bytes_adopt(void *data, size_t len, enum BytesAccess access, BytesRelease *release, void *context, Bytes *out)
{
    return bytes_adopt_in(NULL, data, len, access, release, context, out);
}

static void release_malloc(void *data, size_t len, void *context)
{
    (void)len;
    (void)context;
    free(data);
}

int bytes_adopt_malloc(void *data, size_t len, Bytes *out)
{
    return bytes_adopt_in(NULL, data, len, BYTES_WRITABLE, release_malloc, NULL, out);
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
    return bytes_slice(self, offset, offset + len);
}

/* What each of `count` shares gets: equal parts of half of the weight, which takes one division, and no chain of
 * subtractions through the loop that hands them out. */
static size_t part_of_weight(Bytes *self, const BytesRange *ranges, size_t count)
{
    size_t part;
    if (self->storage == NULL || count == 0) {
        return 0;
    }
    if (self->weight <= count) {
        size_t shares = 0; /* empty ranges get none */
        for (size_t i = 0; i < count; i++) {
            shares += ranges[i].begin != ranges[i].end;
        }
        if (self->weight <= shares) {
            storage_add_many(self->storage, &self->weight, shares);
        }
    }
    part = self->weight / 2 / count;
    return part == 0 ? 1 : part > BYTES_WEIGHT_SHARE_ ? BYTES_WEIGHT_SHARE_ : part;
}

void bytes_slice_many(Bytes *self, const BytesRange *ranges, size_t count, Bytes *out)
{
    BytesStorage *const storage = self->storage;
    const uint8_t *const data = self->data;
    const size_t len = self->len;
    const size_t part = part_of_weight(self, ranges, count);
    size_t empty = 0;
    /* Checked as they are made: a loop of its own for that costs a third more, and before an abort it makes no
     * difference. */
    for (size_t i = 0; i < count; i++) {
        const size_t begin = ranges[i].begin;
        const size_t end = ranges[i].end;
        if (BYTES_LIKELY(begin < end && end <= len)) {
            out[i].data = data + begin;
            out[i].len = end - begin;
            out[i].storage = storage;
            out[i].weight = part;
            continue;
        }
        if (begin > end || end > len) {
            bytes_abort_range_("bytes_slice_many", begin, end, len);
        }
        out[i] = bytes_detached_(bytes_at_(data, begin));
        empty++;
    }
    self->weight -= (count - empty) * part; /* at most half of it, or, in parts of 1, all but 1 */
}

int bytes_try_slice_many(Bytes *self, const BytesRange *ranges, size_t count, Bytes *out)
{
    for (size_t i = 0; i < count; i++) {
        if (ranges[i].begin > ranges[i].end || ranges[i].end > self->len) {
            return BYTES_ERANGE;
        }
    }
    bytes_slice_many(self, ranges, count, out);
    return 0;
}

void bytes_drop_all(Bytes *handles, size_t count)
{
    size_t i = 0;
    while (i < count) {
        BytesStorage *const storage = handles[i].storage;
        size_t weight = 0; /* does not overflow: the weights of all handles to one storage fit its count */
        do {
            weight += handles[i].weight;
            memset(&handles[i], 0, sizeof handles[i]); /* two wide stores, where an assignment is four */
            i++;
        } while (i < count && (handles[i].storage == storage || handles[i].storage == NULL));
        if (storage != NULL) {
            bytes_release_(storage, weight);
        }
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
