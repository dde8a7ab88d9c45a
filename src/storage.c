/* SPDX-License-Identifier: MIT */
#include "storage_internal.h"

#include <assert.h>

#include "poison.h"
#include "sizes.h"

#ifdef BYTES_HAVE_SINGLE_THREADED
#include <sys/single_threaded.h>
#endif

static_assert(sizeof(struct BytesStorage) <= BYTES_HEADER_SIZE, "the header fits in front of the data");
static_assert(BYTES_HEADER_SIZE % _Alignof(max_align_t) == 0, "data is as aligned as malloc's");
static_assert(sizeof(AdoptedStorage) <= STORAGE_CONTROL_SIZE, "adopted storage fits a control block");

/*
 * Read-modify-writes of the total. While glibc says that the process has one thread, a plain load and store do and save
 * the lock prefix: nothing comes between them, and starting a thread orders them before all that it does. The flag must
 * not become true again before the other threads were joined, which glibc ensures: a plain store would end the release
 * sequence of a subtraction that nobody has acquired.
 */
static inline bool single_threaded(void)
{
#ifdef BYTES_HAVE_SINGLE_THREADED
    return __libc_single_threaded;
#else
    return false;
#endif
}

static inline size_t total_add(BytesStorage *storage, size_t weight)
{
    COUNT(atomics, 1);
    if (single_threaded()) {
        const size_t old = atomic_load_explicit(&storage->total, memory_order_relaxed);
        atomic_store_explicit(&storage->total, old + weight, memory_order_relaxed);
        return old;
    }
    return atomic_fetch_add_explicit(&storage->total, weight, BYTES_ORDER_ADD);
}

/*
 * Subtract; true if anything is left. Casts: no total is above half of what a size_t holds, so less than nothing is
 * negative. Each branch has a comparison of its own because the one after the fetch_sub needs no instruction but the
 * subtraction, which sets the flags.
 */
static inline bool total_subtract(BytesStorage *storage, size_t weight, memory_order order)
{
    COUNT(atomics, 1);
    if (BYTES_LIKELY(!single_threaded())) {
        return (ptrdiff_t)(atomic_fetch_sub_explicit(&storage->total, weight, order) - weight) > 0;
    }
    const size_t old = atomic_load_explicit(&storage->total, memory_order_relaxed);
    atomic_store_explicit(&storage->total, old - weight, memory_order_relaxed);
    return old > weight;
}

/*
 * Add `wanted`, or `least` where shares have nearly exhausted the count. The limit is checked after the addition, which
 * saves a load before it, and the excess is taken back. Threads that do so at once overshoot by a share each; the
 * distance from a quarter to a half is for that.
 */
static inline size_t add(BytesStorage *storage, size_t wanted, size_t least)
{
    const size_t old = total_add(storage, wanted);
    if (BYTES_LIKELY(old <= STORAGE_TOTAL_MAX / 4)) {
        return wanted;
    }
    if (old > STORAGE_TOTAL_MAX / 2) {
        bytes_abort_misuse_("bytes_clone", "too many handles to one storage");
    }
    if (wanted != least) {
        (void)total_subtract(storage, wanted - least, BYTES_ORDER_SURPLUS);
    }
    return least;
}

CACHE_ALIGNED size_t bytes_add_weight_(BytesStorage *storage, size_t wanted)
{
    return add(storage, wanted, 1);
}

void storage_add_many(BytesStorage *storage, size_t *weight, size_t count)
{
    if (count > STORAGE_TOTAL_MAX / 4) {
        bytes_abort_misuse_("bytes_slice_many", "too many handles to one storage");
    }
    *weight += add(storage, count > BYTES_WEIGHT_SHARE_ ? count : BYTES_WEIGHT_SHARE_, count);
}

void bytes_return_surplus_(BytesStorage *storage, size_t weight)
{
    /* The handle keeps the whole weight, so something must be left. */
    if (!total_subtract(storage, weight - BYTES_WEIGHT_WHOLE_, BYTES_ORDER_SURPLUS)) {
        bytes_abort_misuse_("bytes_try_unsplit", "more weight than the storage has: a handle was used twice");
    }
}

/* Give weight up. True if it was the last, and the storage is to be freed, with what is left of the weight. */
static inline bool is_last(BytesStorage *storage, size_t *weight)
{
    /* Only a large share is likely to be the last one; then the load saves the subtraction. For a small share the
     * subtraction alone is cheaper. */
    if (!BYTES_LIKELY(*weight < BYTES_WEIGHT_WHOLE_ / 2) && storage_is_unique(storage, *weight)) {
        return true;
    }
    if (total_subtract(storage, *weight, BYTES_ORDER_SUB)) {
        return false;
    }
    /* No other handle has weight now, so this loads what the subtraction stored. */
    if (atomic_load_explicit(&storage->total, BYTES_ORDER_LAST) != 0) {
        bytes_abort_misuse_("bytes_drop", "more weight than the storage has: a handle was dropped twice");
    }
    *weight = 0;
    return true;
}

CACHE_ALIGNED void bytes_release_(BytesStorage *storage, size_t weight)
{
    if (is_last(storage, &weight)) {
        storage_free(storage, weight);
    }
}

void bytes_given_back_(BytesStorage *storage, size_t weight, uint8_t *data, size_t count)
{
    /* What is in front of the bytes is not needed either, if no other handle is there: so whole granules are poisoned
     * where little is given back at a time. */
    if (storage_is_unique(storage, weight)) {
        const size_t before = size_min(poison_granule(data), storage_offset_of(storage, data));
        data -= before;
        count += before;
    }
    poison_hide(data, count);
}

BytesStorage *storage_resize(BytesStorage *storage, size_t capacity, size_t initial, int *error)
{
    BytesAllocator *const allocator = storage->allocator;
    const size_t size = storage_block_size(allocator, capacity);
    const uint32_t origin = storage->origin;
    if (size == 0) {
        *error = BYTES_EOVERFLOW;
        return NULL;
    }
    storage = allocator_reallocate(allocator, storage, storage_retained(storage), size);
    if (storage == NULL) {
        *error = BYTES_ENOMEM;
        return NULL;
    }
    storage_init(storage, allocator, size - storage_data_offset(allocator),
                 storage_pack(STORAGE_ALLOCATED, true, initial));
    storage_set_initial(storage, initial); /* which may be above what is remembered by default */
    storage->origin = origin;
    return storage;
}

void storage_free_control(AdoptedStorage *adopted)
{
    if (storage_kind(&adopted->header) == STORAGE_ADOPTED) {
        allocator_deallocate(adopted->header.allocator, adopted, STORAGE_CONTROL_SIZE);
    }
}

static inline void call_release(const AdoptedStorage *adopted)
{
    if (storage_is_writable(&adopted->header)) {
        poison_show_contents(adopted->data, adopted->header.size);
    }
    if (adopted->release != NULL) {
        adopted->release(adopted->data, adopted->header.size, adopted->context);
    }
}

static void free_adopted(AdoptedStorage *adopted)
{
    /* The callback comes last, as for the caller's control blocks. */
    const AdoptedStorage copy = {.header.size = adopted->header.size,
                                 .header.kind_and_initial = adopted->header.kind_and_initial,
                                 .data = adopted->data,
                                 .release = adopted->release,
                                 .context = adopted->context};
    allocator_deallocate(adopted->header.allocator, adopted, STORAGE_CONTROL_SIZE);
    call_release(&copy);
}

size_t storage_upgrade(BytesStorage *storage)
{
    /* Relaxed: the weak view came from a handle, by whatever made its bytes visible to this thread, and they do not
     * change. All that matters is that 0 is never left again, which read-modify-writes of one variable ensure. */
    size_t total = atomic_load_explicit(&storage->total, memory_order_relaxed);
    while (total != 0) {
        const size_t share = total <= STORAGE_TOTAL_MAX / 4 ? BYTES_WEIGHT_SHARE_ : 1;
        if (total > STORAGE_TOTAL_MAX / 2) {
            bytes_abort_misuse_("bytes_weak_upgrade", "too many handles to one storage");
        }
        COUNT(atomics, 1);
        if (atomic_compare_exchange_weak_explicit(&storage->total, &total, total + share, BYTES_ORDER_ADD,
                                                  memory_order_relaxed)) {
            return share;
        }
    }
    return 0;
}

void storage_drop_weak(WeakStorage *weak)
{
    COUNT(atomics, 1);
    if (atomic_fetch_sub_explicit(&weak->weak_count, 1, BYTES_ORDER_SUB) == 1) {
        /* Pairs with the subtractions of others, as for the total. */
        (void)atomic_load_explicit(&weak->weak_count, BYTES_ORDER_LAST);
        allocator_deallocate(weak->header.allocator, weak, sizeof(*weak));
    }
}

/* Release is what becomes of the reference to the inner storage. */
typedef void Release(BytesStorage *storage, size_t weight);

static NOT_INLINE void free_weak(WeakStorage *weak, size_t weight, Release *release)
{
    /* A unique handle skips the subtraction, but here a weak view may be upgraded meanwhile: then it is not skipped. */
    if (weight != 0) {
        size_t expected = weight;
        COUNT(atomics, 1);
        if (!atomic_compare_exchange_strong_explicit(&weak->header.total, &expected, 0, BYTES_ORDER_WEAK_END,
                                                     memory_order_relaxed)) {
            if (total_subtract(&weak->header, weight, BYTES_ORDER_SUB)) {
                return;
            }
            (void)atomic_load_explicit(&weak->header.total, BYTES_ORDER_LAST);
        }
    }
    release(weak->inner, weak->inner_weight);
    storage_drop_weak(weak);
}

/* Casts: these kinds of header are the first member of one. */
static inline void release_adopted(AdoptedStorage *adopted)
{
    if (storage_kind(&adopted->header) == STORAGE_ADOPTED) {
        free_adopted(adopted);
    } else {
        call_release(adopted); /* the last access: it may free or reuse the control block */
    }
}

static NOT_INLINE void free_other(BytesStorage *storage, size_t weight)
{
    if (storage_is_adopted(storage)) {
        release_adopted((AdoptedStorage *)storage);
    } else {
        free_weak((WeakStorage *)storage, weight, bytes_release_);
    }
}

void storage_free(BytesStorage *storage, size_t weight)
{
    if (BYTES_LIKELY(storage_kind(storage) == STORAGE_ALLOCATED)) {
        poison_show(storage_data(storage), storage->size);
        allocator_deallocate(storage->allocator, storage, storage_retained(storage));
    } else {
        free_other(storage, weight);
    }
}

/* What a thread has dropped by bytes_drop_later() in callbacks that have not returned. */
typedef struct Releases {
    AdoptedStorage *first;
    AdoptedStorage *last; /* if there is a first one */
    bool running;
} Releases;

static _Thread_local Releases releases;

static void release_adopted_later(AdoptedStorage *adopted)
{
    adopted->next = NULL;
    if (releases.running) {
        if (releases.first == NULL) {
            releases.first = adopted;
        } else {
            releases.last->next = adopted;
        }
        releases.last = adopted;
        return;
    }
    releases.running = true;
    while (adopted != NULL) {
        release_adopted(adopted);
        adopted = releases.first;
        if (adopted != NULL) {
            releases.first = adopted->next;
        }
    }
    releases.running = false;
}

void bytes_release_later_(BytesStorage *storage, size_t weight)
{
    if (!is_last(storage, &weight)) {
        return;
    }
    if (storage_is_adopted(storage)) {
        release_adopted_later((AdoptedStorage *)storage);
    } else if (storage_kind(storage) == STORAGE_WEAK) {
        free_weak((WeakStorage *)storage, weight, bytes_release_later_);
    } else {
        storage_free(storage, weight);
    }
}
