/* SPDX-License-Identifier: MIT */
/* Commands that read and write values. */
#include <stdio.h>
#include <string.h>

#include "command.h"

/* An argument with its length and line ends, as it was read; empty if the request was inline. */
static Bytes wire_of(Call *call, size_t index)
{
    const BytesRange range = call->request->args[index];
    uint8_t prefix[ENTRY_PREFIX_MAX];
    if (call->request->is_inline) {
        return (Bytes)BYTES_EMPTY;
    }
    if (call->whole.len == 0) {
        call->whole = bytes_mut_split_freeze(call->in, call->request->offset);
    }
    const size_t size = entry_write_prefix(range.end - range.begin, prefix); /* the parser takes no other form of it */
    return bytes_share_slice(&call->whole, range.begin - size, range.end + 2);
}

static int set(Call *call, Entry *old, size_t key, size_t index, int64_t expires)
{
    Store *const store = &call->cache->store;
    const BytesSpan value = call_argument(call, index);
    if (value.len < store->copy_below || call->request->is_inline) {
        return store_set(store, old, call_argument(call, key), value, expires);
    }
    Bytes wire = wire_of(call, index);
    const int error = store_set_view(store, old, call_argument(call, key), &wire, call_argument(call, index), expires);
    if (wire.storage == NULL || bytes_drop_into(&wire, &call->whole) != 0) {
        bytes_drop(&wire);
    }
    return error;
}

static void reply_value(Call *call, Entry *entry)
{
    if (entry == NULL) {
        reply_null(call->reply);
    } else if (entry_is_view(entry)) {
        reply_view(call->reply, entry_view(entry));
    } else {
        reply_string(call->reply, entry_value(entry));
    }
}

void command_get(Call *call)
{
    reply_value(call, store_read(&call->cache->store, call_argument(call, 1)));
}

void command_getdel(Call *call)
{
    Entry *const entry = store_read(&call->cache->store, call_argument(call, 1));
    reply_value(call, entry);
    if (entry != NULL) {
        store_remove(&call->cache->store, entry);
    }
}

void command_mget(Call *call)
{
    reply_array(call->reply, call_count(call) - 1);
    for (size_t i = 1; i < call_count(call) && call->reply->error == 0; i++) {
        reply_value(call, store_read(&call->cache->store, call_argument(call, i)));
    }
}

/* Options of SET and GETEX. */
enum {
    NX = 1,
    XX = 2,
    GET = 4,
    KEEPTTL = 8,
    PERSIST = 16,
    EX = 32,
    PX = 64,
    EXAT = 128,
    PXAT = 256,
    TIMES = EX | PX | EXAT | PXAT,
    OF_SET = NX | XX | GET | KEEPTTL | TIMES,
    OF_GETEX = PERSIST | TIMES
};

typedef struct Option {
    const char *word;
    unsigned flag;
    unsigned without; /* options that exclude it */
} Option;

static const Option options[] = {
    {"nx", NX, XX},
    {"xx", XX, NX},
    {"get", GET, 0},
    {"keepttl", KEEPTTL, PERSIST | TIMES},
    {"persist", PERSIST, KEEPTTL | TIMES},
    {"ex", EX, KEEPTTL | PERSIST | (TIMES & ~EX)},
    {"px", PX, KEEPTTL | PERSIST | (TIMES & ~PX)},
    {"exat", EXAT, KEEPTTL | PERSIST | (TIMES & ~EXAT)},
    {"pxat", PXAT, KEEPTTL | PERSIST | (TIMES & ~PXAT)},
};

/* False after a syntax error was replied. @param[out] time Index of the argument with the time, if there is one. */
static bool parse_options(Call *call, size_t from, unsigned allowed, unsigned *flags, size_t *time)
{
    *flags = 0;
    for (size_t i = from; i < call_count(call); i++) {
        const Option *found = NULL;
        for (size_t k = 0; k < sizeof(options) / sizeof(options[0]) && found == NULL; k++) {
            found = call_is(call, i, options[k].word) ? &options[k] : NULL;
        }
        const bool is_time = found != NULL && (found->flag & TIMES) != 0;
        if (found == NULL || (found->flag & allowed) == 0 || (found->without & *flags) != 0 ||
            (is_time && i + 1 == call_count(call))) {
            reply_syntax_error(call);
            return false;
        }
        *flags |= found->flag;
        if (is_time) {
            *time = ++i;
        }
    }
    return true;
}

/* When a key is to expire; false after an error was replied. */
static bool parse_time(Call *call, size_t index, bool seconds, bool absolute, int64_t *out)
{
    int64_t time;
    const int64_t base = absolute ? 0 : call->cache->store.now;
    if (!call_integer(call, index, &time)) {
        return false;
    }
    if (time <= 0 || (seconds && time > INT64_MAX / 1000) || time * (seconds ? 1000 : 1) > INT64_MAX - base) {
        reply_expire_error(call);
        return false;
    }
    *out = time * (seconds ? 1000 : 1) + base;
    return true;
}

static bool parse_option_time(Call *call, unsigned flags, size_t index, int64_t *out)
{
    return (flags & TIMES) == 0 ||
           parse_time(call, index, (flags & (EX | EXAT)) != 0, (flags & (EXAT | PXAT)) != 0, out);
}

void command_set(Call *call)
{
    Store *const store = &call->cache->store;
    unsigned flags = 0;
    size_t time = 0;
    int64_t expires = 0;
    if (call_count(call) > 3 &&
        (!parse_options(call, 3, OF_SET, &flags, &time) || !parse_option_time(call, flags, time, &expires))) {
        return;
    }
    Entry *const old =
        (flags & GET) != 0 ? store_read(store, call_argument(call, 1)) : store_find(store, call_argument(call, 1));
    const bool is_wanted = !((flags & NX) != 0 && old != NULL) && !((flags & XX) != 0 && old == NULL);
    if ((flags & GET) != 0) {
        reply_value(call, old);
    } else if (!is_wanted) {
        reply_null(call->reply);
    }
    if (!is_wanted) {
        return;
    }
    if ((flags & KEEPTTL) != 0 && old != NULL) {
        expires = old->expires;
    }
    const int error = set(call, old, 1, 2, expires);
    if ((flags & GET) != 0) {
        return;
    }
    if (error != 0) {
        reply_no_memory(call);
    } else {
        reply_ok(call->reply);
    }
}

void command_setex(Call *call)
{
    int64_t expires;
    if (!parse_time(call, 2, true, false, &expires)) {
        return;
    }
    if (set(call, store_find(&call->cache->store, call_argument(call, 1)), 1, 3, expires) != 0) {
        reply_no_memory(call);
    } else {
        reply_ok(call->reply);
    }
}

void command_setnx(Call *call)
{
    if (store_find(&call->cache->store, call_argument(call, 1)) != NULL) {
        reply_integer(call->reply, 0);
    } else if (set(call, NULL, 1, 2, 0) != 0) {
        reply_no_memory(call);
    } else {
        reply_integer(call->reply, 1);
    }
}

void command_mset(Call *call)
{
    if (call_count(call) % 2 == 0) {
        reply_wrong_arguments(call, "");
        return;
    }
    for (size_t i = 1; i < call_count(call); i += 2) {
        if (set(call, store_find(&call->cache->store, call_argument(call, i)), i, i + 1, 0) != 0) {
            reply_no_memory(call);
            return;
        }
    }
    reply_ok(call->reply);
}

void command_getex(Call *call)
{
    Store *const store = &call->cache->store;
    unsigned flags;
    size_t time = 0;
    int64_t expires = 0;
    if (!parse_options(call, 2, OF_GETEX, &flags, &time)) {
        return;
    }
    Entry *const entry = store_read(store, call_argument(call, 1));
    if (entry == NULL) {
        reply_null(call->reply);
        return;
    }
    if (!parse_option_time(call, flags, time, &expires)) {
        return;
    }
    reply_value(call, entry);
    if (expires != 0 && expires <= store->now) {
        store_remove(store, entry);
    } else if (flags != 0) {
        store_expire(store, entry, expires);
    }
}

void command_strlen(Call *call)
{
    const Entry *const entry = store_read(&call->cache->store, call_argument(call, 1));
    reply_integer(call->reply, entry != NULL ? (int64_t)entry_value(entry).len : 0);
}

/* Change the length of a value; false after an error was replied. */
static bool edit(Call *call, Entry *entry, size_t len, uint8_t **value)
{
    if (len > call->cache->limits.argument) {
        reply_error(call->reply, "ERR string exceeds maximum allowed size (proto-max-bulk-len)");
        return false;
    }
    if (store_edit(&call->cache->store, &entry, call_argument(call, 1), len, value) != 0) {
        reply_no_memory(call);
        return false;
    }
    return true;
}

void command_append(Call *call)
{
    uint8_t *value;
    const BytesSpan added = call_argument(call, 2);
    Entry *const entry = store_find(&call->cache->store, call_argument(call, 1));
    const size_t len = entry != NULL ? entry_value(entry).len : 0;
    if (edit(call, entry, len + added.len, &value)) {
        memcpy(value + len, added.data, added.len);
        reply_integer(call->reply, (int64_t)(len + added.len));
    }
}

void command_setrange(Call *call)
{
    int64_t offset;
    uint8_t *value;
    const BytesSpan part = call_argument(call, 3);
    if (!call_integer(call, 2, &offset)) {
        return;
    }
    if (offset < 0) {
        reply_error(call->reply, "ERR offset is out of range");
        return;
    }
    Entry *const entry = store_find(&call->cache->store, call_argument(call, 1));
    const size_t len = entry != NULL ? entry_value(entry).len : 0;
    const size_t at = (uint64_t)offset < SIZE_MAX / 2 ? (size_t)offset : SIZE_MAX / 2;
    const size_t end = at + part.len;
    if (part.len == 0) {
        reply_integer(call->reply, (int64_t)len);
    } else if (edit(call, entry, end > len ? end : len, &value)) {
        memcpy(value + at, part.data, part.len);
        reply_integer(call->reply, (int64_t)(end > len ? end : len));
    }
}

/* An end of a range: negative ones count from the end of the value. */
static int64_t from_end(int64_t index, int64_t len)
{
    const int64_t at = index < 0 ? index + len : index;
    return at < 0 ? 0 : at;
}

void command_getrange(Call *call)
{
    Store *const store = &call->cache->store;
    int64_t first;
    int64_t last;
    if (!call_integer(call, 2, &first) || !call_integer(call, 3, &last)) {
        return;
    }
    Entry *const entry = store_read(store, call_argument(call, 1));
    const BytesSpan value = entry != NULL ? entry_value(entry) : bytes_span_of(NULL, 0);
    const int64_t len = (int64_t)value.len;
    const int64_t begin = from_end(first, len);
    const int64_t end = from_end(last, len) < len ? from_end(last, len) + 1 : len;
    if ((first < 0 && last < 0 && first > last) || begin >= end) {
        reply_string(call->reply, bytes_span_of(NULL, 0));
        return;
    }
    const BytesSpan part = bytes_span_slice(value, (size_t)begin, (size_t)end);
    if (entry_is_view(entry) && part.len >= store->copy_below) {
        reply_slice(call->reply, entry_view(entry), part);
    } else {
        reply_string(call->reply, part);
    }
}

static void add_to(Call *call, int64_t amount)
{
    Store *const store = &call->cache->store;
    int64_t value = 0;
    Entry *const entry = store_find(store, call_argument(call, 1));
    if (entry != NULL && !parse_integer(entry_value(entry), &value)) {
        reply_error(call->reply, "ERR value is not an integer or out of range");
        return;
    }
    if (amount > 0 ? value > INT64_MAX - amount : value < INT64_MIN - amount) {
        reply_error(call->reply, "ERR increment or decrement would overflow");
        return;
    }
    value += amount;
    char text[ENTRY_PREFIX_MAX];
    const int len = snprintf(text, sizeof(text), "%lld", (long long)value);
    if (store_set(store, entry, call_argument(call, 1), bytes_span_of(text, (size_t)len),
                  entry != NULL ? entry->expires : 0) != 0) {
        reply_no_memory(call);
    } else {
        reply_integer(call->reply, value);
    }
}

void command_incr(Call *call)
{
    add_to(call, 1);
}

void command_decr(Call *call)
{
    add_to(call, -1);
}

void command_incrby(Call *call)
{
    int64_t amount;
    if (call_integer(call, 2, &amount)) {
        add_to(call, amount);
    }
}

void command_decrby(Call *call)
{
    int64_t amount;
    if (!call_integer(call, 2, &amount)) {
        return;
    }
    if (amount == INT64_MIN) {
        reply_error(call->reply, "ERR decrement would overflow");
        return;
    }
    add_to(call, -amount);
}
