/* SPDX-License-Identifier: MIT */
#include "trace_report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sizes.h"

/* Longer ones are cut. */
enum { LINE_MAX_LENGTH = 2048 };

/* Rows. */

bool trace_rows_init(TraceRows *self, size_t capacity)
{
    *self = (TraceRows){.capacity = size_max(capacity, 1)};
    if (capacity > SIZE_MAX / 2 / sizeof(TraceRow)) {
        return false;
    }
    self->rows = malloc(self->capacity * sizeof(*self->rows));
    if (self->rows == NULL) {
        return false;
    }
    self->groups = malloc(self->capacity * sizeof(*self->groups));
    if (self->groups == NULL) {
        trace_rows_drop(self);
        return false;
    }
    return true;
}

void trace_rows_drop(TraceRows *self)
{
    free(self->rows);
    free(self->groups);
    *self = (TraceRows){.rows = NULL};
}

static int compare(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int by_storage(const void *a, const void *b)
{
    const TraceRow *const left = a;
    const TraceRow *const right = b;
    const int order = compare((uintptr_t)left->storage_stack, (uintptr_t)right->storage_stack);
    return order != 0 ? order : compare(left->storage, right->storage);
}

static int by_stack(const void *a, const void *b)
{
    const TraceRow *const left = a;
    const TraceRow *const right = b;
    const int order = compare((uintptr_t)left->stack, (uintptr_t)right->stack);
    return order != 0 ? order : by_storage(a, b);
}

static int by_size(const void *a, const void *b)
{
    const TraceGroup *const left = a;
    const TraceGroup *const right = b;
    const int order = compare(right->size, left->size);
    return order != 0 ? order : compare(right->serial, left->serial);
}

static int by_count(const void *a, const void *b)
{
    const TraceGroup *const left = a;
    const TraceGroup *const right = b;
    const int order = compare(right->count, left->count);
    return order != 0 ? order : compare(right->serial, left->serial);
}

/* Group the rows by their stacks; returns the number of groups. */
static size_t group(TraceRows *self)
{
    size_t groups = 0;
    if (self->count == 0) {
        return 0; /* there may be no rows at all, which qsort() does not take */
    }
    qsort(self->rows, self->count, sizeof(*self->rows), by_stack);
    for (size_t i = 0; i < self->count; i++) {
        const TraceRow *const row = &self->rows[i];
        if (i == 0 || row->stack != row[-1].stack) {
            self->groups[groups++] = (TraceGroup){.rows = row};
        }
        TraceGroup *const last = &self->groups[groups - 1];
        last->row_count++;
        last->count += row->count;
        last->size += row->size;
        last->serial = row->serial > last->serial ? row->serial : last->serial;
    }
    return groups;
}

/* Sorted rows: those from `begin` on whose storages were made at one place, and how many storages those are. */
static size_t one_place(const TraceRow *rows, size_t begin, size_t count, size_t *storages, uint64_t *size)
{
    size_t end = begin;
    for (; end < count && rows[end].storage_stack == rows[begin].storage_stack; end++) {
        if (rows[end].storage != 0 && (end == begin || rows[end].storage != rows[end - 1].storage)) {
            *storages += 1;
            *size += rows[end].size;
        }
    }
    return end;
}

size_t trace_rows_storages(TraceRow *rows, size_t count, uint64_t *size)
{
    size_t storages = 0;
    *size = 0;
    qsort(rows, count, sizeof(*rows), by_storage);
    for (size_t i = 0; i < count;) {
        i = one_place(rows, i, count, &storages, size);
    }
    return storages;
}

/* Text. */

void trace_out_line(TraceOut *self, const char *format, ...)
{
    char line[LINE_MAX_LENGTH];
    va_list arguments;
    va_start(arguments, format);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it does not see va_start(). */
    const int length = vsnprintf(line, sizeof(line) - 1, format, arguments);
    va_end(arguments);
    if (length > 0) {
        const size_t len = size_min((size_t)length, sizeof(line) - 2);
        line[len] = '\n';
        self->write(self->context, line, len + 1);
    }
}

void bytes_trace_to_file(void *file, const char *text, size_t len)
{
    (void)fwrite(text, 1, len, file); /* whoever wants to know about errors of the file asks it */
}

static void remember_folder(void *context, const TracePlace *place)
{
    TraceOut *const out = context;
    const char *const slash = place->file != NULL ? strrchr(place->file, '/') : NULL;
    const size_t len = slash != NULL ? (size_t)(slash + 1 - place->file) : 0;
    if (len < sizeof(out->sources)) {
        memcpy(out->sources, place->file != NULL ? place->file : "", len);
        out->sources[len] = '\0';
    }
}

TraceOut trace_out_open(BytesTraceWrite *write, void *context)
{
    TraceOut self = {.write = write, .context = context, .symbols = trace_symbols_open()};
    /* What is in the folder of this very file, or in the same shared library, is the library. The address is copied,
     * not cast: C has no conversion from addresses of functions. One more, for a return address is after a call. */
    TraceOut (*const function)(BytesTraceWrite *, void *) = trace_out_open;
    uintptr_t address;
    memcpy(&address, &function, sizeof(address));
    const void *const here = (const char *)address + 1;
    trace_symbols_describe(self.symbols, here, remember_folder, &self);
    self.module = trace_symbols_shared(here) ? trace_symbols_module(here).module : NULL;
    return self;
}

void trace_out_close(TraceOut *self)
{
    trace_symbols_close(self->symbols);
}

static bool is_library(const TraceOut *self, const TracePlace *place)
{
    if (place->file == NULL) {
        return self->module != NULL && place->module != NULL && strcmp(place->module, self->module) == 0;
    }
    if (strstr(place->file, "/bytes/impl/") != NULL) {
        return true;
    }
    const size_t len = strlen(self->sources);
    return len != 0 && strncmp(place->file, self->sources, len) == 0 && strchr(place->file + len, '/') == NULL;
}

/* Length of a function's name, without the mark of a mode (mode.inl). */
static int name_length(const char *function)
{
    const char *const mark = strncmp(function, "bytes_", 6) == 0 ? strstr(function, "_with_trace_handles") : NULL;
    return (int)(mark != NULL ? (size_t)(mark - function) : strlen(function));
}

/* Write a place behind `before`. */
static void write_place(TraceOut *self, const char *before, const TracePlace *place)
{
    const char *const function = place->function != NULL ? place->function : "";
    const int length = name_length(function);
    if (place->file != NULL) {
        trace_out_line(self, "%s%s:%d%s%.*s", before, place->file, place->line, length != 0 ? " in " : "", length,
                       function);
        return;
    }
    trace_out_line(self, "%s%.*s%s%s%s0x%llx%s", before, length, function, length != 0 ? " (" : "",
                   place->module != NULL ? place->module : "", place->module != NULL ? "+" : "",
                   (unsigned long long)place->offset, length != 0 ? ")" : "");
}

static void write_stack_line(void *context, const TracePlace *place)
{
    write_place(context, "    ", place);
}

typedef struct Caller {
    TraceOut *out;
    const char *before;
    bool any;  /* the first line will do */
    bool done; /* written */
} Caller;

static void write_caller(void *context, const TracePlace *place)
{
    Caller *const caller = context;
    if (!caller->done && (caller->any || !is_library(caller->out, place))) {
        caller->done = true;
        write_place(caller->out, caller->before, place);
    }
}

/* Write the innermost line outside the library behind `before`; the innermost of all, if none is. */
static void write_first(TraceOut *self, const char *before, const TraceStack *stack)
{
    Caller caller = {.out = self, .before = before};
    for (int pass = 0; pass < 2; pass++) {
        caller.any = pass == 1;
        for (size_t i = 0; i < stack->depth && !caller.done; i++) {
            trace_symbols_describe(self->symbols, stack->frames[i], write_caller, &caller);
        }
    }
    if (!caller.done) {
        trace_out_line(self, "%sunknown", before);
    }
}

static void write_stack(TraceOut *self, const TraceStack *stack)
{
    for (size_t i = 0; i < stack->depth; i++) {
        trace_symbols_describe(self->symbols, stack->frames[i], write_stack_line, self);
    }
}

void trace_report_blocks(TraceOut *self, TraceRows *rows)
{
    const size_t count = group(rows);
    if (count == 0) {
        return;
    }
    qsort(rows->groups, count, sizeof(*rows->groups), by_size);
    for (size_t i = 0; i < count; i++) {
        const TraceGroup *const one = &rows->groups[i];
        char samples[40] = "";
        char before[160];
        if (one->count != one->row_count) {
            (void)snprintf(samples, sizeof(samples), ", by %llu sample%s", TRACE_COUNT(one->row_count));
        }
        (void)snprintf(before, sizeof(before), "%llu block%s, %llu bytes%s: ", TRACE_COUNT(one->count),
                       (unsigned long long)one->size, samples);
        write_first(self, before, one->rows->stack);
        write_stack(self, one->rows->stack);
    }
}

static void write_storages(TraceOut *self, const TraceGroup *one)
{
    for (size_t i = 0; i < one->row_count;) {
        const TraceStack *const stack = one->rows[i].storage_stack;
        size_t storages = 0;
        uint64_t size = 0;
        i = one_place(one->rows, i, one->row_count, &storages, &size);
        if (stack != NULL) {
            char before[80];
            (void)snprintf(before, sizeof(before), "  pinning %llu storage%s, %llu bytes: ", TRACE_COUNT(storages),
                           (unsigned long long)size);
            write_first(self, before, stack);
        }
    }
}

void trace_report_handles(TraceOut *self, TraceRows *rows)
{
    const size_t count = group(rows);
    qsort(rows->groups, count, sizeof(*rows->groups), by_count);
    for (size_t i = 0; i < count; i++) {
        const TraceGroup *const one = &rows->groups[i];
        char before[80];
        (void)snprintf(before, sizeof(before), "%llu handle%s: ", TRACE_COUNT(one->count));
        write_first(self, before, one->rows->stack);
        write_stack(self, one->rows->stack);
        write_storages(self, one);
    }
}
