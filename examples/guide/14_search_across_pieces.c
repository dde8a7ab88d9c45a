/* SPDX-License-Identifier: MIT */
/* Find a delimiter that spans two pieces, and take what is before it out as one view. */
#include <assert.h>

#include <bytes/bytes.h>

int main(void)
{
    BytesQueue in = BYTES_QUEUE_EMPTY;
    Bytes first = BYTES_LITERAL("head\r\n\r");
    Bytes second = BYTES_LITERAL("\nbody");
    if (bytes_queue_push_back(&in, &first) != 0 || bytes_queue_push_back(&in, &second) != 0) {
        return 1;
    }
    const size_t end = bytes_queue_find(&in, BYTES_SPAN("\r\n\r\n"), 0);
    assert(end == 4);

    Bytes head;
    if (bytes_queue_split_view(&in, end, &head) != 0) { /* contiguous already: not copied */
        return 1;
    }
    bytes_queue_advance(&in, 4);
    assert(bytes_span_equal(bytes_span(&head), BYTES_SPAN("head")));
    assert(bytes_queue_equal(&in, BYTES_SPAN("body")));
    bytes_drop(&head);
    bytes_queue_drop(&in);
    return 0;
}
