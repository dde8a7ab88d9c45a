/* SPDX-License-Identifier: MIT */
#include "field_counts.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAX_PINNED = 4, /* the most a value may pin, as a multiple of its length; its request's block is far larger */
    FIRST_CAPACITY = 64
};

void http_field_counts_init(const char *name, BytesAllocator *allocator, HttpFieldCounts *out)
{
    *out = (HttpFieldCounts){.name = name, .allocator = allocator};
}

/* The slot of a value, or the free one where it belongs. There always is a free one. */
static HttpFieldCount *find(HttpFieldCount *slots, size_t capacity, const Bytes *value, uint64_t hash)
{
    size_t at = (size_t)hash & (capacity - 1);
    while (slots[at].count != 0 && (slots[at].hash != hash || !bytes_equal(&slots[at].value, value))) {
        at = (at + 1) & (capacity - 1);
    }
    return &slots[at];
}

static void deallocate(HttpFieldCounts *counts)
{
    if (counts->slots != NULL) {
        counts->allocator->deallocate(counts->allocator, counts->slots, counts->capacity * sizeof(*counts->slots));
    }
}

/* Ensure a free slot. At most half of the slots are in use, so that searches stay short. */
static int reserve(HttpFieldCounts *counts)
{
    if (counts->count < counts->capacity / 2) {
        return 0;
    }
    const size_t capacity = counts->capacity == 0 ? FIRST_CAPACITY : 2 * counts->capacity;
    if (capacity > SIZE_MAX / sizeof(HttpFieldCount)) {
        return BYTES_ENOMEM;
    }
    HttpFieldCount *slots = counts->allocator->allocate(counts->allocator, capacity * sizeof(*slots));
    if (slots == NULL) {
        return BYTES_ENOMEM;
    }
    memset(slots, 0, capacity * sizeof(*slots));
    for (size_t i = 0; i < counts->capacity; i++) {
        const HttpFieldCount *old = &counts->slots[i];
        if (old->count != 0) {
            *find(slots, capacity, &old->value, old->hash) = *old;
        }
    }
    deallocate(counts);
    counts->slots = slots;
    counts->capacity = capacity;
    return 0;
}

static int add(HttpFieldCounts *counts, Bytes *value)
{
    int error = reserve(counts);
    if (error != 0) {
        return error;
    }
    const uint64_t hash = bytes_hash(value, 0);
    HttpFieldCount *slot = find(counts->slots, counts->capacity, value, hash);
    if (slot->count == 0) {
        /* A share, because the request keeps its view. Compacting it copies the bytes to a block of their own, unless
         * they make up a good part of the one they are in. */
        Bytes kept = bytes_share(value);
        error = bytes_compact_in(counts->allocator, &kept, MAX_PINNED);
        if (error != 0) {
            bytes_drop(&kept);
            return error;
        }
        slot->value = bytes_move(&kept);
        slot->hash = hash;
        counts->count++;
    }
    slot->count++;
    return 0;
}

int http_field_counts_add(HttpFieldCounts *counts, const HttpMessage *message)
{
    const BytesSpan name = bytes_span_str(counts->name);
    Bytes *fields = message->views + HTTP_MESSAGE_METHOD + HTTP_RANGES(0);
    for (size_t i = 0; i < message->field_count; i++) {
        if (bytes_span_equal_ignore_case(bytes_span(&fields[2 * i]), name)) {
            const int error = add(counts, &fields[2 * i + 1]);
            if (error != 0) {
                return error;
            }
        }
    }
    return 0;
}

static int compare(const void *left, const void *right)
{
    const HttpFieldCount *a = left;
    const HttpFieldCount *b = right;
    if (a->count != b->count) {
        return a->count < b->count ? 1 : -1;
    }
    return bytes_compare(&a->value, &b->value);
}

void http_field_counts_sort(HttpFieldCounts *counts)
{
    if (counts->capacity != 0) {
        qsort(counts->slots, counts->capacity, sizeof(*counts->slots), compare); /* free slots have count 0 */
    }
}

void http_field_counts_drop(HttpFieldCounts *counts)
{
    for (size_t i = 0; i < counts->capacity; i++) {
        bytes_drop(&counts->slots[i].value);
    }
    deallocate(counts);
    *counts = (HttpFieldCounts){.name = counts->name, .allocator = counts->allocator};
}
