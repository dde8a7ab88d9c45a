/* SPDX-License-Identifier: MIT */
/* The functions of weak.h. */
#include "steps.h"

static Weak *next_weak(World *w)
{
    return &w->weaks[next_byte(w) % WEAKS];
}

/* An all-zero weak view for a result. */
static Weak *fresh_weak(World *w)
{
    Weak *const out = next_weak(w);
    bytes_weak_drop(&out->handle);
    copy_clear(&out->copy);
    out->storage = NULL;
    return out;
}

static void step_enable(World *w)
{
    View *const self = next_view(w);
    BytesAllocator *const allocator = memory_allocator(next_byte(w));
    const Bytes before = self->handle;
    const bool needs = before.storage != NULL && storage_kind(before.storage) != STORAGE_WEAK;
    const int error = bytes_enable_weak(allocator, &self->handle);
    REQUIRE(error == 0 || (needs && error == BYTES_ENOMEM && memory_failed()));
    if (error != 0 || !needs) {
        REQUIRE(same_view(&self->handle, &before) && (needs || memory_calls() == 0));
        return;
    }
    REQUIRE(self->handle.data == before.data && self->handle.len == before.len);
    REQUIRE(self->handle.storage != before.storage && self->handle.storage->allocator == allocator);
    self->copy.initial = 0;
    copy_unmark(&self->copy); /* slots are found by the storage */
}

static void step_downgrade(World *w)
{
    const View *const from = next_view(w);
    Weak *const to = fresh_weak(w);
    BytesStorage *const storage = from->handle.storage;
    BytesWeak out;
    poison(&out, sizeof(out));
    const int error = bytes_downgrade(&from->handle, &out);
    REQUIRE(same_view(&from->handle, &from->before));
    if (storage != NULL && storage_kind(storage) != STORAGE_WEAK) {
        REQUIRE(error == BYTES_ENOTSUP && is_poison(&out, sizeof(out)));
        return;
    }
    REQUIRE(error == 0);
    *to = (Weak){out, copy_range(&from->copy, 0, from->copy.len), storage};
}

/* True if the bytes of a weak view are gone: no handle to its storage is left. */
static bool is_gone(const World *w, const Weak *weak)
{
    return weak->storage != NULL && references(w, weak->storage) == 0;
}

static void step_upgrade(World *w)
{
    const Weak *const from = next_weak(w);
    View *const to = fresh_view(w, NULL);
    const bool gone = is_gone(w, from);
    Bytes out;
    poison(&out, sizeof(out));
    const bool upgraded = bytes_weak_upgrade(&from->handle, &out);
    REQUIRE(upgraded == !gone);
    if (!upgraded) {
        REQUIRE(is_poison(&out, sizeof(out)));
        return;
    }
    REQUIRE(out.storage == from->storage && out.len == from->copy.len);
    put_view(to, out, copy_range(&from->copy, 0, from->copy.len));
}

static void step_clone(World *w)
{
    const Weak *const from = next_weak(w);
    Weak *const to = next_weak(w);
    if (from != to) {
        bytes_weak_drop(&to->handle);
        copy_clear(&to->copy);
        *to = (Weak){bytes_weak_clone(&from->handle), copy_range(&from->copy, 0, from->copy.len), from->storage};
    }
}

static void step_is_gone(World *w)
{
    const Weak *const self = next_weak(w);
    REQUIRE(bytes_weak_is_gone(&self->handle) == is_gone(w, self));
}

static void step_drop(World *w)
{
    Weak *const self = next_weak(w);
    for (int i = 0; i < 2; i++) { /* the second does nothing */
        bytes_weak_drop(&self->handle);
        copy_clear(&self->copy);
        self->storage = NULL;
    }
    REQUIRE(!bytes_weak_is_gone(&self->handle));
}

const Step weak_steps[] = {
    {"bytes_enable_weak", step_enable, true},    {"bytes_downgrade", step_downgrade, false},
    {"bytes_weak_upgrade", step_upgrade, false}, {"bytes_weak_clone", step_clone, false},
    {"bytes_weak_is_gone", step_is_gone, false}, {"bytes_weak_drop", step_drop, false},
};
const size_t weak_step_count = sizeof(weak_steps) / sizeof(weak_steps[0]);
