/* SPDX-License-Identifier: MIT */
/* Wrap memory of your own: a callback gives it back when the last view is gone. */
#include <assert.h>

#include <bytes/bytes.h>

typedef struct Slot {
    BytesControl control; /* the library's bookkeeping, so that nothing is allocated */
    char memory[64];
    bool is_free;
} Slot;

static void give_back(void *data, size_t len, void *context)
{
    Slot *const slot = context;
    (void)data;
    (void)len;
    slot->is_free = true;
}

int main(void)
{
    Slot slot = {.memory = "a packet", .is_free = false};
    Bytes packet = bytes_adopt_with_control(&slot.control, slot.memory, 8, BYTES_READ_ONLY, give_back, &slot);
    Bytes part = bytes_share_slice(&packet, 2, 8);
    bytes_drop(&packet);
    assert(!slot.is_free && bytes_span_equal(bytes_span(&part), BYTES_SPAN("packet")));
    bytes_drop(&part);
    assert(slot.is_free);
    return 0;
}
