/* SPDX-License-Identifier: MIT */
/*
 * Inline functions are exported too: taking an address needs a definition that is not inline, and only the shared
 * library has one. Each is called through its address, as another language would: one that is named and not called is
 * an unused variable, which warns. `--list` prints the names, so that a check can compare them with the headers.
 */
#ifndef BYTES_TESTS_ABI_THROUGH_ADDRESS_H
#define BYTES_TESTS_ABI_THROUGH_ADDRESS_H

#include "tap.h"

#include <bytes/bytes.h>

typedef struct Named {
    const char *name;
    struct Named *next;
} Named;

static Named *named_first;

/* volatile: the compiler must not see through it and inline the call after all. */
#define THROUGH_ADDRESS(function)                                                                                      \
    static __typeof__(function) *volatile call_##function = function;                                                  \
    __attribute__((constructor)) static void name_##function(void)                                                     \
    {                                                                                                                  \
        static Named named = {#function, NULL};                                                                        \
        named.next = named_first;                                                                                      \
        named_first = &named;                                                                                          \
    }

#define THROUGH_ADDRESS_MAIN()                                                                                         \
    int main(int argc, char **argv)                                                                                    \
    {                                                                                                                  \
        if (argc == 2 && strcmp(argv[1], "--list") == 0) {                                                             \
            for (const Named *named = named_first; named != NULL; named = named->next) {                               \
                puts(named->name);                                                                                     \
            }                                                                                                          \
            return 0;                                                                                                  \
        }                                                                                                              \
        return tap_main();                                                                                             \
    }

#endif
