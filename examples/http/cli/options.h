/* SPDX-License-Identifier: MIT */
/**
 * @file options.h
 * Command-line options from a table: their names, values and bounds, and their help.
 */
#ifndef HTTP_CLI_OPTIONS_H
#define HTTP_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bytes/base.h>

typedef enum HttpOptionKind { HTTP_OPTION_FLAG, HTTP_OPTION_TEXT, HTTP_OPTION_SIZE, HTTP_OPTION_UINT64 } HttpOptionKind;

/** One option. Its value is stored in a structure of the program's. */
typedef struct HttpOption {
    const char *name;
    const char *value; /**< What the help calls the value; NULL for a flag. */
    HttpOptionKind kind;
    int group;     /**< For http_options_print(); the meaning is the program's. */
    size_t offset; /**< Of the member for the value: a bool, const char *, size_t or uint64_t, according to `kind`. */
    uint64_t min;  /**< Bounds of a number. */
    uint64_t max;
    const char *help; /**< NULL: the option is accepted, but not in the help. */
} HttpOption;

typedef struct HttpOptionTable {
    const HttpOption *options;
    size_t count;
} HttpOptionTable;

/** What the command line contained besides the values of options. */
typedef struct HttpArguments {
    const char *file; /**< The only argument that is not an option; NULL: none. */
    bool help;        /**< `--help` or `-h`. Parsing has stopped there. */
    bool version;     /**< `--version`. Parsing has stopped there. */
} HttpArguments;

/**
 * Parse the command line.
 *
 * @param values     The structure that the values are stored in. Strings are those of @p argv.
 * @param[out] given One entry for each option of the table: true if it was given.
 * @return False if it is wrong; then a sentence about that has been printed to standard error.
 */
bool http_options_parse(const HttpOptionTable *table, char **argv, void *values, bool *given, HttpArguments *out);

/** Print to standard error what is wrong with the command line. @return False. */
bool http_options_reject(const char *format, ...) BYTES_PRINTF(1, 2);

/** Print the help for the options of a group. @param defaults The values of its numbers, to be printed too; NULL:
 * none. */
void http_options_print(const HttpOptionTable *table, int group, const void *defaults);

#endif
