/* SPDX-License-Identifier: MIT */
/*
 * Storage: a block of bytes, its header and its reference count. Nothing here knows of handles, except that each has a
 * weight. The scheme is explained in <bytes/storage.h>, each memory order in orders.h.
 */
#ifndef BYTES_SRC_STORAGE_INTERNAL_H
#define BYTES_SRC_STORAGE_INTERNAL_H

#include <stdatomic.h>

#include <bytes/storage.h>

#include "allocator_internal.h"
#include "compiler.h"
#include "guard.h"
#include "orders.h"

/* No object is larger: pointers into it could not be subtracted. */
#define STORAGE_SIZE_MAX ((size_t)PTRDIFF_MAX)

/* The type of `total` holds this much. Tests with narrow weights lower it. */
#ifndef STORAGE_TOTAL_MAX
#define STORAGE_TOTAL_MAX SIZE_MAX
#endif

enum StorageKind {
    STORAGE_ALLOCATED,    /* header and data in one block of the allocator */
    STORAGE_ADOPTED,      /* the caller's memory; control block of the allocator */
    STORAGE_ADOPTED_WITH, /* the caller's memory and control block */
    STORAGE_WEAK,         /* a part of another storage, with a weak count; see weak.h */
};

struct BytesStorage {
    atomic_size_t total;       /* sum of the weights of the live handles */
    size_t size;               /* bytes of data */
    BytesAllocator *allocator; /* NULL: malloc */
    /* Bits 0 and 1: kind. Bit 2: writable. Above: the size of a fresh block for this buffer, in units of 16 bytes,
     * which is the capacity that the buffer was made with, not what one large message needed. */
    uint32_t kind_and_initial;
    /* Position, modulo 2^32, of the first byte of data in the stream that went through the buffer. Whoever moves bytes
     * within or between blocks adjusts it, so that each byte keeps its position; a BytesSlot is found by it. */
    uint32_t origin;
};

/* Adopted memory: the header, and what gives the memory back. */
typedef struct AdoptedStorage {
    struct BytesStorage header;
    uint8_t *data;
    void (*release)(void *data, size_t len, void *context);
    void *context;
    struct AdoptedStorage *next; /* without handles, while it waits for its release; see bytes_drop_later() */
} AdoptedStorage;

/*
 * A storage that weak views can refer to. It holds a reference to the storage that has the bytes, and gives it up when
 * its own last handle goes; the header itself lives until the last weak view has gone too.
 */
typedef struct WeakStorage {
    struct BytesStorage header; /* `size` is what the inner storage retains */
    const uint8_t *data;
    BytesStorage *inner;
    size_t inner_weight;
    atomic_size_t weak_count; /* weak views, and 1 for all handles together */
} WeakStorage;

/* Size of a control block: that of BytesControl. */
enum { STORAGE_CONTROL_SIZE = 64 };

/* Layout. */

static inline enum StorageKind storage_kind(const BytesStorage *storage)
{
    return (enum StorageKind)(storage->kind_and_initial & 3);
}

static inline bool storage_is_adopted(const BytesStorage *storage)
{
    return storage_kind(storage) == STORAGE_ADOPTED || storage_kind(storage) == STORAGE_ADOPTED_WITH;
}

/* True for copies of the mode `isolate`: memory that the library adopted from itself. */
static inline bool storage_is_isolated(const BytesStorage *storage)
{
#if BYTES_ISOLATE
    /* Cast: this kind of header is the first member of one. */
    return storage_kind(storage) == STORAGE_ADOPTED && ((const AdoptedStorage *)storage)->release == guard_release;
#else
    (void)storage;
    return false;
#endif
}

static inline bool storage_is_writable(const BytesStorage *storage)
{
    return (storage->kind_and_initial & 4) != 0;
}

static inline size_t storage_initial(const BytesStorage *storage)
{
    return (size_t)(storage->kind_and_initial >> 3) * 16;
}

/* The most that a storage remembers by itself: a buffer that was made for one huge message does not ask for as much
 * each time it has to move. */
#define STORAGE_INITIAL_DEFAULT_MAX ((size_t)1 << 20)

/* What the field holds, and a block can have: its units of 16 bytes have 29 bits. */
#define STORAGE_INITIAL_MAX                                                                                            \
    (STORAGE_SIZE_MAX / 16 / 2 < (UINT32_MAX >> 3) ? STORAGE_SIZE_MAX / 2 : (size_t)(UINT32_MAX >> 3) * 16)

static inline uint32_t storage_pack(enum StorageKind kind, bool writable, size_t initial)
{
    const size_t units_max = STORAGE_INITIAL_DEFAULT_MAX / 16;
    const size_t units = initial / 16 < units_max ? (initial + 15) / 16 : units_max;
    return (uint32_t)kind | (writable ? 4u : 0u) | (uint32_t)units << 3;
}

/* Set the initial size of a storage whose unique handle the caller has, up to STORAGE_INITIAL_MAX. */
static inline void storage_set_initial(BytesStorage *storage, size_t initial)
{
    storage->kind_and_initial = (storage->kind_and_initial & 7) | (uint32_t)((initial + 15) / 16) << 3;
}

/* Offset of the data in an allocated block: the header, rounded up to the alignment of the data. */
static inline size_t storage_data_offset(const BytesAllocator *allocator)
{
    return allocator != NULL && allocator->alignment > BYTES_HEADER_SIZE ? allocator->alignment : BYTES_HEADER_SIZE;
}

/* The data of an allocated block, without asking its kind. */
static inline uint8_t *storage_allocated_data(BytesStorage *storage, const BytesAllocator *allocator)
{
    return (uint8_t *)storage + storage_data_offset(allocator); /* cast: the data follows the header */
}

/* First byte of data. Not const: whether it may be written depends on the handle. */
static inline uint8_t *storage_data(BytesStorage *storage)
{
    if (storage_kind(storage) == STORAGE_ALLOCATED) {
        return storage_allocated_data(storage, storage->allocator);
    }
    return ((AdoptedStorage *)storage)->data; /* cast: this kind of header is the first member of one */
}

/* The storage that has the bytes: this one, or the inner one of a storage with a weak count. */
static inline BytesStorage *storage_with_bytes(BytesStorage *storage)
{
    /* Cast: this kind of header is the first member of one. */
    return storage_kind(storage) == STORAGE_WEAK ? ((WeakStorage *)storage)->inner : storage;
}

/* Offset of a handle's first byte in its storage. */
static inline size_t storage_offset_of(BytesStorage *storage, const uint8_t *data)
{
    return (size_t)(data - storage_data(storage)); /* cast: a handle's data is never before the storage's */
}

/* Size of a block for `capacity` bytes of data, rounded up as the allocator likes; 0 if no block can be that large. */
static inline size_t storage_block_size(BytesAllocator *allocator, size_t capacity)
{
    const size_t offset = storage_data_offset(allocator);
    if (offset > STORAGE_SIZE_MAX || capacity > STORAGE_SIZE_MAX - offset) {
        return 0;
    }
    const size_t size = allocator_good_size(allocator, offset + capacity);
    return size <= STORAGE_SIZE_MAX ? size : offset + capacity; /* rounding may go over the limit */
}

/* Bytes that the storage keeps allocated: its whole block, or the adopted memory. */
static inline size_t storage_retained(const BytesStorage *storage)
{
    return storage->size +
           (storage_kind(storage) == STORAGE_ALLOCATED ? storage_data_offset(storage->allocator) : (size_t)0);
}

/* Life. */

static inline void storage_init(BytesStorage *storage, BytesAllocator *allocator, size_t size,
                                uint32_t kind_and_initial)
{
    atomic_init(&storage->total, BYTES_WEIGHT_WHOLE_);
    storage->size = size;
    storage->allocator = allocator;
    storage->kind_and_initial = kind_and_initial;
    storage->origin = 0;
}

/*
 * Make storage of at least `capacity` bytes; its one handle gets the whole weight. Returns NULL and sets *error on
 * failure. `initial`: see kind_and_initial. Inline because it is most of the cost of copying a few bytes.
 */
static inline BytesStorage *storage_new(BytesAllocator *allocator, size_t capacity, size_t initial, int *error)
{
    const size_t size = storage_block_size(allocator, capacity);
    if (size == 0) {
        *error = BYTES_EOVERFLOW;
        return NULL;
    }
    BytesStorage *const storage = allocator_allocate(allocator, size);
    if (storage == NULL) {
        *error = BYTES_ENOMEM;
        return NULL;
    }
    storage_init(storage, allocator, size - storage_data_offset(allocator),
                 storage_pack(STORAGE_ALLOCATED, true, initial));
    return storage;
}

/* Resize an allocated block whose unique handle the caller has; the total becomes the whole weight. Returns NULL, sets
 * *error and changes nothing on failure. */
BytesStorage *storage_resize(BytesStorage *storage, size_t capacity, size_t initial, int *error);

/* The end of a storage: `weight` is 0, or what the caller's unique handle has. */
void storage_free(BytesStorage *storage, size_t weight);

/* Weight for a new handle to a storage with a weak count, or 0 if its last handle has gone. */
size_t storage_upgrade(BytesStorage *storage);

/* Give one weak reference up, and the header with the last. */
void storage_drop_weak(WeakStorage *weak);

/* Free the control block of adopted memory, if the library allocated it. */
void storage_free_control(AdoptedStorage *adopted);

/* Counting. */

/* True if a handle of this weight is the only one; then all accesses through other handles happened before. */
static inline bool storage_is_unique(const BytesStorage *storage, size_t weight)
{
    return atomic_load_explicit(&storage->total, BYTES_ORDER_UNIQUE) == weight;
}

/* Restore a unique handle's weight to the whole. */
static inline void storage_reset(BytesStorage *storage, size_t *weight)
{
    if (*weight != BYTES_WEIGHT_WHOLE_) {
        atomic_store_explicit(&storage->total, BYTES_WEIGHT_WHOLE_, BYTES_ORDER_RESET);
        *weight = BYTES_WEIGHT_WHOLE_;
    }
}

/* Add at least `count` to a handle's weight, for as many shares. */
void storage_add_many(BytesStorage *storage, size_t *weight, size_t count);

/* Report copied bytes to the allocator's statistics hook. */
static inline void storage_copied(BytesAllocator *allocator, size_t count)
{
    COUNT(copied, count);
    if (allocator != NULL && allocator->copied != NULL && count != 0) {
        allocator->copied(allocator, count);
    }
}

#endif
