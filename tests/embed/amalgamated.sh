#!/bin/sh
# SPDX-License-Identifier: MIT
# The library as two files: compiled by itself without a warning, and as part of a source of a program. The unit tests
# pass on them.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
    echo "failed: $*"
    exit 1
}
sh src/amalgamate.sh "$work"

# Sources include <bytes/...>; here each of these is the one header.
mkdir "$work/bytes"
for header in include/bytes/*.h; do
    echo '#include "../bytes.h"' >"$work/bytes/$(basename "$header")"
done

for compiler in gcc clang; do
    command -v $compiler >/dev/null 2>&1 || continue
    for flags in '-O0 -std=c11 -Wpedantic' '-O2 -std=gnu17' '-O2 -std=c11 -DBYTES_NO_HASH=1' '-O1 -std=c2x -DBYTES_EXPORTED'; do
        echo "== $compiler $flags"
        # shellcheck disable=SC2086
        $compiler $flags -Wall -Wextra -Werror -c "$work/bytes.c" -o "$work/bytes.o"
        # shellcheck disable=SC2086
        $compiler $flags -Wall -Wextra -Werror -I"$work" tests/embed/use.c tests/embed/use_more.c "$work/bytes.o" \
            -o "$work/use"
        "$work/use" >"$work/out"
    done
    ! nm --defined-only -g "$work/bytes.o" | grep -v ' bytes_' || fail "names that are not the library's"
    nm --defined-only -g "$work/bytes.o" | sed 's/.* //' | sort >"$work/exports"
    LC_ALL=C sort tests/abi/exports.txt | LC_ALL=C comm -3 - "$work/exports" >"$work/differ" || true
    [ "$compiler" != gcc ] || [ ! -s "$work/differ" ] || fail "other functions: $(cat "$work/differ")"

    echo "== $compiler: part of a program's source"
    for order in 'use use_more bytes' 'bytes use use_more'; do
        for part in $order; do
            case $part in bytes) echo "#include \"$work/bytes.c\"" ;; *) echo "#include \"$PWD/tests/embed/$part.c\"" ;; esac
        done >"$work/one.c"
        for level in -O0 -O2; do
            # The names of strict C are those of the first header.
            case $order in bytes*) standard=c11 ;; *) standard=gnu11 ;; esac
            $compiler -std=$standard $level -Wall -Wextra -Werror -I"$work" "$work/one.c" -o "$work/use"
            "$work/use" >"$work/out"
        done
    done
    echo "== $compiler: a plugin, and C++"
    $compiler -std=c11 -O0 -fPIC -shared -I"$work" tests/embed/plugin.c "$work/bytes.c" -o "$work/plugin.so"
    ! nm -D --defined-only "$work/plugin.so" | grep ' bytes_' || fail "the plugin exports the library's functions"
    $compiler -std=c11 -c "$work/bytes.c" -o "$work/bytes.o"
    $compiler -x c++ -std=c++11 -Wall -Wextra -Werror -I"$work" tests/embed/use.c tests/embed/use_more.c -x none \
        "$work/bytes.o" -o "$work/use"
    "$work/use" >"$work/out"
done

# Those that need no counters and no private header.
gcc -std=c11 -O1 -c "$work/bytes.c" -o "$work/bytes.o"
cat >"$work/unit.sh" <<'SH'
name=$1
parts=
[ "$name" != queue_model ] || parts='tests/unit/queue_model_bytes.c tests/unit/queue_model_run.c
    tests/unit/queue_model_state.c tests/unit/queue_model_views.c'
[ "$name" != codec_reads ] && [ "$name" != codec_cuts ] || parts=tests/unit/codec_model.c
# shellcheck disable=SC2086
gcc -std=c11 -D_DEFAULT_SOURCE -O0 -I"$work" -Itests \
    "tests/unit/$name.c" $parts "$work/bytes.o" -o "$work/test-$name" -pthread &&
    "$work/test-$name" >"$work/$name.log" 2>&1 && echo "ok $name" && exit 0
cat "$work/$name.log"
echo "not ok $name"
exit 1
SH
export work
names=$(grep -l TAP_MAIN tests/unit/*.c | xargs grep -L 'counting.h\|compat.h\|fd_calls.h' | xargs -n 1 basename -s .c)
[ "$(echo "$names" | wc -l)" -ge 30 ] || fail "few unit tests"
echo "$names" | xargs -P 2 -n 1 sh "$work/unit.sh"
echo "== done"
