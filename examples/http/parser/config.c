/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "scan_paths.h"

void http_config_init(HttpConfig *config)
{
    *config = (HttpConfig){
        .limits =
            {
                .empty_lines = 8,
                .request_line = 8192,
                .field_line = 16384,
                .fields = 100,
                .head = 65536,
                .body = UINT64_C(1) << 20,
                .chunk_line = 1024,
                .chunk_overhead = 16384,
                .trailers = 32,
                .trailer_bytes = 8192,
            },
        .syntax_only = false,
        .strict_target = false,
        .ignore_upgrade = false,
        .scanner = http_scanner_best(),
    };
}
