/* SPDX-License-Identifier: MIT */
#include "number_internal.h"

#include <assert.h>
#include <float.h>

static_assert(sizeof(float) == 4 && FLT_MANT_DIG == 24 && sizeof(double) == 8 && DBL_MANT_DIG == 53,
              "float and double are the formats of IEEE 754");

/* Seven bits a byte, the lowest first; the highest bit says that more follow. */
int bytes_leb128_decode_more_(const uint8_t *data, size_t len, uint64_t *out)
{
    uint64_t value = 0;
    for (size_t i = 0; i < len; i++) {
        const uint8_t byte = data[i];
        if (i == BYTES_NUMBER_MAX_ - 1 && byte > 1) {
            return BYTES_ERANGE; /* nine bytes have 63 bits: one more is left, and no byte may follow */
        }
        value |= (uint64_t)(byte & 0x7f) << (7 * i);
        if (byte < 0x80) {
            if (byte == 0 && i != 0) {
                return BYTES_EINVAL; /* the same number without its last byte */
            }
            *out = value;
            return (int)i + 1;
        }
    }
    return 0;
}

void bytes_leb128_encode_(uint64_t value, uint8_t *to)
{
    while (value >= 0x80) {
        *to++ = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    *to = (uint8_t)value;
}

int number_encode(enum NumberFormat format, uint64_t value, size_t width, uint8_t out[8])
{
    const int error =
        format == NUMBER_QUIC_VARINT ? bytes_check_quic_varint_(value, width) : bytes_check_uint_(value, width);
    if (error != 0) {
        return error;
    }
    switch (format) {
    case NUMBER_BE:
        bytes_store_be_(out, width, value);
        break;
    case NUMBER_LE:
        bytes_store_le_(out, width, value);
        break;
    case NUMBER_NE:
        bytes_store_ne_(out, width, value);
        break;
    case NUMBER_QUIC_VARINT:
        bytes_quic_varint_encode_(value, width, out);
        break;
    }
    return 0;
}

static int fill_slot(BytesMut *self, BytesSlot *slot, enum NumberFormat format, uint64_t value)
{
    uint8_t bytes[8];
    const size_t width = slot->width;
    const int error = number_encode(format, value, width, bytes);
    if (error != 0) {
        return error;
    }
    return bytes_mut_fill_slot(self, slot, bytes, width);
}

int bytes_mut_fill_slot_be(BytesMut *self, BytesSlot *slot, uint64_t value)
{
    return fill_slot(self, slot, NUMBER_BE, value);
}

int bytes_mut_fill_slot_le(BytesMut *self, BytesSlot *slot, uint64_t value)
{
    return fill_slot(self, slot, NUMBER_LE, value);
}

int bytes_mut_fill_slot_ne(BytesMut *self, BytesSlot *slot, uint64_t value)
{
    return fill_slot(self, slot, NUMBER_NE, value);
}

int bytes_mut_fill_slot_quic_varint(BytesMut *self, BytesSlot *slot, uint64_t value)
{
    return fill_slot(self, slot, NUMBER_QUIC_VARINT, value);
}
