/* SPDX-License-Identifier: MIT */
#include "model.h"

#include "../src/queue_ring.h"

uint8_t next_byte(World *w)
{
    return w->at != w->end ? *w->at++ : 0;
}

size_t next_within(World *w, size_t max)
{
    size_t n = next_byte(w);
    if (n >= 254) {
        return n == 255 ? max : max / 2;
    }
    if (max > 254) {
        n = n << 8 | next_byte(w);
    }
    return n % (max + 1);
}

static size_t next_edge(World *w, size_t near)
{
    const size_t edges[] = {
        SIZE_MAX,          SIZE_MAX - near,        SIZE_MAX - near + 1, (size_t)PTRDIFF_MAX - near,
        PTRDIFF_MAX,       SIZE_MAX - 1,           SIZE_MAX / 2 + 1,    (size_t)PTRDIFF_MAX - near - 32,
        UINT32_MAX - near, (size_t)UINT32_MAX + 1,
    };
    const size_t n = next_byte(w);
    return edges[n % (sizeof(edges) / sizeof(edges[0]))] - n / 64;
}

size_t next_around(World *w, size_t max)
{
    const size_t n = next_byte(w);
    if (n < 24) {
        return max + n;
    }
    return n < 30 ? next_edge(w, max) : next_within(w, max);
}

size_t next_small(World *w)
{
    const size_t n = next_byte(w);
    return n < 192 ? n : (n - 192) << 8 | next_byte(w);
}

size_t next_size(World *w)
{
    return w->at != w->end && *w->at >= 250 ? next_edge(w, *w->at) : next_small(w);
}

View *next_view(World *w)
{
    const size_t n = next_byte(w);
    View *out = &w->views[n % VIEWS];
    for (size_t i = 0; i < VIEWS && n < 224 && out->handle.len == 0; i++) {
        out = &w->views[(n + i) % VIEWS];
    }
    out->named = true;
    return out;
}

Buffer *next_buffer(World *w)
{
    const size_t n = next_byte(w);
    Buffer *out = &w->buffers[n % BUFFERS];
    for (size_t i = 0; i < BUFFERS && n < 240 && out->handle.storage == NULL; i++) {
        out = &w->buffers[(n + i) % BUFFERS];
    }
    out->named = true;
    return out;
}

View *fresh_view(World *w, const View * not )
{
    const size_t n = next_byte(w);
    View *out = &w->views[n % VIEWS];
    for (size_t i = 0; i < VIEWS && n < 240 && (out == not || out->handle.len != 0); i++) {
        out = &w->views[(n + i) % VIEWS];
    }
    if (out == not ) {
        out = &w->views[(n + 1) % VIEWS];
        out = out == not ? &w->views[(n + 2) % VIEWS] : out;
    }
    bytes_drop(&out->handle);
    copy_clear(&out->copy);
    out->named = true;
    return out;
}

Buffer *fresh_buffer(World *w, const Buffer * not )
{
    const size_t n = next_byte(w);
    Buffer *out = &w->buffers[n % BUFFERS];
    for (size_t i = 0; i < BUFFERS && n < 240 && (out == not || out->handle.storage != NULL); i++) {
        out = &w->buffers[(n + i) % BUFFERS];
    }
    if (out == not ) {
        out = &w->buffers[(n + 1) % BUFFERS];
        out = out == not ? &w->buffers[(n + 2) % BUFFERS] : out;
    }
    bytes_mut_drop(&out->handle);
    copy_clear(&out->copy);
    out->named = true;
    return out;
}

/* The first more often than others: what is rare needs several steps on one queue. */
Queue *next_queue(World *w)
{
    const size_t n = next_byte(w);
    Queue *out = &w->queues[n % 8 < 5 ? 0 : n % 8 < 7 ? 1 : 2];
    for (size_t i = 0; i < QUEUES && n < 128 && out->handle.len == 0; i++) {
        out = &w->queues[i];
    }
    out->named = true;
    return out;
}

Queue *fresh_queue(World *w, const Queue * not )
{
    const size_t n = next_byte(w);
    Queue *out = &w->queues[n % QUEUES];
    for (size_t i = 0; i < QUEUES && n < 192 && (out == not || out->handle.len != 0); i++) {
        out = &w->queues[(n + i) % QUEUES];
    }
    if (out == not ) {
        out = &w->queues[(n + 1) % QUEUES];
    }
    bytes_queue_drop(&out->handle);
    copy_clear(&out->copy);
    out->named = true;
    return out;
}

Copy copy_of(const void *data, size_t len, size_t initial)
{
    Copy out = {NULL, NULL, 0, initial, false};
    copy_insert(&out, 0, (const uint8_t *)data, NULL, len);
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

/* Into new arrays always, so that `bytes` may be the copy's own. */
void copy_insert(Copy *copy, size_t at, const uint8_t *bytes, const uint16_t *marks, size_t len)
{
    Copy out = *copy;
    REQUIRE(at <= copy->len);
    if (len == 0) {
        return;
    }
    out.len = copy->len + len;
    out.bytes = (uint8_t *)plain_alloc(out.len);
    out.marks = (uint16_t *)plain_alloc(out.len * sizeof(*out.marks));
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

static size_t queue_references(const BytesQueue *queue, const BytesStorage *storage)
{
    size_t count = (size_t)(queue->tail_.storage == storage) + (queue->next_.storage == storage);
    for (size_t i = 0; i < queue->count_; i++) {
        count += queue_segment(queue, i)->view.storage == storage;
    }
    return count;
}

size_t references(const World *w, const BytesStorage *storage)
{
    size_t count = 0;
    if (storage == NULL) {
        return 0;
    }
    for (size_t i = 0; i < VIEWS; i++) {
        count += w->views[i].handle.storage == storage;
    }
    for (size_t i = 0; i < BUFFERS; i++) {
        count += w->buffers[i].handle.storage == storage;
    }
    for (size_t i = 0; i < BOXES; i++) {
        count += w->boxes[i].raw != NULL && w->boxes[i].handle.storage == storage;
    }
    for (size_t i = 0; i < QUEUES; i++) {
        count += queue_references(&w->queues[i].handle, storage);
    }
    return count;
}

size_t sum(size_t a, size_t b)
{
    return a <= SIZE_MAX - b ? a + b : SIZE_MAX;
}

bool fair_error(int error, size_t need)
{
    /* What a header and rounding may add, with room to spare. */
    const size_t room = (size_t)1 << 14;
    if (error == BYTES_EOVERFLOW) {
        return need > (size_t)PTRDIFF_MAX - room;
    }
    return error == BYTES_ENOMEM && memory_refused() && need <= (size_t)PTRDIFF_MAX;
}

void poison(void *out, size_t size)
{
    memset(out, 0xa5, size);
}

bool is_poison(const void *out, size_t size)
{
    const uint8_t *const bytes = (const uint8_t *)out;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != 0xa5) {
            return false;
        }
    }
    return true;
}
