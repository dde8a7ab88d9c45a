/* SPDX-License-Identifier: MIT */
#include <bytes/pool.h>

#include <stdatomic.h>
#include <string.h>

#include "allocator_internal.h"
#include "orders.h"
#include "poison.h"
#include "sizes.h"
#include "storage_internal.h"

/* A block in the cache or on the stack: the link is in the block itself. */
typedef struct PoolBlock {
    struct PoolBlock *next;
} PoolBlock;

struct BytesPool {
    BytesAllocator base;
    BytesAllocator *upstream;
    size_t block_size;
    size_t keep;
    /* The owner's address of this_thread(). Atomic because other threads compare it with theirs; relaxed, because each
     * thread needs to know about itself only, and it wrote its own address or never did. */
    _Atomic(const void *) owner;
    /* For the owner only. */
    PoolBlock *cache;
    size_t cached;
    size_t taken; /* blocks that the owner took, less those that it got back; wraps where others took them */
    size_t hits;
    size_t misses;
    bool closed;
    /* The rest is for everybody: a cache line away, so that returns do not slow the owner. Padding and not an
     * alignment, which the upstream allocator need not have. */
    char padding[64];
    _Atomic(PoolBlock *) returned; /* a stack: pushed by anybody, taken whole by the owner */
    atomic_size_t returned_count;  /* at least the number of blocks on the stack */
    /* Blocks that are accounted for here and not in `taken`; plus OPEN, until the pool is closed. The pool is freed by
     * whoever brings it to 0. */
    atomic_size_t references;
    atomic_size_t passed; /* blocks of other sizes, which upstream has; each is a reference too */
};

/* More than the blocks that can ever be outstanding, and less than what wraps. */
#define OPEN (SIZE_MAX / 2)

/* What `returned` points to once the pool is closed. */
static PoolBlock closed_mark;

/* An address that identifies the calling thread among those that are alive. */
static inline const void *this_thread(void)
{
#if defined(__ELF__) && defined(__GNUC__)
    /* Found without a call: one byte fits the static thread-local storage, also of a library that is loaded later. */
    static _Thread_local char anchor __attribute__((tls_model("initial-exec")));
#else
    static _Thread_local char anchor;
#endif
    return &anchor;
}

/* Of a block in the cache or on the stack only the link is accessible. */
static inline void hide(const BytesPool *self, PoolBlock *block)
{
    poison_hide(block + 1, self->block_size - sizeof(*block));
}

static inline void show(const BytesPool *self, PoolBlock *block)
{
    poison_show(block + 1, self->block_size - sizeof(*block));
}

static void free_block(const BytesPool *self, PoolBlock *block)
{
    show(self, block);
    allocator_deallocate(self->upstream, block, self->block_size);
}

static inline bool is_owner(const BytesPool *self)
{
    return atomic_load_explicit(&self->owner, memory_order_relaxed) == this_thread() && !self->closed;
}

/* By the size alone, so that giving back needs no other sign. */
static inline bool is_pooled(const BytesPool *self, size_t size)
{
    return size <= self->block_size && size > self->block_size / 8;
}

static void drop_references(BytesPool *self, size_t count)
{
    if (atomic_fetch_sub_explicit(&self->references, count, BYTES_ORDER_POOL_LAST) == count) {
        allocator_deallocate(self->upstream, self, sizeof(*self));
    }
}

/* Push a block that another thread than the owner gives back. False: the stack is full or the pool is closed. */
static bool push_returned(BytesPool *self, PoolBlock *block)
{
    /* Counted before it is pushed: once it is, the owner may close the pool, and others may free it. */
    if (atomic_fetch_add_explicit(&self->returned_count, 1, memory_order_relaxed) >= self->keep) {
        atomic_fetch_sub_explicit(&self->returned_count, 1, memory_order_relaxed);
        return false;
    }
    hide(self, block);
    /* Relaxed: the link is a value to compare with; nobody but the owner follows it, and the owner acquires. */
    PoolBlock *head = atomic_load_explicit(&self->returned, memory_order_relaxed);
    do {
        if (head == &closed_mark) {
            show(self, block);
            return false;
        }
        block->next = head;
    } while (!atomic_compare_exchange_weak_explicit(&self->returned, &head, block, BYTES_ORDER_POOL_PUSH,
                                                    memory_order_relaxed));
    return true;
}

/* Move the blocks that others returned to the cache, which may then hold more than `keep`. */
static void collect(BytesPool *self)
{
    if (atomic_load_explicit(&self->returned, memory_order_relaxed) == NULL) {
        return; /* a look first: the exchange is a locked instruction. What comes later is found the next time. */
    }
    /* Whole, and so without the ABA problem of taking one block off. Reason for the order: orders.h. */
    PoolBlock *block = atomic_exchange_explicit(&self->returned, NULL, BYTES_ORDER_POOL_TAKE);
    size_t count = 0;
    while (block != NULL) {
        PoolBlock *const next = block->next;
        block->next = self->cache;
        self->cache = block;
        block = next;
        count++;
    }
    self->cached += count;
    self->taken -= count;
    atomic_fetch_sub_explicit(&self->returned_count, count, memory_order_relaxed);
}

static size_t free_cache(BytesPool *self, size_t keep)
{
    size_t freed = 0;
    while (self->cached > keep) {
        PoolBlock *const block = self->cache;
        self->cache = block->next;
        self->cached--;
        free_block(self, block);
        freed++;
    }
    return freed;
}

static void *take(BytesPool *self)
{
    if (self->cache == NULL) {
        collect(self); /* at most `keep` blocks: the stack is bounded by it */
    }
    PoolBlock *block = self->cache;
    if (BYTES_LIKELY(block != NULL)) {
        self->cache = block->next;
        self->cached--;
        self->hits++;
        show(self, block);
    } else {
        block = allocator_allocate(self->upstream, self->block_size);
        if (block == NULL) {
            return NULL;
        }
        self->misses++;
    }
    self->taken++;
    return block;
}

/* A block of another size comes from upstream, and goes back there through the pool: which it must therefore keep. */
static void *pass_allocate(BytesPool *self, size_t size)
{
    void *const block = allocator_allocate(self->upstream, size);
    if (block != NULL) {
        /* Relaxed: as in pool_allocate(). */
        atomic_fetch_add_explicit(&self->references, 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&self->passed, 1, memory_order_relaxed);
    }
    return block;
}

static void pass_deallocate(BytesPool *self, void *block, size_t size)
{
    allocator_deallocate(self->upstream, block, size);
    atomic_fetch_sub_explicit(&self->passed, 1, memory_order_relaxed);
    drop_references(self, 1);
}

static void *pool_allocate(BytesAllocator *base, size_t size)
{
    BytesPool *const self = (BytesPool *)base;
    if (!is_pooled(self, size)) {
        return pass_allocate(self, size);
    }
    if (BYTES_LIKELY(is_owner(self))) {
        return take(self);
    }
    void *const block = allocator_allocate(self->upstream, self->block_size);
    if (block != NULL) {
        /* Relaxed: the caller has a handle to the pool or a block of it, so the number is not 0. */
        atomic_fetch_add_explicit(&self->references, 1, memory_order_relaxed);
    }
    return block;
}

static void pool_deallocate(BytesAllocator *base, void *block, size_t size)
{
    BytesPool *const self = (BytesPool *)base;
    if (!is_pooled(self, size)) {
        pass_deallocate(self, block, size);
        return;
    }
    if (BYTES_LIKELY(is_owner(self))) {
        PoolBlock *const cached = block;
        self->taken--;
        if (BYTES_LIKELY(self->cached < self->keep)) {
            cached->next = self->cache;
            self->cache = cached;
            self->cached++;
            hide(self, cached);
        } else {
            allocator_deallocate(self->upstream, block, self->block_size);
        }
        return;
    }
    if (!push_returned(self, block)) {
        allocator_deallocate(self->upstream, block, self->block_size);
        drop_references(self, 1);
    }
}

static void *pool_reallocate(BytesAllocator *base, void *block, size_t old_size, size_t new_size)
{
    BytesPool *const self = (BytesPool *)base;
    if (!is_pooled(self, old_size) && !is_pooled(self, new_size)) {
        return allocator_reallocate(self->upstream, block, old_size, new_size);
    }
    void *const fresh = pool_allocate(base, new_size);
    if (fresh != NULL) {
        memcpy(fresh, block, size_min(old_size, new_size));
        pool_deallocate(base, block, old_size);
    }
    return fresh;
}

static size_t pool_good_size(BytesAllocator *base, size_t size)
{
    const BytesPool *const self = (const BytesPool *)base;
    if (is_pooled(self, size)) {
        return self->block_size;
    }
    const size_t good = allocator_good_size(self->upstream, size);
    return is_pooled(self, good) ? self->block_size : good; /* rounding may have made it one of the pool's */
}

static void pool_copied(BytesAllocator *base, size_t count)
{
    BytesAllocator *const upstream = ((BytesPool *)base)->upstream;
    upstream->copied(upstream, count); /* installed only if there is one */
}

int bytes_pool_create(BytesAllocator *upstream, size_t capacity, size_t keep, BytesPool **out)
{
    if (capacity == 0) {
        return BYTES_EINVAL;
    }
    const size_t block_size = storage_block_size(upstream, capacity);
    if (block_size == 0) {
        return BYTES_EOVERFLOW;
    }
    BytesPool *const self = allocator_allocate(upstream, sizeof(*self));
    if (self == NULL) {
        return BYTES_ENOMEM;
    }
    *self = (BytesPool){
        .base = {.allocate = pool_allocate,
                 .reallocate = allocator_can_reallocate(upstream) ? pool_reallocate : NULL,
                 .deallocate = pool_deallocate,
                 .good_size = pool_good_size,
                 .copied = upstream != NULL && upstream->copied != NULL ? pool_copied : NULL,
                 .alignment = upstream != NULL ? upstream->alignment : 0},
        .upstream = upstream,
        .block_size = block_size,
        .keep = keep,
    };
    atomic_init(&self->owner, this_thread());
    atomic_init(&self->returned, NULL);
    atomic_init(&self->returned_count, 0);
    atomic_init(&self->references, OPEN);
    atomic_init(&self->passed, 0);
    *out = self;
    return 0;
}

void bytes_pool_drop(BytesPool **pool)
{
    BytesPool *const self = *pool;
    if (self == NULL) {
        return;
    }
    *pool = NULL;
    self->closed = true;
    /* From here on blocks that come home are freed by whoever drops them. */
    PoolBlock *block = atomic_exchange_explicit(&self->returned, &closed_mark, BYTES_ORDER_POOL_TAKE);
    while (block != NULL) {
        PoolBlock *const next = block->next;
        free_block(self, block);
        self->taken--;
        block = next;
    }
    free_cache(self, 0);
    drop_references(self, OPEN - self->taken);
}

BytesAllocator *bytes_pool_allocator(BytesPool *pool)
{
    return &pool->base;
}

int bytes_pool_buffer(BytesPool *pool, BytesMut *out)
{
    return bytes_mut_with_capacity_in(&pool->base, pool->block_size - storage_data_offset(&pool->base), out);
}

size_t bytes_pool_trim(BytesPool *pool, size_t keep)
{
    collect(pool);
    return free_cache(pool, keep);
}

void bytes_pool_own(BytesPool *pool)
{
    /* Relaxed: the caller sees to it that the previous owner's accesses happen before. */
    atomic_store_explicit(&pool->owner, this_thread(), memory_order_relaxed);
}

BytesPoolStats bytes_pool_stats(const BytesPool *pool)
{
    /* Relaxed: a statistic; other threads may change it at any time. */
    const size_t elsewhere = atomic_load_explicit(&pool->references, memory_order_relaxed) - OPEN -
                             atomic_load_explicit(&pool->passed, memory_order_relaxed);
    const BytesPoolStats out = {.block_size = pool->block_size,
                                .cached = pool->cached,
                                .in_use = pool->taken + elsewhere,
                                .hits = pool->hits,
                                .misses = pool->misses};
    return out;
}
