/* SPDX-License-Identifier: MIT */
/*
 * The weighted count, explored: every execution that the orders of src/orders.h allow of small programs that
 * use the count as src/storage.c does. None may have a race, a use after the free, a second free or a
 * leak; and with any one order weakened, or any one rule of the count broken, a fault must be found.
 */
#include "explore.h"

#include "../../src/orders.h"

#include <stdlib.h>

enum {
    WHOLE = 64, /* the whole weight: so small that each share is 1 */
    HALF = WHOLE / 2,
    REFILL = 4
};

/*
 * The first two are atomic. PART + t is what thread t alone writes, HANDLE + t the handle that it is given,
 * MOVES how much any client does.
 */
enum { TOTAL, FLAG, DATA, PART, HANDLE = PART + MODEL_THREADS, MOVES = HANDLE + MODEL_THREADS };

#define PLACES                                                                                                         \
    .place = {"total",    "flag",     "data",     "part 0",   "part 1",   "part 2", "part 3", "part 4",                \
              "handle 0", "handle 1", "handle 2", "handle 3", "handle 4", "moves",  "moves",  "moves"},                \
    .atomics = 2

#define BLOCK .block = 1u << TOTAL | 1u << DATA | ((1u << MODEL_THREADS) - 1) << PART

#define STORAGE PLACES, BLOCK, .initial = {[TOTAL] = WHOLE}

#define ANY_FAULT ~0u

/* The ways to get it wrong that are no matter of memory orders. */
typedef enum Slip {
    NO_SLIP,
    HALVED_ADD, /* a load and a store in place of a read-modify-write */
    HALVED_SUB,
    SECOND_LOOK, /* frees if it finds the total to be 0, whoever made it so */
    NO_LAST_LOAD,
    NO_ADD,      /* clones without adding */
    NO_SPLIT,    /* shares without giving of its own */
    NO_QUESTION, /* writes and resets without being the only one */
    NO_JOIN,     /* drops a handle that others still clone */
    NO_REST      /* gives all of its weight back as surplus */
} Slip;

typedef struct Rules {
    memory_order add, sub, last, unique, reset, surplus;
    memory_order send; /* the program's own: how a handle goes to a running thread */
    Slip slip;
} Rules;

#define ADD BYTES_ORDER_ADD
#define SUB BYTES_ORDER_SUB
#define LAST BYTES_ORDER_LAST
#define UNIQUE BYTES_ORDER_UNIQUE
#define RESET BYTES_ORDER_RESET
#define SURPLUS BYTES_ORDER_SURPLUS
#define SEND memory_order_release
#define NONE memory_order_relaxed

static const Rules ours = {ADD, SUB, LAST, UNIQUE, RESET, SURPLUS, SEND, NO_SLIP};
static const Rules no_release = {ADD, NONE, LAST, UNIQUE, RESET, SURPLUS, SEND, NO_SLIP};
static const Rules acquire_sub = {ADD, memory_order_acquire, LAST, UNIQUE, RESET, SURPLUS, SEND, NO_SLIP};
static const Rules no_last = {ADD, SUB, NONE, UNIQUE, RESET, SURPLUS, SEND, NO_SLIP};
static const Rules no_unique = {ADD, SUB, LAST, NONE, RESET, SURPLUS, SEND, NO_SLIP};
static const Rules no_send = {ADD, SUB, LAST, UNIQUE, RESET, SURPLUS, NONE, NO_SLIP};
static const Rules halved_add = {ADD, SUB, LAST, UNIQUE, RESET, SURPLUS, SEND, HALVED_ADD};
static const Rules halved_sub = {ADD, SUB, LAST, UNIQUE, RESET, SURPLUS, SEND, HALVED_SUB};
static const Rules second_look = {ADD, SUB, LAST, UNIQUE, RESET, SURPLUS, SEND, SECOND_LOOK};
static const Rules no_last_load = {ADD, SUB, LAST, UNIQUE, RESET, SURPLUS, SEND, NO_LAST_LOAD};
static const Rules no_add = {ADD, SUB, LAST, UNIQUE, RESET, SURPLUS, SEND, NO_ADD};
static const Rules no_split = {ADD, SUB, LAST, UNIQUE, RESET, SURPLUS, SEND, NO_SPLIT};
static const Rules no_question = {ADD, SUB, LAST, UNIQUE, RESET, SURPLUS, SEND, NO_QUESTION};
static const Rules no_join = {ADD, SUB, LAST, UNIQUE, RESET, SURPLUS, SEND, NO_JOIN};
static const Rules no_rest = {ADD, SUB, LAST, UNIQUE, RESET, NONE, SEND, NO_REST};
static const Rules released_rest = {ADD, SUB, LAST, UNIQUE, RESET, SUB, SEND, NO_REST};

/* The count, as in src/storage.c. */

static void add(Thread *self, const Rules *rules, size_t n)
{
    if (rules->slip == HALVED_ADD)
        model_store(self, TOTAL, model_load(self, TOTAL, memory_order_acquire) + n, memory_order_release);
    else if (rules->slip != NO_ADD)
        model_fetch_add(self, TOTAL, n, rules->add);
}

/* Gives weight back; the total is then all gone or still somebody's. */
static void subtract(Thread *self, const Rules *rules, size_t w)
{
    size_t old;

    if (rules->slip == HALVED_SUB) {
        old = model_load(self, TOTAL, memory_order_acquire);
        model_store(self, TOTAL, old - w, memory_order_release);
    } else {
        old = model_fetch_sub(self, TOTAL, w, rules->sub);
    }
    if (rules->slip == SECOND_LOOK)
        old = model_load(self, TOTAL, memory_order_acquire) + w;
    if (old == w) {
        if (rules->slip != NO_LAST_LOAD)
            model_load(self, TOTAL, rules->last);
        model_free(self, TOTAL, 0);
    }
}

static bool is_alone(Thread *self, const Rules *rules, size_t w)
{
    return rules->slip == NO_QUESTION || model_load(self, TOTAL, rules->unique) == w;
}

static void drop(Thread *self, const Rules *rules, size_t w)
{
    if (w >= HALF && model_load(self, TOTAL, rules->unique) == w)
        model_free(self, TOTAL, w);
    else
        subtract(self, rules, w);
}

/* Writes over what others have seen, if it may. */
static void reclaim(Thread *self, const Rules *rules, size_t *w)
{
    if (!is_alone(self, rules, *w))
        return;
    model_set(self, DATA, 1);
    if (*w != WHOLE || rules->slip == NO_QUESTION)
        model_store(self, TOTAL, WHOLE, rules->reset);
    *w = WHOLE;
}

static size_t share(const Rules *rules, size_t *w)
{
    size_t n = *w / WHOLE | 1;

    if (rules->slip != NO_SPLIT)
        *w -= n;
    return n;
}

static void refill(Thread *self, const Rules *rules, size_t *w)
{
    add(self, rules, REFILL);
    *w += REFILL;
}

static void return_surplus(Thread *self, const Rules *rules, size_t *w)
{
    size_t kept = rules->slip == NO_REST ? 0 : WHOLE;

    if (*w <= WHOLE)
        return;
    if (model_fetch_sub(self, TOTAL, *w - kept, rules->surplus) == *w - kept) {
        model_load(self, TOTAL, rules->last);
        model_free(self, TOTAL, 0);
    }
    *w = kept;
}

/* A handle is given to a thread before it starts: its weight is plain memory that the start publishes. */

static void give(Thread *self, int thread, size_t w)
{
    model_set(self, HANDLE + thread, w);
    model_start(self, thread);
}

static size_t take(Thread *self)
{
    return model_get(self, HANDLE + model_id(self));
}

/* A thread reads what all see and writes the part that is its own (a BytesMut split off, say). */
static void use(Thread *self)
{
    model_get(self, DATA);
    model_set(self, PART + model_id(self), 1);
}

/* 1. Owners, each with its own weight. */

static void owner(Thread *self, const void *rules)
{
    size_t w = take(self);

    use(self);
    subtract(self, rules, w);
}

static void share_out(Thread *self, const void *rules, int threads)
{
    size_t w = WHOLE;

    for (int t = 1; t < threads; t++)
        give(self, t, share(rules, &w));
    use(self);
    subtract(self, rules, w);
}

static void own_2(Thread *self, const void *rules)
{
    share_out(self, rules, 2);
}

static void own_3(Thread *self, const void *rules)
{
    share_out(self, rules, 3);
}

static void own_4(Thread *self, const void *rules)
{
    share_out(self, rules, 4);
}

static const Program two_owners = {.body = {own_2, owner}, STORAGE};
static const Program three_owners = {.body = {own_3, owner, owner}, STORAGE};
static const Program four_owners = {.body = {own_4, owner, owner, owner}, STORAGE};

/* 2. Drop looks whether it is alone before it subtracts, when the weight is large. */

static void dropper(Thread *self, const void *rules)
{
    size_t w = take(self);

    use(self);
    drop(self, rules, w);
}

static void share_and_drop(Thread *self, const void *rules)
{
    size_t w = WHOLE;

    give(self, 1, share(rules, &w));
    give(self, 2, share(rules, &w));
    use(self);
    drop(self, rules, w);
}

/* Three weights of at least half, so that all three look. */
static void share_large(Thread *self, const void *rules)
{
    add(self, rules, 2 * HALF);
    give(self, 1, HALF);
    give(self, 2, HALF);
    use(self);
    drop(self, rules, WHOLE);
}

static const Program short_drop = {.body = {share_and_drop, dropper, dropper}, STORAGE};
static const Program large_weights = {.body = {share_large, dropper, dropper}, STORAGE};

/* 3. Only one handle left: write in place, reset, share again. */

static void reclaim_and_share(Thread *self, const void *rules)
{
    size_t w = WHOLE;

    give(self, 1, share(rules, &w));
    give(self, 2, share(rules, &w));
    use(self);
    reclaim(self, rules, &w);
    give(self, 3, share(rules, &w));
    reclaim(self, rules, &w);
    subtract(self, rules, w);
}

/* All have been joined: the answer must be yes, and so it must after the reset. */
static void reclaim_after_join(Thread *self, const void *rules)
{
    size_t w = WHOLE;

    give(self, 1, share(rules, &w));
    give(self, 2, share(rules, &w));
    model_join(self, 1);
    model_join(self, 2);
    model_claim(self, is_alone(self, rules, w), "the last one knows it");
    reclaim(self, rules, &w);
    model_claim(self, is_alone(self, rules, w), "the reset is seen by whoever made it");
    give(self, 3, share(rules, &w));
    subtract(self, rules, w);
}

/* Nothing is freed here: what goes wrong is the write. */
static void reclaim_and_keep(Thread *self, const void *rules)
{
    size_t w = WHOLE;

    give(self, 1, share(rules, &w));
    give(self, 2, share(rules, &w));
    reclaim(self, rules, &w);
}

static const Program reclaiming = {.body = {reclaim_and_share, dropper, dropper, dropper}, STORAGE};
static const Program kept = {.body = {reclaim_and_keep, owner, owner}, PLACES, .initial = {[TOTAL] = WHOLE}};
static const Program joined = {.body = {reclaim_after_join, dropper, dropper, dropper}, STORAGE};

/* 4. One handle cloned by several threads at once (HANDLE, thread 0's), while others of its storage go. */

static void cloner(Thread *self, const void *rules)
{
    model_get(self, HANDLE);
    add(self, rules, 1);
    use(self);
    subtract(self, rules, 1);
}

static void lend(Thread *self, const void *arg)
{
    const Rules *rules = arg;
    size_t w = WHOLE;
    size_t other = share(rules, &w);

    model_set(self, HANDLE, w);
    model_start(self, 1);
    model_start(self, 2);
    give(self, 3, other);
    if (rules->slip != NO_JOIN) {
        model_join(self, 1);
        model_join(self, 2);
    }
    model_set(self, HANDLE, 0);
    drop(self, rules, w);
}

/* A clone that lives longer than the handle it was made from. */
static void clone_and_tell(Thread *self, const void *arg)
{
    const Rules *rules = arg;

    model_get(self, HANDLE);
    add(self, rules, 1);
    model_store(self, FLAG, 1, rules->send);
    use(self);
    subtract(self, rules, 1);
}

static void lend_and_wait(Thread *self, const void *rules)
{
    size_t w = WHOLE;

    model_set(self, HANDLE, w);
    model_start(self, 1);
    model_await(self, FLAG, 1, memory_order_acquire);
    model_set(self, HANDLE, 0);
    use(self);
    reclaim(self, rules, &w);
    drop(self, rules, w);
}

/* A share sent to a thread that runs already. */
static void receiver(Thread *self, const void *rules)
{
    model_await(self, FLAG, 1, memory_order_acquire);
    dropper(self, rules);
}

static void send_share(Thread *self, const void *arg)
{
    const Rules *rules = arg;
    size_t w = WHOLE;

    model_start(self, 1);
    model_set(self, DATA, 1);
    model_set(self, HANDLE + 1, share(rules, &w));
    model_store(self, FLAG, 1, rules->send);
    use(self);
    drop(self, rules, w);
}

/* A share sent back after it was cloned: the weight at home is whole again, and yet it is not alone. */
static void clone_and_send_back(Thread *self, const void *arg)
{
    const Rules *rules = arg;

    use(self);
    add(self, rules, 1);
    give(self, 2, 1);
    model_store(self, FLAG, 1, rules->send);
}

static void take_back(Thread *self, const void *rules)
{
    size_t w = WHOLE;

    give(self, 1, share(rules, &w));
    model_await(self, FLAG, 1, memory_order_acquire);
    w += model_get(self, HANDLE + 1);
    reclaim(self, rules, &w);
    drop(self, rules, w);
}

/* Weight that comes home with a joined thread needs no subtraction. */
static void user(Thread *self, const void *rules)
{
    (void)rules;
    use(self);
}

static void reabsorb(Thread *self, const void *rules)
{
    size_t w = WHOLE;

    give(self, 1, share(rules, &w));
    give(self, 2, share(rules, &w));
    model_join(self, 1);
    w += model_get(self, HANDLE + 1);
    reclaim(self, rules, &w);
    drop(self, rules, w);
}

static const Program const_clones = {.body = {lend, cloner, cloner, dropper}, STORAGE};
static const Program long_clone = {.body = {lend_and_wait, clone_and_tell}, STORAGE};
static const Program sent_share = {.body = {send_share, receiver}, STORAGE};
static const Program returned_share = {.body = {take_back, clone_and_send_back, dropper}, STORAGE};
static const Program reabsorbed = {.body = {reabsorb, user, dropper}, STORAGE};

/* 5. A handle with no weight to share gets more. */

static void refill_and_share(Thread *self, const void *rules)
{
    size_t w = take(self);

    use(self);
    refill(self, rules, &w);
    give(self, 2, share(rules, &w));
    drop(self, rules, w);
}

static void share_to_two(Thread *self, const void *rules)
{
    size_t w = WHOLE;

    give(self, 1, share(rules, &w));
    give(self, 3, share(rules, &w));
    use(self);
    reclaim(self, rules, &w);
    drop(self, rules, w);
}

static const Program refilled = {.body = {share_to_two, refill_and_share, dropper, dropper}, STORAGE};

/* 6. Two handles joined weigh more than the whole: the surplus goes back, the handle goes on. */

static size_t unsplit(Thread *self, const Rules *rules)
{
    size_t w = take(self);

    use(self);
    add(self, rules, REFILL);
    w += REFILL;
    return_surplus(self, rules, &w);
    if (rules->slip != NO_REST)
        model_get(self, DATA);
    return w;
}

static void unsplit_and_drop(Thread *self, const void *arg)
{
    const Rules *rules = arg;
    size_t w = unsplit(self, rules);

    if (rules->slip != NO_REST)
        drop(self, rules, w);
}

static void unsplit_and_reclaim(Thread *self, const void *rules)
{
    size_t w = unsplit(self, rules);

    reclaim(self, rules, &w);
    drop(self, rules, w);
}

static void unsplit_and_give(Thread *self, const void *rules)
{
    give(self, 2, unsplit(self, rules));
}

static void keep_one(Thread *self, const void *rules)
{
    size_t w = 1;

    give(self, 1, WHOLE - w);
    use(self);
    reclaim(self, rules, &w);
    drop(self, rules, w);
}

/* Both return surplus. */
static void keep_as_much(Thread *self, const void *rules)
{
    size_t w = WHOLE;

    add(self, rules, WHOLE);
    give(self, 1, WHOLE);
    use(self);
    add(self, rules, REFILL);
    w += REFILL;
    return_surplus(self, rules, &w);
    reclaim(self, rules, &w);
    drop(self, rules, w);
}

static const Program surplus_then_drop = {.body = {keep_one, unsplit_and_drop}, STORAGE};
static const Program surplus_then_reclaim = {.body = {keep_one, unsplit_and_reclaim}, STORAGE};
static const Program surplus_then_give = {.body = {keep_one, unsplit_and_give, dropper}, STORAGE};
static const Program surplus_twice = {.body = {keep_as_much, unsplit_and_reclaim}, STORAGE};

/* 7. The handles of a batch go with one subtraction of their sum. */

static void batch_dropper(Thread *self, const void *rules)
{
    size_t w = take(self);
    size_t sum = 0;

    for (int i = 0; i < 3; i++) {
        size_t n = i < 2 ? share(rules, &w) : w;
        use(self);
        sum += n;
    }
    drop(self, rules, sum);
}

static void give_batches(Thread *self, const void *rules)
{
    give(self, 1, HALF);
    give(self, 2, HALF / 2);
    use(self);
    drop(self, rules, HALF / 2);
}

static const Program batches = {.body = {give_batches, batch_dropper, batch_dropper}, STORAGE};

/* 8. While the process has one thread the count needs no read-modify-write. */

static void lone_add(Thread *self, size_t n)
{
    model_store(self, TOTAL, model_load(self, TOTAL, memory_order_relaxed) + n, memory_order_relaxed);
}

static void lone_drop(Thread *self, const Rules *rules, size_t w)
{
    size_t old = model_load(self, TOTAL, memory_order_relaxed);

    model_store(self, TOTAL, old - w, memory_order_relaxed);
    if (old == w) {
        model_load(self, TOTAL, rules->last);
        model_free(self, TOTAL, 0);
    }
}

static void alone_before_and_after(Thread *self, const void *arg)
{
    const Rules *rules = arg;
    size_t w = WHOLE;

    lone_add(self, 1);
    use(self);
    lone_drop(self, rules, 1);
    give(self, 1, share(rules, &w));
    add(self, rules, 1);
    use(self);
    subtract(self, rules, 1);
    if (rules->slip != NO_JOIN)
        model_join(self, 1);
    lone_drop(self, rules, w);
}

static const Program one_thread = {.body = {alone_before_and_after, dropper}, STORAGE};

/*
 * 9. Any client: threads that do any few operations on up to two handles each and then drop them. Threads 0
 * and 1 can each give a handle to a thread more. Thread 0 begins with enough weight in its two handles that
 * joining them and a refill leave a surplus.
 */

typedef enum Move { SHARE, CLONE, REFILL_IT, RECLAIM, MERGE, GIVE, DROP_FIRST, DROP_SECOND } Move;

static Move any_of(Thread *self, unsigned moves)
{
    size_t count = 0, choice;
    unsigned m = 0;

    for (unsigned left = moves; left; left &= left - 1)
        count++;
    choice = model_choose(self, count);
    while (!(moves >> m & 1u) || choice-- > 0)
        m++;
    return (Move)m;
}

static void any_client(Thread *self, const Rules *rules, size_t a, size_t b)
{
    size_t moves = model_get(self, MOVES + (model_id(self) < 2 ? model_id(self) : 2));
    bool gives = model_id(self) < 2;

    for (; moves > 0 && a; moves--) {
        unsigned can = 1u << REFILL_IT | 1u << DROP_FIRST;

        can |= b ? 1u << MERGE | 1u << DROP_SECOND : 1u << CLONE | 1u << RECLAIM;
        can |= !b && a > 1 ? 1u << SHARE : 0;
        can |= b && gives ? 1u << GIVE : 0;
        model_get(self, DATA);
        switch (any_of(self, can)) {
        case SHARE:
            b = share(rules, &a);
            break;
        case CLONE:
            add(self, rules, 1);
            b = 1;
            break;
        case REFILL_IT:
            add(self, rules, REFILL);
            a += REFILL;
            break;
        case RECLAIM:
            reclaim(self, rules, &a);
            break;
        case MERGE:
            a += b;
            b = 0;
            return_surplus(self, rules, &a);
            break;
        case GIVE:
            give(self, model_id(self) + 2, b);
            b = 0;
            gives = false;
            break;
        case DROP_FIRST:
            drop(self, rules, a);
            a = b;
            b = 0;
            break;
        case DROP_SECOND:
            drop(self, rules, b);
            b = 0;
            break;
        }
    }
    if (a) {
        model_get(self, DATA);
        drop(self, rules, a);
    }
    if (b) {
        model_get(self, DATA);
        drop(self, rules, b);
    }
}

static void any_first(Thread *self, const void *rules)
{
    add(self, rules, 2);
    give(self, 1, 3);
    any_client(self, rules, WHOLE - 2, 1);
}

static void any_other(Thread *self, const void *rules)
{
    any_client(self, rules, take(self), 0);
}

#define ANY(first, second, others)                                                                                     \
    {                                                                                                                  \
        .body = {any_first, any_other, any_other, any_other}, PLACES, BLOCK, .initial = {                              \
            [TOTAL] = WHOLE,                                                                                           \
            [MOVES] = first,                                                                                           \
            [MOVES + 1] = second,                                                                                      \
            [MOVES + 2] = others                                                                                       \
        }                                                                                                              \
    }

static const Program any_two = ANY(3, 2, 0);
static const Program any_four = ANY(2, 2, 1);

static const Check checks[] = {
    {"two_owners_have_no_race", &two_owners, &ours, 0, 2},
    {"three_owners_have_no_race", &three_owners, &ours, 0, 6},
    {"four_owners_have_no_race", &four_owners, &ours, 0, 24},
    {"a_relaxed_subtraction_is_caught", &two_owners, &no_release, FAULT_RACE, 0},
    {"an_acquire_subtraction_is_caught", &two_owners, &acquire_sub, FAULT_RACE, 0},
    {"a_relaxed_load_before_the_free_is_caught", &two_owners, &no_last, FAULT_RACE, 0},
    {"no_load_before_the_free_is_caught", &two_owners, &no_last_load, FAULT_RACE, 0},
    {"a_subtraction_in_two_halves_is_caught", &two_owners, &halved_sub, FAULT_LEAK | FAULT_RACE, 0},
    {"a_second_look_at_the_total_is_caught", &two_owners, &second_look, FAULT_DOUBLE_FREE | FAULT_RACE, 0},

    {"a_drop_may_free_without_a_subtraction", &short_drop, &ours, 0, 0},
    {"three_large_weights_may_all_try", &large_weights, &ours, 0, 0},
    {"a_relaxed_look_before_the_free_is_caught", &short_drop, &no_unique, FAULT_RACE, 0},
    {"a_relaxed_subtraction_before_the_look_is_caught", &short_drop, &no_release, FAULT_RACE, 0},
    {"a_share_that_costs_nothing_is_caught", &short_drop, &no_split, FAULT_RACE | FAULT_UNDERFLOW, 0},

    {"the_only_one_may_write", &reclaiming, &ours, 0, 0},
    {"the_only_one_may_write_and_keep", &kept, &ours, 0, 0},
    {"the_only_one_after_a_join_knows_it", &joined, &ours, 0, 0},
    {"a_relaxed_look_before_the_write_is_caught", &kept, &no_unique, FAULT_RACE, 0},
    {"a_relaxed_subtraction_before_the_write_is_caught", &kept, &no_release, FAULT_RACE, 0},
    {"a_write_that_does_not_ask_is_caught", &kept, &no_question, FAULT_RACE, 0},

    {"one_handle_may_be_cloned_by_several_threads", &const_clones, &ours, 0, 0},
    {"a_clone_may_outlive_its_source", &long_clone, &ours, 0, 0},
    {"a_share_may_go_to_a_running_thread", &sent_share, &ours, 0, 0},
    {"a_share_that_came_back_cloned_is_not_alone", &returned_share, &ours, 0, 0},
    {"weight_that_came_home_needs_no_subtraction", &reabsorbed, &ours, 0, 0},
    {"a_relaxed_subtraction_of_a_clone_is_caught", &const_clones, &no_release, FAULT_RACE, 0},
    {"an_addition_in_two_halves_is_caught", &const_clones, &halved_add, ANY_FAULT, 0},
    {"a_clone_that_does_not_add_is_caught", &const_clones, &no_add, ANY_FAULT, 0},
    {"a_drop_beside_a_clone_of_it_is_caught", &const_clones, &no_join, FAULT_RACE, 0},
    {"an_unpublished_clone_is_caught", &long_clone, &no_send, FAULT_RACE, 0},
    {"an_unpublished_share_is_caught", &sent_share, &no_send, FAULT_RACE, 0},
    {"an_unpublished_return_is_caught", &returned_share, &no_send, FAULT_RACE, 0},

    {"a_refill_may_be_relaxed", &refilled, &ours, 0, 0},
    {"a_refill_in_two_halves_is_caught", &refilled, &halved_add, ANY_FAULT, 0},
    {"a_refill_that_does_not_add_is_caught", &refilled, &no_add, ANY_FAULT, 0},

    {"a_surplus_may_go_before_a_drop", &surplus_then_drop, &ours, 0, 0},
    {"a_surplus_may_go_before_a_write", &surplus_then_reclaim, &ours, 0, 0},
    {"a_surplus_may_go_before_the_rest_changes_threads", &surplus_then_give, &ours, 0, 0},
    {"two_threads_may_return_a_surplus", &surplus_twice, &ours, 0, 0},
    {"a_relaxed_surplus_of_everything_is_caught", &surplus_then_drop, &no_rest, FAULT_RACE, 0},
    {"a_released_surplus_of_everything_is_a_drop", &surplus_then_drop, &released_rest, 0, 0},

    {"a_batch_may_go_with_one_subtraction", &batches, &ours, 0, 0},
    {"a_relaxed_subtraction_of_a_batch_is_caught", &batches, &no_release, FAULT_RACE, 0},

    {"one_thread_needs_no_exchange", &one_thread, &ours, 0, 0},
    {"no_exchange_beside_another_thread_is_caught", &one_thread, &no_join, ANY_FAULT, 0},

    {"any_two_clients_have_no_race", &any_two, &ours, 0, 0},
    {"any_four_clients_have_no_race", &any_four, &ours, 0, 0},
    {"any_clients_show_a_relaxed_subtraction", &any_two, &no_release, FAULT_RACE, 0},
    {"any_clients_show_a_relaxed_load_before_the_free", &any_two, &no_last, FAULT_RACE, 0},
    {"any_clients_show_a_relaxed_look", &any_two, &no_unique, FAULT_RACE, 0},
};

/* With three numbers: only the search among any clients, with as many operations (threads 0, 1, 2 and 3). */
int main(int argc, char **argv)
{
    if (argc == 4) {
        const Program deep = ANY(strtoul(argv[1], NULL, 10), strtoul(argv[2], NULL, 10), strtoul(argv[3], NULL, 10));
        const Check search = {"any_clients_have_no_race", &deep, &ours, 0, 0};
        return model_run(&search, 1);
    }
    return model_run(checks, sizeof(checks) / sizeof(checks[0]));
}
