/* SPDX-License-Identifier: MIT */
/* Part of <bytes/search.h> where the library was built with -Dhash=disabled: what it lacks, named for the compiler's
 * message. Private. */
#ifndef BYTES_IMPL_NO_HASH_INL
#define BYTES_IMPL_NO_HASH_INL

#define BYTES_NO_HASH_ BYTES_UNAVAILABLE_("libbytes was built without the hash, -Dhash=disabled")

struct BytesQueue;
typedef struct BytesHasher BytesHasher;

BYTES_NO_HASH_ uint64_t bytes_hash(const Bytes *self, uint64_t seed);
BYTES_NO_HASH_ uint64_t bytes_span_hash(BytesSpan self, uint64_t seed);
BYTES_NO_HASH_ void bytes_hasher_init(uint64_t seed, BytesHasher *out);
BYTES_NO_HASH_ void bytes_hasher_add(BytesHasher *self, BytesSpan bytes);
BYTES_NO_HASH_ uint64_t bytes_hasher_end(const BytesHasher *self);
BYTES_NO_HASH_ uint64_t bytes_queue_hash(const struct BytesQueue *self, size_t offset, size_t count, uint64_t seed);
BYTES_NO_HASH_ int bytes_queue_try_hash(const struct BytesQueue *self, size_t offset, size_t count, uint64_t seed,
                                        uint64_t *out);

#endif
