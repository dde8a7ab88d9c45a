/* SPDX-License-Identifier: MIT */
#define HASH_NONFATAL_OOM 1
/* The functions that change the table have the store in `self`. */
#define uthash_malloc(size) memory_allocate(self->memory, size)
#define uthash_free(block, size) memory_free(self->memory, block, size)
#define uthash_nonfatal_oom(entry) ((void)0)

#include "store.h"

#include <string.h>

/* The table doubles at one key a bucket; uthash by itself waits for a chain of ten. */
#undef HASH_BKT_CAPACITY_THRESH
#define HASH_BKT_CAPACITY_THRESH (self->entries->hh.tbl->num_items > self->entries->hh.tbl->num_buckets ? 1U : 1U << 20)

enum {
    WIRE_END = 2,         /* bytes behind the value in a view */
    PINNED_BESIDE = 4096, /* bytes that a kept view may pin beside twice its length */
    SWEEP_BUCKETS = 16384,
    RANDOM_TRIES = 1000
};

void store_init(Memory *memory, uint64_t seed, size_t max_memory, size_t copy_below, Store *out)
{
    *out = (Store){.memory = memory,
                   .seed = seed,
                   .random = seed | 1,
                   .max_memory = max_memory,
                   .copy_below = copy_below < ENTRY_COPY_MAX ? copy_below : ENTRY_COPY_MAX};
}

void store_clear(Store *self)
{
    Entry *entry = self->entries;
    HASH_CLEAR(hh, self->entries);
    while (entry != NULL) {
        Entry *const next = entry->hh.next;
        entry_free(self->memory, entry);
        entry = next;
    }
    self->expiring = 0;
}

size_t store_count(const Store *self)
{
    return HASH_COUNT(self->entries);
}

static unsigned hash_of(const Store *self, BytesSpan key)
{
    return (unsigned)bytes_span_hash(key, self->seed);
}

/* Make an entry the last of the list: what HASH_DELETE() and HASH_ADD() would do, without touching the buckets. */
static void use(Store *self, Entry *entry)
{
    Entry *const prev = entry->hh.prev;
    Entry *const next = entry->hh.next;
    if (next == NULL) {
        return;
    }
    UT_hash_table *const table = entry->hh.tbl;
    Entry *const last = ELMT_FROM_HH(table, table->tail);
    next->hh.prev = prev;
    if (prev != NULL) {
        prev->hh.next = next;
    } else {
        self->entries = next;
    }
    last->hh.next = entry;
    entry->hh.prev = last;
    entry->hh.next = NULL;
    table->tail = &entry->hh;
}

static bool has_expired(const Store *self, const Entry *entry)
{
    return entry->expires != 0 && entry->expires <= self->now;
}

void store_remove(Store *self, Entry *entry)
{
    self->expiring -= entry->expires != 0;
    HASH_DELETE(hh, self->entries, entry);
    entry_free(self->memory, entry);
}

static void remove_expired(Store *self, Entry *entry)
{
    self->counts.expired++;
    store_remove(self, entry);
}

uint64_t store_prefetch_bucket(const Store *self, BytesSpan key)
{
    const unsigned hash = hash_of(self, key);
    if (self->entries != NULL) {
        const UT_hash_table *const table = self->entries->hh.tbl;
        __builtin_prefetch(&table->buckets[hash & (table->num_buckets - 1)]);
    }
    return hash;
}

void store_prefetch_entry(const Store *self, uint64_t hash)
{
    enum { LINE = 64 };
    if (self->entries != NULL) {
        const UT_hash_table *const table = self->entries->hh.tbl;
        const char *const handle = (const char *)table->buckets[hash & (table->num_buckets - 1)].hh_head;
        __builtin_prefetch(handle);
        __builtin_prefetch(handle + LINE);
    }
}

Entry *store_find(Store *self, BytesSpan key)
{
    Entry *entry;
    const unsigned hash = hash_of(self, key);
    HASH_FIND_BYHASHVALUE(hh, self->entries, key.data, key.len, hash, entry);
    if (entry == NULL) {
        return NULL;
    }
    if (has_expired(self, entry)) {
        remove_expired(self, entry);
        return NULL;
    }
    if (self->max_memory != 0) {
        use(self, entry);
    }
    return entry;
}

Entry *store_read(Store *self, BytesSpan key)
{
    Entry *const entry = store_find(self, key);
    if (entry != NULL) {
        self->counts.hits++;
    } else {
        self->counts.misses++;
    }
    return entry;
}

void store_expire(Store *self, Entry *entry, int64_t expires)
{
    self->expiring += (expires != 0) - (size_t)(entry->expires != 0);
    entry->expires = expires;
}

/* Put a new entry into the table, in place of an old one of the same key. */
static int replace(Store *self, Entry *old, Entry *entry, int64_t expires)
{
    const unsigned hash = old != NULL ? old->hh.hashv : hash_of(self, entry_key(entry));
    HASH_ADD_KEYPTR_BYHASHVALUE(hh, self->entries, entry->hh.key, entry->hh.keylen, hash, entry);
    if (entry->hh.tbl == NULL) {
        entry_free(self->memory, entry);
        return BYTES_ENOMEM;
    }
    store_expire(self, entry, expires);
    if (old != NULL) {
        store_remove(self, old);
    }
    return 0;
}

static int set_copy(Store *self, Entry *old, BytesSpan key, BytesSpan value, int64_t expires)
{
    Entry *entry = old;
    const bool in_place =
        old != NULL && !entry_is_view(old) && value.len <= old->capacity && value.len >= old->capacity / 2;
    if (!in_place) {
        entry = entry_new(self->memory, key, (uint32_t)value.len);
        if (entry == NULL) {
            return BYTES_ENOMEM;
        }
    }
    if (value.len != 0) {
        memcpy(entry_copy(entry), value.data, value.len);
    }
    if (!in_place) {
        return replace(self, old, entry, expires);
    }
    entry->value_len = (uint32_t)value.len;
    store_expire(self, entry, expires);
    return 0;
}

/* Move a view into the entry of a key. */
static int set_view(Store *self, Entry *old, BytesSpan key, Bytes *wire, int64_t expires)
{
    if (old != NULL && entry_is_view(old)) {
        bytes_drop(entry_view(old));
        *entry_view(old) = bytes_move(wire);
        store_expire(self, old, expires);
        return 0;
    }
    Entry *const entry = entry_new(self->memory, key, ENTRY_IS_VIEW);
    if (entry == NULL) {
        return BYTES_ENOMEM;
    }
    const int error = replace(self, old, entry, expires);
    if (error == 0) {
        *entry_view(entry) = bytes_move(wire);
    }
    return error;
}

/* Write a value over one of its length that nothing else refers to: its block need not be freed and allocated again. */
static bool overwrite(Entry *old, BytesSpan value)
{
    BytesMut block;
    if (old == NULL || !entry_is_view(old) || entry_value(old).len != value.len ||
        bytes_try_into_mut(entry_view(old), &block) != 0) {
        return false;
    }
    memcpy(block.data + block.len - WIRE_END - value.len, value.data, value.len);
    *entry_view(old) = bytes_mut_freeze(&block);
    return true;
}

int store_set(Store *self, Entry *old, BytesSpan key, BytesSpan value, int64_t expires)
{
    if (value.len < self->copy_below) {
        return set_copy(self, old, key, value, expires);
    }
    if (overwrite(old, value)) {
        store_expire(self, old, expires);
        self->counts.copied_views++;
        return 0;
    }
    Bytes wire;
    uint8_t *bytes;
    int error = entry_new_view(self->memory, value.len, &wire, &bytes);
    if (error != 0) {
        return error;
    }
    if (value.len != 0) {
        memcpy(bytes, value.data, value.len);
    }
    error = set_view(self, old, key, &wire, expires);
    bytes_drop(&wire);
    self->counts.copied_views += error == 0;
    return error;
}

int store_set_view(Store *self, Entry *old, BytesSpan key, Bytes *wire, BytesSpan value, int64_t expires)
{
    if (value.len < self->copy_below || bytes_retained(wire) > 2 * wire->len + PINNED_BESIDE) {
        return store_set(self, old, key, value, expires);
    }
    const int error = set_view(self, old, key, wire, expires);
    self->counts.kept_views += error == 0;
    return error;
}

int store_edit(Store *self, Entry **entry, BytesSpan key, size_t len, uint8_t **value)
{
    Entry *const old = *entry;
    const BytesSpan old_value = old != NULL ? entry_value(old) : bytes_span_of(NULL, 0);
    const int64_t expires = old != NULL ? old->expires : 0;
    if (old != NULL && entry_is_view(old)) {
        return entry_resize_view(entry_view(old), len, value);
    }
    if (old != NULL && len <= old->capacity && len < self->copy_below) {
        *value = entry_copy(old);
        if (len > old->value_len) {
            memset(*value + old->value_len, 0, len - old->value_len);
        }
        old->value_len = (uint32_t)len;
        return 0;
    }
    /* A new entry, with what there is; then its own bytes are edited. */
    Entry *fresh;
    int error;
    if (len < self->copy_below) {
        fresh = entry_new(self->memory, key, (uint32_t)len);
        if (fresh == NULL) {
            return BYTES_ENOMEM;
        }
        *value = entry_copy(fresh);
    } else {
        fresh = entry_new(self->memory, key, ENTRY_IS_VIEW);
        if (fresh == NULL) {
            return BYTES_ENOMEM;
        }
        error = entry_new_view(self->memory, len, entry_view(fresh), value);
        if (error != 0) {
            entry_free(self->memory, fresh);
            return error;
        }
    }
    const size_t kept = old_value.len < len ? old_value.len : len;
    memcpy(*value, old_value.data != NULL ? old_value.data : *value, kept);
    memset(*value + kept, 0, len - kept);
    error = replace(self, old, fresh, expires);
    if (error == 0) {
        *entry = fresh;
    }
    return error;
}

bool store_evict(Store *self)
{
    while (self->max_memory != 0 && self->memory->held > self->max_memory) {
        if (self->entries == NULL) {
            return false;
        }
        self->counts.evicted++;
        store_remove(self, self->entries);
    }
    return true;
}

/* The element that a handle of uthash is in. */
static Entry *entry_of(const Store *self, UT_hash_handle *handle)
{
    return handle != NULL ? ELMT_FROM_HH(self->entries->hh.tbl, handle) : NULL;
}

/* Visit the entries of a bucket. */
static bool visit_bucket(Store *self, size_t bucket, StoreVisit *visit, void *context)
{
    Entry *entry = entry_of(self, self->entries->hh.tbl->buckets[bucket].hh_head);
    while (entry != NULL) {
        Entry *const next = entry_of(self, entry->hh.hh_next);
        if (!visit(context, entry)) {
            return false;
        }
        entry = next;
    }
    return true;
}

static bool remove_if_expired(void *context, Entry *entry)
{
    Store *const self = context;
    if (has_expired(self, entry)) {
        remove_expired(self, entry);
    }
    return true;
}

void store_sweep(Store *self)
{
    for (size_t i = 0; i < SWEEP_BUCKETS && self->expiring != 0; i++) {
        const size_t buckets = self->entries->hh.tbl->num_buckets;
        self->sweep = (self->sweep + 1) & (buckets - 1);
        (void)visit_bucket(self, self->sweep, remove_if_expired, self);
        if (i >= buckets) {
            return;
        }
    }
}

static uint64_t next_random(Store *self)
{
    self->random += UINT64_C(0x9e3779b97f4a7c15); /* splitmix64 */
    uint64_t value = self->random;
    value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

Entry *store_random(Store *self)
{
    for (int i = 0; i < RANDOM_TRIES && self->entries != NULL; i++) {
        const UT_hash_table *const table = self->entries->hh.tbl;
        const UT_hash_bucket *const bucket = &table->buckets[next_random(self) & (table->num_buckets - 1)];
        if (bucket->count == 0) {
            continue;
        }
        Entry *entry = entry_of(self, bucket->hh_head);
        for (uint64_t skip = next_random(self) % bucket->count; skip > 0; skip--) {
            entry = entry_of(self, entry->hh.hh_next);
        }
        if (!has_expired(self, entry)) {
            return entry;
        }
        remove_expired(self, entry);
    }
    return self->entries; /* a large table that has become nearly empty */
}

typedef struct Visits {
    const Store *store;
    StoreVisit *visit;
    void *context;
    size_t count;
} Visits;

static bool visit_alive(void *context, Entry *entry)
{
    Visits *const self = context;
    self->count++;
    return has_expired(self->store, entry) || self->visit(self->context, entry);
}

uint64_t store_scan(Store *self, uint64_t cursor, size_t count, StoreVisit *visit, void *context)
{
    Visits visits = {.store = self, .visit = visit, .context = context};
    if (self->entries == NULL) {
        return 0;
    }
    /* The table only grows. Doubling splits a bucket into itself and one behind all the others, so counting upwards
     * misses none of its keys; those of buckets before the cursor may come twice. */
    const uint64_t end = self->entries->hh.tbl->num_buckets;
    for (size_t buckets = 0; visits.count < count && buckets < 10 * count; buckets++) {
        if (cursor >= end || !visit_bucket(self, cursor, visit_alive, &visits) || ++cursor == end) {
            return 0;
        }
    }
    return cursor;
}
