/* SPDX-License-Identifier: MIT */
/* What is alive: records by key, in one hash table. Locked by the caller. */
#ifndef BYTES_SRC_TRACE_TABLE_H
#define BYTES_SRC_TRACE_TABLE_H

#include "trace_stack.h"

typedef struct TraceRecord {
    uint64_t key;    /* the address of a block or storage, or the number of a handle; 0: no record */
    uint64_t serial; /* births are numbered in order */
    size_t size;     /* bytes of a block or storage */
    uintptr_t extra; /* of a block: how many it stands for. Of a storage: its handles. Of a handle: its storage */
    const TraceStack *stack;
    uintptr_t old_storage; /* of a handle: the storage that it has left, and where that was made */
    const TraceStack *old_stack;
} TraceRecord;

/* All-zero is valid and empty. */
typedef struct TraceTable {
    TraceRecord *records;
    size_t capacity; /* 0, or a power of two */
    size_t count;
} TraceTable;

/* Find a record by its key, or NULL. */
TraceRecord *trace_table_find(const TraceTable *self, uint64_t key);

/* Add a record whose key is not in the table; false: out of memory. Records may move. */
bool trace_table_add(TraceTable *self, TraceRecord record);

/* Remove a record that was found. Records may move. */
void trace_table_remove(TraceTable *self, TraceRecord *record);

/* Free the table. */
void trace_table_drop(TraceTable *self);

#endif
