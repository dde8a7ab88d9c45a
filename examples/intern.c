/* SPDX-License-Identifier: MIT */
/*
 * Interning: one copy of each string in use, found by a table that does not keep it alive.
 *
 * Reads lines of words, and keeps the words of the last two lines. Equal words are views of one string, so they are
 * compared by their address. The table has weak views: a string goes with the last line that has it, and the table
 * notices when it meets the entry again. Prints for each line how many words were new, and how many strings are alive
 * beside it and the line before.
 *
 * The views may be dropped on any thread, without the table; several threads that intern need a lock around it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bytes/bytes.h>

enum { LINE_MAX_WORDS = 64, LINES_KEPT = 2, CAPACITY_MIN = 8 };

typedef struct Entry {
    bool used;
    uint64_t hash;
    BytesWeak string;
} Entry;

typedef struct Interner {
    BytesAllocator *allocator; /* of the strings */
    Entry *entries;            /* linear probing; at least one is free */
    size_t capacity;           /* 0, or a power of two */
    size_t used;               /* entries, with those of strings that are gone */
} Interner;

/* Before an entry is added: if the table is three quarters full, make one that is at most half full of the strings that
 * are alive. */
static int reserve_entry(Interner *self)
{
    if (self->used < self->capacity / 4 * 3) {
        return 0;
    }
    size_t alive = 0;
    for (size_t i = 0; i < self->capacity; i++) {
        alive += self->entries[i].used && !bytes_weak_is_gone(&self->entries[i].string);
    }
    size_t capacity = CAPACITY_MIN;
    while (alive >= capacity / 2) {
        capacity *= 2;
    }
    Entry *const entries = calloc(capacity, sizeof(*entries));
    if (entries == NULL) {
        return BYTES_ENOMEM;
    }
    self->used = 0;
    for (size_t i = 0; i < self->capacity; i++) {
        Entry *const old = &self->entries[i];
        if (!old->used || bytes_weak_is_gone(&old->string)) {
            bytes_weak_drop(&old->string);
            continue;
        }
        size_t at = (size_t)old->hash & (capacity - 1); /* cast: the low bits */
        while (entries[at].used) {
            at = (at + 1) & (capacity - 1);
        }
        entries[at] = *old;
        self->used++;
    }
    free(self->entries);
    self->entries = entries;
    self->capacity = capacity;
    return 0;
}

/* A string of its own, which weak views can refer to. */
static int make_string(BytesAllocator *allocator, BytesSpan text, Bytes *out)
{
    Bytes string = BYTES_EMPTY;
    int error = bytes_copy_in(allocator, text.data, text.len, &string);
    if (error == 0) {
        error = bytes_enable_weak(NULL, &string);
    }
    if (error != 0) {
        bytes_drop(&string);
        return error;
    }
    *out = string;
    return 0;
}

/* Find or make the string that is equal to a text, which is not empty. Returns 0 or BYTES_ENOMEM; then nothing has
 * changed. */
static int intern(Interner *self, BytesSpan text, Bytes *out)
{
    const int error = reserve_entry(self);
    if (error != 0) {
        return error;
    }
    const uint64_t hash = bytes_span_hash(text, 0);
    const size_t mask = self->capacity - 1;
    Entry *reused = NULL;
    size_t at = (size_t)hash & mask; /* cast: the low bits */
    for (; self->entries[at].used; at = (at + 1) & mask) {
        Entry *const entry = &self->entries[at];
        Bytes found;
        if (bytes_weak_is_gone(&entry->string)) {
            reused = reused != NULL ? reused : entry;
        } else if (entry->hash == hash && bytes_weak_upgrade(&entry->string, &found)) {
            if (bytes_span_equal(bytes_span(&found), text)) {
                *out = found;
                return 0;
            }
            bytes_drop(&found);
        }
    }
    Bytes string;
    const int made = make_string(self->allocator, text, &string);
    if (made != 0) {
        return made;
    }
    Entry *const entry = reused != NULL ? reused : &self->entries[at];
    self->used += reused == NULL;
    bytes_weak_drop(&entry->string);
    entry->used = true;
    entry->hash = hash;
    if (bytes_downgrade(&string, &entry->string) != 0) {
        abort(); /* it was made for that */
    }
    *out = string;
    return 0;
}

static void drop_interner(Interner *self)
{
    for (size_t i = 0; i < self->capacity; i++) {
        bytes_weak_drop(&self->entries[i].string);
    }
    free(self->entries);
    *self = (Interner){NULL, NULL, 0, 0};
}

typedef struct Line {
    Bytes words[LINE_MAX_WORDS];
    size_t count;
} Line;

/* Intern the words of a text. */
static int read_line(Interner *interner, char *text, Line *line)
{
    line->count = 0;
    for (char *word = strtok(text, " \r\n"); word != NULL && line->count < LINE_MAX_WORDS;
         word = strtok(NULL, " \r\n")) {
        const int error = intern(interner, bytes_span_str(word), &line->words[line->count]);
        if (error != 0) {
            return error;
        }
        line->count++;
    }
    return 0;
}

int main(void)
{
    BytesCountingAllocator memory;
    bytes_counting_allocator(NULL, &memory);
    Interner interner = {&memory.base, NULL, 0, 0};
    static Line lines[LINES_KEPT];
    char text[4096];
    int error = 0;
    for (size_t i = 0; error == 0 && fgets(text, sizeof(text), stdin) != NULL; i++) {
        Line *const line = &lines[i % LINES_KEPT];
        bytes_drop_all(line->words, line->count);
        const size_t before = bytes_counting_allocator_stats(&memory).allocations;
        error = read_line(&interner, text, line);
        const BytesMemoryStats stats = bytes_counting_allocator_stats(&memory);
        printf("%zu words, %zu new, %zu strings\n", line->count, stats.allocations - before, stats.live_blocks);
    }
    for (size_t i = 0; i < LINES_KEPT; i++) {
        bytes_drop_all(lines[i].words, lines[i].count);
    }
    const size_t left = bytes_counting_allocator_stats(&memory).live_blocks;
    printf("%zu strings in a table of %zu\n", left, interner.capacity);
    drop_interner(&interner);
    return error != 0 || left != 0;
}
