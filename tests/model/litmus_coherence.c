/* SPDX-License-Identifier: MIT */
/* One atomic location: coherence, stale reads, read-modify-writes. */
#include "litmus.h"

static void add_twice(Thread *self, const void *arg)
{
    (void)arg;
    model_fetch_add(self, X, 1, memory_order_relaxed);
    model_fetch_add(self, X, 1, memory_order_relaxed);
}

static void read_twice(Thread *self, const void *arg)
{
    (void)arg;
    model_start(self, 1);
    const size_t first = model_load(self, X, memory_order_relaxed);
    const size_t second = model_load(self, X, memory_order_relaxed);
    model_claim(self, first <= second, "a later load reads no earlier store");
}

static void await_an_earlier_store(Thread *self, const void *arg)
{
    (void)arg;
    model_start(self, 1);
    model_await(self, X, 2, memory_order_relaxed);
    model_await(self, X, 1, memory_order_relaxed);
}

static void read_after_flag(Thread *self, const void *arg)
{
    (void)arg;
    model_start(self, 1);
    model_await(self, Y, 1, memory_order_relaxed);
    model_claim(self, model_load(self, X, memory_order_relaxed) == 2, "a relaxed flag publishes earlier stores");
}

static void add_and_flag(Thread *self, const void *arg)
{
    add_twice(self, arg);
    model_store(self, Y, 1, memory_order_relaxed);
}

static void count_to_four(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 2);
    model_claim(self, model_load(self, X, memory_order_relaxed) == 4, "all additions count");
}

static void add_in_two_halves(Thread *self, const void *arg)
{
    (void)arg;
    model_store(self, X, model_load(self, X, memory_order_relaxed) + 2, memory_order_relaxed);
}

static void add_one(Thread *self, const void *arg)
{
    (void)arg;
    model_fetch_add(self, X, 1, memory_order_relaxed);
}

static void store_ten(Thread *self, const void *arg)
{
    (void)arg;
    model_store(self, X, 10, memory_order_relaxed);
}

static void add_or_store(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 2);
    const size_t last = model_load(self, X, memory_order_relaxed);
    model_claim(self, last == 10 || last == 11, "no store comes between the halves of an addition");
}

static const Program read_read = {.body = {read_twice, add_twice}, LOCATIONS};
static const Program earlier_store = {.body = {await_an_earlier_store, add_twice}, LOCATIONS};
static const Program stale_read = {.body = {read_after_flag, add_and_flag}, LOCATIONS};
static const Program atomic_adds = {.body = {count_to_four, add_twice, add_twice}, LOCATIONS};
static const Program halved_adds = {.body = {count_to_four, add_in_two_halves, add_in_two_halves}, LOCATIONS};
static const Program add_and_store = {.body = {add_or_store, add_one, store_ten}, LOCATIONS};

/* Two readers of two stores to one location. */

static void store_one(Thread *self, const void *arg)
{
    (void)arg;
    model_store(self, X, 1, memory_order_relaxed);
}

static void store_two(Thread *self, const void *arg)
{
    (void)arg;
    model_store(self, X, 2, memory_order_relaxed);
}

static void watch_x(Thread *self, const void *arg)
{
    (void)arg;
    const int out = model_id(self) == 3 ? OUT_1 : OUT_3;
    model_set(self, out, model_load(self, X, memory_order_relaxed));
    model_set(self, out + 1, model_load(self, X, memory_order_relaxed));
}

static void readers_agree(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 4);
    const bool one_then_two = model_get(self, OUT_1) == 1 && model_get(self, OUT_2) == 2;
    const bool two_then_one = model_get(self, OUT_3) == 2 && model_get(self, OUT_4) == 1;
    model_claim(self, !(one_then_two && two_then_one), "readers agree");
}

static const Program one_order = {.body = {readers_agree, store_one, store_two, watch_x, watch_x}, LOCATIONS};

/* A load reads either of two values, each in an execution of its own. */

static void join_both(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 2);
}

static void load_x(Thread *self, const void *arg)
{
    (void)arg;
    model_load(self, X, memory_order_relaxed);
}

static const Program both_values = {.body = {join_both, load_x, store_one}, LOCATIONS};

/* Exchanges, and compare-and-exchanges: of two threads only one finds the value that it expects. */

static void exchange(Thread *self, const void *arg)
{
    (void)arg;
    model_set(self, model_id(self) == 1 ? OUT_1 : OUT_2,
              model_exchange(self, X, (size_t)model_id(self), memory_order_relaxed));
}

static void each_reads_another(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 2);
    model_claim(self, model_get(self, OUT_1) != model_get(self, OUT_2), "each exchange reads another value");
}

static void compare_and_exchange(Thread *self, const void *arg)
{
    (void)arg;
    size_t expected = 0;
    const bool done =
        model_compare_exchange(self, X, &expected, (size_t)model_id(self), memory_order_relaxed, memory_order_relaxed);
    model_claim(self, done == (expected == 0), "a failure says what it read");
    model_set(self, model_id(self) == 1 ? OUT_1 : OUT_2, done);
}

static void one_succeeds(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 2);
    model_claim(self, model_get(self, OUT_1) + model_get(self, OUT_2) == 1, "one of two succeeds");
}

/* A failure reads with its own order, and may read an old value. */

static void publish(Thread *self, const void *arg)
{
    (void)arg;
    model_set(self, PLAIN, 1);
    model_store(self, X, 1, memory_order_release);
    model_store(self, X, 2, memory_order_release);
}

static void fail_and_read(Thread *self, const void *arg)
{
    size_t expected = 9;
    model_start(self, 1);
    model_compare_exchange(self, X, &expected, 10, memory_order_acquire, ((const Orders *)arg)->load);
    if (expected != 0) {
        model_get(self, PLAIN);
    }
}

static const Program exchanges = {.body = {each_reads_another, exchange, exchange}, LOCATIONS};
static const Program comparisons = {.body = {one_succeeds, compare_and_exchange, compare_and_exchange}, LOCATIONS};
static const Program failure = {.body = {fail_and_read, publish}, LOCATIONS};

static const Check checks[] = {
    {"loads_of_one_location_never_go_back", &read_read, NULL, 0, 6},
    {"waits_never_go_back", &earlier_store, NULL, FAULT_STUCK, 0},
    {"readers_agree_on_the_order_of_stores", &one_order, NULL, 0, 108},
    {"a_relaxed_load_may_be_stale", &stale_read, NULL, FAULT_CLAIM, 0},
    {"no_addition_is_lost", &atomic_adds, NULL, 0, 6},
    {"a_load_and_a_store_may_lose_one", &halved_adds, NULL, FAULT_CLAIM, 0},
    {"no_store_comes_between_the_halves_of_an_addition", &add_and_store, NULL, 0, 2},
    {"each_value_is_read_in_an_execution_of_its_own", &both_values, NULL, 0, 2},
    {"each_exchange_reads_another_value", &exchanges, NULL, 0, 2},
    {"one_of_two_compare_and_exchanges_succeeds", &comparisons, NULL, 0, 2},
    {"a_failed_compare_and_exchange_may_acquire", &failure, &synchronising, 0, 3},
    {"a_failed_compare_and_exchange_has_its_own_order", &failure, &relaxed_load, FAULT_RACE, 0},
};
const CheckList litmus_coherence = CHECK_LIST(checks);
