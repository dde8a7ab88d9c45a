/* SPDX-License-Identifier: MIT */
#include "model.h"

#include "../src/queue_ring.h"

static size_t queue_references(const BytesQueue *queue, const BytesStorage *storage)
{
    size_t count = (size_t)(queue->tail_.storage == storage) + (queue->next_.storage == storage);
    for (size_t i = 0; i < queue->count_; i++) {
        count += queue_segment(queue, i)->view.storage == storage;
    }
    return count;
}

/* Calls `visit` for the storage of each handle of a Bytes. */
typedef void Visit(BytesStorage *storage, void *context);

static void visit_views(const World *w, Visit *visit, void *context)
{
    for (size_t i = 0; i < VIEWS; i++) {
        visit(w->views[i].handle.storage, context);
    }
    for (size_t i = 0; i < BOXES; i++) {
        if (w->boxes[i].raw != NULL) {
            visit(w->boxes[i].handle.storage, context);
        }
    }
    for (size_t i = 0; i < QUEUES; i++) {
        const BytesQueue *const queue = &w->queues[i].handle;
        for (size_t j = 0; j < queue->count_; j++) {
            visit(queue_segment(queue, j)->view.storage, context);
        }
    }
}

/* The enabled storages around a storage. */
typedef struct Enabled {
    const BytesStorage *inner;
    const BytesStorage *found[VIEWS + BOXES + QUEUES * PIECES];
    size_t count;
} Enabled;

static void add_enabled(BytesStorage *storage, void *context)
{
    Enabled *const enabled = context;
    if (storage == NULL || storage == enabled->inner || storage_with_bytes(storage) != enabled->inner) {
        return;
    }
    for (size_t i = 0; i < enabled->count; i++) {
        if (enabled->found[i] == storage) {
            return;
        }
    }
    enabled->found[enabled->count++] = storage;
}

size_t references(const World *w, const BytesStorage *storage)
{
    if (storage == NULL) {
        return 0;
    }
    Enabled enabled = {.inner = storage};
    visit_views(w, add_enabled, &enabled);
    size_t count = enabled.count;
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

bool plausible_error(int error, size_t need)
{
    /* More than header and rounding add. */
    const size_t margin = (size_t)1 << 14;
    if (error == BYTES_EOVERFLOW) {
        return need > (size_t)PTRDIFF_MAX - margin;
    }
    return error == BYTES_ENOMEM && memory_failed() && need <= (size_t)PTRDIFF_MAX;
}

void poison(void *out, size_t size)
{
    memset(out, 0xa5, size);
}

bool is_poison(const void *out, size_t size)
{
    const uint8_t *const bytes = out;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != 0xa5) {
            return false;
        }
    }
    return true;
}
