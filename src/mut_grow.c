/* SPDX-License-Identifier: MIT */
/* Capacity: how a buffer gets more of it, behind its bytes and in front of them, and gives it back. */
#include "mut_internal.h"

#include <assert.h>
#include <string.h>

#include "poison.h"
#include "sizes.h"

/* Capacity of a buffer that grows from nothing: below it, growth in small steps would cost more than the bytes. */
enum { CAPACITY_MIN = 64 };

BytesBlock_ bytes_mut_make_(BytesAllocator *allocator, size_t headroom, size_t capacity, BytesGrowth_ *growth)
{
    BytesBlock_ out = {NULL, NULL};
    if (capacity > SIZE_MAX - headroom) {
        growth->error = BYTES_EOVERFLOW;
        return out;
    }
    out.storage = storage_new(allocator, headroom + capacity, capacity, &growth->error);
    if (out.storage != NULL) {
        out.data = storage_allocated_data(out.storage, allocator) + headroom;
        growth->cap = out.storage->size - headroom;
        poison_hide(out.data - headroom, headroom);
    }
    return out;
}

/* Poison what a unique buffer has free in its block, in front of its bytes and behind them. */
static inline void hide_free(const BytesMut *self)
{
    poison_hide(storage_data(self->storage), mut_offset(self));
    BYTES_SPARE_HIDE_(self);
}

/* Make accessible where a unique buffer's bytes are moved to: all but what they themselves are in. */
static inline void show_target(const BytesMut *self, uint8_t *to)
{
    if (to < self->data) {
        poison_show(to, size_min((size_t)(self->data - to), self->len));
    } else {
        const size_t shared = size_min(self->len, (size_t)(to - self->data));
        poison_show(to + (self->len - shared), shared);
    }
}

/* Move the bytes to another offset of their block. */
static inline void move_in_block(BytesMut *self, size_t offset)
{
    uint8_t *const begin = storage_data(self->storage);
    /* Each byte keeps its position in the stream. Casts: positions are modulo 2^32. */
    self->storage->origin += (uint32_t)mut_offset(self) - (uint32_t)offset;
    show_target(self, begin + offset);
    memmove(begin + offset, self->data, self->len);
    storage_copied(self->storage->allocator, self->len);
    self->data = begin + offset;
    self->cap = self->storage->size - offset;
    hide_free(self);
}

/* NOLINTNEXTLINE(misc-redundant-expression): of two macros, which it does not see. */
static_assert(BYTES_MUT_INITIAL_MAX == STORAGE_INITIAL_DEFAULT_MAX, "as documented");

/* The initial capacity, for a fresh block. A buffer without storage gets it now. */
static size_t initial_capacity(const BytesMut *self, size_t capacity)
{
    return self->storage != NULL ? storage_initial(self->storage) : size_min(capacity, BYTES_MUT_INITIAL_MAX);
}

/* Move the bytes to a fresh block of at least `capacity` bytes, `headroom` of them in front. */
static int move_to_fresh(BytesMut *self, size_t headroom, size_t capacity, size_t initial)
{
    int error;
    BytesStorage *const fresh = storage_new(mut_allocator(self), capacity, initial, &error);
    if (fresh == NULL) {
        return error;
    }
    storage_set_initial(fresh, initial);
    BytesMut out = {storage_data(fresh) + headroom, self->len, fresh->size - headroom, fresh,
                    BYTES_WEIGHT_WHOLE_ BYTES_NO_BIRTH_};
    if (self->len != 0) {
        memcpy(out.data, self->data, self->len);
        storage_copied(fresh->allocator, self->len);
    }
    if (self->storage != NULL) {
        /* Each byte keeps its position in the stream. Casts: positions are modulo 2^32. */
        fresh->origin = self->storage->origin + (uint32_t)mut_offset(self) - (uint32_t)headroom;
    }
    BYTES_MOVES_(self, &out);
    bytes_mut_drop(self);
    *self = out;
    hide_free(self);
    return 0;
}

/* Reallocation may copy the whole block: worthwhile only if the bytes are at its front and at least half of it. */
static bool can_resize(const BytesMut *self)
{
    const BytesStorage *const storage = self->storage;
    return storage_kind(storage) == STORAGE_ALLOCATED && mut_offset(self) == 0 && self->len >= storage->size / 2 &&
           allocator_can_reallocate(storage->allocator);
}

static int resize_block(BytesMut *self, size_t capacity, size_t initial)
{
    int error;
    poison_show(self->data + self->len, self->storage->size - self->len); /* the allocator may copy all of it */
    BytesStorage *const storage = storage_resize(self->storage, capacity, initial, &error);
    if (storage == NULL) {
        poison_hide(self->data + self->len, self->storage->size - self->len);
        return error;
    }
    storage_copied(storage->allocator, self->len);
    self->storage = storage;
    self->data = storage_data(storage);
    self->cap = storage->size;
    self->weight = BYTES_WEIGHT_WHOLE_;
    BYTES_SPARE_HIDE_(self);
    return 0;
}

/* Find capacity for `need` bytes in the block, of which the buffer is the unique handle; its weight becomes whole. */
static bool reclaim(BytesMut *self, size_t need)
{
    const size_t whole = self->storage->size;
    const size_t offset = mut_offset(self);
    if (need <= whole - offset) {
        self->cap = whole - offset;
        BYTES_SPARE_HIDE_(self);
        storage_reset(self->storage, &self->weight);
        return true;
    }
    /* Moving `len` bytes only after at least as many were consumed in front makes it amortised O(1) a byte. It also
     * means that source and destination do not overlap. */
    if (need <= whole && offset >= self->len) {
        move_in_block(self, 0);
        storage_reset(self->storage, &self->weight);
        return true;
    }
    return false;
}

bool bytes_mut_try_reclaim(BytesMut *self, size_t additional)
{
    if (additional <= self->cap - self->len) {
        BYTES_SPARE_SHOW_(self);
        return true;
    }
    if (additional > STORAGE_SIZE_MAX - self->len || !mut_is_unique(self) || !reclaim(self, self->len + additional)) {
        return false;
    }
    BYTES_SPARE_SHOW_(self);
    return true;
}

/* bytes_mut_reserve() without the capacity; on success the weight is whole. */
static int grow(BytesMut *self, size_t additional)
{
    if (additional > STORAGE_SIZE_MAX - self->len) {
        return BYTES_EOVERFLOW;
    }
    const size_t need = self->len + additional;
    if (self->storage == NULL) {
        const size_t capacity = size_max(need, CAPACITY_MIN);
        return move_to_fresh(self, 0, capacity, initial_capacity(self, capacity));
    }
    const size_t initial = storage_initial(self->storage);
    if (!mut_is_unique(self)) {
        return move_to_fresh(self, 0, size_max(need, initial), initial);
    }
    if (reclaim(self, need)) {
        return 0;
    }
    const size_t capacity = size_max(size_max(need, size_twice(self->storage->size)), CAPACITY_MIN);
    return can_resize(self) ? resize_block(self, capacity, initial) : move_to_fresh(self, 0, capacity, initial);
}

static NOT_INLINE BytesBlock_ grow_block(uint8_t *data, size_t len, BytesStorage *storage, size_t weight,
                                         size_t additional, BytesGrowth_ *growth)
{
    BytesMut buffer = {data, len, len, storage, weight BYTES_NO_BIRTH_};
    BytesBlock_ out = {NULL, NULL};
    growth->error = grow(&buffer, additional);
    if (growth->error == 0) {
        growth->cap = buffer.cap;
        out.data = buffer.data;
        out.storage = buffer.storage;
    }
    return out;
}

BytesBlock_ bytes_mut_grow_(uint8_t *data, size_t len, BytesStorage *storage, size_t weight, size_t additional,
                            BytesGrowth_ *growth)
{
    /* cap is unused: the caller has checked it. */
    BytesMut buffer = {data, len, len, storage, weight BYTES_NO_BIRTH_};
    /* The usual case of a read loop stays in registers. Keep the condition inline: sharing it with
     * bytes_mut_try_reclaim() makes gcc spill `buffer`. */
    if (!BYTES_LIKELY(additional <= STORAGE_SIZE_MAX - len && mut_is_unique(&buffer) &&
                      reclaim(&buffer, len + additional))) {
        return grow_block(data, len, storage, weight, additional, growth);
    }
    growth->cap = buffer.cap;
    return (BytesBlock_){buffer.data, buffer.storage};
}

int bytes_mut_shrink(BytesMut *self, size_t keep)
{
    if (self->storage == NULL) {
        return 0;
    }
    const size_t capacity = size_max(size_max(self->len, keep), 1);
    const size_t block = storage_block_size(mut_allocator(self), capacity);
    if (block == 0 || block >= storage_retained(self->storage)) {
        return 0;
    }
    const size_t initial = size_min(keep, storage_initial(self->storage));
    BYTES_UNPINS_(self);
    const int error = mut_is_unique(self) && can_resize(self) ? resize_block(self, capacity, initial)
                                                              : move_to_fresh(self, 0, capacity, initial);
    BYTES_PINS_(self);
    return error;
}

int bytes_mut_set_initial_capacity(BytesMut *self, size_t capacity)
{
    if (self->storage == NULL) {
        return BYTES_ENOTSUP;
    }
    if (capacity > STORAGE_INITIAL_MAX) {
        return BYTES_ERANGE;
    }
    /* Other handles read the field that holds it, without synchronisation. */
    if (!mut_is_unique(self)) {
        return BYTES_EBUSY;
    }
    storage_set_initial(self->storage, capacity);
    return 0;
}

size_t bytes_mut_initial_capacity(const BytesMut *self)
{
    return self->storage != NULL ? storage_initial(self->storage) : 0;
}

size_t bytes_mut_headroom(const BytesMut *self)
{
    return mut_is_unique(self) ? mut_offset(self) : 0;
}

/* Headroom of at least `len` bytes. */
static int grow_front(BytesMut *self, size_t len)
{
    const bool unique = mut_is_unique(self);
    if (unique && mut_offset(self) >= len) {
        return 0;
    }
    const size_t need = self->len + len;
    const size_t whole = self->storage != NULL ? self->storage->size : 0;
    /* As many bytes are free after the move as are moved, half of them in front: as in reclaim(), what was prepended
     * since the last move pays for the next. */
    if (unique && need <= whole && whole - need >= self->len) {
        move_in_block(self, len + (whole - need) / 2);
        return 0;
    }
    const size_t initial = self->storage != NULL ? storage_initial(self->storage) : 0;
    size_t capacity = size_max(size_twice(need), CAPACITY_MIN);
    capacity = size_max(capacity, unique ? size_twice(whole) : initial);
    BYTES_UNPINS_(self);
    const int error = move_to_fresh(self, len + (capacity - need) / 2, capacity, initial_capacity(self, capacity));
    BYTES_PINS_(self);
    return error;
}

int bytes_mut_prepend(BytesMut *self, const void *data, size_t len)
{
    if (len == 0) {
        return 0;
    }
    if (len > STORAGE_SIZE_MAX - self->len) {
        return BYTES_EOVERFLOW;
    }
    const size_t offset = bytes_mut_offset_(self, data);
    const bool own = offset < self->len;
    const int error = grow_front(self, len);
    if (error != 0) {
        return error;
    }
    poison_show(self->data - len, len);
    memcpy(self->data - len, own ? self->data + offset : data, len);
    self->data -= len;
    self->len += len;
    self->cap += len;
    return 0;
}
