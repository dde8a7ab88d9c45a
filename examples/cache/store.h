/* SPDX-License-Identifier: MIT */
/*
 * The keys: a table, the order of their use, expiry, and eviction. The table is uthash's, with XXH3 and a random seed.
 * Its list of all entries is the order of use, the least recently used first, if there is a bound on memory.
 */
#ifndef CACHE_STORE_H
#define CACHE_STORE_H

#include "entry.h"
#include "memory.h"

typedef struct Store {
    Memory *memory;
    Entry *entries;    /* NULL: none */
    uint64_t seed;     /* of the hash */
    uint64_t random;   /* state of a generator */
    size_t max_memory; /* bound on memory->held; 0: none */
    size_t copy_below; /* bytes of a value: shorter ones are copied to their entry */
    int64_t now;       /* milliseconds since 1970; to be set before use */
    size_t expiring;   /* entries that have a time to live */
    size_t sweep;      /* bucket to be searched next for expired ones */
    struct StoreCounts {
        uint64_t hits;
        uint64_t misses;
        uint64_t expired;
        uint64_t evicted;
        uint64_t kept_views;   /* values that are views of what was read */
        uint64_t copied_views; /* values that were copied to a block of their own: they would have pinned too much */
    } counts;
} Store;

/* Make an empty store. @param memory Outlives it. @param seed Random. */
void store_init(Memory *memory, uint64_t seed, size_t max_memory, size_t copy_below, Store *out);

/* Free all entries. The store can be used again. */
void store_clear(Store *self);

size_t store_count(const Store *self);

/* The entry of a key, which becomes the one used last; NULL if there is none, or it has expired. */
Entry *store_find(Store *self, BytesSpan key);

/* Have the processor fetch the bucket of a key, and later, with what this returned, the first entry in it. */
uint64_t store_prefetch_bucket(const Store *self, BytesSpan key);
void store_prefetch_entry(const Store *self, uint64_t hash);

/* store_find() for a command that reads: counts a hit or a miss. */
Entry *store_read(Store *self, BytesSpan key);

/* Remove an entry and free it. Responses that are being sent keep what they need of its value. */
void store_remove(Store *self, Entry *entry);

/*
 * Set a key to a copy of a value.
 *
 * @param old     What store_find() returned for the key; replaced.
 * @param expires Milliseconds since 1970; 0: never.
 * @return 0 or BYTES_ENOMEM; then nothing has changed.
 */
int store_set(Store *self, Entry *old, BytesSpan key, BytesSpan value, int64_t expires);

/* store_set() to a view of a value with its length and line ends, as it was read. It is kept, unless it pins much more
 * than it shows, or is short. @param wire Emptied if it is kept. @param value The value in it. */
int store_set_view(Store *self, Entry *old, BytesSpan key, Bytes *wire, BytesSpan value, int64_t expires);

/* Make the value @p len bytes long, 0 where there were none, and writable. @param entry Of the key, or NULL; set to the
 * new one. @param[out] value Its first byte. */
int store_edit(Store *self, Entry **entry, BytesSpan key, size_t len, uint8_t **value);

/* Set or, with 0, remove the time of an entry's expiry. */
void store_expire(Store *self, Entry *entry, int64_t expires);

/* Evict until memory is within the bound; false if that is not enough. */
bool store_evict(Store *self);

/* Remove expired entries among the next buckets: some at each call, so that all are reached in turn. */
void store_sweep(Store *self);

/* An entry at random; NULL if there is none. */
Entry *store_random(Store *self);

/* Called for each entry that is scanned; may remove it. False: the scan ends. */
typedef bool StoreVisit(void *context, Entry *entry);

/*
 * Visit the entries of some buckets. A sequence of calls from cursor 0 until 0 is returned visits each key that is
 * there all the time at least once, also if the table grows meanwhile.
 *
 * @param count About as many entries.
 * @return The next cursor; 0: the end.
 */
uint64_t store_scan(Store *self, uint64_t cursor, size_t count, StoreVisit *visit, void *context);

#endif
