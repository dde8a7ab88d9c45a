/* SPDX-License-Identifier: MIT */
#include "storage.h"

#include <string.h>

#ifdef BYTES_HAVE_SINGLE_THREADED
#include <sys/single_threaded.h>
#endif

/* Each unit has its reason: units of 16 bytes for `initial` must fit in 29 bits; a header must fit before the data. */
_Static_assert(sizeof(struct BytesStorage) <= BYTES_HEADER_SIZE, "the header fits before the data");
_Static_assert(sizeof(AdoptedStorage) <= sizeof(BytesControl), "an adopted block's header fits the caller's");
_Static_assert(_Alignof(AdoptedStorage) <= _Alignof(BytesControl), "and its alignment");
_Static_assert(BYTES_HEADER_SIZE % _Alignof(max_align_t) == 0, "data is as aligned as malloc's");

/* The most that a total may be: abort above half of it, and add as little as possible above a quarter. */
#if BYTES_WEIGHT_BITS == 64
#define COUNT_MAX UINT64_MAX
#elif BYTES_WEIGHT_BITS == 32
#define COUNT_MAX UINT32_MAX
#else
#define COUNT_MAX UINT16_MAX
#endif

/*
 * Read-modify-writes of the total. While the process has one thread, which glibc tells, nobody can come between a load
 * and a store, and the lock prefix is saved; starting a thread orders them before all that the thread does. The
 * variable must not become true again before the other threads have been joined, which glibc sees to: a plain store
 * here would end the release sequence of a subtraction that nobody has acquired.
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
        const size_t old = atomic_load_explicit(&storage->total, memory_order_relaxed); /* relaxed: one thread */
        atomic_store_explicit(&storage->total, old + weight, memory_order_relaxed);     /* likewise */
        return old;
    }
    return atomic_fetch_add_explicit(&storage->total, weight, BYTES_ORDER_ADD); /* reason: orders.h */
}

/* Subtract, and tell if anything is left. Casts: no total is above half of what a size_t holds, so less than nothing is
 * negative; and a comparison with 0 needs no more than the flags that the subtraction sets, if it has a branch of its
 * own. */
static inline bool subtract_some(BytesStorage *storage, size_t weight, memory_order order)
{
    COUNT(atomics, 1);
    if (BYTES_LIKELY(!single_threaded())) {
        return (ptrdiff_t)(atomic_fetch_sub_explicit(&storage->total, weight, order) - weight) > 0;
    } else {
        const size_t old = atomic_load_explicit(&storage->total, memory_order_relaxed); /* relaxed: one thread */
        atomic_store_explicit(&storage->total, old - weight, memory_order_relaxed);     /* likewise */
        return old > weight;
    }
}

BytesStorage *storage_resize(BytesStorage *storage, size_t capacity, size_t initial, int *error)
{
    BytesAllocator *allocator = storage->allocator;
    const size_t offset = storage_offset(allocator);
    const size_t size = storage_block_size(allocator, capacity);
    const size_t old_size = storage_retained(storage);
    const uint32_t origin = storage->origin;
    if (size == 0) {
        *error = BYTES_EOVERFLOW;
        return NULL;
    }
    storage = (BytesStorage *)allocator_reallocate(allocator, storage, old_size, size); /* cast: as above */
    if (storage == NULL) {
        *error = BYTES_ENOMEM;
        return NULL;
    }
    storage_init(storage, allocator, size - offset, storage_pack(STORAGE_ALLOCATED, true, initial));
    storage->origin = origin;
    return storage;
}

static Bytes adopt(AdoptedStorage *adopted, BytesAllocator *allocator, enum StorageKind kind, void *data, size_t len,
                   enum BytesAccess access, BytesRelease *release, void *context)
{
    Bytes out = {(const uint8_t *)data, len, &adopted->header, BYTES_WEIGHT_WHOLE_}; /* cast: bytes of any object */
    storage_init(&adopted->header, allocator, len, storage_pack(kind, access == BYTES_WRITABLE, 0));
    adopted->data = (uint8_t *)data; /* cast: likewise */
    adopted->release = release;
    adopted->context = context;
    return out;
}

static Bytes take_nothing(void *data, BytesRelease *release, void *context)
{
    Bytes out = {(const uint8_t *)data, 0, NULL, 0}; /* cast: bytes of any object */
    if (release != NULL) {
        release(data, 0, context);
    }
    return out;
}

int bytes_adopt_in(BytesAllocator *allocator, void *data, size_t len, enum BytesAccess access, BytesRelease *release,
                   void *context, Bytes *out)
{
    AdoptedStorage *adopted;
    if (len == 0) {
        *out = take_nothing(data, release, context);
        return 0;
    }
    if (len > STORAGE_SIZE_MAX) {
        return BYTES_EOVERFLOW;
    }
    adopted = (AdoptedStorage *)allocator_allocate(allocator, sizeof(BytesControl)); /* cast: aligned for any type */
    if (adopted == NULL) {
        return BYTES_ENOMEM;
    }
    *out = adopt(adopted, allocator, STORAGE_ADOPTED, data, len, access, release, context);
    return 0;
}

Bytes bytes_adopt_with_control(BytesControl *control, void *data, size_t len, enum BytesAccess access,
                               BytesRelease *release, void *context)
{
    if (len == 0) {
        return take_nothing(data, release, context);
    }
    if (len > STORAGE_SIZE_MAX) {
        bytes_abort_range_("bytes_adopt_with_control", 0, len, STORAGE_SIZE_MAX);
    }
    /* Cast: size and alignment are asserted above; the union is the caller's word that nothing else uses the place. */
    return adopt((AdoptedStorage *)(void *)control, NULL, STORAGE_ADOPTED_WITH, data, len, access, release, context);
}

static void free_control(AdoptedStorage *adopted)
{
    if (storage_kind(&adopted->header) == STORAGE_ADOPTED) {
        allocator_deallocate(adopted->header.allocator, adopted, sizeof(BytesControl));
    }
}

int bytes_steal(Bytes *self, BytesStolen *out)
{
    BytesStorage *storage = self->storage;
    AdoptedStorage *adopted;
    if (storage == NULL || storage_kind(storage) == STORAGE_ALLOCATED) {
        return BYTES_ENOTSUP;
    }
    if (!storage_is_sole(storage, self->weight)) {
        return BYTES_EBUSY;
    }
    adopted = (AdoptedStorage *)storage; /* cast: just asked */
    out->data = adopted->data;
    out->size = storage->size;
    out->offset = storage_offset_of(storage, self->data);
    out->len = self->len;
    out->release = adopted->release;
    out->context = adopted->context;
    free_control(adopted);
    *self = bytes_detached_(NULL);
    return 0;
}

static NOT_INLINE void free_adopted(AdoptedStorage *adopted)
{
    /* The callback comes last, and may free or reuse the control block. */
    const AdoptedStorage copy = {.header.size = adopted->header.size,
                                 .data = adopted->data,
                                 .release = adopted->release,
                                 .context = adopted->context};
    free_control(adopted);
    if (copy.release != NULL) {
        copy.release(copy.data, copy.header.size, copy.context);
    }
}

void storage_free(BytesStorage *storage)
{
    if (BYTES_LIKELY(storage_kind(storage) == STORAGE_ALLOCATED)) {
        allocator_deallocate(storage->allocator, storage, storage_retained(storage));
    } else {
        free_adopted((AdoptedStorage *)storage); /* cast: the kind says so */
    }
}

/*
 * Add weight, as much as is wanted; or where shares have nearly used up what the count can hold, as little as will do.
 * What is too much is found out after the addition, which needs no load before it then, and is taken back: threads that
 * do so at once overshoot by a share each, which the distance to the limit has room for.
 */
static inline size_t add(BytesStorage *storage, size_t wanted, size_t least)
{
    const size_t old = total_add(storage, wanted);
    if (BYTES_LIKELY(old <= COUNT_MAX / 4)) {
        return wanted;
    }
    if (old > COUNT_MAX / 2) {
        bytes_abort_misuse_("bytes_clone", "too many handles to one storage");
    }
    if (wanted != least) {
        (void)subtract_some(storage, wanted - least, BYTES_ORDER_SURPLUS); /* reason: orders.h */
    }
    return least;
}

IN_ONE_LINE size_t bytes_add_weight_(BytesStorage *storage, size_t wanted)
{
    return add(storage, wanted, 1);
}

void storage_add_many(BytesStorage *storage, size_t *weight, size_t count)
{
    if (count > COUNT_MAX / 4) {
        bytes_abort_misuse_("bytes_slice_many", "too many handles to one storage");
    }
    *weight += add(storage, count > BYTES_WEIGHT_SHARE_ ? count : BYTES_WEIGHT_SHARE_, count);
}

void bytes_return_surplus_(BytesStorage *storage, size_t weight)
{
    /* The handle keeps its whole weight, so something is left. Order: orders.h. */
    if (!subtract_some(storage, weight - BYTES_WEIGHT_WHOLE_, BYTES_ORDER_SURPLUS)) {
        bytes_abort_misuse_("bytes_try_unsplit", "more weight than the storage has: a handle was used twice");
    }
}

IN_ONE_LINE void bytes_release_(BytesStorage *storage, size_t weight)
{
    /* Only a large share is likely to be the last, and then the load saves the subtraction; for a small one the
     * subtraction alone is cheaper. */
    if (!BYTES_LIKELY(weight < BYTES_WEIGHT_WHOLE_ / 2) && storage_is_sole(storage, weight)) {
        storage_free(storage);
        return;
    }
    if (subtract_some(storage, weight, BYTES_ORDER_SUB)) { /* reason of the order: orders.h */
        return;
    }
    /* Nobody else has weight now, so what this loads is what the subtraction left. Order: orders.h. */
    if (atomic_load_explicit(&storage->total, BYTES_ORDER_LAST) != 0) {
        bytes_abort_misuse_("bytes_drop", "more weight than the storage has: a handle was dropped twice");
    }
    storage_free(storage);
}
