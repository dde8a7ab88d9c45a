/* SPDX-License-Identifier: MIT */
/* Serve a file without reading it: its mapping is a view, whose parts go to queues. */
#include <assert.h>
#include <stdio.h>
#include <unistd.h>

#include <bytes/bytes.h>
#include <bytes/map.h>

int main(void)
{
    FILE *const file = tmpfile();
    if (file == NULL || fputs("the contents of a file", file) < 0 || fflush(file) != 0) {
        return 1;
    }
    Bytes contents;
    if (bytes_map_fd(fileno(file), 0, BYTES_MAP_TO_END, BYTES_MAP_SEQUENTIAL, &contents) != 0) {
        return 1;
    }
    fclose(file); /* the mapping stays */
    Bytes part = bytes_share_slice(&contents, 4, 12);
    bytes_drop(&contents);
    assert(bytes_span_equal(bytes_span(&part), BYTES_SPAN("contents")));
    bytes_drop(&part); /* unmapped here */
    return 0;
}
