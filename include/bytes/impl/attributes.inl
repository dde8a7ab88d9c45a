/* SPDX-License-Identifier: MIT */
/*
 * Part of <bytes/base.h>: attributes. None changes what a program means; on an unknown compiler all are empty.
 */
#ifndef BYTES_IMPL_ATTRIBUTES_INL
#define BYTES_IMPL_ATTRIBUTES_INL

#if defined(__GNUC__) && !defined(_WIN32)
#define BYTES_API __attribute__((visibility("default")))
#else
#define BYTES_API
#endif

/* Called through the GOT, not a PLT stub: for what is called for each handle. */
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
/* For an inline function that is large only until its constant arguments are known, which clang does not foresee. */
#define BYTES_ALWAYS_INLINE __attribute__((always_inline))
#else
#define BYTES_NODISCARD
#define BYTES_PRINTF(string, first)
#define BYTES_NORETURN
#define BYTES_LIKELY(condition) (condition)
#define BYTES_ALWAYS_INLINE
#endif

/* Hot functions are C99 `inline` with one external definition each (src/inline.c, which sets this macro): a caller
 * inlines them, another language links to them. */
#ifndef BYTES_INLINE
#if defined(__cplusplus)
#define BYTES_INLINE inline
#else
#define BYTES_INLINE BYTES_API inline
#endif
#endif

#endif
