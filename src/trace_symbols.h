/* SPDX-License-Identifier: MIT */
/* Names of addresses of code, for reports. */
#ifndef BYTES_SRC_TRACE_SYMBOLS_H
#define BYTES_SRC_TRACE_SYMBOLS_H

#include <stdbool.h>
#include <stdint.h>

/* One line of a stack. Of an address in inlined functions there are several. Strings last until the next one. */
typedef struct TracePlace {
    const char *file;     /* NULL: not known */
    int line;             /* 0: not known */
    const char *function; /* NULL: not known */
    const char *module;   /* NULL: not known. A program or shared library */
    uintptr_t offset;     /* of the address in the module; without one, the address */
} TracePlace;

typedef void TraceEach(void *context, const TracePlace *place);

/* The debugging information of this process, as far as it can be found; NULL: none. */
typedef struct TraceSymbols TraceSymbols;
TraceSymbols *trace_symbols_open(void);
void trace_symbols_close(TraceSymbols *self);

/* Call `each` for the lines of a return address, innermost first; at least once. `self` may be NULL. */
void trace_symbols_describe(TraceSymbols *self, const void *address, TraceEach *each, void *context);

/* Without debugging information: the module and the offset in it. */
TracePlace trace_symbols_module(const void *address);

/* True if the address is in a shared library. */
bool trace_symbols_shared(const void *address);

#endif
