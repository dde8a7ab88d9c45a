/* SPDX-License-Identifier: MIT */
/*
 * What the library itself poisons and makes accessible again; see <bytes/impl/poison.inl>. Empty unless the library
 * was compiled with AddressSanitizer, or in a mode for Valgrind and with its header.
 *
 * AddressSanitizer knows for each granule of 8 bytes how many of its first bytes are accessible. Handles on different
 * threads may have parts of one granule, so a granule is poisoned only by the handle that has its last byte. The end of
 * a range is therefore rounded down to a granule, and what is in front of it in its first granule stays accessible.
 */
#ifndef BYTES_SRC_POISON_H
#define BYTES_SRC_POISON_H

#include <bytes/storage.h>

#if BYTES_POISON_
/* Make bytes inaccessible that only the caller may access. */
void poison_hide(const void *data, size_t count);

/* The number of bytes in front of an address with which it is poisoned or not. */
size_t poison_granule(const void *data);

/* Make bytes accessible that only the caller may access; their contents are unspecified. */
void poison_show(void *data, size_t count);

/* Make bytes accessible that only the caller may access, and whose contents matter. */
void poison_show_contents(void *data, size_t count);
#else
static inline void poison_hide(const void *data, size_t count)
{
    (void)data;
    (void)count;
}

static inline size_t poison_granule(const void *data)
{
    (void)data;
    return 0;
}

static inline void poison_show(void *data, size_t count)
{
    (void)data;
    (void)count;
}

static inline void poison_show_contents(void *data, size_t count)
{
    (void)data;
    (void)count;
}
#endif

#endif
