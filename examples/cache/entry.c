/* SPDX-License-Identifier: MIT */
#include "entry.h"

#include <string.h>

enum { CRLF = 2 };

size_t entry_write_prefix(size_t len, uint8_t *out)
{
    uint8_t digits[ENTRY_PREFIX_MAX];
    size_t at = sizeof(digits);
    do {
        digits[--at] = (uint8_t)('0' + len % 10);
        len /= 10;
    } while (len != 0);
    const size_t count = sizeof(digits) - at;
    out[0] = '$';
    memcpy(out + 1, digits + at, count);
    memcpy(out + 1 + count, "\r\n", CRLF);
    return 1 + count + CRLF;
}

/* Size of "$LEN\r\n" in front of a value that is a view. */
static size_t prefix_size(const Bytes *view)
{
    return bytes_find_byte(view, '\n', 0) + 1;
}

Entry *entry_new(Memory *memory, BytesSpan key, uint32_t value_len)
{
    const bool is_view = value_len == ENTRY_IS_VIEW;
    const size_t fixed = sizeof(Entry) + key.len;
    const size_t wanted = fixed + (is_view ? sizeof(Bytes) : value_len);
    const size_t size = memory->base.good_size(&memory->base, wanted);
    Entry *const self = memory_allocate(memory, size);
    if (self == NULL) {
        return NULL;
    }
    self->expires = 0;
    self->value_len = value_len;
    self->capacity = (uint32_t)(size - fixed);
    uint8_t *const bytes = self->data + (is_view ? sizeof(Bytes) : 0);
    memcpy(bytes, key.len != 0 ? key.data : (const uint8_t *)"", key.len);
    self->hh.key = bytes;
    self->hh.keylen = (unsigned)key.len;
    if (is_view) {
        *entry_view(self) = (Bytes)BYTES_EMPTY;
    }
    return self;
}

static size_t size_of(const Entry *entry)
{
    return sizeof(Entry) + entry->hh.keylen + entry->capacity;
}

void entry_free(Memory *memory, Entry *entry)
{
    if (entry_is_view(entry)) {
        bytes_drop(entry_view(entry));
    }
    memory_free(memory, entry, size_of(entry));
}

size_t entry_retained(const Entry *entry)
{
    const Bytes *const view = (const Bytes *)(const void *)entry->data; /* cast: as entry_view() */
    return memory_size_of(size_of(entry)) + (entry_is_view(entry) ? memory_size_of(bytes_retained(view)) : 0);
}

BytesSpan entry_value(const Entry *entry)
{
    if (!entry_is_view(entry)) {
        return bytes_span_of(entry->data + entry->hh.keylen, entry->value_len);
    }
    const Bytes *const view = (const Bytes *)(const void *)entry->data; /* cast: as entry_view() */
    return bytes_span_slice(bytes_span(view), prefix_size(view), view->len - CRLF);
}

int entry_new_view(Memory *memory, size_t len, Bytes *out, uint8_t **value)
{
    uint8_t prefix[ENTRY_PREFIX_MAX];
    const size_t size = entry_write_prefix(len, prefix);
    BytesMut block;
    const int error = bytes_mut_with_capacity_in(&memory->base, size + len + CRLF, &block);
    if (error != 0) {
        return error;
    }
    memcpy(block.data, prefix, size);
    memcpy(block.data + size + len, "\r\n", CRLF);
    *value = block.data + size;
    bytes_mut_commit(&block, size + len + CRLF);
    *out = bytes_mut_freeze(&block);
    return 0;
}

int entry_resize_view(Bytes *view, size_t len, uint8_t **value)
{
    uint8_t prefix[ENTRY_PREFIX_MAX];
    const size_t old_prefix = prefix_size(view);
    const size_t old_len = view->len - old_prefix - CRLF;
    const size_t new_prefix = entry_write_prefix(len, prefix);
    const size_t kept = len < old_len ? len : old_len;
    const size_t size = new_prefix + len + CRLF;
    BytesMut block;
    int error = bytes_into_mut(view, &block);
    if (error != 0) {
        return error;
    }
    error = size > block.len ? bytes_mut_reserve(&block, size - block.len) : 0;
    if (error == 0) {
        /* The length seldom has another number of digits. */
        memmove(block.data + new_prefix, block.data + old_prefix, kept);
        memset(block.data + new_prefix + kept, 0, len - kept);
        memcpy(block.data, prefix, new_prefix);
        memcpy(block.data + new_prefix + len, "\r\n", CRLF);
        *value = block.data + new_prefix;
        bytes_mut_truncate(&block, size);
        bytes_mut_commit(&block, size - block.len);
    }
    *view = bytes_mut_freeze(&block);
    return error;
}
