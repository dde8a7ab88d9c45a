/* SPDX-License-Identifier: MIT */
/* The operations of view.h. */
#include "steps.h"

#include <stdlib.h>

#define STATIC_TEXT "The quick brown fox jumps over the lazy dog"

/* Put a result and what it must be into a handle that fresh_view() gave. */
static void put(View *place, Bytes handle, Copy copy)
{
    place->handle = handle;
    place->copy = copy;
}

/* A range of a view: the handle must show these bytes, where they lie. */
static void put_range(View *place, Bytes handle, const View *from, const uint8_t *data, size_t begin, size_t end)
{
    REQUIRE(handle.data == (begin != 0 ? data + begin : data));
    REQUIRE(handle.len == end - begin);
    put(place, handle, copy_range(&from->copy, begin, end));
}

static void step_static(World *w)
{
    View *const out = fresh_view(w, NULL);
    const size_t len = next_small(w);
    const uint8_t *const data = payload(len);
    put(out, bytes_static(data, len), copy_of(data, len, 0));
    out->copy.borrowed = true;
    REQUIRE(out->handle.data == data && bytes_is_static(&out->handle) == (len != 0));
}

static void step_literal(World *w)
{
    static const Bytes literal = BYTES_STATIC_INIT(STATIC_TEXT);
    View *const out = fresh_view(w, NULL);
    put(out, next_byte(w) % 2 != 0 ? literal : BYTES_LITERAL(STATIC_TEXT),
        copy_of(STATIC_TEXT, sizeof(STATIC_TEXT) - 1, 0));
    out->copy.borrowed = true;
}

static void copied(View *place, int error, const Bytes *out, const uint8_t *data, size_t len,
                   const BytesAllocator *allocator)
{
    if (error != 0) {
        REQUIRE(fair_error(error, len) && is_poison(out, sizeof(*out)));
        return;
    }
    REQUIRE(memory_calls() == (len != 0) && len <= MEMORY_LIMIT);
    REQUIRE(len == 0 || out->storage->allocator == allocator);
    put(place, *out, copy_of(data, len, len));
}

static void step_copy(World *w)
{
    View *const place = fresh_view(w, NULL);
    const size_t len = next_size(w);
    const uint8_t *const data = payload(len <= MEMORY_LIMIT ? len : 1);
    Bytes out;
    poison(&out, sizeof(out));
    copied(place, bytes_copy(data, len, &out), &out, data, len, NULL);
}

static void step_copy_in(World *w)
{
    BytesAllocator *const allocator = memory_allocator(next_byte(w));
    View *const place = fresh_view(w, NULL);
    const size_t len = next_size(w);
    const uint8_t *const data = payload(len <= MEMORY_LIMIT ? len : 1);
    Bytes out;
    poison(&out, sizeof(out));
    copied(place, bytes_copy_in(allocator, data, len, &out), &out, data, len, allocator);
}

static void step_take(World *w)
{
    const size_t how = next_byte(w);
    const enum BytesAccess access = how & 1 ? BYTES_WRITABLE : BYTES_READ_ONLY;
    /* A callback is missing rarely: without one nothing tells when the memory is free to use again. */
    const bool called = how % 16 != 15;
    const bool controlled = (how >> 1) % 3 == 2;
    const size_t which = (how >> 1) % 3 == 1 ? next_byte(w) : 0;
    View *const place = fresh_view(w, NULL);
    const size_t size = next_size(w);
    const size_t len = size <= MEMORY_LIMIT ? size : 1;
    /* No memory is that large; what could be is really there. */
    const size_t asked = size > (size_t)PTRDIFF_MAX ? size : len;
    Adopted *const adopted = adopted_make(len, access == BYTES_WRITABLE, controlled, called, how >= 128);
    uint8_t *data;
    Bytes out;
    int error = 0;
    if (adopted == NULL) {
        return;
    }
    data = adopted->data;
    poison(&out, sizeof(out));
    if (controlled) {
        out = bytes_take_with(adopted->control, data, len, access, called ? adopted_release : NULL, adopted);
        REQUIRE(memory_calls() == 0);
    } else if (which == 0) {
        error = bytes_take(data, asked, access, called ? adopted_release : NULL, adopted, &out);
    } else {
        error = bytes_take_in(memory_allocator(which), data, asked, access, called ? adopted_release : NULL, adopted,
                              &out);
    }
    if (error != 0) {
        REQUIRE(fair_error(error, asked) && is_poison(&out, sizeof(out)));
        adopted_discard(adopted);
        return;
    }
    REQUIRE(out.data == data && out.len == len && adopted->live == (len != 0 || !called));
    if (len == 0) {
        if (adopted->live) {
            adopted_discard(adopted);
        }
        out.data = NULL; /* given back already */
    }
    put(place, out, copy_of(data, len, 0));
}

static void step_take_malloc(World *w)
{
    View *const place = fresh_view(w, NULL);
    const size_t len = next_small(w);
    uint8_t *const data = (uint8_t *)malloc(len != 0 ? len : 1);
    Bytes out;
    int error;
    if (data == NULL) {
        return;
    }
    memcpy(data, len != 0 ? payload(len) : (const uint8_t *)"", len);
    poison(&out, sizeof(out));
    error = bytes_take_malloc(data, len, &out);
    if (error != 0) {
        REQUIRE(fair_error(error, len) && is_poison(&out, sizeof(out)));
        free(data);
        return;
    }
    REQUIRE(out.data == data && out.len == len);
    put(place, out, len != 0 ? copy_of(data, len, 0) : copy_of(NULL, 0, 0));
    if (len == 0) {
        place->handle.data = NULL; /* freed already */
    }
}

static void step_clone(World *w)
{
    View *const from = next_view(w);
    View *const place = fresh_view(w, from);
    const Bytes out = bytes_clone(&from->handle);
    REQUIRE(same_view(&from->handle, &from->before) && out.storage == from->handle.storage);
    put_range(place, out, from, from->handle.data, 0, from->handle.len);
}

/* The ranges of all slices: one that fits, in three ways, or one from anywhere. */
static void sliced(World *w, bool concurrent, bool by_pointer)
{
    View *const from = next_view(w);
    View *const place = fresh_view(w, from);
    const uint8_t *const data = from->handle.data;
    const size_t len = from->handle.len;
    const size_t end = next_within(w, len);
    const size_t begin = next_within(w, end);
    Bytes out;
    if (by_pointer) {
        out = bytes_slice_ref(&from->handle, begin != 0 ? data + begin : data, end - begin);
    } else {
        out = concurrent ? bytes_slice(&from->handle, begin, end) : bytes_share_slice(&from->handle, begin, end);
    }
    REQUIRE(!concurrent || same_view(&from->handle, &from->before));
    REQUIRE(out.storage == (begin != end ? from->handle.storage : NULL));
    put_range(place, out, from, data, begin, end);
}

static void step_slice(World *w)
{
    sliced(w, true, false);
}

static void step_slice_ref(World *w)
{
    sliced(w, true, true);
}

static void step_share_slice(World *w)
{
    sliced(w, false, false);
}

static void try_sliced(World *w, bool concurrent)
{
    View *const from = next_view(w);
    View *const place = fresh_view(w, from);
    const size_t begin = next_around(w, from->handle.len);
    const size_t end = next_around(w, from->handle.len);
    Bytes out;
    int error;
    poison(&out, sizeof(out));
    error = concurrent ? bytes_try_slice(&from->handle, begin, end, &out)
                       : bytes_try_share_slice(&from->handle, begin, end, &out);
    REQUIRE((error == 0) == (begin <= end && end <= from->handle.len));
    REQUIRE((!concurrent && error == 0) || same_view(&from->handle, &from->before));
    if (error != 0) {
        REQUIRE(error == BYTES_ERANGE && is_poison(&out, sizeof(out)));
        return;
    }
    put_range(place, out, from, from->handle.data, begin, end);
}

static void step_try_slice(World *w)
{
    try_sliced(w, true);
}

static void step_try_share_slice(World *w)
{
    try_sliced(w, false);
}

static void step_share(World *w)
{
    View *const from = next_view(w);
    View *const place = fresh_view(w, from);
    put_range(place, bytes_share(&from->handle), from, from->handle.data, 0, from->handle.len);
}

/* A share of a share of a share: soon there is no weight left to give. */
static void step_thin(World *w)
{
    View *const self = next_view(w);
    for (size_t i = next_byte(w) % 10; i > 0; i--) {
        const Bytes part = bytes_share(&self->handle);
        REQUIRE(part.data == self->handle.data && part.storage == self->handle.storage);
        bytes_drop(&self->handle);
        self->handle = part;
    }
}

static void many(World *w, bool tried)
{
    BytesRange ranges[VIEWS];
    Bytes out[VIEWS];
    View *const from = next_view(w);
    const size_t len = from->handle.len;
    const size_t count = next_byte(w) % VIEWS;
    bool fits = true;
    for (size_t i = 0; i < count; i++) {
        ranges[i].end = tried ? next_around(w, len) : next_within(w, len);
        ranges[i].begin = tried ? next_around(w, len) : next_within(w, ranges[i].end);
        fits = fits && ranges[i].begin <= ranges[i].end && ranges[i].end <= len;
    }
    poison(out, sizeof(out));
    if (tried) {
        const int error = bytes_try_slice_many(&from->handle, ranges, count, out);
        REQUIRE(error == (fits ? 0 : BYTES_ERANGE));
        if (error != 0) {
            REQUIRE(is_poison(out, sizeof(out)) && same_view(&from->handle, &from->before));
            return;
        }
    } else {
        bytes_slice_many(&from->handle, ranges, count, out);
    }
    for (size_t i = 0; i < count; i++) {
        put_range(fresh_view(w, from), out[i], from, from->handle.data, ranges[i].begin, ranges[i].end);
    }
}

static void step_slice_many(World *w)
{
    many(w, false);
}

static void step_try_slice_many(World *w)
{
    many(w, true);
}

static void step_move(World *w)
{
    View *const from = next_view(w);
    View *const place = fresh_view(w, from);
    put(place, bytes_move(&from->handle), copy_move(&from->copy));
    REQUIRE(same_view(&place->handle, &from->before));
    REQUIRE(from->handle.data == NULL && from->handle.len == 0);
}

/* Which half the result is, and whether the offset may be wrong. */
static void split(World *w, bool front, bool tried)
{
    View *const from = next_view(w);
    View *const place = fresh_view(w, from);
    const Bytes before = from->handle;
    const size_t at = tried ? next_around(w, before.len) : next_within(w, before.len);
    Bytes out;
    int error = 0;
    poison(&out, sizeof(out));
    if (tried) {
        error = front ? bytes_try_split_to(&from->handle, at, &out) : bytes_try_split_off(&from->handle, at, &out);
        REQUIRE(error == (at <= before.len ? 0 : BYTES_ERANGE));
    } else {
        out = front ? bytes_split_to(&from->handle, at) : bytes_split_off(&from->handle, at);
    }
    if (error != 0) {
        REQUIRE(is_poison(&out, sizeof(out)) && same_view(&from->handle, &before));
    } else if (front) {
        REQUIRE(from->handle.data == (at != 0 ? before.data + at : before.data));
        put_range(place, out, from, before.data, 0, at);
        copy_remove(&from->copy, 0, at);
    } else {
        REQUIRE(from->handle.data == before.data);
        put_range(place, out, from, before.data, at, before.len);
        copy_remove(&from->copy, at, before.len);
    }
}

static void step_split_to(World *w)
{
    split(w, true, false);
}

static void step_try_split_to(World *w)
{
    split(w, true, true);
}

static void step_split_off(World *w)
{
    split(w, false, false);
}

static void step_try_split_off(World *w)
{
    split(w, false, true);
}

static void step_try_unsplit(World *w)
{
    View *const self = next_view(w);
    View *const other = next_view(w);
    const Bytes a = self->handle;
    const Bytes b = other->handle;
    const bool neighbours = a.storage != NULL && a.storage == b.storage && a.data + a.len == b.data;
    const int error = bytes_try_unsplit(&self->handle, &other->handle);
    REQUIRE(error == (a.len == 0 || b.len == 0 || neighbours ? 0 : BYTES_EXDEV));
    if (error != 0) {
        REQUIRE(same_view(&self->handle, &a) && same_view(&other->handle, &b));
    } else if (self != other) {
        REQUIRE(other->handle.len == 0 && (b.len != 0 || same_view(&self->handle, &a)));
        REQUIRE(b.len == 0 || self->handle.data == (a.len != 0 ? a.data : b.data));
        if (a.len == 0) {
            copy_clear(&self->copy);
            self->copy = copy_move(&other->copy);
        } else {
            copy_insert(&self->copy, a.len, other->copy.bytes, other->copy.marks, b.len);
            copy_clear(&other->copy);
        }
    }
}

static void step_reabsorb(World *w)
{
    View *const self = next_view(w);
    View *const other = next_view(w);
    const Bytes a = self->handle;
    const Bytes b = other->handle;
    const int error = bytes_reabsorb(&self->handle, &other->handle);
    REQUIRE(error == (self != other && (b.storage == NULL || a.storage == b.storage) ? 0 : BYTES_EXDEV));
    if (error != 0) {
        REQUIRE(same_view(&self->handle, &a) && same_view(&other->handle, &b));
    } else {
        REQUIRE(other->handle.len == 0);
        REQUIRE(self == other || (self->handle.data == a.data && self->handle.len == a.len));
        copy_clear(&other->copy);
    }
}

static void step_drop(World *w)
{
    View *const self = next_view(w);
    bytes_drop(&self->handle);
    copy_clear(&self->copy);
    REQUIRE(self->handle.data == NULL && self->handle.len == 0);
}

static void step_drop_all(World *w)
{
    Bytes handles[VIEWS];
    const size_t count = next_byte(w) % (VIEWS + 1);
    for (size_t i = 0; i < count; i++) {
        View *const self = next_view(w);
        handles[i] = bytes_move(&self->handle);
        copy_clear(&self->copy);
    }
    bytes_drop_all(handles, count);
    for (size_t i = 0; i < count; i++) {
        REQUIRE(handles[i].data == NULL && handles[i].len == 0 && handles[i].storage == NULL);
    }
}

static void step_clear(World *w)
{
    View *const self = next_view(w);
    bytes_clear(&self->handle);
    copy_remove(&self->copy, 0, self->copy.len);
    REQUIRE(self->handle.data == self->before.data);
}

static void step_truncate(World *w)
{
    View *const self = next_view(w);
    const size_t len = next_around(w, self->handle.len);
    bytes_truncate(&self->handle, len);
    if (len < self->copy.len) {
        copy_remove(&self->copy, len, self->copy.len);
    }
    REQUIRE(self->handle.data == self->before.data);
}

static void advanced(View *self, size_t count)
{
    REQUIRE(self->handle.data == (count != 0 ? self->before.data + count : self->before.data));
    copy_remove(&self->copy, 0, count);
}

static void step_advance(World *w)
{
    View *const self = next_view(w);
    const size_t count = next_within(w, self->handle.len);
    bytes_advance(&self->handle, count);
    advanced(self, count);
}

static void step_try_advance(World *w)
{
    View *const self = next_view(w);
    const size_t count = next_around(w, self->handle.len);
    const int error = bytes_try_advance(&self->handle, count);
    REQUIRE(error == (count <= self->before.len ? 0 : BYTES_ERANGE));
    if (error != 0) {
        REQUIRE(same_view(&self->handle, &self->before));
    } else {
        advanced(self, count);
    }
}

static void step_ask(World *w)
{
    const View *const a = next_view(w);
    const View *const b = next_view(w);
    const Bytes *const view = &a->handle;
    const BytesSpan span = bytes_span(view);
    const Block *const block = memory_block(view->storage);
    REQUIRE(span.data == view->data && span.len == view->len);
    REQUIRE(bytes_is_unique(view) == (references(w, view->storage) == 1));
    REQUIRE(bytes_is_static(view) == (view->len != 0 && a->copy.borrowed));
    REQUIRE(bytes_same_storage(view, &b->handle) == (view->storage != NULL && view->storage == b->handle.storage));
    if (view->storage == NULL) {
        REQUIRE(bytes_retained(view) == 0);
    } else if (storage_kind(view->storage) == STORAGE_ALLOCATED) {
        REQUIRE(bytes_retained(view) == block->size);
    } else {
        REQUIRE(bytes_retained(view) == view->storage->size);
    }
    REQUIRE(same_view(view, &a->before));
}

static void step_copy_to(World *w)
{
    const View *const self = next_view(w);
    const bool tried = next_byte(w) % 2 != 0;
    const size_t len = self->handle.len;
    const size_t offset = tried ? next_around(w, len) : next_within(w, len);
    const size_t count = tried ? next_around(w, offset <= len ? len - offset : 0) : next_within(w, len - offset);
    const bool fits = offset <= len && count <= len - offset;
    uint8_t *const out = fits && count != 0 ? (uint8_t *)plain_alloc(count) : NULL;
    if (tried) {
        REQUIRE(bytes_try_copy_to(&self->handle, offset, count, out) == (fits ? 0 : BYTES_ERANGE));
    } else {
        bytes_copy_to(&self->handle, offset, count, out);
    }
    REQUIRE(out == NULL || memcmp(out, self->copy.bytes + offset, count) == 0);
    REQUIRE(same_view(&self->handle, &self->before));
    plain_free(out);
}

static void step_compact(World *w)
{
    const size_t which = next_byte(w);
    View *const self = next_view(w);
    const size_t multiple = next_byte(w) % 8;
    const size_t pinned = bytes_retained(&self->handle);
    /* What header, alignment and rounding may add to the copy's block. */
    const size_t rest = 1100;
    const int result = which % 2 != 0 ? bytes_compact(&self->handle, multiple)
                                      : bytes_compact_in(memory_allocator(which / 2), &self->handle, multiple);
    if (result == 1) {
        REQUIRE(pinned > multiple * self->before.len && bytes_retained(&self->handle) < pinned);
        REQUIRE(self->handle.storage->allocator == (which % 2 != 0 ? NULL : memory_allocator(which / 2)));
        REQUIRE(memory_calls() == 1 && references(w, self->handle.storage) == 1);
        self->copy.initial = self->copy.len;
        copy_unmark(&self->copy);
        return;
    }
    REQUIRE(same_view(&self->handle, &self->before));
    REQUIRE(result == 0 || (result == BYTES_ENOMEM && memory_refused()));
    REQUIRE(result != 0 || memory_calls() == 0);
    REQUIRE(result != 0 || self->before.len == 0 || pinned <= multiple * self->before.len ||
            pinned <= self->before.len + rest);
}

static void into_mut(World *w, bool tried)
{
    View *const from = next_view(w);
    Buffer *const place = fresh_buffer(w, NULL);
    const Bytes view = from->handle;
    const bool writable = view.storage != NULL && storage_is_writable(view.storage);
    const bool alone = references(w, view.storage) == 1;
    BytesAllocator *const allocator = view.storage != NULL ? view.storage->allocator : NULL;
    BytesMut out;
    int error;
    poison(&out, sizeof(out));
    error = tried ? bytes_try_into_mut(&from->handle, &out) : bytes_into_mut(&from->handle, &out);
    if (tried) {
        REQUIRE(error == (view.len == 0 || (writable && alone) ? 0 : writable ? BYTES_EBUSY : BYTES_EACCES));
    }
    if (error != 0) {
        REQUIRE(is_poison(&out, sizeof(out)) && same_view(&from->handle, &view));
        REQUIRE(tried || (fair_error(error, view.len) && !(writable && alone)));
        return;
    }
    REQUIRE(from->handle.data == NULL && from->handle.len == 0 && from->handle.storage == NULL);
    place->handle = out;
    place->copy = copy_move(&from->copy);
    if (view.len == 0) {
        REQUIRE(out.storage == NULL && out.cap == 0);
        place->copy.borrowed = false;
    } else if (writable && alone) {
        REQUIRE(out.data == view.data && out.storage == view.storage && out.weight == view.weight);
        REQUIRE(out.data + out.cap == storage_data(out.storage) + out.storage->size && memory_calls() == 0);
    } else {
        REQUIRE(memory_calls() == 1 && out.storage->allocator == allocator);
        place->copy.initial = view.len;
        place->copy.borrowed = false;
        copy_unmark(&place->copy);
    }
}

static void step_try_into_mut(World *w)
{
    into_mut(w, true);
}

static void step_into_mut(World *w)
{
    into_mut(w, false);
}

static void step_steal(World *w)
{
    View *const self = next_view(w);
    const Bytes view = self->handle;
    const bool adopted = view.storage != NULL && storage_kind(view.storage) != STORAGE_ALLOCATED;
    const bool alone = references(w, view.storage) == 1;
    const uint8_t *const data = adopted ? storage_data(view.storage) : NULL;
    const Adopted *const known = adopted ? adopted_find(data) : NULL;
    const size_t size = adopted ? view.storage->size : 0;
    BytesStolen out;
    int error;
    poison(&out, sizeof(out));
    error = bytes_steal(&self->handle, &out);
    REQUIRE(error == (!adopted ? BYTES_ENOTSUP : alone ? 0 : BYTES_EBUSY));
    if (error != 0) {
        REQUIRE(is_poison(&out, sizeof(out)) && same_view(&self->handle, &view));
        return;
    }
    REQUIRE(self->handle.data == NULL && self->handle.len == 0);
    REQUIRE(out.data == data && out.size == size && data + out.offset == view.data && out.len == view.len);
    REQUIRE(memcmp(data + out.offset, self->copy.bytes, out.len) == 0);
    copy_clear(&self->copy);
    REQUIRE(known == NULL || (known->live && known->data == data && out.context == known));
    REQUIRE((out.release != NULL) == (known == NULL || known->called));
    if (out.release != NULL) {
        out.release(out.data, out.size, out.context);
    } else {
        adopted_discard((Adopted *)out.context);
    }
}

static void step_to_raw(World *w)
{
    Box *const box = &w->boxes[next_byte(w) % BOXES];
    View *const self = next_view(w);
    void *out;
    int error;
    if (box->raw != NULL) {
        return;
    }
    poison(&out, sizeof(out));
    error = bytes_to_raw(&self->handle, &out);
    if (error != 0) {
        REQUIRE(fair_error(error, 0) && is_poison(&out, sizeof(out)));
        REQUIRE(same_view(&self->handle, &self->before));
        return;
    }
    REQUIRE(out != NULL && self->handle.data == NULL && self->handle.len == 0);
    box->raw = out;
    box->handle = self->before;
    box->copy = copy_move(&self->copy);
}

static void step_from_raw(World *w)
{
    Box *const box = &w->boxes[next_byte(w) % BOXES];
    View *const place = fresh_view(w, NULL);
    if (box->raw != NULL) {
        put(place, bytes_from_raw(box->raw), copy_move(&box->copy));
        REQUIRE(same_view(&place->handle, &box->handle));
        box->raw = NULL;
    }
}

const Step view_steps[] = {
    {"bytes_static", step_static, false},
    {"BYTES_LITERAL", step_literal, false},
    {"bytes_copy", step_copy, true},
    {"bytes_copy_in", step_copy_in, true},
    {"bytes_take", step_take, true},
    {"bytes_take_malloc", step_take_malloc, true},
    {"bytes_clone", step_clone, false},
    {"bytes_slice", step_slice, false},
    {"bytes_slice_ref", step_slice_ref, false},
    {"bytes_try_slice", step_try_slice, false},
    {"bytes_share", step_share, false},
    {"bytes_share_slice", step_share_slice, false},
    {"bytes_try_share_slice", step_try_share_slice, false},
    {"sharing again and again", step_thin, false},
    {"bytes_slice_many", step_slice_many, false},
    {"bytes_try_slice_many", step_try_slice_many, false},
    {"bytes_move", step_move, false},
    {"bytes_split_to", step_split_to, false},
    {"bytes_try_split_to", step_try_split_to, false},
    {"bytes_split_off", step_split_off, false},
    {"bytes_try_split_off", step_try_split_off, false},
    {"bytes_try_unsplit", step_try_unsplit, false},
    {"bytes_reabsorb", step_reabsorb, false},
    {"bytes_drop", step_drop, false},
    {"bytes_drop_all", step_drop_all, false},
    {"bytes_clear", step_clear, false},
    {"bytes_truncate", step_truncate, false},
    {"bytes_advance", step_advance, false},
    {"bytes_try_advance", step_try_advance, false},
    {"asking a view", step_ask, false},
    {"bytes_copy_to", step_copy_to, false},
    {"bytes_compact", step_compact, true},
    {"bytes_try_into_mut", step_try_into_mut, false},
    {"bytes_into_mut", step_into_mut, true},
    {"bytes_steal", step_steal, false},
    {"bytes_to_raw", step_to_raw, true},
    {"bytes_from_raw", step_from_raw, false},
};
const size_t view_step_count = sizeof(view_steps) / sizeof(view_steps[0]);
