/* SPDX-License-Identifier: MIT */
#include <bytes/trace.h>

#include <assert.h>
#include <stdatomic.h>
#include <string.h>

#include "allocator_internal.h"
#include "trace_lock.h"
#include "trace_report.h"
#include "trace_table.h"

/* One in how many buckets a block's address falls, for a first look without the lock: most blocks are not sampled. */
enum { FILTER_SIZE = 1024 };

struct BytesTrace_ {
    enum BytesTraceLevel level;
    size_t interval;
    atomic_size_t progress;          /* blocks or bytes so far, modulo SIZE_MAX + 1; for sampling */
    atomic_uint filter[FILTER_SIZE]; /* records whose address falls here */
    TraceLock lock;
    /* Under the lock. */
    TraceStacks stacks;
    TraceTable blocks;
    uint64_t serial;
    uint64_t missing; /* blocks not recorded, for want of memory */
};

static BytesTracingAllocator *tracing(BytesAllocator *self)
{
    return (BytesTracingAllocator *)self; /* cast: `base` is the first member */
}

static atomic_uint *filter_of(struct BytesTrace_ *trace, const void *block)
{
    /* Cast: the address as a number; its lowest bits are those of its alignment. */
    return &trace->filter[((uintptr_t)block >> 4 ^ (uintptr_t)block >> 14) % FILTER_SIZE];
}

/* The number of blocks that a block stands for; 0 if it is not to be recorded. */
static size_t weight_of(struct BytesTrace_ *trace, size_t size)
{
    if (trace->level == BYTES_TRACE_STACKS) {
        return 1;
    }
    const size_t step = trace->level == BYTES_TRACE_SAMPLE_BLOCKS ? 1 : size;
    const size_t old = atomic_fetch_add_explicit(&trace->progress, step, memory_order_relaxed);
    /* True if the interval's multiple is in (old, old + step]. */
    if (step < trace->interval - old % trace->interval) {
        return 0;
    }
    return trace->level == BYTES_TRACE_SAMPLE_BLOCKS ? trace->interval : size_max(trace->interval / size, 1);
}

static void record(struct BytesTrace_ *trace, const void *block, size_t size, size_t weight, const TraceFrames *frames)
{
    trace_lock(&trace->lock);
    trace->serial++;
    const TraceRecord record = {
        .key = (uintptr_t)block,
        .serial = trace->serial,
        .size = size,
        .extra = weight,
        .stack = trace_stacks_keep(&trace->stacks, frames),
    };
    if (record.stack != NULL && trace_table_add(&trace->blocks, record)) {
        /* Relaxed: whoever frees the block got it from this thread, by what orders this before. */
        atomic_fetch_add_explicit(filter_of(trace, block), 1, memory_order_relaxed);
    } else {
        trace->missing++;
    }
    trace_unlock(&trace->lock);
}

/* A first look without the lock: false if the block has no record. */
static bool has_record(struct BytesTrace_ *trace, const void *block)
{
    return trace != NULL && atomic_load_explicit(filter_of(trace, block), memory_order_relaxed) != 0;
}

static void forget(struct BytesTrace_ *trace, const void *block)
{
    if (!has_record(trace, block)) {
        return;
    }
    trace_lock(&trace->lock);
    TraceRecord *const found = trace_table_find(&trace->blocks, (uintptr_t)block);
    if (found != NULL) {
        trace_table_remove(&trace->blocks, found);
        atomic_fetch_sub_explicit(filter_of(trace, block), 1, memory_order_relaxed);
    }
    trace_unlock(&trace->lock);
}

/* Give a record another key. Never fails: the table has had as many records before. */
static void change_key(TraceTable *table, TraceRecord *found, uint64_t key)
{
    TraceRecord record = *found;
    record.key = key;
    trace_table_remove(table, found);
    (void)trace_table_add(table, record);
}

/* While a block is reallocated another thread may get its old address. So its record has a key meanwhile that no
 * address is: an odd number. Returns it, or 0 if the block has no record. */
static uint64_t hide(struct BytesTrace_ *trace, const void *block)
{
    uint64_t key = 0;
    if (has_record(trace, block)) {
        trace_lock(&trace->lock);
        TraceRecord *const found = trace_table_find(&trace->blocks, (uintptr_t)block);
        if (found != NULL) {
            key = found->serial * 2 + 1;
            change_key(&trace->blocks, found, key);
            atomic_fetch_sub_explicit(filter_of(trace, block), 1, memory_order_relaxed);
        }
        trace_unlock(&trace->lock);
    }
    return key;
}

/* The end of hide(): the block is gone, or it could not be reallocated and is as it was. */
static void unhide(struct BytesTrace_ *trace, uint64_t key, const void *block, bool gone)
{
    if (key == 0) {
        return;
    }
    trace_lock(&trace->lock);
    TraceRecord *const found = trace_table_find(&trace->blocks, key);
    if (gone) {
        trace_table_remove(&trace->blocks, found);
    } else {
        change_key(&trace->blocks, found, (uintptr_t)block);
        atomic_fetch_add_explicit(filter_of(trace, block), 1, memory_order_relaxed);
    }
    trace_unlock(&trace->lock);
}

/* Record a new block, if it is to be. The stack begins with the caller of its caller. */
static inline void remember(struct BytesTrace_ *trace, const void *block, size_t size)
{
    const size_t weight = trace != NULL && block != NULL ? weight_of(trace, size) : 0;
    if (weight != 0) {
        TraceFrames frames;
        trace_capture(&frames);
        record(trace, block, size, weight, &frames);
    }
}

static void *tracing_allocate(BytesAllocator *self, size_t size)
{
    BytesAllocator *const inner = &tracing(self)->counting.base;
    void *const block = inner->allocate(inner, size);
    remember(tracing(self)->trace_, block, size);
    return block;
}

static void *tracing_reallocate(BytesAllocator *self, void *block, size_t old_size, size_t new_size)
{
    BytesAllocator *const inner = &tracing(self)->counting.base;
    struct BytesTrace_ *const trace = tracing(self)->trace_;
    const uint64_t key = hide(trace, block);
    void *const moved = inner->reallocate(inner, block, old_size, new_size);
    unhide(trace, key, block, moved != NULL);
    remember(trace, moved, new_size);
    return moved;
}

static void tracing_deallocate(BytesAllocator *self, void *block, size_t size)
{
    BytesAllocator *const inner = &tracing(self)->counting.base;
    forget(tracing(self)->trace_, block); /* before: another thread may get the address at once */
    inner->deallocate(inner, block, size);
}

static size_t tracing_good_size(BytesAllocator *self, size_t size)
{
    BytesAllocator *const inner = &tracing(self)->counting.base;
    return inner->good_size(inner, size);
}

static void tracing_copied(BytesAllocator *self, size_t count)
{
    BytesAllocator *const inner = &tracing(self)->counting.base;
    inner->copied(inner, count);
}

int bytes_tracing_allocator(BytesAllocator *inner, enum BytesTraceLevel level, size_t interval,
                            BytesTracingAllocator *out)
{
    const bool samples = level == BYTES_TRACE_SAMPLE_BLOCKS || level == BYTES_TRACE_SAMPLE_BYTES;
    struct BytesTrace_ *trace = NULL;
    if ((!samples && level != BYTES_TRACE_STACKS && level != BYTES_TRACE_COUNTS) || (samples && interval == 0)) {
        return BYTES_EINVAL;
    }
    if (level != BYTES_TRACE_COUNTS && trace_can_capture()) {
        trace = allocator_allocate(NULL, sizeof(*trace));
        if (trace == NULL) {
            return BYTES_ENOMEM;
        }
        memset(trace, 0, sizeof(*trace));
        trace->level = level;
        trace->interval = interval;
        trace->lock = (TraceLock)TRACE_LOCK_INIT;
        atomic_init(&trace->progress, 0);
        for (size_t i = 0; i < FILTER_SIZE; i++) {
            atomic_init(&trace->filter[i], 0);
        }
    }
    bytes_counting_allocator(inner, &out->counting);
    const BytesAllocator *const counting = &out->counting.base;
    out->base = (BytesAllocator){
        .allocate = tracing_allocate,
        .reallocate = counting->reallocate != NULL ? tracing_reallocate : NULL,
        .deallocate = tracing_deallocate,
        .good_size = counting->good_size != NULL ? tracing_good_size : NULL,
        .copied = tracing_copied,
        .alignment = counting->alignment,
    };
    out->trace_ = trace;
    return 0;
}

void bytes_tracing_allocator_end(BytesTracingAllocator *self)
{
    struct BytesTrace_ *const trace = self->trace_;
    self->trace_ = NULL;
    if (trace != NULL) {
        trace_table_drop(&trace->blocks);
        trace_stacks_drop(&trace->stacks);
        allocator_deallocate(NULL, trace, sizeof(*trace));
    }
}

enum BytesTraceLevel bytes_trace_level(const BytesTracingAllocator *self)
{
    return self->trace_ != NULL ? self->trace_->level : BYTES_TRACE_COUNTS;
}

size_t bytes_trace_live_blocks(const BytesTracingAllocator *self)
{
    return bytes_counting_allocator_stats(&self->counting).live_blocks;
}

BytesTraceCheckpoint bytes_trace_checkpoint(const BytesTracingAllocator *self)
{
    BytesTraceCheckpoint out = {.stats = bytes_counting_allocator_stats(&self->counting)};
    if (self->trace_ != NULL) {
        trace_lock(&self->trace_->lock);
        out.serial_ = self->trace_->serial;
        trace_unlock(&self->trace_->lock);
    }
    return out;
}

/* Copy the records made after `since`; false if the table has grown meanwhile and there are too few rows. */
static bool copy_rows(struct BytesTrace_ *trace, uint64_t since, TraceRows *rows)
{
    const TraceTable *const blocks = &trace->blocks;
    if (blocks->count > rows->capacity) {
        return false;
    }
    for (size_t i = 0; i < blocks->capacity; i++) {
        const TraceRecord *const record = &blocks->records[i];
        if (record->key != 0 && record->serial > since) {
            rows->rows[rows->count++] = (TraceRow){
                .stack = record->stack,
                .serial = record->serial,
                .count = record->extra,
                .size = (uint64_t)record->size * record->extra,
            };
        }
    }
    return true;
}

/* The records made after `since`, without holding the lock while memory is allocated for them. */
static bool collect(struct BytesTrace_ *trace, uint64_t since, TraceRows *rows, uint64_t *missing)
{
    size_t capacity = 0;
    for (;;) {
        if (!trace_rows_init(rows, capacity)) {
            return false;
        }
        trace_lock(&trace->lock);
        const bool copied = copy_rows(trace, since, rows);
        capacity = trace->blocks.count + trace->blocks.count / 4; /* for what is added meanwhile */
        *missing = trace->missing;
        trace_unlock(&trace->lock);
        if (copied) {
            return true;
        }
        trace_rows_drop(rows);
    }
}

static void write_sums(TraceOut *out, const BytesMemoryStats *now, const BytesTraceCheckpoint *since)
{
    if (since == NULL) {
        trace_out_line(out,
                       "alive: %llu block%s, %llu bytes; peak %llu bytes, %llu allocation%s, %llu failure%s, "
                       "%llu bytes copied",
                       TRACE_COUNT(now->live_blocks), (unsigned long long)now->live_bytes,
                       (unsigned long long)now->peak_bytes, TRACE_COUNT(now->allocations), TRACE_COUNT(now->failures),
                       (unsigned long long)now->copied);
        return;
    }
    const BytesMemoryStats *const then = &since->stats;
    trace_out_line(out,
                   "since the checkpoint: %+lld blocks, %+lld bytes; %llu allocation%s, %llu failure%s, "
                   "%llu bytes copied",
                   (long long)now->live_blocks - (long long)then->live_blocks,
                   (long long)now->live_bytes - (long long)then->live_bytes,
                   TRACE_COUNT(now->allocations - then->allocations), TRACE_COUNT(now->failures - then->failures),
                   (unsigned long long)(now->copied - then->copied));
}

int bytes_trace_report(const BytesTracingAllocator *self, const BytesTraceCheckpoint *since, BytesTraceWrite *write,
                       void *context)
{
    struct BytesTrace_ *const trace = self->trace_;
    const BytesMemoryStats now = bytes_counting_allocator_stats(&self->counting);
    TraceRows rows = {.rows = NULL};
    uint64_t missing = 0;
    if (trace != NULL && !collect(trace, since != NULL ? since->serial_ : 0, &rows, &missing)) {
        return BYTES_ENOMEM;
    }
    TraceOut out = trace_out_open(write, context);
    trace_report_blocks(&out, &rows);
    if (missing != 0) {
        trace_out_line(&out, "not recorded, out of memory: %llu block%s", TRACE_COUNT(missing));
    }
    write_sums(&out, &now, since);
    if (!trace_can_capture()) {
        trace_out_line(&out, "stacks cannot be captured on this platform");
    }
    trace_out_close(&out);
    trace_rows_drop(&rows);
    return 0;
}
