/* SPDX-License-Identifier: MIT */
/* Weights of 16 bits for a test build: `-Dc_args=-include$PWD/tests/weights/bits16.h`, see tests/all.sh.
 * Includes nothing: it comes before the macros by which a source chooses features of the C library. */
#ifndef BYTES_TESTS_WEIGHTS_BITS16_H
#define BYTES_TESTS_WEIGHTS_BITS16_H

#define TESTS_WEIGHT_BITS 16
#define BYTES_WEIGHT_WHOLE_ ((size_t)1 << 10)
#define BYTES_WEIGHT_SHARE_ ((size_t)1 << 4)
#define STORAGE_TOTAL_MAX UINT16_MAX

#endif
