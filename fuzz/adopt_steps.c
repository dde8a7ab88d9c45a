/* SPDX-License-Identifier: MIT */
/* The functions of adopt.h. */
#include "steps.h"

#include <stdlib.h>

static void step_adopt(World *w)
{
    const size_t how = next_byte(w);
    const enum BytesAccess access = how & 1 ? BYTES_WRITABLE : BYTES_READ_ONLY;
    /* Rarely without a callback: such memory is not reused, since nothing reports its release. */
    BytesRelease *const release = how % 16 != 15 ? adopted_release : NULL;
    const bool controlled = (how >> 1) % 3 == 2;
    const size_t which = (how >> 1) % 3 == 1 ? next_byte(w) : 0;
    View *const to = fresh_view(w, NULL);
    const size_t size = next_size(w);
    const size_t len = size <= MEMORY_LIMIT ? size : 1;
    /* Sizes that no object can have are passed on; all others are really there. */
    const size_t requested = size > (size_t)PTRDIFF_MAX ? size : len;
    Adopted *const adopted = adopted_make(len, access == BYTES_WRITABLE, controlled, release != NULL, how >= 128);
    if (adopted == NULL) {
        return;
    }
    uint8_t *const data = adopted->data;
    Bytes out;
    poison(&out, sizeof(out));
    int error = 0;
    if (controlled) {
        out = bytes_adopt_with_control(adopted->control, data, len, access, release, adopted);
        REQUIRE(memory_calls() == 0);
    } else if (which == 0) {
        error = bytes_adopt(data, requested, access, release, adopted, &out);
    } else {
        error = bytes_adopt_in(memory_allocator(which), data, requested, access, release, adopted, &out);
    }
    if (error != 0) {
        REQUIRE(plausible_error(error, requested) && is_poison(&out, sizeof(out)));
        adopted_discard(adopted);
        return;
    }
    REQUIRE(out.data == data && out.len == len && adopted->live == (len != 0 || release == NULL));
    if (len == 0) {
        if (adopted->live) {
            adopted_discard(adopted);
        }
        out.data = NULL; /* released already */
    }
    put_view(to, out, copy_of(data, len, 0));
}

static void step_adopt_malloc(World *w)
{
    View *const to = fresh_view(w, NULL);
    const size_t len = next_small(w);
    uint8_t *const data = malloc(len != 0 ? len : 1);
    if (data == NULL) {
        return;
    }
    if (len != 0) {
        memcpy(data, payload(len), len);
    }
    Bytes out;
    poison(&out, sizeof(out));
    const int error = bytes_adopt_malloc(data, len, &out);
    if (error != 0) {
        REQUIRE(plausible_error(error, len) && is_poison(&out, sizeof(out)));
        free(data);
        return;
    }
    REQUIRE(out.data == data && out.len == len);
    put_view(to, out, len != 0 ? copy_of(data, len, 0) : copy_of(NULL, 0, 0));
    if (len == 0) {
        to->handle.data = NULL; /* freed already */
    }
}

static void step_adopt_free(World *w)
{
    const enum BytesAccess access = next_byte(w) % 2 != 0 ? BYTES_WRITABLE : BYTES_READ_ONLY;
    View *const to = fresh_view(w, NULL);
    const size_t len = next_small(w) + 1;
    Adopted *const adopted = adopted_make(len, access == BYTES_WRITABLE, false, true, false);
    if (adopted == NULL) {
        return;
    }
    adopted->by_address = true;
    Bytes out;
    poison(&out, sizeof(out));
    const int error = bytes_adopt_free(adopted->data, len, access, adopted_free, &out);
    if (error != 0) {
        REQUIRE(plausible_error(error, len) && is_poison(&out, sizeof(out)));
        adopted_discard(adopted);
        return;
    }
    REQUIRE(out.data == adopted->data && out.len == len && adopted->live);
    put_view(to, out, copy_of(out.data, len, 0));
}

static void step_adopt_capacity(World *w)
{
    View *const to = fresh_view(w, NULL);
    const size_t capacity = next_small(w);
    const size_t len = next_around(w, capacity);
    Adopted *const adopted = adopted_make(capacity, true, false, true, false);
    if (adopted == NULL) {
        return;
    }
    uint8_t *const data = adopted->data;
    Bytes out;
    poison(&out, sizeof(out));
    const int error = bytes_adopt_capacity(data, len, capacity, adopted_release, adopted, &out);
    REQUIRE((error == BYTES_ERANGE) == (len > capacity));
    if (error != 0) {
        REQUIRE(error == BYTES_ERANGE || plausible_error(error, capacity));
        REQUIRE(is_poison(&out, sizeof(out)));
        adopted_discard(adopted);
        return;
    }
    REQUIRE(out.data == data && out.len == len && adopted->live == (len != 0));
    if (len == 0) {
        out.data = NULL; /* released already */
    }
    put_view(to, out, copy_of(out.data, len, 0));
}

static void step_query(World *w)
{
    const Bytes *const view = &next_view(w)->handle;
    BytesStorage *const storage = view->storage != NULL ? storage_with_bytes(view->storage) : NULL;
    const bool is_adopted = storage != NULL && storage_is_adopted(storage);
    const Adopted *const adopted = is_adopted ? adopted_find(storage_data(storage)) : NULL;
    REQUIRE(bytes_is_adopted(view) == is_adopted);
    REQUIRE(bytes_is_writable(view) == (view->storage != NULL && storage_is_writable(view->storage)));
    void *context;
    poison(&context, sizeof(context));
    const int error = bytes_adopted_context(view, adopted_release, &context);
    if (adopted != NULL && adopted->has_release && !adopted->by_address) {
        REQUIRE(error == 0 && context == adopted);
    } else {
        REQUIRE(error == BYTES_ENOTSUP && is_poison(&context, sizeof(context)));
    }
}

static void step_steal(World *w)
{
    View *const self = next_view(w);
    const Bytes view = self->handle;
    const bool is_adopted = view.storage != NULL && storage_is_adopted(view.storage);
    const bool unique = references(w, view.storage) == 1;
    const uint8_t *const data = is_adopted ? storage_data(view.storage) : NULL;
    const Adopted *const adopted = is_adopted ? adopted_find(data) : NULL; /* NULL: from malloc(), or mapped */
    const size_t size = is_adopted ? view.storage->size : 0;
    BytesStolen out;
    poison(&out, sizeof(out));
    const int error = bytes_steal(&self->handle, &out);
    REQUIRE(error == (!is_adopted ? BYTES_ENOTSUP : unique ? 0 : BYTES_EBUSY));
    if (error != 0) {
        REQUIRE(is_poison(&out, sizeof(out)) && same_view(&self->handle, &view));
        return;
    }
    REQUIRE(self->handle.data == NULL && self->handle.len == 0);
    REQUIRE(out.data == data && out.size == size && data + out.offset == view.data && out.len == view.len);
    REQUIRE(memcmp(data + out.offset, self->copy.bytes, out.len) == 0);
    copy_clear(&self->copy);
    REQUIRE(adopted == NULL || (adopted->live && adopted->data == data));
    REQUIRE(adopted == NULL || adopted->by_address || out.context == adopted);
    REQUIRE((out.release != NULL) == (adopted == NULL || adopted->has_release));
    if (out.release != NULL) {
        out.release(out.data, out.size, out.context);
    } else {
        adopted_discard(out.context);
    }
}

const Step adopt_steps[] = {
    {"bytes_adopt", step_adopt, true},
    {"bytes_adopt_malloc", step_adopt_malloc, true},
    {"bytes_steal", step_steal, false},
    {"bytes_adopt_free", step_adopt_free, true},
    {"bytes_adopt_capacity", step_adopt_capacity, true},
    {"querying adopted memory", step_query, false},
};
const size_t adopt_step_count = sizeof(adopt_steps) / sizeof(adopt_steps[0]);
