/* SPDX-License-Identifier: MIT */
/* The commands: one function each, and the words that several of them reply with. */
#ifndef CACHE_COMMAND_H
#define CACHE_COMMAND_H

#include "cache.h"

typedef void CommandRun(Call *call);

typedef struct Command {
    const char *name;
    CommandRun *run;
    int arity;     /* arguments with the name; negative: at least so many */
    int first_key; /* index; 0: none */
    int last_key;  /* index; negative: from the end */
    int step;      /* from key to key */
    bool may_grow; /* refused when memory is short */
} Command;

size_t command_count(void);
const Command *command_at(size_t index);

/* True if an argument is this word, in either case. */
bool call_is(const Call *call, size_t index, const char *word);

/* An integer, in shortest form; false after the error was replied. */
bool call_integer(Call *call, size_t index, int64_t *out);

/* The same of any text, without a reply. */
bool parse_integer(BytesSpan text, int64_t *out);

void reply_syntax_error(Call *call);
void reply_wrong_arguments(Call *call, const char *subcommand);
void reply_unknown_subcommand(Call *call);
void reply_expire_error(Call *call);

/* An error of the store. */
void reply_no_memory(Call *call);

/* clang-format off */
CommandRun command_append, command_client, command_command, command_config, command_dbsize, command_decr,
    command_decrby, command_del, command_echo, command_exists, command_expire, command_expireat, command_flushall,
    command_get, command_getdel, command_getex, command_getrange, command_hello, command_incr, command_incrby,
    command_info, command_keys, command_memory, command_mget, command_mset, command_persist, command_pexpire,
    command_ping, command_pttl, command_quit, command_randomkey, command_reset, command_scan, command_select,
    command_set, command_setex, command_setnx, command_setrange, command_strlen, command_ttl, command_type,
    command_auth;
/* clang-format on */

#endif
