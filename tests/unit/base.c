/* SPDX-License-Identifier: MIT */
/* base.h: error texts, versions, printing and clean-up. */
#include "digits.h"
#include "tap.h"

#include <bytes/bytes.h>

TEST(every_error_has_a_text_of_its_own)
{
    const int errors[] = {BYTES_ENOMEM, BYTES_EINVAL, BYTES_ERANGE, BYTES_EOVERFLOW,
                          BYTES_EBUSY,  BYTES_EACCES, BYTES_EXDEV,  BYTES_ENOTSUP};
    const size_t count = sizeof(errors) / sizeof(errors[0]);
    CHECK_STR(bytes_strerror(-99999), "unknown error");
    for (size_t i = 0; i < count; i++) {
        CHECK(errors[i] < 0);
        CHECK(strcmp(bytes_strerror(errors[i]), "unknown error") != 0);
        for (size_t j = 0; j < i; j++) {
            CHECK(strcmp(bytes_strerror(errors[i]), bytes_strerror(errors[j])) != 0);
        }
    }
}

TEST(the_library_has_the_version_of_the_headers)
{
    char version[64];
    snprintf(version, sizeof(version), "%d.%d.%d", BYTES_VERSION_MAJOR, BYTES_VERSION_MINOR, BYTES_VERSION_PATCH);
    CHECK_STR(bytes_version(), version);
}

TEST(printing_is_bounded_by_the_length)
{
    const Bytes view = bytes_static("abcdef", 3);
    char text[8];
    snprintf(text, sizeof(text), "<" BYTES_FMT ">", BYTES_ARG(view));
    CHECK_STR(text, "<abc>");
    CHECK_EQ(bytes_print_length_(SIZE_MAX), 0x7fffffff);
    CHECK_EQ(bytes_print_length_(5), 5);
}

#ifdef BYTES_CLEANUP
TEST(a_view_is_dropped_at_the_end_of_its_scope)
{
    Digits block;
    {
        BYTES_CLEANUP(bytes_drop) Bytes view = digits(&block);
        CHECK_EQ(view.len, 10);
    }
    CHECK_EQ(block.released, 1);
}
#endif

TAP_MAIN()
