/* SPDX-License-Identifier: MIT */
/* Formatted text for whatever writes to a BytesMut: the buffer itself, or a queue through its tail. */
#ifndef BYTES_SRC_FORMAT_H
#define BYTES_SRC_FORMAT_H

#include <stdarg.h>

#include <bytes/mut.h>

/* Make `count` bytes of spare capacity in the buffer that `self` writes to. 0 or a negative error. */
typedef int FormatReserve(void *self, size_t count);

/*
 * Format into the spare capacity of *buffer. If the text does not fit, `reserve` gets `self` and extends or replaces
 * the buffer. On success *count bytes were written behind those of the buffer; the caller adds them to its length.
 */
int format_into(BytesMut *buffer, FormatReserve *reserve, void *self, const char *format, va_list arguments,
                size_t *count) BYTES_PRINTF(4, 0);

#endif
