/* SPDX-License-Identifier: MIT */
/* Formats of frames, as decoding and encoding see them. */
#ifndef BYTES_SRC_CODEC_FRAME_H
#define BYTES_SRC_CODEC_FRAME_H

#include <bytes/codec.h>

/* The most bytes of a length field: 20 digits and a colon. */
enum { FRAME_FIELD_MAX = 21 };

/* Bytes after the body. */
static inline size_t frame_trailer(const BytesFrameFormat *format)
{
    return format->length == BYTES_LENGTH_NETSTRING ? 1 : 0;
}

/* After this check no sum of the sizes of header, body and trailer overflows. */
static inline bool frame_format_is_valid(const BytesFrameFormat *format)
{
    const size_t largest = SIZE_MAX - FRAME_FIELD_MAX - 1;
    if (format->maximum == 0 || format->maximum > largest || format->offset > largest - format->maximum) {
        return false;
    }
    switch (format->length) {
    case BYTES_LENGTH_BE:
    case BYTES_LENGTH_LE:
        return format->width >= 1 && format->width <= 8;
    case BYTES_LENGTH_LEB128:
    case BYTES_LENGTH_QUIC_VARINT:
        return format->width == 0;
    case BYTES_LENGTH_NETSTRING:
        return format->width == 0 && format->offset == 0 && format->adjustment == 0;
    default:
        return false;
    }
}

#endif
