/* SPDX-License-Identifier: MIT */
/* Numbers read and written byte by byte or bit by bit. */
#include "numbers.h"

/* The offset of the byte that counts for 256^i. */
static size_t offset_of(Order order, size_t width, size_t i)
{
    const uint16_t one = 1;
    const bool little = order == le || (order == ne && *(const uint8_t *)&one == 1);
    return little ? i : width - 1 - i;
}

int naive_read(const Number *number, const uint8_t *data, size_t len, size_t width, uint64_t *out)
{
    uint64_t value = 0;
    if (number->kind == LEB128 || number->kind == ZIGZAG) {
        for (size_t i = 0; i < len; i++) {
            for (size_t bit = 0; bit < 7; bit++) {
                if ((data[i] >> bit & 1) != 0) {
                    if (7 * i + bit > 63) {
                        return BYTES_ERANGE;
                    }
                    value += (uint64_t)1 << (7 * i + bit);
                }
            }
            if (data[i] < 128) {
                if (i > 0 && data[i] == 0) {
                    return BYTES_EINVAL;
                }
                *out = number->kind == LEB128 ? value : (value % 2 == 0 ? value / 2 : ~(value / 2));
                return (int)i + 1;
            }
            if (i == LONGEST_NUMBER - 1) {
                return BYTES_ERANGE;
            }
        }
        return 0;
    }
    if (number->kind == FIXED) {
        width = number->width;
    } else if (number->kind == QUIC || number->kind == QUIC_WIDE) {
        static const size_t widths[4] = {1, 2, 4, 8};
        width = len != 0 ? widths[data[0] / 64] : 1;
    }
    if (width < 1 || width > 8 || len < width) {
        return 0;
    }
    for (size_t i = 0; i < width; i++) {
        value += (uint64_t)data[offset_of(number->order, width, i)] << (8 * i);
    }
    if (number->kind == QUIC || number->kind == QUIC_WIDE) {
        value -= (uint64_t)(data[0] / 64 * 64) << (8 * (width - 1));
    }
    if (number->kind == INT && data[offset_of(number->order, width, width - 1)] >= 128) {
        for (size_t i = width; i < 8; i++) {
            value += (uint64_t)0xff << (8 * i);
        }
    }
    *out = value;
    return (int)width;
}

static bool fits_quic(uint64_t value, size_t width)
{
    return value >> (8 * width - 2) == 0;
}

int naive_write(const Number *number, uint64_t value, size_t width, uint8_t *out)
{
    const bool negative = value >> 63 != 0;
    size_t len = 0;
    switch (number->kind) {
    case ZIGZAG:
    case LEB128:
        if (number->kind == ZIGZAG) {
            value = negative ? ~value * 2 + 1 : value * 2;
        }
        for (; value >= 128; value /= 128) {
            out[len++] = (uint8_t)(value % 128 + 128);
        }
        out[len++] = (uint8_t)value;
        return (int)len;
    case QUIC:
        width = fits_quic(value, 1) ? 1 : fits_quic(value, 2) ? 2 : fits_quic(value, 4) ? 4 : 8;
        break;
    case FIXED:
        width = number->width;
        break;
    default:
        break;
    }
    if (width < 1 || width > 8) {
        return BYTES_EINVAL;
    }
    if (number->kind == QUIC || number->kind == QUIC_WIDE) {
        if (width == 3 || (width > 4 && width < 8)) {
            return BYTES_EINVAL;
        }
        if (!fits_quic(value, width)) {
            return BYTES_ERANGE;
        }
        value += (uint64_t)(width == 1 ? 0 : width == 2 ? 1 : width == 4 ? 2 : 3) << (8 * width - 2);
    }
    for (size_t i = 0; i < 8; i++) {
        const uint8_t byte = (uint8_t)(value >> (8 * i));
        if (i < width) {
            out[offset_of(number->order, width, i)] = byte;
        } else if ((number->kind == UINT && byte != 0) || (number->kind == INT && byte != (negative ? 0xff : 0))) {
            return BYTES_ERANGE;
        }
    }
    return number->kind == INT && (value >> (8 * width - 1) & 1) != negative ? BYTES_ERANGE : (int)width;
}
