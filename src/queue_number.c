/* SPDX-License-Identifier: MIT */
#include <bytes/queue_number.h>

#include "number_internal.h"

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
