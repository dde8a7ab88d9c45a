/* SPDX-License-Identifier: MIT */
/* Commands about keys: existence, expiry, and walking over them. */
#include <stdio.h>

#include "command.h"
#include "glob.h"

void command_del(Call *call)
{
    Store *const store = &call->cache->store;
    int64_t count = 0;
    for (size_t i = 1; i < call_count(call); i++) {
        Entry *const entry = store_find(store, call_argument(call, i));
        if (entry != NULL) {
            store_remove(store, entry);
            count++;
        }
    }
    reply_integer(call->reply, count);
}

void command_exists(Call *call)
{
    int64_t count = 0;
    for (size_t i = 1; i < call_count(call); i++) {
        count += store_read(&call->cache->store, call_argument(call, i)) != NULL;
    }
    reply_integer(call->reply, count);
}

void command_type(Call *call)
{
    if (store_find(&call->cache->store, call_argument(call, 1)) != NULL) {
        REPLY_LITERAL(call->reply, "+string\r\n");
    } else {
        REPLY_LITERAL(call->reply, "+none\r\n");
    }
}

/* Conditions of EXPIRE. */
enum { NX = 1, XX = 2, GT = 4, LT = 8 };

static bool parse_conditions(Call *call, unsigned *conditions)
{
    static const char *const words[] = {"nx", "xx", "gt", "lt"};
    *conditions = 0;
    for (size_t i = 3; i < call_count(call); i++) {
        unsigned k = 0;
        while (k < 4 && !call_is(call, i, words[k])) {
            k++;
        }
        if (k == 4) {
            const BytesSpan word = call_argument(call, i);
            reply_error(call->reply, "ERR Unsupported option %.*s", word.len < 128 ? (int)word.len : 128,
                        (const char *)word.data);
            return false;
        }
        *conditions |= 1u << k;
    }
    if ((*conditions & NX) != 0 && (*conditions & ~(unsigned)NX) != 0) {
        reply_error(call->reply, "ERR NX and XX, GT or LT options at the same time are not compatible");
        return false;
    }
    if ((*conditions & (GT | LT)) == (GT | LT)) {
        reply_error(call->reply, "ERR GT and LT options at the same time are not compatible");
        return false;
    }
    return true;
}

/* To never expire is later than any time. */
static bool conditions_hold(unsigned conditions, int64_t before, int64_t time)
{
    return !((conditions & NX) != 0 && before != 0) && !((conditions & XX) != 0 && before == 0) &&
           !((conditions & GT) != 0 && (before == 0 || time <= before)) &&
           !((conditions & LT) != 0 && before != 0 && time >= before);
}

static void expire(Call *call, int64_t unit, bool absolute)
{
    Store *const store = &call->cache->store;
    int64_t time;
    unsigned conditions;
    if (!parse_conditions(call, &conditions) || !call_integer(call, 2, &time)) {
        return;
    }
    const int64_t base = absolute ? 0 : store->now;
    if (time > INT64_MAX / unit || time < INT64_MIN / unit || time * unit > INT64_MAX - base) {
        reply_expire_error(call);
        return;
    }
    time = time * unit + base;
    Entry *const entry = store_find(store, call_argument(call, 1));
    if (entry == NULL || !conditions_hold(conditions, entry->expires, time)) {
        reply_integer(call->reply, 0);
        return;
    }
    if (time <= store->now) {
        store_remove(store, entry);
    } else {
        store_expire(store, entry, time);
    }
    reply_integer(call->reply, 1);
}

void command_expire(Call *call)
{
    expire(call, 1000, false);
}

void command_pexpire(Call *call)
{
    expire(call, 1, false);
}

void command_expireat(Call *call)
{
    expire(call, 1000, true);
}

static void time_to_live(Call *call, int64_t unit)
{
    Store *const store = &call->cache->store;
    const Entry *const entry = store_read(store, call_argument(call, 1));
    if (entry == NULL) {
        reply_integer(call->reply, -2);
    } else if (entry->expires == 0) {
        reply_integer(call->reply, -1);
    } else {
        reply_integer(call->reply, (entry->expires - store->now + unit / 2) / unit);
    }
}

void command_ttl(Call *call)
{
    time_to_live(call, 1000);
}

void command_pttl(Call *call)
{
    time_to_live(call, 1);
}

void command_persist(Call *call)
{
    Entry *const entry = store_find(&call->cache->store, call_argument(call, 1));
    const bool had_time = entry != NULL && entry->expires != 0;
    if (had_time) {
        store_expire(&call->cache->store, entry, 0);
    }
    reply_integer(call->reply, had_time);
}

void command_dbsize(Call *call)
{
    reply_integer(call->reply, (int64_t)store_count(&call->cache->store));
}

void command_flushall(Call *call)
{
    if (call_count(call) > 2 || (call_count(call) == 2 && !call_is(call, 1, "sync") && !call_is(call, 1, "async"))) {
        reply_syntax_error(call);
        return;
    }
    store_clear(&call->cache->store);
    reply_ok(call->reply);
}

void command_randomkey(Call *call)
{
    const Entry *const entry = store_random(&call->cache->store);
    if (entry == NULL) {
        reply_null(call->reply);
    } else {
        reply_string(call->reply, entry_key(entry));
    }
}

/* Keys that match, as strings of a reply that is not complete. */
typedef struct KeyList {
    Reply reply;
    BytesQueue queue;
    BytesSpan pattern;
    size_t count;
} KeyList;

static void init_list(Call *call, BytesSpan pattern, KeyList *out)
{
    *out = (KeyList){.reply = *call->reply, .pattern = pattern};
    bytes_queue_init(&call->cache->memory.base, 0, &out->queue);
    out->reply.queue = &out->queue;
}

static bool add_key(void *context, Entry *entry)
{
    KeyList *const self = context;
    if (glob_match(self->pattern, entry_key(entry))) {
        reply_string(&self->reply, entry_key(entry));
        self->count++;
    }
    return self->reply.error == 0;
}

/* The number of keys is known now: it goes in front of them, and they are moved behind it. */
static void reply_list(Call *call, KeyList *list)
{
    Reply *const reply = call->reply;
    reply->error = list->reply.error;
    reply->copied = list->reply.copied;
    reply_array(reply, list->count);
    if (reply->error == 0) {
        reply->error = bytes_queue_append(reply->queue, &list->queue);
    }
    bytes_queue_drop(&list->queue);
}

void command_keys(Call *call)
{
    KeyList list;
    init_list(call, call_argument(call, 1), &list);
    (void)store_scan(&call->cache->store, 0, SIZE_MAX / 16, add_key, &list);
    reply_list(call, &list);
}

static bool parse_cursor(BytesSpan text, uint64_t *out)
{
    return bytes_span_parse_decimal(text, out) == 0;
}

void command_scan(Call *call)
{
    uint64_t cursor;
    int64_t count = 10;
    bool of_strings = true;
    BytesSpan pattern = BYTES_SPAN("*");
    if (!parse_cursor(call_argument(call, 1), &cursor)) {
        reply_error(call->reply, "ERR invalid cursor");
        return;
    }
    for (size_t i = 2; i < call_count(call); i += 2) {
        const bool has_value = i + 1 < call_count(call);
        if (has_value && call_is(call, i, "count")) {
            if (!call_integer(call, i + 1, &count)) {
                return;
            }
        } else if (has_value && call_is(call, i, "match")) {
            pattern = call_argument(call, i + 1);
        } else if (has_value && call_is(call, i, "type")) {
            of_strings = call_is(call, i + 1, "string");
        } else {
            count = 0;
        }
        if (count < 1) {
            reply_syntax_error(call);
            return;
        }
    }
    KeyList list;
    init_list(call, pattern, &list);
    list.pattern = of_strings ? pattern : BYTES_SPAN("");
    const size_t most = (uint64_t)count < SIZE_MAX / 16 ? (size_t)count : SIZE_MAX / 16;
    cursor = store_scan(&call->cache->store, cursor, most, add_key, &list);
    char text[ENTRY_PREFIX_MAX];
    (void)snprintf(text, sizeof(text), "%llu", (unsigned long long)cursor);
    reply_array(call->reply, 2);
    reply_text(call->reply, text);
    reply_list(call, &list);
}

void command_memory(Call *call)
{
    if (!call_is(call, 1, "usage")) {
        reply_unknown_subcommand(call);
        return;
    }
    if (call_count(call) < 3) {
        reply_wrong_arguments(call, "usage");
        return;
    }
    int64_t samples;
    if (call_count(call) > 3 && (call_count(call) != 5 || !call_is(call, 3, "samples"))) {
        reply_syntax_error(call);
        return;
    }
    if (call_count(call) == 5 && !call_integer(call, 4, &samples)) {
        return;
    }
    const Entry *const entry = store_find(&call->cache->store, call_argument(call, 2));
    if (entry == NULL) {
        reply_null(call->reply);
    } else {
        reply_integer(call->reply, (int64_t)entry_retained(entry));
    }
}
