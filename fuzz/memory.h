/* SPDX-License-Identifier: MIT */
/*
 * The memory of a fuzzed program: every block is recorded, requests fail on demand, and adopted memory knows whether it
 * was released.
 *
 * malloc() and its kin are wrapped by the linker (--wrap), because a NULL allocator stands for them. Only the thread
 * that runs the program is recorded: the fuzzing engine's own threads are passed through.
 */
#ifndef BYTES_FUZZ_MEMORY_H
#define BYTES_FUZZ_MEMORY_H

#include <bytes/bytes.h>

/* Prints where and in which step the rule is broken, and aborts. */
#define REQUIRE(condition) ((condition) ? (void)0 : require_failed(__FILE__, __LINE__, #condition))
_Noreturn void require_failed(const char *file, int line, const char *rule);

enum {
    MEMORY_LIMIT = 1 << 16, /* larger requests fail */
    MEMORY_ALLOCATORS = 7,
};

typedef struct Block {
    void *start;
    size_t size;
    const BytesAllocator *owner; /* NULL: the C library */
} Block;

/* Begin recording; end it, when no block may be left. */
void memory_open(void);
void memory_close(void);

/* Begin a step of the program: its name is for messages, and the two results below are reset. */
void memory_step(size_t number, const char *name);
/* Requests in this step, and whether one of them failed. */
size_t memory_calls(void);
bool memory_failed(void);
/* Make the request with this number fail, counted from now on and from 1; 0: none. */
void memory_fail(unsigned countdown);

/* The allocators that programs use; 0 is NULL. */
BytesAllocator *memory_allocator(size_t which);
/* True if this step made one request. An allocator that is none of these is a pool, which may have had the block. */
bool memory_called_once(const BytesAllocator *allocator);
/* The most that an allocator adds to a size. */
size_t memory_rounding(const BytesAllocator *allocator);
/* The block that begins here, or NULL; and the number of blocks. */
const Block *memory_block(const void *start);
size_t memory_blocks(void);
/* The owner that the blocks of an allocator are recorded with; NULL: the C library. */
const BytesAllocator *memory_owner(const BytesAllocator *allocator);

/* Unrecorded memory, for the model. Never NULL. */
void *plain_alloc(size_t size);
void plain_free(void *block);

/* Bytes to write: at the very end of a block, so that a sanitizer sees over-reads; different ones each time. */
const uint8_t *payload(size_t len);

/* Memory to adopt. */
typedef struct Adopted {
    uint8_t *data;
    size_t len;
    BytesControl *control; /* NULL: the library's */
    uint8_t *original;     /* the contents that read-only memory must keep, or NULL */
    bool live;             /* not released yet */
    bool has_release;      /* has a release callback */
    bool shared;           /* a part of one array, adjacent to others */
    bool by_address;       /* the callback is adopted_free() */
} Adopted;

/* NULL: too many are live. With `adjacent` it follows the last one without a gap, while the array has capacity. */
Adopted *adopted_make(size_t len, bool writable, bool controlled, bool has_release, bool adjacent);
/* Release it without the library: where the library did not adopt it, or has returned it. */
void adopted_discard(Adopted *out);
BytesRelease adopted_release;
BytesFree adopted_free;
/* The one with these bytes, or NULL; and the number of live ones with a callback. */
const Adopted *adopted_find(const uint8_t *data);
size_t adopted_live(void);

#endif
