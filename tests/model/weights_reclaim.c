/* SPDX-License-Identifier: MIT */
/* Reclaim: a unique handle writes to the storage, resets the total and shares again. */
#include "weights.h"

static void reclaim_and_share(Thread *self, const void *rules)
{
    size_t w = WHOLE;
    give(self, 1, share(rules, &w));
    give(self, 2, share(rules, &w));
    use(self);
    reclaim(self, rules, &w);
    give(self, 3, share(rules, &w));
    reclaim(self, rules, &w);
    subtract(self, rules, w);
}

/* After all others have been joined the handle must find itself unique, and again after the reset. */
static void reclaim_after_join(Thread *self, const void *rules)
{
    size_t w = WHOLE;
    give(self, 1, share(rules, &w));
    give(self, 2, share(rules, &w));
    model_join(self, 1);
    model_join(self, 2);
    model_claim(self, is_unique(self, rules, w), "the last handle is unique");
    reclaim(self, rules, &w);
    model_claim(self, is_unique(self, rules, w), "the handle is unique after the reset");
    give(self, 3, share(rules, &w));
    subtract(self, rules, w);
}

/* Nothing is freed here: the fault is the write. */
static void reclaim_and_keep(Thread *self, const void *rules)
{
    size_t w = WHOLE;
    give(self, 1, share(rules, &w));
    give(self, 2, share(rules, &w));
    reclaim(self, rules, &w);
}

static void use_and_subtract(Thread *self, const void *rules)
{
    const size_t w = given(self);
    use(self);
    subtract(self, rules, w);
}

static const Program reclaimed = {.body = {reclaim_and_share, use_and_drop, use_and_drop, use_and_drop}, STORAGE};
static const Program kept = {
    .body = {reclaim_and_keep, use_and_subtract, use_and_subtract}, LOCATIONS, .initial = {[TOTAL] = WHOLE}};
static const Program joined = {.body = {reclaim_after_join, use_and_drop, use_and_drop, use_and_drop}, STORAGE};

static const Check checks[] = {
    {"a_unique_handle_may_write_and_drop", &reclaimed, &ours, 0, 90},
    {"a_unique_handle_may_write_and_keep", &kept, &ours, 0, 6},
    {"after_joins_the_last_handle_is_unique", &joined, &ours, 0, 4},
    {"a_relaxed_unique_check_before_the_write_is_caught", &kept, &relaxed_unique, FAULT_RACE, 0},
    {"a_relaxed_subtraction_before_the_write_is_caught", &kept, &relaxed_sub, FAULT_RACE, 0},
    {"a_write_without_a_unique_check_is_caught", &kept, &no_unique_check, FAULT_RACE, 0},
};
const CheckList weights_reclaim = CHECK_LIST(checks);
