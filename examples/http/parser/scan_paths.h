/* SPDX-License-Identifier: MIT */
/**
 * @file scan_paths.h
 * The paths of the vector scan, each in a file of its own, and which of them to use.
 */
#ifndef HTTP_PARSER_SCAN_PATHS_H
#define HTTP_PARSER_SCAN_PATHS_H

#include "scan.h"

/** Every path that this build has and this processor can run, the fastest first; NULL ends the list. */
const HttpScanner *const *http_scanners(void);

/** The fastest path on this processor. */
const HttpScanner *http_scanner_best(void);

extern const HttpScanner http_scanner_portable;
#if defined(__x86_64__) || defined(__i386__)
extern const HttpScanner http_scanner_avx2;
extern const HttpScanner http_scanner_sse42;
#elif defined(__aarch64__)
extern const HttpScanner http_scanner_neon;
#endif

#endif
