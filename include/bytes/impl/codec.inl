/* SPDX-License-Identifier: MIT */
/* Part of <bytes/codec.h>: private helpers and inline bodies. */
#ifndef BYTES_IMPL_CODEC_INL
#define BYTES_IMPL_CODEC_INL

/* Where a message is at the front of its source: bytes to drop, the message, bytes to drop. Their sum is at most the
 * length of the source. */
typedef struct BytesMessage_ {
    size_t skip;
    size_t len;
    size_t trailer;
} BytesMessage_;

/* By value, so that the handle can stay in registers. */
BYTES_API BYTES_NODISCARD int bytes_frame_find_(const uint8_t *data, size_t len, const BytesFrameFormat *format,
                                                BytesMessage_ *out, size_t *need);
BYTES_API BYTES_NODISCARD BytesBlock_ bytes_copy_beside_(const BytesStorage *storage, const uint8_t *data, size_t len,
                                                         int *error);

/* Take a message out, as a copy if it is shorter than `copy_below`: 1, or an error and nothing was consumed. */
BYTES_INLINE BYTES_ALWAYS_INLINE int bytes_mut_take_(BytesMut *self, BytesMessage_ message, size_t copy_below,
                                                     Bytes *out)
{
    const size_t total = message.skip + message.len + message.trailer;
    Bytes taken = bytes_detached_(bytes_mut_at_(self->data, message.skip));
    if (message.len != 0) {
        if (BYTES_LIKELY(message.len >= copy_below)) {
            taken.storage = self->storage;
            taken.weight = bytes_split_weight_(self->storage, &self->weight);
        } else {
            int error;
            const BytesBlock_ block = bytes_copy_beside_(self->storage, taken.data, message.len, &error);
            if (block.storage == NULL) {
                return bytes_failed_(error);
            }
            taken.data = block.data;
            taken.storage = block.storage;
            taken.weight = BYTES_WEIGHT_WHOLE_;
        }
        taken.len = message.len;
        BYTES_BORN_(&taken);
        taken = BYTES_ISOLATED_FROZEN_(taken, message.len);
    }
    self->data = bytes_mut_at_(self->data, total);
    self->len -= total;
    self->cap -= total;
    *out = taken;
    return 1;
}

/* The frames that most programs have: whole, of a plain format. Folds to a few instructions for a constant format. */
BYTES_INLINE BYTES_ALWAYS_INLINE bool bytes_frame_is_plain_(const uint8_t *data, size_t len,
                                                            const BytesFrameFormat *format, BytesMessage_ *out)
{
    const size_t header = format->offset + format->width;
    uint64_t value;
    if (!((format->length == BYTES_LENGTH_BE || format->length == BYTES_LENGTH_LE) && format->width - 1 < 8 &&
          format->adjustment == 0 && format->skip == BYTES_SKIP_HEADER && format->offset <= SIZE_MAX / 4 &&
          format->maximum - 1 < SIZE_MAX / 4 && header <= len)) {
        return false;
    }
    value = format->length == BYTES_LENGTH_BE ? bytes_load_be_(data + format->offset, format->width)
                                              : bytes_load_le_(data + format->offset, format->width);
    if (value > format->maximum || value > len - header) {
        return false;
    }
    out->skip = header;
    out->len = (size_t)value;
    out->trailer = 0;
    return true;
}

BYTES_INLINE BYTES_ALWAYS_INLINE int bytes_mut_next_frame(BytesMut *self, const BytesFrameFormat *format, Bytes *out,
                                                          size_t *need)
{
    BytesMessage_ message;
    if (!BYTES_LIKELY(bytes_frame_is_plain_(self->data, self->len, format, &message))) {
        BytesMessage_ found;
        const int result = bytes_frame_find_(self->data, self->len, format, &found, need);
        if (result != 1) {
            return result;
        }
        message = found;
    }
    return bytes_mut_take_(self, message, format->copy_below, out);
}

#endif
