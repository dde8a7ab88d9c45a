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

size_t references(const World *w, const BytesStorage *storage)
{
    if (storage == NULL) {
        return 0;
    }
    size_t count = 0;
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
