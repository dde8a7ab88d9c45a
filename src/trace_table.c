/* SPDX-License-Identifier: MIT */
#include "trace_table.h"

#include <stdlib.h>
#include <string.h>

/* Where a key would be if no other were. Fibonacci hashing: addresses differ in their middle bits, numbers in their
 * lowest, and the product has both in its highest. */
static size_t home(const TraceTable *self, uint64_t key)
{
    return (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (self->capacity - 1);
}

static size_t after(const TraceTable *self, size_t index)
{
    return (index + 1) & (self->capacity - 1);
}

TraceRecord *trace_table_find(const TraceTable *self, uint64_t key)
{
    if (self->count == 0) {
        return NULL;
    }
    for (size_t i = home(self, key); self->records[i].key != 0; i = after(self, i)) {
        if (self->records[i].key == key) {
            return &self->records[i];
        }
    }
    return NULL;
}

static void put(TraceTable *self, TraceRecord record)
{
    size_t i = home(self, record.key);
    while (self->records[i].key != 0) {
        i = after(self, i);
    }
    self->records[i] = record;
}

static bool grow(TraceTable *self)
{
    const size_t capacity = self->capacity != 0 ? self->capacity * 2 : 64;
    if (capacity > SIZE_MAX / 2 / sizeof(TraceRecord)) {
        return false;
    }
    TraceTable larger = {malloc(capacity * sizeof(TraceRecord)), capacity, self->count};
    if (larger.records == NULL) {
        return false;
    }
    memset(larger.records, 0, capacity * sizeof(TraceRecord));
    for (size_t i = 0; i < self->capacity; i++) {
        if (self->records[i].key != 0) {
            put(&larger, self->records[i]);
        }
    }
    trace_table_drop(self);
    *self = larger;
    return true;
}

bool trace_table_add(TraceTable *self, TraceRecord record)
{
    /* At three quarters it grows. If it cannot, the rest is used, but for one free record, at which searches end. */
    if (self->count >= self->capacity / 4 * 3 && !grow(self) && self->count + 1 >= self->capacity) {
        return false;
    }
    put(self, record);
    self->count++;
    return true;
}

void trace_table_remove(TraceTable *self, TraceRecord *record)
{
    /* No marks of what was removed: records behind the gap move into it, unless that would be before their home. */
    size_t gap = (size_t)(record - self->records);
    for (size_t i = after(self, gap); self->records[i].key != 0; i = after(self, i)) {
        const size_t mask = self->capacity - 1;
        const size_t distance = (i - home(self, self->records[i].key)) & mask;
        if (distance >= ((i - gap) & mask)) {
            self->records[gap] = self->records[i];
            gap = i;
        }
    }
    self->records[gap].key = 0;
    self->count--;
}

void trace_table_drop(TraceTable *self)
{
    free(self->records);
    *self = (TraceTable){NULL, 0, 0};
}
