/* SPDX-License-Identifier: MIT */
/**
 * @file base.h
 * Version, error codes, and the conventions that every other header follows.
 *
 * ### Words in names
 *
 * | word         | the bytes                      | the handles                                             |
 * |--------------|--------------------------------|---------------------------------------------------------|
 * | copy         | are duplicated                 | the source stays as it is                               |
 * | adopt        | stay where they are            | the memory is the library's, **on success only**        |
 * | static       | are borrowed for ever          | nothing is counted                                      |
 * | clone, slice | are shared                     | one more, from a `const` handle, concurrently: 1 atomic |
 * | share, split | are shared                     | one more, from a handle of the caller's own: 0 atomics  |
 * | freeze       | become immutable               | a BytesMut becomes a Bytes                              |
 * | move         | stay where they are            | the source is emptied                                   |
 * | drop         | are freed with the last handle | emptied; dropping it again does nothing                 |
 * | unique       | may become writable            | no other handle to the storage is alive                 |
 *
 * `try_`: where the plain form aborts (a wrong range), copies or allocates, the `try_` form returns an error or false
 * and changes nothing. `_in`: memory is from the allocator in the first parameter, NULL being malloc(); the form
 * without it uses the allocator of the handle in question, or malloc() if there is none.
 *
 * A part of a handle is named by `(begin, end)`, a transfer to or from the caller's memory by `(offset, count)`.
 * Out-parameters come last; they are overwritten, not dropped, and only on success.
 *
 * ### Results
 *
 * | returned                              | means                                                                    |
 * |---------------------------------------|--------------------------------------------------------------------------|
 * | `int`                                 | 0, or a negative `BYTES_E...`; never positive                            |
 * | `int` of a parser of untrusted input  | 1; 0: incomplete, nothing was consumed; negative: malformed              |
 * | `bool`                                | what the name says                                                       |
 * | `size_t`                              | a count or an offset; #BYTES_NOT_FOUND if a search found nothing         |
 *
 * **A failed call changes nothing**: no handle, no out-parameter, no ownership.
 *
 * A range or an offset that the program computed wrongly is a bug and not an error: the call prints the function, the
 * range and the length to stderr and aborts, in every build. For untrusted numbers there is the `try_` form.
 *
 * ### Threads
 *
 * A function that takes a `const` handle may be called on that handle by many threads at once. Any other needs the
 * handle to itself for the call. Different handles, also to one storage, may always be used on different threads.
 *
 * No function is async-signal-safe. Threads made by a raw `clone()` system call, storage in memory shared between
 * processes, and two copies of the library in one process are not supported.
 *
 * ### Macros of the program
 *
 * The headers compile whatever macros a program has: those named as a parameter or member here, `len`, `at`, `out` or
 * `data` for instance, are set aside meanwhile, and in force again afterwards. In the program's own code they are then
 * in the way of `view.len` and of #BYTES_ARG: `#undef` them there.
 *
 * ### Costs
 *
 * "Cost:" counts allocations, copied bytes and *atomics* (atomic read-modify-writes). What is not mentioned is 0. The
 * tests hold every one of them.
 */
#ifndef BYTES_BASE_H
#define BYTES_BASE_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bytes/impl/attributes.inl>
#include <bytes/impl/mode.inl>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/** @name Version
 * @{ */

#define BYTES_VERSION_MAJOR 0 /**< While it is 0, each minor version may change the ABI. */
#define BYTES_VERSION_MINOR 1 /**< Raised when something was added. */
#define BYTES_VERSION_PATCH 0 /**< Raised when something was fixed. */

/** The version of the library in use, as "0.1.0"; the macros are that of the headers. */
BYTES_API const char *bytes_version(void);

/** @} */
/** @name Error codes
 * Each is a negated `errno` value, and so on Unix the same number as libuv's `UV_E...`.
 * @{ */

#define BYTES_ENOMEM (-ENOMEM)       /**< The allocator had no memory. */
#define BYTES_EINVAL (-EINVAL)       /**< An invalid argument. */
#define BYTES_ERANGE (-ERANGE)       /**< A range that is not inside the handle, or a number that does not fit. */
#define BYTES_EOVERFLOW (-EOVERFLOW) /**< A size that no object can have. */
#define BYTES_EBUSY (-EBUSY)         /**< The storage is shared: the handle is not unique. */
#define BYTES_EACCES (-EACCES)       /**< The bytes are static or read-only. */
#define BYTES_EXDEV (-EXDEV)         /**< The two are not adjacent in one storage. */
#define BYTES_ENOTSUP (-ENOTSUP)     /**< The storage is not of the kind that can do this. */
#define BYTES_EAGAIN (-EAGAIN)       /**< Nothing can be read or written without waiting. */
#define BYTES_EPIPE (-EPIPE)         /**< The reading end is closed. */
#define BYTES_EFBIG (-EFBIG)         /**< A file is longer than the stated maximum. */
#define BYTES_EMSGSIZE (-EMSGSIZE)   /**< A message is longer than the stated maximum. */
#define BYTES_EPROTO (-EPROTO)       /**< Malformed input. */

/** Describe an error in a few words, as "out of memory": of this library, or any negated `errno`. Never NULL. */
BYTES_API const char *bytes_strerror(int error);

/** @} */
/** @name Plain types
 * @{ */

/** Bytes that somebody else keeps alive: a needle, a key, parser input. Holds no reference. */
typedef struct BytesSpan {
    const uint8_t *data; /**< First byte; may be NULL only if `len` is 0. */
    size_t len;          /**< Number of bytes. */
} BytesSpan;

/** A part of a handle: the bytes from offset `begin` up to, not including, offset `end`. */
typedef struct BytesRange {
    size_t begin; /**< Offset of the first byte. */
    size_t end;   /**< Offset after the last byte. */
} BytesRange;

/** Prints anything with `data` and `len`, up to its first NUL: `printf("<" BYTES_FMT ">", BYTES_ARG(view))`. At most
 * INT_MAX bytes. Under AddressSanitizer the bytes are read first: printf() alone hides that they were dropped. */
#define BYTES_FMT "%.*s"
/** The two arguments of #BYTES_FMT. Evaluates @p b four times. */
#define BYTES_ARG(b)                                                                                                   \
    bytes_print_length_(BYTES_CAST_(const char *, (b).data), (b).len),                                                 \
        ((b).len != 0 ? BYTES_CAST_(const char *, (b).data) : "")

#if defined(__GNUC__)
/** Runs @p function on the address of the variable when it goes out of scope, as in
 * `BYTES_CLEANUP(bytes_drop) Bytes view = BYTES_EMPTY;`. Not defined where the compiler has no such attribute. */
#define BYTES_CLEANUP(function) __attribute__((__cleanup__(function)))
#endif

/** @} */

#include <bytes/impl/base.inl>

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
