/* SPDX-License-Identifier: MIT */
/* Part of <bytes/base.h>: what macros and inline functions of any header need. Private. */
#ifndef BYTES_IMPL_BASE_INL
#define BYTES_IMPL_BASE_INL

BYTES_INLINE int bytes_print_length_(const char *data, size_t len)
{
    const int count = len < 0x7fffffff ? (int)len : 0x7fffffff;
#if BYTES_SANITIZE_ADDRESS_
    const volatile char *bytes = data;
    int rest = count; /* no variable of a for statement: C89 compiles this */
    while (rest > 0) {
        (void)bytes[--rest];
    }
#else
    (void)data;
#endif
    return count;
}

/* Print the range and the length to stderr, and abort. */
BYTES_API BYTES_NORETURN void bytes_abort_range_(const char *function, size_t begin, size_t end, size_t len);
BYTES_API BYTES_NORETURN void bytes_abort_misuse_(const char *function, const char *what);

#endif
