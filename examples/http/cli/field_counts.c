/* SPDX-License-Identifier: MIT */
#include "field_counts.h"

#include <stdlib.h>
#include <string.h>

/* A view may pin so many times what it shows before it is copied out: a whole block for one header is far beyond it. */
enum { PINS_AT_MOST = 4, FIRST_ROOM = 64 };

void http_tally_init(HttpTally *tally, const char *name, BytesAllocator *allocator)
{
    *tally = (HttpTally){.name = name, .allocator = allocator};
}

/* Where a value is, or would be: from its hash on, up to the first place that is free. There always is one. */
static HttpTallyEntry *find(HttpTallyEntry *entries, size_t room, const Bytes *value, uint64_t hash)
{
    size_t at = (size_t)hash & (room - 1); /* the room is a power of two */

    while (entries[at].count != 0 && (entries[at].hash != hash || !bytes_equal(&entries[at].value, value))) {
        at = (at + 1) & (room - 1);
    }
    return &entries[at];
}

/* At most half of the places are taken, so that searches stay short. */
static int make_room(HttpTally *tally)
{
    const size_t room = tally->room == 0 ? FIRST_ROOM : 2 * tally->room;
    HttpTallyEntry *entries;

    if (tally->count < tally->room / 2) {
        return 0;
    }
    if (room > SIZE_MAX / sizeof(*entries)) {
        return BYTES_ENOMEM;
    }
    entries = tally->allocator->allocate(tally->allocator, room * sizeof(*entries));
    if (entries == NULL) {
        return BYTES_ENOMEM;
    }
    memset(entries, 0, room * sizeof(*entries));
    for (size_t i = 0; i < tally->room; i++) {
        const HttpTallyEntry *entry = &tally->entries[i];

        if (entry->count != 0) {
            *find(entries, room, &entry->value, entry->hash) = *entry;
        }
    }
    if (tally->entries != NULL) {
        tally->allocator->deallocate(tally->allocator, tally->entries, tally->room * sizeof(*entries));
    }
    tally->entries = entries;
    tally->room = room;
    return 0;
}

static int add(HttpTally *tally, Bytes *value)
{
    const uint64_t hash = bytes_hash(value, 0);
    const int error = make_room(tally);
    HttpTallyEntry *entry;

    if (error != 0) {
        return error;
    }
    entry = find(tally->entries, tally->room, value, hash);
    if (entry->count == 0) {
        /* A view of our own, so that the request's stays where it is. Compaction then lets the request's block go: the
         * bytes get a block of their own size, unless they are a good part of the one that they are in. */
        Bytes kept = bytes_share(value);

        if (bytes_compact_in(tally->allocator, &kept, PINS_AT_MOST) < 0) {
            bytes_drop(&kept);
            return BYTES_ENOMEM;
        }
        entry->value = bytes_move(&kept);
        entry->hash = hash;
        tally->count++;
    }
    entry->count++;
    return 0;
}

int http_tally_add(HttpTally *tally, const HttpMessage *message)
{
    const BytesSpan wanted = bytes_span_str(tally->name);
    Bytes *fields = message->views + HTTP_MESSAGE_METHOD + HTTP_RANGES(0);

    for (size_t i = 0; i < message->field_count; i++) {
        if (bytes_span_equal_ignore_case(bytes_span(&fields[2 * i]), wanted)) {
            const int error = add(tally, &fields[2 * i + 1]);

            if (error != 0) {
                return error;
            }
        }
    }
    return 0;
}

static int compare(const void *left, const void *right)
{
    const HttpTallyEntry *a = left;
    const HttpTallyEntry *b = right;

    if (a->count != b->count) {
        return a->count < b->count ? 1 : -1;
    }
    return bytes_compare(&a->value, &b->value);
}

void http_tally_sort(HttpTally *tally)
{
    if (tally->room != 0) {
        qsort(tally->entries, tally->room, sizeof(*tally->entries), compare); /* free places have count 0 */
    }
}

void http_tally_drop(HttpTally *tally)
{
    for (size_t i = 0; i < tally->room; i++) {
        bytes_drop(&tally->entries[i].value);
    }
    if (tally->entries != NULL) {
        tally->allocator->deallocate(tally->allocator, tally->entries, tally->room * sizeof(*tally->entries));
    }
    *tally = (HttpTally){.name = tally->name, .allocator = tally->allocator};
}
