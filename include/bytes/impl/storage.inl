/* SPDX-License-Identifier: MIT */
/*
 * Part of <bytes/storage.h>: the weights of handles, and the slow paths that inline functions call. Private.
 *
 * Calling convention of the slow paths: values, never the address of a handle. So a handle that is a local variable
 * stays in registers, and a loop that splits a buffer does not wait for memory at each turn.
 */
#ifndef BYTES_IMPL_STORAGE_INL
#define BYTES_IMPL_STORAGE_INL

#include <bytes/impl/poison.inl>

/* The whole weight of a storage, and the most that one share of it gets: 2^30 is an immediate operand of x86-64, 2^32
 * is not. (tests/weights has smaller ones, so that handles run out of weight.) */
#ifndef BYTES_WEIGHT_WHOLE_
#if SIZE_MAX > 0xffffffffu
#define BYTES_WEIGHT_WHOLE_ ((size_t)1 << 48)
#define BYTES_WEIGHT_SHARE_ ((size_t)1 << 30)
#else
#define BYTES_WEIGHT_WHOLE_ ((size_t)1 << 24)
#define BYTES_WEIGHT_SHARE_ ((size_t)1 << 12)
#endif
#endif
/* Refill of a handle that has no weight left to give: many whole shares. */
#define BYTES_WEIGHT_REFILL_ (BYTES_WEIGHT_WHOLE_ >> 4)

/* A block as an out-of-line function returns it, in two registers. */
typedef struct BytesBlock_ {
    uint8_t *data;
    BytesStorage *storage; /* NULL: failed, and the error is in the out-parameter */
} BytesBlock_;

BYTES_API BYTES_DIRECT void bytes_release_(BytesStorage *storage, size_t weight);
/* The same, but a callback waits until those that are running have returned. */
BYTES_API void bytes_release_later_(BytesStorage *storage, size_t weight);
BYTES_API BYTES_DIRECT BYTES_NODISCARD size_t bytes_add_weight_(BytesStorage *storage, size_t wanted);
BYTES_API void bytes_return_surplus_(BytesStorage *storage, size_t weight);

/* Always negative here; the test lets the compiler see that the result is not 0. */
BYTES_INLINE int bytes_failed_(int error)
{
    return error < 0 ? error : BYTES_ENOMEM;
}

/*
 * Split weight off for a new handle: a sixty-fourth, which leaves more than half after forty shares, but at most one
 * share. The first branch needs no arithmetic to know the part, so in a loop that splits a buffer the weights of the
 * frames do not depend on each other.
 */
BYTES_INLINE size_t bytes_split_weight_(BytesStorage *storage, size_t *weight)
{
    if (BYTES_LIKELY(*weight >= BYTES_WEIGHT_SHARE_ << 6)) {
        *weight -= BYTES_WEIGHT_SHARE_;
        return BYTES_WEIGHT_SHARE_;
    }
    if (!BYTES_LIKELY(*weight >= 2)) {
        *weight += bytes_add_weight_(storage, BYTES_WEIGHT_REFILL_);
    }
    const size_t part = *weight >> 6 | 1; /* the lowest bit makes it at least 1 without a branch */
    *weight -= part;
    return part;
}

/* Join the weight of another handle to the same storage. */
BYTES_INLINE void bytes_join_weight_(BytesStorage *storage, size_t *weight, size_t more)
{
    *weight += more; /* no overflow: neither is above the whole weight */
    if (!BYTES_LIKELY(*weight <= BYTES_WEIGHT_WHOLE_)) {
        bytes_return_surplus_(storage, *weight);
        *weight = BYTES_WEIGHT_WHOLE_;
    }
}

#endif
