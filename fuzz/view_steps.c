/* SPDX-License-Identifier: MIT */
/* The functions of view.h that split, join, shorten, drop, convert and query views. */
#include "steps.h"

static void step_move(World *w)
{
    View *const from = next_view(w);
    View *const to = fresh_view(w, from);
    put_view(to, bytes_move(&from->handle), copy_move(&from->copy));
    REQUIRE(same_view(&to->handle, &from->before));
    REQUIRE(from->handle.data == NULL && from->handle.len == 0);
}

/* `front`: the result is the front half. `tried`: the try_ form, also with an invalid offset. */
static void split(World *w, bool front, bool tried)
{
    View *const from = next_view(w);
    View *const to = fresh_view(w, from);
    const Bytes before = from->handle;
    const size_t at = tried ? next_around(w, before.len) : next_within(w, before.len);
    Bytes out;
    poison(&out, sizeof(out));
    int error = 0;
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
        put_view_range(to, out, from, before.data, 0, at);
        copy_remove(&from->copy, 0, at);
    } else {
        REQUIRE(from->handle.data == before.data);
        put_view_range(to, out, from, before.data, at, before.len);
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
    const bool adjacent = a.storage != NULL && a.storage == b.storage && a.data + a.len == b.data;
    const int error = bytes_try_unsplit(&self->handle, &other->handle);
    REQUIRE(error == (a.len == 0 || b.len == 0 || adjacent ? 0 : BYTES_EXDEV));
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

static void step_drop_into(World *w)
{
    View *const self = next_view(w);
    View *const other = next_view(w);
    const Bytes a = self->handle;
    const Bytes b = other->handle;
    const int error = bytes_drop_into(&other->handle, &self->handle);
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
    if (self->handle.len % 2 != 0) {
        bytes_drop_later(&self->handle);
    } else {
        bytes_drop(&self->handle);
    }
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

static void check_advanced(View *self, size_t count)
{
    REQUIRE(self->handle.data == (count != 0 ? self->before.data + count : self->before.data));
    copy_remove(&self->copy, 0, count);
}

static void step_advance(World *w)
{
    View *const self = next_view(w);
    const size_t count = next_within(w, self->handle.len);
    bytes_advance(&self->handle, count);
    check_advanced(self, count);
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
        check_advanced(self, count);
    }
}

static void step_query(World *w)
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
    uint8_t *const out = fits && count != 0 ? plain_alloc(count) : NULL;
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
    BytesStorage *const storage = self->handle.storage;
    BytesAllocator *const own = storage != NULL ? storage->allocator : NULL;
    BytesAllocator *const allocator = which % 2 != 0 ? own : memory_allocator(which / 2);
    /* Bound for what header, alignment and rounding add to the copy's block. */
    const size_t overhead = 2 * memory_rounding(allocator) + 76;
    const int result =
        which % 2 != 0 ? bytes_compact(&self->handle, multiple) : bytes_compact_in(allocator, &self->handle, multiple);
    if (result == 0 && self->handle.data != self->before.data) {
        REQUIRE(pinned > multiple * self->before.len && bytes_retained(&self->handle) < pinned);
        REQUIRE(self->handle.storage->allocator == allocator);
        REQUIRE(memory_called_once(allocator) && references(w, self->handle.storage) == 1);
        self->copy.initial = self->copy.len;
        copy_unmark(&self->copy);
        return;
    }
    REQUIRE(same_view(&self->handle, &self->before));
    REQUIRE(result == 0 || (result == BYTES_ENOMEM && memory_failed()));
    REQUIRE(result != 0 || self->before.len == 0 || pinned <= multiple * self->before.len ||
            pinned <= self->before.len + overhead);
}

static void into_mut(World *w, bool tried)
{
    View *const from = next_view(w);
    Buffer *const to = fresh_buffer(w, NULL);
    const Bytes view = from->handle;
    const bool writable = view.storage != NULL && storage_is_writable(view.storage);
    const bool unique = references(w, view.storage) == 1;
    BytesAllocator *const allocator = view.storage != NULL ? view.storage->allocator : NULL;
    BytesMut out;
    poison(&out, sizeof(out));
    const int error = tried ? bytes_try_into_mut(&from->handle, &out) : bytes_into_mut(&from->handle, &out);
    if (tried) {
        REQUIRE(error == (view.len == 0 || (writable && unique) ? 0 : writable ? BYTES_EBUSY : BYTES_EACCES));
    }
    if (error != 0) {
        REQUIRE(is_poison(&out, sizeof(out)) && same_view(&from->handle, &view));
        REQUIRE(tried || (plausible_error(error, view.len) && !(writable && unique)));
        return;
    }
    REQUIRE(from->handle.data == NULL && from->handle.len == 0 && from->handle.storage == NULL);
    to->handle = out;
    to->copy = copy_move(&from->copy);
    if (view.len == 0) {
        REQUIRE(out.storage == NULL && out.cap == 0);
        to->copy.borrowed = false;
    } else if (writable && unique) {
        REQUIRE(out.data == view.data && out.storage == view.storage && out.weight == view.weight);
        REQUIRE(out.data + out.cap == storage_data(out.storage) + out.storage->size && memory_calls() == 0);
    } else {
        REQUIRE(memory_called_once(allocator) && out.storage->allocator == allocator);
        to->copy.initial = view.len;
        to->copy.borrowed = false;
        copy_unmark(&to->copy);
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

static void step_to_raw(World *w)
{
    Box *const box = &w->boxes[next_byte(w) % BOXES];
    View *const self = next_view(w);
    if (box->raw != NULL) {
        return;
    }
    void *out;
    poison(&out, sizeof(out));
    const int error = bytes_to_raw(&self->handle, &out);
    if (error != 0) {
        REQUIRE(plausible_error(error, 0) && is_poison(&out, sizeof(out)));
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
    View *const to = fresh_view(w, NULL);
    if (box->raw != NULL) {
        put_view(to, bytes_from_raw(box->raw), copy_move(&box->copy));
        REQUIRE(same_view(&to->handle, &box->handle));
        box->raw = NULL;
    }
}

const Step view_steps[] = {
    {"bytes_move", step_move, false},
    {"bytes_split_to", step_split_to, false},
    {"bytes_try_split_to", step_try_split_to, false},
    {"bytes_split_off", step_split_off, false},
    {"bytes_try_split_off", step_try_split_off, false},
    {"bytes_try_unsplit", step_try_unsplit, false},
    {"bytes_drop_into", step_drop_into, false},
    {"bytes_drop", step_drop, false},
    {"bytes_drop_all", step_drop_all, false},
    {"bytes_clear", step_clear, false},
    {"bytes_truncate", step_truncate, false},
    {"bytes_advance", step_advance, false},
    {"bytes_try_advance", step_try_advance, false},
    {"querying a view", step_query, false},
    {"bytes_copy_to", step_copy_to, false},
    {"bytes_compact", step_compact, true},
    {"bytes_try_into_mut", step_try_into_mut, false},
    {"bytes_into_mut", step_into_mut, true},
    {"bytes_to_raw", step_to_raw, true},
    {"bytes_from_raw", step_from_raw, false},
};
const size_t view_step_count = sizeof(view_steps) / sizeof(view_steps[0]);
