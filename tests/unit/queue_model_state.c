/* SPDX-License-Identifier: MIT */
/* The two sides of the model of a queue, and reading the program. */
#include "queue_model.h"

_Noreturn void model_broken(const char *file, int line, const char *rule)
{
    fprintf(stderr, "%s:%d: not true: %s\n", file, line, rule);
    abort();
}

size_t model_read(Model *m, size_t below)
{
    size_t value = 0;
    for (size_t range = 1; range < below && m->left != 0; range *= 256) {
        value = value * 256 + *m->in++;
        m->left--;
    }
    return below != 0 ? value % below : 0;
}

size_t model_read_len(Model *m)
{
    static const size_t below[] = {2, 4, 12, 40, 40, 100, 300, 1200};
    return model_read(m, below[model_read(m, 8)]);
}

uint8_t *model_copy(const void *data, size_t len)
{
    uint8_t *out = malloc(len + 1);
    REQUIRE(out != NULL);
    if (len != 0) {
        memcpy(out, data, len);
    }
    return out;
}

void model_make(Model *m, uint8_t *out, size_t len)
{
    const bool plain = model_read(m, 3) == 0;
    for (size_t i = 0; i < len; i++) {
        out[i] = plain ? (uint8_t)(i % 7 == 6) : m->next_byte++;
    }
}

void model_insert(ModelSide *side, size_t at, const uint8_t *bytes, const uint8_t *marks, size_t len)
{
    if (len == 0) {
        return;
    }
    REQUIRE(side->len + len <= MODEL_MAX);
    memmove(side->bytes + at + len, side->bytes + at, side->len - at);
    memmove(side->marks + at + len, side->marks + at, side->len - at);
    memcpy(side->bytes + at, bytes, len);
    if (marks != NULL) {
        memcpy(side->marks + at, marks, len);
    } else {
        memset(side->marks + at, 0, len);
    }
    side->len += len;
}

void model_append(ModelSide *side, const uint8_t *bytes, size_t len)
{
    model_insert(side, side->len, bytes, NULL, len);
    memset(side->marks + side->len - len, MODEL_OWN, len);
}

void model_remove(ModelSide *side, size_t at, size_t len)
{
    memmove(side->bytes + at, side->bytes + at + len, side->len - at - len);
    memmove(side->marks + at, side->marks + at + len, side->len - at - len);
    side->len -= len;
}

const BytesQueueSegment_ *model_segment(const BytesQueue *queue, size_t index)
{
    const BytesQueueSegment_ *const ring = queue->ring_ != NULL ? queue->ring_ : queue->entries_;
    const size_t mask = queue->ring_ != NULL ? queue->mask_ : BYTES_QUEUE_ENTRIES_ - 1;
    return ring + ((queue->first_ + index) & mask);
}

/* What bytes_queue_retained() says, from the segments. */
static size_t model_retained(const BytesQueue *queue)
{
    const BytesStorage *last[2] = {NULL, NULL};
    size_t out = queue->ring_ != NULL ? (queue->mask_ + 1) * sizeof(*queue->ring_) : 0;
    for (size_t i = 0; i < queue->count_; i++) {
        const Bytes *const view = &model_segment(queue, i)->view;
        out += view->storage != last[0] && view->storage != last[1] ? bytes_retained(view) : 0;
        last[i % 2] = view->storage;
    }
    out += queue->tail_.storage != last[0] && queue->tail_.storage != last[1] ? bytes_mut_retained(&queue->tail_) : 0;
    return out + bytes_mut_retained(&queue->next_);
}

/* A segment is the queue's own if, and only if, no view outside can show its bytes. */
static void model_check_own(const ModelSide *side)
{
    size_t at = 0;
    for (size_t i = 0; i < side->queue.count_; i++) {
        const BytesQueueSegment_ *const segment = model_segment(&side->queue, i);
        const size_t last = at + segment->view.len - 1;
        REQUIRE(((side->marks[at] & MODEL_OWN) != 0) == segment->own);
        REQUIRE(((side->marks[last] & MODEL_OWN) != 0) == segment->own);
        at = last + 1;
    }
}

void model_check(Model *m)
{
    for (size_t i = 0; i < 2; i++) {
        const ModelSide *const side = &m->side[i];
        BytesSpan spans[8];
        size_t at = 0;
        size_t count;
        REQUIRE(side->queue.len == side->len);
        REQUIRE(bytes_queue_equal(&side->queue, (BytesSpan){side->bytes, side->len}));
        REQUIRE((bytes_queue_front(&side->queue).len == 0) == (side->len == 0));
        while ((count = bytes_queue_spans(&side->queue, at, spans, 8)) != 0) {
            for (size_t j = 0; j < count; j++) {
                REQUIRE(spans[j].len != 0 && spans[j].len <= side->len - at);
                REQUIRE(memcmp(spans[j].data, side->bytes + at, spans[j].len) == 0);
                at += spans[j].len;
            }
        }
        REQUIRE(at == side->len);
        REQUIRE(bytes_queue_retained(&side->queue) == model_retained(&side->queue));
        model_check_own(side);
    }
    for (size_t i = 0; i < MODEL_HELD; i++) {
        const ModelHeld *const held = &m->held[i];
        REQUIRE(held->view.len == 0 || memcmp(held->view.data, held->bytes, held->view.len) == 0);
    }
}

bool model_failed(Model *m, int error)
{
    if (error < 0) {
        REQUIRE(error == BYTES_ENOMEM && m->allocator.failed);
        m->allocator.failed = false;
        m->allocator.fail_at = 0;
        return true;
    }
    return false;
}

void model_hold(Model *m, Bytes view)
{
    ModelHeld *const held = &m->held[model_read(m, MODEL_HELD)];
    bytes_drop(&held->view);
    free(held->bytes);
    held->view = view;
    held->bytes = model_copy(view.data, view.len);
}

size_t model_find_slot(const Model *m, const ModelSide *side, size_t number)
{
    const size_t width = m->slot[number].width;
    size_t run = 0;
    for (size_t i = 0; i < side->len; i++) {
        run = side->marks[i] == (MODEL_OWN | (number + 1)) ? run + 1 : 0;
        if (run != 0 && run == width) {
            return i + 1 - run;
        }
    }
    return SIZE_MAX;
}

void model_end_slot(Model *m, size_t number)
{
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < m->side[i].len; j++) {
            if (m->side[i].marks[j] == (MODEL_OWN | (number + 1))) {
                m->side[i].marks[j] = MODEL_OWN;
            }
        }
    }
}

void model_cut_slots(Model *m, const ModelSide *side, size_t at)
{
    const bool inside = at != 0 && at < side->len;
    if (inside && side->marks[at] > MODEL_OWN && side->marks[at - 1] == side->marks[at]) {
        model_end_slot(m, side->marks[at] - MODEL_OWN - (size_t)1);
    }
}
