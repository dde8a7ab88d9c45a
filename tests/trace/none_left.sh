#!/bin/sh
# SPDX-License-Identifier: MIT
# Run a program of a build with trace_handles; fails if it fails, or if a handle is left when it exits:
#     meson test --wrapper tests/trace/none_left.sh
set -u
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
BYTES_TRACE_HANDLES=1 "$@" 2>"$errors"
status=$?
cat "$errors" >&2
if grep -q '^alive: [0-9]* handle' "$errors"; then
    echo "handles are left" >&2
    exit 99
fi
exit $status
