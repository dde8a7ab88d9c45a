/* SPDX-License-Identifier: MIT */
#include <bytes/base.h>

#include <stdio.h>
#include <stdlib.h>

#define STRING(x) #x
#define VERSION(major, minor, patch) STRING(major) "." STRING(minor) "." STRING(patch)

const char *bytes_version(void)
{
    return VERSION(BYTES_VERSION_MAJOR, BYTES_VERSION_MINOR, BYTES_VERSION_PATCH);
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
        return "not neighbours in one storage";
    case BYTES_ENOTSUP:
        return "not supported by this storage";
    default:
        return "unknown error";
    }
}

void bytes_abort_range_(const char *function, size_t begin, size_t end, size_t len)
{
    /* Cast: %zu is not understood by every C runtime that mingw can link to. */
    fprintf(stderr, "libbytes: %s: range [%llu, %llu) is not inside a length of %llu\n", function,
            (unsigned long long)begin, (unsigned long long)end, (unsigned long long)len);
    abort();
}

void bytes_abort_misuse_(const char *function, const char *what)
{
    fprintf(stderr, "libbytes: %s: %s\n", function, what);
    abort();
}
