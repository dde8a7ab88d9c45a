/* SPDX-License-Identifier: MIT */
/* Reads lines "name=value" from standard input, and copies none of them. */
#include <bytes/bytes.h>
#include <stdio.h>

int main(void)
{
    BytesMut buffer;
    if (bytes_mut_with_capacity(4096, &buffer) != 0) {
        return 1;
    }
    size_t count;
    int error;
    do {
        const BytesSpare spare = bytes_mut_spare(&buffer);
        count = fread(spare.data, 1, spare.len, stdin); /* straight into the buffer */
        bytes_mut_commit(&buffer, count);
        size_t len;
        while ((len = bytes_span_find_byte(bytes_mut_span(&buffer), '\n', 0)) != BYTES_NOT_FOUND) {
            const size_t sign = bytes_span_find_byte(bytes_span_of(buffer.data, len), '=', 0);
            const size_t name_len = sign != BYTES_NOT_FOUND ? sign : 0;
            const BytesRange ranges[2] = {{0, name_len}, {sign != BYTES_NOT_FOUND ? sign + 1 : 0, len}};
            Bytes parts[2]; /* views of name and value, which keep the bytes alive */
            bytes_mut_split_freeze_many(&buffer, len + 1, ranges, 2, parts);
            printf(BYTES_FMT " is " BYTES_FMT "\n", BYTES_ARG(parts[0]), BYTES_ARG(parts[1]));
            bytes_drop_all(parts, 2);
        }
        error = bytes_mut_reserve(&buffer, 4096); /* no view is left: the same block again */
    } while (count != 0 && error == 0);
    bytes_mut_drop(&buffer);
    return error != 0;
}
