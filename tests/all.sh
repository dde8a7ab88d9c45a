# SPDX-License-Identifier: MIT
# Sourced by tests/run.sh --all: other compilers, options, sanitizers and targets, checks of the sources, and a short
# fuzzing run.

need_packages clang clang-format-14 clang-tidy-14 libclang-rt-dev git doxygen valgrind qemu-user-static musl-tools linux-libc-dev \
    gcc-aarch64-linux-gnu libc6-dev-arm64-cross gcc-i686-linux-gnu libc6-dev-i386-cross \
    gcc-s390x-linux-gnu libc6-dev-s390x-cross gcc-powerpc-linux-gnu libc6-dev-powerpc-cross \
    gcc-mingw-w64-x86-64 wine64 cmake abigail-tools gdb || exit 1

CC=clang CXX=clang++ build_and_test clang '' -Dwerror=true
build_and_test release '' -Dwerror=true -Dbuildtype=release -Db_ndebug=true
build_and_test sanitizers '' -Dwerror=true -Db_sanitize=address,undefined \
    -Dc_args=-fno-sanitize-recover=all -Dcpp_args=-fno-sanitize-recover=all
# Of these only the tests of the suites named are built.
build=needed
build_and_test thread-sanitizer '--suite threads --suite unit --suite trace' -Db_sanitize=thread
# Widths of the weight: that of 32-bit machines, and one that runs out constantly.
for bits in 32 16; do
    build_and_test "weights-$bits" '--suite unit --suite cost --suite fuzz' \
        "-Dc_args=-include$PWD/tests/weights/bits$bits.h" "-Dcpp_args=-include$PWD/tests/weights/bits$bits.h"
done
build_and_test always-atomic '--suite unit --suite cost --suite threads' -Dsingle_threaded=false

# Every handle recorded, and none left when a program exits.
build_and_test trace-handles "--suite unit --suite threads --suite trace --suite abi --wrapper $PWD/tests/trace/none_left.sh" \
    -Dwerror=true -Dtrace_handles=true
# Faults that these builds make visible, to each of the tools; unit tests in which each handle has a block of its own.
build_and_test isolate '--suite unit --suite faults --suite abi --suite headers' -Dwerror=true -Disolate=true
build_and_test isolate-sanitizers '--suite unit --suite faults' -Dwerror=true -Disolate=true \
    -Db_sanitize=address,undefined -Dc_args=-fno-sanitize-recover=all -Dcpp_args=-fno-sanitize-recover=all
build_and_test valgrind '--suite faults --suite abi' -Dwerror=true -Dvalgrind=true

# Other machines: 64-bit Arm, 32-bit, big-endian in both widths, another C library, Windows. Without the programs that
# need libuv: Debian installs one for the host only.
for target in aarch64 s390x powerpc i686; do
    [ $target != i686 ] || build=all
    build_and_test "$target" '--suite unit --suite threads --suite cost --suite fuzz --suite http' \
        --cross-file "tests/cross/$target.ini" -Dexamples=auto
done
build_and_test mingw '--suite unit --suite threads --suite cost' --cross-file tests/cross/mingw.ini
build_and_test musl '--suite unit --suite threads --suite cost --suite http' --cross-file tests/cross/musl.ini

check format python3 tests/format.py
check rules python3 tests/rules.py
check tidy python3 tests/tidy.py build/gcc
check abi-baseline sh tests/abi/baseline.sh
check as-a-subproject sh tests/embed/subproject.sh
check installed sh tests/embed/installed.sh
check readme-commands sh tests/embed/readme.sh
check amalgamated sh tests/embed/amalgamated.sh
check without-hash sh tests/embed/without-hash.sh
check without-libuv sh tests/embed/without-libuv.sh
check instructions sh tests/bench/instructions.sh
check documentation sh tests/docs/run.sh
check fuzzing sh fuzz/run.sh 20
check release sh tests/packaging/debian.sh
