/* SPDX-License-Identifier: MIT */
/* What frames and lines share. */
#include "codec_internal.h"

#include "queue_ring.h"
#include "sizes.h"
#include "storage_internal.h"

size_t bytes_mut_read_size(const BytesMut *self, size_t need, size_t block)
{
    /* Making space for a whole block behind a long message would move the message. */
    return size_max(need, self->len < block ? block : 1);
}

BytesBlock_ bytes_copy_beside_(const BytesStorage *storage, const uint8_t *data, size_t len, int *error)
{
    return bytes_copy_(storage != NULL ? storage->allocator : NULL, data, len, error);
}

/* The message, which is not empty, copied into a queue like the source. */
static int copy_queue(BytesQueue *self, BytesMessage_ message, BytesQueue *out)
{
    BytesMut flat;
    int error = bytes_mut_with_capacity_in(self->allocator_, message.len, &flat);
    if (error != 0) {
        return error;
    }
    queue_copy(self, queue_locate(self, message.skip), message.len, bytes_mut_spare(&flat).data);
    storage_copied(self->allocator_, message.len);
    bytes_mut_commit(&flat, message.len);
    error = bytes_queue_split_to(self, 0, out);
    if (error != 0) {
        bytes_mut_drop(&flat);
        return error;
    }
    /* Not by a push, which would pack it into a tail of its own. A queue without segments has a free entry. */
    queue_add_last(out, bytes_mut_freeze(&flat), false);
    return 0;
}

int codec_take_queue(BytesQueue *self, BytesMessage_ message, size_t copy_below, BytesQueue *out)
{
    BytesQueue taken;
    if (message.len != 0 && message.len < copy_below) {
        const int error = copy_queue(self, message, &taken);
        if (error != 0) {
            return error;
        }
        bytes_queue_advance(self, message.skip + message.len);
    } else {
        const int error = bytes_queue_split_to(self, message.skip + message.len, &taken);
        if (error != 0) {
            return error;
        }
        bytes_queue_advance(&taken, message.skip);
    }
    bytes_queue_advance(self, message.trailer);
    *out = taken;
    return 1;
}
