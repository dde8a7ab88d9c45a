/* SPDX-License-Identifier: MIT */
#include <bytes/mut.h>

#include <stdio.h>

#include "storage.h"

/* The least that a growing buffer gets: below it, growth in small steps would cost more than the bytes. */
enum { LEAST_CAPACITY = 64 };

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static BytesAllocator *allocator_of(const BytesMut *self)
{
    return self->storage != NULL ? self->storage->allocator : NULL;
}

static size_t offset_of(const BytesMut *self)
{
    return storage_offset_of(self->storage, self->data);
}

/* Is no other handle alive? Then the whole block is this buffer's to use. */
static bool owns_block(const BytesMut *self)
{
    return self->storage != NULL && storage_is_sole(self->storage, self->weight);
}

/* The bytes now lie at another offset of the block; each keeps its position in the stream. */
static inline void moved_in_block(BytesMut *self, size_t offset)
{
    uint8_t *begin = storage_data(self->storage);
    /* Casts: the position is kept modulo 2^32. */
    self->storage->origin += (uint32_t)offset_of(self) - (uint32_t)offset;
    memmove(begin + offset, self->data, self->len);
    storage_copied(self->storage->allocator, self->len);
    self->data = begin + offset;
    self->cap = self->storage->size - offset;
}

/* Move the bytes to a fresh block of at least `capacity`, behind `headroom` bytes of it. */
static int move_to_fresh(BytesMut *self, size_t headroom, size_t capacity, size_t initial)
{
    int error;
    BytesStorage *const fresh = storage_new(allocator_of(self), capacity, initial, &error);
    BytesMut out;
    if (fresh == NULL) {
        return error;
    }
    out.data = storage_data(fresh) + headroom;
    out.len = self->len;
    out.cap = fresh->size - headroom;
    out.storage = fresh;
    out.weight = BYTES_WEIGHT_WHOLE_;
    if (self->len != 0) {
        memcpy(out.data, self->data, self->len);
        storage_copied(fresh->allocator, self->len);
    }
    if (self->storage != NULL) {
        /* Casts: modulo 2^32, as above. */
        fresh->origin = self->storage->origin + (uint32_t)offset_of(self) - (uint32_t)headroom;
    }
    bytes_mut_drop(self);
    *self = out;
    return 0;
}

/* Change the size of the block in place, if its bytes are at its front and there are enough of them that copying the
 * whole block, which reallocation may do, is not a waste. */
static bool can_resize(const BytesMut *self)
{
    const BytesStorage *storage = self->storage;
    return storage_kind(storage) == STORAGE_ALLOCATED && offset_of(self) == 0 && self->len >= storage->size / 2 &&
           allocator_can_reallocate(storage->allocator);
}

static int resize_block(BytesMut *self, size_t capacity, size_t initial)
{
    int error;
    BytesStorage *const storage = storage_resize(self->storage, capacity, initial, &error);
    if (storage == NULL) {
        return error;
    }
    storage_copied(storage->allocator, self->len);
    self->storage = storage;
    self->data = storage_data(storage);
    self->cap = storage->size;
    self->weight = BYTES_WEIGHT_WHOLE_;
    return 0;
}

BytesBlock_ bytes_mut_make_(BytesAllocator *allocator, size_t headroom, size_t capacity, BytesRoom_ *room)
{
    BytesBlock_ out = {NULL, NULL};
    if (capacity > SIZE_MAX - headroom) {
        room->error = BYTES_EOVERFLOW;
        return out;
    }
    out.storage = storage_new(allocator, headroom + capacity, capacity, &room->error);
    if (out.storage != NULL) {
        out.data = storage_data_behind(out.storage, allocator) + headroom;
        room->cap = out.storage->size - headroom;
    }
    return out;
}

int bytes_mut_copy(const BytesMut *self, BytesMut *out)
{
    BytesMut copy = BYTES_MUT_EMPTY;
    int error = bytes_mut_with_capacity_in(allocator_of(self), self->len, &copy);
    if (error != 0) {
        return error;
    }
    if (self->len != 0) {
        memcpy(copy.data, self->data, self->len);
        storage_copied(copy.storage->allocator, self->len);
        copy.len = self->len;
    }
    *out = copy;
    return 0;
}

/* Room for `need` bytes in all, without allocating; if so, the weight is whole again. The caller owns the block. */
static bool reclaim(BytesMut *self, size_t need)
{
    const size_t whole = self->storage->size;
    const size_t offset = offset_of(self);
    if (need <= whole - offset) {
        self->cap = whole - offset;
        storage_reset(self->storage, &self->weight);
        return true;
    }
    /* Only if as much was consumed in front as has to be moved: then the move is paid for by what was consumed. It also
     * means that source and destination do not overlap. */
    if (need <= whole && offset >= self->len) {
        moved_in_block(self, 0);
        storage_reset(self->storage, &self->weight);
        return true;
    }
    return false;
}

bool bytes_mut_try_reclaim(BytesMut *self, size_t additional)
{
    if (additional <= self->cap - self->len) {
        return true;
    }
    return additional <= STORAGE_SIZE_MAX - self->len && owns_block(self) && reclaim(self, self->len + additional);
}

/* Twice a size, or as near as a size can come. */
static size_t twice(size_t size)
{
    return size <= STORAGE_SIZE_MAX / 4 ? 2 * size : size;
}

/* As bytes_mut_reserve() where there is no room; on success the weight is whole. */
static int grow(BytesMut *self, size_t additional)
{
    size_t need;
    size_t initial;
    if (additional > STORAGE_SIZE_MAX - self->len) {
        return BYTES_EOVERFLOW;
    }
    need = self->len + additional;
    if (self->storage == NULL) {
        need = larger(need, LEAST_CAPACITY);
        return move_to_fresh(self, 0, need, need);
    }
    initial = storage_initial(self->storage);
    if (!owns_block(self)) {
        return move_to_fresh(self, 0, larger(need, initial), initial);
    }
    if (reclaim(self, need)) {
        return 0;
    }
    need = larger(larger(need, twice(self->storage->size)), LEAST_CAPACITY);
    return can_resize(self) ? resize_block(self, need, initial) : move_to_fresh(self, 0, need, initial);
}

static NOT_INLINE BytesBlock_ grow_block(uint8_t *data, size_t len, BytesStorage *storage, size_t weight,
                                         size_t additional, BytesRoom_ *room)
{
    BytesMut buffer = {data, len, len, storage, weight};
    BytesBlock_ out = {NULL, NULL};
    room->error = grow(&buffer, additional);
    if (room->error == 0) {
        room->cap = buffer.cap;
        out.data = buffer.data;
        out.storage = buffer.storage;
    }
    return out;
}

BytesBlock_ bytes_mut_grow_(uint8_t *data, size_t len, BytesStorage *storage, size_t weight, size_t additional,
                            BytesRoom_ *room)
{
    /* Its capacity is not asked for: the caller has seen that it will not do. */
    BytesMut buffer = {data, len, len, storage, weight};
    BytesBlock_ out;
    /* What a read loop does again and again, in registers: nothing here may need the address of the buffer, nor may
     * this question, which bytes_mut_try_reclaim() asks too, be a function of its own: gcc passes the address then. */
    if (!BYTES_LIKELY(additional <= STORAGE_SIZE_MAX - len && owns_block(&buffer) &&
                      reclaim(&buffer, len + additional))) {
        return grow_block(data, len, storage, weight, additional, room);
    }
    room->cap = buffer.cap;
    out.data = buffer.data;
    out.storage = buffer.storage;
    return out;
}

int bytes_mut_shrink(BytesMut *self, size_t keep)
{
    const size_t want = larger(larger(self->len, keep), 1);
    size_t block;
    size_t initial;
    if (self->storage == NULL) {
        return 0;
    }
    block = storage_block_size(allocator_of(self), want);
    if (block == 0 || block >= bytes_mut_retained(self)) {
        return 0;
    }
    initial = keep < storage_initial(self->storage) ? keep : storage_initial(self->storage);
    return owns_block(self) && can_resize(self) ? resize_block(self, want, initial)
                                                : move_to_fresh(self, 0, want, initial);
}

int bytes_mut_vprintf(BytesMut *self, const char *format, va_list arguments)
{
    va_list again;
    int count;
    int error = 0;
    va_copy(again, arguments);
    count = vsnprintf(self->cap != self->len ? (char *)self->data + self->len : NULL, self->cap - self->len, format,
                      arguments); /* cast: char may be written as bytes */
    if (count > 0 && (size_t)count >= self->cap - self->len) {
        error = bytes_mut_reserve(self, (size_t)count + 1); /* + 1: vsnprintf() writes a NUL behind */
        if (error == 0) {
            count =
                vsnprintf((char *)self->data + self->len, self->cap - self->len, format, again); /* cast: as above */
        }
    }
    va_end(again);
    if (error != 0 || count < 0) {
        return error != 0 ? error : BYTES_EINVAL;
    }
    self->len += (size_t)count;
    return count;
}

int bytes_mut_printf(BytesMut *self, const char *format, ...)
{
    va_list arguments;
    int count;
    va_start(arguments, format);
    count = bytes_mut_vprintf(self, format, arguments);
    va_end(arguments);
    return count;
}

int bytes_mut_resize(BytesMut *self, size_t len, uint8_t value)
{
    if (len <= self->len) {
        self->len = len;
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

size_t bytes_mut_headroom(const BytesMut *self)
{
    return bytes_mut_is_unique(self) ? offset_of(self) : 0;
}

/* Make room for `len` bytes in front of the buffer's. */
static int grow_front(BytesMut *self, size_t len)
{
    const bool sole = owns_block(self);
    const size_t need = self->len + len;
    const size_t whole = self->storage != NULL ? self->storage->size : 0;
    size_t capacity;
    if (sole && offset_of(self) >= len) {
        return 0;
    }
    /* What is free after the move is at least as much as what is moved, and half of it is in front: as with reserve,
     * the bytes prepended since the last move pay for the next. */
    if (sole && need <= whole && whole - need >= self->len) {
        moved_in_block(self, len + (whole - need) / 2);
        return 0;
    }
    capacity = sole ? larger(need, twice(whole)) : larger(need, self->storage ? storage_initial(self->storage) : 0);
    capacity = larger(capacity, LEAST_CAPACITY);
    if (capacity < twice(need)) {
        capacity = twice(need);
    }
    return move_to_fresh(self, len + (capacity - need) / 2, capacity,
                         self->storage != NULL ? storage_initial(self->storage) : capacity);
}

int bytes_mut_prepend(BytesMut *self, const void *data, size_t len)
{
    const bool own = bytes_mut_has_(self, data);
    const size_t distance = own ? (size_t)((uintptr_t)data - (uintptr_t)self->data) : 0;
    int error;
    if (len == 0) {
        return 0;
    }
    if (len > STORAGE_SIZE_MAX - self->len) {
        return BYTES_EOVERFLOW;
    }
    error = grow_front(self, len);
    if (error == 0) {
        memcpy(self->data - len, own ? self->data + distance : data, len);
        self->data -= len;
        self->len += len;
        self->cap += len;
    }
    return error;
}

int bytes_mut_reserve_slot(BytesMut *self, size_t width, BytesSlot *out)
{
    int error;
    if (width == 0) {
        return BYTES_EINVAL;
    }
    if (self->len > UINT32_MAX || width > UINT32_MAX - self->len) {
        return BYTES_EOVERFLOW;
    }
    error = bytes_mut_put_bytes(self, 0, width);
    if (error == 0) {
        /* Cast: a position is kept modulo 2^32, which is why longer buffers have no slots. */
        out->position_ = self->storage->origin + (uint32_t)(offset_of(self) + self->len - width);
        out->width = width;
    }
    return error;
}

int bytes_mut_fill_slot(BytesMut *self, BytesSlot *slot, const void *data, size_t len)
{
    uint32_t at;
    if (slot->width == 0 || slot->width != len) {
        return BYTES_EINVAL;
    }
    if (self->storage == NULL || self->len > UINT32_MAX || len > self->len) {
        return BYTES_ERANGE;
    }
    at = slot->position_ - (self->storage->origin + (uint32_t)offset_of(self)); /* cast: modulo 2^32 */
    if (at > self->len - len) {
        return BYTES_ERANGE;
    }
    memcpy(self->data + at, data, len);
    slot->width = 0;
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
    } else if (self->len == 0 && other->len != 0) {
        BytesMut old = bytes_mut_move(self);
        *self = bytes_mut_move(other);
        if (same) {
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
    bytes_join_weight_(self->storage, &self->weight, other->weight);
    *other = (BytesMut)BYTES_MUT_EMPTY;
    return 0;
}

int bytes_mut_unsplit(BytesMut *self, BytesMut *other)
{
    int error;
    if (self == other) {
        bytes_abort_misuse_("bytes_mut_unsplit", "a buffer cannot be appended to itself");
    }
    if (bytes_mut_try_unsplit(self, other) == 0) {
        return 0;
    }
    error = bytes_mut_put(self, other->data, other->len);
    if (error == 0) {
        storage_copied(self->storage->allocator, other->len);
        bytes_mut_drop(other);
    }
    return error;
}

bool bytes_mut_is_unique(const BytesMut *self)
{
    return self->storage != NULL && storage_is_sole(self->storage, self->weight);
}

size_t bytes_mut_retained(const BytesMut *self)
{
    return self->storage != NULL ? storage_retained(self->storage) : 0;
}
