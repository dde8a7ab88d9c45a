/* SPDX-License-Identifier: MIT */
/* Weight added to a handle that has too little to share, and weight returned by one that has too much. */
#include "weights.h"

/* Refill. */

static void refill_and_share(Thread *self, const void *rules)
{
    size_t w = given(self);
    use(self);
    refill(self, rules, &w);
    give(self, 2, share(rules, &w));
    drop(self, rules, w);
}

static void share_to_two(Thread *self, const void *rules)
{
    size_t w = WHOLE;
    give(self, 1, share(rules, &w));
    give(self, 3, share(rules, &w));
    use(self);
    reclaim(self, rules, &w);
    drop(self, rules, w);
}

static const Program refilled = {.body = {share_to_two, refill_and_share, use_and_drop, use_and_drop}, STORAGE};

/* Surplus: two handles joined weigh more than the whole. The handle returns the surplus and stays alive. */

static size_t unsplit(Thread *self, const Rules *rules)
{
    size_t w = given(self);
    use(self);
    refill(self, rules, &w);
    return_surplus(self, rules, &w);
    if (rules->mistake != SURPLUS_IS_ALL) {
        model_get(self, DATA);
    }
    return w;
}

static void unsplit_and_drop(Thread *self, const void *arg)
{
    const Rules *const rules = arg;
    const size_t w = unsplit(self, rules);
    if (rules->mistake != SURPLUS_IS_ALL) {
        drop(self, rules, w);
    }
}

static void unsplit_and_reclaim(Thread *self, const void *rules)
{
    size_t w = unsplit(self, rules);
    reclaim(self, rules, &w);
    drop(self, rules, w);
}

static void unsplit_and_give(Thread *self, const void *rules)
{
    give(self, 2, unsplit(self, rules));
}

static void keep_one(Thread *self, const void *rules)
{
    size_t w = 1;
    give(self, 1, WHOLE - w);
    use(self);
    reclaim(self, rules, &w);
    drop(self, rules, w);
}

/* Both threads return surplus. */
static void keep_whole(Thread *self, const void *rules)
{
    size_t w = WHOLE;
    add(self, rules, WHOLE);
    give(self, 1, WHOLE);
    use(self);
    refill(self, rules, &w);
    return_surplus(self, rules, &w);
    reclaim(self, rules, &w);
    drop(self, rules, w);
}

static const Program surplus_then_drop = {.body = {keep_one, unsplit_and_drop}, STORAGE};
static const Program surplus_then_reclaim = {.body = {keep_one, unsplit_and_reclaim}, STORAGE};
static const Program surplus_then_give = {.body = {keep_one, unsplit_and_give, use_and_drop}, STORAGE};
static const Program surplus_twice = {.body = {keep_whole, unsplit_and_reclaim}, STORAGE};

static const Check checks[] = {
    {"a_refill_may_be_relaxed", &refilled, &ours, 0, 280},
    {"a_refill_in_two_halves_is_caught", &refilled, &halved_add, ANY_FAULT, 0},
    {"a_refill_that_does_not_add_is_caught", &refilled, &no_add, ANY_FAULT, 0},

    {"surplus_may_be_returned_before_a_drop", &surplus_then_drop, &ours, 0, 13},
    {"surplus_may_be_returned_before_a_write", &surplus_then_reclaim, &ours, 0, 16},
    {"surplus_may_be_returned_before_the_handle_changes_threads", &surplus_then_give, &ours, 0, 13},
    {"two_threads_may_return_surplus", &surplus_twice, &ours, 0, 128},
    {"a_relaxed_surplus_of_all_weight_is_caught", &surplus_then_drop, &relaxed_surplus_of_all, FAULT_RACE, 0},
    {"a_released_surplus_of_all_weight_is_a_drop", &surplus_then_drop, &released_surplus_of_all, 0, 6},
};
const CheckList weights_surplus = CHECK_LIST(checks);
