/* SPDX-License-Identifier: MIT */
/* The operations of view.h that make a view, of bytes or of another view. */
#include "steps.h"

#include <stdlib.h>

#define STATIC_TEXT "The quick brown fox jumps over the lazy dog"

void put_view(View *place, Bytes handle, Copy copy)
{
    place->handle = handle;
    place->copy = copy;
}

void put_view_range(View *place, Bytes handle, const View *from, const uint8_t *data, size_t begin, size_t end)
{
    REQUIRE(handle.data == (begin != 0 ? data + begin : data));
    REQUIRE(handle.len == end - begin);
    put_view(place, handle, copy_range(&from->copy, begin, end));
}

static void step_static(World *w)
{
    View *const out = fresh_view(w, NULL);
    const size_t len = next_small(w);
    const uint8_t *const data = payload(len);
    put_view(out, bytes_static(data, len), copy_of(data, len, 0));
    out->copy.borrowed = true;
    REQUIRE(out->handle.data == data && bytes_is_static(&out->handle) == (len != 0));
}

static void step_literal(World *w)
{
    static const Bytes literal = BYTES_STATIC_INIT(STATIC_TEXT);
    View *const out = fresh_view(w, NULL);
    put_view(out, next_byte(w) % 2 != 0 ? literal : BYTES_LITERAL(STATIC_TEXT),
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
    put_view(place, *out, copy_of(data, len, len));
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
        out = bytes_adopt_with_control(adopted->control, data, len, access, called ? adopted_release : NULL, adopted);
        REQUIRE(memory_calls() == 0);
    } else if (which == 0) {
        error = bytes_adopt(data, asked, access, called ? adopted_release : NULL, adopted, &out);
    } else {
        error = bytes_adopt_in(memory_allocator(which), data, asked, access, called ? adopted_release : NULL, adopted,
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
    put_view(place, out, copy_of(data, len, 0));
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
    error = bytes_adopt_malloc(data, len, &out);
    if (error != 0) {
        REQUIRE(fair_error(error, len) && is_poison(&out, sizeof(out)));
        free(data);
        return;
    }
    REQUIRE(out.data == data && out.len == len);
    put_view(place, out, len != 0 ? copy_of(data, len, 0) : copy_of(NULL, 0, 0));
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
    put_view_range(place, out, from, from->handle.data, 0, from->handle.len);
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
    put_view_range(place, out, from, data, begin, end);
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
    put_view_range(place, out, from, from->handle.data, begin, end);
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
    put_view_range(place, bytes_share(&from->handle), from, from->handle.data, 0, from->handle.len);
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
        put_view_range(fresh_view(w, from), out[i], from, from->handle.data, ranges[i].begin, ranges[i].end);
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

const Step view_make_steps[] = {
    {"bytes_static", step_static, false},
    {"BYTES_LITERAL", step_literal, false},
    {"bytes_copy", step_copy, true},
    {"bytes_copy_in", step_copy_in, true},
    {"bytes_adopt", step_take, true},
    {"bytes_adopt_malloc", step_take_malloc, true},
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
};
const size_t view_make_step_count = sizeof(view_make_steps) / sizeof(view_make_steps[0]);
