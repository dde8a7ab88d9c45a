/* SPDX-License-Identifier: MIT */
/* Release and acquire: message passing, release sequences, causality. */
#include "litmus.h"

/* Message passing (MP). */

static void send(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_set(self, PLAIN, 42);
    model_store(self, X, 1, orders->store);
}

static void receive(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_start(self, 1);
    model_await(self, X, 1, orders->load);
    model_claim(self, model_get(self, PLAIN) == 42, "the message has arrived");
}

static const Program message_passing = {.body = {receive, send}, LOCATIONS};

/* Message passing with a step by thread 2, or by the sender itself, between the store and the load. */

static void relay_add(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_fetch_add(self, X, 1, orders->between);
}

static void relay_store(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_await(self, X, 1, orders->between);
    model_store(self, X, 2, orders->between);
}

static void send_twice(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    send(self, arg);
    model_store(self, X, 2, orders->between);
}

static void receive_relayed(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_start(self, 1);
    model_start(self, 2);
    model_await(self, X, 2, orders->load);
    model_claim(self, model_get(self, PLAIN) == 42, "the message has arrived");
}

static void send_add(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_set(self, PLAIN, 42);
    model_fetch_add(self, X, 1, orders->store);
}

/* The second of two additions, whichever it is, is in the release sequence headed by the sender's. */
static void receive_added(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_start(self, 1);
    model_start(self, 2);
    model_await(self, X, 2, orders->load);
    model_get(self, PLAIN);
}

static void nothing(Thread *self, const void *arg)
{
    (void)self;
    (void)arg;
}

static const Program release_sequence = {.body = {receive_added, send_add, relay_add}, LOCATIONS};
static const Program broken_sequence = {.body = {receive_relayed, send, relay_store}, LOCATIONS};
static const Program own_store = {.body = {receive_relayed, send_twice, nothing}, LOCATIONS};

/* Write-to-read causality (WRC): thread 2 reads from thread 1, thread 0 reads from thread 2. */

static void wait_x_store_y(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_await(self, X, 1, orders->load);
    model_store(self, Y, 1, orders->store);
}

static void receive_through_y(Thread *self, const void *arg)
{
    const Orders *const orders = arg;
    model_start(self, 1);
    model_start(self, 2);
    model_await(self, Y, 1, orders->load);
    model_claim(self, model_load(self, X, memory_order_relaxed) == 1, "causes come before effects");
    model_get(self, PLAIN);
}

static const Program causality = {.body = {receive_through_y, send, wait_x_store_y}, LOCATIONS};

static const Check checks[] = {
    {"release_and_acquire_pass_a_message", &message_passing, &synchronising, 0, 1},
    {"a_relaxed_store_passes_none", &message_passing, &relaxed_store, FAULT_RACE, 0},
    {"a_relaxed_load_receives_none", &message_passing, &relaxed_load, FAULT_RACE, 0},
    {"a_relaxed_addition_continues_a_release_sequence", &release_sequence, &synchronising, 0, 2},
    {"a_release_sequence_needs_a_release_at_its_head", &release_sequence, &relaxed_store, FAULT_RACE, 0},
    {"a_store_ends_a_release_sequence", &broken_sequence, &synchronising, FAULT_RACE, 0},
    {"a_store_of_the_same_thread_ends_it_too", &own_store, &synchronising, FAULT_RACE, 0},
    {"a_cause_comes_before_its_effect", &causality, &synchronising, 0, 1},
    {"a_relaxed_cause_may_come_after_its_effect", &causality, &relaxed, FAULT_CLAIM, 0},
};
const CheckList litmus_release = CHECK_LIST(checks);
