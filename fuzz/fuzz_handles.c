/* SPDX-License-Identifier: MIT */
/*
 * Reads its input as a program over a dozen views, a dozen buffers and some queues in several storages, and compares
 * them with plain copies after each step.
 *
 * A step is one byte, see the tables in *_steps.c, and its arguments are the bytes behind it. One step of all is no
 * call: it says which of the allocations that follow fails.
 */
#include "steps.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    MOST_STEPS = 1000,
    SIMPLE_STEPS = 74,              /* of views and buffers, and the one that is no call */
    QUEUES_FROM = 2 * SIMPLE_STEPS, /* each of these has two bytes; the rest are the queues' */
};

typedef struct StepTable {
    const Step *steps;
    const size_t *count;
} StepTable;

static void step_fail(World *w)
{
    memory_fail(next_byte(w) % 4);
}

/* A step by its number in one table and then the next; NULL behind the last. */
static const Step *find_in(const StepTable *tables, size_t count, size_t which)
{
    for (size_t i = 0; i < count; i++) {
        if (which < *tables[i].count) {
            return &tables[i].steps[which];
        }
        which -= *tables[i].count;
    }
    return NULL;
}

static const Step *find_step(size_t which)
{
    static const Step fail = {"failing allocation", step_fail, false};
    static const StepTable simple[] = {
        {view_make_steps, &view_make_step_count}, {view_steps, &view_step_count}, {buffer_steps, &buffer_step_count},
        {room_steps, &room_step_count},           {slot_steps, &slot_step_count},
    };
    static const StepTable queues[] = {
        {queue_steps, &queue_step_count},
        {queue_front_steps, &queue_front_step_count},
        {queue_bytes_steps, &queue_bytes_step_count},
    };
    const Step *out;
    if (which >= QUEUES_FROM) {
        which -= QUEUES_FROM;
        return find_in(queues, 3, which % (queue_step_count + queue_front_step_count + queue_bytes_step_count));
    }
    out = find_in(simple, 5, which % SIMPLE_STEPS);
    return out != NULL ? out : &fail;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    World w = {.at = data, .end = size != 0 ? data + size : data};
    REQUIRE(view_make_step_count + view_step_count + buffer_step_count + room_step_count + slot_step_count + 1 ==
            SIMPLE_STEPS);
    memory_open();
    world_begin(&w);
    for (size_t i = 0; i < MOST_STEPS && w.at != w.end; i++) {
        const Step *const step = find_step(next_byte(&w));
        memory_step(i, step->name);
        world_before(&w);
        step->run(&w);
        REQUIRE(step->allocates || memory_calls() == 0);
        world_check(&w);
    }
    memory_step(MOST_STEPS, "the end");
    world_before(&w);
    fill_open_slots(&w);
    fill_queue_slots(&w);
    world_check(&w);
    world_end(&w);
    memory_close();
    return 0;
}
