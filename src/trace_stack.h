/* SPDX-License-Identifier: MIT */
/* Stacks: captured, and kept once each. */
#ifndef BYTES_SRC_TRACE_STACK_H
#define BYTES_SRC_TRACE_STACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Frames above are left out. */
enum { TRACE_DEPTH_MAX = 32 };

/* A stack as it was captured: return addresses, innermost first. */
typedef struct TraceFrames {
    size_t depth;
    void *frames[TRACE_DEPTH_MAX];
} TraceFrames;

/* A stack that is kept; equal stacks are one. */
typedef struct TraceStack {
    struct TraceStack *next; /* of its hash chain */
    uint64_t hash;
    size_t depth;
    void *frames[];
} TraceStack;

/* All stacks that were seen. All-zero is valid and empty. Locked by the caller. */
typedef struct TraceStacks {
    TraceStack **chains;
    size_t chain_count; /* 0, or a power of two */
    size_t count;
} TraceStacks;

/* True if stacks can be captured on this platform. */
bool trace_can_capture(void);

/* Capture the stack of the caller's caller. */
void trace_capture(TraceFrames *out);

/* Find a stack among those that are kept, or keep it. NULL: out of memory. */
const TraceStack *trace_stacks_keep(TraceStacks *self, const TraceFrames *frames);

/* Free all stacks. */
void trace_stacks_drop(TraceStacks *self);

#endif
