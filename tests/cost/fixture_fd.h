/* SPDX-License-Identifier: MIT */
/* Descriptors for the rows of fd_rows.h. */
#ifndef BYTES_TESTS_COST_FIXTURE_FD_H
#define BYTES_TESTS_COST_FIXTURE_FD_H

#include <bytes/fd.h>

#include "fixture.h"

extern size_t transferred;

int zeros(void);   /* reads as many zero bytes as asked for */
int nothing(void); /* is at its end */
int sink(void);    /* takes all */

#endif
