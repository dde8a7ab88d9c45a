/* SPDX-License-Identifier: MIT */
#include <bytes/queue_number.h>

#include "number_internal.h"
#include "queue_ring.h"

/* Width of a LEB128 number at a cursor, `left` bytes before the end; the maximum if it does not end. */
static size_t leb128_width(const BytesQueue *self, QueueCursor cursor, size_t left)
{
    BytesSpan piece = queue_rest(self, cursor);
    for (size_t width = 1; width <= left && width < BYTES_NUMBER_MAX_; width++) {
        if (piece.len == 0) {
            cursor = (QueueCursor){cursor.index + 1, 0};
            piece = queue_rest(self, cursor);
        }
        if (piece.data[0] < 0x80) {
            return width;
        }
        piece.data++;
        piece.len--;
    }
    return BYTES_NUMBER_MAX_;
}

BytesSpan bytes_queue_window_slow_(const BytesQueue *self, size_t offset, size_t want, uint8_t *scratch)
{
    if (offset >= self->len) {
        return (BytesSpan){NULL, 0};
    }
    const QueueCursor cursor = queue_locate(self, offset);
    const size_t left = self->len - offset;
    if (want == BYTES_NUMBER_LEB128_) {
        want = leb128_width(self, cursor, left);
    }
    const BytesSpan piece = queue_rest(self, cursor);
    /* An incomplete number is not read, so it is not gathered either. */
    if (piece.len >= want || want > left) {
        return piece;
    }
    queue_copy(self, cursor, want, scratch);
    storage_copied(self->allocator_, want);
    return (BytesSpan){scratch, want};
}

static int fill_slot(BytesQueue *self, BytesQueueSlot *slot, enum NumberFormat format, uint64_t value)
{
    uint8_t bytes[8];
    const size_t width = slot->width;
    const int error = number_encode(format, value, width, bytes);
    if (error != 0) {
        return error;
    }
    return bytes_queue_fill_slot(self, slot, bytes, width);
}

int bytes_queue_fill_slot_be(BytesQueue *self, BytesQueueSlot *slot, uint64_t value)
{
    return fill_slot(self, slot, NUMBER_BE, value);
}

int bytes_queue_fill_slot_le(BytesQueue *self, BytesQueueSlot *slot, uint64_t value)
{
    return fill_slot(self, slot, NUMBER_LE, value);
}

int bytes_queue_fill_slot_ne(BytesQueue *self, BytesQueueSlot *slot, uint64_t value)
{
    return fill_slot(self, slot, NUMBER_NE, value);
}

int bytes_queue_fill_slot_quic_varint(BytesQueue *self, BytesQueueSlot *slot, uint64_t value)
{
    return fill_slot(self, slot, NUMBER_QUIC_VARINT, value);
}
