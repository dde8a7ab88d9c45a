/* SPDX-License-Identifier: MIT */
/*
 * Where a fuzzed program's memory comes from: every block is on record, requests fail on demand, and adopted memory
 * knows whether it was given back.
 *
 * malloc() and its kin are wrapped by the linker (--wrap), because they are what no allocator at all stands for. The
 * account is the one thread's that runs the program: an engine's own threads go straight through.
 */
#ifndef FUZZ_MEMORY_H
#define FUZZ_MEMORY_H

#include <bytes/bytes.h>

/* What a broken rule ends in: says where, in which step, and aborts. */
#define REQUIRE(condition) ((condition) ? (void)0 : memory_broken(__FILE__, __LINE__, #condition))
_Noreturn void memory_broken(const char *file, int line, const char *rule);

enum {
    MEMORY_LIMIT = 1 << 16, /* larger requests are refused */
    MEMORY_ALLOCATORS = 7,
};

typedef struct Block {
    void *start;
    size_t size;
    const BytesAllocator *owner; /* NULL: the C library */
} Block;

/* Open the account; close it, where nothing may be left. */
void memory_open(void);
void memory_close(void);

/* A step of the program begins: names it in messages, and sets the counts below to 0. */
void memory_step(size_t number, const char *name);
/* Calls that asked for memory in this step, and whether one was refused. */
size_t memory_calls(void);
bool memory_refused(void);
/* Of the requests from now on refuse the one with this number; 0: none. */
void memory_fail(unsigned countdown);

/* The allocators that programs use; 0 is NULL. */
BytesAllocator *memory_allocator(size_t which);
/* The block that begins here, or NULL; and how many there are. */
const Block *memory_block(const void *start);
size_t memory_blocks(void);
/* Who keeps the account of the blocks of an allocator? NULL: the C library. */
const BytesAllocator *memory_owner(const BytesAllocator *allocator);

/* Memory outside of the account, for the model. Never NULL. */
void *plain_alloc(size_t size);
void plain_free(void *block);

/* Bytes to write: at the very end of a block, so that reading on is found; other ones each time. */
const uint8_t *payload(size_t len);

/* Memory to adopt. */
typedef struct Adopted {
    uint8_t *data;
    size_t len;
    BytesControl *control; /* NULL: the library's */
    uint8_t *original;     /* what read-only memory must still be in the end, or NULL */
    bool live;             /* not given back yet */
    bool called;           /* is there a callback to notice? */
    bool touching;         /* in one piece of memory with others */
} Adopted;

/* NULL: too many are live. Those that touch follow one on the other without a gap, while there is room for them. */
Adopted *adopted_make(size_t len, bool writable, bool controlled, bool called, bool touching);
/* Give it back without the library: where it did not take it, or has returned it. */
void adopted_discard(Adopted *adopted);
BytesRelease adopted_release;
/* The one that has these bytes, or NULL; and how many are live with a callback. */
const Adopted *adopted_find(const uint8_t *data);
size_t adopted_live(void);

#endif
