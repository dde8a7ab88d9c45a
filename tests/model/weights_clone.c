/* SPDX-License-Identifier: MIT */
/* Clones of one handle by several threads at once, and handles passed to running threads and back. */
#include "weights.h"

/* HANDLE, thread 0's, is cloned by several threads while other handles to its storage are dropped. */

static void clone_and_subtract(Thread *self, const void *rules)
{
    model_get(self, HANDLE);
    add(self, rules, 1);
    use(self);
    subtract(self, rules, 1);
}

static void lend(Thread *self, const void *arg)
{
    const Rules *const rules = arg;
    size_t w = WHOLE;
    const size_t other = share(rules, &w);
    model_set(self, HANDLE, w);
    model_start(self, 1);
    model_start(self, 2);
    give(self, 3, other);
    if (rules->mistake != NO_JOIN) {
        model_join(self, 1);
        model_join(self, 2);
    }
    model_set(self, HANDLE, 0);
    drop(self, rules, w);
}

/* A clone that outlives its source. */

static void clone_and_signal(Thread *self, const void *arg)
{
    const Rules *const rules = arg;
    model_get(self, HANDLE);
    add(self, rules, 1);
    model_store(self, FLAG, 1, rules->send);
    use(self);
    subtract(self, rules, 1);
}

static void lend_and_wait(Thread *self, const void *rules)
{
    size_t w = WHOLE;
    model_set(self, HANDLE, w);
    model_start(self, 1);
    model_await(self, FLAG, 1, memory_order_acquire);
    model_set(self, HANDLE, 0);
    use(self);
    reclaim(self, rules, &w);
    drop(self, rules, w);
}

/* A share sent to a running thread. */

static void receive_and_drop(Thread *self, const void *rules)
{
    model_await(self, FLAG, 1, memory_order_acquire);
    use_and_drop(self, rules);
}

static void send_share(Thread *self, const void *arg)
{
    const Rules *const rules = arg;
    size_t w = WHOLE;
    model_start(self, 1);
    model_set(self, DATA, 1);
    model_set(self, HANDLE + 1, share(rules, &w));
    model_store(self, FLAG, 1, rules->send);
    use(self);
    drop(self, rules, w);
}

/* A share cloned and sent back: its source holds the whole weight again and is not unique. */

static void clone_and_send_back(Thread *self, const void *arg)
{
    const Rules *const rules = arg;
    use(self);
    add(self, rules, 1);
    give(self, 2, 1);
    model_store(self, FLAG, 1, rules->send);
}

static void receive_back(Thread *self, const void *rules)
{
    size_t w = WHOLE;
    give(self, 1, share(rules, &w));
    model_await(self, FLAG, 1, memory_order_acquire);
    w += model_get(self, HANDLE + 1);
    reclaim(self, rules, &w);
    drop(self, rules, w);
}

/* A share dropped into its source after a join: its weight is added without an atomic operation. */

static void use_only(Thread *self, const void *rules)
{
    (void)rules;
    use(self);
}

static void drop_into(Thread *self, const void *rules)
{
    size_t w = WHOLE;
    give(self, 1, share(rules, &w));
    give(self, 2, share(rules, &w));
    model_join(self, 1);
    w += model_get(self, HANDLE + 1);
    reclaim(self, rules, &w);
    drop(self, rules, w);
}

static const Program concurrent_clones = {.body = {lend, clone_and_subtract, clone_and_subtract, use_and_drop},
                                          STORAGE};
static const Program long_clone = {.body = {lend_and_wait, clone_and_signal}, STORAGE};
static const Program sent_share = {.body = {send_share, receive_and_drop}, STORAGE};
static const Program returned_share = {.body = {receive_back, clone_and_send_back, use_and_drop}, STORAGE};
static const Program dropped_into = {.body = {drop_into, use_only, use_and_drop}, STORAGE};

static const Check checks[] = {
    {"one_handle_may_be_cloned_by_several_threads", &concurrent_clones, &ours, 0, 42},
    {"a_clone_may_outlive_its_source", &long_clone, &ours, 0, 4},
    {"a_share_may_go_to_a_running_thread", &sent_share, &ours, 0, 3},
    {"a_handle_with_a_clone_elsewhere_is_not_unique", &returned_share, &ours, 0, 4},
    {"a_share_dropped_into_its_source_needs_no_subtraction", &dropped_into, &ours, 0, 4},
    {"a_relaxed_subtraction_of_a_clone_is_caught", &concurrent_clones, &relaxed_sub, FAULT_RACE, 0},
    {"an_addition_in_two_halves_is_caught", &concurrent_clones, &halved_add, ANY_FAULT, 0},
    {"a_clone_that_does_not_add_is_caught", &concurrent_clones, &no_add, ANY_FAULT, 0},
    {"a_drop_beside_a_clone_of_the_handle_is_caught", &concurrent_clones, &no_join, FAULT_RACE, 0},
    {"an_unpublished_clone_is_caught", &long_clone, &relaxed_send, FAULT_RACE, 0},
    {"an_unpublished_share_is_caught", &sent_share, &relaxed_send, FAULT_RACE, 0},
    {"an_unpublished_return_is_caught", &returned_share, &relaxed_send, FAULT_RACE, 0},
};
const CheckList weights_clone = CHECK_LIST(checks);
