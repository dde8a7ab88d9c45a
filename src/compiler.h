/* SPDX-License-Identifier: MIT */
/*
 * Attributes of the library's own functions; and COUNT, which only the test build of -DBYTES_COUNTING gives a meaning.
 */
#ifndef BYTES_SRC_COMPILER_H
#define BYTES_SRC_COMPILER_H

#ifdef BYTES_COUNTING
#include "counting.h"
#define COUNT(what, n) ((void)(bytes_counts()->what += (n)))
#else
#define COUNT(what, n) ((void)0)
#endif

/* NOT_INLINE: for a cold path; keeps its register pressure off the hot path.
 * CACHE_ALIGNED: for a short function called for each handle; its usual path fits one cache line, whatever precedes
 * it in the file. */
#if defined(__GNUC__)
#define NOT_INLINE __attribute__((noinline))
#define CACHE_ALIGNED __attribute__((aligned(64)))
#else
#define NOT_INLINE
#define CACHE_ALIGNED
#endif

#endif
