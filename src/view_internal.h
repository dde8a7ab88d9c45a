/* SPDX-License-Identifier: MIT */
/* What mut.c uses of view.c. */
#ifndef BYTES_SRC_VIEW_INTERNAL_H
#define BYTES_SRC_VIEW_INTERNAL_H

#include <bytes/view.h>

/* bytes_slice_many(); `function` is what a message of a wrong range names. */
void view_slice_many(const char *function, Bytes *self, const BytesRange *ranges, size_t count, Bytes *out);

/* True if each range is inside a length. */
bool view_has_ranges(size_t len, const BytesRange *ranges, size_t count);

#endif
