/* SPDX-License-Identifier: MIT */
/* Read buffers that streams take turns with. */
#include <bytes/uv.h>

#include "uv_internal.h"

enum {
    BLOCK_SIZE = 64 * 1024,
    MULTIPLE = 4,
    SMALL = 4096,   /* a block of up to this size is not worth copying out of */
    LEAST_PART = 4, /* the rest of a shared block is lent while it is at least this part of one */
};

void bytes_uv_lender_init(BytesAllocator *allocator, size_t block_size, BytesUvLender *out)
{
    *out = (BytesUvLender){.multiple = MULTIPLE,
                           .allocator_ = allocator,
                           .block_size_ = block_size != 0 ? block_size : BLOCK_SIZE,
                           .idle_ = BYTES_MUT_EMPTY};
}

void bytes_uv_lender_drop(BytesUvLender *self)
{
    bytes_mut_drop(&self->idle_);
}

int bytes_uv_lender_lend(BytesUvLender *self, BytesMut *out)
{
    BytesMut fresh;
    /* The front of the block, where the cache is warm, if no view of it is left. */
    if (self->idle_.storage != NULL &&
        (bytes_mut_try_reclaim(&self->idle_, self->block_size_) || self->idle_.cap >= self->block_size_ / LEAST_PART)) {
        *out = bytes_mut_move(&self->idle_);
        return 0;
    }
    if (bytes_mut_with_capacity_in(self->allocator_, self->block_size_, &fresh) == 0) {
        bytes_mut_drop(&self->idle_);
        *out = fresh;
        return 0;
    }
    if (self->idle_.cap == 0) {
        return UV_ENOMEM;
    }
    *out = bytes_mut_move(&self->idle_); /* little, but there is no more */
    return 0;
}

/* Take back a buffer without bytes, if it is the better one to keep. */
static void give_back(BytesUvLender *self, BytesMut *buffer)
{
    const size_t retained = bytes_mut_retained(buffer);
    const bool fits = retained >= self->block_size_ && retained / 2 <= self->block_size_;
    if (fits && (self->idle_.storage == NULL || buffer->cap > self->idle_.cap)) {
        bytes_mut_drop(&self->idle_);
        self->idle_ = bytes_mut_move(buffer);
    } else {
        bytes_mut_drop(buffer);
    }
}

/* Move the bytes of one buffer to another that is empty and has the capacity; on the library's own account. */
static void move_bytes(const BytesUvLender *self, BytesMut *from, BytesMut *into)
{
    BytesAllocator *const allocator = self->allocator_;
    memcpy(bytes_mut_spare(into).data, from->data, from->len);
    bytes_mut_commit(into, from->len);
    if (allocator != NULL && allocator->copied != NULL) {
        allocator->copied(allocator, from->len);
    }
    bytes_mut_clear(from);
}

void bytes_uv_lender_settle(BytesUvLender *self, BytesMut *buffer)
{
    BytesMut own;
    if (buffer->storage == NULL) {
        return;
    }
    if (buffer->len == 0) {
        give_back(self, buffer);
        return;
    }
    const size_t retained = bytes_mut_retained(buffer);
    if (self->multiple == 0 || retained <= SMALL || retained / self->multiple <= buffer->len ||
        bytes_mut_with_capacity_in(self->allocator_, 2 * buffer->len, &own) != 0) {
        return;
    }
    move_bytes(self, buffer, &own);
    give_back(self, buffer);
    *buffer = own;
}

int uv_lender_prepare(BytesUvLender *self, size_t last, BytesMut *buffer)
{
    BytesMut lent;
    if (buffer->len == 0) {
        const int error = bytes_uv_lender_lend(self, &lent);
        if (error == 0) {
            bytes_mut_drop(buffer);
            *buffer = lent;
        }
        return error;
    }
    /* The last read was at least as large, so the move is amortised. */
    if (buffer->len <= last && bytes_mut_retained(buffer) < self->block_size_ &&
        bytes_uv_lender_lend(self, &lent) == 0) {
        if (lent.cap <= buffer->len) {
            give_back(self, &lent);
            return 0;
        }
        move_bytes(self, buffer, &lent);
        bytes_mut_drop(buffer);
        *buffer = lent;
    }
    return 0;
}
