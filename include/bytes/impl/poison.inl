/* SPDX-License-Identifier: MIT */
/*
 * Part of <bytes/storage.h>: bytes that nobody may read are poisoned, so that AddressSanitizer and Valgrind report an
 * access to them. These are the spare capacity of buffers, and what buffers gave back. Private.
 *
 * A caller says what becomes of the spare capacity if it was compiled with AddressSanitizer, or in a mode for Valgrind;
 * a library that was not ignores it. Elsewhere the macros are empty.
 */
#ifndef BYTES_IMPL_POISON_INL
#define BYTES_IMPL_POISON_INL

/* The first `count` bytes of the spare capacity are about to be written; the rest is poisoned. */
BYTES_API void bytes_spare_use_(uint8_t *data, size_t len, size_t cap, size_t count);
/* The first `count` bytes have been written; the rest is poisoned. */
BYTES_API void bytes_spare_commit_(uint8_t *data, size_t len, size_t cap, size_t count);
/* All of it is poisoned, whatever it was before. */
BYTES_API void bytes_spare_hide_(uint8_t *data, size_t len, size_t cap);
/* `count` bytes that only the caller's buffer had, which has `weight`, are in no handle any more. */
BYTES_API void bytes_given_back_(BytesStorage *storage, size_t weight, uint8_t *data, size_t count);

/* Of a `const BytesMut *`; evaluated several times. One without storage is a buffer of the library's own, on the
 * stack. */
#if BYTES_POISON_
#define BYTES_SPARE_SHOW_(self) BYTES_SPARE_USE_(self, (self)->cap - (self)->len)
#define BYTES_SPARE_USE_(self, count)                                                                                  \
    ((self)->storage != NULL ? bytes_spare_use_((self)->data, (self)->len, (self)->cap, (count)) : (void)0)
#define BYTES_SPARE_COMMIT_(self, count)                                                                               \
    ((self)->storage != NULL ? bytes_spare_commit_((self)->data, (self)->len, (self)->cap, (count)) : (void)0)
#define BYTES_SPARE_HIDE_(self)                                                                                        \
    ((self)->storage != NULL ? bytes_spare_hide_((self)->data, (self)->len, (self)->cap) : (void)0)
/* Poison what is left of the `count` bytes that were to be used, with its last granule. */
#define BYTES_SPARE_HIDE_NEXT_(self, count)                                                                            \
    ((self)->storage != NULL                                                                                           \
         ? bytes_spare_hide_((self)->data, (self)->len,                                                                \
                             (self)->cap - (self)->len > (count) + 8 ? (self)->len + (count) + 8 : (self)->cap)        \
         : (void)0)
#define BYTES_GIVEN_BACK_(self, count)                                                                                 \
    ((self)->storage != NULL ? bytes_given_back_((self)->storage, (self)->weight, (self)->data, (count)) : (void)0)
#else
#define BYTES_SPARE_SHOW_(self) ((void)0)
#define BYTES_SPARE_USE_(self, count) ((void)0)
#define BYTES_SPARE_COMMIT_(self, count) ((void)0)
#define BYTES_SPARE_HIDE_(self) ((void)0)
#define BYTES_SPARE_HIDE_NEXT_(self, count) ((void)0)
#define BYTES_GIVEN_BACK_(self, count) ((void)0)
#endif

#endif
