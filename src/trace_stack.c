/* SPDX-License-Identifier: MIT */
#include "trace_stack.h"

#include <stdlib.h>
#include <string.h>

#include "compiler.h"

#if defined(BYTES_HAVE_BACKTRACE)
#include <execinfo.h>
#elif defined(BYTES_HAVE_UNWIND)
#include <unwind.h>
#endif

/* trace_capture() and its caller, which is the hook of a birth or of an allocation. */
enum { OWN_FRAMES = 2 };

bool trace_can_capture(void)
{
#if defined(BYTES_HAVE_BACKTRACE) || defined(BYTES_HAVE_UNWIND)
    return true;
#else
    return false;
#endif
}

#if defined(BYTES_HAVE_BACKTRACE)
static size_t capture(void **frames, size_t max)
{
    const int depth = backtrace(frames, (int)max);
    return depth > 0 ? (size_t)depth : 0;
}
#elif defined(BYTES_HAVE_UNWIND)
typedef struct Walk {
    void **frames;
    size_t depth;
    size_t max;
} Walk;

static _Unwind_Reason_Code add_frame(struct _Unwind_Context *frame, void *context)
{
    Walk *const walk = context;
    const uintptr_t address = _Unwind_GetIP(frame);
    if (walk->depth == walk->max || address == 0) {
        return _URC_END_OF_STACK;
    }
    walk->frames[walk->depth++] = (void *)address; /* cast: an address as the unwinder gives it */
    return _URC_NO_REASON;
}

static size_t capture(void **frames, size_t max)
{
    Walk walk = {frames, 0, max};
    (void)_Unwind_Backtrace(add_frame, &walk);
    return walk.depth;
}
#else
static size_t capture(void **frames, size_t max)
{
    (void)frames;
    (void)max;
    return 0;
}
#endif

NOT_INLINE void trace_capture(TraceFrames *out)
{
    void *frames[OWN_FRAMES + TRACE_DEPTH_MAX];
    const size_t depth = capture(frames, OWN_FRAMES + TRACE_DEPTH_MAX);
    out->depth = depth > OWN_FRAMES ? depth - OWN_FRAMES : 0;
    memcpy(out->frames, frames + OWN_FRAMES, out->depth * sizeof(*frames));
}

/* FNV-1a over words, with a finish that spreads the high bits, which the chains are chosen by, downwards. */
static uint64_t hash_of(const TraceFrames *frames)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < frames->depth; i++) {
        hash = (hash ^ (uintptr_t)frames->frames[i]) * UINT64_C(0x100000001b3);
    }
    return hash ^ hash >> 32;
}

/* Twice the chains. Failure is no error as long as there is one: they become longer. */
static void grow(TraceStacks *self)
{
    const size_t count = self->chain_count != 0 ? self->chain_count * 2 : 64;
    TraceStack **const chains = malloc(count * sizeof(TraceStack *));
    if (chains == NULL) {
        return;
    }
    memset(chains, 0, count * sizeof(TraceStack *));
    for (size_t i = 0; i < self->chain_count; i++) {
        for (TraceStack *stack = self->chains[i]; stack != NULL;) {
            TraceStack *const next = stack->next;
            TraceStack **const chain = &chains[stack->hash & (count - 1)];
            stack->next = *chain;
            *chain = stack;
            stack = next;
        }
    }
    free(self->chains);
    self->chains = chains;
    self->chain_count = count;
}

const TraceStack *trace_stacks_keep(TraceStacks *self, const TraceFrames *frames)
{
    const uint64_t hash = hash_of(frames);
    if (self->count >= self->chain_count) {
        grow(self);
        if (self->chain_count == 0) {
            return NULL;
        }
    }
    TraceStack **const chain = &self->chains[hash & (self->chain_count - 1)];
    for (const TraceStack *stack = *chain; stack != NULL; stack = stack->next) {
        if (stack->hash == hash && stack->depth == frames->depth &&
            memcmp(stack->frames, frames->frames, frames->depth * sizeof(void *)) == 0) {
            return stack;
        }
    }
    TraceStack *const fresh = malloc(sizeof(*fresh) + frames->depth * sizeof(void *));
    if (fresh == NULL) {
        return NULL;
    }
    *fresh = (TraceStack){.next = *chain, .hash = hash, .depth = frames->depth};
    memcpy(fresh->frames, frames->frames, frames->depth * sizeof(void *));
    *chain = fresh;
    self->count++;
    return fresh;
}

void trace_stacks_drop(TraceStacks *self)
{
    for (size_t i = 0; i < self->chain_count; i++) {
        for (TraceStack *stack = self->chains[i]; stack != NULL;) {
            TraceStack *const next = stack->next;
            free(stack);
            stack = next;
        }
    }
    free(self->chains);
    *self = (TraceStacks){NULL, 0, 0};
}
