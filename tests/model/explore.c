/* SPDX-License-Identifier: MIT */
/*
 * The search: depth first over the choices "which thread moves" and "which message does it read, or where is its store
 * inserted", on a state that is copied at every branch.
 *
 * A step that commutes with all steps of the other threads (a plain access, starting a thread) is taken at once. This
 * loses no fault: races are found by clocks, whatever the order in time, and the second access reports them.
 *
 * A choice among the messages present commutes with what other threads append: a load that reads a message before the
 * append leads to the same state as the same load after it. Once all choices of a thread have been explored, its
 * siblings therefore leave those asleep until the thread has new ones (sleep sets: Godefroid, "Partial-Order Methods
 * for the Verification of Concurrent Systems", 1996). Each execution is then explored once, except for some that differ
 * only in the order of stores.
 */
#include "explore.h"

#include <setjmp.h>

struct Thread {
    Explorer *explorer;
    State *state;
    int id;
    unsigned calls;
    jmp_buf suspend;
};

static void run(Explorer *explorer, State *s, int thread);

/* A call of the program: a replayed one returns its old result; a new one is taken at once or suspends the thread. */
static size_t call(Thread *self, Op op)
{
    const ThreadState *const replayed = &self->state->thread[self->id];
    if (self->calls < replayed->calls) {
        return replayed->result[self->calls++];
    }
    if (op.kind <= OP_CHOOSE) {
        self->state->thread[self->id].next = op;
        longjmp(self->suspend, 1);
    }
    Trace *const trace = &self->explorer->trace;
    const size_t result = execution_step(trace, self->state, self->id, &op, 0);
    self->calls++;
    if (op.kind == OP_START && trace->fault == FAULT_NONE) {
        run(self->explorer, self->state, op.target);
    }
    if (trace->fault != FAULT_NONE) {
        longjmp(self->suspend, 1);
    }
    return result;
}

/* Runs a thread up to its next choice or its end. */
static void run(Explorer *explorer, State *s, int thread)
{
    Thread self = {.explorer = explorer, .state = s, .id = thread};
    if (setjmp(self.suspend) == 0) {
        explorer->trace.program->body[thread](&self, explorer->arg);
        s->thread[thread].ended = true;
    }
}

static bool is_running(const State *s, int thread)
{
    return s->thread[thread].started && !s->thread[thread].ended;
}

/* A thread whose next step commutes with all others: no other thread needs to be tried before it. */
static int find_independent(const State *s)
{
    for (int t = 0; t < MODEL_THREADS; t++) {
        const OpKind kind = s->thread[t].next.kind;
        bool more;
        if (is_running(s, t) && (kind == OP_CHOOSE || kind == OP_JOIN) && execution_permits(s, t, 0, &more)) {
            return t;
        }
    }
    return NEVER;
}

static void finish(Explorer *explorer, const State *s)
{
    Trace *const trace = &explorer->trace;
    explorer->executions++;
    for (int t = 0; t < MODEL_THREADS; t++) {
        if (is_running(s, t)) {
            trace_fail(trace, s, FAULT_STUCK, "thread %d waits forever (%s)", t, op_name(s->thread[t].next.kind));
        }
    }
    if (trace->program->block != 0 && s->freed_by == NEVER) {
        trace_fail(trace, s, FAULT_LEAK, "never freed");
    }
}

static void explore(Explorer *explorer, State *s)
{
    const int only = find_independent(s);
    bool moved = false;
    for (int t = 0; t < MODEL_THREADS; t++) {
        bool more = is_running(s, t) && (only == NEVER || only == t);
        int explored = 0;
        for (int choice = 0; more; choice++) {
            if (!execution_permits(s, t, choice, &more)) {
                continue;
            }
            moved = true;
            explored = choice + 1;
            if (choice < s->thread[t].asleep) {
                continue;
            }
            State next = *s;
            next.thread[t].asleep = 0;
            execution_step(&explorer->trace, &next, t, &s->thread[t].next, choice);
            if (explorer->trace.fault == FAULT_NONE) {
                run(explorer, &next, t);
            }
            if (explorer->trace.fault == FAULT_NONE) {
                explore(explorer, &next);
            }
            if (explorer->trace.fault != FAULT_NONE) {
                return;
            }
        }
        if (s->thread[t].asleep < explored) {
            s->thread[t].asleep = (uint8_t)explored;
        }
    }
    if (!moved) {
        finish(explorer, s);
    }
}

void explorer_run(Explorer *explorer)
{
    State s = execution_initial(explorer->trace.program);
    run(explorer, &s, 0);
    if (explorer->trace.fault == FAULT_NONE) {
        explore(explorer, &s);
    }
    const Fault fault = explorer->trace.fault;
    if (fault != FAULT_NONE && fault != FAULT_LEAK && fault != FAULT_STUCK) {
        explorer->executions++; /* the one that the fault cut short */
    }
}

size_t model_load(Thread *self, int location, memory_order order)
{
    return call(self, (Op){.kind = OP_LOAD, .target = location, .value = 0, .order = order});
}

void model_store(Thread *self, int location, size_t value, memory_order order)
{
    call(self, (Op){.kind = OP_STORE, .target = location, .value = value, .order = order});
}

size_t model_fetch_add(Thread *self, int location, size_t value, memory_order order)
{
    return call(self, (Op){.kind = OP_ADD, .target = location, .value = value, .order = order});
}

size_t model_fetch_sub(Thread *self, int location, size_t value, memory_order order)
{
    return call(self, (Op){.kind = OP_SUB, .target = location, .value = value, .order = order});
}

size_t model_exchange(Thread *self, int location, size_t value, memory_order order)
{
    return call(self, (Op){.kind = OP_EXCHANGE, .target = location, .value = value, .order = order});
}

bool model_compare_exchange(Thread *self, int location, size_t *expected, size_t value, memory_order success,
                            memory_order failure)
{
    const size_t read = call(self, (Op){.kind = OP_COMPARE,
                                        .target = location,
                                        .value = value,
                                        .order = success,
                                        .expected = *expected,
                                        .failure = failure});
    if (read == *expected) {
        return true;
    }
    *expected = read;
    return false;
}

void model_await(Thread *self, int location, size_t value, memory_order order)
{
    call(self, (Op){.kind = OP_AWAIT, .target = location, .value = value, .order = order});
}

size_t model_get(Thread *self, int location)
{
    return call(self, (Op){.kind = OP_GET, .target = location, .value = 0, .order = memory_order_relaxed});
}

void model_set(Thread *self, int location, size_t value)
{
    call(self, (Op){.kind = OP_SET, .target = location, .value = value, .order = memory_order_relaxed});
}

void model_free(Thread *self, int location, size_t left)
{
    call(self, (Op){.kind = OP_FREE, .target = location, .value = left, .order = memory_order_relaxed});
}

void model_start(Thread *self, int thread)
{
    call(self, (Op){.kind = OP_START, .target = thread, .value = 0, .order = memory_order_relaxed});
}

void model_join(Thread *self, int thread)
{
    call(self, (Op){.kind = OP_JOIN, .target = thread, .value = 0, .order = memory_order_relaxed});
}

int model_id(const Thread *self)
{
    return self->id;
}

size_t model_choose(Thread *self, size_t n)
{
    return call(self, (Op){.kind = OP_CHOOSE, .target = 0, .value = n, .order = memory_order_relaxed});
}

void model_claim(Thread *self, bool holds, const char *what)
{
    if (!holds) {
        trace_fail(&self->explorer->trace, self->state, FAULT_CLAIM, "does not hold: %s", what);
        longjmp(self->suspend, 1);
    }
}
