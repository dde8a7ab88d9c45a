/* SPDX-License-Identifier: MIT */
/*
 * Part of <bytes/base.h>: attributes. None changes what a program means; on an unknown compiler all are empty. They are
 * spelt with underscores, so that macros of the program (<stdnoreturn.h> has one) do not change them.
 */
#ifndef BYTES_IMPL_ATTRIBUTES_INL
#define BYTES_IMPL_ATTRIBUTES_INL

/* BYTES_STATIC, which the static library sets for its users: what contains the archive, a plugin for one, does not
 * export its functions. */
#if defined(__GNUC__) && !defined(_WIN32) && defined(BYTES_STATIC)
#define BYTES_VISIBILITY_ __attribute__((__visibility__("hidden")))
#elif defined(__GNUC__) && !defined(_WIN32)
#define BYTES_VISIBILITY_ __attribute__((__visibility__("default")))
#else
#define BYTES_VISIBILITY_
#endif

/* C does not throw; a C++ caller needs no code for it, and can keep handles in registers. */
#if defined(__GNUC__) && defined(__cplusplus)
#define BYTES_API BYTES_VISIBILITY_ __attribute__((__nothrow__))
#else
#define BYTES_API BYTES_VISIBILITY_
#endif

/* Called through the GOT, not a PLT stub: for what is called for each handle. */
#if defined(__ELF__) && defined(__has_attribute) && (defined(__x86_64__) || defined(__aarch64__))
#if __has_attribute(__noplt__)
#define BYTES_DIRECT __attribute__((__noplt__))
#endif
#endif
#ifndef BYTES_DIRECT
#define BYTES_DIRECT
#endif

#if defined(__GNUC__)
#define BYTES_NODISCARD __attribute__((__warn_unused_result__))
#define BYTES_PRINTF(string, first) __attribute__((__format__(__printf__, string, first)))
#define BYTES_NORETURN __attribute__((__noreturn__, __cold__))
#define BYTES_LIKELY(condition) __builtin_expect(!!(condition), 1)
/* For an inline function that is large only until its constant arguments are known, which clang does not foresee. */
#define BYTES_ALWAYS_INLINE __attribute__((__always_inline__))
#else
#define BYTES_NODISCARD
#define BYTES_PRINTF(string, first)
#define BYTES_NORETURN
#define BYTES_LIKELY(condition) (condition)
#define BYTES_ALWAYS_INLINE
#endif

/* What a library lacks that was built without it: calling it is an error with this message. */
#if defined(__has_attribute)
#if __has_attribute(__unavailable__)
#define BYTES_UNAVAILABLE_(message) __attribute__((__unavailable__(message)))
#elif __has_attribute(__error__)
#define BYTES_UNAVAILABLE_(message) __attribute__((__error__(message)))
#endif
#endif
#ifndef BYTES_UNAVAILABLE_
#define BYTES_UNAVAILABLE_(message)
#endif

/* For macros that programs expand in their own code, where they may have warnings on about how C writes these. */
#ifdef __cplusplus
#define BYTES_NULL_ nullptr
#define BYTES_CAST_(type, pointer) reinterpret_cast<type>(pointer)
#else
#define BYTES_NULL_ NULL
#define BYTES_CAST_(type, pointer) ((type)(pointer))
#endif

/* Hot functions are C99 `inline` with one external definition each (src/inline.c, which sets this macro): a caller
 * inlines them, another language links to them. */
#ifndef BYTES_INLINE
#if defined(__cplusplus) && defined(BYTES_STATIC)
#define BYTES_INLINE BYTES_API inline
#elif defined(__cplusplus)
#define BYTES_INLINE inline
#elif defined(__GNUC_GNU_INLINE__)
/* -std=gnu89, -fgnu89-inline: what C99 has as `inline`. */
#define BYTES_INLINE BYTES_API extern __inline__ __attribute__((__gnu_inline__))
#else
#define BYTES_INLINE BYTES_API inline
#endif
#endif

#endif
