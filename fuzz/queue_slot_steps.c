/* SPDX-License-Identifier: MIT */
/* Steps of queue.h and queue_number.h on slots: reserve, and fill wherever the bytes are by then. */
#include "queue_steps.h"

void step_queue_reserve_slot(World *w)
{
    static const uint8_t zeros[UINT8_MAX];
    Queue *const self = next_queue(w);
    QueueSlot *const slot = &w->queue_slots[next_byte(w) % QUEUE_SLOTS];
    const size_t width = next_byte(w) % 16 == 0 ? next_byte(w) : next_byte(w) % 9;
    const size_t old = self->copy.len;
    BytesQueueSlot out;
    int error;
    if (!fits(self, width)) {
        return;
    }
    poison(&out, sizeof(out));
    error = bytes_queue_reserve_slot(&self->handle, width, &out);
    REQUIRE((error == BYTES_EINVAL) == (width == 0));
    if (error == BYTES_EINVAL || !written(self, error, zeros, width)) {
        REQUIRE(is_poison(&out, sizeof(out)));
        check_untouched(self);
        return;
    }
    REQUIRE(out.width == width);
    w->marks++;
    *slot = (QueueSlot){out, width, (uint16_t)(QUEUE_MARK | w->marks)};
    for (size_t i = 0; i < width; i++) {
        self->copy.marks[old + i] = slot->mark;
    }
}

/* Offset of a slot's bytes if the slot is valid: all in one piece that the queue wrote itself; else SIZE_MAX. */
static size_t valid_slot(const Queue *self, const QueueSlot *slot)
{
    size_t at = 0;
    for (size_t i = 0; i < self->before.count; i++) {
        const Piece *const piece = &self->before.at[i];
        size_t run = 0;
        for (size_t j = 0; j < piece->len && piece->own; j++) {
            run = self->copy.marks[at + j] == slot->mark ? run + 1 : 0;
            if (run == slot->width) {
                return at + j + 1 - run;
            }
        }
        at += piece->len;
    }
    return SIZE_MAX;
}

/* Accept what filling an invalid slot has overwritten: bytes that the queue wrote itself and no view shows. */
static void accept_overwritten(Queue *self, size_t width)
{
    size_t at = 0;
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < self->before.count; i++) {
        const Piece *const piece = &self->before.at[i];
        for (size_t j = 0; j < piece->len; j++) {
            if (piece->data[j] != self->copy.bytes[at + j]) {
                first = first != SIZE_MAX ? first : at + j;
                REQUIRE(piece->own && at + j - first < width);
                self->copy.bytes[at + j] = piece->data[j];
            }
        }
        at += piece->len;
    }
}

static void check_filled_slot(Queue *self, const QueueSlot *slot, int error, const uint8_t *bytes)
{
    const size_t at = valid_slot(self, slot);
    REQUIRE(error == 0 || (error == BYTES_ERANGE && at == SIZE_MAX));
    REQUIRE(slot->slot.width == (error == 0 ? 0 : slot->width));
    if (error == 0 && at != SIZE_MAX) {
        memcpy(self->copy.bytes + at, bytes, slot->width);
    } else if (error == 0) {
        accept_overwritten(self, slot->width);
    }
}

/* A number of the slot's width goes there, and to `bytes` for comparison, in one of the ways to write it. */
static int fill_with_number(Queue *self, QueueSlot *slot, size_t way, uint64_t value, uint8_t *bytes)
{
    const size_t width = slot->width;
    BytesMut raw = {.data = bytes, .cap = width}; /* never grows */
    const bool is_varint = way == 3 && (width & (width - 1)) == 0;
    const uint64_t quic = value & (UINT64_MAX >> (66 - 8 * width));
    if (is_varint) {
        REQUIRE(bytes_mut_put_quic_varint_wide(&raw, quic, width) == 0);
        return bytes_queue_fill_slot_quic_varint(&self->handle, &slot->slot, quic);
    }
    if (way == 2) {
        REQUIRE(bytes_mut_put_uint_ne(&raw, value, width) == 0);
        return bytes_queue_fill_slot_ne(&self->handle, &slot->slot, value);
    }
    if (way == 1) {
        REQUIRE(bytes_mut_put_uint_le(&raw, value, width) == 0);
        return bytes_queue_fill_slot_le(&self->handle, &slot->slot, value);
    }
    REQUIRE(bytes_mut_put_uint_be(&raw, value, width) == 0);
    return bytes_queue_fill_slot_be(&self->handle, &slot->slot, value);
}

/* A number of the slot's width, or bytes. */
void step_queue_fill_slot(World *w)
{
    Queue *const self = next_queue(w);
    QueueSlot *const slot = &w->queue_slots[next_byte(w) % QUEUE_SLOTS];
    const uint8_t how = next_byte(w);
    const size_t len = how % 8 == 7 ? next_byte(w) : slot->width;
    const bool number = how >= 128 && slot->width - 1 < 8;
    const bool open = slot->slot.width != 0;
    uint8_t bytes[UINT8_MAX];
    int error;
    if (slot->width == 0) {
        return;
    }
    memset(bytes, how, sizeof(bytes));
    if (number) {
        const uint64_t value = ((uint64_t)how << 8 | ~how) & (UINT64_MAX >> (64 - 8 * slot->width));
        error = fill_with_number(self, slot, how / 16 % 4, value, bytes);
    } else {
        error = bytes_queue_fill_slot(&self->handle, &slot->slot, bytes, len);
    }
    check_untouched(self);
    REQUIRE((error == BYTES_EINVAL) == (!open || (!number && len != slot->width)));
    if (error != BYTES_EINVAL) {
        check_filled_slot(self, slot, error, bytes);
    }
}

void fill_queue_slots(World *w)
{
    uint8_t bytes[UINT8_MAX];
    memset(bytes, 0x77, sizeof(bytes));
    for (size_t i = 0; i < QUEUE_SLOTS; i++) {
        QueueSlot *const slot = &w->queue_slots[i];
        for (size_t j = 0; j < QUEUES && slot->slot.width != 0; j++) {
            Queue *const self = &w->queues[j];
            check_filled_slot(self, slot, bytes_queue_fill_slot(&self->handle, &slot->slot, bytes, slot->width), bytes);
        }
    }
}
