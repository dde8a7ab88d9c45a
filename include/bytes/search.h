/* SPDX-License-Identifier: MIT */
/**
 * @file search.h
 * Finding, comparing, hashing, printing and parsing bytes.
 *
 * Each function works on a `BytesSpan`: bytes_mut_span() makes one of a `BytesMut`, bytes_span() of a `Bytes`, and
 * #BYTES_SPAN of a string literal. The usual ones exist for `const Bytes *` too; for a queue see queue.h. An offset
 * that was not found is #BYTES_NOT_FOUND, which is above every length.
 *
 *     size_t colon = bytes_find_byte(&line, ':', 0);
 *     if (colon != BYTES_NOT_FOUND && bytes_starts_with(&line, BYTES_SPAN("Host"))) { ... }
 *
 * Where a function does not say what time it takes, it is linear in the bytes that it is given, and comparing ends at
 * the first difference.
 *
 * All but the functions that take a `Bytes *` or `BytesMut *` only read, and so may be called on the same bytes by many
 * threads at once. None allocates, but for a buffer that has to grow; none pays an atomic, but for a `Bytes` that
 * becomes empty.
 */
#ifndef BYTES_SEARCH_H
#define BYTES_SEARCH_H

#include <string.h>

#include <bytes/base.h>
#include <bytes/mut.h>
#include <bytes/view.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The offset of what is not there. */
#define BYTES_NOT_FOUND SIZE_MAX

/** A span of the bytes of a string literal, without its NUL, as an expression. */
#define BYTES_SPAN(literal) bytes_span_of("" literal, sizeof(literal) - 1)

/** A span of any bytes. @param data First byte; may be NULL if @p len is 0. @param len Number of bytes.
 * @return Valid as long as they are. */
BYTES_INLINE BytesSpan bytes_span_of(const void *data, size_t len)
{
    BytesSpan out = {(const uint8_t *)data, len}; /* cast: any object may be read as bytes */
    return out;
}

/** A span of a string, without its NUL. @param string The string. @return Valid as long as it is. */
BYTES_INLINE BytesSpan bytes_span_str(const char *string)
{
    return bytes_span_of(string, strlen(string));
}

/** @name Finding
 * @{ */

/**
 * Find a byte.
 *
 * @param self The bytes.
 * @param byte What to look for.
 * @param from Offset to begin at; above the length, nothing is found.
 * @return Offset of the first such byte at or after @p from, or #BYTES_NOT_FOUND. Time: linear, memchr().
 */
BYTES_INLINE size_t bytes_span_find_byte(BytesSpan self, uint8_t byte, size_t from)
{
    const void *found;
    if (from >= self.len) {
        return BYTES_NOT_FOUND;
    }
    found = memchr(self.data + from, byte, self.len - from);
    /* Cast: the distance is not negative. */
    return found != NULL ? (size_t)((const uint8_t *)found - self.data) : BYTES_NOT_FOUND;
}

/** Find the last of a byte. @param self The bytes. @param byte What to look for.
 * @return Its offset, or #BYTES_NOT_FOUND. Time: linear, memrchr() where there is one. */
BYTES_API size_t bytes_span_find_last_byte(BytesSpan self, uint8_t byte);

/** Find any of some bytes. @param self The bytes. @param set Those to look for; none are never found.
 * @param from Offset to begin at; above the length, nothing is found.
 * @return Offset of the first that is in @p set, or #BYTES_NOT_FOUND. Time: linear in both lengths. */
BYTES_API size_t bytes_span_find_any(BytesSpan self, BytesSpan set, size_t from);

/** Find bytes in bytes. @param self The bytes. @param needle What to look for; if empty, it is found at @p from.
 * @param from Offset to begin at; above the length, nothing is found.
 * @return Offset of its first byte, or #BYTES_NOT_FOUND. Time: linear in both lengths, memmem() where there is one. */
BYTES_API size_t bytes_span_find(BytesSpan self, BytesSpan needle, size_t from);

/** Do the bytes begin so? @param self The bytes. @param prefix What with; if empty, yes. @return True if so. */
BYTES_INLINE bool bytes_span_starts_with(BytesSpan self, BytesSpan prefix)
{
    return prefix.len == 0 || (prefix.len <= self.len && memcmp(self.data, prefix.data, prefix.len) == 0);
}

/** Do the bytes end so? @param self The bytes. @param suffix What with; if empty, yes. @return True if so. */
BYTES_INLINE bool bytes_span_ends_with(BytesSpan self, BytesSpan suffix)
{
    return suffix.len == 0 ||
           (suffix.len <= self.len && memcmp(self.data + (self.len - suffix.len), suffix.data, suffix.len) == 0);
}

/** Leave out white space at both ends: space, and `\t` `\n` `\v` `\f` `\r`. @param self The bytes.
 * @return The part in between; if it is empty it lies at the end of @p self. Time: linear in what is left out. */
BYTES_API BytesSpan bytes_span_trim(BytesSpan self);

/** bytes_span_trim() for other bytes. @param self The bytes. @param set Those to leave out. @return See there. */
BYTES_API BytesSpan bytes_span_trim_set(BytesSpan self, BytesSpan set);

/** bytes_span_find_byte() in a view. @param self, byte, from See there. @return See there. */
BYTES_INLINE size_t bytes_find_byte(const Bytes *self, uint8_t byte, size_t from)
{
    return bytes_span_find_byte(bytes_span(self), byte, from);
}

/** bytes_span_find_last_byte() in a view. @param self, byte See there. @return See there. */
BYTES_INLINE size_t bytes_find_last_byte(const Bytes *self, uint8_t byte)
{
    return bytes_span_find_last_byte(bytes_span(self), byte);
}

/** bytes_span_find_any() in a view. @param self, set, from See there. @return See there. */
BYTES_INLINE size_t bytes_find_any(const Bytes *self, BytesSpan set, size_t from)
{
    return bytes_span_find_any(bytes_span(self), set, from);
}

/** bytes_span_find() in a view. @param self, needle, from See there. @return See there. */
BYTES_INLINE size_t bytes_find(const Bytes *self, BytesSpan needle, size_t from)
{
    return bytes_span_find(bytes_span(self), needle, from);
}

/** bytes_span_starts_with() of a view. @param self, prefix See there. @return See there. */
BYTES_INLINE bool bytes_starts_with(const Bytes *self, BytesSpan prefix)
{
    return bytes_span_starts_with(bytes_span(self), prefix);
}

/** bytes_span_ends_with() of a view. @param self, suffix See there. @return See there. */
BYTES_INLINE bool bytes_ends_with(const Bytes *self, BytesSpan suffix)
{
    return bytes_span_ends_with(bytes_span(self), suffix);
}

/** @} */
/** @name Cutting where something is found
 * @{ */

/**
 * Split off what lies before a delimiter, and leave the delimiter out.
 *
 * To walk over the pieces, call it until it is false; what is left then is the last piece, which may be empty.
 *
 * @param self      Keeps what follows the delimiter.
 * @param delimiter What to cut at; an empty one is never found.
 * @param[out] out  What lies before the first.
 * @return False if there is none; then nothing has changed.
 *         Cost: bytes_find(); 0 allocations, 0 copies, 0 atomics; as bytes_drop() if both parts are empty.
 */
BYTES_API BYTES_NODISCARD bool bytes_split_once(Bytes *self, BytesSpan delimiter, Bytes *out);

/** bytes_split_once() with one byte. @param self, delimiter, out See there. @return See there. */
BYTES_INLINE BYTES_NODISCARD bool bytes_split_once_byte(Bytes *self, uint8_t delimiter, Bytes *out)
{
    return bytes_split_once(self, bytes_span_of(&delimiter, 1), out);
}

/** bytes_span_trim() of a view itself. @param self The view. Cost: 0 copies, 0 atomics; to become empty, as
 * bytes_drop(). */
BYTES_API void bytes_trim(Bytes *self);

/** bytes_span_trim_set() of a view itself. @param self The view. @param set Those to leave out. Cost: as
 * bytes_trim(). */
BYTES_API void bytes_trim_set(Bytes *self, BytesSpan set);

/** @} */
/** @name Comparing
 * @{ */

/** Are the bytes the same? @param a, b The bytes. @return True if so. Time: linear. */
BYTES_INLINE bool bytes_span_equal(BytesSpan a, BytesSpan b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/** Which is first in the order of dictionaries, byte by byte and unsigned? @param a, b The bytes.
 * @return -1 if @p a is, 1 if @p b is, 0 if they are equal. Of two that begin alike, the shorter. */
BYTES_API int bytes_span_compare(BytesSpan a, BytesSpan b);

/** Are the bytes the same, if `A` to `Z` are taken for `a` to `z`? @param a, b The bytes. @return True if so. Other
 * bytes are compared as they are; no locale plays a part. */
BYTES_API bool bytes_span_equal_ignore_case(BytesSpan a, BytesSpan b);

/** Are the bytes the same? In a time that depends on the lengths alone, so that it does not tell how much of a secret
 * was guessed. @param a, b The bytes. @return True if so; false at once if the lengths differ. */
BYTES_API bool bytes_span_equal_constant_time(BytesSpan a, BytesSpan b);

/**
 * Hash the bytes: XXH3, 64 bits. The same on every machine and in every version.
 *
 * @param self The bytes.
 * @param seed Any number; another gives another hash. It is no defence against somebody who can see hashes, or choose
 *             keys and measure well.
 * @return The hash.
 */
BYTES_API uint64_t bytes_span_hash(BytesSpan self, uint64_t seed);

/** bytes_span_equal() of two views. @param a, b The views. @return See there. */
BYTES_INLINE bool bytes_equal(const Bytes *a, const Bytes *b)
{
    return bytes_span_equal(bytes_span(a), bytes_span(b));
}

/** bytes_span_compare() of two views. @param a, b The views. @return See there. */
BYTES_INLINE int bytes_compare(const Bytes *a, const Bytes *b)
{
    return bytes_span_compare(bytes_span(a), bytes_span(b));
}

/** bytes_span_equal_ignore_case() of two views. @param a, b The views. @return See there. */
BYTES_INLINE bool bytes_equal_ignore_case(const Bytes *a, const Bytes *b)
{
    return bytes_span_equal_ignore_case(bytes_span(a), bytes_span(b));
}

/** bytes_span_equal_constant_time() of two views. @param a, b The views. @return See there. */
BYTES_INLINE bool bytes_equal_constant_time(const Bytes *a, const Bytes *b)
{
    return bytes_span_equal_constant_time(bytes_span(a), bytes_span(b));
}

/** bytes_span_hash() of a view. @param self, seed See there. @return See there. */
BYTES_INLINE uint64_t bytes_hash(const Bytes *self, uint64_t seed)
{
    return bytes_span_hash(bytes_span(self), seed);
}

/** @} */
/** @name Printing
 * Each appends to a buffer, or returns an error of bytes_mut_put() and has changed nothing. What is printed may be
 * among the buffer's own bytes. Cost: linear in the bytes, and bytes_mut_reserve() once.
 * @{ */

/** Append the bytes as a literal of Rust: `b"GET /\r\n\x00"`. @param self The buffer. @param bytes What to print:
 * printable ASCII as it is, the rest as `\n` `\r` `\t` `\0` `\\` `\"`, or `\x` and two hex digits.
 * @return See bytes_mut_put(). */
BYTES_API BYTES_NODISCARD int bytes_mut_put_escaped(BytesMut *self, BytesSpan bytes);

/** Append two lower-case hex digits for each byte. @param self The buffer. @param bytes What to print.
 * @return See bytes_mut_put(). */
BYTES_API BYTES_NODISCARD int bytes_mut_put_hex(BytesMut *self, BytesSpan bytes);

/** Append a line for each 16 bytes, as `hexdump -C` writes it: the offset, the bytes in hex, and as ASCII between bars.
 * @param self The buffer. @param bytes What to print; nothing for none. @return See bytes_mut_put(). */
BYTES_API BYTES_NODISCARD int bytes_mut_put_hex_dump(BytesMut *self, BytesSpan bytes);

/** @} */
/** @name Parsing
 * Strict: all of the bytes must be digits, in a number at least one; no sign, no space, no prefix. Zeros in front are
 * allowed.
 * @{ */

/** Parse a decimal number. @param self Its digits. @param[out] out The number. @retval 0 Done.
 * @retval BYTES_EINVAL Not a number. @retval BYTES_ERANGE A number of more than 64 bits. */
BYTES_API BYTES_NODISCARD int bytes_span_parse_decimal(BytesSpan self, uint64_t *out);

/** bytes_span_parse_decimal() with a `-` in front of a negative number. @param self, out See there.
 * @return See there. */
BYTES_API BYTES_NODISCARD int bytes_span_parse_signed_decimal(BytesSpan self, int64_t *out);

/** Parse a hexadecimal number, in either case. @param self Its digits. @param[out] out The number.
 * @return See bytes_span_parse_decimal(). */
BYTES_API BYTES_NODISCARD int bytes_span_parse_hex(BytesSpan self, uint64_t *out);

/**
 * Append the bytes that hex digits stand for: what bytes_mut_put_hex() writes, read back.
 *
 * @param self   The buffer.
 * @param digits Two for each byte, in either case, and nothing between them; none for no bytes. May be among the
 *               buffer's own bytes.
 * @return 0; or #BYTES_EINVAL if their number is odd or one is no digit, or an error of bytes_mut_put(); then nothing
 *         has changed. Time: linear. Cost: half of @p digits written, and bytes_mut_reserve().
 */
BYTES_API BYTES_NODISCARD int bytes_mut_put_from_hex(BytesMut *self, BytesSpan digits);

/** @} */

#ifdef __cplusplus
}
#endif

#endif
