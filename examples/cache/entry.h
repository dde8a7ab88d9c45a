/* SPDX-License-Identifier: MIT */
/*
 * A key and its value, in one block. A short value is in the entry itself: copying it costs less than counting it, and
 * a handle and a header would take as much memory as the value does. A longer one is a view, of what was read or of a
 * block of its own, in the form that it is sent in: "$5\r\nhello\r\n". So the response to a GET is one piece.
 */
#ifndef CACHE_ENTRY_H
#define CACHE_ENTRY_H

#include <uthash.h>

#include <bytes/bytes.h>

#include "memory.h"

typedef struct Entry {
    UT_hash_handle hh;
    int64_t expires;    /* milliseconds since 1970; 0: never */
    uint32_t value_len; /* of a value that is in the entry; ENTRY_IS_VIEW: it is a view */
    uint32_t capacity;  /* bytes in front of which `data` has the key, or the view and the key */
    uint8_t data[];
} Entry;

#define ENTRY_IS_VIEW UINT32_MAX

enum {
    ENTRY_COPY_MAX = 1 << 20, /* bytes of a value that is in its entry, whatever the setting */
    ENTRY_PREFIX_MAX = 24     /* bytes of "$LEN\r\n" */
};

/* Write "$LEN\r\n"; returns its size. */
size_t entry_write_prefix(size_t len, uint8_t *out);

/* Make an entry with the key, and capacity for a value of @p value_len bytes, or for a view if it is ENTRY_IS_VIEW. It
 * is not in a table yet. NULL without memory. */
Entry *entry_new(Memory *memory, BytesSpan key, uint32_t value_len);

/* Drop the value, and free the entry. */
void entry_free(Memory *memory, Entry *entry);

/* Memory that it pins: its block, and what its view retains. */
size_t entry_retained(const Entry *entry);

static inline bool entry_is_view(const Entry *entry)
{
    return entry->value_len == ENTRY_IS_VIEW;
}

/* The value with its length and line ends, if it is a view. */
static inline Bytes *entry_view(Entry *entry)
{
    return (Bytes *)(void *)entry->data; /* cast: aligned, since it follows a number of 8 bytes and two of 4 */
}

/* The first byte of a value that is in the entry. */
static inline uint8_t *entry_copy(Entry *entry)
{
    return entry->data + entry->hh.keylen;
}

static inline BytesSpan entry_key(const Entry *entry)
{
    return bytes_span_of(entry->hh.key, entry->hh.keylen);
}

/* The value, valid until the entry changes. */
BytesSpan entry_value(const Entry *entry);

/* Make a block for a value of @p len bytes in the form of a view. @param[out] value Where it is to be written. */
int entry_new_view(Memory *memory, size_t len, Bytes *out, uint8_t **value);

/*
 * Make a view writable, of another length: bytes that are added are 0. A shared one is copied; a unique one grows in
 * amortised O(1) a byte.
 *
 * @param view  Changed on success only.
 * @param value Set to the first byte of the value.
 */
int entry_resize_view(Bytes *view, size_t len, uint8_t **value);

#endif
