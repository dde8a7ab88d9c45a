/* SPDX-License-Identifier: MIT */
#include "connection.h"

enum {
    REPLY_BLOCK = 16 * 1024,  /* bytes of the block that short replies are written to */
    RESERVED_MAX = 1 << 20,   /* bytes that are reserved because a client announced them */
    REQUEST_STEP = 64 * 1024, /* bytes of a request that must come within its time */
    RETAINED_MULTIPLE = 16    /* memory that queued replies may pin, in parts of their bytes */
};

struct Connection {
    uv_tcp_t tcp; /* first, so that a handle is its connection */
    Server *server;
    Connection *prev;
    Connection *next;
    BytesUvReader reader;
    BytesUvWriter writer;
    RespParser parser;
    Reply reply;
    Session session;
    uint64_t read_at;    /* when a request came, or a step of one */
    uint64_t written_at; /* when replies were queued, or taken */
    size_t step;         /* bytes of the incomplete request then */
    bool is_ending;      /* the last replies are queued; what still comes is discarded */
    bool has_ended;      /* the client sends no more */
    bool is_idle;        /* since the last tick */
};

static void on_closed(uv_handle_t *handle)
{
    Connection *const self = (Connection *)handle; /* tcp is its first member */
    Server *const server = self->server;
    bytes_uv_reader_drop(&self->reader);
    bytes_uv_writer_drop(&self->writer);
    resp_drop(&self->parser);
    bytes_drop(&self->session.name);
    memory_free(&server->cache.memory, self, sizeof(*self));
}

static void close_connection(Connection *self)
{
    if (uv_is_closing((uv_handle_t *)&self->tcp)) {
        return;
    }
    if (self->prev != NULL) {
        self->prev->next = self->next;
    } else {
        self->server->first = self->next;
    }
    if (self->next != NULL) {
        self->next->prev = self->prev;
    }
    self->server->cache.clients--;
    uv_close((uv_handle_t *)&self->tcp, on_closed);
}

static void on_shut(BytesUvWriter *writer, int status)
{
    Connection *const self = writer->data;
    if (status != 0 || self->has_ended) {
        close_connection(self);
    }
}

/* Shut the sending side down behind the last reply, and wait for the client to close: if the server did so while bytes
 * of the client are unread, the kernel would discard replies. */
static void end_connection(Connection *self)
{
    if (self->is_ending || uv_is_closing((uv_handle_t *)&self->tcp)) {
        return;
    }
    self->is_ending = true;
    self->read_at = uv_now(self->server->loop);
    bytes_mut_clear(&self->reader.in);
    if (bytes_uv_writer_shutdown(&self->writer, on_shut) != 0) {
        close_connection(self);
    }
}

/* Execute a request that was parsed, the first one in the buffer, and consume it. */
static void execute(Connection *self, const RespParser *parser)
{
    BytesMut *const in = &self->reader.in;
    Call call = {
        .cache = &self->server->cache, .session = &self->session, .reply = &self->reply, .in = in, .request = parser};
    self->reply.copied = 0;
    command_run(&call);
    if (call.whole.len == 0) {
        bytes_mut_advance(in, parser->offset);
    } else if (bytes_drop_into_mut(&call.whole, in) != 0) {
        bytes_drop(&call.whole);
    }
}

static void reply_protocol_error(Connection *self)
{
    const RespParser *const parser = &self->parser;
    if (parser->unexpected != 0) {
        reply_error(&self->reply, "ERR Protocol error: %s '%c'", parser->error, parser->unexpected);
    } else {
        reply_error(&self->reply, "ERR Protocol error: %s", parser->error);
    }
    self->session.ends = true;
}

/*
 * Parse the requests behind the first one, and have the processor fetch what the table has of their keys, all at once:
 * most of the time of a short command is waiting for memory. What is incomplete or malformed is left for later, and so
 * are inline commands, which are unescaped in place.
 */
static size_t parse_ahead(Connection *self)
{
    Server *const server = self->server;
    const BytesMut *const in = &self->reader.in;
    uint64_t hashes[AHEAD];
    size_t count = 0;
    size_t at = 0;
    const RespParser *last = &self->parser;
    if (last->offset == in->len) {
        return 1;
    }
    for (;;) {
        const BytesRange key = last->count > 1 ? last->args[1] : (BytesRange){0, 0};
        hashes[count++] =
            store_prefetch_bucket(&server->cache.store, bytes_span_of(in->data + at + key.begin, key.end - key.begin));
        at += last->offset;
        RespParser *const next = &server->ahead[count % AHEAD];
        if (count == AHEAD || at == in->len || in->data[at] != '*') {
            break;
        }
        resp_next(next);
        if (resp_parse(next, in->data + at, in->len - at) != 1) {
            resp_next(next);
            break;
        }
        last = next;
    }
    for (size_t i = 0; i < count && count > 1; i++) {
        store_prefetch_entry(&server->cache.store, hashes[i]);
    }
    return count;
}

/* Execute the first request and those behind it that are complete. */
static int execute_all(Connection *self)
{
    const size_t count = parse_ahead(self);
    for (size_t i = 0; i < count; i++) {
        RespParser *const parser = i == 0 ? &self->parser : &self->server->ahead[i];
        if (i == 0 || (!self->session.ends && self->reply.error == 0 && !bytes_uv_writer_is_high(&self->writer))) {
            execute(self, parser);
        }
        resp_next(parser);
    }
    return self->reply.error;
}

/* Execute what has been read, unless too many replies are queued: then the writer resumes this. */
static int serve(Connection *self)
{
    BytesMut *const in = &self->reader.in;
    int result = 1;
    while (result == 1 && in->len != 0 && !bytes_uv_writer_is_high(&self->writer)) {
        result = resp_parse(&self->parser, in->data, in->len);
        if (result == 1) {
            const int error = execute_all(self);
            if (error != 0) {
                return error;
            }
            self->step = 0;
        } else if (result == BYTES_EPROTO) {
            reply_protocol_error(self);
        }
        if (self->session.ends) {
            end_connection(self);
            return 0;
        }
    }
    if (result < 0) {
        return result;
    }
    if (in->len >= self->step + REQUEST_STEP || self->step == 0) {
        self->step = in->len;
        self->read_at = uv_now(self->server->loop);
    }
    /* The rest of a long argument is read into a block of its size; beyond a bound only if as much has come. */
    const size_t most = in->len > RESERVED_MAX ? in->len : RESERVED_MAX;
    self->reader.need = self->parser.need < most ? self->parser.need : most;
    return 0;
}

/* At the end of the turn, unless it is too much: the flush stops reading, which may bring more in the same turn. */
static void flush(Connection *self)
{
    if (!bytes_uv_writer_is_high(&self->writer)) {
        bytes_uv_writer_flush_later(&self->writer, &self->server->flushes);
    } else if (bytes_uv_writer_flush(&self->writer) != 0) {
        close_connection(self);
    }
}

static void on_read(BytesUvReader *reader, ssize_t result)
{
    Connection *const self = reader->data;
    Server *const server = self->server;
    if (self->is_ending) {
        bytes_mut_clear(&reader->in);
        if (result < 0) {
            close_connection(self);
        }
        return;
    }
    if (result < 0 && result != UV_EOF) {
        close_connection(self);
        return;
    }
    self->is_idle = false;
    server->cache.store.now = (int64_t)uv_now(server->loop) + server->clock_offset;
    const bool was_empty = self->writer.queue.len == 0;
    if (serve(self) != 0) {
        close_connection(self);
        return;
    }
    if (result == UV_EOF) {
        self->has_ended = true; /* maybe its own side only: it gets the replies */
        end_connection(self);
    } else if (self->writer.queue.len != 0 && !self->is_ending) {
        if (was_empty) {
            self->written_at = uv_now(server->loop);
        }
        flush(self);
    }
}

static void on_progress(BytesUvWriter *writer, int status)
{
    Connection *const self = writer->data;
    self->written_at = uv_now(self->server->loop);
    if (status < 0) {
        close_connection(self);
    }
}

void connection_accept(Server *server)
{
    Memory *const memory = &server->cache.memory;
    Connection *const self = memory_allocate(memory, sizeof(*self));
    if (self == NULL) {
        return; /* the client waits in the kernel's queue until the next one comes */
    }
    *self = (Connection){.server = server, .next = server->first};
    uv_stream_t *const stream = (uv_stream_t *)&self->tcp;
    (void)uv_tcp_init(server->loop, &self->tcp); /* makes no socket, and does not fail */
    bytes_uv_reader_init(stream, &server->lender, on_read, &self->reader);
    bytes_uv_writer_init(stream, &memory->base, REPLY_BLOCK, on_progress, &self->writer);
    bytes_uv_writer_hold_back(&self->writer, &self->reader);
    resp_init(&server->cache.limits, &memory->base, &self->parser);
    self->reader.data = self;
    self->writer.data = self;
    BytesQueue *const queue = &self->writer.queue;
    queue->high = server->limits.max_output;
    queue->low = queue->high / 4;
    queue->high_retained = RETAINED_MULTIPLE * queue->high;
    queue->low_retained = queue->high_retained / 4;
    self->reply = (Reply){.queue = queue, .protocol = 2, .max_copied = server->limits.max_copied};
    self->session.id = ++server->cache.accepted;
    self->read_at = uv_now(server->loop);
    self->written_at = self->read_at;
    if (self->next != NULL) {
        self->next->prev = self;
    }
    server->first = self;
    server->cache.clients++;
    if (uv_accept((uv_stream_t *)&server->listener, stream) != 0 || uv_tcp_nodelay(&self->tcp, 1) != 0 ||
        bytes_uv_reader_start(&self->reader) != 0) {
        close_connection(self);
    } else if (server->cache.clients > server->cache.max_clients) {
        reply_error(&self->reply, "ERR max number of clients reached");
        end_connection(self);
    }
}

/* What a connection waits for takes too long. */
static bool is_overdue(const Connection *self, uint64_t now)
{
    const ConnectionLimits *const limits = &self->server->limits;
    uint64_t since = self->read_at;
    uint64_t time = self->reader.in.len != 0 ? limits->request_time : limits->idle_time;
    if (self->is_ending) {
        time = limits->drain_time;
    } else if (self->writer.queue.len != 0) {
        since = self->written_at;
        time = limits->write_time;
    }
    return time != 0 && now - since >= time;
}

void connections_tick(Server *server)
{
    const uint64_t now = uv_now(server->loop);
    Connection *next;
    for (Connection *self = server->first; self != NULL; self = next) {
        next = self->next;
        if (is_overdue(self, now)) {
            close_connection(self);
        } else if (self->is_idle && self->writer.queue.len == 0) {
            bytes_queue_shrink(&self->writer.queue);
        }
        self->is_idle = true;
    }
}

void connections_end(Server *server, bool at_once)
{
    Connection *next;
    for (Connection *self = server->first; self != NULL; self = next) {
        next = self->next;
        if (at_once || self->writer.queue.len == 0) {
            close_connection(self);
        } else {
            end_connection(self);
        }
    }
}
