/* SPDX-License-Identifier: MIT */
/*
 * Interprets its input as a program over a dozen views, a dozen buffers, some queues, weak views and pools, and
 * compares them with plain copies after each step.
 *
 * A step is one byte, see the tables in *_steps.c, followed by its arguments. One step is no call: it makes one of the
 * allocations that follow fail.
 */
#include "steps.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_STEPS = 1000 };

static void step_fail(World *w)
{
    memory_fail(next_byte(w) % 4);
}

static const Step fail_steps[] = {{"failing allocation", step_fail, false}};
static const size_t fail_step_count = 1;

/*
 * Each table has a range of the 256 codes: the first code of the range is its first step. The corpus depends on these
 * numbers, so a new step goes at the end of its table; codes beyond the last step begin again with the first.
 */
typedef struct StepTable {
    const Step *steps;
    const size_t *count;
    size_t codes;
} StepTable;

static const StepTable tables[] = {
    {view_create_steps, &view_create_step_count, 20},
    {weak_steps, &weak_step_count, 12},
    {adopt_steps, &adopt_step_count, 12},
    {view_steps, &view_step_count, 40},
    {mut_steps, &mut_step_count, 40},
    {mut_capacity_steps, &mut_capacity_step_count, 14},
    {codec_steps, &codec_step_count, 12},
    {slot_steps, &slot_step_count, 4},
    {fail_steps, &fail_step_count, 2},
    {queue_steps, &queue_step_count, 48},
    {queue_front_steps, &queue_front_step_count, 12},
    {queue_bytes_steps, &queue_bytes_step_count, 24},
    {pool_steps, &pool_step_count, 12},
    {map_steps, &map_step_count, 4},
};

static const Step *find_step(uint8_t code)
{
    const StepTable *table = tables;
    size_t offset = code;
    while (offset >= table->codes) {
        offset -= table->codes;
        table++;
        REQUIRE(table != tables + sizeof(tables) / sizeof(tables[0]));
    }
    REQUIRE(*table->count <= table->codes);
    return &table->steps[offset % *table->count];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    World w = {.at = data, .end = size != 0 ? data + size : data};
    memory_open();
    world_begin(&w);
    for (size_t i = 0; i < MAX_STEPS && w.at != w.end; i++) {
        const Step *const step = find_step(next_byte(&w));
        memory_step(i, step->name);
        world_before(&w);
        step->run(&w);
        REQUIRE(step->allocates || memory_calls() == 0);
        world_check(&w);
    }
    memory_step(MAX_STEPS, "the end");
    world_before(&w);
    fill_open_slots(&w);
    fill_queue_slots(&w);
    world_check(&w);
    world_end(&w);
    memory_close();
    return 0;
}
