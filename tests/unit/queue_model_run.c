/* SPDX-License-Identifier: MIT */
/* Interpreting programs of the model of a queue. */
#include "queue_model.h"

static void model_maintain(Model *m, ModelSide *side)
{
    switch (model_read(m, 5)) {
    case 0:
        bytes_queue_shrink(&side->queue);
        break;
    case 1:
        side->queue.pack_below = model_read(m, 2) != 0 ? model_read(m, 60) : 0;
        side->queue.compact_multiple = model_read(m, 2) != 0 ? model_read(m, 30) : 0;
        break;
    case 2: { /* to another address, with nothing left at the old one */
        BytesQueue *const elsewhere = malloc(sizeof(*elsewhere));
        REQUIRE(elsewhere != NULL);
        memcpy(elsewhere, &side->queue, sizeof(*elsewhere));
        memset(&side->queue, 0xff, sizeof(side->queue));
        REQUIRE(bytes_queue_equal(elsewhere, (BytesSpan){side->bytes, side->len}));
        side->queue = bytes_queue_move(elsewhere);
        REQUIRE(elsewhere->len == 0);
        bytes_queue_drop(elsewhere);
        free(elsewhere);
        break;
    }
    case 3:
        if (model_read(m, 8) == 0) {
            bytes_queue_clear(&side->queue);
            model_remove(side, 0, side->len);
        }
        break;
    default:
        m->allocator.fail_at = m->allocator.calls + 1 + model_read(m, 3);
        m->allocator.failed = false;
        break;
    }
}

static void model_step(Model *m)
{
    const size_t which = model_read(m, MODEL_STEPS);
    ModelSide *const side = &m->side[model_read(m, 4) == 0];
    ModelSide *const other = &m->side[side == &m->side[0]];
    size_t count;
    switch (which) {
    case 0:
    case 1:
    case 2:
        model_push(m, side, which == 2);
        break;
    case 3:
        model_pop(m, side, true);
        break;
    case 4:
        model_pop(m, side, false);
        break;
    case 5:
    case 6:
        model_put(m, side);
        break;
    case 7:
        model_print(m, side);
        break;
    case 8:
    case 9:
        model_reserve(m, side);
        break;
    case 10:
    case 11:
        count = model_read_len(m);
        REQUIRE(bytes_queue_try_advance(&side->queue, side->len + 1) == BYTES_ERANGE);
        if (bytes_queue_try_advance(&side->queue, count) == 0) {
            REQUIRE(count <= side->len);
            model_cut_slots(m, side, count);
            model_remove(side, 0, count);
        } else {
            REQUIRE(count > side->len);
        }
        break;
    case 12:
        model_split(m, side, other);
        break;
    case 13:
        model_join(m, side, other);
        break;
    case 14:
    case 15:
        model_coalesce(m, side);
        break;
    case 16:
        model_find(m, side);
        break;
    case 17:
        model_look(m, side);
        break;
    case 18:
        model_get(m, side);
        break;
    case 19:
        model_put_number(m, side);
        break;
    case 20:
        model_reserve_slot(m, side);
        break;
    case 21:
    case 22:
        model_fill_slot(m, side);
        break;
    default:
        model_maintain(m, side);
        break;
    }
}

size_t model_run(const uint8_t *in, size_t len, size_t fail_at)
{
    static Model model; /* large */
    Model *const m = &model;
    memset(m, 0, sizeof(*m));
    m->allocator = test_allocator_plain();
    m->allocator.fail_at = fail_at;
    m->in = in;
    m->left = len;
    bytes_queue_init(&m->allocator.base, 64, &m->side[0].queue);
    bytes_queue_init(&m->allocator.base, 0, &m->side[1].queue);
    while (m->left != 0) {
        model_step(m);
        model_check(m);
    }
    for (size_t i = 0; i < 2; i++) {
        bytes_queue_drop(&m->side[i].queue);
        bytes_queue_drop(&m->side[i].queue);
    }
    for (size_t i = 0; i < MODEL_HELD; i++) {
        bytes_drop(&m->held[i].view);
        free(m->held[i].bytes);
    }
    bytes_drop(&m->block);
    REQUIRE(m->allocator.live == 0);
    return m->allocator.calls;
}
