/* SPDX-License-Identifier: MIT */
#include "execution.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const access_name[] = {"read", "write", "atomic access"};

const char *op_name(OpKind kind)
{
    static const char *const name[] = {
        "load", "await",  "store", "fetch_add", "fetch_sub", "exchange", "compare_exchange",
        "join", "choose", "read",  "write",     "free",      "start",
    };
    return name[kind];
}

static void too_small(const char *table)
{
    fprintf(stderr, "model: a program needs a larger table of %s\n", table);
    abort();
}

void trace_fail(Trace *trace, const State *state, Fault fault, const char *format, ...)
{
    if (trace->fault != FAULT_NONE) {
        return;
    }
    trace->fault = fault;
    trace->steps = state->steps;
    va_list args;
    va_start(args, format);
    vsnprintf(trace->what, sizeof(trace->what), format, args);
    va_end(args);
}

bool order_acquires(memory_order order)
{
    return order == memory_order_acquire || order == memory_order_acq_rel || order == memory_order_seq_cst;
}

bool order_releases(memory_order order)
{
    return order == memory_order_release || order == memory_order_acq_rel || order == memory_order_seq_cst;
}

static void join_clock(Clock *to, const Clock *from)
{
    for (int i = 0; i < MODEL_THREADS; i++) {
        if (to->time[i] < from->time[i]) {
            to->time[i] = from->time[i];
        }
    }
    for (int i = 0; i < MODEL_ATOMICS; i++) {
        if (to->observed[i] < from->observed[i]) {
            to->observed[i] = from->observed[i];
        }
    }
}

/* Records an access and reports the accesses that it races with. */
static void record_access(Trace *trace, State *s, int thread, int location, Access access, const char *verb)
{
    static const bool conflicts[ACCESS_KINDS][ACCESS_KINDS] = {
        [ACCESS_READ] = {[ACCESS_WRITE] = true, [ACCESS_ATOMIC] = true},
        [ACCESS_WRITE] = {[ACCESS_READ] = true, [ACCESS_WRITE] = true, [ACCESS_ATOMIC] = true},
        [ACCESS_ATOMIC] = {[ACCESS_READ] = true, [ACCESS_WRITE] = true},
    };
    const Clock *const clock = &s->thread[thread].clock;
    const bool freed = s->freed_by != NEVER && (trace->program->block >> location & 1u);
    const char *const name = trace->program->location[location];
    for (int kind = 0; kind < ACCESS_KINDS; kind++) {
        for (int other = 0; other < MODEL_THREADS; other++) {
            if (conflicts[access][kind] && s->last[location][kind][other] > clock->time[other]) {
                trace_fail(trace, s, FAULT_RACE, "%s of %s by thread %d races with %s by thread %d", verb, name, thread,
                           freed && kind == ACCESS_WRITE ? "free" : access_name[kind], other);
            }
        }
    }
    if (freed) {
        trace_fail(trace, s, FAULT_USE_AFTER_FREE, "%s of %s by thread %d after the free by thread %d", verb, name,
                   thread, s->freed_by);
    }
    s->last[location][access][thread] = clock->time[thread];
}

static void free_block(Trace *trace, State *s, int thread, int location, size_t left)
{
    const ModificationOrder *const order = &s->order[location];
    const size_t value = order->message[order->length - 1].value;
    if (s->freed_by != NEVER) {
        trace_fail(trace, s, FAULT_DOUBLE_FREE, "second free, by thread %d; the first was by thread %d", thread,
                   s->freed_by);
    }
    if (value != left) {
        trace_fail(trace, s, FAULT_TOTAL, "%s is %llu when thread %d frees, not %llu",
                   trace->program->location[location], (unsigned long long)value, thread, (unsigned long long)left);
    }
    for (int i = 0; i < MODEL_LOCATIONS; i++) {
        if (trace->program->block >> i & 1u) {
            record_access(trace, s, thread, i, ACCESS_WRITE, "free");
        }
    }
    s->freed_by = thread;
}

/* Shifts the messages from `position` on by one, and with them every clock that has observed one of them. */
static void open_gap(State *s, int location, int position)
{
    ModificationOrder *const order = &s->order[location];
    for (int t = 0; t < MODEL_THREADS; t++) {
        if (s->thread[t].clock.observed[location] >= position) {
            s->thread[t].clock.observed[location]++;
        }
    }
    for (int l = 0; l < MODEL_ATOMICS; l++) {
        for (int i = 0; i < s->order[l].length; i++) {
            if (s->order[l].message[i].released.observed[location] >= position) {
                s->order[l].message[i].released.observed[location]++;
            }
        }
    }
    for (int i = order->length; i > position; i--) {
        order->message[i] = order->message[i - 1];
    }
    for (int t = 0; t < MODEL_THREADS; t++) {
        if (s->thread[t].next.target == location && s->thread[t].asleep > position) {
            s->thread[t].asleep = (uint8_t)position;
        }
    }
}

/*
 * Inserts a message into the modification order. A read-modify-write carries on what the message before it released:
 * the release sequence. A store ends the sequence, even a store by the releasing thread (C++20).
 */
static void insert_message(State *s, int thread, const Op *op, int position, size_t value, bool is_rmw)
{
    ModificationOrder *const order = &s->order[op->target];
    Clock *const clock = &s->thread[thread].clock;
    Message *const message = &order->message[position];
    if (order->length == MESSAGES) {
        too_small("messages");
    }
    if (position < order->length) {
        open_gap(s, op->target, position);
    }
    order->length++;
    clock->observed[op->target] = (uint8_t)position;
    *message = (Message){.value = value, .is_rmw = is_rmw};
    if (is_rmw) {
        message->released = order->message[position - 1].released;
    }
    if (order_releases(op->order)) {
        join_clock(&message->released, clock);
    }
}

static size_t read_message(State *s, int thread, const Op *op, memory_order order, int position)
{
    Clock *const clock = &s->thread[thread].clock;
    const Message *const message = &s->order[op->target].message[position];
    clock->observed[op->target] = (uint8_t)position;
    if (order_acquires(order)) {
        join_clock(clock, &message->released);
    }
    return message->value;
}

size_t execution_step(Trace *trace, State *s, int thread, const Op *op, int choice)
{
    ThreadState *const me = &s->thread[thread];
    size_t result = 0;
    me->clock.time[thread]++;
    if (op->kind <= OP_COMPARE) {
        record_access(trace, s, thread, op->target, ACCESS_ATOMIC, op_name(op->kind));
    }

    switch (op->kind) {
    case OP_LOAD:
    case OP_AWAIT:
        result = read_message(s, thread, op, op->order, choice);
        break;
    case OP_STORE:
        insert_message(s, thread, op, choice, op->value, false);
        break;
    case OP_ADD:
        result = read_message(s, thread, op, op->order, choice);
        insert_message(s, thread, op, choice + 1, result + op->value, true);
        break;
    case OP_SUB:
        result = read_message(s, thread, op, op->order, choice);
        if (result < op->value) {
            trace_fail(trace, s, FAULT_UNDERFLOW, "thread %d subtracts %llu from %llu", thread,
                       (unsigned long long)op->value, (unsigned long long)result);
        }
        insert_message(s, thread, op, choice + 1, result - op->value, true);
        break;
    case OP_EXCHANGE:
        result = read_message(s, thread, op, op->order, choice);
        insert_message(s, thread, op, choice + 1, op->value, true);
        break;
    case OP_COMPARE:
        if (s->order[op->target].message[choice].value == op->expected) {
            result = read_message(s, thread, op, op->order, choice);
            insert_message(s, thread, op, choice + 1, op->value, true);
        } else {
            result = read_message(s, thread, op, op->failure, choice);
        }
        break;
    case OP_JOIN:
        join_clock(&me->clock, &s->thread[op->target].clock);
        break;
    case OP_CHOOSE:
        result = (size_t)choice;
        break;
    case OP_GET:
        record_access(trace, s, thread, op->target, ACCESS_READ, "read");
        result = s->plain[op->target];
        break;
    case OP_SET:
        record_access(trace, s, thread, op->target, ACCESS_WRITE, "write");
        s->plain[op->target] = op->value;
        break;
    case OP_FREE:
        free_block(trace, s, thread, op->target, op->value);
        break;
    case OP_START:
        join_clock(&s->thread[op->target].clock, &me->clock);
        s->thread[op->target].started = true;
        break;
    }

    if (me->calls == CALLS || s->steps == STEPS) {
        too_small("calls");
    }
    me->result[me->calls++] = result;
    trace->step[s->steps++] = (Step){thread, *op, result};
    if (trace->fault != FAULT_NONE) {
        trace->steps = s->steps;
    }
    return result;
}

/* True if a read-modify-write may read this message: no other one has. */
static bool is_open_end(const ModificationOrder *order, int position)
{
    return position + 1 == order->length || !order->message[position + 1].is_rmw;
}

bool execution_permits(const State *s, int thread, int choice, bool *more)
{
    const Op *const op = &s->thread[thread].next;
    const ModificationOrder *const order = op->kind <= OP_COMPARE ? &s->order[op->target] : NULL;
    const int observed = order != NULL ? s->thread[thread].clock.observed[op->target] : 0;
    switch (op->kind) {
    case OP_LOAD:
        *more = choice < order->length;
        return *more && choice >= observed;
    case OP_AWAIT:
        *more = choice < order->length;
        return *more && choice >= observed && order->message[choice].value == op->value;
    case OP_STORE:
        *more = choice <= order->length;
        return *more && choice > observed && (choice == order->length || !order->message[choice].is_rmw);
    case OP_ADD:
    case OP_SUB:
    case OP_EXCHANGE:
        *more = choice < order->length;
        return *more && choice >= observed && is_open_end(order, choice);
    case OP_COMPARE:
        *more = choice < order->length;
        return *more && choice >= observed &&
               (order->message[choice].value != op->expected || is_open_end(order, choice));
    case OP_JOIN:
        *more = choice == 0;
        return *more && s->thread[op->target].ended;
    case OP_CHOOSE:
        *more = (size_t)choice < op->value;
        return *more;
    default:
        *more = false;
        return false;
    }
}

State execution_initial(const Program *program)
{
    State s = {.freed_by = NEVER};
    for (int i = 0; i < MODEL_LOCATIONS; i++) {
        s.plain[i] = program->initial[i];
        if (i < program->atomics) {
            s.order[i] = (ModificationOrder){.message[0].value = program->initial[i], .length = 1};
        }
    }
    s.thread[0].started = true;
    return s;
}
