/* SPDX-License-Identifier: MIT */
/* The explorer against litmus tests of the memory model. */
#include "litmus.h"

const Orders relaxed = {memory_order_relaxed, memory_order_relaxed, memory_order_relaxed};
const Orders synchronising = {memory_order_release, memory_order_relaxed, memory_order_acquire};
const Orders relaxed_store = {memory_order_relaxed, memory_order_relaxed, memory_order_acquire};
const Orders relaxed_load = {memory_order_release, memory_order_relaxed, memory_order_relaxed};

void start_and_join(Thread *self, int threads)
{
    for (int t = 1; t <= threads; t++) {
        model_start(self, t);
    }
    for (int t = 1; t <= threads; t++) {
        model_join(self, t);
    }
}

int main(void)
{
    const CheckList lists[] = {litmus_release, litmus_coherence, litmus_reordering, litmus_faults};
    return check_run(lists, sizeof(lists) / sizeof(lists[0]));
}
