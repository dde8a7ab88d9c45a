/* SPDX-License-Identifier: MIT */
/**
 * @file search.h
 * Find, cut, compare and hash bytes.
 *
 * The functions work on a `BytesSpan`, which holds no reference: bytes_span() of a `Bytes`, bytes_mut_span() of a
 * `BytesMut`, #BYTES_SPAN of a string literal. The common ones exist for `const Bytes *` too; for a `BytesQueue` see
 * queue.h.
 *
 *     size_t colon = bytes_find_byte(&line, ':', 0);
 *     if (colon != BYTES_NOT_FOUND && bytes_starts_with(&line, BYTES_SPAN("Host"))) { ... }
 *
 * Unless a function says otherwise, its time is linear in the bytes given, and it allocates nothing, copies nothing and
 * pays no atomic. All but those that take a `Bytes *` or a `BytesHasher *` only read: many threads may call them on the
 * same bytes at once.
 */
#ifndef BYTES_SEARCH_H
#define BYTES_SEARCH_H

#include <string.h>

#include <bytes/base.h>
#include <bytes/view.h>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/** The offset of what was not found: above every length. */
#define BYTES_NOT_FOUND SIZE_MAX

/** The bytes of a string literal, without its NUL, as a span. */
#define BYTES_SPAN(literal) bytes_span_of("" literal, sizeof(literal) - 1)

/** @name Spans
 * A span is valid as long as the bytes it was made from.
 * @{ */

/** The span of @p len bytes at @p data, which may be NULL if @p len is 0. */
BYTES_INLINE BytesSpan bytes_span_of(const void *data, size_t len);

/** The span of a string, without its NUL. */
BYTES_INLINE BytesSpan bytes_span_str(const char *string);

/** The bytes from offset @p begin up to, not including, @p end. Aborts unless `begin <= end <= self.len`. O(1). */
BYTES_INLINE BytesSpan bytes_span_slice(BytesSpan self, size_t begin, size_t end);

/** Checked form of bytes_span_slice(), for untrusted ranges. @retval 0 Done. @retval BYTES_ERANGE The range is not
 * inside. */
BYTES_INLINE BYTES_NODISCARD int bytes_span_try_slice(BytesSpan self, size_t begin, size_t end, BytesSpan *out);

/** @} */
/** @name Find
 * Each returns an offset, or #BYTES_NOT_FOUND. Where there is a @p from, the search starts at that offset; nothing is
 * found beyond the length.
 * @{ */

/** Find a byte, by memchr(). */
BYTES_INLINE size_t bytes_span_find_byte(BytesSpan self, uint8_t byte, size_t from);

/** Find the last occurrence of a byte, by memrchr() where libc has it. */
BYTES_API size_t bytes_span_find_last_byte(BytesSpan self, uint8_t byte);

/** Find the last occurrence of a byte at an offset below @p before. A @p before above the length stands for the length:
 * to step backwards, pass the last result. */
BYTES_INLINE size_t bytes_span_find_last_byte_before(BytesSpan self, uint8_t byte, size_t before);

/** Find the first byte that is in @p set. Nothing is found in an empty set. */
BYTES_API size_t bytes_span_find_any(BytesSpan self, BytesSpan set, size_t from);

/** Find a byte sequence, by memmem() where libc has it, else by two-way string matching. An empty @p needle is found at
 * @p from. */
BYTES_API size_t bytes_span_find(BytesSpan self, BytesSpan needle, size_t from);

/** True if the bytes begin with @p prefix. Every span begins with an empty one. */
BYTES_INLINE bool bytes_span_starts_with(BytesSpan self, BytesSpan prefix);

/** True if the bytes end with @p suffix. Every span ends with an empty one. */
BYTES_INLINE bool bytes_span_ends_with(BytesSpan self, BytesSpan suffix);

/** The bytes without white space (space, tab, LF, VT, FF, CR) at both ends. If nothing is left, an empty span at
 * the end of @p self. */
BYTES_API BytesSpan bytes_span_trim(BytesSpan self);

/** bytes_span_trim() for the bytes in @p set. */
BYTES_API BytesSpan bytes_span_trim_set(BytesSpan self, BytesSpan set);

/** bytes_span_find_byte() of a view. */
BYTES_INLINE size_t bytes_find_byte(const Bytes *self, uint8_t byte, size_t from);

/** bytes_span_find_last_byte() of a view. */
BYTES_INLINE size_t bytes_find_last_byte(const Bytes *self, uint8_t byte);

/** bytes_span_find_last_byte_before() of a view. */
BYTES_INLINE size_t bytes_find_last_byte_before(const Bytes *self, uint8_t byte, size_t before);

/** bytes_span_find_any() of a view. */
BYTES_INLINE size_t bytes_find_any(const Bytes *self, BytesSpan set, size_t from);

/** bytes_span_find() of a view. */
BYTES_INLINE size_t bytes_find(const Bytes *self, BytesSpan needle, size_t from);

/** bytes_span_starts_with() of a view. */
BYTES_INLINE bool bytes_starts_with(const Bytes *self, BytesSpan prefix);

/** bytes_span_ends_with() of a view. */
BYTES_INLINE bool bytes_ends_with(const Bytes *self, BytesSpan suffix);

/** @} */
/** @name Cut
 * @{ */

/**
 * Split off the bytes before the first @p delimiter, and remove the delimiter.
 *
 * To walk over fields, call it until it returns false; the view then holds the last field, which may be empty.
 *
 * @param self      Keeps the bytes after the delimiter.
 * @param delimiter An empty one is never found.
 * @param[out] out  The bytes before it.
 * @return False if there is no delimiter; nothing has changed.
 *         Cost: bytes_find(); 0 allocations, 0 copies, 0 atomics; bytes_drop() if both parts are empty.
 */
BYTES_API BYTES_NODISCARD bool bytes_split_once(Bytes *self, BytesSpan delimiter, Bytes *out);

/** bytes_split_once() with a delimiter of one byte. */
BYTES_INLINE BYTES_NODISCARD bool bytes_split_once_byte(Bytes *self, uint8_t delimiter, Bytes *out);

/** Remove white space from both ends of a view, as bytes_span_trim(). Cost: 0 copies, 0 atomics; bytes_drop() if
 * nothing is left. */
BYTES_API void bytes_trim(Bytes *self);

/** bytes_trim() for the bytes in @p set. */
BYTES_API void bytes_trim_set(Bytes *self, BytesSpan set);

/** @} */
/** @name Compare
 * Comparing stops at the first difference, but for bytes_span_equal_constant_time().
 * @{ */

/** True if both have the same length and bytes. */
BYTES_INLINE bool bytes_span_equal(BytesSpan a, BytesSpan b);

/** Lexicographic order of unsigned bytes: -1 if @p a comes first, 1 if @p b does, 0 if they are equal. A proper prefix
 * comes first. */
BYTES_API int bytes_span_compare(BytesSpan a, BytesSpan b);

/** bytes_span_equal() with the ASCII letters `A` to `Z` equal to `a` to `z`, in any locale. */
BYTES_API bool bytes_span_equal_ignore_case(BytesSpan a, BytesSpan b);

/** bytes_span_equal() in a time that depends on the lengths alone, for comparing secrets. Different lengths return
 * false at once. */
BYTES_API bool bytes_span_equal_constant_time(BytesSpan a, BytesSpan b);

/** bytes_span_equal() of two views. */
BYTES_INLINE bool bytes_equal(const Bytes *a, const Bytes *b);

/** bytes_span_compare() of two views. */
BYTES_INLINE int bytes_compare(const Bytes *a, const Bytes *b);

/** bytes_span_equal_ignore_case() of two views. */
BYTES_INLINE bool bytes_equal_ignore_case(const Bytes *a, const Bytes *b);

/** bytes_span_equal_constant_time() of two views. */
BYTES_INLINE bool bytes_equal_constant_time(const Bytes *a, const Bytes *b);

/** @} */
#ifndef BYTES_NO_HASH
/** @name Hash
 * XXH3, 64 bits: the same value on every machine and in every version. Different seeds give independent hashes. Not a
 * defence against an attacker who sees hashes, or who chooses keys and measures time.
 *
 * A library that was built with `-Dhash=disabled` has none of these; calling one is an error of the compiler.
 * @{ */

/** Hash the bytes. */
BYTES_API uint64_t bytes_span_hash(BytesSpan self, uint64_t seed);

/** bytes_span_hash() of a view. */
BYTES_INLINE uint64_t bytes_hash(const Bytes *self, uint64_t seed);

/**
 * The hash of bytes that arrive in parts: the same as bytes_span_hash() of all of them, however they are divided.
 *
 *     BytesHasher hasher;
 *     bytes_hasher_init(seed, &hasher);
 *     bytes_hasher_add(&hasher, first);
 *     bytes_hasher_add(&hasher, second);
 *     uint64_t hash = bytes_hasher_end(&hasher);
 *
 * Has no resources to release. May be moved by memcpy(), and copied, to hash several continuations of one beginning.
 */
typedef struct BytesHasher {
    uint64_t begin_;     /**< Private. */
    uint8_t state_[640]; /**< Private. */
} BytesHasher;

/** Begin a hash of no bytes. @param[out] out May be uninitialised. */
BYTES_API void bytes_hasher_init(uint64_t seed, BytesHasher *out);

/** Add bytes. Cost: at most 512 of them are copied, into the hasher; 0 allocations. */
BYTES_API void bytes_hasher_add(BytesHasher *self, BytesSpan bytes);

/** The hash of all bytes added so far; more may follow. */
BYTES_API uint64_t bytes_hasher_end(const BytesHasher *self);

/** @} */
#endif

#include <bytes/impl/search.inl>

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
