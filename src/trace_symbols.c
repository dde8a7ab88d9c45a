/* SPDX-License-Identifier: MIT */
/* dl_iterate_phdr() is not in POSIX. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier): what glibc asks for */
#endif

#include "trace_symbols.h"

#include <stddef.h>

#ifdef BYTES_HAVE_DL_ITERATE_PHDR
#include <link.h>

/* The program itself has no name there. */
static const char program[] = "program";

typedef struct Search {
    uintptr_t address;
    TracePlace *out;
} Search;

static int search_module(struct dl_phdr_info *info, size_t size, void *context)
{
    const Search *const search = context;
    (void)size;
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        const uintptr_t begin = (uintptr_t)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
        if (info->dlpi_phdr[i].p_type == PT_LOAD && search->address - begin < info->dlpi_phdr[i].p_memsz) {
            search->out->module = info->dlpi_name[0] != '\0' ? info->dlpi_name : program;
            search->out->offset = search->address - (uintptr_t)info->dlpi_addr;
            return 1;
        }
    }
    return 0;
}

TracePlace trace_symbols_module(const void *address)
{
    TracePlace out = {.offset = (uintptr_t)address};
    (void)dl_iterate_phdr(search_module, &(Search){(uintptr_t)address, &out});
    return out;
}

bool trace_symbols_shared(const void *address)
{
    const TracePlace place = trace_symbols_module(address);
    return place.module != NULL && place.module != program;
}
#else
TracePlace trace_symbols_module(const void *address)
{
    return (TracePlace){.offset = (uintptr_t)address};
}

bool trace_symbols_shared(const void *address)
{
    (void)address;
    return false;
}
#endif

#ifndef BYTES_HAVE_LIBDW
TraceSymbols *trace_symbols_open(void)
{
    return NULL;
}

void trace_symbols_close(TraceSymbols *self)
{
    (void)self;
}

void trace_symbols_describe(TraceSymbols *self, const void *address, TraceEach *each, void *context)
{
    const TracePlace place = trace_symbols_module(address);
    (void)self;
    each(context, &place);
}
#endif
