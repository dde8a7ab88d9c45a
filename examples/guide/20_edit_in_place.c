/* SPDX-License-Identifier: MIT */
/* Edit a message in place if nobody else has it, and a copy of it otherwise. */
#include <assert.h>

#include <bytes/bytes.h>

int main(void)
{
    Bytes message;
    if (bytes_copy("message", 7, &message) != 0) {
        return 1;
    }
    Bytes other = bytes_share(&message);
    BytesMut edit;
    assert(bytes_try_into_mut(&message, &edit) == BYTES_EBUSY); /* shared: nothing has changed */
    bytes_drop(&other);

    const uint8_t *const memory = message.data;
    if (bytes_into_mut(&message, &edit) != 0) { /* would copy if it were shared */
        return 1;
    }
    assert(edit.data == memory);
    edit.data[0] = 'M';
    Bytes edited = bytes_mut_freeze(&edit);
    assert(bytes_span_equal(bytes_span(&edited), BYTES_SPAN("Message")));
    bytes_drop(&edited);
    return 0;
}
