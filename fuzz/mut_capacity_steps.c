/* SPDX-License-Identifier: MIT */
/* The functions of mut.h that reserve capacity, and those that append or prepend and may therefore need some. */
#include "steps.h"

#include <stdio.h>

/* A buffer before a call that may grow it. */
typedef struct Growth {
    BytesMut before;
    size_t whole;  /* size of its storage */
    size_t offset; /* of its first byte in the storage */
    size_t handles;
    BytesAllocator *allocator;
} Growth;

static Growth growth_of(const World *w, const Buffer *self)
{
    Growth out = {.before = self->handle};
    if (self->handle.storage != NULL) {
        out.whole = self->handle.storage->size;
        out.offset = (size_t)(self->handle.data - storage_data(self->handle.storage));
        out.handles = references(w, self->handle.storage);
        out.allocator = self->handle.storage->allocator;
    }
    return out;
}

/* True if `need` bytes in all fit without an allocation. */
static bool reclaimable(const Growth *growth, size_t need)
{
    return need <= growth->before.cap ||
           (growth->handles == 1 && (need <= growth->whole - growth->offset ||
                                     (need <= growth->whole && growth->offset >= growth->before.len)));
}

/* The first block of a buffer without storage determines its initial size. */
static void set_initial(Buffer *self, const Growth *growth)
{
    if (growth->before.storage == NULL && self->handle.storage != NULL) {
        self->copy.initial = storage_initial(self->handle.storage);
    }
}

/* The rules of growth, for a call that needed a capacity of `need`. */
static void check_grown(Buffer *self, const Growth *growth, size_t need)
{
    const BytesMut *const now = &self->handle;
    const BytesMut *const old = &growth->before;
    REQUIRE(now->cap >= need);
    if (need <= old->cap) {
        REQUIRE(now->data == old->data && now->cap == old->cap && now->storage == old->storage);
        REQUIRE(memory_calls() == 0);
    } else if (reclaimable(growth, need)) {
        const bool moved = need > growth->whole - growth->offset;
        REQUIRE(now->storage == old->storage && memory_calls() == 0);
        REQUIRE(now->data == (moved ? storage_data(now->storage) : old->data));
        REQUIRE(now->cap == growth->whole - (moved ? 0 : growth->offset));
    } else {
        const size_t most = need > self->copy.initial ? need : self->copy.initial;
        REQUIRE(memory_called_once(growth->allocator) && now->storage->allocator == growth->allocator);
        REQUIRE(now->data == storage_data(now->storage) && now->cap == now->storage->size);
        REQUIRE(now->weight == BYTES_WEIGHT_WHOLE_);
        if (growth->handles == 1) {
            REQUIRE(now->cap >= 2 * growth->whole);
        } else if (old->storage != NULL) {
            /* The initial size of the buffer, plus rounding. */
            REQUIRE(now->cap >= self->copy.initial && now->cap < most + 16 + memory_rounding(growth->allocator));
        }
        set_initial(self, growth);
    }
}

/* A failed call changed nothing. */
static void check_unchanged(const Buffer *self, const Growth *growth, int error, size_t need)
{
    const BytesMut *const now = &self->handle;
    const BytesMut *const old = &growth->before;
    REQUIRE(plausible_error(error, need));
    REQUIRE(now->data == old->data && now->len == old->len && now->cap == old->cap && now->storage == old->storage);
    REQUIRE(memory_calls() <= 1 && !reclaimable(growth, need));
}

/* A call that appends `len` bytes and needs `spare` bytes of spare capacity. */
static void check_appended(Buffer *self, const Growth *growth, int error, const uint8_t *bytes, size_t len,
                           size_t spare)
{
    const size_t need = sum(growth->before.len, spare);
    if (error != 0) {
        check_unchanged(self, growth, error, need);
        return;
    }
    copy_insert(&self->copy, self->copy.len, bytes, NULL, len);
    check_grown(self, growth, need);
}

static void step_reserve(World *w)
{
    Buffer *const self = next_buffer(w);
    const Growth growth = growth_of(w, self);
    const size_t spare = next_byte(w) % 2 != 0 ? next_size(w) : next_around(w, growth.whole - growth.before.len);
    check_appended(self, &growth, bytes_mut_reserve(&self->handle, spare), NULL, 0, spare);
}

static void step_try_reclaim(World *w)
{
    Buffer *const self = next_buffer(w);
    const Growth growth = growth_of(w, self);
    const size_t spare = next_around(w, growth.whole - growth.before.len);
    const size_t need = sum(growth.before.len, spare);
    const bool done = bytes_mut_try_reclaim(&self->handle, spare);
    REQUIRE(done == reclaimable(&growth, need));
    if (done) {
        check_grown(self, &growth, need);
    } else {
        REQUIRE(self->handle.data == growth.before.data && self->handle.cap == growth.before.cap);
    }
}

static void step_commit(World *w)
{
    Buffer *const self = next_buffer(w);
    const BytesSpare spare = bytes_mut_spare(&self->handle);
    const size_t count = next_within(w, spare.len);
    const uint8_t *const bytes = payload(count);
    REQUIRE(spare.len == self->handle.cap - self->handle.len);
    if (count != 0) {
        REQUIRE(spare.data == self->handle.data + self->handle.len);
        memcpy(spare.data, bytes, count);
    }
    bytes_mut_commit(&self->handle, count);
    copy_insert(&self->copy, self->copy.len, bytes, NULL, count);
}

static void step_shrink(World *w)
{
    Buffer *const self = next_buffer(w);
    const Growth growth = growth_of(w, self);
    const size_t keep = next_byte(w) % 2 != 0 ? next_size(w) : next_around(w, growth.before.len);
    const size_t pinned = bytes_mut_retained(&self->handle);
    const size_t most = keep > growth.before.len ? keep : growth.before.len;
    const int error = bytes_mut_shrink(&self->handle, keep);
    if (error != 0) {
        REQUIRE(error == BYTES_ENOMEM && memory_failed());
        REQUIRE(self->handle.data == growth.before.data && self->handle.cap == growth.before.cap);
        REQUIRE(self->handle.len == growth.before.len && self->handle.storage == growth.before.storage);
    } else if (!same_buffer(&self->handle, &growth.before)) {
        REQUIRE(memory_called_once(growth.allocator));
        REQUIRE(bytes_mut_retained(&self->handle) < pinned && self->handle.cap >= most);
        REQUIRE(self->handle.storage->allocator == growth.allocator);
        self->copy.initial = keep < self->copy.initial ? keep : self->copy.initial;
    } else {
        REQUIRE(same_buffer(&self->handle, &growth.before));
        REQUIRE(self->handle.storage == NULL || pinned <= sum(most, 2 * memory_rounding(growth.allocator)));
    }
}

static void step_set_initial(World *w)
{
    Buffer *const self = next_buffer(w);
    const BytesMut before = self->handle;
    const size_t capacity = next_size(w);
    const bool unique = references(w, before.storage) == 1;
    const int error = bytes_mut_set_initial_capacity(&self->handle, capacity);
    REQUIRE(same_buffer(&self->handle, &before));
    if (before.storage == NULL) {
        REQUIRE(error == BYTES_ENOTSUP && bytes_mut_initial_capacity(&self->handle) == 0);
    } else if (error != BYTES_ERANGE) {
        REQUIRE(error == (unique ? 0 : BYTES_EBUSY));
        self->copy.initial = error == 0 ? capacity : self->copy.initial;
        REQUIRE(bytes_mut_initial_capacity(&self->handle) == (self->copy.initial + 15) / 16 * 16);
    } else {
        REQUIRE(capacity > MEMORY_LIMIT);
    }
}

static void step_put(World *w)
{
    Buffer *const self = next_buffer(w);
    const Growth growth = growth_of(w, self);
    const size_t len = next_size(w);
    /* Bytes that cannot be appended are not read. */
    const uint8_t *const bytes = payload(len <= MEMORY_LIMIT ? len : 1);
    check_appended(self, &growth, bytes_mut_put(&self->handle, bytes, len), bytes, len, len);
}

static void step_put_own(World *w)
{
    Buffer *const self = next_buffer(w);
    const Growth growth = growth_of(w, self);
    const bool within = next_byte(w) % 2 != 0;
    const size_t end = next_within(w, self->handle.len);
    const size_t begin = next_within(w, end);
    const uint8_t *const bytes = begin != 0 ? self->handle.data + begin : self->handle.data;
    const int error = within ? bytes_mut_extend_from_within(&self->handle, begin, end)
                             : bytes_mut_put(&self->handle, bytes, end - begin);
    check_appended(self, &growth, error, begin != end ? self->copy.bytes + begin : NULL, end - begin, end - begin);
}

static void step_put_str(World *w)
{
    static const char *const strings[] = {"", "a", "Content-Length: ", "0123456789012345678901234567890123456789"};
    Buffer *const self = next_buffer(w);
    const Growth growth = growth_of(w, self);
    const char *const string = strings[next_byte(w) % 4];
    const uint8_t *const bytes = (const uint8_t *)string;
    check_appended(self, &growth, bytes_mut_put_str(&self->handle, string), bytes, strlen(string), strlen(string));
}

static void step_put_view(World *w)
{
    Buffer *const self = next_buffer(w);
    const View *const view = next_view(w);
    const Growth growth = growth_of(w, self);
    const int error = bytes_mut_put_view(&self->handle, &view->handle);
    REQUIRE(same_view(&view->handle, &view->before));
    check_appended(self, &growth, error, view->copy.bytes, view->copy.len, view->copy.len);
}

/* A call that appends `len` bytes of one value. */
static void check_filled(Buffer *self, const Growth *growth, int error, uint8_t value, size_t len)
{
    uint8_t *bytes = NULL;
    if (error == 0) {
        bytes = plain_alloc(len);
        memset(bytes, value, len);
    }
    check_appended(self, growth, error, bytes, len, len);
    plain_free(bytes);
}

static void step_put_bytes(World *w)
{
    Buffer *const self = next_buffer(w);
    const Growth growth = growth_of(w, self);
    const uint8_t value = next_byte(w);
    const size_t len = next_size(w);
    check_filled(self, &growth, bytes_mut_put_bytes(&self->handle, value, len), value, len);
}

static void step_resize(World *w)
{
    Buffer *const self = next_buffer(w);
    const Growth growth = growth_of(w, self);
    const uint8_t value = next_byte(w);
    const size_t old = self->handle.len;
    const size_t len = next_byte(w) % 2 != 0 ? next_size(w) : next_around(w, old);
    const int error = bytes_mut_resize(&self->handle, len, value);
    if (len > old) {
        check_filled(self, &growth, error, value, len - old);
    } else {
        REQUIRE(error == 0 && self->handle.data == growth.before.data && self->handle.cap == growth.before.cap);
        copy_remove(&self->copy, len, old);
    }
}

BYTES_PRINTF(2, 3) static int print_list(BytesMut *self, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int error = bytes_mut_vprintf(self, format, arguments);
    va_end(arguments);
    return error;
}

static void step_printf(World *w)
{
    Buffer *const self = next_buffer(w);
    const Growth growth = growth_of(w, self);
    const size_t spare = self->handle.cap - self->handle.len;
    const int how = next_byte(w) % 4;
    const int width = (int)(next_byte(w) % 2 != 0 ? next_byte(w) : next_around(w, spare) % 1000);
    const int number = next_byte(w);
    char text[1024];
    int count = 0;
    int result = 0;
    if (how == 0) {
        count = snprintf(text, sizeof(text), "%.*s", width % 4, "abc");
        result = bytes_mut_printf(&self->handle, "%.*s", width % 4, "abc");
    } else if (how == 1) {
        count = snprintf(text, sizeof(text), "%*d", width, number);
        result = print_list(&self->handle, "%*d", width, number);
    } else {
        count = snprintf(text, sizeof(text), "%0*d", width, number);
        result = bytes_mut_printf(&self->handle, "%0*d", width, number);
    }
    check_appended(self, &growth, result, (const uint8_t *)text, (size_t)count,
                   (size_t)count + (count != 0 || spare != 0));
}

static void step_prepend(World *w)
{
    Buffer *const self = next_buffer(w);
    const Growth growth = growth_of(w, self);
    const BytesMut *const old = &growth.before;
    const bool own = next_byte(w) % 4 == 0;
    const size_t begin = own ? next_within(w, old->len) : 0;
    const size_t headroom = bytes_mut_headroom(&self->handle);
    const size_t len = own                     ? next_within(w, old->len - begin)
                       : next_byte(w) % 2 != 0 ? next_size(w)
                                               : next_around(w, headroom);
    const size_t need = sum(old->len, len);
    const bool unique = growth.handles == 1;
    const bool fits = unique && need <= growth.whole && growth.whole - need >= old->len;
    const uint8_t *const bytes = !own         ? payload(len <= MEMORY_LIMIT ? len : 1)
                                 : begin != 0 ? old->data + begin
                                              : old->data;
    REQUIRE(headroom == (unique ? growth.offset : 0));
    const int error = bytes_mut_prepend(&self->handle, bytes, len);
    if (error != 0) {
        REQUIRE(plausible_error(error, need) && !fits && headroom < len);
        REQUIRE(self->handle.data == old->data && self->handle.len == old->len);
        REQUIRE(self->handle.cap == old->cap && self->handle.storage == old->storage);
        return;
    }
    copy_insert(&self->copy, 0, own && len != 0 ? self->copy.bytes + begin : bytes, NULL, len);
    if (headroom >= len) {
        REQUIRE(memory_calls() == 0 && self->handle.storage == old->storage);
        REQUIRE(self->handle.data == (len != 0 ? old->data - len : old->data) && self->handle.cap == old->cap + len);
    } else if (fits) {
        REQUIRE(memory_calls() == 0 && self->handle.storage == old->storage);
    } else {
        REQUIRE(memory_called_once(growth.allocator) && self->handle.storage->allocator == growth.allocator);
        set_initial(self, &growth);
    }
}

static void step_reserve_slot(World *w)
{
    Buffer *const self = next_buffer(w);
    const Growth growth = growth_of(w, self);
    Slot *const slot = &w->slots[next_byte(w) % SLOTS];
    const size_t width = next_byte(w) % 16 == 0 ? next_size(w) : next_byte(w) % 9;
    const size_t old = self->handle.len;
    BytesSlot out;
    poison(&out, sizeof(out));
    const int error = bytes_mut_reserve_slot(&self->handle, width, &out);
    if (error != 0) {
        REQUIRE(is_poison(&out, sizeof(out)));
    }
    if (width == 0 || (error == BYTES_EOVERFLOW && width > UINT32_MAX - old)) {
        REQUIRE(error == (width == 0 ? BYTES_EINVAL : BYTES_EOVERFLOW) && memory_calls() == 0);
        REQUIRE(same_buffer(&self->handle, &growth.before));
        return;
    }
    check_filled(self, &growth, error, 0, width);
    if (error == 0) {
        REQUIRE(out.width == width);
        w->marks++;
        *slot = (Slot){out, width, w->marks};
        for (size_t i = 0; i < width; i++) {
            self->copy.marks[old + i] = w->marks;
        }
    }
}

const Step mut_capacity_steps[] = {
    {"bytes_mut_reserve", step_reserve, true},
    {"bytes_mut_try_reclaim", step_try_reclaim, false},
    {"bytes_mut_commit", step_commit, false},
    {"bytes_mut_shrink", step_shrink, true},
    {"bytes_mut_put", step_put, true},
    {"bytes_mut_extend_from_within", step_put_own, true},
    {"bytes_mut_put_str", step_put_str, true},
    {"bytes_mut_put_view", step_put_view, true},
    {"bytes_mut_put_bytes", step_put_bytes, true},
    {"bytes_mut_resize", step_resize, true},
    {"bytes_mut_printf", step_printf, true},
    {"bytes_mut_prepend", step_prepend, true},
    {"bytes_mut_reserve_slot", step_reserve_slot, true},
    {"bytes_mut_set_initial_capacity", step_set_initial, false},
};
const size_t mut_capacity_step_count = sizeof(mut_capacity_steps) / sizeof(mut_capacity_steps[0]);
