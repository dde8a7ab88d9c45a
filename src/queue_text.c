/* SPDX-License-Identifier: MIT */
/* Text that is too long for one block. */
#include <bytes/queue.h>

#include "storage_internal.h"
#include "text_internal.h"

/* Where the next byte goes: to the first of two pieces, and then to the second. */
typedef struct Writer {
    uint8_t *to;
    size_t left;
    uint8_t *second;
} Writer;

static void write_bytes(Writer *self, const void *data, size_t len)
{
    const uint8_t *const bytes = data;
    for (size_t i = 0; i < len; i++) {
        if (self->left == 0) {
            self->to = self->second;
            self->left = SIZE_MAX;
        }
        *self->to++ = bytes[i];
        self->left--;
    }
}

int bytes_queue_put_escaped(BytesQueue *self, BytesSpan bytes)
{
    size_t size = 3; /* b"" */
    if (bytes.len > (STORAGE_SIZE_MAX - size) / TEXT_ESCAPE_MAX) {
        return BYTES_EOVERFLOW;
    }
    for (size_t i = 0; i < bytes.len; i++) {
        size += text_escape_size(bytes.data[i]);
    }
    BytesSpare pieces[2] = {{NULL, 0}, {NULL, 0}};
    size_t count;
    const int error = bytes_queue_reserve_pieces(self, size, pieces, &count);
    if (error != 0) {
        return error;
    }
    Writer writer = {pieces[0].data, pieces[0].len, pieces[1].data};
    write_bytes(&writer, "b\"", 2);
    for (size_t i = 0; i < bytes.len; i++) {
        uint8_t escape[TEXT_ESCAPE_MAX];
        write_bytes(&writer, escape, (size_t)(text_escape(bytes.data[i], escape) - escape));
    }
    write_bytes(&writer, "\"", 1);
    bytes_queue_commit(self, size);
    return 0;
}
