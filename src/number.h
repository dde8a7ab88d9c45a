/* SPDX-License-Identifier: MIT */
/*
 * What the number family of each handle needs besides its header: external definitions of the inline functions, and
 * the functions that fill a slot with a number.
 */
#ifndef BYTES_SRC_NUMBER_H
#define BYTES_SRC_NUMBER_H

#include <bytes/number.h>

#define NUMBER_EXTERN_READ(prefix, Handle, name, type, bits, order)                                                    \
    extern inline bool prefix##_peek_##name(const Handle *self, size_t offset, type *out);                             \
    extern inline bool prefix##_get_##name(Handle *self, type *out);

#define NUMBER_EXTERN_WRITE(prefix, Handle, name, type, bits, order)                                                   \
    extern inline int prefix##_put_##name(Handle *self, type value);

#define NUMBER_EXTERN_READ_WIDTHS(prefix, Handle, order)                                                               \
    extern inline bool prefix##_peek_uint_##order(const Handle *self, size_t offset, size_t width, uint64_t *out);     \
    extern inline bool prefix##_peek_int_##order(const Handle *self, size_t offset, size_t width, int64_t *out);       \
    extern inline bool prefix##_get_uint_##order(Handle *self, size_t width, uint64_t *out);                           \
    extern inline bool prefix##_get_int_##order(Handle *self, size_t width, int64_t *out);

#define NUMBER_EXTERN_WRITE_WIDTHS(prefix, Handle, order)                                                              \
    extern inline int prefix##_put_uint_##order(Handle *self, uint64_t value, size_t width);                           \
    extern inline int prefix##_put_int_##order(Handle *self, int64_t value, size_t width);

/* The last of each has no semicolon: its user puts it. */
#define NUMBERS_EXTERN_READ(prefix, Handle)                                                                            \
    BYTES_NUMBERS_(NUMBER_EXTERN_READ, prefix, Handle)                                                                 \
    BYTES_NUMBER_ORDERS_(NUMBER_EXTERN_READ_WIDTHS, prefix, Handle)                                                    \
    extern inline int prefix##_peek_leb128(const Handle *self, size_t offset, uint64_t *out);                          \
    extern inline int prefix##_get_leb128(Handle *self, uint64_t *out);                                                \
    extern inline int prefix##_peek_leb128_zigzag(const Handle *self, size_t offset, int64_t *out);                    \
    extern inline int prefix##_get_leb128_zigzag(Handle *self, int64_t *out);                                          \
    extern inline int prefix##_peek_quic_varint(const Handle *self, size_t offset, uint64_t *out);                     \
    extern inline int prefix##_get_quic_varint(Handle *self, uint64_t *out)

#define NUMBERS_EXTERN_WRITE(prefix, Handle)                                                                           \
    BYTES_NUMBERS_(NUMBER_EXTERN_WRITE, prefix, Handle)                                                                \
    BYTES_NUMBER_ORDERS_(NUMBER_EXTERN_WRITE_WIDTHS, prefix, Handle)                                                   \
    extern inline int prefix##_put_leb128(Handle *self, uint64_t value);                                               \
    extern inline int prefix##_put_leb128_zigzag(Handle *self, int64_t value);                                         \
    extern inline int prefix##_put_quic_varint_wide(Handle *self, uint64_t value, size_t width);                       \
    extern inline int prefix##_put_quic_varint(Handle *self, uint64_t value)

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
