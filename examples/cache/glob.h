/* SPDX-License-Identifier: MIT */
/* The patterns of KEYS, SCAN and CONFIG GET: `*`, `?`, `[a-z]`, `[^a]` and `\` before a character of its own. */
#ifndef CACHE_GLOB_H
#define CACHE_GLOB_H

#include <bytes/bytes.h>

/* Time: at most the product of the lengths. */
bool glob_match(BytesSpan pattern, BytesSpan text);

#endif
