/* SPDX-License-Identifier: MIT */
/*
 * The faults that the explorer reports. Of two unordered accesses either may be the second in time: a relaxed flag,
 * which orders nothing, decides which.
 */
#include "litmus.h"

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

static void load_beside_free(Thread *self, const void *arg)
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

static void never_free(Thread *self, const void *arg)
{
    (void)self;
    (void)arg;
}

static void wait_for_nobody(Thread *self, const void *arg)
{
    (void)arg;
    model_await(self, X, 1, memory_order_relaxed);
}

#define BLOCK .block = 1u << X | 1u << PLAIN

static const Program write_after_read = {.body = {write_second, read_and_flag}, LOCATIONS};
static const Program write_after_write = {.body = {write_second, write_and_flag}, LOCATIONS};
static const Program free_after_load = {.body = {free_second, load_and_flag}, LOCATIONS, BLOCK};
static const Program frees = {.body = {free_once}, LOCATIONS, BLOCK};
static const Program frees_twice = {.body = {free_twice}, LOCATIONS, BLOCK};
static const Program reads_freed = {.body = {read_freed}, LOCATIONS, BLOCK};
static const Program loads_beside_free = {.body = {load_beside_free, free_once}, LOCATIONS, BLOCK};
static const Program frees_too_early = {.body = {free_too_early}, LOCATIONS, BLOCK};
static const Program never_frees = {.body = {never_free}, LOCATIONS, BLOCK};
static const Program subtracts = {.body = {subtract}, LOCATIONS};
static const Program waits_for_nobody = {.body = {wait_for_nobody}, LOCATIONS};

static const Check checks[] = {
    {"a_write_after_a_read_is_caught", &write_after_read, NULL, FAULT_RACE, 0},
    {"a_write_after_a_write_is_caught", &write_after_write, NULL, FAULT_RACE, 0},
    {"a_free_after_a_load_is_caught", &free_after_load, NULL, FAULT_RACE, 0},
    {"one_free_is_no_fault", &frees, NULL, 0, 1},
    {"a_second_free_is_caught", &frees_twice, NULL, FAULT_DOUBLE_FREE, 0},
    {"a_read_after_the_free_is_caught", &reads_freed, NULL, FAULT_USE_AFTER_FREE, 0},
    {"a_load_beside_the_free_is_caught", &loads_beside_free, NULL, FAULT_RACE, 0},
    {"a_free_at_the_wrong_total_is_caught", &frees_too_early, NULL, FAULT_TOTAL, 0},
    {"a_leak_is_caught", &never_frees, NULL, FAULT_LEAK, 0},
    {"an_underflow_is_caught", &subtracts, NULL, FAULT_UNDERFLOW, 0},
    {"waiting_forever_is_caught", &waits_for_nobody, NULL, FAULT_STUCK, 0},
};
const CheckList litmus_faults = CHECK_LIST(checks);
