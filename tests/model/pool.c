/* SPDX-License-Identifier: MIT */
/*
 * A pool's return path, explored: blocks that other threads push onto the stack, the owner that takes all of them,
 * uses them again and closes the pool, and the reference count that frees the pool with its last block. The programs
 * do as src/pool.c does, with the orders of src/orders.h.
 *
 * A block is one location of plain memory: its contents, its link, and whether it was freed.
 */
#include "check.h"

#include "../../src/orders.h"

enum { BLOCKS = 3, OPEN = 64, NOTHING = 0, CLOSED = 9, USED = 20, FREED = 21 };

/* The first three are atomic. BLOCK + 1 is the first block. HAND is the block that thread 3 is given. */
enum { RETURNED, COUNT, REFERENCES, POOL, HAND, BLOCK };

typedef enum Mistake {
    NO_MISTAKE,
    HALVED_PUSH,      /* a load and a store instead of a compare-and-exchange */
    COUNT_AFTER_PUSH, /* touches the pool after the push */
    NO_CLOSED_MARK,   /* closes with an empty stack, onto which others still push */
    NO_BIAS,          /* gives up the references of the blocks at home only when the pool is closed */
    TAKEN_AT_HOME     /* closes without accounting for the blocks that are still out */
} Mistake;

typedef struct Rules {
    memory_order push, take, last;
    size_t keep;
    Mistake mistake;
} Rules;

#define PUSH BYTES_ORDER_POOL_PUSH
#define TAKE BYTES_ORDER_POOL_TAKE
#define LAST BYTES_ORDER_POOL_LAST
#define RELAXED memory_order_relaxed

/* clang-format off */
static const Rules ours             = {PUSH,    TAKE,    LAST,                 BLOCKS, NO_MISTAKE};
static const Rules keeps_1          = {PUSH,    TAKE,    LAST,                 1,      NO_MISTAKE};
static const Rules relaxed_push     = {RELAXED, TAKE,    LAST,                 BLOCKS, NO_MISTAKE};
static const Rules relaxed_take     = {PUSH,    RELAXED, LAST,                 BLOCKS, NO_MISTAKE};
static const Rules acquire_last     = {PUSH,    TAKE,    memory_order_acquire, BLOCKS, NO_MISTAKE};
static const Rules release_last     = {PUSH,    TAKE,    memory_order_release, BLOCKS, NO_MISTAKE};
static const Rules halved_push      = {PUSH,    TAKE,    LAST,                 BLOCKS, HALVED_PUSH};
static const Rules count_after_push = {PUSH,    TAKE,    LAST,                 BLOCKS, COUNT_AFTER_PUSH};
static const Rules no_closed_mark   = {PUSH,    TAKE,    LAST,                 BLOCKS, NO_CLOSED_MARK};
static const Rules no_bias          = {PUSH,    TAKE,    LAST,                 1,      NO_BIAS};
static const Rules taken_at_home    = {PUSH,    TAKE,    LAST,                 BLOCKS, TAKEN_AT_HOME};
/* clang-format on */

static void use_block(Thread *self, size_t block)
{
    model_claim(self, model_get(self, BLOCK + (int)block) != FREED, "a block in use is not freed");
    model_set(self, BLOCK + (int)block, USED);
}

static void free_block(Thread *self, size_t block)
{
    model_claim(self, model_get(self, BLOCK + (int)block) != FREED, "a block is freed once");
    model_set(self, BLOCK + (int)block, FREED);
}

static void drop_references(Thread *self, const Rules *rules, size_t count)
{
    if (model_fetch_sub(self, REFERENCES, count, rules->last) == count) {
        model_free(self, REFERENCES, 0);
    }
}

/* push_returned() */
static bool push(Thread *self, const Rules *rules, size_t block)
{
    if (rules->mistake != COUNT_AFTER_PUSH && model_fetch_add(self, COUNT, 1, RELAXED) >= rules->keep) {
        model_fetch_sub(self, COUNT, 1, RELAXED);
        return false;
    }
    size_t head = model_load(self, RETURNED, RELAXED);
    do {
        if (head == CLOSED) {
            return false;
        }
        model_set(self, BLOCK + (int)block, head);
        if (rules->mistake == HALVED_PUSH) {
            model_store(self, RETURNED, block, rules->push);
            return true;
        }
    } while (!model_compare_exchange(self, RETURNED, &head, block, rules->push, RELAXED));
    if (rules->mistake == COUNT_AFTER_PUSH) {
        model_fetch_add(self, COUNT, 1, RELAXED);
    }
    return true;
}

/* pool_deallocate() on another thread than the owner. */
static void give_back(Thread *self, const Rules *rules, size_t block)
{
    model_get(self, POOL);
    if (!push(self, rules, block)) {
        free_block(self, block);
        drop_references(self, rules, 1);
    }
}

/* The owner, and what only it accesses. */
typedef struct Owner {
    size_t cache[BLOCKS];
    size_t cached;
    size_t taken;
} Owner;

static void collect(Thread *self, const Rules *rules, Owner *owner)
{
    if (model_load(self, RETURNED, RELAXED) == NOTHING) {
        return;
    }
    size_t block = model_exchange(self, RETURNED, NOTHING, rules->take);
    size_t count = 0;
    while (block != NOTHING) {
        const size_t next = model_get(self, BLOCK + (int)block);
        use_block(self, block);
        owner->cache[owner->cached++] = block;
        block = next;
        count++;
    }
    owner->taken -= count;
    model_fetch_sub(self, COUNT, count, RELAXED);
}

/* bytes_pool_drop() */
static void close_pool(Thread *self, const Rules *rules, Owner *owner)
{
    const size_t mark = rules->mistake == NO_CLOSED_MARK ? NOTHING : CLOSED;
    size_t block = model_exchange(self, RETURNED, mark, rules->take);
    while (block != NOTHING) {
        const size_t next = model_get(self, BLOCK + (int)block);
        free_block(self, block);
        owner->taken--;
        block = next;
    }
    for (size_t i = 0; i < owner->cached; i++) {
        free_block(self, owner->cache[i]);
    }
    const size_t bias = rules->mistake == NO_BIAS ? 1 : OPEN;
    drop_references(self, rules, rules->mistake == TAKEN_AT_HOME ? bias : bias - owner->taken);
}

static void use_and_give_back(Thread *self, const void *rules)
{
    const size_t block = (size_t)model_id(self);
    use_block(self, block);
    give_back(self, rules, block);
}

/* Threads 1 and 2 have a block each; the owner uses those that are back, and closes the pool. */

static Owner lend_blocks(Thread *self, size_t count)
{
    for (size_t block = 1; block <= count; block++) {
        use_block(self, block);
        model_start(self, (int)block);
    }
    return (Owner){.taken = count};
}

static void collect_and_close(Thread *self, const void *rules)
{
    Owner owner = lend_blocks(self, 2);
    collect(self, rules, &owner);
    for (size_t i = 0; i < owner.cached; i++) {
        use_block(self, owner.cache[i]);
    }
    close_pool(self, rules, &owner);
}

static void close_at_once(Thread *self, const void *rules)
{
    Owner owner = lend_blocks(self, 2);
    close_pool(self, rules, &owner);
}

static void three_and_close(Thread *self, const void *rules)
{
    Owner owner = lend_blocks(self, 3);
    close_pool(self, rules, &owner);
}

/* A block that comes back goes out again, to thread 3: it may be pushed twice during one push of the other thread. */

static void lend_again(Thread *self, const void *rules)
{
    Owner owner = lend_blocks(self, 2);
    collect(self, rules, &owner);
    if (owner.cached != 0) {
        owner.cached--;
        owner.taken++;
        model_set(self, HAND, owner.cache[owner.cached]);
        model_start(self, 3);
    }
    close_pool(self, rules, &owner);
}

static void use_given_and_give_back(Thread *self, const void *rules)
{
    const size_t block = model_get(self, HAND);
    use_block(self, block);
    give_back(self, rules, block);
}

/* A block that another thread allocates: it is counted in the references until somebody gives it back. */

static void allocate_and_give_back(Thread *self, const void *rules)
{
    model_get(self, POOL);
    model_fetch_add(self, REFERENCES, 1, RELAXED);
    use_block(self, 2);
    give_back(self, rules, 2);
    use_and_give_back(self, rules);
}

static void allocated_elsewhere(Thread *self, const void *rules)
{
    use_block(self, 1);
    Owner owner = {.taken = 1};
    model_start(self, 1); /* has block 1, and with it the right to allocate */
    collect(self, rules, &owner);
    close_pool(self, rules, &owner);
}

#define MEMORY                                                                                                         \
    .location = {"returned", "count", "references", "pool", "hand", "", "block 1", "block 2", "block 3"},              \
    .atomics = 3, .block = 1u << RETURNED | 1u << COUNT | 1u << REFERENCES | 1u << POOL

#define A_POOL MEMORY, .initial = {[REFERENCES] = OPEN}

static const Program collected = {.body = {collect_and_close, use_and_give_back, use_and_give_back}, A_POOL};
static const Program closed = {.body = {close_at_once, use_and_give_back, use_and_give_back}, A_POOL};
static const Program closed_3 = {.body = {three_and_close, use_and_give_back, use_and_give_back, use_and_give_back},
                                 A_POOL};
static const Program lent_again = {.body = {lend_again, use_and_give_back, use_and_give_back, use_given_and_give_back},
                                   A_POOL};
static const Program elsewhere = {.body = {allocated_elsewhere, allocate_and_give_back}, A_POOL};
static const Program unbiased = {
    .body = {close_at_once, use_and_give_back, use_and_give_back}, MEMORY, .initial = {[REFERENCES] = 1}};

static const Check checks[] = {
    {"returned_blocks_are_used_again", &collected, &ours, 0, 212},
    {"a_pool_may_be_closed_while_blocks_are_out", &closed, &ours, 0, 88},
    {"three_blocks_may_be_out", &closed_3, &ours, 0, 4320},
    {"a_block_may_go_out_again_during_a_push", &lent_again, &ours, 0, 1408},
    {"a_block_may_be_allocated_on_another_thread", &elsewhere, &ours, 0, 35},
    {"a_full_stack_frees_the_block", &collected, &keeps_1, 0, 72},
    {"a_relaxed_push_is_caught", &collected, &relaxed_push, FAULT_RACE, 0},
    {"a_relaxed_push_before_the_close_is_caught", &closed, &relaxed_push, FAULT_RACE, 0},
    {"a_relaxed_take_is_caught", &collected, &relaxed_take, FAULT_RACE, 0},
    {"a_relaxed_take_at_the_close_is_caught", &closed, &relaxed_take, FAULT_RACE, 0},
    {"a_last_reference_without_release_is_caught", &closed, &acquire_last, FAULT_RACE, 0},
    {"a_last_reference_without_acquire_is_caught", &closed, &release_last, FAULT_RACE, 0},
    {"a_push_in_two_halves_is_caught", &collected, &halved_push, FAULT_RACE | FAULT_LEAK | FAULT_CLAIM, 0},
    {"an_access_to_the_pool_after_the_push_is_caught", &collected, &count_after_push, FAULT_RACE | FAULT_USE_AFTER_FREE,
     0},
    {"a_push_onto_a_closed_pool_is_caught", &closed, &no_closed_mark, FAULT_LEAK | FAULT_RACE, 0},
    {"a_count_without_bias_is_caught", &unbiased, &no_bias,
     FAULT_UNDERFLOW | FAULT_RACE | FAULT_USE_AFTER_FREE | FAULT_DOUBLE_FREE, 0},
    {"blocks_forgotten_at_the_close_are_caught", &closed, &taken_at_home,
     FAULT_UNDERFLOW | FAULT_RACE | FAULT_USE_AFTER_FREE, 0},
};

int main(void)
{
    const CheckList list = CHECK_LIST(checks);
    return check_run(&list, 1);
}
