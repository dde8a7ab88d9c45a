/* SPDX-License-Identifier: MIT */
/* A cache that keeps nothing alive: a weak view, upgraded while somebody else has the bytes. */
#include <assert.h>

#include <bytes/bytes.h>

int main(void)
{
    Bytes value;
    BytesWeak cached;
    if (bytes_copy("value", 5, &value) != 0 || bytes_enable_weak(NULL, &value) != 0 ||
        bytes_downgrade(&value, &cached) != 0) {
        return 1;
    }
    Bytes found;
    if (!bytes_weak_upgrade(&cached, &found)) {
        return 1;
    }
    assert(bytes_equal(&found, &value));
    bytes_drop(&found);
    bytes_drop(&value);
    assert(!bytes_weak_upgrade(&cached, &found)); /* gone with its last view */
    bytes_weak_drop(&cached);
    return 0;
}
