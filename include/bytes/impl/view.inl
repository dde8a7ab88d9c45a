/* SPDX-License-Identifier: MIT */
/* Part of <bytes/view.h>: private helpers and inline bodies. */
#ifndef BYTES_IMPL_VIEW_INL
#define BYTES_IMPL_VIEW_INL

#include <bytes/impl/isolate.inl>

BYTES_API BYTES_DIRECT BYTES_NODISCARD BytesBlock_ bytes_copy_(BytesAllocator *allocator, const void *data, size_t len,
                                                               int *error);

/* An empty view that keeps its address. */
BYTES_INLINE Bytes bytes_detached_(const uint8_t *data)
{
    Bytes out = {data, 0, NULL, 0 BYTES_NO_BIRTH_};
    return out;
}

/* data + offset, also where data is NULL and offset 0, which C11 leaves undefined. */
BYTES_INLINE const uint8_t *bytes_at_(const uint8_t *data, size_t offset)
{
    return offset != 0 ? data + offset : data;
}

BYTES_INLINE Bytes bytes_static(const void *data, size_t len)
{
    Bytes out = {(const uint8_t *)data, len, NULL, 0 BYTES_NO_BIRTH_}; /* cast: any object may be read as bytes */
    return out;
}

BYTES_INLINE int bytes_copy_in(BytesAllocator *allocator, const void *data, size_t len, Bytes *out)
{
    BytesBlock_ block = {NULL, NULL};
    int error;
    if (len != 0) {
        block = bytes_copy_(allocator, data, len, &error);
        if (block.storage == NULL) {
            return bytes_failed_(error);
        }
    }
    out->data = block.data;
    out->len = len;
    out->storage = block.storage;
    out->weight = len != 0 ? BYTES_WEIGHT_WHOLE_ : 0;
    BYTES_BORN_(out);
    return 0;
}

BYTES_INLINE int bytes_copy(const void *data, size_t len, Bytes *out)
{
    return bytes_copy_in(NULL, data, len, out);
}

BYTES_INLINE Bytes bytes_clone(const Bytes *self)
{
    Bytes out = *self;
    if (out.storage != NULL) {
        out.weight = bytes_add_weight_(out.storage, BYTES_WEIGHT_SHARE_);
        BYTES_BORN_(&out);
    }
    return BYTES_ISOLATED_(out);
}

BYTES_INLINE Bytes bytes_slice(const Bytes *self, size_t begin, size_t end)
{
    Bytes out = BYTES_EMPTY;
    if (!BYTES_LIKELY(begin <= end && end <= self->len)) {
        bytes_abort_range_("bytes_slice", begin, end, self->len);
    }
    out.data = bytes_at_(self->data, begin);
    if (begin != end) {
        out.len = end - begin;
        if (self->storage != NULL) {
            out.storage = self->storage;
            out.weight = bytes_add_weight_(self->storage, BYTES_WEIGHT_SHARE_);
            BYTES_BORN_(&out);
        }
    }
    return BYTES_ISOLATED_(out);
}

BYTES_INLINE int bytes_try_slice(const Bytes *self, size_t begin, size_t end, Bytes *out)
{
    if (begin > end || end > self->len) {
        return BYTES_ERANGE;
    }
    *out = bytes_slice(self, begin, end);
    return 0;
}

BYTES_INLINE Bytes bytes_share_slice(Bytes *self, size_t begin, size_t end)
{
    Bytes out = BYTES_EMPTY;
    if (!BYTES_LIKELY(begin <= end && end <= self->len)) {
        bytes_abort_range_("bytes_share_slice", begin, end, self->len);
    }
    out.data = bytes_at_(self->data, begin);
    if (begin != end) {
        out.len = end - begin;
        if (self->storage != NULL) {
            out.storage = self->storage;
            out.weight = bytes_split_weight_(self->storage, &self->weight);
            BYTES_BORN_(&out);
        }
    }
    return BYTES_ISOLATED_(out);
}

BYTES_INLINE int bytes_try_share_slice(Bytes *self, size_t begin, size_t end, Bytes *out)
{
    if (begin > end || end > self->len) {
        return BYTES_ERANGE;
    }
    *out = bytes_share_slice(self, begin, end);
    return 0;
}

BYTES_INLINE Bytes bytes_share(Bytes *self)
{
    return bytes_share_slice(self, 0, self->len);
}

BYTES_INLINE Bytes bytes_move(Bytes *self)
{
    Bytes out = *self;
    *self = bytes_detached_(NULL);
    return out;
}

BYTES_INLINE Bytes bytes_split_to(Bytes *self, size_t at)
{
    Bytes out;
    if (!BYTES_LIKELY(at <= self->len)) {
        bytes_abort_range_("bytes_split_to", 0, at, self->len);
    }
    if (at == self->len) {
        out = *self;
        *self = bytes_detached_(bytes_at_(out.data, at));
        return out;
    }
    out = bytes_share_slice(self, 0, at);
    self->data += at; /* not NULL: at < len */
    self->len -= at;
    return out;
}

BYTES_INLINE int bytes_try_split_to(Bytes *self, size_t at, Bytes *out)
{
    if (at > self->len) {
        return BYTES_ERANGE;
    }
    *out = bytes_split_to(self, at);
    return 0;
}

BYTES_INLINE Bytes bytes_split_off(Bytes *self, size_t at)
{
    Bytes out;
    if (!BYTES_LIKELY(at <= self->len)) {
        bytes_abort_range_("bytes_split_off", at, self->len, self->len);
    }
    if (at == 0) {
        out = *self;
        *self = bytes_detached_(out.data);
        return out;
    }
    out = bytes_share_slice(self, at, self->len);
    self->len = at;
#if BYTES_ISOLATE
    *self = bytes_isolated_(*self);
#endif
    return out;
}

BYTES_INLINE int bytes_try_split_off(Bytes *self, size_t at, Bytes *out)
{
    if (at > self->len) {
        return BYTES_ERANGE;
    }
    *out = bytes_split_off(self, at);
    return 0;
}

BYTES_INLINE int bytes_try_unsplit(Bytes *self, Bytes *other)
{
    if (other->len == 0) {
        return 0;
    }
    if (self->len == 0) {
        *self = bytes_move(other);
        return 0;
    }
    if (self->storage == NULL || self->storage != other->storage || self->data + self->len != other->data) {
        return BYTES_EXDEV;
    }
    self->len += other->len;
    BYTES_DIES_(other);
    bytes_join_weight_(self->storage, &self->weight, other->weight);
    *other = bytes_detached_(NULL);
    return 0;
}

BYTES_INLINE int bytes_drop_into(Bytes *self, Bytes *into)
{
    if (self == into) {
        return BYTES_EXDEV;
    }
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

BYTES_INLINE void bytes_drop(Bytes *self)
{
    BytesStorage *storage = self->storage;
    size_t weight = self->weight;
    BYTES_DIES_(self);
    /* Emptied first: a release callback may look at the handle. */
    *self = bytes_detached_(NULL);
    if (storage != NULL) {
        bytes_release_(storage, weight);
    }
}

BYTES_INLINE void bytes_drop_later(Bytes *self)
{
    BytesStorage *storage = self->storage;
    size_t weight = self->weight;
    BYTES_DIES_(self);
    *self = bytes_detached_(NULL);
    if (storage != NULL) {
        bytes_release_later_(storage, weight);
    }
}

BYTES_INLINE void bytes_clear(Bytes *self)
{
    const uint8_t *data = self->data;
    bytes_drop(self);
    self->data = data;
}

BYTES_INLINE void bytes_truncate(Bytes *self, size_t len)
{
    if (len == 0) {
        bytes_clear(self);
    } else if (len < self->len) {
        self->len = len;
    }
}

BYTES_INLINE void bytes_advance(Bytes *self, size_t count)
{
    if (!BYTES_LIKELY(count < self->len)) {
        if (count > self->len) {
            bytes_abort_range_("bytes_advance", 0, count, self->len);
        }
        self->data = bytes_at_(self->data, count);
        bytes_clear(self);
        return;
    }
    self->data += count; /* not NULL: count < len */
    self->len -= count;
}

BYTES_INLINE int bytes_try_advance(Bytes *self, size_t count)
{
    if (count > self->len) {
        return BYTES_ERANGE;
    }
    bytes_advance(self, count);
    return 0;
}

BYTES_INLINE bool bytes_is_static(const Bytes *self)
{
    return self->storage == NULL && self->len != 0;
}

BYTES_INLINE bool bytes_same_storage(const Bytes *a, const Bytes *b)
{
    return a->storage != NULL && a->storage == b->storage;
}

BYTES_INLINE BytesSpan bytes_span(const Bytes *self)
{
    BytesSpan out = {self->data, self->len};
    return out;
}

#endif
