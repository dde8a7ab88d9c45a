/* SPDX-License-Identifier: MIT */
/* The functions of view.h that create a view, of bytes or of another view. */
#include "steps.h"

#define STATIC_TEXT "The quick brown fox jumps over the lazy dog"

void put_view(View *to, Bytes handle, Copy copy)
{
    to->handle = handle;
    to->copy = copy;
}

void put_view_range(View *to, Bytes handle, const View *from, const uint8_t *data, size_t begin, size_t end)
{
    REQUIRE(handle.data == (begin != 0 ? data + begin : data));
    REQUIRE(handle.len == end - begin);
    put_view(to, handle, copy_range(&from->copy, begin, end));
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

static void check_copied(View *to, int error, const Bytes *out, const uint8_t *data, size_t len,
                         const BytesAllocator *allocator)
{
    if (error != 0) {
        REQUIRE(plausible_error(error, len) && is_poison(out, sizeof(*out)));
        return;
    }
    REQUIRE(memory_calls() == (len != 0) && len <= MEMORY_LIMIT);
    REQUIRE(len == 0 || out->storage->allocator == allocator);
    put_view(to, *out, copy_of(data, len, len));
}

static void step_copy(World *w)
{
    View *const to = fresh_view(w, NULL);
    const size_t len = next_size(w);
    const uint8_t *const data = payload(len <= MEMORY_LIMIT ? len : 1);
    Bytes out;
    poison(&out, sizeof(out));
    check_copied(to, bytes_copy(data, len, &out), &out, data, len, NULL);
}

static void step_copy_in(World *w)
{
    BytesAllocator *const allocator = memory_allocator(next_byte(w));
    View *const to = fresh_view(w, NULL);
    const size_t len = next_size(w);
    const uint8_t *const data = payload(len <= MEMORY_LIMIT ? len : 1);
    Bytes out;
    poison(&out, sizeof(out));
    check_copied(to, bytes_copy_in(allocator, data, len, &out), &out, data, len, allocator);
}

static void step_clone(World *w)
{
    View *const from = next_view(w);
    View *const to = fresh_view(w, from);
    const Bytes out = bytes_clone(&from->handle);
    REQUIRE(same_view(&from->handle, &from->before) && out.storage == from->handle.storage);
    put_view_range(to, out, from, from->handle.data, 0, from->handle.len);
}

/* The aborting forms, with a valid range. */
static void slice(World *w, bool concurrent, bool by_pointer)
{
    View *const from = next_view(w);
    View *const to = fresh_view(w, from);
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
    put_view_range(to, out, from, data, begin, end);
}

static void step_slice(World *w)
{
    slice(w, true, false);
}

static void step_slice_ref(World *w)
{
    slice(w, true, true);
}

static void step_share_slice(World *w)
{
    slice(w, false, false);
}

static void try_slice(World *w, bool concurrent)
{
    View *const from = next_view(w);
    View *const to = fresh_view(w, from);
    const size_t begin = next_around(w, from->handle.len);
    const size_t end = next_around(w, from->handle.len);
    Bytes out;
    poison(&out, sizeof(out));
    const int error = concurrent ? bytes_try_slice(&from->handle, begin, end, &out)
                                 : bytes_try_share_slice(&from->handle, begin, end, &out);
    REQUIRE((error == 0) == (begin <= end && end <= from->handle.len));
    REQUIRE((!concurrent && error == 0) || same_view(&from->handle, &from->before));
    if (error != 0) {
        REQUIRE(error == BYTES_ERANGE && is_poison(&out, sizeof(out)));
        return;
    }
    put_view_range(to, out, from, from->handle.data, begin, end);
}

static void step_try_slice(World *w)
{
    try_slice(w, true);
}

static void step_try_share_slice(World *w)
{
    try_slice(w, false);
}

static void step_share(World *w)
{
    View *const from = next_view(w);
    View *const to = fresh_view(w, from);
    put_view_range(to, bytes_share(&from->handle), from, from->handle.data, 0, from->handle.len);
}

/* Shares of shares, until the handle has no weight left to share and needs a refill. */
static void step_share_repeatedly(World *w)
{
    View *const self = next_view(w);
    for (size_t i = next_byte(w) % 10; i > 0; i--) {
        const Bytes part = bytes_share(&self->handle);
        REQUIRE(part.data == self->handle.data && part.storage == self->handle.storage);
        bytes_drop(&self->handle);
        self->handle = part;
    }
}

static void slice_many(World *w, bool tried)
{
    View *const from = next_view(w);
    const size_t len = from->handle.len;
    const size_t count = next_byte(w) % VIEWS;
    BytesRange ranges[VIEWS];
    bool fits = true;
    for (size_t i = 0; i < count; i++) {
        ranges[i].end = tried ? next_around(w, len) : next_within(w, len);
        ranges[i].begin = tried ? next_around(w, len) : next_within(w, ranges[i].end);
        fits = fits && ranges[i].begin <= ranges[i].end && ranges[i].end <= len;
    }
    Bytes out[VIEWS];
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
    slice_many(w, false);
}

static void step_try_slice_many(World *w)
{
    slice_many(w, true);
}

static void step_try_slice_ref(World *w)
{
    View *const from = next_view(w);
    View *const to = fresh_view(w, from);
    const uint8_t *const data = from->handle.data;
    const size_t len = from->handle.len;
    const size_t begin = next_around(w, len);
    const size_t count = next_around(w, len);
    const bool fits = count == 0 || (begin <= len && count <= len - begin);
    /* As a number: it may be anywhere. */
    const uint8_t *const at = (const uint8_t *)((uintptr_t)data + begin);
    Bytes out;
    poison(&out, sizeof(out));
    const int error = bytes_try_slice_ref(&from->handle, at, count, &out);
    REQUIRE(same_view(&from->handle, &from->before) && error == (fits ? 0 : BYTES_ERANGE));
    if (error != 0) {
        REQUIRE(is_poison(&out, sizeof(out)));
    } else if (count == 0) {
        REQUIRE(out.data == at && out.len == 0 && out.storage == NULL);
        out.data = NULL; /* which may be no address at all */
        put_view(to, out, copy_of(NULL, 0, 0));
    } else {
        put_view_range(to, out, from, data, begin, begin + count);
    }
}

const Step view_create_steps[] = {
    {"bytes_static", step_static, false},
    {"BYTES_LITERAL", step_literal, false},
    {"bytes_copy", step_copy, true},
    {"bytes_copy_in", step_copy_in, true},
    {"bytes_clone", step_clone, false},
    {"bytes_slice", step_slice, false},
    {"bytes_slice_ref", step_slice_ref, false},
    {"bytes_try_slice", step_try_slice, false},
    {"bytes_share", step_share, false},
    {"bytes_share_slice", step_share_slice, false},
    {"bytes_try_share_slice", step_try_share_slice, false},
    {"sharing repeatedly", step_share_repeatedly, false},
    {"bytes_slice_many", step_slice_many, false},
    {"bytes_try_slice_many", step_try_slice_many, false},
    {"bytes_try_slice_ref", step_try_slice_ref, false},
};
const size_t view_create_step_count = sizeof(view_create_steps) / sizeof(view_create_steps[0]);
