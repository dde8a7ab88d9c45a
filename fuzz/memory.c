/* SPDX-License-Identifier: MIT */
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>

/* The C library's functions, and what the linker calls instead. */
void *__real_malloc(size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void __wrap_free(void *block);

enum { BLOCKS = 512, ADOPTED = 64, PAYLOADS = 8, SHARED_SIZE = 1 << 13 };

static Block blocks[BLOCKS];
static size_t block_count;
static Adopted adopted[ADOPTED];
static size_t adopted_next;
static uint8_t shared[SHARED_SIZE]; /* for adjacent adopted memory; no part is used twice in a program */
static size_t shared_used;
static size_t step_number;
static const char *step_name = "none";
static size_t calls;
static bool has_failed;
static unsigned countdown_left;
/* True only on the thread that runs programs. */
static _Thread_local bool is_open;

void require_failed(const char *file, int line, const char *rule)
{
    fprintf(stderr, "%s:%d: step %llu, %s: does not hold: %s\n", file, line, (unsigned long long)step_number, step_name,
            rule);
    abort();
}

void *plain_alloc(size_t size)
{
    void *const block = __real_malloc(size != 0 ? size : 1);
    if (block == NULL) {
        require_failed(__FILE__, __LINE__, "the model has memory");
    }
    return block;
}

void plain_free(void *block)
{
    __real_free(block);
}

static Block *find_block(const void *start)
{
    for (size_t i = 0; i < block_count; i++) {
        if (blocks[i].start == start) {
            return &blocks[i];
        }
    }
    return NULL;
}

static void *add_block(void *start, size_t size, const BytesAllocator *owner)
{
    REQUIRE(start != NULL && block_count < BLOCKS);
    blocks[block_count++] = (Block){start, size, owner};
    return start;
}

static void free_block(Block *block)
{
    memset(block->start, 0xdd, block->size); /* makes a use after free visible without a sanitizer */
    __real_free(block->start);
    *block = blocks[--block_count];
}

static bool must_fail(size_t size)
{
    calls++;
    if ((countdown_left != 0 && --countdown_left == 0) || size > MEMORY_LIMIT) {
        has_failed = true;
        return true;
    }
    return false;
}

/* Always moves, so that pointers into the old block are found. */
static void *move_block(void *start, size_t size)
{
    Block *const block = find_block(start);
    REQUIRE(block != NULL);
    if (must_fail(size)) {
        return NULL;
    }
    void *const fresh = plain_alloc(size);
    memcpy(fresh, start, size < block->size ? size : block->size);
    add_block(fresh, size, block->owner);
    free_block(block);
    return fresh;
}

void *__wrap_malloc(size_t size)
{
    if (!is_open) {
        return __real_malloc(size);
    }
    return must_fail(size) ? NULL : add_block(__real_malloc(size), size, NULL);
}

void *__wrap_realloc(void *block, size_t size)
{
    if (!is_open) {
        return __real_realloc(block, size);
    }
    return block == NULL ? __wrap_malloc(size) : move_block(block, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    if (!is_open) {
        return __real_aligned_alloc(alignment, size);
    }
    return must_fail(size) ? NULL : add_block(__real_aligned_alloc(alignment, size), size, NULL);
}

void __wrap_free(void *block)
{
    if (is_open && block != NULL) {
        Block *const known = find_block(block);
        REQUIRE(known != NULL && known->owner == NULL);
        free_block(known);
    } else {
        __real_free(block);
    }
}

static void *counting_allocate(BytesAllocator *self, size_t size)
{
    REQUIRE(size != 0);
    if (must_fail(size)) {
        return NULL;
    }
    void *const start =
        self->alignment == 0
            ? plain_alloc(size)
            : __real_aligned_alloc(self->alignment, (size + self->alignment - 1) & ~(self->alignment - 1));
    return add_block(start, size, self);
}

static void *counting_reallocate(BytesAllocator *self, void *start, size_t old_size, size_t new_size)
{
    const Block *const block = find_block(start);
    REQUIRE(block != NULL && block->owner == self && block->size == old_size);
    return move_block(start, new_size);
}

static void counting_deallocate(BytesAllocator *self, void *start, size_t size)
{
    Block *const block = find_block(start);
    REQUIRE(block != NULL && block->owner == self && block->size == size);
    free_block(block);
}

static size_t counting_good_size(BytesAllocator *self, size_t size)
{
    (void)self;
    return size > SIZE_MAX - 99 ? size : size + (100 - size % 100) % 100;
}

static void counting_copied(BytesAllocator *self, size_t count)
{
    (void)self;
    REQUIRE(count != 0 && count <= MEMORY_LIMIT);
}

static BytesAllocator allocators[MEMORY_ALLOCATORS] = {
    {0},
    {0},
    {counting_allocate, counting_reallocate, counting_deallocate, NULL, counting_copied, 0},
    {counting_allocate, counting_reallocate, counting_deallocate, counting_good_size, NULL, 0},
    {counting_allocate, NULL, counting_deallocate, NULL, counting_copied, 128},
};

BytesAllocator *memory_allocator(size_t which)
{
    switch (which % MEMORY_ALLOCATORS) {
    case 0:
        return NULL;
    case 1:
        return bytes_malloc_allocator();
    default:
        return &allocators[which % MEMORY_ALLOCATORS];
    }
}

static bool is_pool(const BytesAllocator *allocator)
{
    for (size_t i = 0; i < MEMORY_ALLOCATORS; i++) {
        if (allocator == memory_allocator(i)) {
            return false;
        }
    }
    return true;
}

bool memory_called_once(const BytesAllocator *allocator)
{
    return calls == 1 || (calls == 0 && is_pool(allocator));
}

size_t memory_rounding(const BytesAllocator *allocator)
{
    return is_pool(allocator) ? MEMORY_LIMIT : 512;
}

const BytesAllocator *memory_owner(const BytesAllocator *allocator)
{
    return allocator != NULL && allocator->allocate == counting_allocate ? allocator : NULL;
}

const Block *memory_block(const void *start)
{
    return find_block(start);
}

size_t memory_blocks(void)
{
    return block_count;
}

void memory_open(void)
{
    REQUIRE(bytes_aligned_allocator(8, &allocators[MEMORY_ALLOCATORS - 2]) == 0);
    REQUIRE(bytes_aligned_allocator(512, &allocators[MEMORY_ALLOCATORS - 1]) == 0);
    (void)payload(0); /* allocated before recording begins */
    countdown_left = 0;
    shared_used = 0;
    memory_step(0, "start");
    is_open = true;
}

void memory_close(void)
{
    is_open = false;
    REQUIRE(block_count == 0);
    for (size_t i = 0; i < ADOPTED; i++) {
        REQUIRE(!adopted[i].live || !adopted[i].has_release);
        if (adopted[i].live) {
            adopted_discard(&adopted[i]);
        }
    }
}

void memory_step(size_t number, const char *name)
{
    step_number = number;
    step_name = name;
    calls = 0;
    has_failed = false;
}

size_t memory_calls(void)
{
    return calls;
}

bool memory_failed(void)
{
    return has_failed;
}

void memory_fail(unsigned countdown)
{
    countdown_left = countdown;
}

const uint8_t *payload(size_t len)
{
    static uint8_t *made[PAYLOADS];
    static size_t next;
    REQUIRE(len <= MEMORY_LIMIT);
    if (made[0] == NULL) {
        uint32_t state = 1;
        for (size_t i = 0; i < PAYLOADS; i++) {
            made[i] = plain_alloc(MEMORY_LIMIT);
            for (size_t j = 0; j < MEMORY_LIMIT; j++) {
                state = state * 1664525 + 1013904223; /* the generator of Numerical Recipes */
                made[i][j] = (uint8_t)(state >> 24);
            }
        }
    }
    if (len == 0) {
        next = 0;
        return NULL;
    }
    next = (next + 1) % PAYLOADS;
    return made[next] + MEMORY_LIMIT - len;
}

Adopted *adopted_make(size_t len, bool writable, bool controlled, bool has_release, bool adjacent)
{
    Adopted *out = NULL;
    for (size_t i = 0; i < ADOPTED && out == NULL; i++) {
        adopted_next = (adopted_next + 1) % ADOPTED;
        out = adopted[adopted_next].live ? NULL : &adopted[adopted_next];
    }
    if (out == NULL) {
        return NULL;
    }
    *out = (Adopted){.len = len, .live = true, .has_release = has_release};
    out->shared = adjacent && len != 0 && len <= SHARED_SIZE - shared_used;
    out->data = out->shared ? shared + shared_used : plain_alloc(len);
    shared_used += out->shared ? len : 0;
    memcpy(out->data, len != 0 ? payload(len) : (const uint8_t *)"", len);
    if (!writable) {
        out->original = plain_alloc(len);
        memcpy(out->original, out->data, len);
    }
    if (controlled) {
        out->control = plain_alloc(sizeof(BytesControl));
        memset(out->control, 0x5a, sizeof(BytesControl));
    }
    return out;
}

void adopted_discard(Adopted *out)
{
    REQUIRE(out->live);
    if (out->original != NULL) {
        REQUIRE(memcmp(out->original, out->data, out->len) == 0);
    }
    plain_free(out->original);
    plain_free(out->control);
    if (out->shared) {
        memset(out->data, 0xdd, out->len); /* makes a use after release visible */
    } else {
        plain_free(out->data);
    }
    out->live = false;
}

void adopted_release(void *data, size_t len, void *context)
{
    Adopted *const out = context;
    REQUIRE(out->live && out->has_release && out->data == data && out->len == len);
    adopted_discard(out);
}

void adopted_free(void *data)
{
    for (size_t i = 0; i < ADOPTED; i++) {
        if (adopted[i].live && adopted[i].data == data) {
            REQUIRE(adopted[i].has_release && adopted[i].by_address);
            adopted_discard(&adopted[i]);
            return;
        }
    }
    REQUIRE(false && "the memory is adopted");
}

const Adopted *adopted_find(const uint8_t *data)
{
    for (size_t i = 0; i < ADOPTED; i++) {
        if (adopted[i].live && adopted[i].data == data) {
            return &adopted[i];
        }
    }
    return NULL;
}

size_t adopted_live(void)
{
    size_t count = 0;
    for (size_t i = 0; i < ADOPTED; i++) {
        count += adopted[i].live && adopted[i].has_release;
    }
    return count;
}
