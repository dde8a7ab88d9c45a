/* SPDX-License-Identifier: MIT */
/* Filling in later what bytes_mut_reserve_slot() kept free. */
#include "steps.h"

/* Where in a buffer are all of a slot's bytes? SIZE_MAX: nowhere. */
static size_t find_slot(const Copy *copy, const Slot *slot)
{
    size_t run = 0;
    for (size_t i = 0; i < copy->len; i++) {
        run = copy->marks[i] == slot->mark ? run + 1 : 0;
        if (run == slot->width) {
            return i + 1 - run;
        }
    }
    return SIZE_MAX;
}

/* Where an invalid slot was filled: at the position where the buffer lost the slot's bytes and got others. */
static size_t find_written(const Buffer *self, const uint8_t *bytes, size_t len)
{
    size_t at = 0;
    while (self->handle.data[at] == self->copy.bytes[at] && at + len < self->copy.len) {
        at++;
    }
    while (memcmp(self->handle.data + at, bytes, len) != 0) {
        REQUIRE(at != 0);
        at--;
    }
    return at;
}

static void fill(Buffer *self, Slot *slot, size_t len)
{
    const BytesMut before = self->handle;
    const uint8_t *const bytes = payload(len);
    const bool open = slot->slot.width != 0;
    size_t at = find_slot(&self->copy, slot);
    const int error = bytes_mut_fill_slot(&self->handle, &slot->slot, bytes, len);
    REQUIRE(same_buffer(&self->handle, &before));
    REQUIRE((error == BYTES_EINVAL) == (!open || len != slot->width));
    if (error == BYTES_EINVAL) {
        return;
    }
    if (error != 0) {
        REQUIRE(error == BYTES_ERANGE && at == SIZE_MAX && slot->slot.width == slot->width);
        return;
    }
    REQUIRE(slot->slot.width == 0 && len <= self->copy.len);
    at = at != SIZE_MAX ? at : find_written(self, bytes, len);
    memcpy(self->copy.bytes + at, bytes, len);
}

static void step_fill_slot(World *w)
{
    Buffer *const self = next_buffer(w);
    Slot *const slot = &w->slots[next_byte(w) % SLOTS];
    const size_t len = next_byte(w) % 8 == 7 ? next_byte(w) : slot->width;
    if (slot->width != 0) {
        fill(self, slot, len);
    }
}

void fill_open_slots(World *w)
{
    for (size_t i = 0; i < SLOTS; i++) {
        Slot *const slot = &w->slots[i];
        for (size_t j = 0; j < BUFFERS && slot->slot.width != 0; j++) {
            Buffer *const buffer = &w->buffers[j];
            if (find_slot(&buffer->copy, slot) != SIZE_MAX) {
                fill(buffer, slot, slot->width);
            }
        }
    }
}

const Step slot_steps[] = {
    {"bytes_mut_fill_slot", step_fill_slot, false},
    {"filling all slots", fill_open_slots, false},
};
const size_t slot_step_count = sizeof(slot_steps) / sizeof(slot_steps[0]);
