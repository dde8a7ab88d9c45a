/* SPDX-License-Identifier: MIT */
#include <bytes/allocator.h>

#include <assert.h>
#include <stdatomic.h>

/*
 * The private part of a BytesCountingAllocator, as it is. Every order is relaxed: the counts guard nothing, and whoever
 * hands a block to another thread synchronises with it.
 */
typedef struct Counts {
    BytesAllocator *inner;
    atomic_size_t live_blocks;
    atomic_size_t live_bytes;
    atomic_size_t peak_bytes;
    atomic_size_t allocations;
    atomic_size_t failures;
    atomic_size_t copied;
} Counts;

static_assert(sizeof(Counts) <= sizeof(((BytesCountingAllocator *)0)->state_), "the counts fit the header's space");
static_assert(_Alignof(Counts) <= _Alignof(BytesCountingAllocator), "and its alignment");

static Counts *counts_of(BytesAllocator *self)
{
    /* Casts: `base` is the first member, and the space is only ever used as Counts. */
    return (Counts *)(void *)&((BytesCountingAllocator *)self)->state_;
}

static void add(atomic_size_t *count, size_t n)
{
    atomic_fetch_add_explicit(count, n, memory_order_relaxed);
}

static size_t load(const atomic_size_t *count)
{
    return atomic_load_explicit(count, memory_order_relaxed);
}

/* Change the live bytes, by a difference modulo SIZE_MAX + 1, and raise the peak. */
static void change_live(Counts *counts, size_t difference)
{
    const size_t live = atomic_fetch_add_explicit(&counts->live_bytes, difference, memory_order_relaxed) + difference;
    size_t peak = load(&counts->peak_bytes);
    while (live > peak && !atomic_compare_exchange_weak_explicit(&counts->peak_bytes, &peak, live, memory_order_relaxed,
                                                                 memory_order_relaxed)) {
    }
}

static void *counting_allocate(BytesAllocator *self, size_t size)
{
    Counts *const counts = counts_of(self);
    void *const block = counts->inner->allocate(counts->inner, size);
    if (block == NULL) {
        add(&counts->failures, 1);
        return NULL;
    }
    add(&counts->allocations, 1);
    add(&counts->live_blocks, 1);
    change_live(counts, size);
    return block;
}

static void *counting_reallocate(BytesAllocator *self, void *block, size_t old_size, size_t new_size)
{
    Counts *const counts = counts_of(self);
    void *const moved = counts->inner->reallocate(counts->inner, block, old_size, new_size);
    if (moved == NULL) {
        add(&counts->failures, 1);
        return NULL;
    }
    add(&counts->allocations, 1);
    change_live(counts, new_size - old_size);
    return moved;
}

static void counting_deallocate(BytesAllocator *self, void *block, size_t size)
{
    Counts *const counts = counts_of(self);
    atomic_fetch_sub_explicit(&counts->live_blocks, 1, memory_order_relaxed);
    atomic_fetch_sub_explicit(&counts->live_bytes, size, memory_order_relaxed);
    counts->inner->deallocate(counts->inner, block, size);
}

static size_t counting_good_size(BytesAllocator *self, size_t size)
{
    BytesAllocator *const inner = counts_of(self)->inner;
    return inner->good_size(inner, size);
}

static void counting_copied(BytesAllocator *self, size_t count)
{
    Counts *const counts = counts_of(self);
    add(&counts->copied, count);
    if (counts->inner->copied != NULL) {
        counts->inner->copied(counts->inner, count);
    }
}

void bytes_counting_allocator(BytesAllocator *inner, BytesCountingAllocator *out)
{
    Counts *const counts = counts_of(&out->base);
    counts->inner = inner != NULL ? inner : bytes_malloc_allocator();
    atomic_init(&counts->live_blocks, 0);
    atomic_init(&counts->live_bytes, 0);
    atomic_init(&counts->peak_bytes, 0);
    atomic_init(&counts->allocations, 0);
    atomic_init(&counts->failures, 0);
    atomic_init(&counts->copied, 0);
    out->base = (BytesAllocator){
        .allocate = counting_allocate,
        .reallocate = counts->inner->reallocate != NULL ? counting_reallocate : NULL,
        .deallocate = counting_deallocate,
        .good_size = counts->inner->good_size != NULL ? counting_good_size : NULL,
        .copied = counting_copied,
        .alignment = counts->inner->alignment,
    };
}

BytesMemoryStats bytes_counting_allocator_stats(const BytesCountingAllocator *self)
{
    /* Cast: the space is only ever used as Counts. */
    const Counts *const counts = (const Counts *)(const void *)&self->state_;
    return (BytesMemoryStats){
        .live_blocks = load(&counts->live_blocks),
        .live_bytes = load(&counts->live_bytes),
        .peak_bytes = load(&counts->peak_bytes),
        .allocations = load(&counts->allocations),
        .failures = load(&counts->failures),
        .copied = load(&counts->copied),
    };
}

void bytes_counting_allocator_reset_peak(BytesCountingAllocator *self)
{
    Counts *const counts = counts_of(&self->base);
    atomic_store_explicit(&counts->peak_bytes, load(&counts->live_bytes), memory_order_relaxed);
}
