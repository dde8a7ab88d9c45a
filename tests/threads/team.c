/* SPDX-License-Identifier: MIT */
#include "team.h"

#include "../unit/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELL = 8, FRAME_CELLS = 32, BUFFER_SIZE = 4096 };

/* The member whose thread this is. */
static _Thread_local Member *current;

static void *team_allocate(BytesAllocator *self, size_t size)
{
    Team *const team = (Team *)self; /* its first member */
    atomic_fetch_add_explicit(&team->live, 1, memory_order_relaxed);
    return malloc(size);
}

static void team_deallocate(BytesAllocator *self, void *block, size_t size)
{
    Team *const team = (Team *)self;
    if (current != NULL) {
        current->freed++;
    }
    volatile uint8_t *const bytes = block; /* volatile: a store before free() is kept */
    for (size_t i = 0; i < size; i++) {
        bytes[i] = 0xdd;
    }
    atomic_fetch_sub_explicit(&team->live, 1, memory_order_relaxed);
    free(block);
}

static size_t member_below(Member *member, size_t limit)
{
    return (size_t)(random_next(&member->random) % limit);
}

static void require(Member *member, bool condition, const char *what)
{
    if (!condition && member->wrong == NULL) {
        member->wrong = what;
    }
}

static uint64_t cell_value(Part part, size_t index)
{
    return part.frame << 16 | (part.first + index);
}

static void write_cells(uint8_t *data, Part part)
{
    for (size_t i = 0; i < part.count; i++) {
        const uint64_t value = cell_value(part, i);
        memcpy(data + i * CELL, &value, CELL);
    }
}

static bool shows(const uint8_t *data, size_t len, Part part)
{
    if (len != part.count * CELL) {
        return false;
    }
    for (size_t i = 0; i < part.count; i++) {
        uint64_t value;
        memcpy(&value, data + i * CELL, CELL);
        if (value != cell_value(part, i)) {
            return false;
        }
    }
    return true;
}

/* Any item; an empty one has no cells. */
static Item *member_item(Member *member)
{
    Item *const item = &member->items[member_below(member, MEMBER_ITEMS)];
    require(member, shows(item->view.data, item->view.len, item->part), "a view shows the bytes written for it");
    return item;
}

static void item_drop(Item *item)
{
    bytes_drop(&item->view);
    item->part.count = 0;
}

static void item_set(Item *item, Bytes view, Part part)
{
    item_drop(item);
    item->view = view;
    item->part = part;
}

static Part sub_part(Part part, size_t begin, size_t end)
{
    part.first += begin;
    part.count = end - begin;
    return part;
}

/* Some cells of an item. */
static BytesRange member_range(Member *member, const Item *item)
{
    const size_t a = member_below(member, item->part.count + 1);
    const size_t b = member_below(member, item->part.count + 1);
    return (BytesRange){a < b ? a : b, a < b ? b : a};
}

static Part member_frame(Member *member)
{
    member->frames += TEAM_MOST; /* no two members make the same number */
    return (Part){member->frames, 0, 1 + member_below(member, FRAME_CELLS)};
}

/* The read loop: the buffer reclaims its block once the frames of it are gone, whichever thread dropped them. */
static void step_read(Member *member)
{
    const Part part = member_frame(member);
    const int error = bytes_mut_reserve(&member->buffer, part.count * CELL);
    require(member, error == 0, "there is memory");
    write_cells(bytes_mut_spare(&member->buffer).data, part);
    bytes_mut_commit(&member->buffer, part.count * CELL);
    item_set(member_item(member), bytes_mut_split_freeze(&member->buffer, part.count * CELL), part);
}

static void step_clone_common(Member *member)
{
    const Item *const common = &member->team->common[member_below(member, TEAM_COMMON)];
    const BytesRange range = member_range(member, common);
    require(member, !bytes_is_unique(&common->view), "a shared view is not unique");
    item_set(member_item(member), bytes_slice(&common->view, range.begin * CELL, range.end * CELL),
             sub_part(common->part, range.begin, range.end));
}

static void step_share(Member *member)
{
    Item *const from = member_item(member);
    const BytesRange range = member_range(member, from);
    const Bytes view = member_below(member, 2) == 0
                           ? bytes_share_slice(&from->view, range.begin * CELL, range.end * CELL)
                           : bytes_slice(&from->view, range.begin * CELL, range.end * CELL);
    const Part part = sub_part(from->part, range.begin, range.end);
    item_set(member_item(member), view, part);
}

static void step_split(Member *member)
{
    Item *const from = member_item(member);
    const size_t at = member_below(member, from->part.count + 1);
    const Part part = sub_part(from->part, at, from->part.count);
    const Bytes back = bytes_split_off(&from->view, at * CELL);
    from->part.count = at;
    item_set(member_item(member), back, part);
}

static void step_join(Member *member)
{
    Item *const left = member_item(member);
    Item *const right = member_item(member);
    const bool adjacent =
        left->part.frame == right->part.frame && left->part.first + left->part.count == right->part.first;
    if (left != right && adjacent && bytes_try_unsplit(&left->view, &right->view) == 0) {
        left->part.count += right->part.count;
        right->part.count = 0;
    }
}

static void step_drop_into(Member *member)
{
    Item *const item = member_item(member);
    Item *const into = member_item(member);
    if (bytes_drop_into(&item->view, &into->view) == 0 || bytes_drop_into_mut(&item->view, &member->buffer) == 0) {
        item->part.count = 0;
    }
}

static void step_drop(Member *member)
{
    const size_t begin = member_below(member, MEMBER_ITEMS);
    const size_t count = 1 + member_below(member, MEMBER_ITEMS - begin);
    Bytes views[MEMBER_ITEMS];
    for (size_t i = 0; i < count; i++) {
        Item *const item = &member->items[begin + i];
        require(member, shows(item->view.data, item->view.len, item->part), "a view shows its bytes until its drop");
        views[i] = bytes_move(&item->view);
        item->part.count = 0;
    }
    bytes_drop_all(views, count);
}

/* A view that turns out to be unique is overwritten in place, other ones by copy. */
static void step_rewrite(Member *member)
{
    Item *const item = member_item(member);
    Part part = member_frame(member);
    part.count = item->part.count;
    BytesMut buffer;
    const int error = bytes_try_into_mut(&item->view, &buffer);
    if (error == 0 || bytes_into_mut(&item->view, &buffer) == 0) {
        write_cells(buffer.data, part);
        item->view = bytes_mut_freeze(&buffer);
        item->part = part;
    }
}

static void parcel_drop(Parcel *parcel)
{
    bytes_queue_drop(&parcel->queue);
}

static void step_send(Member *member)
{
    Parcel parcel;
    bytes_queue_init(&member->team->memory, 0, &parcel.queue);
    parcel.count = 1 + member_below(member, PARCEL_PARTS);
    for (size_t i = 0; i < parcel.count; i++) {
        Item *const item = member_item(member);
        Bytes view = member_below(member, 2) == 0 ? bytes_share(&item->view) : bytes_move(&item->view);
        parcel.parts[i] = item->part;
        if (item->view.len == 0) {
            item->part.count = 0;
        }
        require(member, bytes_queue_push_back(&parcel.queue, &view) == 0, "there is memory");
    }
    Mailbox *const to = &member->team->members[member_below(member, member->team->size)].mailbox;
    (void)pthread_mutex_lock(&to->lock);
    const bool has_space = to->count < MAILBOX_PARCELS;
    if (has_space) {
        to->parcels[to->count] = parcel;
        to->parcels[to->count++].queue = bytes_queue_move(&parcel.queue);
    }
    (void)pthread_mutex_unlock(&to->lock);
    if (!has_space) {
        parcel_drop(&parcel);
    }
}

static bool mailbox_take(Mailbox *mailbox, Parcel *out)
{
    (void)pthread_mutex_lock(&mailbox->lock);
    const bool taken = mailbox->count != 0;
    if (taken) {
        Parcel *const last = &mailbox->parcels[--mailbox->count];
        *out = *last;
        out->queue = bytes_queue_move(&last->queue);
    }
    (void)pthread_mutex_unlock(&mailbox->lock);
    return taken;
}

/* Segments may have been joined: the parts are cut out by their lengths. Every other one is kept. */
static void step_receive(Member *member)
{
    Parcel parcel;
    if (!mailbox_take(&member->mailbox, &parcel)) {
        return;
    }
    for (size_t i = 0; i < parcel.count; i++) {
        const Part part = parcel.parts[i];
        Bytes view;
        const int error = bytes_queue_split_view(&parcel.queue, part.count * CELL, &view);
        require(member, error == 0, "there is memory");
        require(member, shows(view.data, view.len, part), "a queue shows the bytes that were pushed");
        if (i % 2 == 0) {
            item_set(member_item(member), view, part);
        } else {
            bytes_drop(&view);
        }
    }
    require(member, parcel.queue.len == 0, "a queue has the length of its views");
    parcel_drop(&parcel);
}

static void member_step(Member *member)
{
    static void (*const steps[])(Member * member) = {step_read,    step_clone_common, step_share,     step_share,
                                                     step_split,   step_join,         step_drop_into, step_drop,
                                                     step_rewrite, step_send,         step_receive};
    steps[member_below(member, sizeof(steps) / sizeof(steps[0]))](member);
}

static void *member_run(void *context)
{
    Member *const member = context;
    current = member;
    for (size_t i = 0; i < member->steps; i++) {
        member_step(member);
    }
    current = NULL;
    return NULL;
}

void team_run_threads(Team *team, size_t steps)
{
    for (size_t i = 0; i < team->size; i++) {
        Member *const member = &team->members[i];
        member->steps = steps / team->size;
        if (pthread_create(&member->thread, NULL, member_run, member) != 0) {
            abort();
        }
    }
    for (size_t i = 0; i < team->size; i++) {
        (void)pthread_join(team->members[i].thread, NULL);
    }
}

void team_run_alone(Team *team, size_t steps)
{
    for (size_t i = 0; i < steps; i++) {
        member_step(&team->members[i % team->size]);
    }
}

void team_open(Team *team, size_t size)
{
    memset(team, 0, sizeof(*team));
    team->memory.allocate = team_allocate;
    team->memory.deallocate = team_deallocate;
    team->size = size;
    for (size_t i = 0; i < size; i++) {
        Member *const member = &team->members[i];
        member->team = team;
        member->random = 88172645463325252u + i;
        member->frames = TEAM_COMMON + i;
        (void)pthread_mutex_init(&member->mailbox.lock, NULL);
        require(member, bytes_mut_with_capacity_in(&team->memory, BUFFER_SIZE, &member->buffer) == 0,
                "there is memory");
    }
    for (size_t i = 0; i < TEAM_COMMON; i++) {
        const Part part = {i, 0, FRAME_CELLS};
        uint8_t data[FRAME_CELLS * CELL];
        write_cells(data, part);
        Bytes view = BYTES_EMPTY;
        require(&team->members[0], bytes_copy_in(&team->memory, data, sizeof(data), &view) == 0, "there is memory");
        team->kept[i] = bytes_clone(&view);
        team->common[i] = (Item){view, part};
    }
}

const char *team_close(Team *team)
{
    const char *wrong = NULL;
    for (size_t i = 0; i < team->size; i++) {
        Member *const member = &team->members[i];
        for (size_t j = 0; j < MEMBER_ITEMS; j++) {
            item_drop(&member->items[j]);
        }
        bytes_mut_drop(&member->buffer);
        Parcel parcel;
        while (mailbox_take(&member->mailbox, &parcel)) {
            parcel_drop(&parcel);
        }
        (void)pthread_mutex_destroy(&member->mailbox.lock);
        wrong = wrong != NULL ? wrong : member->wrong;
    }
    for (size_t i = 0; i < TEAM_COMMON; i++) {
        bytes_drop(&team->kept[i]);
        Item *const item = &team->common[i];
        if (!shows(item->view.data, item->view.len, item->part)) {
            wrong = "a common view keeps its bytes";
        } else if (!bytes_is_unique(&item->view)) {
            wrong = "the last handle is unique";
        }
        item_drop(item);
    }
    if (atomic_load(&team->live) != 0) {
        wrong = "every block is freed";
    }
    return wrong;
}
