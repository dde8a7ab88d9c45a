/* SPDX-License-Identifier: MIT */
#include <bytes/base.h>

#include "system_errors.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STRING(x) #x
#define VERSION(major, minor, patch) STRING(major) "." STRING(minor) "." STRING(patch)

const char *bytes_version(void)
{
    return VERSION(BYTES_VERSION_MAJOR, BYTES_VERSION_MINOR, BYTES_VERSION_PATCH);
}

static const char *system_error(int number)
{
    for (size_t i = 0; i < sizeof(system_errors) / sizeof(system_errors[0]); i++) {
        if (system_errors[i].number == number) {
            return system_errors[i].text;
        }
    }
    return "unknown error";
}

const char *bytes_strerror(int error)
{
    switch (error) {
    case 0:
        return "success";
    case BYTES_ENOMEM:
        return "out of memory";
    case BYTES_EINVAL:
        return "invalid argument";
    case BYTES_ERANGE:
        return "out of range";
    case BYTES_EOVERFLOW:
        return "size too large";
    case BYTES_EBUSY:
        return "storage is shared";
    case BYTES_EACCES:
        return "bytes are read-only";
    case BYTES_EXDEV:
        return "not adjacent in one storage";
    case BYTES_ENOTSUP:
        return "not supported by this storage";
    case BYTES_EAGAIN:
        return "would block";
    case BYTES_EPIPE:
        return "the reading end is closed";
    case BYTES_EFBIG:
        return "file too large";
    case BYTES_EMSGSIZE:
        return "message too long";
    case BYTES_EPROTO:
        return "malformed input";
    default:
        return error < 0 && error != INT_MIN ? system_error(-error) : "unknown error";
    }
}

/* unsigned long long: %zu is not understood by every C runtime that mingw can link to. */
void bytes_abort_range_(const char *function, size_t begin, size_t end, size_t len)
{
    fprintf(stderr, "libbytes: %s: range [%llu, %llu) is not inside a length of %llu\n", function,
            (unsigned long long)begin, (unsigned long long)end, (unsigned long long)len);
    abort();
}

void bytes_abort_misuse_(const char *function, const char *what)
{
    fprintf(stderr, "libbytes: %s: %s\n", function, what);
    abort();
}
