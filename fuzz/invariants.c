/* SPDX-License-Identifier: MIT */
/* The invariants that hold between any two steps of a program. */
#include "model.h"

#include "../src/queue_ring.h"

/* The part of a storage that a handle refers to. */
typedef struct Reference {
    BytesStorage *storage;
    const uint8_t *begin;
    size_t size; /* of a buffer: its capacity */
    size_t weight;
    bool writes;
} Reference;

typedef struct References {
    Reference all[2 * (VIEWS + BUFFERS + BOXES + QUEUES * (PIECES + 2))]; /* enabled storages have an inner one */
    size_t count;
} References;

bool same_view(const Bytes *a, const Bytes *b)
{
    return a->data == b->data && a->len == b->len && a->storage == b->storage && a->weight == b->weight;
}

bool same_buffer(const BytesMut *a, const BytesMut *b)
{
    return a->data == b->data && a->len == b->len && a->cap == b->cap && a->storage == b->storage &&
           a->weight == b->weight;
}

static void check_copy(const Copy *copy, const uint8_t *data, size_t len, const BytesStorage *storage)
{
    REQUIRE(len == copy->len);
    REQUIRE(len == 0 || memcmp(data, copy->bytes, len) == 0);
    if (storage != NULL) {
        REQUIRE(storage_initial(storage) == (copy->initial + 15) / 16 * 16);
    }
}

static void check_view(const Bytes *view, const Copy *copy, References *refs)
{
    check_copy(copy, view->data, view->len, view->storage);
    REQUIRE((view->storage != NULL) == (view->len != 0 && !copy->borrowed));
    REQUIRE((view->storage != NULL) == (view->weight != 0));
    if (view->storage != NULL) {
        refs->all[refs->count++] = (Reference){view->storage, view->data, view->len, view->weight, false};
    }
}

static void check_buffer(const BytesMut *buffer, const Copy *copy, References *refs)
{
    REQUIRE(buffer->len <= buffer->cap);
    check_copy(copy, buffer->data, buffer->len, buffer->storage);
    REQUIRE((buffer->storage != NULL) == (buffer->weight != 0));
    if (buffer->storage != NULL) {
        REQUIRE(storage_is_writable(buffer->storage));
        refs->all[refs->count++] = (Reference){buffer->storage, buffer->data, buffer->cap, buffer->weight, true};
    } else {
        REQUIRE(buffer->cap == 0);
    }
}

static void add_tail(const BytesQueue *queue, const BytesMut *tail, References *refs)
{
    REQUIRE(tail->len <= tail->cap && (tail->storage != NULL) == (tail->weight != 0));
    if (tail->storage != NULL) {
        REQUIRE(tail->storage->allocator == queue->allocator_);
        refs->all[refs->count++] = (Reference){tail->storage, tail->data, tail->cap, tail->weight, true};
    } else {
        REQUIRE(tail->cap == 0);
    }
}

/* The memory that the queue holds, counted afresh: storage counts unless one of the two pieces before has it too. */
static size_t retained_by(const BytesQueue *self)
{
    const BytesStorage *before[2] = {NULL, NULL};
    size_t out = self->ring_ != NULL ? (self->mask_ + 1) * sizeof(*self->ring_) : 0;
    for (size_t i = 0; i <= self->count_; i++) {
        const BytesStorage *const storage =
            i < self->count_ ? queue_segment(self, i)->view.storage : self->tail_.storage;
        if (storage != NULL && storage != before[0] && storage != before[1]) {
            out += storage_retained(storage);
        }
        before[i % 2] = storage;
    }
    return out + bytes_mut_retained(&self->next_);
}

/* Returns the number of blocks that belong to the queue itself. */
static size_t check_queue(const Queue *queue, References *refs)
{
    const BytesQueue *const self = &queue->handle;
    const Pieces now = pieces_of(self);
    const Block *const block = memory_block(self->ring_);
    REQUIRE(queue->in_use || same_pieces(&now, &queue->before));
    REQUIRE(self->len == queue->copy.len && self->next_.len == 0);
    size_t at = 0;
    for (size_t i = 0; i < now.count; i++) {
        REQUIRE(now.at[i].len <= queue->copy.len - at);
        REQUIRE(memcmp(now.at[i].data, queue->copy.bytes + at, now.at[i].len) == 0);
        at += now.at[i].len;
    }
    REQUIRE(at == queue->copy.len);
    REQUIRE(self->count_ <= queue_mask(self) + 1 && self->first_ <= queue_mask(self));
    for (size_t i = 0; i < self->count_; i++) {
        const BytesQueueSegment_ *const segment = queue_segment(self, i);
        const Bytes *const view = &segment->view;
        REQUIRE((view->storage != NULL) == (view->weight != 0));
        /* Tail bytes that no view outside the queue shows may still be written. */
        REQUIRE(!segment->own || view->storage != NULL);
        const size_t end =
            i + 1 < self->count_ ? queue_segment(self, i + 1)->end - queue_segment(self, i + 1)->view.len : self->end_;
        REQUIRE(segment->end == end);
        if (view->storage != NULL) {
            refs->all[refs->count++] = (Reference){view->storage, view->data, view->len, view->weight, segment->own};
        }
    }
    add_tail(self, &self->tail_, refs);
    add_tail(self, &self->next_, refs);
    REQUIRE(bytes_queue_retained(self) == retained_by(self));
    if (self->ring_ == NULL) {
        return 0;
    }
    /* An aligned allocator asks the C library for a multiple of its alignment. */
    const size_t size = (self->mask_ + 1) * sizeof(*self->ring_);
    const size_t alignment =
        self->allocator_ != NULL && self->allocator_->alignment != 0 ? self->allocator_->alignment : 1;
    REQUIRE(block != NULL && block->size >= size && block->size - size < alignment);
    REQUIRE(block->owner == memory_owner(self->allocator_));
    return 1;
}

/* The pool that an allocator is, or NULL. */
static const Pool *pool_of(const World *w, const BytesAllocator *allocator)
{
    for (size_t i = 0; i < POOLS; i++) {
        if (w->pools[i].alive && w->pools[i].allocator == allocator) {
            return &w->pools[i];
        }
    }
    return NULL;
}

/* The owner that the blocks of an allocator, or of a pool, are recorded with. */
static const BytesAllocator *owner_of(const World *w, const BytesAllocator *allocator)
{
    const Pool *const pool = allocator != NULL ? pool_of(w, allocator) : NULL;
    return memory_owner(pool != NULL ? pool->upstream : allocator);
}

/* Checks that the storage is live, by its address where possible. Returns the number of its blocks. */
static size_t check_storage(const World *w, BytesStorage *storage)
{
    const Block *const block = memory_block(storage);
    if (storage_kind(storage) == STORAGE_WEAK) {
        REQUIRE(block != NULL && block->size >= sizeof(WeakStorage));
        REQUIRE(block->owner == owner_of(w, storage->allocator));
        REQUIRE(storage->size == storage_retained(storage_with_bytes(storage)));
        return 1;
    }
    if (block != NULL && storage_kind(storage) == STORAGE_ALLOCATED) {
        const size_t alignment = storage->allocator != NULL ? storage->allocator->alignment : 0;
        const size_t offset = (size_t)(storage_data(storage) - (const uint8_t *)storage);
        REQUIRE(offset >= BYTES_HEADER_SIZE && block->size == offset + storage->size);
        REQUIRE(block->owner == owner_of(w, storage->allocator));
        REQUIRE(alignment == 0 || (uintptr_t)storage_data(storage) % alignment == 0);
        return 1;
    }
    /* Adopted from malloc(): the control block and the bytes. */
    if (block != NULL && memory_block(storage_data(storage)) != NULL) {
        REQUIRE(memory_block(storage_data(storage))->size == storage->size);
        return 2;
    }
    const Bytes whole = {.data = storage_data(storage), .len = storage->size, .storage = storage, .weight = 1};
    if (is_mapping(&whole)) {
        REQUIRE(block != NULL && block->owner == NULL && !storage_is_writable(storage));
        return 1;
    }
    const Adopted *const adopted = adopted_find(storage_data(storage));
    REQUIRE(adopted != NULL && adopted->live && adopted->len == storage->size);
    REQUIRE(storage_is_writable(storage) == (adopted->original == NULL));
    if (adopted->control != NULL) {
        REQUIRE((void *)adopted->control == (void *)storage && block == NULL);
        return 0;
    }
    REQUIRE(block != NULL && block->owner == owner_of(w, storage->allocator));
    return 1;
}

/* No handle may see bytes that another one writes. */
static void check_disjoint(const Reference *a, const Reference *b)
{
    if ((a->writes || b->writes) && a->size != 0 && b->size != 0) {
        REQUIRE(a->begin + a->size <= b->begin || b->begin + b->size <= a->begin);
    }
}

/* True if no earlier reference is to the same storage. */
static bool is_first(const References *refs, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (refs->all[i].storage == refs->all[index].storage) {
            return false;
        }
    }
    return true;
}

/* Adds the reference that each enabled storage has to the one inside. */
static void add_inner(References *refs)
{
    const size_t count = refs->count;
    for (size_t i = 0; i < count; i++) {
        BytesStorage *const storage = refs->all[i].storage;
        if (storage_kind(storage) == STORAGE_WEAK && is_first(refs, i)) {
            const WeakStorage *const weak = (const WeakStorage *)storage;
            refs->all[refs->count++] = (Reference){weak->inner, weak->data, 0, weak->inner_weight, false};
        }
    }
}

/* Checks the weak counts. Returns the number of headers that only weak views keep. */
static size_t check_weaks(const World *w)
{
    size_t headers = 0;
    for (size_t i = 0; i < WEAKS; i++) {
        const Weak *const self = &w->weaks[i];
        REQUIRE(self->handle.storage_ == self->storage);
        bool first = self->storage != NULL;
        for (size_t j = 0; j < i; j++) {
            first = first && w->weaks[j].storage != self->storage;
        }
        if (!first) {
            continue;
        }
        size_t count = 0;
        for (size_t j = i; j < WEAKS; j++) {
            count += w->weaks[j].storage == self->storage;
        }
        const bool gone = references(w, self->storage) == 0;
        REQUIRE(memory_block(self->storage) != NULL && storage_kind(self->storage) == STORAGE_WEAK);
        REQUIRE(atomic_load(&((WeakStorage *)self->storage)->weak_count) == count + !gone);
        REQUIRE(!gone || atomic_load(&self->storage->total) == 0);
        headers += gone;
    }
    return headers;
}

/* The storages and weak headers that a pool has given out: all of them, and those of the size of its blocks. */
typedef struct Taken {
    size_t all;
    size_t blocks;
} Taken;

static void add_taken(Taken *taken, const BytesStorage *storage, const Pool *pool)
{
    if (storage->allocator != pool->allocator || storage_kind(storage) != STORAGE_ALLOCATED) {
        return;
    }
    const size_t size = storage_retained(storage);
    taken->all++;
    taken->blocks += size <= pool->block_size && size > pool->block_size / 8;
}

/* Checks what the pools hold. Returns the number of their own blocks, and of those in their caches. */
static size_t check_pools(World *w, const References *refs)
{
    size_t blocks = 0;
    for (size_t i = 0; i < POOLS; i++) {
        Pool *const self = &w->pools[i];
        Taken taken = {0, 0};
        for (size_t j = 0; j < refs->count; j++) {
            if (self->alive && is_first(refs, j)) {
                add_taken(&taken, refs->all[j].storage, self);
            }
        }
        if (self->handle != NULL) {
            const BytesPoolStats stats = bytes_pool_stats(self->handle);
            REQUIRE(stats.in_use == taken.blocks && stats.cached <= self->keep);
            blocks += 1 + stats.cached;
        } else if (self->alive && taken.all != 0) {
            blocks++; /* it waits for its last block */
        } else {
            self->alive = false;
        }
    }
    return blocks;
}

static void check_references(const World *w, const References *refs, size_t others)
{
    size_t blocks = others;
    size_t with_release = 0;
    for (size_t i = 0; i < refs->count; i++) {
        const Reference *const ref = &refs->all[i];
        BytesStorage *const storage = ref->storage;
        if (!is_first(refs, i)) {
            continue;
        }
        blocks += check_storage(w, storage);
        const Adopted *const adopted = storage_is_adopted(storage) ? adopted_find(storage_data(storage)) : NULL;
        with_release += adopted != NULL && adopted->has_release;
        size_t weight = 0;
        for (size_t j = i; j < refs->count; j++) {
            const Reference *const other = &refs->all[j];
            if (other->storage != storage) {
                continue;
            }
            REQUIRE(other->begin >= storage_data(storage));
            REQUIRE((size_t)(other->begin - storage_data(storage)) <= storage->size);
            REQUIRE(other->size <= storage->size - (size_t)(other->begin - storage_data(storage)));
            REQUIRE(other->weight <= BYTES_WEIGHT_WHOLE_);
            weight += other->weight;
            for (size_t k = i; k < j; k++) {
                if (refs->all[k].storage == storage) {
                    check_disjoint(&refs->all[k], other);
                }
            }
        }
        REQUIRE(atomic_load(&storage->total) == weight);
    }
    REQUIRE(memory_blocks() == blocks);
    REQUIRE(adopted_live() == with_release);
}

/* Writes to both ends of the spare capacity, which no other handle may see. */
static void overwrite_spare(BytesMut *buffer, uint8_t value)
{
    const BytesSpare spare = bytes_mut_spare(buffer);
    const size_t part = spare.len < 128 ? spare.len : 128;
    if (part != 0) {
        memset(spare.data, value, part);
        memset(spare.data + spare.len - part, value, part);
    }
    bytes_mut_commit(buffer, 0); /* poisons it again */
}

void world_begin(World *w)
{
    for (size_t i = 0; i < QUEUES; i++) {
        bytes_queue_init(memory_allocator(3 * i), QUEUE_TAIL, &w->queues[i].handle); /* different allocators */
    }
}

void world_before(World *w)
{
    for (size_t i = 0; i < VIEWS; i++) {
        w->views[i].before = w->views[i].handle;
        w->views[i].in_use = false;
    }
    for (size_t i = 0; i < BUFFERS; i++) {
        w->buffers[i].before = w->buffers[i].handle;
        w->buffers[i].in_use = false;
    }
    for (size_t i = 0; i < QUEUES; i++) {
        w->queues[i].before = pieces_of(&w->queues[i].handle);
        w->queues[i].in_use = false;
    }
}

void world_check(World *w)
{
    References refs = {.count = 0};
    size_t others = 0; /* blocks that belong to no storage */
    w->spare_value = (uint8_t)(w->spare_value * 5 + 89);
    for (size_t i = 0; i < BUFFERS; i++) {
        Buffer *const buffer = &w->buffers[i];
        REQUIRE(buffer->in_use || same_buffer(&buffer->handle, &buffer->before));
        REQUIRE(buffer->handle.len <= buffer->handle.cap);
        overwrite_spare(&buffer->handle, w->spare_value);
    }
    for (size_t i = 0; i < QUEUES; i++) {
        overwrite_spare(&w->queues[i].handle.tail_, w->spare_value);
        overwrite_spare(&w->queues[i].handle.next_, w->spare_value);
    }
    for (size_t i = 0; i < VIEWS; i++) {
        const View *const view = &w->views[i];
        REQUIRE(view->in_use || same_view(&view->handle, &view->before));
        check_view(&view->handle, &view->copy, &refs);
    }
    for (size_t i = 0; i < BUFFERS; i++) {
        check_buffer(&w->buffers[i].handle, &w->buffers[i].copy, &refs);
    }
    for (size_t i = 0; i < BOXES; i++) {
        if (w->boxes[i].raw != NULL) {
            check_view(&w->boxes[i].handle, &w->boxes[i].copy, &refs);
            others++;
        }
    }
    for (size_t i = 0; i < QUEUES; i++) {
        others += check_queue(&w->queues[i], &refs);
    }
    add_inner(&refs);
    others += check_weaks(w) + check_pools(w, &refs);
    check_references(w, &refs, others);
}

void world_end(World *w)
{
    for (size_t i = 0; i < BOXES; i++) {
        if (w->boxes[i].raw != NULL) {
            Bytes view = bytes_from_raw(w->boxes[i].raw);
            bytes_drop(&view);
            copy_clear(&w->boxes[i].copy);
        }
    }
    for (size_t i = 0; i < VIEWS; i++) {
        bytes_drop(&w->views[i].handle);
        copy_clear(&w->views[i].copy);
    }
    for (size_t i = 0; i < BUFFERS; i++) {
        bytes_mut_drop(&w->buffers[i].handle);
        copy_clear(&w->buffers[i].copy);
    }
    for (size_t i = 0; i < QUEUES; i++) {
        bytes_queue_drop(&w->queues[i].handle);
        copy_clear(&w->queues[i].copy);
    }
    for (size_t i = 0; i < WEAKS; i++) {
        bytes_weak_drop(&w->weaks[i].handle);
        copy_clear(&w->weaks[i].copy);
    }
    for (size_t i = 0; i < POOLS; i++) {
        bytes_pool_drop(&w->pools[i].handle);
    }
}
