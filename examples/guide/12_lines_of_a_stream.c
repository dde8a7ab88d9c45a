/* SPDX-License-Identifier: MIT */
/* The lines of a stream that arrives in pieces, with a bound on their length. */
#include <assert.h>

#include <bytes/bytes.h>

int main(void)
{
    static const char *const pieces[] = {"fir", "st\r\nsec", "ond\nthi"};
    BytesMut in = BYTES_MUT_EMPTY;
    BytesLines lines = {.maximum = 1000};
    int found = 0;
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        if (bytes_mut_put_str(&in, pieces[i]) != 0) { /* stands for a read */
            return 1;
        }
        Bytes line;
        while (bytes_mut_next_line(&in, &lines, &line) == 1) {
            assert(bytes_span_equal(bytes_span(&line), found == 0 ? BYTES_SPAN("first") : BYTES_SPAN("second")));
            found++;
            bytes_drop(&line);
        }
    }
    assert(found == 2 && in.len == 3);
    bytes_mut_drop(&in);
    return 0;
}
