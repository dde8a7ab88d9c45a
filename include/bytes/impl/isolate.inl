/* SPDX-License-Identifier: MIT */
/*
 * Part of <bytes/view.h>: the mode `isolate`, in which each handle that is made from another one has a copy of its
 * bytes in a block of its own. Where there is no memory for it, and for adopted memory, it shares them. Private.
 */
#ifndef BYTES_IMPL_ISOLATE_INL
#define BYTES_IMPL_ISOLATE_INL

#if BYTES_ISOLATE
/* Not under BYTES_API, the mark of what the library without this mode exports too. */
#define BYTES_ISOLATE_API_ BYTES_API
/* Move a handle to a copy of its bytes. */
BYTES_ISOLATE_API_ Bytes bytes_isolated_(Bytes shared);
/* Move a view that was frozen just now: the `cap` bytes from its first on are in no other handle. */
BYTES_ISOLATE_API_ Bytes bytes_isolated_frozen_(Bytes shared, size_t cap);

#define BYTES_ISOLATED_(handle) bytes_isolated_(handle)
#define BYTES_ISOLATED_FROZEN_(handle, cap) bytes_isolated_frozen_(handle, cap)
#define BYTES_ISOLATED_MUT_(handle) bytes_mut_isolated_(handle)
#else
#define BYTES_ISOLATED_(handle) (handle)
#define BYTES_ISOLATED_FROZEN_(handle, cap) (handle)
#define BYTES_ISOLATED_MUT_(handle) (handle)
#endif

#endif
