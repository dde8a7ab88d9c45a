/* SPDX-License-Identifier: MIT */
/* The tail: appending, and filling slots. */
#include <bytes/queue.h>

#include "format.h"
#include "queue_ring.h"
#include "sizes.h"
#include "storage_internal.h"

#if !defined(_WIN32)
#include <sys/uio.h>
#endif

/* With the library's header and malloc's word, one page. */
enum { DEFAULT_TAIL_SIZE = 4096 - BYTES_HEADER_SIZE - 8 };

static size_t tailroom(const BytesQueue *self)
{
    return self->tail_.cap - self->tail_.len;
}

/* True if a tail without bytes could go back to the front of its block, and has `count` bytes of tailroom now. */
static bool reuse_block(BytesQueue *self, size_t count)
{
    return self->tail_.len == 0 && self->tail_.storage != NULL && bytes_mut_try_reclaim(&self->tail_, count);
}

/* Have a block for at least `count` bytes in next_. */
static int ensure_next(BytesQueue *self, size_t count)
{
    if (self->next_.cap >= count) {
        return 0;
    }
    const size_t usual = self->tail_size_ != 0 ? self->tail_size_ : (size_t)DEFAULT_TAIL_SIZE;
    BytesMut fresh;
    const int error = bytes_mut_with_capacity_in(self->allocator_, size_max(count, usual), &fresh);
    if (error != 0) {
        return error;
    }
    bytes_mut_drop(&self->next_);
    self->next_ = fresh;
    return 0;
}

/* The tail becomes a segment, for which there is a free entry, and next_ the tail. */
static void use_next(BytesQueue *self)
{
    if (self->tail_.len != 0) {
        /* The whole handle, not a share of it: nothing needs to be given back later. */
        self->len -= self->tail_.len;
#if BYTES_ISOLATE
        queue_add_last(self, queue_freeze_front(&self->tail_, self->tail_.len), true);
        bytes_mut_drop(&self->tail_);
#else
        queue_add_last(self, bytes_mut_freeze(&self->tail_), true);
#endif
    } else {
        bytes_mut_drop(&self->tail_);
    }
    self->tail_ = bytes_mut_move(&self->next_);
}

int bytes_queue_reserve_tail_(BytesQueue *self, size_t count)
{
    if (count > SIZE_MAX - self->len) {
        return BYTES_EOVERFLOW;
    }
    if (count <= tailroom(self) || reuse_block(self, count)) {
        BYTES_SPARE_USE_(&self->tail_, count);
        return 0;
    }
    int error = queue_reserve_entries(self, self->tail_.len != 0);
    if (error != 0) {
        return error;
    }
    error = ensure_next(self, count);
    if (error != 0) {
        return error;
    }
    use_next(self);
    BYTES_SPARE_USE_(&self->tail_, count);
    return 0;
}

/* Bytes that were written to the tailroom. */
static void commit_tail(BytesQueue *self, size_t count)
{
    BYTES_SPARE_COMMIT_(&self->tail_, count);
    self->tail_.len += count;
    self->len += count;
}

static void put(BytesQueue *self, const uint8_t *data, size_t len)
{
    if (len != 0) {
        BYTES_SPARE_USE_(&self->tail_, len);
        memcpy(self->tail_.data + self->tail_.len, data, len);
        commit_tail(self, len);
    }
}

int bytes_queue_put_slow_(BytesQueue *self, const void *data, size_t len)
{
    const uint8_t *const bytes = data;
    if (len > SIZE_MAX - self->len) {
        return BYTES_EOVERFLOW;
    }
    if (reuse_block(self, len)) {
        put(self, bytes, len);
        return 0;
    }
    const size_t here = tailroom(self);
    int error = queue_reserve_entries(self, self->tail_.cap != 0);
    if (error != 0) {
        return error;
    }
    error = ensure_next(self, len - here);
    if (error != 0) {
        return error;
    }
    put(self, bytes, here);
    use_next(self);
    put(self, bytes + here, len - here);
    return 0;
}

int bytes_queue_put_contiguous_(BytesQueue *self, const void *data, size_t len)
{
    const int error = bytes_queue_reserve_tail_(self, len);
    if (error == 0) {
        put(self, data, len);
    }
    return error;
}

int bytes_queue_put_bytes(BytesQueue *self, uint8_t value, size_t count)
{
    const int error = bytes_queue_reserve_tail_(self, count);
    if (error == 0 && count != 0) {
        memset(self->tail_.data + self->tail_.len, value, count);
        commit_tail(self, count);
    }
    return error;
}

static int reserve_tail(void *self, size_t count)
{
    return bytes_queue_reserve_tail_(self, count);
}

int bytes_queue_vprintf(BytesQueue *self, const char *format, va_list arguments)
{
    size_t count = 0;
    const int error = format_into(&self->tail_, reserve_tail, self, format, arguments, &count);
    if (error != 0) {
        return error;
    }
    if (count > SIZE_MAX - self->len) {
        return BYTES_EOVERFLOW; /* fits the tail, but static views in front of it may be of any length */
    }
    commit_tail(self, count);
    return 0;
}

int bytes_queue_printf(BytesQueue *self, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int error = bytes_queue_vprintf(self, format, arguments);
    va_end(arguments);
    return error;
}

int bytes_queue_reserve(BytesQueue *self, size_t count, BytesSpare *out)
{
    const int error = bytes_queue_reserve_tail_(self, count);
    if (error == 0) {
        *out = bytes_mut_spare(&self->tail_);
    }
    return error;
}

int bytes_queue_reserve_pieces(BytesQueue *self, size_t count, BytesSpare out[2], size_t *pieces)
{
    int error;
    if (tailroom(self) == 0 || count <= tailroom(self) || reuse_block(self, count)) {
        error = bytes_queue_reserve(self, count, out);
        if (error == 0) {
            *pieces = 1;
        }
        return error;
    }
    if (count > SIZE_MAX - self->len) {
        return BYTES_EOVERFLOW;
    }
    error = queue_reserve_entries(self, 1);
    if (error != 0) {
        return error;
    }
    error = ensure_next(self, count - tailroom(self));
    if (error != 0) {
        return error;
    }
    out[0] = bytes_mut_spare(&self->tail_);
    out[1] = bytes_mut_spare(&self->next_);
    *pieces = 2;
    return 0;
}

#if !defined(_WIN32)
int bytes_queue_reserve_iovecs(BytesQueue *self, size_t count, struct iovec *out, size_t *pieces)
{
    BytesSpare spares[2];
    const int error = bytes_queue_reserve_pieces(self, count, spares, pieces);
    if (error != 0) {
        return error;
    }
    for (size_t i = 0; i < *pieces; i++) {
        out[i].iov_base = spares[i].data;
        out[i].iov_len = spares[i].len;
    }
    return 0;
}
#endif

void bytes_queue_commit(BytesQueue *self, size_t count)
{
    const size_t here = size_min(tailroom(self), count);
    /* The free entry is there since bytes_queue_reserve_pieces(). */
    if (count > SIZE_MAX - self->len || count - here > self->next_.cap ||
        (count != here && self->count_ > queue_mask(self))) {
        bytes_abort_range_("bytes_queue_commit", 0, count, tailroom(self) + self->next_.cap);
    }
    commit_tail(self, here);
    if (count != here) {
        use_next(self);
        commit_tail(self, count - here);
    } else {
        BYTES_SPARE_HIDE_(&self->next_);
    }
}

int bytes_queue_reserve_slot(BytesQueue *self, size_t width, BytesQueueSlot *out)
{
    if (width == 0) {
        return BYTES_EINVAL;
    }
    const int error = bytes_queue_put_bytes(self, 0, width);
    if (error == 0) {
        out->data_ = self->tail_.data + self->tail_.len - width;
        out->position_ = self->end_ + self->tail_.len - width;
        out->width = width;
    }
    return error;
}

/* Offset of a slot in a piece, or SIZE_MAX. As integers: pointers into different objects cannot be compared. */
static size_t slot_offset(const BytesQueueSlot *slot, const uint8_t *data, size_t len)
{
    const size_t offset = (size_t)((uintptr_t)slot->data_ - (uintptr_t)data);
    return offset < len && slot->width <= len - offset ? offset : SIZE_MAX;
}

/* The bytes of a slot in a segment, or NULL: in one that was frozen from the tail and has not left the queues since. No
 * other segment may be written, because a view outside can see the bytes of a view that was pushed. */
static uint8_t *slot_in_segment(BytesQueue *self, size_t index, const BytesQueueSlot *slot)
{
    const BytesQueueSegment_ *const segment = queue_at(self, index);
    const size_t offset = segment->own ? slot_offset(slot, segment->view.data, segment->view.len) : SIZE_MAX;
    if (offset == SIZE_MAX) {
        return NULL;
    }
    BytesStorage *const storage = segment->view.storage;
    return storage_data(storage) + storage_offset_of(storage, segment->view.data) + offset;
}

static uint8_t *find_slot(BytesQueue *self, const BytesQueueSlot *slot)
{
    const size_t offset = slot_offset(slot, self->tail_.data, self->tail_.len);
    if (offset != SIZE_MAX) {
        return self->tail_.data + offset;
    }
    const size_t expected = slot->position_ - queue_begin(self);
    uint8_t *out = NULL;
    if (expected < self->len - self->tail_.len) {
        out = slot_in_segment(self, queue_locate(self, expected).index, slot);
    }
    /* Its position has changed if it came from another queue. */
    for (size_t i = self->count_; out == NULL && i > 0; i--) {
        COUNT(visits, 1);
        out = slot_in_segment(self, i - 1, slot);
    }
    return out;
}

int bytes_queue_fill_slot(BytesQueue *self, BytesQueueSlot *slot, const void *data, size_t len)
{
    if (slot->width == 0 || slot->width != len) {
        return BYTES_EINVAL;
    }
    uint8_t *const bytes = find_slot(self, slot);
    if (bytes == NULL) {
        return BYTES_ERANGE;
    }
    memcpy(bytes, data, len);
    slot->width = 0;
    return 0;
}
