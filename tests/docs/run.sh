#!/bin/sh
# SPDX-License-Identifier: MIT
# Build the reference from the public headers into build/docs; a function without an entry is
# an error.
set -eu
cd "$(dirname "$0")/../.."
rm -rf build/docs
mkdir -p build/docs
doxygen tests/docs/Doxyfile
python3 tests/abi/names.py reference build/docs/html include/bytes/*.h include/bytes/impl/number_*.inl
