/* SPDX-License-Identifier: MIT */
/**
 * @file storage.h
 * Storage: the counted block of bytes that handles refer to.
 */
#ifndef BYTES_STORAGE_H
#define BYTES_STORAGE_H

#include <bytes/allocator.h>
#include <bytes/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A counted block of bytes. Opaque: its layout is not part of the ABI. */
typedef struct BytesStorage BytesStorage;

#include <bytes/impl/storage.inl>

#ifdef __cplusplus
}
#endif

#endif
