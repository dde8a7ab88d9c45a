/* SPDX-License-Identifier: MIT */
/* Weights of 32 bits for a test build: `-Dc_args=-include$PWD/tests/weights/bits32.h`, see tests/all.sh.
 * Includes nothing: it comes before the macros by which a source chooses features of the C library. */
#ifndef BYTES_TESTS_WEIGHTS_BITS32_H
#define BYTES_TESTS_WEIGHTS_BITS32_H

#define TESTS_WEIGHT_BITS 32
#define BYTES_WEIGHT_WHOLE_ ((size_t)1 << 24)
#define BYTES_WEIGHT_SHARE_ ((size_t)1 << 12)
#define STORAGE_TOTAL_MAX UINT32_MAX

#endif
