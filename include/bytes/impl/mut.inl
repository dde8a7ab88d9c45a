/* SPDX-License-Identifier: MIT */
/* Part of <bytes/mut.h>: private helpers and inline bodies. */
#ifndef BYTES_IMPL_MUT_INL
#define BYTES_IMPL_MUT_INL

/* What does not fit the two registers of a BytesBlock_: the capacity or, if there is no storage, the error. */
typedef union BytesGrowth_ {
    size_t cap;
    int error;
} BytesGrowth_;

BYTES_API BYTES_DIRECT BYTES_NODISCARD BytesBlock_ bytes_mut_make_(BytesAllocator *allocator, size_t headroom,
                                                                   size_t capacity, BytesGrowth_ *growth);
BYTES_API BYTES_DIRECT BYTES_NODISCARD BytesBlock_ bytes_mut_grow_(uint8_t *data, size_t len, BytesStorage *storage,
                                                                   size_t weight, size_t additional,
                                                                   BytesGrowth_ *growth);

#if BYTES_ISOLATE
/* As bytes_isolated_(); the copy has the capacity too. */
BYTES_ISOLATE_API_ BytesMut bytes_mut_isolated_(BytesMut shared);
#endif

/* Offset of bytes in the buffer; not below its length if they are not among its own, which move when it grows. As
 * numbers, because pointers into different objects have no order. */
BYTES_INLINE size_t bytes_mut_offset_(const BytesMut *self, const void *data)
{
    return (size_t)((uintptr_t)data - (uintptr_t)self->data);
}

/* Give a buffer its block, or return why there is none. */
BYTES_INLINE int bytes_mut_accept_(BytesMut *self, BytesBlock_ block, BytesGrowth_ growth)
{
    if (block.storage == NULL) {
        BYTES_PINS_(self);
        return bytes_failed_(growth.error);
    }
    self->data = block.data;
    self->cap = growth.cap;
    self->storage = block.storage;
    self->weight = BYTES_WEIGHT_WHOLE_;
    BYTES_PINS_(self);
    return 0;
}

/* data + offset, also where data is NULL and offset 0, which C11 leaves undefined. */
BYTES_INLINE uint8_t *bytes_mut_at_(uint8_t *data, size_t offset)
{
    return offset != 0 ? data + offset : data;
}

BYTES_INLINE int bytes_mut_with_headroom(BytesAllocator *allocator, size_t headroom, size_t capacity, BytesMut *out)
{
    BytesMut made = BYTES_MUT_EMPTY;
    if (allocator != NULL || (headroom | capacity) != 0) {
        BytesGrowth_ growth;
        const BytesBlock_ block = bytes_mut_make_(allocator, headroom, capacity, &growth);
        const int error = bytes_mut_accept_(&made, block, growth);
        if (error != 0) {
            return error;
        }
    }
    *out = made;
    return 0;
}

BYTES_INLINE int bytes_mut_with_capacity(size_t capacity, BytesMut *out)
{
    return bytes_mut_with_headroom(NULL, 0, capacity, out);
}

BYTES_INLINE int bytes_mut_with_capacity_in(BytesAllocator *allocator, size_t capacity, BytesMut *out)
{
    return bytes_mut_with_headroom(allocator, 0, capacity, out);
}

BYTES_INLINE BytesMut bytes_mut_move(BytesMut *self)
{
    const BytesMut out = *self;
    const BytesMut empty = BYTES_MUT_EMPTY;
    *self = empty;
    return out;
}

/* bytes_mut_reserve() by a function that writes so many bytes itself. */
BYTES_INLINE int bytes_mut_ensure_(BytesMut *self, size_t additional)
{
    if (BYTES_LIKELY(additional <= self->cap - self->len)) {
        BYTES_SPARE_USE_(self, additional);
        return 0;
    }
    BYTES_UNPINS_(self);
    BytesGrowth_ growth;
    const BytesBlock_ block = bytes_mut_grow_(self->data, self->len, self->storage, self->weight, additional, &growth);
    const int error = bytes_mut_accept_(self, block, growth);
    if (error == 0) {
        BYTES_SPARE_USE_(self, additional);
    }
    return error;
}

BYTES_INLINE int bytes_mut_reserve(BytesMut *self, size_t additional)
{
    const int error = bytes_mut_ensure_(self, additional);
    if (error == 0) {
        BYTES_SPARE_SHOW_(self);
    }
    return error;
}

BYTES_INLINE BytesSpare bytes_mut_spare(BytesMut *self)
{
    const BytesSpare out = {bytes_mut_at_(self->data, self->len), self->cap - self->len};
    BYTES_SPARE_SHOW_(self);
    return out;
}

BYTES_INLINE void bytes_mut_commit(BytesMut *self, size_t count)
{
    if (!BYTES_LIKELY(count <= self->cap - self->len)) {
        bytes_abort_range_("bytes_mut_commit", 0, count, self->cap - self->len);
    }
    BYTES_SPARE_COMMIT_(self, count);
    self->len += count;
}

BYTES_INLINE int bytes_mut_put(BytesMut *self, const void *data, size_t len)
{
    if (!BYTES_LIKELY(len <= self->cap - self->len)) {
        const size_t offset = bytes_mut_offset_(self, data);
        const bool own = offset < self->len;
        const int error = bytes_mut_ensure_(self, len);
        if (error != 0) {
            return error;
        }
        if (own) {
            data = self->data + offset;
        }
    }
    if (len != 0) { /* memcpy() does not take NULL */
        BYTES_SPARE_USE_(self, len);
        memcpy(self->data + self->len, data, len);
        self->len += len;
    }
    return 0;
}

BYTES_INLINE int bytes_mut_put_str(BytesMut *self, const char *string)
{
    return bytes_mut_put(self, string, strlen(string));
}

BYTES_INLINE int bytes_mut_put_view(BytesMut *self, const Bytes *view)
{
    return bytes_mut_put(self, view->data, view->len);
}

BYTES_INLINE int bytes_mut_put_bytes(BytesMut *self, uint8_t value, size_t count)
{
    const int error = bytes_mut_ensure_(self, count);
    if (error != 0) {
        return error;
    }
    if (count != 0) { /* memset() does not take NULL */
        memset(self->data + self->len, value, count);
        self->len += count;
    }
    return 0;
}

BYTES_INLINE BytesMut bytes_mut_split_to(BytesMut *self, size_t at)
{
    BytesMut out = BYTES_MUT_EMPTY;
    if (!BYTES_LIKELY(at <= self->len)) {
        bytes_abort_range_("bytes_mut_split_to", 0, at, self->len);
    }
    out.data = self->data;
    out.len = at;
    out.cap = at;
    if (self->storage != NULL) {
        out.storage = self->storage;
        out.weight = bytes_split_weight_(self->storage, &self->weight);
        BYTES_BORN_(&out);
        self->data += at;
        self->len -= at;
        self->cap -= at;
    }
    return BYTES_ISOLATED_MUT_(out);
}

BYTES_INLINE int bytes_mut_try_split_to(BytesMut *self, size_t at, BytesMut *out)
{
    if (at > self->len) {
        return BYTES_ERANGE;
    }
    *out = bytes_mut_split_to(self, at);
    return 0;
}

BYTES_INLINE BytesMut bytes_mut_split(BytesMut *self)
{
    return bytes_mut_split_to(self, self->len);
}

BYTES_INLINE BytesMut bytes_mut_split_off(BytesMut *self, size_t at)
{
    BytesMut out = BYTES_MUT_EMPTY;
    if (!BYTES_LIKELY(at <= self->cap)) {
        bytes_abort_range_("bytes_mut_split_off", at, self->cap, self->cap);
    }
    if (self->storage != NULL) {
        out.data = self->data + at;
        out.len = self->len > at ? self->len - at : 0;
        out.cap = self->cap - at;
        out.storage = self->storage;
        out.weight = bytes_split_weight_(self->storage, &self->weight);
        BYTES_BORN_(&out);
        self->len = self->len < at ? self->len : at;
        self->cap = at;
        BYTES_SPARE_HIDE_(&out); /* from here on its first granule is its own */
    }
    return BYTES_ISOLATED_MUT_(out);
}

BYTES_INLINE int bytes_mut_try_split_off(BytesMut *self, size_t at, BytesMut *out)
{
    if (at > self->cap) {
        return BYTES_ERANGE;
    }
    *out = bytes_mut_split_off(self, at);
    return 0;
}

BYTES_INLINE int bytes_drop_into_mut(Bytes *self, BytesMut *into)
{
    if (self->storage != NULL) {
        if (self->storage != into->storage) {
            return BYTES_EXDEV;
        }
        BYTES_DIES_(self);
        bytes_join_weight_(into->storage, &into->weight, self->weight);
    }
    *self = bytes_detached_(NULL);
    return 0;
}

BYTES_INLINE void bytes_mut_drop(BytesMut *self)
{
    BYTES_DIES_(self);
    const BytesMut old = bytes_mut_move(self);
    if (old.storage != NULL) {
        BYTES_GIVEN_BACK_(&old, old.cap);
        bytes_release_(old.storage, old.weight);
    }
}

BYTES_INLINE Bytes bytes_mut_freeze(BytesMut *self)
{
    Bytes out = BYTES_EMPTY;
    out.data = self->data;
    if (self->len != 0) {
        BYTES_MOVES_(self, &out);
        const BytesMut old = bytes_mut_move(self);
        BYTES_SPARE_HIDE_(&old);
        out.len = old.len;
        out.storage = old.storage;
        out.weight = old.weight;
        return BYTES_ISOLATED_FROZEN_(out, old.cap);
    }
    bytes_mut_drop(self);
    return out;
}

BYTES_INLINE Bytes bytes_mut_split_freeze(BytesMut *self, size_t at)
{
    Bytes out = bytes_detached_(self->data);
    if (!BYTES_LIKELY(at <= self->len)) {
        bytes_abort_range_("bytes_mut_split_freeze", 0, at, self->len);
    }
    if (at != 0) { /* then there is a storage */
        out.len = at;
        out.storage = self->storage;
        out.weight = bytes_split_weight_(self->storage, &self->weight);
        BYTES_BORN_(&out);
        self->data += at;
        self->len -= at;
        self->cap -= at;
    }
    return BYTES_ISOLATED_FROZEN_(out, at);
}

BYTES_INLINE int bytes_mut_try_split_freeze(BytesMut *self, size_t at, Bytes *out)
{
    if (at > self->len) {
        return BYTES_ERANGE;
    }
    *out = bytes_mut_split_freeze(self, at);
    return 0;
}

BYTES_INLINE void bytes_mut_truncate(BytesMut *self, size_t len)
{
    if (len < self->len) {
        self->len = len;
        BYTES_SPARE_HIDE_(self);
    }
}

BYTES_INLINE void bytes_mut_clear(BytesMut *self)
{
    self->len = 0;
    BYTES_SPARE_HIDE_(self);
}

BYTES_INLINE void bytes_mut_advance(BytesMut *self, size_t count)
{
    if (!BYTES_LIKELY(count <= self->len)) {
        bytes_abort_range_("bytes_mut_advance", 0, count, self->len);
    }
    BYTES_GIVEN_BACK_(self, count);
    self->data = bytes_mut_at_(self->data, count);
    self->len -= count;
    self->cap -= count;
}

BYTES_INLINE int bytes_mut_try_advance(BytesMut *self, size_t count)
{
    if (count > self->len) {
        return BYTES_ERANGE;
    }
    bytes_mut_advance(self, count);
    return 0;
}

BYTES_INLINE BytesSpan bytes_mut_span(const BytesMut *self)
{
    const BytesSpan out = {self->data, self->len};
    return out;
}

#endif
