/* SPDX-License-Identifier: MIT */
/* The hash, which is left out of a library that is built with -Dhash=disabled. */
#include <bytes/search.h>

#include <assert.h>

/* Compiled in, so that the library is not needed to run and a length that is known here selects the code. */
#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t bytes_span_hash(BytesSpan self, uint64_t seed)
{
    return XXH3_64bits_withSeed(self.len != 0 ? (const void *)self.data : "", self.len, seed);
}

/* XXH3 wants its state aligned, which neither malloc() nor a copy of the hasher keeps. So the state begins at the first
 * aligned address of the field, and moves within it when the hasher has got another address. */
enum { STATE_ALIGNMENT = 64 };

static_assert(sizeof(XXH3_state_t) + STATE_ALIGNMENT <= sizeof(((BytesHasher *)NULL)->state_),
              "the state of XXH3 fits into a hasher at any address");

static size_t aligned_begin(const BytesHasher *self)
{
    return (size_t)(0 - (uintptr_t)self->state_) % STATE_ALIGNMENT;
}

static XXH3_state_t *aligned_state(BytesHasher *self)
{
    const size_t begin = aligned_begin(self);
    if (begin != self->begin_) {
        memmove(self->state_ + begin, self->state_ + self->begin_, sizeof(XXH3_state_t));
        self->begin_ = begin;
    }
    return (XXH3_state_t *)(void *)(self->state_ + begin);
}

void bytes_hasher_init(uint64_t seed, BytesHasher *out)
{
    out->begin_ = aligned_begin(out);
    XXH3_state_t *const state = aligned_state(out);
    XXH3_INITSTATE(state);
    (void)XXH3_64bits_reset_withSeed(state, seed); /* fails for NULL only; so does the update */
}

void bytes_hasher_add(BytesHasher *self, BytesSpan bytes)
{
    if (bytes.len != 0) {
        (void)XXH3_64bits_update(aligned_state(self), bytes.data, bytes.len);
    }
}

uint64_t bytes_hasher_end(const BytesHasher *self)
{
    XXH3_state_t state; /* a copy: many threads may ask at once, so the hasher's cannot be moved */
    memcpy(&state, self->state_ + self->begin_, sizeof(state));
    return XXH3_64bits_digest(&state);
}
