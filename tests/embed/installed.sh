#!/bin/sh
# SPDX-License-Identifier: MIT
# An installed library serves a program that finds it with pkg-config and is not built with meson: shared and static.
set -eu
source_tree=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
meson setup "$work/build" "$source_tree" --prefix "$work/prefix" --libdir lib -Dtests=disabled -Dexamples=disabled
meson install -C "$work/build"
export PKG_CONFIG_PATH="$work/prefix/lib/pkgconfig"
pkg-config --modversion libbytes
cat >"$work/use.c" <<'C'
#include <bytes/bytes.h>
#include <stdio.h>

int main(void)
{
    BytesMut buffer;
    if (bytes_mut_with_capacity(16, &buffer) != 0 || bytes_mut_put_str(&buffer, "hello") != 0) {
        return 1;
    }
    Bytes view = bytes_mut_freeze(&buffer);
    printf(BYTES_FMT " %s\n", BYTES_ARG(view), bytes_version());
    bytes_drop(&view);
    return 0;
}
C
# shellcheck disable=SC2046
cc -std=c11 -Wall -Wextra -Wpedantic -Werror "$work/use.c" -o "$work/use" $(pkg-config --cflags --libs libbytes)
LD_LIBRARY_PATH="$work/prefix/lib" "$work/use"
# shellcheck disable=SC2046
cc -std=c11 -O0 "$work/use.c" -o "$work/use-static" $(pkg-config --cflags libbytes) "$work/prefix/lib/libbytes.a"
"$work/use-static"

# bytes-uv is a library of its own, built where libuv is.
if pkg-config --exists 'libuv >= 1.44'; then
    pkg-config --modversion libbytes-uv
    cat >"$work/use-uv.c" <<'C'
#include <bytes/uv.h>

static void on_read(BytesUvReader *reader, ssize_t result)
{
    (void)reader;
    (void)result;
}

int main(void)
{
    uv_pipe_t pipe;
    BytesUvReader reader;
    uv_loop_t *const loop = uv_default_loop();
    if (uv_pipe_init(loop, &pipe, 0) != 0) {
        return 1;
    }
    bytes_uv_reader_init((uv_stream_t *)&pipe, NULL, on_read, &reader);
    uv_close((uv_handle_t *)&pipe, NULL);
    uv_run(loop, UV_RUN_DEFAULT);
    bytes_uv_reader_drop(&reader);
    return uv_loop_close(loop);
}
C
    # shellcheck disable=SC2046
    cc -std=c11 -D_DEFAULT_SOURCE -Wall -Wextra -Werror "$work/use-uv.c" -o "$work/use-uv" \
        $(pkg-config --cflags --libs libbytes-uv)
    LD_LIBRARY_PATH="$work/prefix/lib" "$work/use-uv"
    # shellcheck disable=SC2046
    cc -std=c11 -D_DEFAULT_SOURCE "$work/use-uv.c" -o "$work/use-uv-static" $(pkg-config --cflags libbytes-uv) \
        "$work/prefix/lib/libbytes-uv.a" "$work/prefix/lib/libbytes.a" $(pkg-config --libs libuv) -lpthread
    "$work/use-uv-static"
fi
