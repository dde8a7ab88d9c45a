/* SPDX-License-Identifier: MIT */
/* Cut a head into its fields: many views at once, by the ranges that a parser found, and one drop for all of them. */
#include <assert.h>

#include <bytes/bytes.h>

int main(void)
{
    Bytes head;
    if (bytes_copy("GET /path HTTP/1.1", 18, &head) != 0) {
        return 1;
    }
    const BytesRange ranges[] = {{0, 3}, {4, 9}, {10, 18}}; /* untrusted ones: bytes_try_slice_many() */
    Bytes fields[3];
    bytes_slice_many(&head, ranges, 3, fields); /* no allocation, no atomic */
    bytes_drop(&head);

    assert(bytes_span_equal(bytes_span(&fields[1]), BYTES_SPAN("/path")));
    bytes_drop_all(fields, 3); /* one atomic */
    return 0;
}
