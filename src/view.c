/* SPDX-License-Identifier: MIT */
#include "view_internal.h"

#include <string.h>

#include "isolate.h"
#include "poison.h"
#include "sizes.h"
#include "storage_internal.h"

BytesBlock_ bytes_copy_(BytesAllocator *allocator, const void *data, size_t len, int *error)
{
    BytesBlock_ out = {NULL, NULL};
#if BYTES_ISOLATE
    out = allocator == NULL ? isolate_copy(allocator, data, len) : out;
    if (out.storage != NULL) {
        return out;
    }
#endif
    out.storage = storage_new(allocator, len, len, error);
    if (out.storage != NULL) {
        out.data = memcpy(storage_allocated_data(out.storage, allocator), data, len);
        poison_hide(out.data + len, out.storage->size - len);
        storage_copied(allocator, len);
    }
    return out;
}

static BytesAllocator *allocator_of(const Bytes *self)
{
    return self->storage != NULL ? self->storage->allocator : NULL;
}

/* offset + count for a message, where the sum may overflow. */
static size_t end_of(size_t offset, size_t count)
{
    return count > SIZE_MAX - offset ? SIZE_MAX : offset + count;
}

/* Offset of an address in the view. As numbers: pointers into different objects cannot be compared. */
static size_t offset_of(const Bytes *self, const void *data)
{
    return (size_t)((uintptr_t)data - (uintptr_t)self->data);
}

Bytes bytes_slice_ref(const Bytes *self, const void *data, size_t len)
{
    Bytes out;
    if (bytes_try_slice_ref(self, data, len, &out) != 0) {
        const size_t offset = offset_of(self, data);
        bytes_abort_range_("bytes_slice_ref", offset, end_of(offset, len), self->len);
    }
    return out;
}

int bytes_try_slice_ref(const Bytes *self, const void *data, size_t len, Bytes *out)
{
    if (len == 0) {
        *out = bytes_detached_(data);
        return 0;
    }
    const size_t offset = offset_of(self, data);
    if (offset > self->len || len > self->len - offset) {
        return BYTES_ERANGE;
    }
    *out = bytes_slice(self, offset, offset + len);
    return 0;
}

/* The weight of each of `count` shares: equal parts of half of the handle's. That is one division, where splitting
 * again and again would be a chain of subtractions through the loop. */
static size_t weight_of_each(Bytes *self, const BytesRange *ranges, size_t count)
{
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
    return size_min(size_max(self->weight / 2 / count, 1), BYTES_WEIGHT_SHARE_);
}

void view_slice_many(const char *function, Bytes *self, const BytesRange *ranges, size_t count, Bytes *out)
{
    BytesStorage *const storage = self->storage;
    const uint8_t *const data = self->data;
    const size_t len = self->len;
    const size_t weight = weight_of_each(self, ranges, count);
    size_t empty = 0;
    /* Checked while they are made: a loop of its own costs a third more, and before an abort it makes no difference. */
    for (size_t i = 0; i < count; i++) {
        const size_t begin = ranges[i].begin;
        const size_t end = ranges[i].end;
        if (BYTES_LIKELY(begin < end && end <= len)) {
            out[i].data = data + begin;
            out[i].len = end - begin;
            out[i].storage = storage;
            out[i].weight = weight;
            BYTES_BORN_(&out[i]);
            continue;
        }
        if (begin > end || end > len) {
            bytes_abort_range_(function, begin, end, len);
        }
        out[i] = bytes_detached_(bytes_at_(data, begin));
        empty++;
    }
    self->weight -= (count - empty) * weight; /* at most half of it or, in parts of 1, all but 1 */
    for (size_t i = 0; BYTES_ISOLATE && i < count; i++) {
        out[i] = BYTES_ISOLATED_(out[i]);
    }
}

void bytes_slice_many(Bytes *self, const BytesRange *ranges, size_t count, Bytes *out)
{
    view_slice_many("bytes_slice_many", self, ranges, count, out);
}

bool view_has_ranges(size_t len, const BytesRange *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ranges[i].begin > ranges[i].end || ranges[i].end > len) {
            return false;
        }
    }
    return true;
}

int bytes_try_slice_many(Bytes *self, const BytesRange *ranges, size_t count, Bytes *out)
{
    if (!view_has_ranges(self->len, ranges, count)) {
        return BYTES_ERANGE;
    }
    bytes_slice_many(self, ranges, count, out);
    return 0;
}

void bytes_drop_all(Bytes *handles, size_t count)
{
    size_t i = 0;
    while (i < count) {
        BytesStorage *const storage = handles[i].storage;
        size_t weight = 0; /* no overflow: the weights of all handles to one storage fit its total */
        do {
            weight += handles[i].weight;
            BYTES_DIES_(&handles[i]);
            memset(&handles[i], 0, sizeof(handles[i])); /* two wide stores, where an assignment is four */
            i++;
        } while (i < count && (handles[i].storage == storage || handles[i].storage == NULL));
        if (storage != NULL) {
            bytes_release_(storage, weight);
        }
    }
}

bool bytes_is_unique(const Bytes *self)
{
    return self->storage != NULL && storage_is_unique(self->storage, self->weight);
}

bool bytes_is_writable(const Bytes *self)
{
    return self->storage != NULL && storage_is_writable(self->storage);
}

size_t bytes_retained(const Bytes *self)
{
    return self->storage != NULL ? storage_retained(self->storage) : 0;
}

int bytes_compact_in(BytesAllocator *allocator, Bytes *self, size_t multiple)
{
    const size_t pinned = bytes_retained(self);
    /* pinned <= multiple * len, without the product */
    const bool little = multiple != 0 && pinned / multiple + (pinned % multiple != 0) <= self->len;
    if (self->len == 0 || little || storage_block_size(allocator, self->len) >= pinned) {
        return 0;
    }
    Bytes copy;
    const int error = bytes_copy_in(allocator, self->data, self->len, &copy);
    if (error != 0) {
        return error;
    }
    bytes_drop(self);
    *self = copy;
    return 0;
}

int bytes_compact(Bytes *self, size_t multiple)
{
    return bytes_compact_in(allocator_of(self), self, multiple);
}

int bytes_try_copy_to(const Bytes *self, size_t offset, size_t count, void *out)
{
    if (offset > self->len || count > self->len - offset) {
        return BYTES_ERANGE;
    }
    if (count != 0) { /* memcpy() does not take NULL */
        memcpy(out, self->data + offset, count);
        storage_copied(allocator_of(self), count);
    }
    return 0;
}

void bytes_copy_to(const Bytes *self, size_t offset, size_t count, void *out)
{
    if (bytes_try_copy_to(self, offset, count, out) != 0) {
        bytes_abort_range_("bytes_copy_to", offset, end_of(offset, count), self->len);
    }
}

int bytes_to_raw(Bytes *self, void **out)
{
    Bytes *const box = allocator_allocate(NULL, sizeof(*box));
    if (box == NULL) {
        return BYTES_ENOMEM;
    }
    *box = bytes_move(self);
    *out = box;
    return 0;
}

Bytes bytes_from_raw(void *raw)
{
    Bytes *const box = raw;
    const Bytes out = *box;
    allocator_deallocate(NULL, box, sizeof(*box));
    return out;
}
