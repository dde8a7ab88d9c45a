/* SPDX-License-Identifier: MIT */
/* While the process has one thread the count needs no read-modify-write: before others start, and after they end. */
#include "weights.h"

static void single_thread_add(Thread *self, size_t n)
{
    model_store(self, TOTAL, model_load(self, TOTAL, memory_order_relaxed) + n, memory_order_relaxed);
}

static void single_thread_drop(Thread *self, const Rules *rules, size_t w)
{
    const size_t old = model_load(self, TOTAL, memory_order_relaxed);
    model_store(self, TOTAL, old - w, memory_order_relaxed);
    if (old == w) {
        model_load(self, TOTAL, rules->last);
        model_free(self, TOTAL, 0);
    }
}

static void single_thread_before_and_after(Thread *self, const void *arg)
{
    const Rules *const rules = arg;
    size_t w = WHOLE;
    single_thread_add(self, 1);
    use(self);
    single_thread_drop(self, rules, 1);
    give(self, 1, share(rules, &w));
    add(self, rules, 1);
    use(self);
    subtract(self, rules, 1);
    if (rules->mistake != NO_JOIN) {
        model_join(self, 1);
    }
    single_thread_drop(self, rules, w);
}

static const Program single_thread = {.body = {single_thread_before_and_after, use_and_drop}, STORAGE};

static const Check checks[] = {
    {"a_single_thread_needs_no_read_modify_write", &single_thread, &ours, 0, 3},
    {"a_load_and_a_store_beside_another_thread_are_caught", &single_thread, &no_join, ANY_FAULT, 0},
};
const CheckList weights_single_thread = CHECK_LIST(checks);
