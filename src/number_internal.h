/* SPDX-License-Identifier: MIT */
/* The bytes that a slot is filled with, for a buffer and for a queue. Private to the library. */
#ifndef BYTES_SRC_NUMBER_INTERNAL_H
#define BYTES_SRC_NUMBER_INTERNAL_H

#include <bytes/number.h>

enum NumberFormat { NUMBER_BE, NUMBER_LE, NUMBER_NE, NUMBER_QUIC_VARINT };

/* Write a number of `width` bytes; returns 0, BYTES_EINVAL for a width that the format does not have, or BYTES_ERANGE
 * for a number that does not fit. */
int number_encode(enum NumberFormat format, uint64_t value, size_t width, uint8_t out[8]);

#endif
