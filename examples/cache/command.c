/* SPDX-License-Identifier: MIT */
/* The table of commands, and how one is found and run. */
#include "command.h"

#include <stdio.h>
#include <string.h>

/* clang-format off */
/* The usual ones first: the table is searched from its beginning. */
static const Command commands[] = {
    {"get", command_get, 2, 1, 1, 1, false},
    {"set", command_set, -3, 1, 1, 1, true},
    {"del", command_del, -2, 1, -1, 1, false},
    {"incr", command_incr, 2, 1, 1, 1, true},
    {"expire", command_expire, -3, 1, 1, 1, false},
    {"mget", command_mget, -2, 1, -1, 1, false},
    {"exists", command_exists, -2, 1, -1, 1, false},
    {"ttl", command_ttl, 2, 1, 1, 1, false},
    {"setex", command_setex, 4, 1, 1, 1, true},
    {"ping", command_ping, -1, 0, 0, 0, false},
    {"append", command_append, 3, 1, 1, 1, true},
    {"auth", command_auth, -2, 0, 0, 0, false},
    {"client", command_client, -2, 0, 0, 0, false},
    {"command", command_command, -1, 0, 0, 0, false},
    {"config", command_config, -2, 0, 0, 0, false},
    {"dbsize", command_dbsize, 1, 0, 0, 0, false},
    {"decr", command_decr, 2, 1, 1, 1, true},
    {"decrby", command_decrby, 3, 1, 1, 1, true},
    {"echo", command_echo, 2, 0, 0, 0, false},
    {"expireat", command_expireat, -3, 1, 1, 1, false},
    {"flushall", command_flushall, -1, 0, 0, 0, false},
    {"getdel", command_getdel, 2, 1, 1, 1, false},
    {"getex", command_getex, -2, 1, 1, 1, false},
    {"getrange", command_getrange, 4, 1, 1, 1, false},
    {"hello", command_hello, -1, 0, 0, 0, false},
    {"incrby", command_incrby, 3, 1, 1, 1, true},
    {"info", command_info, -1, 0, 0, 0, false},
    {"keys", command_keys, 2, 0, 0, 0, false},
    {"memory", command_memory, -2, 0, 0, 0, false},
    {"mset", command_mset, -3, 1, -1, 2, true},
    {"persist", command_persist, 2, 1, 1, 1, false},
    {"pexpire", command_pexpire, -3, 1, 1, 1, false},
    {"pttl", command_pttl, 2, 1, 1, 1, false},
    {"quit", command_quit, -1, 0, 0, 0, false},
    {"randomkey", command_randomkey, 1, 0, 0, 0, false},
    {"reset", command_reset, 1, 0, 0, 0, false},
    {"scan", command_scan, -2, 0, 0, 0, false},
    {"select", command_select, 2, 0, 0, 0, false},
    {"setnx", command_setnx, 3, 1, 1, 1, true},
    {"setrange", command_setrange, 4, 1, 1, 1, true},
    {"strlen", command_strlen, 2, 1, 1, 1, false},
    {"type", command_type, 2, 1, 1, 1, false},
    {"unlink", command_del, -2, 1, -1, 1, false},
};
/* clang-format on */

size_t command_count(void)
{
    return sizeof(commands) / sizeof(commands[0]);
}

const Command *command_at(size_t index)
{
    return &commands[index];
}

static bool equals_word(BytesSpan text, const char *word)
{
    size_t i = 0;
    while (i < text.len && word[i] != '\0' && (text.data[i] | 0x20) == word[i]) {
        i++;
    }
    return i == text.len && word[i] == '\0';
}

bool call_is(const Call *call, size_t index, const char *word)
{
    return equals_word(call_argument(call, index), word);
}

bool parse_integer(BytesSpan text, int64_t *out)
{
    const size_t sign = text.len != 0 && text.data[0] == '-';
    const bool is_shortest = text.len > sign && (text.data[sign] != '0' || text.len == 1);
    return is_shortest && bytes_span_parse_signed_decimal(text, out) == 0;
}

bool call_integer(Call *call, size_t index, int64_t *out)
{
    if (parse_integer(call_argument(call, index), out)) {
        return true;
    }
    reply_error(call->reply, "ERR value is not an integer or out of range");
    return false;
}

void reply_syntax_error(Call *call)
{
    reply_error(call->reply, "ERR syntax error");
}

void reply_wrong_arguments(Call *call, const char *subcommand)
{
    reply_error(call->reply, "ERR wrong number of arguments for '%s%s%s' command", call->command->name,
                *subcommand != '\0' ? "|" : "", subcommand);
}

void reply_unknown_subcommand(Call *call)
{
    const BytesSpan word = call_argument(call, 1);
    char name[16] = "";
    for (size_t i = 0; call->command->name[i] != '\0'; i++) {
        name[i] = (char)(call->command->name[i] & ~0x20);
    }
    reply_error(call->reply, "ERR unknown subcommand '%.*s'. Try %s HELP.", word.len < 128 ? (int)word.len : 128,
                (const char *)word.data, name);
}

void reply_expire_error(Call *call)
{
    reply_error(call->reply, "ERR invalid expire time in '%s' command", call->command->name);
}

void reply_no_memory(Call *call)
{
    reply_error(call->reply, "OOM out of memory");
}

/* Redis' words, with the beginning of the arguments. */
static void reply_unknown_command(Call *call)
{
    enum { SHOWN = 128 };
    char text[2 * SHOWN + 64] = "";
    size_t at = 0;
    const BytesSpan name = call_argument(call, 0);
    for (size_t i = 1; i < call_count(call) && at < SHOWN; i++) {
        const BytesSpan argument = call_argument(call, i);
        const size_t most = SHOWN - at;
        const int shown = (int)(argument.len < most ? argument.len : most);
        at += (size_t)snprintf(text + at, sizeof(text) - at, "'%.*s' ", shown, (const char *)argument.data);
    }
    reply_error(call->reply, "ERR unknown command '%.*s', with args beginning with: %s",
                name.len < SHOWN ? (int)name.len : SHOWN, (const char *)name.data, text);
}

static const Command *find_command(BytesSpan name)
{
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        /* The first letter rules most out. */
        if (name.len != 0 && (name.data[0] | 0x20) == commands[i].name[0] && equals_word(name, commands[i].name)) {
            return &commands[i];
        }
    }
    return NULL;
}

static bool keys_are_short(const Call *call)
{
    const Command *const command = call->command;
    if (command->first_key == 0) {
        return true;
    }
    const size_t end = command->last_key < 0 ? call_count(call) : (size_t)command->last_key + 1;
    for (size_t i = (size_t)command->first_key; i < end; i += (size_t)command->step) {
        const BytesRange range = call->request->args[i];
        if (range.end - range.begin > call->cache->max_key) {
            return false;
        }
    }
    return true;
}

void command_run(Call *call)
{
    Cache *const cache = call->cache;
    if (call_count(call) == 0) {
        return;
    }
    cache->requests++;
    const Command *const command = find_command(call_argument(call, 0));
    call->command = command;
    if (command == NULL) {
        reply_unknown_command(call);
        return;
    }
    const size_t count = call_count(call);
    if (command->arity >= 0 ? count != (size_t)command->arity : count < (size_t)-command->arity) {
        reply_wrong_arguments(call, "");
        return;
    }
    if (!keys_are_short(call)) {
        reply_error(call->reply, "ERR a key is longer than %zu bytes", cache->max_key);
        return;
    }
    if (!store_evict(&cache->store) && command->may_grow) {
        reply_error(call->reply, "OOM command not allowed when used memory > 'maxmemory'.");
        return;
    }
    command->run(call);
}
