/* SPDX-License-Identifier: MIT */
/* A plugin that contains the static library, or links to the shared one. */
#include <bytes/bytes.h>

#include <stdlib.h>

#ifdef __cplusplus
extern "C" {
#endif
__attribute__((visibility("default"))) int plugin_run(int number);
#ifdef __cplusplus
}
#endif

int plugin_run(int number)
{
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    Bytes view;
    uint64_t out;
    if (bytes_queue_put_decimal(&queue, (uint64_t)number) != 0 ||
        bytes_queue_split_view(&queue, queue.len, &view) != 0 ||
        bytes_span_parse_decimal(bytes_span(&view), &out) != 0) {
        abort();
    }
    bytes_drop(&view);
    bytes_queue_drop(&queue);
    return (int)out;
}
