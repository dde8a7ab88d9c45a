/* SPDX-License-Identifier: MIT */
/*
 * What a fuzzed program works on: handles of the library, each with a plain copy of the bytes that it must show, and
 * the invariants that hold between any two steps.
 */
#ifndef BYTES_FUZZ_MODEL_H
#define BYTES_FUZZ_MODEL_H

#include "../src/storage_internal.h"
#include "memory.h"

#include <bytes/bytes.h>

enum {
    VIEWS = 12,
    BUFFERS = 12,
    BOXES = 4,
    SLOTS = 4,
    QUEUES = 3,
    WEAKS = 5,
    POOLS = 3,
    QUEUE_SLOTS = 3,
    PIECES = 40,          /* limit for a queue, to bound the time of a program */
    QUEUE_SIZE = 1 << 15, /* the same, in bytes */
    QUEUE_TAIL = 48,      /* small, so that tail blocks fill up */
    QUEUE_MARK = 1 << 15, /* bit in the marks of queue slots */
};

/* The bytes that a handle must show. */
typedef struct Copy {
    uint8_t *bytes;
    uint16_t *marks; /* the slot that each byte belongs to, or 0 */
    size_t len;
    size_t initial; /* capacity of the buffer's next fresh block */
    bool borrowed;  /* static bytes */
} Copy;

typedef struct View {
    Bytes handle;
    Bytes before; /* the handle before the step */
    Copy copy;
    bool in_use; /* the step may change it */
} View;

typedef struct Buffer {
    BytesMut handle;
    BytesMut before;
    Copy copy;
    bool in_use;
} Buffer;

/* A view moved into one pointer by bytes_to_raw(). */
typedef struct Box {
    void *raw;
    Bytes handle;
    Copy copy;
} Box;

typedef struct Slot {
    BytesSlot slot;
    size_t width; /* as reserved; 0: not reserved */
    uint16_t mark;
} Slot;

/* Contiguous bytes of a queue. */
typedef struct Piece {
    const uint8_t *data;
    size_t len;
    const BytesStorage *storage;
    bool own; /* written by the queue, and shown by no view outside it */
} Piece;

typedef struct Pieces {
    Piece at[PIECES];
    size_t count;
} Pieces;

typedef struct Queue {
    BytesQueue handle;
    Pieces before;
    Copy copy;
    bool in_use;
} Queue;

typedef struct QueueSlot {
    BytesQueueSlot slot;
    size_t width; /* as reserved; 0: not reserved */
    uint16_t mark;
} QueueSlot;

/* A weak view. `storage` is the handle's, private there; the copy is what an upgraded view must show. */
typedef struct Weak {
    BytesWeak handle;
    Copy copy;
    BytesStorage *storage;
} Weak;

typedef struct Pool {
    BytesPool *handle; /* NULL once it is closed */
    BytesAllocator *allocator;
    BytesAllocator *upstream;
    size_t block_size;
    size_t keep;
    bool alive; /* open, or closed with blocks out */
} Pool;

typedef struct World {
    const uint8_t *at; /* the program */
    const uint8_t *end;
    View views[VIEWS];
    Buffer buffers[BUFFERS];
    Queue queues[QUEUES];
    Box boxes[BOXES];
    Slot slots[SLOTS];
    QueueSlot queue_slots[QUEUE_SLOTS];
    Weak weaks[WEAKS];
    Pool pools[POOLS];
    uint16_t marks;      /* used so far */
    uint8_t spare_value; /* last written to spare capacity */
} World;

/* Reading the program; its end is followed by zeros. */
uint8_t next_byte(World *w);
/* From 0 to max; any number, mostly from 0 to slightly above max. */
size_t next_within(World *w, size_t max);
size_t next_around(World *w, size_t max);
/* A size: mostly small, up to 16383, or one that no object can have; and only a small one. */
size_t next_size(World *w);
size_t next_small(World *w);

/* A handle that the step may change; rarely an empty one. */
View *next_view(World *w);
Buffer *next_buffer(World *w);
Queue *next_queue(World *w);
/* An all-zero handle for a result, other than `except`: if there is none, one is dropped. */
View *fresh_view(World *w, const View *except);
Buffer *fresh_buffer(World *w, const Buffer *except);
Queue *fresh_queue(World *w, const Queue *except);

Copy copy_of(const void *data, size_t len, size_t initial);
Copy copy_range(const Copy *from, size_t begin, size_t end);
void copy_insert(Copy *copy, size_t at, const uint8_t *bytes, const uint16_t *marks, size_t len);
void copy_remove(Copy *copy, size_t begin, size_t end);
/* The bytes were copied: they belong to no slot any more. */
void copy_unmark(Copy *copy);
void copy_clear(Copy *copy);
Copy copy_move(Copy *copy);

/* The pieces of a queue; those of a range; and whether two lists are equal, addresses included. */
Pieces pieces_of(const BytesQueue *queue);
Pieces pieces_range(const Pieces *from, size_t begin, size_t end);
void pieces_add(Pieces *self, const Pieces *more);
bool same_pieces(const Pieces *a, const Pieces *b);

/* The number of handles to a storage, enabled storages around it among them. */
size_t references(const World *w, const BytesStorage *storage);

/* bytes_is_mapped(), or false where there are no mappings. */
bool is_mapping(const Bytes *view);

/* True if a call that needs an object of `need` bytes may fail with this error. */
bool plausible_error(int error, size_t need);
size_t sum(size_t a, size_t b);

/* For out-parameters, which a failed call must not write. */
void poison(void *out, size_t size);
bool is_poison(const void *out, size_t size);
bool same_view(const Bytes *a, const Bytes *b);
bool same_buffer(const BytesMut *a, const BytesMut *b);

void world_begin(World *w);
void world_before(World *w);
void world_check(World *w);
void world_end(World *w);

#endif
