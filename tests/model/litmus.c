/* SPDX-License-Identifier: MIT */
/*
 * The explorer against the litmus tests of the memory model: what C11 forbids must never be seen, and what it
 * allows must be found. "It may" is checked by claiming that it does not and expecting the claim to fail.
 */
#include "explore.h"

enum { X, Y, PLAIN, OUT_1, OUT_2, OUT_3, OUT_4 };

#define PLACES .place = {"x", "y", "plain", "out1", "out2", "out3", "out4"}, .atomics = 2

typedef struct Orders {
    memory_order store, between, load;
} Orders;

static const Orders relaxed = {memory_order_relaxed, memory_order_relaxed, memory_order_relaxed};
static const Orders synchronising = {memory_order_release, memory_order_relaxed, memory_order_acquire};
static const Orders relaxed_store = {memory_order_relaxed, memory_order_relaxed, memory_order_acquire};
static const Orders relaxed_load = {memory_order_release, memory_order_relaxed, memory_order_relaxed};

static void start_and_join(Thread *self, int threads)
{
    for (int t = 1; t <= threads; t++)
        model_start(self, t);
    for (int t = 1; t <= threads; t++)
        model_join(self, t);
}

/* Message passing. */

static void send(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_set(self, PLAIN, 42);
    model_store(self, X, 1, o->store);
}

static void pass(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_start(self, 1);
    model_await(self, X, 1, o->load);
    model_claim(self, model_get(self, PLAIN) == 42, "the message has arrived");
}

static const Program message_passing = {.body = {pass, send}, PLACES};

/* The same, with a step by thread 2, or by the sender itself, between the store and the load. */

static void relay_add(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_fetch_add(self, X, 1, o->between);
}

static void relay_store(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_await(self, X, 1, o->between);
    model_store(self, X, 2, o->between);
}

static void send_twice(Thread *self, const void *arg)
{
    const Orders *o = arg;

    send(self, arg);
    model_store(self, X, 2, o->between);
}

static void pass_relayed(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_start(self, 1);
    model_start(self, 2);
    model_await(self, X, 2, o->load);
    model_claim(self, model_get(self, PLAIN) == 42, "the message has arrived");
}

static void send_add(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_set(self, PLAIN, 42);
    model_fetch_add(self, X, 1, o->store);
}

/* Whichever addition comes second makes it 2, and the release of the sender is in its sequence. */
static void pass_added(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_start(self, 1);
    model_start(self, 2);
    model_await(self, X, 2, o->load);
    model_get(self, PLAIN);
}

static void nothing(Thread *self, const void *arg)
{
    (void)self;
    (void)arg;
}

static const Program release_sequence = {.body = {pass_added, send_add, relay_add}, PLACES};
static const Program broken_sequence = {.body = {pass_relayed, send, relay_store}, PLACES};
static const Program own_store = {.body = {pass_relayed, send_twice, nothing}, PLACES};

/* Coherence. */

static void add_twice(Thread *self, const void *arg)
{
    (void)arg;
    model_fetch_add(self, X, 1, memory_order_relaxed);
    model_fetch_add(self, X, 1, memory_order_relaxed);
}

static void read_twice(Thread *self, const void *arg)
{
    size_t first, second;

    (void)arg;
    model_start(self, 1);
    first = model_load(self, X, memory_order_relaxed);
    second = model_load(self, X, memory_order_relaxed);
    model_claim(self, first <= second, "time does not go back");
}

static void wait_for_the_past(Thread *self, const void *arg)
{
    (void)arg;
    model_start(self, 1);
    model_await(self, X, 2, memory_order_relaxed);
    model_await(self, X, 1, memory_order_relaxed);
}

static void read_late(Thread *self, const void *arg)
{
    (void)arg;
    model_start(self, 1);
    model_await(self, Y, 1, memory_order_relaxed);
    model_claim(self, model_load(self, X, memory_order_relaxed) == 2, "a relaxed flag brings the rest along");
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

static void add_in_two(Thread *self, const void *arg)
{
    (void)arg;
    model_store(self, X, model_load(self, X, memory_order_relaxed) + 2, memory_order_relaxed);
}

static void store_ten(Thread *self, const void *arg)
{
    (void)arg;
    model_store(self, X, 10, memory_order_relaxed);
}

static void add_or_store(Thread *self, const void *arg)
{
    size_t last;

    (void)arg;
    start_and_join(self, 2);
    last = model_load(self, X, memory_order_relaxed);
    model_claim(self, last == 10 || last == 11, "nothing comes between the halves of an addition");
}

static const Program coherence = {.body = {read_twice, add_twice}, PLACES};
static const Program past = {.body = {wait_for_the_past, add_twice}, PLACES};
static const Program staleness = {.body = {read_late, add_and_flag}, PLACES};
static const Program atomic_adds = {.body = {count_to_four, add_twice, add_twice}, PLACES};
static const Program halved_adds = {.body = {count_to_four, add_in_two, add_in_two}, PLACES};
static const Program add_and_store = {.body = {add_or_store, relay_add, store_ten}, PLACES};

/* Two readers of two stores to one place. */

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
    int out = model_id(self) == 3 ? OUT_1 : OUT_3;

    (void)arg;
    model_set(self, out, model_load(self, X, memory_order_relaxed));
    model_set(self, out + 1, model_load(self, X, memory_order_relaxed));
}

static void readers_agree(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 4);
    model_claim(self,
                !(model_get(self, OUT_1) == 1 && model_get(self, OUT_2) == 2 && model_get(self, OUT_3) == 2 &&
                  model_get(self, OUT_4) == 1),
                "readers agree");
}

static const Program one_order = {.body = {readers_agree, store_one, store_two, watch_x, watch_x}, PLACES};

/* Two places. */

static void store_x_load_y(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_store(self, X, 1, o->store);
    model_set(self, OUT_1, model_load(self, Y, o->load));
}

static void store_y_load_x(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_store(self, Y, 1, o->store);
    model_set(self, OUT_2, model_load(self, X, o->load));
}

static void load_x_store_y(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_set(self, OUT_1, model_load(self, X, o->load));
    model_store(self, Y, 1, o->store);
}

static void load_y_store_x(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_set(self, OUT_2, model_load(self, Y, o->load));
    model_store(self, X, 1, o->store);
}

static void not_both_old(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 2);
    model_claim(self, model_get(self, OUT_1) || model_get(self, OUT_2), "one of two stores comes first");
}

static void not_both_new(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 2);
    model_claim(self, !model_get(self, OUT_1) || !model_get(self, OUT_2), "one of two loads comes first");
}

static void store_x_then_y(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_store(self, X, 1, o->store);
    model_store(self, Y, 2, o->store);
}

static void store_y_then_x(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_store(self, Y, 1, o->store);
    model_store(self, X, 2, o->store);
}

static void not_both_first(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 2);
    model_claim(self, model_load(self, X, memory_order_relaxed) == 2 || model_load(self, Y, memory_order_relaxed) == 2,
                "one of two second stores comes last");
}

/* The same with a reader of each place, who sees the second store before the first. */

static void watch_x_or_y(Thread *self, const void *arg)
{
    const Orders *o = arg;
    int place = model_id(self) == 1 ? X : Y;
    int out = place == X ? OUT_1 : OUT_3;

    model_set(self, out, model_load(self, place, o->load));
    model_set(self, out + 1, model_load(self, place, o->load));
}

static void no_crossing_seen(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 4);
    model_claim(self,
                !(model_get(self, OUT_1) == 2 && model_get(self, OUT_2) == 1 && model_get(self, OUT_3) == 2 &&
                  model_get(self, OUT_4) == 1),
                "no crossing is seen");
}

/* An addition comes later in time than a store and earlier in the order. */

static void store_ten_and_flag(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_store(self, X, 10, memory_order_relaxed);
    model_store(self, Y, 1, o->store);
}

static void wait_and_add(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_await(self, Y, 1, o->load);
    model_fetch_add(self, X, 1, memory_order_relaxed);
}

static void store_comes_first(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 2);
    model_claim(self, model_load(self, X, memory_order_relaxed) == 11, "the store comes first");
}

static void any_outcome(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 2);
}

static void store_x(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_store(self, X, 1, o->store);
}

static void store_y(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_store(self, Y, 1, o->store);
}

static void watch_x_then_y(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_set(self, OUT_1, model_load(self, X, o->load));
    model_set(self, OUT_2, model_load(self, Y, o->load));
}

static void watch_y_then_x(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_set(self, OUT_3, model_load(self, Y, o->load));
    model_set(self, OUT_4, model_load(self, X, o->load));
}

static void watchers_agree(Thread *self, const void *arg)
{
    (void)arg;
    start_and_join(self, 4);
    model_claim(self,
                !(model_get(self, OUT_1) == 1 && model_get(self, OUT_2) == 0 && model_get(self, OUT_3) == 1 &&
                  model_get(self, OUT_4) == 0),
                "watchers agree");
}

static void wait_x_store_y(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_await(self, X, 1, o->load);
    model_store(self, Y, 1, o->store);
}

static void pass_on(Thread *self, const void *arg)
{
    const Orders *o = arg;

    model_start(self, 1);
    model_start(self, 2);
    model_await(self, Y, 1, o->load);
    model_claim(self, model_load(self, X, memory_order_relaxed) == 1, "causes come before effects");
    model_get(self, PLAIN);
}

static const Program store_buffering = {.body = {not_both_old, store_x_load_y, store_y_load_x}, PLACES};
static const Program load_buffering = {.body = {not_both_new, load_x_store_y, load_y_store_x}, PLACES};
static const Program two_stores_each = {.body = {not_both_first, store_x_then_y, store_y_then_x}, PLACES};
static const Program crossing_seen = {
    .body = {no_crossing_seen, watch_x_or_y, watch_x_or_y, store_x_then_y, store_y_then_x}, PLACES};
static const Program late_addition = {.body = {store_comes_first, store_ten_and_flag, wait_and_add}, PLACES};
static const Program both_values = {.body = {any_outcome, watch_x_then_y, store_x}, PLACES};
static const Program causality = {.body = {pass_on, send, wait_x_store_y}, PLACES};
static const Program independent_reads = {.body = {watchers_agree, store_x, store_y, watch_x_then_y, watch_y_then_x},
                                          PLACES};

/* Faults. Either of two unordered accesses may come second in time: a relaxed flag says which one does. */

static void read_and_flag(Thread *self, const void *arg)
{
    (void)arg;
    model_get(self, PLAIN);
    model_store(self, Y, 1, memory_order_relaxed);
}

static void write_and_flag(Thread *self, const void *arg)
{
    (void)arg;
    model_set(self, PLAIN, 1);
    model_store(self, Y, 1, memory_order_relaxed);
}

static void load_and_flag(Thread *self, const void *arg)
{
    (void)arg;
    model_load(self, X, memory_order_relaxed);
    model_store(self, Y, 1, memory_order_relaxed);
}

static void write_second(Thread *self, const void *arg)
{
    (void)arg;
    model_start(self, 1);
    model_await(self, Y, 1, memory_order_relaxed);
    model_set(self, PLAIN, 2);
}

static void free_second(Thread *self, const void *arg)
{
    (void)arg;
    model_start(self, 1);
    model_await(self, Y, 1, memory_order_relaxed);
    model_free(self, X, 0);
}

static void free_once(Thread *self, const void *arg)
{
    (void)arg;
    model_free(self, X, 0);
}

static void free_twice(Thread *self, const void *arg)
{
    free_once(self, arg);
    free_once(self, arg);
}

static void read_freed(Thread *self, const void *arg)
{
    free_once(self, arg);
    model_get(self, PLAIN);
}

static void free_unseen(Thread *self, const void *arg)
{
    (void)arg;
    model_start(self, 1);
    model_load(self, X, memory_order_acquire);
}

static void subtract(Thread *self, const void *arg)
{
    (void)arg;
    model_fetch_sub(self, X, 1, memory_order_relaxed);
}

static void free_too_early(Thread *self, const void *arg)
{
    (void)arg;
    model_fetch_add(self, X, 1, memory_order_relaxed);
    model_free(self, X, 0);
}

static void wait_for_nobody(Thread *self, const void *arg)
{
    (void)arg;
    model_await(self, X, 1, memory_order_relaxed);
}

#define BLOCK .block = 1u << X | 1u << PLAIN

static const Program write_after_read = {.body = {write_second, read_and_flag}, PLACES};
static const Program write_after_write = {.body = {write_second, write_and_flag}, PLACES};
static const Program free_after_load = {.body = {free_second, load_and_flag}, PLACES, BLOCK};
static const Program frees = {.body = {free_once}, PLACES, BLOCK};
static const Program frees_twice = {.body = {free_twice}, PLACES, BLOCK};
static const Program reads_freed = {.body = {read_freed}, PLACES, BLOCK};
static const Program frees_unseen = {.body = {free_unseen, free_once}, PLACES, BLOCK};
static const Program frees_too_early = {.body = {free_too_early}, PLACES, BLOCK};
static const Program never_frees = {.body = {nothing}, PLACES, BLOCK};
static const Program subtracts = {.body = {subtract}, PLACES};
static const Program waits_for_nobody = {.body = {wait_for_nobody}, PLACES};

static const Check checks[] = {
    {"release_and_acquire_pass_a_message", &message_passing, &synchronising, 0, 1},
    {"a_relaxed_store_passes_none", &message_passing, &relaxed_store, FAULT_RACE, 0},
    {"a_relaxed_load_receives_none", &message_passing, &relaxed_load, FAULT_RACE, 0},
    {"a_relaxed_addition_continues_a_release_sequence", &release_sequence, &synchronising, 0, 2},
    {"a_release_sequence_has_a_release_at_its_head", &release_sequence, &relaxed_store, FAULT_RACE, 0},
    {"a_store_ends_a_release_sequence", &broken_sequence, &synchronising, FAULT_RACE, 0},
    {"a_store_of_the_same_thread_ends_it_too", &own_store, &synchronising, FAULT_RACE, 0},
    {"loads_of_one_place_never_go_back", &coherence, NULL, 0, 6},
    {"waits_never_go_back", &past, NULL, FAULT_STUCK, 0},
    {"readers_agree_on_the_order_of_stores", &one_order, NULL, 0, 0},
    {"a_relaxed_load_may_be_stale", &staleness, NULL, FAULT_CLAIM, 0},
    {"no_addition_is_lost", &atomic_adds, NULL, 0, 6},
    {"a_load_and_a_store_may_lose_one", &halved_adds, NULL, FAULT_CLAIM, 0},
    {"nothing_comes_between_the_halves_of_an_addition", &add_and_store, &relaxed, 0, 2},
    {"stores_may_be_buffered", &store_buffering, &synchronising, FAULT_CLAIM, 0},
    {"loads_are_not_buffered", &load_buffering, &relaxed, 0, 3},
    {"stores_to_two_places_may_cross", &two_stores_each, &synchronising, FAULT_CLAIM, 0},
    {"readers_may_see_them_cross", &crossing_seen, &synchronising, FAULT_CLAIM, 0},
    {"an_addition_may_come_before_an_earlier_store", &late_addition, &relaxed, FAULT_CLAIM, 0},
    {"an_addition_comes_after_a_store_that_it_knows", &late_addition, &synchronising, 0, 1},
    {"each_value_is_read_in_an_execution_of_its_own", &both_values, &relaxed, 0, 2},
    {"a_cause_comes_before_its_effect", &causality, &synchronising, 0, 1},
    {"a_relaxed_cause_may_not", &causality, &relaxed, FAULT_CLAIM, 0},
    {"independent_reads_may_disagree", &independent_reads, &synchronising, FAULT_CLAIM, 0},
    {"a_write_after_a_read_is_caught", &write_after_read, NULL, FAULT_RACE, 0},
    {"a_write_after_a_write_is_caught", &write_after_write, NULL, FAULT_RACE, 0},
    {"a_free_after_a_load_is_caught", &free_after_load, NULL, FAULT_RACE, 0},
    {"one_free_is_right", &frees, NULL, 0, 1},
    {"a_second_free_is_caught", &frees_twice, NULL, FAULT_DOUBLE_FREE, 0},
    {"a_read_after_the_free_is_caught", &reads_freed, NULL, FAULT_USE_AFTER_FREE, 0},
    {"a_load_beside_the_free_is_caught", &frees_unseen, NULL, FAULT_RACE, 0},
    {"a_free_at_the_wrong_total_is_caught", &frees_too_early, NULL, FAULT_TOTAL, 0},
    {"a_leak_is_caught", &never_frees, NULL, FAULT_LEAK, 0},
    {"an_underflow_is_caught", &subtracts, NULL, FAULT_UNDERFLOW, 0},
    {"waiting_for_ever_is_caught", &waits_for_nobody, NULL, FAULT_STUCK, 0},
};

int main(void)
{
    return model_run(checks, sizeof(checks) / sizeof(checks[0]));
}
