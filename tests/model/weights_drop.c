/* SPDX-License-Identifier: MIT */
/* Drop: the subtraction, the free without a subtraction, and one subtraction for a batch. */
#include "weights.h"

/* Each thread subtracts the weight of its handle. */

static void use_and_subtract(Thread *self, const void *rules)
{
    const size_t w = given(self);
    use(self);
    subtract(self, rules, w);
}

static void share_out(Thread *self, const void *rules, int threads)
{
    size_t w = WHOLE;
    for (int t = 1; t < threads; t++) {
        give(self, t, share(rules, &w));
    }
    use(self);
    subtract(self, rules, w);
}

static void share_2(Thread *self, const void *rules)
{
    share_out(self, rules, 2);
}

static void share_3(Thread *self, const void *rules)
{
    share_out(self, rules, 3);
}

static void share_4(Thread *self, const void *rules)
{
    share_out(self, rules, 4);
}

static const Program two_handles = {.body = {share_2, use_and_subtract}, STORAGE};
static const Program three_handles = {.body = {share_3, use_and_subtract, use_and_subtract}, STORAGE};
static const Program four_handles = {.body = {share_4, use_and_subtract, use_and_subtract, use_and_subtract}, STORAGE};

/* A handle of large weight checks first whether it is unique. */

static void share_and_drop(Thread *self, const void *rules)
{
    size_t w = WHOLE;
    give(self, 1, share(rules, &w));
    give(self, 2, share(rules, &w));
    use(self);
    drop(self, rules, w);
}

/* Three weights of at least half the whole: all three check. */
static void share_large_weights(Thread *self, const void *rules)
{
    add(self, rules, 2 * HALF);
    give(self, 1, HALF);
    give(self, 2, HALF);
    use(self);
    drop(self, rules, WHOLE);
}

static const Program unique_drop = {.body = {share_and_drop, use_and_drop, use_and_drop}, STORAGE};
static const Program large_weights = {.body = {share_large_weights, use_and_drop, use_and_drop}, STORAGE};

/* The handles of a batch are dropped with one subtraction of the sum of their weights. */

static void use_and_drop_all(Thread *self, const void *rules)
{
    size_t w = given(self);
    size_t sum = 0;
    for (int i = 0; i < 3; i++) {
        const size_t n = i < 2 ? share(rules, &w) : w;
        use(self);
        sum += n;
    }
    drop(self, rules, sum);
}

static void give_batches(Thread *self, const void *rules)
{
    give(self, 1, HALF);
    give(self, 2, HALF / 2);
    use(self);
    drop(self, rules, HALF / 2);
}

static const Program batches = {.body = {give_batches, use_and_drop_all, use_and_drop_all}, STORAGE};

static const Check checks[] = {
    {"two_handles_have_no_race", &two_handles, &ours, 0, 2},
    {"three_handles_have_no_race", &three_handles, &ours, 0, 6},
    {"four_handles_have_no_race", &four_handles, &ours, 0, 24},
    {"a_relaxed_subtraction_is_caught", &two_handles, &relaxed_sub, FAULT_RACE, 0},
    {"an_acquire_subtraction_is_caught", &two_handles, &acquire_sub, FAULT_RACE, 0},
    {"a_relaxed_load_before_the_free_is_caught", &two_handles, &relaxed_last, FAULT_RACE, 0},
    {"no_load_before_the_free_is_caught", &two_handles, &no_last_load, FAULT_RACE, 0},
    {"a_subtraction_in_two_halves_is_caught", &two_handles, &halved_sub, FAULT_LEAK | FAULT_RACE, 0},
    {"a_second_load_of_the_total_is_caught", &two_handles, &second_load, FAULT_DOUBLE_FREE | FAULT_RACE, 0},

    {"a_unique_handle_frees_without_a_subtraction", &unique_drop, &ours, 0, 12},
    {"three_large_weights_may_all_check", &large_weights, &ours, 0, 36},
    {"a_relaxed_unique_check_before_the_free_is_caught", &unique_drop, &relaxed_unique, FAULT_RACE, 0},
    {"a_relaxed_subtraction_before_the_unique_check_is_caught", &unique_drop, &relaxed_sub, FAULT_RACE, 0},
    {"a_share_that_gives_up_no_weight_is_caught", &unique_drop, &no_split, FAULT_RACE | FAULT_UNDERFLOW, 0},

    {"a_batch_is_dropped_with_one_subtraction", &batches, &ours, 0, 12},
    {"a_relaxed_subtraction_of_a_batch_is_caught", &batches, &relaxed_sub, FAULT_RACE, 0},
};
const CheckList weights_drop = CHECK_LIST(checks);
