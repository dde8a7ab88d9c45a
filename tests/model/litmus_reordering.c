/* SPDX-License-Identifier: MIT */
/* Two atomic locations: which stores and loads may appear reordered. */
#include "litmus.h"

/* Store buffering (SB). */

static void store_x_load_y(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_store(self, X, 1, orders->store);
    model_set(self, OUT_1, model_load(self, Y, orders->load));
}

static void store_y_load_x(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_store(self, Y, 1, orders->store);
    model_set(self, OUT_2, model_load(self, X, orders->load));
}

static void not_both_old(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 2);
    model_claim(self, model_get(self, OUT_1) != 0 || model_get(self, OUT_2) != 0, "one of two stores comes first");
}

static const Program store_buffering = {.body = {not_both_old, store_x_load_y, store_y_load_x}, LOCATIONS};

/* Load buffering (LB). */

static void load_x_store_y(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_set(self, OUT_1, model_load(self, X, orders->load));
    model_store(self, Y, 1, orders->store);
}

static void load_y_store_x(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_set(self, OUT_2, model_load(self, Y, orders->load));
    model_store(self, X, 1, orders->store);
}

static void not_both_new(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 2);
    model_claim(self, model_get(self, OUT_1) == 0 || model_get(self, OUT_2) == 0, "one of two loads comes first");
}

static const Program load_buffering = {.body = {not_both_new, load_x_store_y, load_y_store_x}, LOCATIONS};

/* Two stores each, in opposite orders (2+2W). */

static void store_x_then_y(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_store(self, X, 1, orders->store);
    model_store(self, Y, 2, orders->store);
}

static void store_y_then_x(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_store(self, Y, 1, orders->store);
    model_store(self, X, 2, orders->store);
}

static void not_both_first(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 2);
    model_claim(self, model_load(self, X, memory_order_relaxed) == 2 || model_load(self, Y, memory_order_relaxed) == 2,
                "one of two second stores comes last");
}

static const Program two_stores_each = {.body = {not_both_first, store_x_then_y, store_y_then_x}, LOCATIONS};

/* The same with a reader of each location that reads the second store before the first. */

static void watch_x_or_y(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    const int location = model_id(self) == 1 ? X : Y;
    const int out = location == X ? OUT_1 : OUT_3;
    model_set(self, out, model_load(self, location, orders->load));
    model_set(self, out + 1, model_load(self, location, orders->load));
}

static void not_both_reversed(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 4);
    const bool x_reversed = model_get(self, OUT_1) == 2 && model_get(self, OUT_2) == 1;
    const bool y_reversed = model_get(self, OUT_3) == 2 && model_get(self, OUT_4) == 1;
    model_claim(self, !(x_reversed && y_reversed), "not both locations are read in reverse");
}

static const Program watched_stores = {
    .body = {not_both_reversed, watch_x_or_y, watch_x_or_y, store_x_then_y, store_y_then_x}, LOCATIONS};

/* An addition that is later in time than a store and earlier in the modification order. */

static void store_ten_and_flag(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_store(self, X, 10, memory_order_relaxed);
    model_store(self, Y, 1, orders->store);
}

static void wait_and_add(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_await(self, Y, 1, orders->load);
    model_fetch_add(self, X, 1, memory_order_relaxed);
}

static void store_comes_first(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 2);
    model_claim(self, model_load(self, X, memory_order_relaxed) == 11, "the store comes first");
}

static const Program late_addition = {.body = {store_comes_first, store_ten_and_flag, wait_and_add}, LOCATIONS};

/* Independent reads of independent writes (IRIW). */

static void store_x(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_store(self, X, 1, orders->store);
}

static void store_y(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_store(self, Y, 1, orders->store);
}

static void watch_x_then_y(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_set(self, OUT_1, model_load(self, X, orders->load));
    model_set(self, OUT_2, model_load(self, Y, orders->load));
}

static void watch_y_then_x(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_set(self, OUT_3, model_load(self, Y, orders->load));
    model_set(self, OUT_4, model_load(self, X, orders->load));
}

static void watchers_agree(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 4);
    const bool x_first = model_get(self, OUT_1) == 1 && model_get(self, OUT_2) == 0;
    const bool y_first = model_get(self, OUT_3) == 1 && model_get(self, OUT_4) == 0;
    model_claim(self, !(x_first && y_first), "watchers agree");
}

static const Program independent_reads = {.body = {watchers_agree, store_x, store_y, watch_x_then_y, watch_y_then_x},
                                          LOCATIONS};

static const Check checks[] = {
    {"stores_may_be_buffered", &store_buffering, &synchronising, FAULT_CLAIM, 0},
    {"loads_are_not_buffered", &load_buffering, &relaxed, 0, 3},
    {"stores_to_two_locations_may_cross", &two_stores_each, &synchronising, FAULT_CLAIM, 0},
    {"readers_may_see_them_cross", &watched_stores, &synchronising, FAULT_CLAIM, 0},
    {"an_addition_may_come_before_an_earlier_store", &late_addition, &relaxed, FAULT_CLAIM, 0},
    {"an_addition_comes_after_a_store_that_happens_before_it", &late_addition, &synchronising, 0, 1},
    {"independent_reads_may_disagree", &independent_reads, &synchronising, FAULT_CLAIM, 0},
};
const CheckList litmus_reordering = CHECK_LIST(checks);
