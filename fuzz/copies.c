/* SPDX-License-Identifier: MIT */
/* Plain copies of the bytes that a handle must show, and the pieces of a queue. */
#include "model.h"

#include "../src/queue_ring.h"

Copy copy_of(const void *data, size_t len, size_t initial)
{
    Copy out = {NULL, NULL, 0, initial, false};
    copy_insert(&out, 0, data, NULL, len);
    return out;
}

Copy copy_range(const Copy *from, size_t begin, size_t end)
{
    Copy out = {NULL, NULL, 0, from->initial, from->borrowed};
    if (begin != end) {
        copy_insert(&out, 0, from->bytes + begin, from->marks + begin, end - begin);
    }
    return out;
}

/* Always into new arrays, so that `bytes` may point into the copy. */
void copy_insert(Copy *copy, size_t at, const uint8_t *bytes, const uint16_t *marks, size_t len)
{
    REQUIRE(at <= copy->len);
    if (len == 0) {
        return;
    }
    Copy out = *copy;
    out.len = copy->len + len;
    out.bytes = plain_alloc(out.len);
    out.marks = plain_alloc(out.len * sizeof(*out.marks));
    if (copy->len != 0) {
        const size_t rest = copy->len - at;
        memcpy(out.bytes, copy->bytes, at);
        memcpy(out.marks, copy->marks, at * sizeof(*out.marks));
        memcpy(out.bytes + at + len, copy->bytes + at, rest);
        memcpy(out.marks + at + len, copy->marks + at, rest * sizeof(*out.marks));
    }
    memcpy(out.bytes + at, bytes, len);
    if (marks != NULL) {
        memcpy(out.marks + at, marks, len * sizeof(*out.marks));
    } else {
        memset(out.marks + at, 0, len * sizeof(*out.marks));
    }
    plain_free(copy->bytes);
    plain_free(copy->marks);
    *copy = out;
}

void copy_remove(Copy *copy, size_t begin, size_t end)
{
    REQUIRE(begin <= end && end <= copy->len);
    if (begin != end) {
        memmove(copy->bytes + begin, copy->bytes + end, copy->len - end);
        memmove(copy->marks + begin, copy->marks + end, (copy->len - end) * sizeof(*copy->marks));
        copy->len -= end - begin;
    }
}

void copy_unmark(Copy *copy)
{
    if (copy->len != 0) {
        memset(copy->marks, 0, copy->len * sizeof(*copy->marks));
    }
}

void copy_clear(Copy *copy)
{
    plain_free(copy->bytes);
    plain_free(copy->marks);
    *copy = (Copy){NULL, NULL, 0, 0, false};
}

Copy copy_move(Copy *copy)
{
    const Copy out = *copy;
    *copy = (Copy){NULL, NULL, 0, 0, false};
    return out;
}

static void add_piece(Pieces *self, const uint8_t *data, size_t len, const BytesStorage *storage, bool own)
{
    if (len != 0) {
        REQUIRE(self->count < PIECES);
        self->at[self->count++] = (Piece){data, len, storage, own};
    }
}

Pieces pieces_of(const BytesQueue *queue)
{
    Pieces out = {.count = 0};
    for (size_t i = 0; i < queue->count_; i++) {
        const BytesQueueSegment_ *const segment = queue_segment(queue, i);
        REQUIRE(segment->view.len != 0);
        add_piece(&out, segment->view.data, segment->view.len, segment->view.storage, segment->own);
    }
    add_piece(&out, queue->tail_.data, queue->tail_.len, queue->tail_.storage, true);
    return out;
}

Pieces pieces_range(const Pieces *from, size_t begin, size_t end)
{
    Pieces out = {.count = 0};
    size_t at = 0;
    for (size_t i = 0; i < from->count; i++) {
        const Piece *const piece = &from->at[i];
        const size_t first = begin > at ? begin - at : 0;
        const size_t last = end > at ? end - at : 0;
        if (first < piece->len) {
            const size_t len = (last < piece->len ? last : piece->len);
            add_piece(&out, piece->data + first, len > first ? len - first : 0, piece->storage, piece->own);
        }
        at += piece->len;
    }
    return out;
}

void pieces_add(Pieces *self, const Pieces *more)
{
    for (size_t i = 0; i < more->count; i++) {
        add_piece(self, more->at[i].data, more->at[i].len, more->at[i].storage, more->at[i].own);
    }
}

bool same_pieces(const Pieces *a, const Pieces *b)
{
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        if (a->at[i].data != b->at[i].data || a->at[i].len != b->at[i].len || a->at[i].storage != b->at[i].storage) {
            return false;
        }
    }
    return a->count == b->count;
}
