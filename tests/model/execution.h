/* SPDX-License-Identifier: MIT */
/*
 * One execution of a program, step by step: the state of its memory and threads, what a step does to them, which
 * steps are permitted next, and which faults they are.
 *
 * Happens-before is kept as vector clocks. A clock also holds, for every atomic location, the latest position of its
 * modification order that the holder has observed: no read may go behind it, no store may be inserted before it. That
 * is coherence. The result is the release/acquire fragment of RC11 (Lahav, Vafeiadis, Kang, Hur, Dreyer: "Repairing
 * sequential consistency in C/C++11", PLDI 2017) without fences; seq_cst is treated as acq_rel, which is weaker.
 */
#ifndef BYTES_TESTS_MODEL_EXECUTION_H
#define BYTES_TESTS_MODEL_EXECUTION_H

#include "program.h"

#include <stdint.h>

enum {
    MESSAGES = 20, /* in one modification order */
    CALLS = 28,    /* made by one thread */
    STEPS = MODEL_THREADS * CALLS,
    NEVER = -1
};

typedef enum OpKind {
    OP_LOAD,
    OP_AWAIT,
    OP_STORE,
    OP_ADD,
    OP_SUB,
    OP_EXCHANGE,
    OP_COMPARE, /* compare-and-exchange; up to here: on an atomic location */
    OP_JOIN,
    OP_CHOOSE, /* up to here: the explorer chooses */
    OP_GET,
    OP_SET,
    OP_FREE,
    OP_START /* from OP_GET on: taken at once */
} OpKind;

typedef struct Op {
    OpKind kind;
    int target; /* the location, or the thread to join or start */
    size_t value;
    memory_order order;
    size_t expected; /* of OP_COMPARE, and its order if it reads another value */
    memory_order failure;
} Op;

typedef struct Clock {
    uint8_t time[MODEL_THREADS];     /* the last step of each thread that happens before */
    uint8_t observed[MODEL_ATOMICS]; /* the latest message of each location that coherence binds the holder to */
} Clock;

/* A store in a modification order. */
typedef struct Message {
    size_t value;
    bool is_rmw;    /* written by a read-modify-write: stays adjacent to the message before it */
    Clock released; /* what an acquire that reads it learns */
} Message;

typedef struct ModificationOrder {
    Message message[MESSAGES];
    int length;
} ModificationOrder;

typedef enum Access { ACCESS_READ, ACCESS_WRITE, ACCESS_ATOMIC, ACCESS_KINDS } Access;

typedef struct ThreadState {
    Clock clock;
    Op next;
    size_t result[CALLS]; /* of the calls made so far, for the replay */
    uint8_t calls;
    uint8_t asleep; /* choices below this have been explored elsewhere (sleep set) */
    bool started, ended;
} ThreadState;

typedef struct State {
    ModificationOrder order[MODEL_ATOMICS];
    size_t plain[MODEL_LOCATIONS];
    uint8_t last[MODEL_LOCATIONS][ACCESS_KINDS][MODEL_THREADS]; /* time of each thread's last access; 0: never */
    ThreadState thread[MODEL_THREADS];
    int freed_by;
    int steps;
} State;

typedef struct Step {
    int thread;
    Op op;
    size_t result;
} Step;

/* The steps that led to the present state, and the first fault on the way. */
typedef struct Trace {
    const Program *program;
    Fault fault;
    char what[128];
    Step step[STEPS];
    int steps;
} Trace;

State execution_initial(const Program *program);

/* True if the next step of the thread may make this choice. *more: whether a larger choice may be permitted too. */
bool execution_permits(const State *state, int thread, int choice, bool *more);

/*
 * Take a step. `choice`: the message that a load or a read-modify-write reads, the position in the modification order
 * where a store goes, or the result of model_choose().
 */
size_t execution_step(Trace *trace, State *state, int thread, const Op *op, int choice);

bool order_acquires(memory_order order);
bool order_releases(memory_order order);
const char *op_name(OpKind kind);

/* Record the fault, unless there is one already. */
__attribute__((__format__(__printf__, 4, 5))) void trace_fail(Trace *trace, const State *state, Fault fault,
                                                              const char *format, ...);

#endif
