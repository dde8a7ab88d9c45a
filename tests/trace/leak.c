/* SPDX-License-Identifier: MIT */
/* A program that loses one of a thousand clones; leak.py reads its report. With an argument it leaves the report to the
 * library, at exit. */
#include <bytes/bytes.h>

#include <stdio.h>

__attribute__((noinline)) static void use(const Bytes *view, int turn)
{
    Bytes mine = bytes_clone(view); /* the lost one */
    if (turn != 617) {
        bytes_drop(&mine);
    }
}

int main(int argc, char **argv)
{
    Bytes view;
    (void)argv;
    if (bytes_copy("hello", 5, &view) != 0) { /* its storage */
        return 1;
    }
    for (int turn = 0; turn < 1000; turn++) {
        use(&view, turn);
    }
    bytes_drop(&view);
    return argc > 1 ? 0 : -bytes_trace_report_handles(0, bytes_trace_to_file, stdout);
}
