/* SPDX-License-Identifier: MIT */
#include "check.h"

#include "explore.h"

#include <stdio.h>
#include <stdlib.h>

static void print_step(const Program *program, const Step *step)
{
    const Op *const op = &step->op;
    printf("#   thread %d: %s", step->thread, op_name(op->kind));
    if (op->kind == OP_JOIN || op->kind == OP_START) {
        printf(" thread %d", op->target);
    } else if (op->kind != OP_CHOOSE && op->kind != OP_FREE) {
        printf(" %s", program->location[op->target]);
    }
    if (op->kind == OP_STORE || op->kind == OP_ADD || op->kind == OP_SUB || op->kind == OP_EXCHANGE ||
        op->kind == OP_COMPARE || op->kind == OP_SET) {
        printf(" %llu", (unsigned long long)op->value);
    }
    if (op->kind == OP_COMPARE) {
        printf(" for %llu", (unsigned long long)op->expected);
    }
    if (op->kind <= OP_COMPARE) {
        printf("%s%s", order_acquires(op->order) ? " acquire" : "", order_releases(op->order) ? " release" : "");
    }
    if (op->kind == OP_LOAD || op->kind == OP_ADD || op->kind == OP_SUB || op->kind == OP_EXCHANGE ||
        op->kind == OP_COMPARE || op->kind == OP_CHOOSE) {
        printf(" -> %llu", (unsigned long long)step->result);
    }
    printf("\n");
}

static bool run_check(const Check *check, size_t number)
{
    static Explorer explorer;
    const Trace *const trace = &explorer.trace;
    explorer = (Explorer){.trace.program = check->program, .arg = check->arg};
    explorer_run(&explorer);

    const bool ok = check->expect != 0 ? (trace->fault & check->expect) != 0
                                       : trace->fault == FAULT_NONE &&
                                             (check->executions == 0 || explorer.executions == check->executions);
    printf("%sok %llu - %s (", ok ? "" : "not ", (unsigned long long)number, check->name);
    if (trace->fault != FAULT_NONE) {
        printf("execution %lu: %s)\n", explorer.executions, trace->what);
    } else {
        printf("%lu executions)\n", explorer.executions);
    }
    if (!ok && trace->fault != FAULT_NONE) {
        for (int i = 0; i < trace->steps; i++) {
            print_step(trace->program, &trace->step[i]);
        }
    } else if (!ok && check->expect != 0) {
        printf("# the explorer misses this fault, or it is none any more\n");
    } else if (!ok) {
        printf("# expected %lu executions\n", check->executions);
    }
    fflush(stdout);
    return ok;
}

int check_run(const CheckList *lists, size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += lists[i].count;
    }
    printf("1..%llu\n", (unsigned long long)total);

    size_t number = 0;
    int status = EXIT_SUCCESS;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < lists[i].count; j++) {
            if (!run_check(&lists[i].checks[j], ++number)) {
                status = EXIT_FAILURE;
            }
        }
    }
    return status;
}
