/* SPDX-License-Identifier: MIT */
/* base.h: error texts, versions, printing and clean-up. */
#include "digits.h"
#include "tap.h"

#include <limits.h>
#ifndef _WIN32
#include <sys/wait.h>
#include <unistd.h>
#endif

#include <bytes/bytes.h>

TEST(every_error_has_a_text_of_its_own)
{
    const int errors[] = {0,           BYTES_ENOMEM, BYTES_EINVAL,   BYTES_ERANGE,  BYTES_EOVERFLOW,
                          BYTES_EBUSY, BYTES_EACCES, BYTES_EXDEV,    BYTES_ENOTSUP, BYTES_EAGAIN,
                          BYTES_EPIPE, BYTES_EFBIG,  BYTES_EMSGSIZE, BYTES_EPROTO};
    const size_t count = sizeof(errors) / sizeof(errors[0]);
    for (size_t i = 0; i < count; i++) {
        CHECK(errors[i] <= 0);
        CHECK(strcmp(bytes_strerror(errors[i]), "unknown error") != 0);
        for (size_t j = 0; j < i; j++) {
            CHECK(strcmp(bytes_strerror(errors[i]), bytes_strerror(errors[j])) != 0);
        }
    }
}

TEST(any_number_has_an_error_text)
{
    CHECK_STR(bytes_strerror(-99999), "unknown error");
    CHECK_STR(bytes_strerror(1), "unknown error");
    CHECK_STR(bytes_strerror(INT_MAX), "unknown error");
    CHECK_STR(bytes_strerror(INT_MIN), "unknown error");
    CHECK_STR(bytes_strerror(-ENOENT), "No such file or directory"); /* of a system call */
}

/* The C library's own texts say which values are in use. */
TEST(every_errno_value_has_a_text)
{
    int known = 0;
    for (int number = 1; number < 4096; number++) {
        const char *const system = strerror(number);
        if (strncmp(system, "Unknown", 7) == 0 || strncmp(system, "No error information", 20) == 0) {
            continue;
        }
        known++;
        if (strcmp(bytes_strerror(-number), "unknown error") == 0) {
            printf("# %d: %s\n", number, system);
            CHECK(false);
        }
    }
    CHECK(known >= 30);
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
#if !BYTES_SANITIZE_ADDRESS_ /* which reads them */
    CHECK_EQ(bytes_print_length_(text, SIZE_MAX), 0x7fffffff);
#endif
    CHECK_EQ(bytes_print_length_(text, 5), 5);
}

#if BYTES_SANITIZE_ADDRESS_ && !defined(_WIN32)
TEST(printing_a_dropped_view_is_reported)
{
    const pid_t child = fork();
    if (child == 0) {
        char text[16];
        Bytes view;
        (void)close(STDERR_FILENO); /* the report */
        if (bytes_copy("text", 4, &view) != 0) {
            _exit(0);
        }
        const Bytes stale = view;
        bytes_drop(&view);
        snprintf(text, sizeof(text), BYTES_FMT, BYTES_ARG(stale));
        _exit(0);
    }
    int status = 0;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(status != 0);
}
#endif

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
