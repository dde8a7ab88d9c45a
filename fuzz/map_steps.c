/* SPDX-License-Identifier: MIT */
/* The functions of map.h, on one small file. Without them, where there are none, the step does nothing. */
#if !defined(_WIN32)

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <bytes/map.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "steps.h"

enum { FILE_SIZE = 3 * 4096 + 77 };

static uint8_t content[FILE_SIZE];

/* The file, without a name; made once. */
static int file(void)
{
    static int fd = -1;
    if (fd < 0) {
        char name[] = "/tmp/bytes-fuzz-XXXXXX";
        fd = mkstemp(name);
        REQUIRE(fd >= 0 && unlink(name) == 0);
        for (size_t i = 0; i < FILE_SIZE; i++) {
            content[i] = (uint8_t)(i * 131 + (i >> 8));
        }
        REQUIRE(write(fd, content, FILE_SIZE) == FILE_SIZE);
    }
    return fd;
}

static void step_map(World *w)
{
    const unsigned how = next_byte(w);
    View *const to = fresh_view(w, NULL);
    const size_t offset = next_around(w, FILE_SIZE);
    const size_t len = how % 4 == 0 ? BYTES_MAP_TO_END : next_around(w, offset <= FILE_SIZE ? FILE_SIZE - offset : 0);
    const int fd = file();
    Bytes out;
    poison(&out, sizeof(out));
    int error;
    if (how >= 128) {
        char path[32];
        snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
        error = bytes_map_file(path, offset, len, how / 4 % 32, &out);
    } else {
        error = bytes_map_fd(fd, offset, len, how / 4 % 32, &out);
    }
    const bool fits = offset <= FILE_SIZE && (len == BYTES_MAP_TO_END || len <= FILE_SIZE - offset);
    if (error != 0) {
        REQUIRE(is_poison(&out, sizeof(out)));
        REQUIRE(fits ? error == BYTES_ENOMEM && memory_failed() : error == BYTES_ERANGE || error == -ENOENT);
        return;
    }
    REQUIRE(fits && bytes_is_mapped(&out) == (out.len != 0) && !bytes_is_writable(&out));
    REQUIRE(out.len == (len == BYTES_MAP_TO_END ? FILE_SIZE - offset : len));
    put_view(to, out, copy_of(out.len != 0 ? content + offset : NULL, out.len, 0));
}

bool is_mapping(const Bytes *view)
{
    return bytes_is_mapped(view);
}

#else

#include "steps.h"

static void step_map(World *w)
{
    (void)w;
}

bool is_mapping(const Bytes *view)
{
    (void)view;
    return false;
}

#endif

const Step map_steps[] = {
    {"bytes_map_fd", step_map, true},
};
const size_t map_step_count = sizeof(map_steps) / sizeof(map_steps[0]);
