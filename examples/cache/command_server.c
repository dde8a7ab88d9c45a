/* SPDX-License-Identifier: MIT */
/* Commands about the connection and the server. */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "command.h"
#include "glob.h"

/* The version of Redis whose commands and words these are: clients choose what they use by it. */
#define REDIS_VERSION "7.0.15"

void command_ping(Call *call)
{
    if (call_count(call) > 2) {
        reply_wrong_arguments(call, "");
    } else if (call_count(call) == 2) {
        reply_string(call->reply, call_argument(call, 1));
    } else {
        REPLY_LITERAL(call->reply, "+PONG\r\n");
    }
}

void command_echo(Call *call)
{
    reply_string(call->reply, call_argument(call, 1));
}

void command_auth(Call *call)
{
    if (call_count(call) > 3) {
        reply_syntax_error(call);
    } else {
        reply_error(call->reply, "ERR AUTH <password> called without any password configured for the default user. "
                                 "Are you sure your configuration is correct?");
    }
}

void command_select(Call *call)
{
    int64_t index;
    if (!call_integer(call, 1, &index)) {
        return;
    }
    if (index < INT32_MIN || index > INT32_MAX) {
        reply_error(call->reply, "ERR value is out of range, value must between -2147483648 and 2147483647");
    } else if (index != 0) {
        reply_error(call->reply, "ERR DB index is out of range");
    } else {
        reply_ok(call->reply);
    }
}

void command_quit(Call *call)
{
    reply_ok(call->reply);
    call->session->ends = true;
}

void command_reset(Call *call)
{
    bytes_drop(&call->session->name);
    call->reply->protocol = 2;
    REPLY_LITERAL(call->reply, "+RESET\r\n");
}

/* False after an error was replied. */
static bool set_name(Call *call, size_t index)
{
    Bytes name;
    const BytesSpan text = call_argument(call, index);
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '!' || text.data[i] > '~') {
            reply_error(call->reply, "ERR Client names cannot contain spaces, newlines or special characters.");
            return false;
        }
    }
    if (text.len > call->cache->max_key || bytes_copy_in(&call->cache->memory.base, text.data, text.len, &name) != 0) {
        reply_no_memory(call);
        return false;
    }
    bytes_drop(&call->session->name);
    call->session->name = name;
    return true;
}

static void reply_pair(Reply *reply, const char *name, const char *value)
{
    reply_text(reply, name);
    reply_text(reply, value);
}

static bool parse_hello(Call *call, int64_t *version)
{
    if (!parse_integer(call_argument(call, 1), version)) {
        reply_error(call->reply, "ERR Protocol version is not an integer or out of range");
        return false;
    }
    if (*version < 2 || *version > 3) {
        reply_error(call->reply, "NOPROTO unsupported protocol version");
        return false;
    }
    for (size_t i = 2; i < call_count(call); i++) {
        const size_t more = call_count(call) - 1 - i;
        if (call_is(call, i, "auth") && more >= 2) {
            reply_error(call->reply, "WRONGPASS invalid username-password pair or user is disabled.");
            return false;
        }
        if (!call_is(call, i, "setname") || more == 0) {
            const BytesSpan word = call_argument(call, i);
            reply_error(call->reply, "ERR Syntax error in HELLO option '%.*s'", word.len < 128 ? (int)word.len : 128,
                        (const char *)word.data);
            return false;
        }
        if (!set_name(call, ++i)) {
            return false;
        }
    }
    return true;
}

void command_hello(Call *call)
{
    Reply *const reply = call->reply;
    int64_t version = reply->protocol;
    if (call_count(call) > 1 && !parse_hello(call, &version)) {
        return;
    }
    reply->protocol = (int)version;
    reply_map(reply, 7);
    reply_pair(reply, "server", "redis");
    reply_pair(reply, "version", REDIS_VERSION);
    reply_text(reply, "proto");
    reply_integer(reply, version);
    reply_text(reply, "id");
    reply_integer(reply, (int64_t)call->session->id);
    reply_pair(reply, "mode", "standalone");
    reply_pair(reply, "role", "master");
    reply_text(reply, "modules");
    reply_array(reply, 0);
}

/* True if the subcommand is this one, with so many arguments; @p wrong is set if their number is another. */
static bool is_subcommand(Call *call, const char *name, size_t count, const char **wrong)
{
    if (!call_is(call, 1, name)) {
        return false;
    }
    *wrong = call_count(call) != count ? name : *wrong;
    return *wrong == NULL;
}

void command_client(Call *call)
{
    const char *wrong = NULL;
    if (is_subcommand(call, "id", 2, &wrong)) {
        reply_integer(call->reply, (int64_t)call->session->id);
    } else if (is_subcommand(call, "getname", 2, &wrong)) {
        if (call->session->name.len == 0) {
            reply_null(call->reply);
        } else {
            reply_string(call->reply, bytes_span(&call->session->name));
        }
    } else if (is_subcommand(call, "setname", 3, &wrong)) {
        if (set_name(call, 2)) {
            reply_ok(call->reply);
        }
    } else if (is_subcommand(call, "setinfo", 4, &wrong)) {
        if (call_is(call, 2, "lib-name") || call_is(call, 2, "lib-ver")) {
            reply_ok(call->reply); /* nothing shows it */
        } else {
            reply_error(call->reply, "ERR Unrecognized option '%.*s'", (int)(call_argument(call, 2).len % 128),
                        (const char *)call_argument(call, 2).data);
        }
    } else if (wrong != NULL) {
        reply_wrong_arguments(call, wrong);
    } else {
        reply_unknown_subcommand(call);
    }
}

static void reply_command(Reply *reply, const Command *command)
{
    reply_array(reply, 6);
    reply_text(reply, command->name);
    reply_integer(reply, command->arity);
    reply_array(reply, 1);
    reply_text(reply, command->may_grow ? "denyoom" : "fast");
    reply_integer(reply, command->first_key);
    reply_integer(reply, command->last_key);
    reply_integer(reply, command->step);
}

void command_command(Call *call)
{
    if (call_count(call) == 1) {
        reply_array(call->reply, command_count());
        for (size_t i = 0; i < command_count(); i++) {
            reply_command(call->reply, command_at(i));
        }
    } else if (call_is(call, 1, "count") && call_count(call) == 2) {
        reply_integer(call->reply, (int64_t)command_count());
    } else if (call_is(call, 1, "count")) {
        reply_wrong_arguments(call, "count");
    } else if (call_is(call, 1, "docs")) {
        reply_map(call->reply, 0); /* clients have their own */
    } else {
        reply_unknown_subcommand(call);
    }
}

typedef struct Setting {
    const char *name;
    char value[24];
} Setting;

void command_config(Call *call)
{
    enum { COUNT = 7 };
    const Cache *const cache = call->cache;
    Setting settings[COUNT] = {{"maxmemory", ""},   {"maxmemory-policy", ""}, {"proto-max-bulk-len", ""},
                               {"maxclients", ""},  {"databases", "1"},       {"save", ""},
                               {"appendonly", "no"}};
    bool is_wanted[COUNT] = {false};
    size_t found = 0;
    if (!call_is(call, 1, "get")) {
        reply_unknown_subcommand(call);
        return;
    }
    if (call_count(call) < 3) {
        reply_wrong_arguments(call, "get");
        return;
    }
    (void)snprintf(settings[0].value, sizeof(settings[0].value), "%zu", cache->store.max_memory);
    (void)snprintf(settings[1].value, sizeof(settings[1].value), "%s",
                   cache->store.max_memory != 0 ? "allkeys-lru" : "noeviction");
    (void)snprintf(settings[2].value, sizeof(settings[2].value), "%zu", cache->limits.argument);
    (void)snprintf(settings[3].value, sizeof(settings[3].value), "%zu", cache->max_clients);
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t k = 2; k < call_count(call) && !is_wanted[i]; k++) {
            is_wanted[i] = glob_match(call_argument(call, k), bytes_span_str(settings[i].name));
        }
        found += is_wanted[i];
    }
    reply_map(call->reply, found);
    for (size_t i = 0; i < COUNT; i++) {
        if (is_wanted[i]) {
            reply_pair(call->reply, settings[i].name, settings[i].value);
        }
    }
}

/* True if a section of INFO is wanted. */
static bool wants(const Call *call, const char *section)
{
    bool found = call_count(call) == 1;
    for (size_t i = 1; i < call_count(call) && !found; i++) {
        found = call_is(call, i, section) || call_is(call, i, "all") || call_is(call, i, "default") ||
                call_is(call, i, "everything");
    }
    return found;
}

static int print_info(const Call *call, BytesMut *out)
{
    const Cache *const cache = call->cache;
    const Store *const store = &cache->store;
    const struct StoreCounts *const counts = &store->counts;
    int error = 0;
    if (wants(call, "server")) {
        error = bytes_mut_printf(out,
                                 "# Server\r\nredis_version:" REDIS_VERSION "\r\nredis_mode:standalone\r\n"
                                 "server_name:libbytes-cache\r\nprocess_id:%ld\r\ntcp_port:%u\r\n"
                                 "uptime_in_seconds:%" PRId64 "\r\n\r\n",
                                 (long)getpid(), (unsigned)cache->port, (store->now - cache->started) / 1000);
    }
    if (error == 0 && wants(call, "clients")) {
        error = bytes_mut_printf(out, "# Clients\r\nconnected_clients:%zu\r\nmaxclients:%zu\r\n\r\n", cache->clients,
                                 cache->max_clients);
    }
    if (error == 0 && wants(call, "memory")) {
        error = bytes_mut_printf(out,
                                 "# Memory\r\nused_memory:%zu\r\nused_memory_peak:%zu\r\nmaxmemory:%zu\r\n"
                                 "maxmemory_policy:%s\r\n\r\n",
                                 cache->memory.held, cache->memory.peak, store->max_memory,
                                 store->max_memory != 0 ? "allkeys-lru" : "noeviction");
    }
    if (error == 0 && wants(call, "stats")) {
        error =
            bytes_mut_printf(out,
                             "# Stats\r\ntotal_connections_received:%" PRIu64 "\r\ntotal_commands_processed:%" PRIu64
                             "\r\nexpired_keys:%" PRIu64 "\r\nevicted_keys:%" PRIu64 "\r\nkeyspace_hits:%" PRIu64
                             "\r\nkeyspace_misses:%" PRIu64 "\r\nvalues_kept_as_read:%" PRIu64
                             "\r\nvalues_copied_to_blocks:%" PRIu64 "\r\nbytes_copied_by_library:%zu\r\n\r\n",
                             cache->accepted, cache->requests, counts->expired, counts->evicted, counts->hits,
                             counts->misses, counts->kept_views, counts->copied_views, cache->memory.copied);
    }
    if (error == 0 && wants(call, "keyspace")) {
        error = bytes_mut_put_str(out, "# Keyspace\r\n");
        if (error == 0 && store_count(store) != 0) {
            error =
                bytes_mut_printf(out, "db0:keys=%zu,expires=%zu,avg_ttl=0\r\n", store_count(store), store->expiring);
        }
    }
    return error;
}

void command_info(Call *call)
{
    BytesMut text = BYTES_MUT_EMPTY;
    if (print_info(call, &text) != 0) {
        reply_no_memory(call);
    } else if (call->reply->protocol == 3) {
        char header[48];
        const int len = snprintf(header, sizeof(header), "=%zu\r\ntxt:", text.len + 4);
        reply_raw(call->reply, header, (size_t)len);
        reply_raw(call->reply, text.data, text.len);
        REPLY_LITERAL(call->reply, "\r\n");
    } else {
        reply_string(call->reply, bytes_mut_span(&text));
    }
    bytes_mut_drop(&text);
}
