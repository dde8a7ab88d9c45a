/* SPDX-License-Identifier: MIT */
/*
 * Reads its input as a program over a dozen views and a dozen buffers in several storages, and compares them with
 * plain copies after each step.
 *
 * A step is one byte, see the tables in *_steps.c, and its arguments are the bytes behind it. One step of all is no
 * call: it says which of the allocations that follow fails.
 */
#include "steps.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_STEPS = 1000 };

static void step_fail(World *w)
{
    memory_fail(next_byte(w) % 4);
}

static const Step *find_step(size_t which)
{
    static const Step fail = {"failing allocation", step_fail, false};
    which %= view_step_count + buffer_step_count + room_step_count + 1;
    if (which < view_step_count) {
        return &view_steps[which];
    }
    which -= view_step_count;
    if (which < buffer_step_count) {
        return &buffer_steps[which];
    }
    which -= buffer_step_count;
    return which < room_step_count ? &room_steps[which] : &fail;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    World w = {.at = data, .end = size != 0 ? data + size : data};
    memory_open();
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
    world_check(&w);
    world_end(&w);
    memory_close();
    return 0;
}
