/* SPDX-License-Identifier: MIT */
/* The record of all handles, where the library is built with it. */
#include <bytes/trace.h>

#include <stdlib.h>

#if !BYTES_TRACE_HANDLES
bool bytes_trace_has_handles(void)
{
    return false;
}

uint64_t bytes_trace_handle_checkpoint(void)
{
    return 0;
}

size_t bytes_trace_live_handles(uint64_t since)
{
    (void)since;
    return 0;
}

int bytes_trace_report_handles(uint64_t since, BytesTraceWrite *write, void *context)
{
    (void)since;
    (void)write;
    (void)context;
    return BYTES_ENOTSUP;
}
#else
#include <stdio.h>

#include "storage_internal.h"
#include "trace_lock.h"
#include "trace_report.h"
#include "trace_table.h"

/* One record for the process, never freed: handles may be dropped until the very end. */
static TraceLock traced_lock = TRACE_LOCK_INIT;
static struct Traced {
    bool started;
    TraceStacks stacks;
    TraceTable handles;
    TraceTable storages; /* that handles pin, with the stack of their first handle, which is where they were made */
    uint64_t serial;
    uint64_t missing; /* handles not recorded, for want of memory */
} traced;

static void report_at_exit(void)
{
    if (bytes_trace_live_handles(0) != 0 && bytes_trace_report_handles(0, bytes_trace_to_file, stderr) != 0) {
        (void)fputs("handles are alive; out of memory for a report\n", stderr);
    }
}

/* The first birth. Without the lock's help two threads may come here at once, so it is under it. */
static void start(void)
{
    const char *const wanted = getenv("BYTES_TRACE_HANDLES");
    traced.started = true;
    if (wanted != NULL && wanted[0] != '\0') {
        (void)atexit(report_at_exit);
    }
}

/* One handle less pins a storage. */
static void leave_storage(TraceRecord *handle)
{
    TraceRecord *const storage = handle->extra != 0 ? trace_table_find(&traced.storages, handle->extra) : NULL;
    if (storage != NULL) {
        handle->old_storage = handle->extra;
        handle->old_stack = storage->stack;
        if (--storage->extra == 0) {
            trace_table_remove(&traced.storages, storage);
        }
    }
    handle->extra = 0;
}

/* One handle more pins a storage. Without memory for its record, the report does not know where it was made. */
static void enter_storage(TraceRecord *handle, const BytesStorage *storage, const TraceStack *stack)
{
    TraceRecord *const found = trace_table_find(&traced.storages, (uintptr_t)storage);
    const size_t size = storage_retained(storage);
    if (found != NULL) {
        found->extra++;
        found->size = size; /* it may have been reallocated where it is */
    } else {
        /* A buffer that asked for capacity may have found it in the storage that it had. */
        const bool same = handle->old_storage == (uintptr_t)storage;
        const TraceRecord record = {
            .key = (uintptr_t)storage, .size = size, .extra = 1, .stack = same ? handle->old_stack : stack};
        if (!trace_table_add(&traced.storages, record)) {
            return;
        }
    }
    handle->extra = (uintptr_t)storage;
}

static uint64_t add_handle(const BytesStorage *storage, const TraceStack *stack)
{
    const uint64_t birth = ++traced.serial;
    TraceRecord record = {.key = birth, .serial = birth, .stack = stack};
    if (stack == NULL || !trace_table_add(&traced.handles, record)) {
        traced.missing++;
        return 0;
    }
    enter_storage(trace_table_find(&traced.handles, birth), storage, stack);
    return birth;
}

NOT_INLINE uint64_t bytes_trace_pin_(uint64_t birth, const BytesStorage *storage)
{
    if (storage == NULL) {
        return birth;
    }
    TraceFrames frames;
    trace_capture(&frames);
    trace_lock(&traced_lock);
    if (!traced.started) {
        start();
    }
    const TraceStack *const stack = trace_stacks_keep(&traced.stacks, &frames);
    TraceRecord *const handle = birth != 0 ? trace_table_find(&traced.handles, birth) : NULL;
    if (handle != NULL) {
        leave_storage(handle);
        enter_storage(handle, storage, stack);
    } else {
        birth = add_handle(storage, stack);
    }
    trace_unlock(&traced_lock);
    return birth;
}

void bytes_trace_unpin_(uint64_t birth)
{
    if (birth != 0) {
        trace_lock(&traced_lock);
        TraceRecord *const handle = trace_table_find(&traced.handles, birth);
        if (handle != NULL) {
            leave_storage(handle);
        }
        trace_unlock(&traced_lock);
    }
}

void bytes_trace_death_(uint64_t birth)
{
    if (birth == 0) {
        return;
    }
    trace_lock(&traced_lock);
    TraceRecord *const handle = trace_table_find(&traced.handles, birth);
    if (handle != NULL) {
        leave_storage(handle);
        trace_table_remove(&traced.handles, handle);
    }
    trace_unlock(&traced_lock);
    if (handle == NULL) {
        bytes_abort_misuse_("bytes_drop", "a handle was dropped twice: it was copied by assignment");
    }
}

bool bytes_trace_has_handles(void)
{
    return trace_can_capture();
}

uint64_t bytes_trace_handle_checkpoint(void)
{
    trace_lock(&traced_lock);
    const uint64_t out = traced.serial;
    trace_unlock(&traced_lock);
    return out;
}

size_t bytes_trace_live_handles(uint64_t since)
{
    size_t count = 0;
    trace_lock(&traced_lock);
    for (size_t i = 0; i < traced.handles.capacity; i++) {
        count += traced.handles.records[i].key != 0 && traced.handles.records[i].serial > since;
    }
    trace_unlock(&traced_lock);
    return count;
}

static bool copy_rows(uint64_t since, TraceRows *rows)
{
    if (traced.handles.count > rows->capacity) {
        return false;
    }
    for (size_t i = 0; i < traced.handles.capacity; i++) {
        const TraceRecord *const handle = &traced.handles.records[i];
        if (handle->key != 0 && handle->serial > since) {
            const TraceRecord *const storage = trace_table_find(&traced.storages, handle->extra);
            rows->rows[rows->count++] = (TraceRow){
                .stack = handle->stack,
                .serial = handle->serial,
                .count = 1,
                .size = storage != NULL ? storage->size : 0,
                .storage = handle->extra,
                .storage_stack = storage != NULL ? storage->stack : NULL,
            };
        }
    }
    return true;
}

/* The handles made after `since`, without holding the lock while memory is allocated for them. */
static bool collect(uint64_t since, TraceRows *rows, uint64_t *missing)
{
    size_t capacity = 0;
    for (;;) {
        if (!trace_rows_init(rows, capacity)) {
            return false;
        }
        trace_lock(&traced_lock);
        const bool copied = copy_rows(since, rows);
        capacity = traced.handles.count + traced.handles.count / 4; /* for what is added meanwhile */
        *missing = traced.missing;
        trace_unlock(&traced_lock);
        if (copied) {
            return true;
        }
        trace_rows_drop(rows);
    }
}

int bytes_trace_report_handles(uint64_t since, BytesTraceWrite *write, void *context)
{
    TraceRows rows;
    uint64_t missing;
    if (!collect(since, &rows, &missing)) {
        return BYTES_ENOMEM;
    }
    TraceOut out = trace_out_open(write, context);
    trace_report_handles(&out, &rows);
    if (missing != 0) {
        trace_out_line(&out, "not recorded, out of memory: %llu handle%s", TRACE_COUNT(missing));
    }
    uint64_t size;
    const size_t handles = rows.count;
    const size_t storages = trace_rows_storages(rows.rows, rows.count, &size);
    trace_out_line(&out, "%s: %llu handle%s, pinning %llu storage%s, %llu bytes",
                   since == 0 ? "alive" : "since the checkpoint", TRACE_COUNT(handles), TRACE_COUNT(storages),
                   (unsigned long long)size);
    trace_out_close(&out);
    trace_rows_drop(&rows);
    return 0;
}
#endif
