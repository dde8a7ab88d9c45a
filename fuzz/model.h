/* SPDX-License-Identifier: MIT */
/*
 * What a fuzzed program works on: handles of the library, each beside a plain copy of the bytes that it must have, and
 * the rules that hold between any two steps.
 */
#ifndef FUZZ_MODEL_H
#define FUZZ_MODEL_H

#include "../src/storage_internal.h"
#include "memory.h"

#include <bytes/bytes.h>

enum {
    VIEWS = 12,
    BUFFERS = 12,
    BOXES = 4,
    SLOTS = 4,
    QUEUES = 3,
    QUEUE_SLOTS = 3,
    PIECES = 40,          /* that a queue has at most, so that a program takes an end */
    QUEUE_SIZE = 1 << 15, /* likewise */
    QUEUE_TAIL = 48,      /* small, so that blocks come to their end */
    QUEUE_MARK = 1 << 15, /* in the mark of a queue's slot */
};

/* The bytes that a handle must have, in memory of their own. */
typedef struct Copy {
    uint8_t *bytes;
    uint16_t *marks; /* which slot each byte is a part of, or 0 */
    size_t len;
    size_t initial; /* what a fresh block would get */
    bool borrowed;  /* static bytes */
} Copy;

typedef struct View {
    Bytes handle;
    Bytes before; /* as it was before the step */
    Copy copy;
    bool named; /* the step may change it */
} View;

typedef struct Buffer {
    BytesMut handle;
    BytesMut before;
    Copy copy;
    bool named;
} Buffer;

/* A view that was moved into one pointer. */
typedef struct Box {
    void *raw;
    Bytes handle;
    Copy copy;
} Box;

typedef struct Slot {
    BytesSlot slot;
    size_t width; /* as reserved; 0: none was */
    uint16_t mark;
} Slot;

/* Where bytes of a queue lie together. */
typedef struct Piece {
    const uint8_t *data;
    size_t len;
    const BytesStorage *storage;
    bool own; /* written by the queue, and shown by no view outside */
} Piece;

typedef struct Pieces {
    Piece at[PIECES];
    size_t count;
} Pieces;

typedef struct Queue {
    BytesQueue handle;
    Pieces before; /* as they were before the step */
    Copy copy;
    bool named;
} Queue;

typedef struct QueueSlot {
    BytesQueueSlot slot;
    size_t width; /* as reserved; 0: none was */
    uint16_t mark;
} QueueSlot;

typedef struct World {
    const uint8_t *at; /* the program */
    const uint8_t *end;
    View views[VIEWS];
    Buffer buffers[BUFFERS];
    Queue queues[QUEUES];
    Box boxes[BOXES];
    Slot slots[SLOTS];
    QueueSlot queue_slots[QUEUE_SLOTS];
    uint16_t marks;
    uint8_t scribble;
} World;

/* Reading the program; past its end there are zeros. */
uint8_t next_byte(World *w);
/* From 0 to max; and anything, mostly from 0 to a little above max. */
size_t next_within(World *w, size_t max);
size_t next_around(World *w, size_t max);
/* A size: mostly small, up to 16383, or one that no object can have. */
size_t next_size(World *w);
size_t next_small(World *w);

/* Handles that the step names, and so may change; an empty one rather rarely. */
View *next_view(World *w);
Buffer *next_buffer(World *w);
Queue *next_queue(World *w);
/* An all-zero handle to put a result into, which is none of `not`: made so by dropping, if no other is. */
View *fresh_view(World *w, const View * not );
Buffer *fresh_buffer(World *w, const Buffer * not );
Queue *fresh_queue(World *w, const Queue * not );

Copy copy_of(const void *data, size_t len, size_t initial);
Copy copy_range(const Copy *from, size_t begin, size_t end);
void copy_insert(Copy *copy, size_t at, const uint8_t *bytes, const uint16_t *marks, size_t len);
void copy_remove(Copy *copy, size_t begin, size_t end);
/* The bytes have been copied: they are no part of a slot any more. */
void copy_unmark(Copy *copy);
void copy_clear(Copy *copy);
Copy copy_move(Copy *copy);

/* Where a queue's bytes lie; the part of it from one offset to another; and whether it is all the same. */
Pieces pieces_of(const BytesQueue *queue);
Pieces pieces_range(const Pieces *from, size_t begin, size_t end);
void pieces_add(Pieces *self, const Pieces *more);
bool same_pieces(const Pieces *a, const Pieces *b);

/* How many handles refer to a storage. */
size_t references(const World *w, const BytesStorage *storage);

/* May a call that needs an object of `need` bytes have failed so? */
bool fair_error(int error, size_t need);
size_t sum(size_t a, size_t b);

/* What a failing call must leave alone. */
void poison(void *out, size_t size);
bool is_poison(const void *out, size_t size);
bool same_view(const Bytes *a, const Bytes *b);
bool same_buffer(const BytesMut *a, const BytesMut *b);

void world_begin(World *w);
void world_before(World *w);
void world_check(World *w);
void world_end(World *w);

#endif
