/* SPDX-License-Identifier: MIT */
/*
 * Counted blocks: the header, its weight, and nothing about views. Private to the library.
 */
#ifndef BYTES_STORAGE_H
#define BYTES_STORAGE_H

#include <stdatomic.h>

#include <bytes/allocator.h>
#include <bytes/view.h>

#include "allocator.h"
#include "orders.h"

/* No object is larger: pointers into it could not be subtracted. */
#define STORAGE_SIZE_MAX ((size_t)PTRDIFF_MAX)

enum StorageKind {
    STORAGE_ALLOCATED,    /* header and data in one block of the allocator */
    STORAGE_ADOPTED,      /* the caller's memory; control block of the allocator */
    STORAGE_ADOPTED_WITH, /* the caller's memory and control block */
};

struct BytesStorage {
    atomic_size_t total;       /* the sum of the weights of the live handles */
    size_t size;               /* bytes of data */
    BytesAllocator *allocator; /* NULL: malloc */
    /* Kind in the low 2 bits, writable above them, then the size that a fresh block of this buffer gets, in units of
     * 16 bytes: what the buffer was made with, not what one large message needed. */
    uint32_t kind_and_initial;
    /* Position in the stream of bytes of the first byte of data, modulo 2^32. A reserve that moves bytes keeps the
     * position of each, which is how a slot (see mut.h) finds its place again. */
    uint32_t origin;
};

/* Adopted memory: the same header, and where the data is. Fits into a BytesControl. */
typedef struct AdoptedStorage {
    struct BytesStorage header;
    uint8_t *data;
    BytesRelease *release;
    void *context;
} AdoptedStorage;

static inline enum StorageKind storage_kind(const BytesStorage *storage)
{
    return (enum StorageKind)(storage->kind_and_initial & 3);
}

static inline bool storage_is_writable(const BytesStorage *storage)
{
    return (storage->kind_and_initial & 4) != 0;
}

static inline size_t storage_initial(const BytesStorage *storage)
{
    return (size_t)(storage->kind_and_initial >> 3) * 16;
}

/* Bytes from the start of a block to its data: the header, rounded up to the alignment that the data needs. */
static inline size_t storage_offset(const BytesAllocator *allocator)
{
    return allocator != NULL && allocator->alignment > BYTES_HEADER_SIZE ? allocator->alignment : BYTES_HEADER_SIZE;
}

/* Where the data of a block of this allocator begins. Cast: it follows the header. */
static inline uint8_t *storage_data_behind(BytesStorage *storage, const BytesAllocator *allocator)
{
    return (uint8_t *)storage + storage_offset(allocator);
}

/* The first byte of data. Not const: whether it may be written is the handle's business, not the block's. */
static inline uint8_t *storage_data(BytesStorage *storage)
{
    if (storage_kind(storage) == STORAGE_ALLOCATED) {
        return storage_data_behind(storage, storage->allocator);
    }
    return ((AdoptedStorage *)storage)->data; /* cast: the kind says that this header is the first member of one */
}

/* How many bytes lie in the block before a handle's first. */
static inline size_t storage_offset_of(BytesStorage *storage, const uint8_t *data)
{
    return (size_t)(data - storage_data(storage)); /* cast: a handle's data is never before the block's */
}

/* The size that a block would have for so much data: 0 if none can. */
static inline size_t storage_block_size(BytesAllocator *allocator, size_t capacity)
{
    const size_t offset = storage_offset(allocator);
    size_t size;
    if (offset > STORAGE_SIZE_MAX || capacity > STORAGE_SIZE_MAX - offset) {
        return 0;
    }
    size = allocator_good_size(allocator, offset + capacity);
    /* The rounding may have gone over what a pointer difference can hold; then do without it. */
    return size > STORAGE_SIZE_MAX ? offset + capacity : size;
}

static inline uint32_t storage_pack(enum StorageKind kind, bool writable, size_t initial)
{
    const size_t most = UINT32_MAX >> 3;
    const size_t units = initial / 16 < most ? (initial + 15) / 16 : most;
    return (uint32_t)kind | (writable ? 4u : 0u) | (uint32_t)units << 3; /* cast: just limited to 29 bits */
}

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
 * Make a block of at least `capacity` bytes, all weight in the one handle that the caller makes: returns NULL and sets
 * *error if there is none. `initial` is remembered for the blocks that will follow it. Inline: it is most of what a
 * copy of a few bytes costs.
 */
static inline BytesStorage *storage_new(BytesAllocator *allocator, size_t capacity, size_t initial, int *error)
{
    const size_t size = storage_block_size(allocator, capacity);
    BytesStorage *storage;
    if (size == 0) {
        *error = BYTES_EOVERFLOW;
        return NULL;
    }
    storage = (BytesStorage *)allocator_allocate(allocator, size); /* cast: aligned for any type */
    if (storage == NULL) {
        *error = BYTES_ENOMEM;
        return NULL;
    }
    storage_init(storage, allocator, size - storage_offset(allocator), storage_pack(STORAGE_ALLOCATED, true, initial));
    return storage;
}

/* Bytes of memory that the storage keeps alive: of its block, or of the adopted memory. */
static inline size_t storage_retained(const BytesStorage *storage)
{
    return storage->size +
           (storage_kind(storage) == STORAGE_ALLOCATED ? storage_offset(storage->allocator) : (size_t)0);
}

/* Change the size of an allocated block that the caller is the sole owner of; NULL leaves it as it was. */
BytesStorage *storage_resize(BytesStorage *storage, size_t capacity, size_t initial, int *error);

/* Does a handle of this weight hold all there is? If so, all that other handles did has happened before. */
static inline bool storage_is_sole(const BytesStorage *storage, size_t weight)
{
    return atomic_load_explicit(&storage->total, BYTES_ORDER_UNIQUE) == weight; /* reason: orders.h */
}

/* A sole owner takes back the weight that its shares carried away. */
static inline void storage_reset(BytesStorage *storage, size_t *weight)
{
    if (*weight != BYTES_WEIGHT_WHOLE_) {
        atomic_store_explicit(&storage->total, BYTES_WEIGHT_WHOLE_, BYTES_ORDER_RESET); /* reason: orders.h */
        *weight = BYTES_WEIGHT_WHOLE_;
    }
}

/* `count` shares, one each, added to a weight in one go. */
void storage_add_many(BytesStorage *storage, size_t *weight, size_t count);

/* The end of a storage whose weight is all gone. */
void storage_free(BytesStorage *storage);

/* Tell who wants to know that bytes were copied. */
static inline void storage_copied(BytesAllocator *allocator, size_t count)
{
    COUNT(copied, count);
    if (allocator != NULL && allocator->copied != NULL && count != 0) {
        allocator->copied(allocator, count);
    }
}

#endif
