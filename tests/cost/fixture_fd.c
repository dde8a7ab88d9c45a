/* SPDX-License-Identifier: MIT */
#include "fixture_fd.h"

#include <fcntl.h>

size_t transferred;

/* Opened once: a row counts what the library does, not open(). */
static int opened(int *fd, const char *name, int flags)
{
    if (*fd < 0) {
        *fd = open(name, flags);
        yes(*fd >= 0);
    }
    return *fd;
}

int zeros(void)
{
    static int fd = -1;
    return opened(&fd, "/dev/zero", O_RDONLY);
}

int nothing(void)
{
    static int fd = -1;
    return opened(&fd, "/dev/null", O_RDONLY);
}

int sink(void)
{
    static int fd = -1;
    return opened(&fd, "/dev/null", O_WRONLY);
}
