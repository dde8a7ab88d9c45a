/* SPDX-License-Identifier: MIT */
/* Reads lines "name=value" from standard input, and copies none of them. */
#include <bytes/bytes.h>
#include <stdio.h>

int main(void)
{
    BytesMut buffer;
    size_t count;
    int error;

    if (bytes_mut_with_capacity(4096, &buffer) != 0) {
        return 1;
    }
    do {
        BytesSpare spare = bytes_mut_spare(&buffer);
        const uint8_t *end;

        count = fread(spare.data, 1, spare.len, stdin); /* straight into the buffer */
        bytes_mut_commit(&buffer, count);
        while ((end = memchr(buffer.data, '\n', buffer.len)) != NULL) {
            Bytes line = bytes_mut_split_freeze(&buffer, (size_t)(end - buffer.data) + 1);
            const uint8_t *sign = memchr(line.data, '=', line.len);
            size_t at = sign != NULL ? (size_t)(sign - line.data) : 0;
            BytesRange ranges[2] = {{0, at}, {sign != NULL ? at + 1 : 0, line.len - 1}};
            Bytes parts[2];

            bytes_slice_many(&line, ranges, 2, parts);
            bytes_drop(&line); /* the parts keep the bytes alive */
            printf(BYTES_FMT " is " BYTES_FMT "\n", BYTES_ARG(parts[0]), BYTES_ARG(parts[1]));
            bytes_drop_all(parts, 2);
        }
        error = bytes_mut_reserve(&buffer, 4096); /* all has been given back: the same block again */
    } while (count != 0 && error == 0);
    bytes_mut_drop(&buffer);
    return error != 0;
}
