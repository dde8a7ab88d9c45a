/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <bytes/text.h>

enum { HELP_COLUMN = 25 };

bool http_options_reject(const char *format, ...)
{
    va_list arguments;
    fputs("http_headers: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputs("; try --help\n", stderr);
    return false;
}

/* With memcpy(), because the members have different types. */
static uint64_t get_number(const void *values, const HttpOption *option)
{
    const char *member = (const char *)values + option->offset;
    if (option->kind == HTTP_OPTION_UINT64) {
        uint64_t number;
        memcpy(&number, member, sizeof(number));
        return number;
    }
    size_t size;
    memcpy(&size, member, sizeof(size));
    return size;
}

static void set_number(void *values, const HttpOption *option, uint64_t number)
{
    char *member = (char *)values + option->offset;
    if (option->kind == HTTP_OPTION_UINT64) {
        memcpy(member, &number, sizeof(number));
    } else {
        const size_t size = (size_t)number; /* `max` of a size is at most SIZE_MAX */
        memcpy(member, &size, sizeof(size));
    }
}

void http_options_print(const HttpOptionTable *table, int group, const void *defaults)
{
    for (size_t i = 0; i < table->count; i++) {
        const HttpOption *option = &table->options[i];
        if (option->group != group || option->help == NULL) {
            continue;
        }
        const int width = printf("  --%s%s%s", option->name, option->value != NULL ? " " : "",
                                 option->value != NULL ? option->value : "");
        printf("%*s%s", width < HELP_COLUMN ? HELP_COLUMN - width : 1, "", option->help);
        if (defaults != NULL) {
            printf(" (%" PRIu64 ")", get_number(defaults, option));
        }
        putchar('\n');
    }
}

static const HttpOption *find_option(const HttpOptionTable *table, const char *name, size_t len)
{
    for (size_t i = 0; i < table->count; i++) {
        if (strlen(table->options[i].name) == len && memcmp(table->options[i].name, name, len) == 0) {
            return &table->options[i];
        }
    }
    return NULL;
}

/* Store the value of an option that takes one. */
static bool store(const HttpOption *option, const char *value, void *values)
{
    if (option->kind == HTTP_OPTION_TEXT) {
        memcpy((char *)values + option->offset, &value, sizeof(value));
        return true;
    }
    uint64_t number;
    if (bytes_span_parse_decimal(bytes_span_str(value), &number) != 0 || number < option->min || number > option->max) {
        return http_options_reject("--%s needs a whole number from %" PRIu64 " to %" PRIu64 ", not '%s'", option->name,
                                   option->min, option->max, value);
    }
    set_number(values, option, number);
    return true;
}

/* @param value What followed '=', or NULL; then it is the next argument, if the option takes a value. */
static bool parse_option(const HttpOption *option, const char *value, char ***next, void *values)
{
    if (option->kind == HTTP_OPTION_FLAG) {
        const bool on = true;
        if (value != NULL) {
            return http_options_reject("--%s takes no value, but was given '%s'", option->name, value);
        }
        memcpy((char *)values + option->offset, &on, sizeof(on));
        return true;
    }
    if (value == NULL) {
        value = **next;
        if (value == NULL) {
            return http_options_reject("--%s needs a value", option->name);
        }
        ++*next;
    }
    return store(option, value, values);
}

static bool parse_named(const HttpOptionTable *table, const char *argument, char ***next, void *values, bool *given)
{
    const char *name = argument[1] == '-' ? argument + 2 : "";
    const size_t len = strcspn(name, "=");
    const HttpOption *option = find_option(table, name, len);
    if (option == NULL) {
        return http_options_reject("there is no option '%s'", argument);
    }
    given[option - table->options] = true;
    return parse_option(option, name[len] == '=' ? name + len + 1 : NULL, next, values);
}

bool http_options_parse(const HttpOptionTable *table, char **argv, void *values, bool *given, HttpArguments *out)
{
    bool only_files = false;
    char **next = argv[0] != NULL ? argv + 1 : argv;
    memset(given, 0, table->count * sizeof(*given));
    *out = (HttpArguments){0};
    while (*next != NULL) {
        const char *argument = *next++;
        if (only_files || argument[0] != '-' || argument[1] == '\0') {
            if (out->file != NULL) {
                return http_options_reject("there is one file too many, '%s'", argument);
            }
            out->file = argument;
        } else if (strcmp(argument, "--") == 0) {
            only_files = true;
        } else if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0) {
            out->help = true;
            return true;
        } else if (strcmp(argument, "--version") == 0) {
            out->version = true;
            return true;
        } else if (!parse_named(table, argument, &next, values, given)) {
            return false;
        }
    }
    return true;
}
