/* SPDX-License-Identifier: MIT */
/* In the mode `isolate`, handles share where there is no memory for a copy: what cannot fail does not. */
#include <string.h>
#include <sys/resource.h>

#include <bytes/bytes.h>

#include "tap.h"

TEST(handles_share_when_there_is_no_memory_for_a_copy)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_with_capacity(1 << 20, &buffer), 0);
    memset(bytes_mut_spare(&buffer).data, 'x', 1 << 20);
    bytes_mut_commit(&buffer, 1 << 20);
    struct rlimit limit;
    CHECK_EQ(getrlimit(RLIMIT_AS, &limit), 0);
    const struct rlimit none = {1, limit.rlim_max};
    CHECK_EQ(setrlimit(RLIMIT_AS, &none), 0);
    BytesMut front = bytes_mut_split_to(&buffer, 1 << 18);
    Bytes message = bytes_mut_split_freeze(&buffer, 1 << 18);
    Bytes clone = bytes_clone(&message);
    Bytes rest = bytes_mut_freeze(&buffer);
    Bytes end = bytes_split_off(&rest, 1000);
    CHECK_EQ(setrlimit(RLIMIT_AS, &limit), 0);
    CHECK_EQ(front.len, 1 << 18);
    CHECK(bytes_same_storage(&message, &clone) && bytes_same_storage(&message, &rest));
    CHECK(bytes_same_storage(&rest, &end) && rest.data + rest.len == end.data);
    CHECK_EQ(rest.len + end.len, 1 << 19);
    Bytes isolated = bytes_clone(&message);
    CHECK(!bytes_same_storage(&message, &isolated) && memcmp(isolated.data, message.data, isolated.len) == 0);
    Bytes all[] = {message, clone, rest, end, isolated};
    bytes_drop_all(all, 5);
    bytes_mut_drop(&front);
}

TAP_MAIN()
