/* SPDX-License-Identifier: MIT */
/* Untrusted bytes in a log line: escaped, of bounded length, without an allocation. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <bytes/bytes.h>

int main(void)
{
    const Bytes input = BYTES_LITERAL("GET /\r\n\x1b[2J");
    char text[64];
    bytes_span_escape(bytes_span(&input), text, sizeof(text));
    printf("rejected %s: %s\n", text, bytes_strerror(BYTES_EPROTO));
    assert(strcmp(text, "b\"GET /\\r\\n\\x1b[2J\"") == 0);
    return 0;
}
