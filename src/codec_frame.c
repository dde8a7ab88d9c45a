/* SPDX-License-Identifier: MIT */
/* Decoding length-delimited frames. */
#include "codec_frame.h"

#include <bytes/number.h>

#include "codec_internal.h"
#include "sizes.h"

int bytes_frame_format_check(const BytesFrameFormat *format)
{
    return frame_format_is_valid(format) ? 0 : BYTES_EINVAL;
}

/* A length field at the beginning of some bytes: 1 and its value and width, or 0 and how many bytes are missing at
 * least, or an error. */
typedef struct Field {
    uint64_t value;
    size_t width;
    size_t need;
} Field;

static int decode_fixed(const BytesFrameFormat *format, BytesSpan bytes, Field *field)
{
    const Bytes view = bytes_static(bytes.data, bytes.len);
    field->width = format->width;
    if (format->length == BYTES_LENGTH_BE ? bytes_peek_uint_be(&view, 0, format->width, &field->value)
                                          : bytes_peek_uint_le(&view, 0, format->width, &field->value)) {
        return 1;
    }
    field->need = format->width - bytes.len;
    return 0;
}

static int decode_leb128(BytesSpan bytes, Field *field)
{
    const Bytes view = bytes_static(bytes.data, bytes.len);
    const int result = bytes_peek_leb128(&view, 0, &field->value);
    if (result > 0) {
        field->width = bytes_leb128_size(field->value); /* the shortest form is the only one */
        return 1;
    }
    field->need = 1;
    return result == 0 ? 0 : BYTES_EPROTO;
}

static int decode_quic_varint(BytesSpan bytes, Field *field)
{
    const Bytes view = bytes_static(bytes.data, bytes.len);
    if (bytes.len == 0) {
        field->need = 1;
        return 0;
    }
    field->width = (size_t)1 << (bytes.data[0] >> 6);
    if (bytes_peek_quic_varint(&view, 0, &field->value) > 0) {
        return 1;
    }
    field->need = field->width - bytes.len;
    return 0;
}

/* D. J. Bernstein, "Netstrings", 1997. */
static int decode_netstring(const BytesFrameFormat *format, BytesSpan bytes, Field *field)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        const uint8_t byte = bytes.data[i];
        if (byte == ':' && i != 0) {
            field->value = value;
            field->width = i + 1;
            return 1;
        }
        if (byte < '0' || byte > '9' || (i != 0 && bytes.data[0] == '0')) {
            return BYTES_EPROTO;
        }
        const uint64_t digit = (uint64_t)byte - '0';
        if (value > format->maximum / 10 || digit > format->maximum - 10 * value) {
            return BYTES_EMSGSIZE; /* so there are no more than 20 digits */
        }
        value = 10 * value + digit;
    }
    /* The colon, what the digits so far count, and the comma; a digit first, if there is none. */
    field->need = (bytes.len == 0) + (size_t)value + 2; /* cast: at most the maximum */
    return 0;
}

static int decode_field(const BytesFrameFormat *format, BytesSpan bytes, Field *field)
{
    switch (format->length) {
    case BYTES_LENGTH_LEB128:
        return decode_leb128(bytes, field);
    case BYTES_LENGTH_QUIC_VARINT:
        return decode_quic_varint(bytes, field);
    case BYTES_LENGTH_NETSTRING:
        return decode_netstring(format, bytes, field);
    default:
        return decode_fixed(format, bytes, field);
    }
}

/* The size of a body: 0 and the size, or an error. */
static int adjust(const BytesFrameFormat *format, uint64_t value, size_t *body)
{
    if (format->adjustment < 0) {
        const uint64_t less = 0 - (uint64_t)format->adjustment; /* cast: modulo 2^64, so also for INT64_MIN */
        if (value < less) {
            return BYTES_EPROTO;
        }
        value -= less;
    } else {
        const uint64_t more = (uint64_t)format->adjustment;
        if (more > UINT64_MAX - value) {
            return BYTES_EMSGSIZE;
        }
        value += more;
    }
    if (value > format->maximum) {
        return BYTES_EMSGSIZE;
    }
    *body = (size_t)value; /* cast: just compared with a size */
    return 0;
}

/* From a field that was decoded to where the frame is in a source of `len` bytes: 1, 0 and the need, or an error. */
static int locate(const BytesFrameFormat *format, const Field *field, size_t len, BytesMessage_ *out, size_t *need)
{
    size_t body;
    const int error = adjust(format, field->value, &body);
    if (error != 0) {
        return error;
    }
    const size_t header = format->offset + field->width;
    const size_t total = header + body + frame_trailer(format);
    if (format->skip == BYTES_SKIP_HEADER) {
        *out = (BytesMessage_){header, body, frame_trailer(format)};
    } else if (format->skip <= total) {
        *out = (BytesMessage_){format->skip, total - format->skip, 0};
    } else {
        return BYTES_EPROTO;
    }
    if (len < total) {
        *need = total - len;
        return 0;
    }
    return 1;
}

int bytes_frame_find_(const uint8_t *data, size_t len, const BytesFrameFormat *format, BytesMessage_ *out, size_t *need)
{
    if (!frame_format_is_valid(format)) {
        return BYTES_EINVAL;
    }
    const size_t lead = size_min(format->offset, len);
    Field field;
    int result = decode_field(format, (BytesSpan){bytes_at_(data, lead), len - lead}, &field);
    if (result <= 0) {
        if (result == 0) {
            *need = format->offset - lead + field.need;
        }
        return result;
    }
    result = locate(format, &field, len, out, need);
    if (result == 1 && frame_trailer(format) != 0 && data[out->skip + out->len + out->trailer - 1] != ',') {
        return BYTES_EPROTO;
    }
    return result;
}

/* The field is mostly in the first segment; if not, it is copied to be read. */
static int decode_queue_field(const BytesQueue *self, const BytesFrameFormat *format, Field *field)
{
    const size_t lead = size_min(format->offset, self->len);
    const BytesSpan front = bytes_queue_front(self);
    if (lead < front.len) {
        const BytesSpan bytes = {front.data + lead, front.len - lead};
        const int result = decode_field(format, bytes, field);
        if (result != 0 || front.len == self->len) {
            return result;
        }
    }
    uint8_t scratch[FRAME_FIELD_MAX];
    const size_t count = size_min(self->len - lead, format->width != 0 ? format->width : FRAME_FIELD_MAX);
    const BytesSpan bytes = {bytes_queue_peek(self, lead, count, scratch), count};
    return decode_field(format, bytes, field);
}

int bytes_queue_next_frame(BytesQueue *self, const BytesFrameFormat *format, BytesQueue *out, size_t *need)
{
    if (!frame_format_is_valid(format)) {
        return BYTES_EINVAL;
    }
    Field field;
    int result = decode_queue_field(self, format, &field);
    if (result <= 0) {
        if (result == 0) {
            *need = format->offset - size_min(format->offset, self->len) + field.need;
        }
        return result;
    }
    BytesMessage_ message;
    result = locate(format, &field, self->len, &message, need);
    if (result <= 0) {
        return result;
    }
    if (frame_trailer(format) != 0) {
        uint8_t scratch;
        const size_t last = message.skip + message.len + message.trailer - 1;
        if (*bytes_queue_peek(self, last, 1, &scratch) != ',') {
            return BYTES_EPROTO;
        }
    }
    return codec_take_queue(self, message, format->copy_below, out);
}
