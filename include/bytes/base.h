/* SPDX-License-Identifier: MIT */
/**
 * @file base.h
 * Version, error codes, attributes and the plain types that the other headers share.
 *
 * ### Words that mean one thing
 *
 * | word in a name            | the bytes                | the caller's argument afterwards          |
 * |---------------------------|--------------------------|-------------------------------------------|
 * | copy                      | duplicated               | still the caller's                        |
 * | take                      | adopted                  | the library's, **on success only**        |
 * | static                    | borrowed for ever        | nobody's                                  |
 * | clone, share, slice, split | shared                  | there is one handle more                  |
 * | move                      | the same                 | emptied                                   |
 * | drop                      | one reference given back | emptied; dropping it again does nothing   |
 *
 * ### Errors
 *
 * A call that can fail returns `int`: 0 (or a count) or one of the negative `BYTES_E...` codes. A failed call changes
 * nothing: out-parameters are written on success only, and what would have been taken over is still the caller's.
 * A range that the program itself computed wrongly is not an error code: the call aborts after one line on standard
 * error that names the function, the numbers and the length. For numbers that came from outside use the `try_` form.
 *
 * ### Threads
 *
 * A function that takes `const Bytes *` (or `const BytesMut *`) may be called on one handle by many threads at once.
 * One that takes `Bytes *` needs that handle to itself for the call. Different handles, also to one storage, may
 * always be used on different threads. No function may be called from a signal handler. Threads made by a raw
 * `clone()` system call, storage in memory shared between processes, and two copies of the library in one process
 * are not supported.
 */
#ifndef BYTES_BASE_H
#define BYTES_BASE_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** @name Version of the headers
 * bytes_version() tells that of the library in use.
 * @{ */
#define BYTES_VERSION_MAJOR 0 /**< While it is 0, each minor version may change the ABI. */
#define BYTES_VERSION_MINOR 1 /**< Raised when something was added. */
#define BYTES_VERSION_PATCH 0 /**< Raised when something was mended. */
/** @} */

/** @cond private */
/* Attributes. None changes what a program means; on an unknown compiler all are empty. */
#if defined(__GNUC__) && !defined(_WIN32)
#define BYTES_API __attribute__((visibility("default")))
#else
#define BYTES_API
#endif

/* Called straight through the address table, without the stub that the linker would put in between: for what is called
 * for each handle. */
#if defined(__ELF__) && defined(__has_attribute) && (defined(__x86_64__) || defined(__aarch64__))
#if __has_attribute(noplt)
#define BYTES_DIRECT __attribute__((noplt))
#endif
#endif
#ifndef BYTES_DIRECT
#define BYTES_DIRECT
#endif

#if defined(__GNUC__)
#define BYTES_NODISCARD __attribute__((warn_unused_result))
#define BYTES_PRINTF(string, first) __attribute__((__format__(__printf__, string, first)))
#define BYTES_NORETURN __attribute__((noreturn, cold))
#define BYTES_LIKELY(condition) __builtin_expect(!!(condition), 1)
/** @endcond */
/** Runs @p function on the address of the variable when it goes out of scope, as in
 * `BYTES_CLEANUP(bytes_drop) Bytes view = {0};`. Where the compiler has no such thing, using it is an error. */
#define BYTES_CLEANUP(function) __attribute__((cleanup(function)))
/** @cond private */
#else
#define BYTES_NODISCARD
#define BYTES_PRINTF(string, first)
#define BYTES_NORETURN
#define BYTES_LIKELY(condition) (condition)
#endif

/* Hot functions are C99 `inline`, with one external definition each inside the library (src/inline.c, which sets this
 * macro), so a caller inlines them and another language can link to them. */
#ifndef BYTES_INLINE
#if defined(__cplusplus)
#define BYTES_INLINE inline
#else
#define BYTES_INLINE BYTES_API inline
#endif
#endif
/** @endcond */

#ifdef __cplusplus
extern "C" {
#endif

/** @name Error codes
 * Each is a negated `errno` value, and so on Unix the same number as libuv's `UV_E...`. @{ */
#define BYTES_ENOMEM (-ENOMEM)       /**< The allocator had no memory. */
#define BYTES_EINVAL (-EINVAL)       /**< An argument makes no sense here. */
#define BYTES_ERANGE (-ERANGE)       /**< A range that is not inside the view, or a number that does not fit. */
#define BYTES_EOVERFLOW (-EOVERFLOW) /**< A size that no object can have. */
#define BYTES_EBUSY (-EBUSY)         /**< Other handles to the same storage are alive. */
#define BYTES_EACCES (-EACCES)       /**< The bytes may not be written: static or read-only storage. */
#define BYTES_EXDEV (-EXDEV)         /**< The two are not neighbours in one storage. */
#define BYTES_ENOTSUP (-ENOTSUP)     /**< This kind of storage cannot do that. */
/** @} */

/**
 * Describe an error code in a few words.
 *
 * @param error A value returned by a function of this library.
 * @return A static string, never NULL; an unknown code is "unknown error". Any thread; no cost.
 */
BYTES_API const char *bytes_strerror(int error);

/** The version of the library in use. @return A static string, as "0.1.0". */
BYTES_API const char *bytes_version(void);

/** Bytes that somebody else keeps alive: a needle, a key, a place being parsed. Holds no reference. */
typedef struct BytesSpan {
    const uint8_t *data; /**< First byte; may be NULL only if `len` is 0. */
    size_t len;          /**< Number of bytes. */
} BytesSpan;

/** A range inside a view: the bytes from offset `begin` up to, not including, offset `end`. */
typedef struct BytesRange {
    size_t begin; /**< Offset of the first byte. */
    size_t end;   /**< Offset after the last byte; equal to `begin` if the range is empty. */
} BytesRange;

/** Prints the bytes of anything with `data` and `len`, up to the first NUL and at most INT_MAX of them:
 * `printf("<" BYTES_FMT ">", BYTES_ARG(view))`. */
#define BYTES_FMT "%.*s"
/** The two arguments of #BYTES_FMT. Its own is evaluated three times. */
#define BYTES_ARG(b) bytes_print_length_((b).len), ((b).len != 0 ? (const char *)(b).data : "")

#include <bytes/impl/base.inl>

#ifdef __cplusplus
}
#endif

#endif
