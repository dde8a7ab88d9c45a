/* SPDX-License-Identifier: MIT */
#include "counting.h"

BytesCounts *bytes_counts(void)
{
    static _Thread_local BytesCounts counts;
    return &counts;
}
