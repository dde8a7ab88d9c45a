/* SPDX-License-Identifier: MIT */
/**
 * @file text.h
 * Text: numbers and bytes printed in decimal, hexadecimal and escaped form, and parsed back; lines.
 *
 *     int error = bytes_mut_put_str(&head, "Content-Length: ");
 *     if (error == 0) {
 *         error = bytes_mut_put_decimal(&head, body.len);
 *     }
 *
 * Printing appends to a `BytesMut`; parsing reads a `BytesSpan` (search.h makes them). Nothing depends on the locale. A
 * failed call changes nothing. Only a buffer that has to grow allocates; see bytes_mut_reserve(). Time is linear in the
 * bytes printed or parsed.
 */
#ifndef BYTES_TEXT_H
#define BYTES_TEXT_H

#include <bytes/base.h>
#include <bytes/mut.h>
#include <bytes/search.h>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/** @name Printing
 * Each returns 0 or an error of bytes_mut_put(). The bytes to print may be the buffer's own. Cost: bytes_mut_reserve()
 * for the exact size of the text.
 * @{ */

/** Append a number in decimal: 1 to 20 digits, without leading zeros. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_decimal(BytesMut *self, uint64_t value);

/** Append a number in decimal, a negative one after a `-`. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_signed_decimal(BytesMut *self, int64_t value);

/** Append the bytes as a Rust byte string, `b"GET /\r\n\x00"`: printable ASCII as it is, the rest escaped: a
 * backslash and `n`, `r`, `t`, `0`, a backslash or a quote, or `x` and two hex digits. */
BYTES_API BYTES_NODISCARD int bytes_mut_put_escaped(BytesMut *self, BytesSpan bytes);

/**
 * Print the bytes as bytes_mut_put_escaped() does, as a string in @p out: for log lines and error messages.
 *
 * A text that does not fit is cut between two bytes and ends in `"...` instead of `"`, which no complete text does; if
 * not even `b""...` fits, the string is empty. `4 * self.len + 4` characters are always enough.
 *
 * @param[out] out Always ends in a NUL, unless @p capacity is 0.
 * @param capacity Its size, NUL included.
 * @return The length of the string in @p out, without its NUL. Cost: O(capacity), however many bytes there are.
 */
BYTES_API size_t bytes_span_escape(BytesSpan self, char *out, size_t capacity);

/** Append two lower-case hex digits for each byte. */
BYTES_API BYTES_NODISCARD int bytes_mut_put_hex(BytesMut *self, BytesSpan bytes);

/** Append a line for each 16 bytes in the format of `hexdump -C`: offset, bytes in hex, and as ASCII between bars.
 * Nothing is appended for no bytes. */
BYTES_API BYTES_NODISCARD int bytes_mut_put_hex_dump(BytesMut *self, BytesSpan bytes);

/** @} */
/** @name Parsing
 * Strict: the whole span must be digits, at least one of them, without sign, white space or prefix. Leading zeros are
 * allowed.
 * @{ */

/**
 * Parse a decimal number.
 *
 * @param[out] out The number.
 * @retval 0            Done.
 * @retval BYTES_EINVAL Not a number.
 * @retval BYTES_ERANGE A number of more than 64 bits.
 */
BYTES_API BYTES_NODISCARD int bytes_span_parse_decimal(BytesSpan self, uint64_t *out);

/** bytes_span_parse_decimal() for a signed number: a `-` may precede the digits. */
BYTES_API BYTES_NODISCARD int bytes_span_parse_signed_decimal(BytesSpan self, int64_t *out);

/** bytes_span_parse_decimal() for hexadecimal digits in either case. */
BYTES_API BYTES_NODISCARD int bytes_span_parse_hex(BytesSpan self, uint64_t *out);

/**
 * Append the bytes that pairs of hex digits stand for; the inverse of bytes_mut_put_hex().
 *
 * @param digits Two for each byte, in either case, without separators. May be the buffer's own bytes.
 * @return 0; #BYTES_EINVAL if the number of digits is odd or one is not a hex digit; or an error of bytes_mut_put().
 *         Cost: bytes_mut_reserve() for half of @p digits.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_put_from_hex(BytesMut *self, BytesSpan digits);

/** @} */
/** @name Lines
 * @{ */

/**
 * Take the first line off a span.
 *
 *     BytesSpan rest = bytes_span(&view);
 *     BytesSpan line;
 *     while (bytes_span_next_line(&rest, &line)) { ... }
 *
 * A line ends in LF or CRLF, which is not part of it; a CR elsewhere is an ordinary byte. Bytes after the last LF are a
 * line too, so `a` and LF are one line, as is `a` alone; an LF alone is one empty line, and no bytes are none. A line
 * without an LF ends where the bytes do: codec.h has lines of a stream, where the rest is yet to come.
 *
 * @param rest      The bytes; on success those after the line and its end.
 * @param[out] line The line.
 * @return False if @p rest is empty; then nothing has changed. Time: linear in the line.
 */
BYTES_INLINE BYTES_NODISCARD bool bytes_span_next_line(BytesSpan *rest, BytesSpan *line);

/** @} */

#include <bytes/impl/text.inl>

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
