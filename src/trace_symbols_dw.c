/* SPDX-License-Identifier: MIT */
/* Source lines by elfutils' libdw: in this process, with separate debugging information and inlined functions. */
#include "trace_symbols.h"

#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A TraceSymbols is a Dwfl. */
static Dwfl *dwfl_of(TraceSymbols *self)
{
    return (Dwfl *)(void *)self; /* cast: no type of that name is ever defined */
}

TraceSymbols *trace_symbols_open(void)
{
    static char *no_path;
    static const Dwfl_Callbacks callbacks = {
        .find_elf = dwfl_linux_proc_find_elf,
        .find_debuginfo = dwfl_standard_find_debuginfo,
        .debuginfo_path = &no_path,
    };
    Dwfl *const dwfl = dwfl_begin(&callbacks);
    if (dwfl == NULL) {
        return NULL;
    }
    if (dwfl_linux_proc_report(dwfl, getpid()) != 0 || dwfl_report_end(dwfl, NULL, NULL) != 0) {
        dwfl_end(dwfl);
        return NULL;
    }
    return (TraceSymbols *)(void *)dwfl; /* cast: see dwfl_of() */
}

void trace_symbols_close(TraceSymbols *self)
{
    if (self != NULL) {
        dwfl_end(dwfl_of(self));
    }
}

static bool is_function(Dwarf_Die *die)
{
    const int tag = dwarf_tag(die);
    return tag == DW_TAG_inlined_subroutine || tag == DW_TAG_subprogram || tag == DW_TAG_entry_point;
}

/* The name of the innermost function from a scope outwards. */
static const char *function_name(Dwarf_Die *scopes, int count, int from)
{
    for (int i = from; i < count; i++) {
        if (is_function(&scopes[i])) {
            return dwarf_diename(&scopes[i]);
        }
    }
    return NULL;
}

static Dwarf_Word number_of(Dwarf_Die *die, unsigned name)
{
    Dwarf_Attribute attribute;
    Dwarf_Word value = 0;
    return dwarf_formudata(dwarf_attr(die, name, &attribute), &value) == 0 ? value : 0;
}

static char *last_slash(char *path, size_t len)
{
    while (len != 0 && path[len - 1] != '/') {
        len--;
    }
    return len != 0 ? &path[len - 1] : NULL;
}

/* Append the parts of a path to one without `.` and `..`, of which the compiler's have many. */
static size_t append_path(char *out, size_t len, size_t size, const char *path)
{
    while (*path != '\0') {
        const size_t part = strcspn(path, "/");
        if (part == 2 && strncmp(path, "..", 2) == 0) {
            const char *const slash = last_slash(out, len);
            len = slash != NULL ? (size_t)(slash - out) : 0;
        } else if (part != 0 && !(part == 1 && path[0] == '.') && part + 1 < size - len) {
            out[len++] = '/';
            memcpy(out + len, path, part);
            len += part;
        }
        path += part + (path[part] == '/');
    }
    return len;
}

/* The whole path of a source file: most are recorded as seen from the folder of the compiler. */
static const char *whole_path(Dwarf_Die *unit, const char *file, char *out, size_t size)
{
    Dwarf_Attribute attribute;
    const char *const folder = dwarf_formstring(dwarf_attr(unit, DW_AT_comp_dir, &attribute));
    size_t len = 0;
    if (file == NULL || (file[0] != '/' && (folder == NULL || folder[0] != '/'))) {
        return file;
    }
    if (file[0] != '/') {
        len = append_path(out, len, size, folder);
    }
    len = append_path(out, len, size, file);
    out[len] = '\0';
    return out;
}

/* The compilation unit of an address. */
static Dwarf_Die *unit_of(Dwfl_Module *module, Dwarf_Addr address, Dwarf_Addr *bias)
{
    Dwarf_Die *unit = dwfl_module_addrdie(module, address, bias);
    if (unit != NULL && dwarf_haspc(unit, address - *bias) == 1) {
        return unit;
    }
    unit = NULL;
    /* That goes by .debug_aranges, which clang does not write. */
    do {
        unit = dwfl_module_nextcu(module, unit, bias);
    } while (unit != NULL && dwarf_haspc(unit, address - *bias) != 1);
    return unit;
}

/* The scopes around an address, innermost first, as they were inlined; NULL if there is no debugging information. */
static Dwarf_Die *scopes_of(Dwfl_Module *module, Dwarf_Die *unit, Dwarf_Addr address, int *count)
{
    Dwarf_Die *found = NULL;
    Dwarf_Die innermost;
    Dwarf_Addr bias;
    if (dwarf_getscopes(unit, address, &found) <= 0) {
        free(found);
        return NULL;
    }
    /* These are as the functions were written. By the entry of the innermost they are had as they were inlined. */
    const Dwarf_Off offset = dwarf_dieoffset(&found[0]);
    free(found);
    found = NULL;
    if (dwarf_offdie(dwfl_module_getdwarf(module, &bias), offset, &innermost) == NULL) {
        return NULL;
    }
    *count = dwarf_getscopes_die(&innermost, &found);
    if (*count <= 0) {
        free(found);
        return NULL;
    }
    return found;
}

void trace_symbols_describe(TraceSymbols *self, const void *address, TraceEach *each, void *context)
{
    char path[1024];
    TracePlace place = trace_symbols_module(address);
    /* The call is before the address that it returns to, which may belong to another line or function already. */
    const Dwarf_Addr call = (Dwarf_Addr)(uintptr_t)address - 1;
    Dwfl_Module *const module = self != NULL ? dwfl_addrmodule(dwfl_of(self), call) : NULL;
    Dwarf_Addr bias = 0;
    Dwarf_Die *const unit = module != NULL ? unit_of(module, call, &bias) : NULL;
    Dwarf_Line *const line = unit != NULL ? dwarf_getsrc_die(unit, call - bias) : NULL;
    place.function = module != NULL ? dwfl_module_addrname(module, call) : NULL;
    if (line == NULL) {
        each(context, &place);
        return;
    }
    place.file = whole_path(unit, dwarf_linesrc(line, NULL, NULL), path, sizeof(path));
    (void)dwarf_lineno(line, &place.line);

    Dwarf_Files *files = NULL;
    int count = 0;
    Dwarf_Die *const scopes = scopes_of(module, unit, call - bias, &count);
    if (scopes != NULL && function_name(scopes, count, 0) != NULL) {
        place.function = function_name(scopes, count, 0);
    }
    each(context, &place);
    const bool inlined = scopes != NULL && dwarf_getsrcfiles(unit, &files, NULL) == 0;
    for (int i = 0; inlined && i < count; i++) {
        if (dwarf_tag(&scopes[i]) == DW_TAG_inlined_subroutine) {
            const char *const file = dwarf_filesrc(files, number_of(&scopes[i], DW_AT_call_file), NULL, NULL);
            place.file = whole_path(unit, file, path, sizeof(path));
            place.line = (int)number_of(&scopes[i], DW_AT_call_line);
            place.function = function_name(scopes, count, i + 1);
            each(context, &place);
        }
    }
    free(scopes);
}
