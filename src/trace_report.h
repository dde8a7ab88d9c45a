/* SPDX-License-Identifier: MIT */
/* Reports: text about records, grouped by their stacks. */
#ifndef BYTES_SRC_TRACE_REPORT_H
#define BYTES_SRC_TRACE_REPORT_H

#include <bytes/trace.h>

#include "trace_stack.h"
#include "trace_symbols.h"

/* What is alive, copied out of the tables, so that it can be written without holding their lock. */
typedef struct TraceRow {
    const TraceStack *stack;
    uint64_t serial;
    uint64_t count; /* blocks or handles that it stands for: more than 1 for a sample */
    uint64_t size;  /* bytes of these blocks, or of the handle's storage */
    uintptr_t storage;
    const TraceStack *storage_stack; /* NULL: not known */
} TraceRow;

/* Rows of one stack. */
typedef struct TraceGroup {
    const TraceRow *rows;
    size_t row_count;
    uint64_t count;
    uint64_t size;
    uint64_t serial; /* of the newest */
} TraceGroup;

/* All that is allocated for a report. */
typedef struct TraceRows {
    TraceRow *rows;
    TraceGroup *groups;
    size_t count;
    size_t capacity;
} TraceRows;

/* Allocate for this many rows; false: out of memory. */
bool trace_rows_init(TraceRows *self, size_t capacity);
void trace_rows_drop(TraceRows *self);

/* Where a report goes. */
typedef struct TraceOut {
    BytesTraceWrite *write;
    void *context;
    TraceSymbols *symbols;
    const char *module; /* that of the library, unless it is linked into the program */
    char sources[512];  /* the folder of the library's own files, with a slash; or empty */
} TraceOut;

TraceOut trace_out_open(BytesTraceWrite *write, void *context);
void trace_out_close(TraceOut *self);

/* Write a line. */
void trace_out_line(TraceOut *self, const char *format, ...) BYTES_PRINTF(2, 3);

/* Arguments for "%llu block%s". */
#define TRACE_COUNT(n) (unsigned long long)(n), (n) == 1 ? "" : "s"

/* Write a group for each stack: of blocks, most bytes first; of handles, most of them first, with what they pin. */
void trace_report_blocks(TraceOut *self, TraceRows *rows);
void trace_report_handles(TraceOut *self, TraceRows *rows);

/* The number of different storages, and their bytes. Sorts the rows. */
size_t trace_rows_storages(TraceRow *rows, size_t count, uint64_t *size);

#endif
