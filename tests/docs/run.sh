#!/bin/sh
# SPDX-License-Identifier: MIT
# Build the reference from the public headers into build/docs; a parameter without a word is an error.
set -eu
cd "$(dirname "$0")/../.."
mkdir -p build/docs
doxygen tests/docs/Doxyfile
