/* SPDX-License-Identifier: MIT */
/* The steps of the model of a queue that move views and whole queues. */
#include "queue_model.h"

/* A view to push: static, copied, split off a shared block, or one that was taken out before. Allocations for it do not
 * fail. */
static Bytes model_view(Model *m)
{
    static const uint8_t still[] = "static bytes, which nobody counts and which never join";
    const size_t fail_at = m->allocator.fail_at;
    const size_t kind = model_read(m, 5);
    Bytes out = BYTES_EMPTY;
    size_t len = model_read_len(m);
    m->allocator.fail_at = 0;
    if (kind == 0) {
        const size_t at = model_read(m, sizeof(still));
        out = bytes_static(still + at, len < sizeof(still) - at ? len : sizeof(still) - at);
    } else if (kind == 1) {
        uint8_t *const bytes = malloc(len + 1);
        REQUIRE(bytes != NULL);
        model_make(m, bytes, len);
        REQUIRE(bytes_copy_in(&m->allocator.base, bytes, len, &out) == 0);
        free(bytes);
    } else if (kind == 2) {
        out = bytes_clone(&m->held[model_read(m, MODEL_HELD)].view);
    } else {
        if (m->block.len < len) {
            uint8_t bytes[2048];
            model_make(m, bytes, sizeof(bytes));
            bytes_drop(&m->block);
            REQUIRE(bytes_copy_in(&m->allocator.base, bytes, sizeof(bytes), &m->block) == 0);
        }
        out = bytes_split_to(&m->block, len);
    }
    /* If the one that was to fail was among them, the next fails. */
    m->allocator.fail_at = fail_at != 0 && fail_at <= m->allocator.calls ? m->allocator.calls + 1 : fail_at;
    return out;
}

/* True if push_back copies the view to the tail. */
static bool model_is_packed(const BytesQueue *queue, const Bytes *view)
{
    const size_t retained = bytes_retained(view);
    const size_t multiple = queue->compact_multiple;
    if (view->len == 0 || view->len < queue->pack_below) {
        return true;
    }
    if (queue->count_ != 0 && model_segment(queue, queue->count_ - 1)->view.storage == view->storage) {
        return false;
    }
    return multiple != 0 && view->storage != queue->tail_.storage && retained / multiple >= view->len &&
           retained > multiple * view->len;
}

static void model_push_view(Model *m, ModelSide *side, Bytes view, bool front)
{
    const size_t len = view.len;
    uint8_t *const bytes = model_copy(view.data, len);
    if (side->len + len <= MODEL_MAX) {
        const uint8_t *const data = view.data;
        const bool packed = !front && model_is_packed(&side->queue, &view);
        const int error =
            front ? bytes_queue_push_front(&side->queue, &view) : bytes_queue_push_back(&side->queue, &view);
        if (model_failed(m, error)) {
            REQUIRE(view.data == data && view.len == len && memcmp(data, bytes, len) == 0);
        } else {
            REQUIRE(view.len == 0 && view.storage == NULL);
            model_insert(side, front ? 0 : side->len, bytes, NULL, len);
            if (packed) {
                memset(side->marks + side->len - len, MODEL_OWN, len);
            }
        }
    }
    bytes_drop(&view);
    free(bytes);
}

void model_push(Model *m, ModelSide *side, bool front)
{
    model_push_view(m, side, model_view(m), front);
}

void model_pop(Model *m, ModelSide *side, bool front)
{
    const Bytes view = front ? bytes_queue_pop_front(&side->queue) : bytes_queue_pop_back(&side->queue);
    REQUIRE((view.len == 0) == (side->len == 0) && view.len <= side->len);
    REQUIRE(view.len == 0 || memcmp(view.data, side->bytes + (front ? 0 : side->len - view.len), view.len) == 0);
    model_remove(side, front ? 0 : side->len - view.len, view.len);
    if (model_read(m, 4) == 0) { /* back again: adjacent to what was before it */
        model_push_view(m, side, bytes_clone(&view), front);
    }
    model_hold(m, view);
}

void model_split(Model *m, ModelSide *side, ModelSide *other)
{
    const size_t at = model_read(m, side->len + 1);
    BytesQueue out;
    if (side == other || other->len + at > MODEL_MAX) {
        return;
    }
    REQUIRE(bytes_queue_try_split_to(&side->queue, side->len + 1, &out) == BYTES_ERANGE);
    if (model_failed(m, bytes_queue_split_to(&side->queue, at, &out))) {
        return;
    }
    model_cut_slots(m, side, at);
    REQUIRE(out.len == at && bytes_queue_equal(&out, (BytesSpan){side->bytes, at}));
    if (model_failed(m, bytes_queue_append(&other->queue, &out))) {
        REQUIRE(bytes_queue_equal(&out, (BytesSpan){side->bytes, at}));
    } else {
        REQUIRE(out.len == 0);
        model_insert(other, other->len, side->bytes, side->marks, at);
    }
    bytes_queue_drop(&out);
    model_remove(side, 0, at);
}

void model_join(Model *m, ModelSide *side, ModelSide *other)
{
    if (side == other || side->len + other->len > MODEL_MAX) {
        return;
    }
    if (!model_failed(m, bytes_queue_append(&side->queue, &other->queue))) {
        model_insert(side, side->len, other->bytes, other->marks, other->len);
        model_remove(other, 0, other->len);
    }
}

/* What coalescing `count` bytes does to marks, `end` being the end of the last segment concerned. Bytes that were
 * copied or joined with a pushed view are not the queue's own any more. */
static void model_coalesced(Model *m, ModelSide *side, size_t count, size_t end, bool copied)
{
    bool own = !copied;
    model_cut_slots(m, side, count);
    for (size_t i = 0; i < end; i++) {
        own = own && (side->marks[i] & MODEL_OWN) != 0;
    }
    if (!own) {
        memset(side->marks, 0, copied ? count : end);
    }
}

void model_coalesce(Model *m, ModelSide *side)
{
    const size_t count = model_read(m, 2) != 0 ? model_read(m, side->len + 1) : model_read(m, side->len / 8 + 1);
    const BytesSpan before = bytes_queue_front(&side->queue);
    const bool view = model_read(m, 2) != 0;
    const bool in_tail = count > side->len - side->queue.tail_.len; /* of which only a part is joined */
    BytesSpan last = {NULL, 0};
    Bytes out = BYTES_EMPTY;
    REQUIRE(bytes_queue_try_coalesce(&side->queue, side->len + 1) == BYTES_ERANGE);
    REQUIRE(bytes_queue_try_split_view(&side->queue, side->len + 1, &out) == BYTES_ERANGE);
    REQUIRE(count == 0 || bytes_queue_spans(&side->queue, count - 1, &last, 1) == 1);
    if (model_failed(m, view ? bytes_queue_split_view(&side->queue, count, &out)
                             : bytes_queue_coalesce(&side->queue, count))) {
        return;
    }
    if (count > before.len) {
        const uint8_t *const now = view ? out.data : bytes_queue_front(&side->queue).data;
        model_coalesced(m, side, count, in_tail ? count : count - 1 + last.len, now != before.data);
    }
    if (view) {
        REQUIRE(out.len == count && (count == 0 || memcmp(out.data, side->bytes, count) == 0));
        model_cut_slots(m, side, count);
        model_remove(side, 0, count);
        model_hold(m, out);
    } else {
        REQUIRE(bytes_queue_front(&side->queue).len >= count);
    }
}
