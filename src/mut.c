/* SPDX-License-Identifier: MIT */
#include "mut_internal.h"

#include <string.h>

#include "format.h"
#include "isolate.h"
#include "view_internal.h"

int bytes_mut_copy(const BytesMut *self, BytesMut *out)
{
    BytesMut copy = BYTES_MUT_EMPTY;
    const int error = bytes_mut_with_capacity_in(mut_allocator(self), self->len, &copy);
    if (error != 0) {
        return error;
    }
    if (self->len != 0) { /* memcpy() does not take NULL */
        BYTES_SPARE_USE_(&copy, self->len);
        memcpy(copy.data, self->data, self->len);
        storage_copied(copy.storage->allocator, self->len);
        copy.len = self->len;
    }
    *out = copy;
    return 0;
}

static int reserve(void *self, size_t count)
{
    return bytes_mut_reserve(self, count);
}

int bytes_mut_vprintf(BytesMut *self, const char *format, va_list arguments)
{
    size_t count;
    const int error = format_into(self, reserve, self, format, arguments, &count);
    if (error != 0) {
        return error;
    }
    BYTES_SPARE_COMMIT_(self, count);
    self->len += count;
    return 0;
}

int bytes_mut_printf(BytesMut *self, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int error = bytes_mut_vprintf(self, format, arguments);
    va_end(arguments);
    return error;
}

int bytes_mut_resize(BytesMut *self, size_t len, uint8_t value)
{
    if (len <= self->len) {
        self->len = len;
        BYTES_SPARE_HIDE_(self);
        return 0;
    }
    return bytes_mut_put_bytes(self, value, len - self->len);
}

int bytes_mut_extend_from_within(BytesMut *self, size_t begin, size_t end)
{
    if (begin > end || end > self->len) {
        bytes_abort_range_("bytes_mut_extend_from_within", begin, end, self->len);
    }
    return bytes_mut_put(self, bytes_mut_at_(self->data, begin), end - begin);
}

/* Position in the stream, modulo 2^32, of the buffer's first byte. */
static uint32_t position(const BytesMut *self)
{
    return self->storage->origin + (uint32_t)mut_offset(self);
}

int bytes_mut_reserve_slot(BytesMut *self, size_t width, BytesSlot *out)
{
    if (width == 0) {
        return BYTES_EINVAL;
    }
    if (self->len > UINT32_MAX || width > UINT32_MAX - self->len) {
        return BYTES_EOVERFLOW; /* positions would repeat */
    }
    const int error = bytes_mut_put_bytes(self, 0, width);
    if (error != 0) {
        return error;
    }
    out->position_ = position(self) + (uint32_t)(self->len - width);
    out->width = width;
    return 0;
}

int bytes_mut_fill_slot(BytesMut *self, BytesSlot *slot, const void *data, size_t len)
{
    if (slot->width == 0 || slot->width != len) {
        return BYTES_EINVAL;
    }
    if (self->storage == NULL || self->len > UINT32_MAX || len > self->len) {
        return BYTES_ERANGE;
    }
    const uint32_t offset = slot->position_ - position(self);
    if (offset > self->len - len) {
        return BYTES_ERANGE;
    }
    memcpy(self->data + offset, data, len);
    slot->width = 0;
    return 0;
}

void bytes_mut_split_freeze_many(BytesMut *self, size_t at, const BytesRange *ranges, size_t count, Bytes *out)
{
    static const char function[] = "bytes_mut_split_freeze_many";
    if (at > self->len) {
        bytes_abort_range_(function, 0, at, self->len);
    }
    /* One share of the buffer's weight for all views, so that it lasts as long as with bytes_mut_split_freeze(). */
    Bytes head = bytes_mut_split_freeze(self, at);
    view_slice_many(function, &head, ranges, count, out);
    if (BYTES_ISOLATE) {
        bytes_drop(&head); /* of another storage */
    } else if (head.storage != NULL) {
        BYTES_DIES_(&head);
        bytes_join_weight_(self->storage, &self->weight, head.weight);
    }
}

int bytes_mut_try_split_freeze_many(BytesMut *self, size_t at, const BytesRange *ranges, size_t count, Bytes *out)
{
    if (at > self->len || !view_has_ranges(at, ranges, count)) {
        return BYTES_ERANGE;
    }
    bytes_mut_split_freeze_many(self, at, ranges, count, out);
    return 0;
}

int bytes_mut_try_unsplit(BytesMut *self, BytesMut *other)
{
    const bool same = self->storage != NULL && self->storage == other->storage;
    if (self == other) {
        return self->len == 0 ? 0 : BYTES_EXDEV;
    }
    if (same && self->data + self->cap == other->data && (self->len == self->cap || other->len == 0)) {
        self->len += other->len;
        self->cap += other->cap;
        BYTES_SPARE_HIDE_(self);
    } else if (self->len == 0 && other->len != 0) {
        BytesMut old = bytes_mut_move(self);
        *self = bytes_mut_move(other);
        if (same) {
            BYTES_DIES_(&old);
            bytes_join_weight_(self->storage, &self->weight, old.weight);
        } else {
            bytes_mut_drop(&old);
        }
        return 0;
    } else if (other->len != 0) {
        return BYTES_EXDEV;
    } else if (!same) {
        bytes_mut_drop(other);
        return 0;
    }
    BYTES_DIES_(other);
    bytes_join_weight_(self->storage, &self->weight, other->weight);
    *other = (BytesMut)BYTES_MUT_EMPTY;
    return 0;
}

int bytes_mut_unsplit(BytesMut *self, BytesMut *other)
{
    if (self == other) {
        bytes_abort_misuse_("bytes_mut_unsplit", "a buffer cannot be appended to itself");
    }
    if (bytes_mut_try_unsplit(self, other) == 0) {
        return 0;
    }
    const int error = bytes_mut_put(self, other->data, other->len);
    if (error != 0) {
        return error;
    }
    storage_copied(self->storage->allocator, other->len);
    bytes_mut_drop(other);
    return 0;
}

/* Copies of the mode `isolate` are read-only while they are views. */
static inline void make_writable(BytesStorage *storage)
{
#if BYTES_ISOLATE
    if (storage_is_isolated(storage)) {
        guard_set_writable(storage_data(storage), storage->size, true);
    }
#else
    (void)storage;
#endif
}

int bytes_try_into_mut(Bytes *self, BytesMut *out)
{
    BytesStorage *const storage = self->storage;
    BytesMut result = BYTES_MUT_EMPTY;
    if (self->len != 0) {
        if (storage == NULL || !storage_is_writable(storage)) {
            return BYTES_EACCES;
        }
        if (!storage_is_unique(storage, self->weight)) {
            return BYTES_EBUSY;
        }
        const size_t offset = storage_offset_of(storage, self->data);
        make_writable(storage);
        result.data = storage_data(storage) + offset; /* self->data, without its const */
        result.len = self->len;
        result.cap = storage->size - offset;
        result.storage = storage;
        result.weight = self->weight;
        BYTES_SPARE_HIDE_(&result);
        BYTES_MOVES_(self, &result);
    }
    *self = bytes_detached_(NULL);
    *out = result;
    return 0;
}

int bytes_into_mut(Bytes *self, BytesMut *out)
{
    int error = bytes_try_into_mut(self, out);
    if (error != BYTES_EBUSY && error != BYTES_EACCES) {
        return error;
    }
    Bytes copy;
    error = bytes_copy_in(self->storage != NULL ? self->storage->allocator : NULL, self->data, self->len, &copy);
    if (error != 0) {
        return error;
    }
    bytes_drop(self);
    return bytes_try_into_mut(&copy, out); /* succeeds: the copy is unique and writable */
}

bool bytes_mut_is_unique(const BytesMut *self)
{
    return mut_is_unique(self);
}

size_t bytes_mut_block_capacity(const BytesMut *self)
{
    return self->storage != NULL ? self->storage->size : 0;
}

size_t bytes_mut_retained(const BytesMut *self)
{
    return self->storage != NULL ? storage_retained(self->storage) : 0;
}

#if BYTES_ISOLATE
BytesMut bytes_mut_isolated_(BytesMut shared)
{
    if (shared.len == 0 || !isolate_is_possible(shared.storage)) {
        return shared;
    }
    AdoptedStorage *const copy = isolate_storage(shared.storage->allocator, shared.cap);
    if (copy == NULL) {
        return shared;
    }
    memcpy(copy->data, shared.data, shared.len);
    isolate_inherit(&copy->header, shared.storage, shared.data);
    BytesMut out = shared;
    out.data = copy->data;
    out.storage = &copy->header;
    out.weight = BYTES_WEIGHT_WHOLE_;
    BYTES_PINS_(&out);
    BYTES_SPARE_HIDE_(&out);
    BYTES_GIVEN_BACK_(&shared, shared.cap);
    bytes_release_(shared.storage, shared.weight);
    return out;
}
#endif
