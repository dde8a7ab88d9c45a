/* SPDX-License-Identifier: MIT */
/* Random programs over two queues, compared with flat arrays; the same with each allocation failing once. */
#include "queue_model.h"

#include "random.h"
#include "tap.h"

static void make_program(uint8_t *out, size_t len, uint32_t seed)
{
    random_state = seed;
    for (size_t i = 0; i < len; i++) {
        out[i] = (uint8_t)(random_bits() >> 24);
    }
}

TEST(a_queue_gives_the_results_of_a_flat_array)
{
    static uint8_t program[8000];
    for (uint32_t seed = 1; seed <= 60; seed++) {
        make_program(program, sizeof(program), seed);
        model_run(program, sizeof(program), 0);
    }
}

TEST(a_failed_allocation_changes_and_leaks_nothing)
{
    static uint8_t program[400];
    for (uint32_t seed = 1; seed <= 40; seed++) {
        size_t calls;
        make_program(program, sizeof(program), seed * 7919);
        calls = model_run(program, sizeof(program), 0);
        for (size_t fail_at = 1; fail_at <= calls; fail_at++) {
            model_run(program, sizeof(program), fail_at);
        }
    }
}

TAP_MAIN()
