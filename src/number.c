/* SPDX-License-Identifier: MIT */
#include "number.h"

#include <assert.h>
#include <float.h>

static_assert(sizeof(float) == 4 && FLT_MANT_DIG == 24 && sizeof(double) == 8 && DBL_MANT_DIG == 53,
              "float and double are the formats of IEEE 754");

/* Seven bits a byte, the lowest first; the highest bit says that more follow. */
int bytes_leb128_decode_more_(const uint8_t *data, size_t len, uint64_t *out)
{
    uint64_t value = 0;
    size_t i;
    for (i = 0; i < len; i++) {
        const uint8_t byte = data[i];
        if (i == BYTES_NUMBER_MAX_ - 1 && byte > 1) {
            return BYTES_ERANGE; /* nine bytes have 63 bits: one more is left, and no byte may follow */
        }
        value |= (uint64_t)(byte & 0x7f) << (7 * i);
        if (byte < 0x80) {
            if (byte == 0 && i != 0) {
                return BYTES_EINVAL; /* without its last byte it would be the same number */
            }
            *out = value;
            return (int)i + 1; /* cast: at most 10 */
        }
    }
    return 0;
}

size_t bytes_leb128_encode_(uint64_t value, uint8_t *out)
{
    size_t len = 0;
    while (value >= 0x80) {
        out[len++] = (uint8_t)(value | 0x80); /* cast: the lowest seven bits are meant */
        value >>= 7;
    }
    out[len++] = (uint8_t)value; /* cast: it was compared */
    return len;
}

NUMBERS_DEFINE_FILL_SLOT(bytes_mut, BytesMut, BytesSlot)
