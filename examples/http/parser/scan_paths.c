/* SPDX-License-Identifier: MIT */
#include "scan_paths.h"

#if defined(__x86_64__) || defined(__i386__)

/* __builtin_cpu_supports() also checks that the operating system saves the wide registers. */
static bool have_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}

static bool have_sse42(void)
{
    return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
}

const HttpScanner *const *http_scanners(void)
{
    static const HttpScanner *const all[] = {&http_scanner_avx2, &http_scanner_sse42, &http_scanner_portable, NULL};
    static const HttpScanner *const without_avx2[] = {&http_scanner_sse42, &http_scanner_portable, NULL};
    if (have_avx2() && have_sse42()) {
        return all;
    }
    return have_sse42() ? without_avx2 : without_avx2 + 1;
}

#elif defined(__aarch64__)

const HttpScanner *const *http_scanners(void)
{
    /* Every aarch64 processor that runs a general-purpose system has NEON. */
    static const HttpScanner *const all[] = {&http_scanner_neon, &http_scanner_portable, NULL};
    return all;
}

#else

const HttpScanner *const *http_scanners(void)
{
    static const HttpScanner *const all[] = {&http_scanner_portable, NULL};
    return all;
}

#endif

const HttpScanner *http_scanner_best(void)
{
    return http_scanners()[0];
}
