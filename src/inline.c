/* SPDX-License-Identifier: MIT */
/*
 * The external definition of every inline function of the headers. A caller inlines them; another language, or a
 * program that takes an address, links to these.
 */
#define BYTES_INLINE BYTES_API extern inline
#include <bytes/bytes.h>
