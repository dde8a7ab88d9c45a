/* SPDX-License-Identifier: MIT */
#include "format.h"

#include <stdio.h>

BYTES_PRINTF(2, 0) static int format_spare(BytesMut *buffer, const char *format, va_list arguments)
{
    const BytesSpare spare = bytes_mut_spare(buffer);
    return vsnprintf((char *)spare.data, spare.len, format, arguments); /* cast: char may be written as bytes */
}

int format_into(BytesMut *buffer, FormatReserve *reserve, void *self, const char *format, va_list arguments,
                size_t *count)
{
    va_list again;
    va_copy(again, arguments);
    int written = format_spare(buffer, format, arguments);
    int error = 0;
    if (written >= 0 && (size_t)written >= buffer->cap - buffer->len && written != 0) {
        error = reserve(self, (size_t)written + 1); /* + 1: vsnprintf() writes a NUL too */
        if (error == 0) {
            written = format_spare(buffer, format, again);
        }
    }
    va_end(again);
    if (error != 0) {
        return error;
    }
    if (written < 0) {
        return BYTES_EINVAL;
    }
    *count = (size_t)written;
    return 0;
}
