/* SPDX-License-Identifier: MIT */
/* The headers, and each macro that a program expands in its own code, with nearly every warning that there is. */
#include <bytes/bytes.h>
#ifndef _WIN32
#include <bytes/fd.h>
#include <bytes/map.h>
#endif
#ifdef HAVE_UV
#include <bytes/uv.h>
#endif

#include <stdio.h>

static const Bytes fixed = BYTES_STATIC_INIT("fixed");

int main(void)
{
    Bytes view = BYTES_EMPTY;
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    const Bytes text = BYTES_LITERAL("text");
    int wrong = bytes_mut_put_view(&buffer, &text) != 0;
    view = bytes_mut_freeze(&buffer);
    wrong += bytes_find(&view, BYTES_SPAN("x"), 0) == BYTES_NOT_FOUND;
    printf(BYTES_FMT BYTES_FMT "\n", BYTES_ARG(view), BYTES_ARG(fixed));
    wrong += bytes_queue_push_back(&queue, &view) != 0;
    bytes_queue_drop(&queue);
    return wrong;
}
