/* SPDX-License-Identifier: MIT */
/*
 * The explorer: depth first over the choices "which thread moves" and "which message does it read, or where
 * does its store go", on a state that is copied at every branch.
 *
 * Happens-before is kept as vector clocks. A clock also says, for every atomic place, how far into its
 * modification order the holder has seen: no read may go behind that, no store may be put behind it. That is
 * coherence. It is the release/acquire fragment of RC11 (Lahav, Vafeiadis, Kang, Hur, Dreyer: "Repairing
 * sequential consistency in C/C++11", PLDI 2017) without fences; seq_cst counts as acq_rel, a weaker one.
 *
 * A step that the other threads cannot tell from an earlier or later one (plain accesses, starting a thread)
 * is taken at once. This loses no fault: a race is a matter of clocks, and its second access reports it.
 *
 * Choices among the messages that are there commute with what other threads append: a load that reads a
 * message before the append leads where the same load after it leads. So when all choices of a thread have
 * been followed, its siblings leave those asleep until it has new ones (sleep sets: Godefroid, "Partial-Order
 * Methods for the Verification of Concurrent Systems", 1996). Each execution is then met once, but for some
 * that differ in the order of stores only.
 */
#include "explore.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

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
    OP_JOIN,
    OP_CHOOSE, /* wait for the explorer's choice */
    OP_GET,
    OP_SET,
    OP_FREE,
    OP_START /* taken at once */
} OpKind;

static const char *const op_name[] = {
    "load", "await", "store", "fetch_add", "fetch_sub", "join", "choose", "read", "write", "free", "start",
};

typedef struct Op {
    OpKind kind;
    int place; /* or the thread to join or start */
    size_t value;
    memory_order order;
} Op;

typedef struct Clock {
    uint8_t time[MODEL_THREADS]; /* the last step of each thread that happens before */
    uint8_t seen[MODEL_ATOMICS]; /* the newest message of each place that coherence binds us to */
} Clock;

typedef struct Message {
    size_t value;
    bool exchange;   /* by a read-modify-write: it stays next to the one before it */
    Clock published; /* what an acquire that reads it learns */
} Message;

typedef struct Order { /* a modification order */
    Message message[MESSAGES];
    int length;
} Order;

typedef enum Access { ACCESS_READ, ACCESS_WRITE, ACCESS_ATOMIC, ACCESS_KINDS } Access;

static const char *const access_name[] = {"read", "write", "atomic access"};

typedef struct Runner { /* a thread of the program */
    Clock clock;
    Op next;
    size_t result[CALLS];
    uint8_t calls;
    uint8_t asleep; /* choices below this have been followed elsewhere */
    bool started, ended;
} Runner;

typedef struct State {
    Order order[MODEL_ATOMICS];
    size_t plain[MODEL_PLACES];
    uint8_t last[MODEL_PLACES][ACCESS_KINDS][MODEL_THREADS]; /* when each thread last did it; 0: never */
    Runner runner[MODEL_THREADS];
    int freed_by;
    int steps;
} State;

typedef struct Step {
    int thread;
    Op op;
    size_t result;
} Step;

typedef struct Explorer {
    const Program *program;
    const void *arg;
    unsigned long executions;
    Fault fault;
    char what[128];
    Step step[STEPS]; /* the way to the present state, for the report */
    int steps;
} Explorer;

struct Thread {
    Explorer *explorer;
    State *state;
    int id;
    unsigned calls;
    jmp_buf wait;
};

static void run(Explorer *e, State *s, int thread);

static void too_small(const char *table)
{
    fprintf(stderr, "model: a program needs a larger table of %s\n", table);
    abort();
}

__attribute__((__format__(__printf__, 4, 5))) static void fail(Explorer *e, const State *s, Fault fault,
                                                               const char *format, ...)
{
    va_list args;

    if (e->fault)
        return;
    e->fault = fault;
    e->steps = s->steps;
    va_start(args, format);
    vsnprintf(e->what, sizeof(e->what), format, args);
    va_end(args);
}

static bool acquires(memory_order order)
{
    return order == memory_order_acquire || order == memory_order_acq_rel || order == memory_order_seq_cst;
}

static bool releases(memory_order order)
{
    return order == memory_order_release || order == memory_order_acq_rel || order == memory_order_seq_cst;
}

static void join_clock(Clock *to, const Clock *from)
{
    for (int i = 0; i < MODEL_THREADS; i++)
        if (to->time[i] < from->time[i])
            to->time[i] = from->time[i];
    for (int i = 0; i < MODEL_ATOMICS; i++)
        if (to->seen[i] < from->seen[i])
            to->seen[i] = from->seen[i];
}

/* Records an access and reports what it conflicts with. */
static void touch(Explorer *e, State *s, int thread, int place, Access access, const char *verb)
{
    static const bool conflict[ACCESS_KINDS][ACCESS_KINDS] = {
        [ACCESS_READ] = {[ACCESS_WRITE] = true, [ACCESS_ATOMIC] = true},
        [ACCESS_WRITE] = {[ACCESS_READ] = true, [ACCESS_WRITE] = true, [ACCESS_ATOMIC] = true},
        [ACCESS_ATOMIC] = {[ACCESS_READ] = true, [ACCESS_WRITE] = true},
    };
    const Clock *clock = &s->runner[thread].clock;
    bool freed = s->freed_by != NEVER && (e->program->block >> place & 1u);
    const char *name = e->program->place[place];

    for (int kind = 0; kind < ACCESS_KINDS; kind++) {
        for (int other = 0; other < MODEL_THREADS; other++) {
            if (!conflict[access][kind] || s->last[place][kind][other] <= clock->time[other])
                continue;
            fail(e, s, FAULT_RACE, "%s of %s by thread %d races with %s by thread %d", verb, name, thread,
                 freed && kind == ACCESS_WRITE ? "free" : access_name[kind], other);
        }
    }
    if (freed)
        fail(e, s, FAULT_USE_AFTER_FREE, "%s of %s by thread %d after the free by thread %d", verb, name, thread,
             s->freed_by);
    s->last[place][access][thread] = clock->time[thread];
}

static void free_block(Explorer *e, State *s, int thread, int place, size_t left)
{
    const Order *order = &s->order[place];

    if (s->freed_by != NEVER)
        fail(e, s, FAULT_DOUBLE_FREE, "free by thread %d after that by thread %d", thread, s->freed_by);
    if (order->message[order->length - 1].value != left)
        fail(e, s, FAULT_TOTAL, "%s is %llu when thread %d frees, not %llu", e->program->place[place],
             (unsigned long long)order->message[order->length - 1].value, thread, (unsigned long long)left);
    for (int i = 0; i < MODEL_PLACES; i++)
        if (e->program->block >> i & 1u)
            touch(e, s, thread, i, ACCESS_WRITE, "free");
    s->freed_by = thread;
}

/* Every clock that has seen what now stands at `at` or later moves on with it. */
static void make_room(State *s, int place, int at)
{
    Order *order = &s->order[place];

    for (int t = 0; t < MODEL_THREADS; t++)
        if (s->runner[t].clock.seen[place] >= at)
            s->runner[t].clock.seen[place]++;
    for (int p = 0; p < MODEL_ATOMICS; p++) {
        for (int i = 0; i < s->order[p].length; i++)
            if (s->order[p].message[i].published.seen[place] >= at)
                s->order[p].message[i].published.seen[place]++;
    }
    for (int i = order->length; i > at; i--)
        order->message[i] = order->message[i - 1];
    for (int t = 0; t < MODEL_THREADS; t++)
        if (s->runner[t].next.place == place && s->runner[t].asleep > at)
            s->runner[t].asleep = (uint8_t)at;
}

/*
 * Puts a message into the modification order at `at`. A read-modify-write carries on what the message before
 * it published: the release sequence. A store ends it, even one by the releasing thread, as C++20 has it.
 */
static void put(State *s, int thread, int place, int at, size_t value, memory_order order, bool exchange)
{
    Order *o = &s->order[place];
    Clock *clock = &s->runner[thread].clock;
    Message *message = &o->message[at];

    if (o->length == MESSAGES)
        too_small("messages");
    if (at < o->length)
        make_room(s, place, at);
    o->length++;
    clock->seen[place] = (uint8_t)at;
    *message = (Message){.value = value, .exchange = exchange};
    if (exchange)
        message->published = o->message[at - 1].published;
    if (releases(order))
        join_clock(&message->published, clock);
}

static size_t read_message(State *s, int thread, int place, int at, memory_order order)
{
    Clock *clock = &s->runner[thread].clock;
    const Message *message = &s->order[place].message[at];

    clock->seen[place] = (uint8_t)at;
    if (acquires(order))
        join_clock(clock, &message->published);
    return message->value;
}

/* Takes the step `op`; `spot` is the explorer's choice for it. */
static size_t perform(Explorer *e, State *s, int thread, const Op *op, int spot)
{
    Runner *me = &s->runner[thread];
    size_t result = 0;

    me->clock.time[thread]++;
    if (op->kind <= OP_SUB)
        touch(e, s, thread, op->place, ACCESS_ATOMIC, op_name[op->kind]);

    switch (op->kind) {
    case OP_LOAD:
    case OP_AWAIT:
        result = read_message(s, thread, op->place, spot, op->order);
        break;
    case OP_STORE:
        put(s, thread, op->place, spot, op->value, op->order, false);
        break;
    case OP_ADD:
        result = read_message(s, thread, op->place, spot, op->order);
        put(s, thread, op->place, spot + 1, result + op->value, op->order, true);
        break;
    case OP_SUB:
        result = read_message(s, thread, op->place, spot, op->order);
        if (result < op->value)
            fail(e, s, FAULT_UNDERFLOW, "thread %d takes %llu from %llu", thread, (unsigned long long)op->value,
                 (unsigned long long)result);
        put(s, thread, op->place, spot + 1, result - op->value, op->order, true);
        break;
    case OP_JOIN:
        join_clock(&me->clock, &s->runner[op->place].clock);
        break;
    case OP_CHOOSE:
        result = (size_t)spot;
        break;
    case OP_GET:
        touch(e, s, thread, op->place, ACCESS_READ, "read");
        result = s->plain[op->place];
        break;
    case OP_SET:
        touch(e, s, thread, op->place, ACCESS_WRITE, "write");
        s->plain[op->place] = op->value;
        break;
    case OP_FREE:
        free_block(e, s, thread, op->place, op->value);
        break;
    case OP_START:
        join_clock(&s->runner[op->place].clock, &me->clock);
        s->runner[op->place].started = true;
        break;
    }

    if (me->calls == CALLS || s->steps == STEPS)
        too_small("calls");
    me->result[me->calls++] = result;
    e->step[s->steps++] = (Step){thread, *op, result};
    if (e->fault)
        e->steps = s->steps;
    return result;
}

/* Called by the program: a call made before has its old result; a new one is taken at once or waits. */
static size_t call(Thread *self, Op op)
{
    Runner *me = &self->state->runner[self->id];
    size_t result;

    if (self->calls < me->calls)
        return me->result[self->calls++];
    if (op.kind <= OP_CHOOSE) {
        me->next = op;
        longjmp(self->wait, 1);
    }
    result = perform(self->explorer, self->state, self->id, &op, 0);
    self->calls++;
    if (op.kind == OP_START && !self->explorer->fault)
        run(self->explorer, self->state, op.place);
    if (self->explorer->fault)
        longjmp(self->wait, 1);
    return result;
}

/* Runs a thread up to its next choice or its end. */
static void run(Explorer *e, State *s, int thread)
{
    Thread self = {.explorer = e, .state = s, .id = thread};

    if (setjmp(self.wait) == 0) {
        e->program->body[thread](&self, e->arg);
        s->runner[thread].ended = true;
    }
}

/* May the next step of this thread choose `spot`? *more: is `spot` in range, so that the next may be, too? */
static bool allowed(const State *s, int thread, int spot, bool *more)
{
    const Op *op = &s->runner[thread].next;
    const Order *order = op->kind <= OP_SUB ? &s->order[op->place] : NULL;
    int seen = order ? s->runner[thread].clock.seen[op->place] : 0;

    switch (op->kind) {
    case OP_LOAD:
        *more = spot < order->length;
        return *more && spot >= seen;
    case OP_AWAIT:
        *more = spot < order->length;
        return *more && spot >= seen && order->message[spot].value == op->value;
    case OP_STORE:
        *more = spot <= order->length;
        return *more && spot > seen && (spot == order->length || !order->message[spot].exchange);
    case OP_ADD:
    case OP_SUB:
        *more = spot < order->length;
        return *more && spot >= seen && (spot + 1 == order->length || !order->message[spot + 1].exchange);
    case OP_JOIN:
        *more = spot == 0;
        return *more && s->runner[op->place].ended;
    case OP_CHOOSE:
        *more = (size_t)spot < op->value;
        return *more;
    default:
        *more = false;
        return false;
    }
}

static bool waits(const State *s, int thread)
{
    return s->runner[thread].started && !s->runner[thread].ended;
}

/* A thread whose next step the others cannot notice: no other thread need be tried before it. */
static int find_private(const State *s)
{
    bool more;

    for (int t = 0; t < MODEL_THREADS; t++) {
        OpKind kind = s->runner[t].next.kind;
        if (waits(s, t) && (kind == OP_CHOOSE || kind == OP_JOIN) && allowed(s, t, 0, &more))
            return t;
    }
    return NEVER;
}

static void finish(Explorer *e, const State *s)
{
    e->executions++;
    for (int t = 0; t < MODEL_THREADS; t++)
        if (waits(s, t))
            fail(e, s, FAULT_STUCK, "thread %d waits for ever (%s)", t, op_name[s->runner[t].next.kind]);
    if (e->program->block && s->freed_by == NEVER)
        fail(e, s, FAULT_LEAK, "never freed");
}

static void explore(Explorer *e, State *s)
{
    int only = find_private(s);
    bool moved = false;

    for (int t = 0; t < MODEL_THREADS; t++) {
        bool more = waits(s, t) && (only == NEVER || only == t);
        int followed = 0;
        for (int spot = 0; more; spot++) {
            State next;
            if (!allowed(s, t, spot, &more))
                continue;
            moved = true;
            followed = spot + 1;
            if (spot < s->runner[t].asleep)
                continue;
            next = *s;
            next.runner[t].asleep = 0;
            perform(e, &next, t, &s->runner[t].next, spot);
            if (!e->fault)
                run(e, &next, t);
            if (!e->fault)
                explore(e, &next);
            if (e->fault)
                return;
        }
        if (s->runner[t].asleep < followed)
            s->runner[t].asleep = (uint8_t)followed;
    }
    if (!moved)
        finish(e, s);
}

static void explore_program(Explorer *e)
{
    State s = {.freed_by = NEVER};

    for (int i = 0; i < MODEL_PLACES; i++) {
        s.plain[i] = e->program->initial[i];
        if (i < e->program->atomics)
            s.order[i] = (Order){.message[0].value = e->program->initial[i], .length = 1};
    }
    s.runner[0].started = true;
    run(e, &s, 0);
    if (!e->fault)
        explore(e, &s);
    if (e->fault && e->fault != FAULT_LEAK && e->fault != FAULT_STUCK)
        e->executions++; /* the one cut short */
}

size_t model_load(Thread *self, int place, memory_order order)
{
    return call(self, (Op){OP_LOAD, place, 0, order});
}

void model_store(Thread *self, int place, size_t value, memory_order order)
{
    call(self, (Op){OP_STORE, place, value, order});
}

size_t model_fetch_add(Thread *self, int place, size_t value, memory_order order)
{
    return call(self, (Op){OP_ADD, place, value, order});
}

size_t model_fetch_sub(Thread *self, int place, size_t value, memory_order order)
{
    return call(self, (Op){OP_SUB, place, value, order});
}

void model_await(Thread *self, int place, size_t value, memory_order order)
{
    call(self, (Op){OP_AWAIT, place, value, order});
}

size_t model_get(Thread *self, int place)
{
    return call(self, (Op){OP_GET, place, 0, memory_order_relaxed});
}

void model_set(Thread *self, int place, size_t value)
{
    call(self, (Op){OP_SET, place, value, memory_order_relaxed});
}

void model_free(Thread *self, int place, size_t left)
{
    call(self, (Op){OP_FREE, place, left, memory_order_relaxed});
}

void model_start(Thread *self, int thread)
{
    call(self, (Op){OP_START, thread, 0, memory_order_relaxed});
}

void model_join(Thread *self, int thread)
{
    call(self, (Op){OP_JOIN, thread, 0, memory_order_relaxed});
}

int model_id(const Thread *self)
{
    return self->id;
}

size_t model_choose(Thread *self, size_t n)
{
    return call(self, (Op){OP_CHOOSE, 0, n, memory_order_relaxed});
}

void model_claim(Thread *self, bool holds, const char *what)
{
    if (holds)
        return;
    fail(self->explorer, self->state, FAULT_CLAIM, "not so: %s", what);
    longjmp(self->wait, 1);
}

static void print_way(const Explorer *e)
{
    for (int i = 0; i < e->steps; i++) {
        const Step *step = &e->step[i];
        const Op *op = &step->op;

        printf("#   thread %d: %s", step->thread, op_name[op->kind]);
        if (op->kind == OP_JOIN || op->kind == OP_START)
            printf(" thread %d", op->place);
        else if (op->kind != OP_CHOOSE && op->kind != OP_FREE)
            printf(" %s", e->program->place[op->place]);
        if (op->kind == OP_STORE || op->kind == OP_ADD || op->kind == OP_SUB || op->kind == OP_SET)
            printf(" %llu", (unsigned long long)op->value);
        if (op->kind <= OP_SUB)
            printf("%s%s", acquires(op->order) ? " acquire" : "", releases(op->order) ? " release" : "");
        if (op->kind == OP_LOAD || op->kind == OP_ADD || op->kind == OP_SUB || op->kind == OP_CHOOSE)
            printf(" -> %llu", (unsigned long long)step->result);
        printf("\n");
    }
}

static bool check(const Check *c, size_t number)
{
    static Explorer e;
    bool ok;

    e = (Explorer){.program = c->program, .arg = c->arg};
    explore_program(&e);
    if (c->expect)
        ok = (e.fault & c->expect) != 0;
    else
        ok = e.fault == FAULT_NONE && (!c->executions || e.executions == c->executions);
    printf("%sok %llu - %s (", ok ? "" : "not ", (unsigned long long)number, c->name);
    if (e.fault)
        printf("execution %lu: %s)\n", e.executions, e.what);
    else
        printf("%lu executions)\n", e.executions);
    if (!ok && e.fault)
        print_way(&e);
    else if (!ok && c->expect)
        printf("# the checker is blind to this fault, or it has become none\n");
    else if (!ok)
        printf("# expected %lu executions\n", c->executions);
    fflush(stdout);
    return ok;
}

int model_run(const Check *checks, size_t n)
{
    int status = EXIT_SUCCESS;

    printf("1..%llu\n", (unsigned long long)n);
    for (size_t i = 0; i < n; i++)
        if (!check(&checks[i], i + 1))
            status = EXIT_FAILURE;
    return status;
}
