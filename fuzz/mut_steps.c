/* SPDX-License-Identifier: MIT */
/* The functions of mut.h that create, split, join, shorten, freeze and query buffers. */
#include "steps.h"

static void put(Buffer *to, BytesMut handle, Copy copy)
{
    to->handle = handle;
    to->copy = copy;
}

static void step_create(World *w)
{
    const size_t how = next_byte(w) % 4;
    BytesAllocator *const allocator = how == 0 ? NULL : memory_allocator(next_byte(w));
    Buffer *const to = fresh_buffer(w, NULL);
    const size_t capacity = next_size(w);
    const size_t headroom = how == 2 ? next_size(w) : 0;
    BytesMut out;
    poison(&out, sizeof(out));
    int error = 0;
    if (how == 0) {
        error = bytes_mut_with_capacity(capacity, &out);
    } else if (how == 2) {
        error = bytes_mut_with_headroom(allocator, headroom, capacity, &out);
    } else {
        error = bytes_mut_with_capacity_in(allocator, capacity, &out);
    }
    if (error != 0) {
        REQUIRE(plausible_error(error, sum(capacity, headroom)) && is_poison(&out, sizeof(out)));
        return;
    }
    REQUIRE(out.len == 0 && out.cap >= capacity);
    REQUIRE((out.storage != NULL) == (capacity != 0 || headroom != 0 || allocator != NULL));
    REQUIRE(out.storage != NULL ? memory_called_once(out.storage->allocator) : memory_calls() == 0);
    put(to, out, copy_of(NULL, 0, capacity));
    REQUIRE(bytes_mut_headroom(&to->handle) == headroom);
    REQUIRE(out.storage == NULL || out.storage->allocator == allocator);
}

static void step_copy(World *w)
{
    Buffer *const from = next_buffer(w);
    Buffer *const to = fresh_buffer(w, from);
    const BytesStorage *const old = from->handle.storage;
    BytesMut out;
    poison(&out, sizeof(out));
    const int error = bytes_mut_copy(&from->handle, &out);
    REQUIRE(same_buffer(&from->handle, &from->before));
    if (error != 0) {
        REQUIRE(plausible_error(error, from->handle.len) && is_poison(&out, sizeof(out)));
        return;
    }
    put(to, out, copy_range(&from->copy, 0, from->copy.len));
    to->copy.initial = from->copy.len;
    copy_unmark(&to->copy);
    REQUIRE(out.storage == NULL || (out.storage != old && out.storage->allocator == old->allocator));
}

static void step_move(World *w)
{
    Buffer *const from = next_buffer(w);
    Buffer *const to = fresh_buffer(w, from);
    put(to, bytes_mut_move(&from->handle), copy_move(&from->copy));
    REQUIRE(same_buffer(&to->handle, &from->before));
    REQUIRE(from->handle.data == NULL && from->handle.storage == NULL);
}

/* Overwrites bytes of the buffer through its pointer. */
static void step_write(World *w)
{
    Buffer *const self = next_buffer(w);
    const size_t at = next_within(w, self->handle.len);
    const size_t len = next_within(w, self->handle.len - at);
    if (len != 0) {
        const uint8_t *const bytes = payload(len);
        memcpy(self->handle.data + at, bytes, len);
        memcpy(self->copy.bytes + at, bytes, len);
    }
}

/* The rear half of a split, whatever the type of its front half. */
static void check_split_to(Buffer *self, const BytesMut *old, size_t at)
{
    REQUIRE(self->handle.data == (at != 0 ? old->data + at : old->data));
    REQUIRE(self->handle.len == old->len - at && self->handle.cap == old->cap - at);
    REQUIRE(self->handle.storage == old->storage);
    copy_remove(&self->copy, 0, at);
}

static void split_to(World *w, bool tried, bool all)
{
    Buffer *const self = next_buffer(w);
    Buffer *const to = fresh_buffer(w, self);
    const BytesMut old = self->handle;
    const size_t at = all ? old.len : tried ? next_around(w, old.len) : next_within(w, old.len);
    BytesMut out;
    poison(&out, sizeof(out));
    if (tried) {
        REQUIRE(bytes_mut_try_split_to(&self->handle, at, &out) == (at <= old.len ? 0 : BYTES_ERANGE));
        if (at > old.len) {
            REQUIRE(is_poison(&out, sizeof(out)) && same_buffer(&self->handle, &old));
            return;
        }
    } else {
        out = all ? bytes_mut_split(&self->handle) : bytes_mut_split_to(&self->handle, at);
    }
    REQUIRE(out.data == old.data && out.len == at && out.cap == at && out.storage == old.storage);
    put(to, out, copy_range(&self->copy, 0, at));
    check_split_to(self, &old, at);
}

static void step_split_to(World *w)
{
    split_to(w, false, false);
}

static void step_try_split_to(World *w)
{
    split_to(w, true, false);
}

static void step_split(World *w)
{
    split_to(w, false, true);
}

static void split_off(World *w, bool tried)
{
    Buffer *const self = next_buffer(w);
    Buffer *const to = fresh_buffer(w, self);
    const BytesMut old = self->handle;
    const size_t edge = next_byte(w) % 2 != 0 ? old.cap : old.len;
    const size_t at = tried ? next_around(w, edge) : next_within(w, edge);
    const size_t cut = at < old.len ? at : old.len;
    BytesMut out;
    poison(&out, sizeof(out));
    if (tried) {
        REQUIRE(bytes_mut_try_split_off(&self->handle, at, &out) == (at <= old.cap ? 0 : BYTES_ERANGE));
        if (at > old.cap) {
            REQUIRE(is_poison(&out, sizeof(out)) && same_buffer(&self->handle, &old));
            return;
        }
    } else {
        out = bytes_mut_split_off(&self->handle, at);
    }
    REQUIRE(out.storage == old.storage && out.cap == old.cap - at && out.len == old.len - cut);
    REQUIRE(old.storage == NULL || out.data == old.data + at);
    REQUIRE(self->handle.data == old.data && self->handle.len == cut && self->handle.cap == at);
    REQUIRE(self->handle.storage == old.storage);
    put(to, out, copy_range(&self->copy, cut, old.len));
    copy_remove(&self->copy, cut, old.len);
}

static void step_split_off(World *w)
{
    split_off(w, false);
}

static void step_try_split_off(World *w)
{
    split_off(w, true);
}

static void split_freeze(World *w, bool tried)
{
    Buffer *const self = next_buffer(w);
    View *const to = fresh_view(w, NULL);
    const BytesMut old = self->handle;
    const size_t at = tried ? next_around(w, old.len) : next_within(w, old.len);
    Bytes out;
    poison(&out, sizeof(out));
    if (tried) {
        REQUIRE(bytes_mut_try_split_freeze(&self->handle, at, &out) == (at <= old.len ? 0 : BYTES_ERANGE));
        if (at > old.len) {
            REQUIRE(is_poison(&out, sizeof(out)) && same_buffer(&self->handle, &old));
            return;
        }
    } else {
        out = bytes_mut_split_freeze(&self->handle, at);
    }
    REQUIRE(out.data == old.data && out.len == at);
    to->handle = out;
    to->copy = copy_range(&self->copy, 0, at);
    check_split_to(self, &old, at);
}

static void step_split_freeze(World *w)
{
    split_freeze(w, false);
}

static void step_try_split_freeze(World *w)
{
    split_freeze(w, true);
}

static void split_freeze_many(World *w, bool tried)
{
    Buffer *const self = next_buffer(w);
    const BytesMut old = self->handle;
    const size_t at = tried ? next_around(w, old.len) : next_within(w, old.len);
    const size_t count = next_byte(w) % VIEWS;
    BytesRange ranges[VIEWS];
    bool fits = at <= old.len;
    for (size_t i = 0; i < count; i++) {
        ranges[i].end = tried ? next_around(w, at) : next_within(w, at);
        ranges[i].begin = next_within(w, ranges[i].end);
        fits = fits && ranges[i].end <= at;
    }
    Bytes out[VIEWS];
    poison(out, sizeof(out));
    if (tried) {
        REQUIRE(bytes_mut_try_split_freeze_many(&self->handle, at, ranges, count, out) == (fits ? 0 : BYTES_ERANGE));
        if (!fits) {
            REQUIRE(is_poison(out, sizeof(out)) && same_buffer(&self->handle, &old));
            return;
        }
    } else {
        bytes_mut_split_freeze_many(&self->handle, at, ranges, count, out);
    }
    for (size_t i = 0; i < count; i++) {
        const size_t begin = ranges[i].begin;
        const size_t end = ranges[i].end;
        REQUIRE(out[i].data == (begin != 0 ? old.data + begin : old.data) && out[i].len == end - begin);
        REQUIRE(out[i].storage == (begin != end ? old.storage : NULL));
        put_view(fresh_view(w, NULL), out[i], copy_range(&self->copy, begin, end));
    }
    check_split_to(self, &old, at);
}

static void step_split_freeze_many(World *w)
{
    split_freeze_many(w, false);
}

static void step_try_split_freeze_many(World *w)
{
    split_freeze_many(w, true);
}

static void step_freeze(World *w)
{
    Buffer *const self = next_buffer(w);
    View *const to = fresh_view(w, NULL);
    const BytesMut old = self->handle;
    to->handle = bytes_mut_freeze(&self->handle);
    to->copy = copy_move(&self->copy);
    REQUIRE(to->handle.data == old.data && to->handle.len == old.len);
    REQUIRE(to->handle.weight == (old.len != 0 ? old.weight : 0));
    REQUIRE(self->handle.data == NULL && self->handle.cap == 0 && self->handle.storage == NULL);
}

/* Two buffers joined without copying. */
static void check_joined(const BytesMut *now, const BytesMut *a, const BytesMut *b)
{
    const bool adjacent = a->storage != NULL && a->storage == b->storage && a->data + a->cap == b->data;
    if (adjacent && (b->len == 0 || a->len == a->cap)) {
        REQUIRE(now->data == a->data && now->cap == a->cap + b->cap && now->storage == a->storage);
    } else if (b->len == 0) {
        REQUIRE(now->data == a->data && now->cap == a->cap && now->storage == a->storage);
    } else {
        REQUIRE(now->data == b->data && now->cap == b->cap && now->storage == b->storage);
    }
}

static bool joins(const BytesMut *a, const BytesMut *b)
{
    return a->len == 0 || b->len == 0 || (a->storage == b->storage && a->data + a->cap == b->data && a->len == a->cap);
}

static void join_copies(Buffer *self, Buffer *other)
{
    if (self->copy.len == 0 && other->copy.len != 0) {
        copy_clear(&self->copy);
        self->copy = copy_move(&other->copy);
    } else {
        copy_insert(&self->copy, self->copy.len, other->copy.bytes, other->copy.marks, other->copy.len);
        copy_clear(&other->copy);
    }
    REQUIRE(other->handle.data == NULL && other->handle.cap == 0 && other->handle.storage == NULL);
}

static void step_try_unsplit(World *w)
{
    Buffer *const self = next_buffer(w);
    Buffer *const other = next_buffer(w);
    const BytesMut a = self->handle;
    const BytesMut b = other->handle;
    const int error = bytes_mut_try_unsplit(&self->handle, &other->handle);
    REQUIRE(error == (self == other ? (a.len == 0 ? 0 : BYTES_EXDEV) : joins(&a, &b) ? 0 : BYTES_EXDEV));
    if (error != 0 || self == other) {
        REQUIRE(same_buffer(&self->handle, &a) && same_buffer(&other->handle, &b));
    } else {
        check_joined(&self->handle, &a, &b);
        join_copies(self, other);
    }
}

static void step_unsplit(World *w)
{
    Buffer *const self = next_buffer(w);
    Buffer *const other = next_buffer(w);
    const BytesMut a = self->handle;
    const BytesMut b = other->handle;
    if (self == other) {
        return;
    }
    const int error = bytes_mut_unsplit(&self->handle, &other->handle);
    if (error != 0) {
        REQUIRE(plausible_error(error, sum(a.len, b.len)) && !joins(&a, &b));
        REQUIRE(self->handle.data == a.data && self->handle.len == a.len && self->handle.cap == a.cap);
        REQUIRE(self->handle.storage == a.storage && same_buffer(&other->handle, &b));
        return;
    }
    if (joins(&a, &b)) {
        REQUIRE(memory_calls() == 0);
        check_joined(&self->handle, &a, &b);
    } else {
        copy_unmark(&other->copy);
    }
    join_copies(self, other);
}

static void step_drop_into_mut(World *w)
{
    Buffer *const self = next_buffer(w);
    View *const other = next_view(w);
    const BytesMut a = self->handle;
    const Bytes b = other->handle;
    const int error = bytes_drop_into_mut(&other->handle, &self->handle);
    REQUIRE(error == (b.storage == NULL || a.storage == b.storage ? 0 : BYTES_EXDEV));
    if (error != 0) {
        REQUIRE(same_buffer(&self->handle, &a) && same_view(&other->handle, &b));
    } else {
        REQUIRE(self->handle.data == a.data && self->handle.len == a.len && self->handle.cap == a.cap);
        REQUIRE(other->handle.len == 0);
        copy_clear(&other->copy);
    }
}

static void step_drop(World *w)
{
    Buffer *const self = next_buffer(w);
    bytes_mut_drop(&self->handle);
    copy_clear(&self->copy);
    REQUIRE(self->handle.data == NULL && self->handle.cap == 0 && self->handle.storage == NULL);
}

static void step_truncate(World *w)
{
    Buffer *const self = next_buffer(w);
    const size_t len = next_around(w, self->handle.len);
    bytes_mut_truncate(&self->handle, len);
    REQUIRE(self->handle.data == self->before.data && self->handle.cap == self->before.cap);
    if (len < self->copy.len) {
        copy_remove(&self->copy, len, self->copy.len);
    }
}

static void step_clear(World *w)
{
    Buffer *const self = next_buffer(w);
    bytes_mut_clear(&self->handle);
    REQUIRE(self->handle.data == self->before.data && self->handle.cap == self->before.cap);
    copy_remove(&self->copy, 0, self->copy.len);
}

static void step_advance(World *w)
{
    Buffer *const self = next_buffer(w);
    const size_t count = next_within(w, self->handle.len);
    bytes_mut_advance(&self->handle, count);
    check_split_to(self, &self->before, count);
}

static void step_try_advance(World *w)
{
    Buffer *const self = next_buffer(w);
    const size_t count = next_around(w, self->handle.len);
    const int error = bytes_mut_try_advance(&self->handle, count);
    REQUIRE(error == (count <= self->before.len ? 0 : BYTES_ERANGE));
    if (error != 0) {
        REQUIRE(same_buffer(&self->handle, &self->before));
    } else {
        check_split_to(self, &self->before, count);
    }
}

static void step_query(World *w)
{
    const Buffer *const self = next_buffer(w);
    const BytesMut *const buffer = &self->handle;
    const BytesSpan span = bytes_mut_span(buffer);
    const bool unique = references(w, buffer->storage) == 1;
    const Block *const block = memory_block(buffer->storage);
    REQUIRE(span.data == buffer->data && span.len == buffer->len);
    REQUIRE(bytes_mut_is_unique(buffer) == unique);
    if (buffer->storage == NULL) {
        REQUIRE(bytes_mut_retained(buffer) == 0 && bytes_mut_headroom(buffer) == 0);
        REQUIRE(bytes_mut_block_capacity(buffer) == 0);
    } else {
        const size_t offset = (size_t)(buffer->data - storage_data(buffer->storage));
        const bool allocated = storage_kind(buffer->storage) == STORAGE_ALLOCATED;
        REQUIRE(bytes_mut_retained(buffer) == (allocated ? block->size : buffer->storage->size));
        REQUIRE(bytes_mut_headroom(buffer) == (unique ? offset : 0));
        REQUIRE(bytes_mut_block_capacity(buffer) == buffer->storage->size);
    }
    REQUIRE(same_buffer(buffer, &self->before));
}

const Step mut_steps[] = {
    {"bytes_mut_with_capacity", step_create, true},
    {"bytes_mut_copy", step_copy, true},
    {"bytes_mut_move", step_move, false},
    {"writing", step_write, false},
    {"bytes_mut_split_to", step_split_to, false},
    {"bytes_mut_try_split_to", step_try_split_to, false},
    {"bytes_mut_split", step_split, false},
    {"bytes_mut_split_off", step_split_off, false},
    {"bytes_mut_try_split_off", step_try_split_off, false},
    {"bytes_mut_split_freeze", step_split_freeze, false},
    {"bytes_mut_try_split_freeze", step_try_split_freeze, false},
    {"bytes_mut_freeze", step_freeze, false},
    {"bytes_mut_try_unsplit", step_try_unsplit, false},
    {"bytes_mut_unsplit", step_unsplit, true},
    {"bytes_drop_into_mut", step_drop_into_mut, false},
    {"bytes_mut_drop", step_drop, false},
    {"bytes_mut_truncate", step_truncate, false},
    {"bytes_mut_clear", step_clear, false},
    {"bytes_mut_advance", step_advance, false},
    {"bytes_mut_try_advance", step_try_advance, false},
    {"querying a buffer", step_query, false},
    {"bytes_mut_split_freeze_many", step_split_freeze_many, false},
    {"bytes_mut_try_split_freeze_many", step_try_split_freeze_many, false},
};
const size_t mut_step_count = sizeof(mut_steps) / sizeof(mut_steps[0]);
