/* SPDX-License-Identifier: MIT */
/*
 * What the number family of each handle needs besides its header: the functions that fill a slot with a number.
 */
#ifndef BYTES_SRC_NUMBER_H
#define BYTES_SRC_NUMBER_H

#include <bytes/number.h>

/* Defines prefix_fill_slot_be(), _le() or _ne(). */
#define NUMBERS_DEFINE_FILL_SLOT_ORDER(prefix, Handle, Slot, order)                                                    \
    int prefix##_fill_slot_##order(Handle *self, Slot *slot, uint64_t value)                                           \
    {                                                                                                                  \
        const size_t width = slot->width;                                                                              \
        uint8_t raw[8];                                                                                                \
        if (width - 1 >= 8) { /* 0 wraps around */                                                                     \
            return BYTES_EINVAL;                                                                                       \
        }                                                                                                              \
        if (!bytes_fits_uint_(value, width)) {                                                                         \
            return BYTES_EOVERFLOW;                                                                                    \
        }                                                                                                              \
        bytes_store_##order##_(raw, width, value);                                                                     \
        return prefix##_fill_slot(self, slot, raw, width);                                                             \
    }

/* Defines those and prefix_fill_slot_quic_varint(), by prefix_fill_slot() and a slot that has a `width`. */
#define NUMBERS_DEFINE_FILL_SLOT(prefix, Handle, Slot)                                                                 \
    NUMBERS_DEFINE_FILL_SLOT_ORDER(prefix, Handle, Slot, be)                                                           \
    NUMBERS_DEFINE_FILL_SLOT_ORDER(prefix, Handle, Slot, le)                                                           \
    NUMBERS_DEFINE_FILL_SLOT_ORDER(prefix, Handle, Slot, ne)                                                           \
                                                                                                                       \
    int prefix##_fill_slot_quic_varint(Handle *self, Slot *slot, uint64_t value)                                       \
    {                                                                                                                  \
        const size_t width = slot->width;                                                                              \
        uint8_t raw[8];                                                                                                \
        if (!bytes_is_quic_width_(width)) {                                                                            \
            return BYTES_EINVAL;                                                                                       \
        }                                                                                                              \
        if (value > BYTES_QUIC_VARINT_MAX || bytes_quic_varint_size(value) > width) {                                  \
            return BYTES_EOVERFLOW;                                                                                    \
        }                                                                                                              \
        bytes_quic_varint_encode_(value, width, raw);                                                                  \
        return prefix##_fill_slot(self, slot, raw, width);                                                             \
    }

#endif
