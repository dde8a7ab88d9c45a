/* SPDX-License-Identifier: MIT */
/* Encoding length-delimited frames. */
#include "codec_frame.h"

#include <bytes/number.h>
#include <bytes/text.h>

#include "storage_internal.h"

/* An encoded length field. */
typedef struct Field {
    uint8_t bytes[FRAME_FIELD_MAX];
    size_t width;
} Field;

/* The field's value for a body of a size. */
static int value_of(const BytesFrameFormat *format, size_t body, uint64_t *out)
{
    if (format->adjustment < 0) {
        const uint64_t more = 0 - (uint64_t)format->adjustment; /* cast: modulo 2^64, so also for INT64_MIN */
        if (more > UINT64_MAX - body) {
            return BYTES_ERANGE;
        }
        *out = body + more;
        return 0;
    }
    const uint64_t less = (uint64_t)format->adjustment;
    if (body < less) {
        return BYTES_ERANGE;
    }
    *out = body - less;
    return 0;
}

/* Write a field: in the shortest form, or, as a QUIC varint, in `quic_width` bytes if that is not 0. */
static int write_field(const BytesFrameFormat *format, uint64_t value, size_t quic_width, Field *field)
{
    /* It never grows: no number is wider. */
    BytesMut buffer = {.data = field->bytes, .cap = sizeof(field->bytes)};
    int error;
    switch (format->length) {
    case BYTES_LENGTH_LEB128:
        error = bytes_mut_put_leb128(&buffer, value);
        break;
    case BYTES_LENGTH_QUIC_VARINT:
        error = quic_width != 0 ? bytes_mut_put_quic_varint_wide(&buffer, value, quic_width)
                                : bytes_mut_put_quic_varint(&buffer, value);
        break;
    case BYTES_LENGTH_NETSTRING:
        error = bytes_mut_put_decimal(&buffer, value);
        if (error == 0) {
            error = bytes_mut_put_u8(&buffer, ':');
        }
        break;
    case BYTES_LENGTH_LE:
        error = bytes_mut_put_uint_le(&buffer, value, format->width);
        break;
    default:
        error = bytes_mut_put_uint_be(&buffer, value, format->width);
        break;
    }
    field->width = buffer.len;
    return error;
}

/* Check everything that can be wrong with a frame, and write its length field. */
static int encode(const BytesFrameFormat *format, const void *lead, size_t body, Field *field)
{
    if (!frame_format_is_valid(format) || (lead == NULL && format->offset != 0)) {
        return BYTES_EINVAL;
    }
    if (body > format->maximum) {
        return BYTES_EMSGSIZE;
    }
    uint64_t value;
    const int error = value_of(format, body, &value);
    return error != 0 ? error : write_field(format, value, 0, field);
}

/* The width of the field of a frame whose body is still to come: that of the longest. */
static size_t widest_field(const BytesFrameFormat *format)
{
    Field field;
    uint64_t value;
    if (value_of(format, format->maximum, &value) != 0 || write_field(format, value, 0, &field) != 0) {
        /* A field cannot hold the longest body; bytes_mut_end_frame() rejects those that it cannot hold. */
        return format->length == BYTES_LENGTH_LEB128        ? 10
               : format->length == BYTES_LENGTH_QUIC_VARINT ? 8
                                                            : format->width;
    }
    return field.width;
}

/* Write a header to spare capacity; return its size. */
static size_t write_header(BytesSpare spare, size_t offset, const void *lead, const Field *field)
{
    if (offset != 0) {
        memcpy(spare.data, lead, offset);
    }
    memcpy(spare.data + offset, field->bytes, field->width);
    return offset + field->width;
}

/* Put the header of a frame into the tail, with capacity for `more` bytes behind it. */
static int begin_queue_frame(BytesQueue *self, const BytesFrameFormat *format, const void *lead, size_t body,
                             size_t more, size_t *header)
{
    Field field;
    int error = encode(format, lead, body, &field);
    if (error != 0) {
        return error;
    }
    *header = format->offset + field.width;
    if (*header + body + frame_trailer(format) > SIZE_MAX - self->len) {
        return BYTES_EOVERFLOW;
    }
    BytesSpare spare;
    error = bytes_queue_reserve(self, *header + more, &spare);
    if (error != 0) {
        return error;
    }
    bytes_queue_commit(self, write_header(spare, format->offset, lead, &field));
    return 0;
}

/* After the payload was appended, or could not be. */
static int end_queue_frame(BytesQueue *self, const BytesFrameFormat *format, size_t header, int error)
{
    if (error != 0) {
        bytes_mut_truncate(&self->tail_, self->tail_.len - header);
        self->len -= header;
        return error;
    }
    return bytes_queue_put(self, ",", frame_trailer(format)); /* there is capacity: begin_queue_frame() reserved it */
}

int bytes_queue_put_frame(BytesQueue *self, const BytesFrameFormat *format, const void *lead, Bytes *payload)
{
    /* What will be packed goes to the tail too, in front of the comma. */
    const size_t packed = payload->len < self->pack_below ? payload->len : 0;
    size_t header;
    const int error = begin_queue_frame(self, format, lead, payload->len, packed + frame_trailer(format), &header);
    return error != 0 ? error : end_queue_frame(self, format, header, bytes_queue_push_back(self, payload));
}

int bytes_queue_put_frame_queue(BytesQueue *self, const BytesFrameFormat *format, const void *lead, BytesQueue *payload)
{
    size_t header;
    const int error = begin_queue_frame(self, format, lead, payload->len, frame_trailer(format), &header);
    return error != 0 ? error : end_queue_frame(self, format, header, bytes_queue_append(self, payload));
}

int bytes_mut_put_frame(BytesMut *self, const BytesFrameFormat *format, const void *lead, const void *data, size_t len)
{
    Field field;
    int error = encode(format, lead, len, &field);
    if (error != 0) {
        return error;
    }
    error = bytes_mut_reserve(self, format->offset + field.width + len + frame_trailer(format));
    if (error != 0) {
        return error;
    }
    bytes_mut_commit(self, write_header(bytes_mut_spare(self), format->offset, lead, &field));
    error = bytes_mut_put(self, data, len);
    return error != 0 ? error : bytes_mut_put(self, ",", frame_trailer(format));
}

int bytes_mut_begin_frame(BytesMut *self, const BytesFrameFormat *format, const void *lead, size_t *mark)
{
    if (!frame_format_is_valid(format) || (lead == NULL && format->offset != 0)) {
        return BYTES_EINVAL;
    }
    const Field placeholder = {{0}, widest_field(format)};
    const int error = bytes_mut_reserve(self, format->offset + placeholder.width);
    if (error != 0) {
        return error;
    }
    bytes_mut_commit(self, write_header(bytes_mut_spare(self), format->offset, lead, &placeholder));
    *mark = self->len;
    return 0;
}

int bytes_mut_end_frame(BytesMut *self, const BytesFrameFormat *format, size_t mark)
{
    if (!frame_format_is_valid(format)) {
        return BYTES_EINVAL;
    }
    const size_t reserved = widest_field(format);
    if (mark > self->len || mark < format->offset + reserved) {
        return BYTES_EINVAL;
    }
    const size_t body = self->len - mark;
    if (body > format->maximum) {
        return BYTES_EMSGSIZE;
    }
    uint64_t value;
    Field field;
    int error = value_of(format, body, &value);
    if (error == 0) {
        error = write_field(format, value, reserved, &field);
    }
    if (error == 0) {
        error = bytes_mut_put(self, ",", frame_trailer(format));
    }
    if (error != 0) {
        return error;
    }
    const size_t gap = reserved - field.width;
    uint8_t *const begin = self->data + mark - reserved;
    memcpy(begin, field.bytes, field.width);
    if (gap != 0) {
        const size_t count = self->len - mark;
        memmove(begin + field.width, begin + reserved, count);
        storage_copied(self->storage->allocator, count);
        self->len -= gap;
    }
    return 0;
}

int bytes_mut_prepend_frame(BytesMut *self, const BytesFrameFormat *format, const void *lead)
{
    const size_t len = self->len;
    Field field;
    int error = encode(format, lead, len, &field);
    if (error != 0) {
        return error;
    }
    error = bytes_mut_put(self, ",", frame_trailer(format));
    if (error != 0) {
        return error;
    }
    error = bytes_mut_prepend(self, field.bytes, field.width);
    if (error == 0) {
        error = bytes_mut_prepend(self, lead, format->offset);
        if (error != 0) {
            bytes_mut_advance(self, field.width);
        }
    }
    if (error != 0) {
        bytes_mut_truncate(self, len);
    }
    return error;
}
