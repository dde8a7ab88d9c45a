/* SPDX-License-Identifier: MIT */
#include "number.h"

#include <assert.h>
#include <float.h>

/* The external definitions of the header's inline functions. */
extern inline bool bytes_is_big_endian_(void);
extern inline uint16_t bytes_swap16_(uint16_t value);
extern inline uint32_t bytes_swap32_(uint32_t value);
extern inline uint64_t bytes_swap64_(uint64_t value);
extern inline uint64_t bytes_load_be_(const uint8_t *from, size_t width);
extern inline uint64_t bytes_load_le_(const uint8_t *from, size_t width);
extern inline uint64_t bytes_load_ne_(const uint8_t *from, size_t width);
extern inline void bytes_store_be_(uint8_t *to, size_t width, uint64_t value);
extern inline void bytes_store_le_(uint8_t *to, size_t width, uint64_t value);
extern inline void bytes_store_ne_(uint8_t *to, size_t width, uint64_t value);
extern inline bool bytes_fits_uint_(uint64_t value, size_t width);
extern inline bool bytes_fits_int_(int64_t value, size_t width);
extern inline int64_t bytes_extend_sign_(uint64_t value, size_t width);
extern inline uint64_t bytes_zigzag_encode_(int64_t value);
extern inline int64_t bytes_zigzag_decode_(uint64_t value);
extern inline int bytes_leb128_decode_(const uint8_t *data, size_t len, uint64_t *out);
extern inline size_t bytes_quic_varint_width_(uint8_t first);
extern inline int bytes_quic_varint_decode_(const uint8_t *data, size_t len, uint64_t *out);
extern inline bool bytes_is_quic_width_(size_t width);
extern inline void bytes_quic_varint_encode_(uint64_t value, size_t width, uint8_t *out);
extern inline size_t bytes_leb128_size(uint64_t value);
extern inline size_t bytes_quic_varint_size(uint64_t value);
extern inline BytesSpan bytes_window_(const Bytes *self, size_t offset, size_t want, uint8_t *scratch);
extern inline BytesSpan bytes_mut_window_(const BytesMut *self, size_t offset, size_t want, uint8_t *scratch);
extern inline int bytes_mut_write_(BytesMut *self, const void *data, size_t len);
NUMBERS_EXTERN_READ(bytes, Bytes);
NUMBERS_EXTERN_READ(bytes_mut, BytesMut);
NUMBERS_EXTERN_WRITE(bytes_mut, BytesMut);

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
