/* SPDX-License-Identifier: MIT */
/*
 * Weak views, explored: upgrades that race with the last drop, by subtraction and by a unique handle, and the weak
 * count that frees the header. The programs do as src/weak.c and src/storage.c do, with the orders of src/orders.h.
 *
 * The bytes are plain memory of an inner storage, which the last drop gives up: a write to them. The header is what
 * model_free() frees.
 */
#include "check.h"

#include "../../src/orders.h"

enum { WHOLE = 64, HALF = WHOLE / 2, SHARE = 1, GONE = 1 };

/* The first two are atomic. */
enum { TOTAL, WEAK, BYTES, HEADER };

typedef enum Mistake {
    NO_MISTAKE,
    UNIQUE_WITHOUT_EXCHANGE, /* a unique handle gives the bytes up after a look at the total, as without weak views */
    UPGRADE_ADDS,            /* adds without looking */
    UPGRADE_LOOKS_AND_ADDS,  /* looks for 0, then adds */
    NO_LAST_LOAD,            /* between the subtraction to 0 and the end of the bytes */
    NO_LAST_WEAK_LOAD,       /* between the last weak view and the end of the header */
    NO_COMMON_COUNT          /* the handles together have no part in the weak count */
} Mistake;

typedef struct Rules {
    memory_order sub, last, unique, end, weak_sub, weak_last;
    Mistake mistake;
} Rules;

#define ADD BYTES_ORDER_ADD
#define SUB BYTES_ORDER_SUB
#define LAST BYTES_ORDER_LAST
#define UNIQUE BYTES_ORDER_UNIQUE
#define END BYTES_ORDER_WEAK_END
#define RELAXED memory_order_relaxed

/* clang-format off */
static const Rules ours              = {SUB,     LAST,    UNIQUE, END,     SUB,     LAST,    NO_MISTAKE};
static const Rules relaxed_sub       = {RELAXED, LAST,    UNIQUE, END,     SUB,     LAST,    NO_MISTAKE};
static const Rules relaxed_last      = {SUB,     RELAXED, UNIQUE, END,     SUB,     LAST,    NO_MISTAKE};
static const Rules relaxed_end       = {SUB,     LAST,    UNIQUE, RELAXED, SUB,     LAST,    NO_MISTAKE};
static const Rules relaxed_weak_sub  = {SUB,     LAST,    UNIQUE, END,     RELAXED, LAST,    NO_MISTAKE};
static const Rules relaxed_weak_last = {SUB,     LAST,    UNIQUE, END,     SUB,     RELAXED, NO_MISTAKE};
static const Rules without_exchange  = {SUB,     LAST,    UNIQUE, END,     SUB,     LAST,    UNIQUE_WITHOUT_EXCHANGE};
static const Rules upgrade_adds      = {SUB,     LAST,    UNIQUE, END,     SUB,     LAST,    UPGRADE_ADDS};
static const Rules looks_and_adds    = {SUB,     LAST,    UNIQUE, END,     SUB,     LAST,    UPGRADE_LOOKS_AND_ADDS};
static const Rules no_last_load      = {SUB,     LAST,    UNIQUE, END,     SUB,     LAST,    NO_LAST_LOAD};
static const Rules no_last_weak_load = {SUB,     LAST,    UNIQUE, END,     SUB,     LAST,    NO_LAST_WEAK_LOAD};
static const Rules no_common_count   = {SUB,     LAST,    UNIQUE, END,     SUB,     LAST,    NO_COMMON_COUNT};
/* clang-format on */

/* storage_drop_weak() */
static void drop_weak(Thread *self, const Rules *rules)
{
    if (model_fetch_sub(self, WEAK, 1, rules->weak_sub) == 1) {
        if (rules->mistake != NO_LAST_WEAK_LOAD) {
            model_load(self, WEAK, rules->weak_last);
        }
        model_free(self, WEAK, 0);
    }
}

/* The part of free_weak() after the total became 0. */
static void end_bytes(Thread *self, const Rules *rules)
{
    model_get(self, HEADER); /* the inner storage */
    model_claim(self, model_get(self, BYTES) != GONE, "the bytes are given up once");
    model_set(self, BYTES, GONE);
    if (rules->mistake != NO_COMMON_COUNT) {
        drop_weak(self, rules);
    }
}

/* total_subtract(), and bytes_release_() from there on */
static void subtract(Thread *self, const Rules *rules, size_t w)
{
    if (model_fetch_sub(self, TOTAL, w, rules->sub) == w) {
        if (rules->mistake != NO_LAST_LOAD) {
            model_load(self, TOTAL, rules->last);
        }
        end_bytes(self, rules);
    }
}

/* bytes_release_() */
static void drop(Thread *self, const Rules *rules, size_t w)
{
    if (w < HALF || model_load(self, TOTAL, rules->unique) != w) {
        subtract(self, rules, w);
        return;
    }
    size_t expected = w;
    if (rules->mistake == UNIQUE_WITHOUT_EXCHANGE ||
        model_compare_exchange(self, TOTAL, &expected, 0, rules->end, RELAXED)) {
        end_bytes(self, rules);
    } else {
        subtract(self, rules, w);
    }
}

/* storage_upgrade() */
static bool upgrade(Thread *self, const Rules *rules)
{
    if (rules->mistake == UPGRADE_ADDS) {
        model_fetch_add(self, TOTAL, SHARE, ADD);
        return true;
    }
    size_t total = model_load(self, TOTAL, RELAXED);
    while (total != 0) {
        if (rules->mistake == UPGRADE_LOOKS_AND_ADDS) {
            model_fetch_add(self, TOTAL, SHARE, ADD);
            return true;
        }
        if (model_compare_exchange(self, TOTAL, &total, total + SHARE, ADD, RELAXED)) {
            return true;
        }
    }
    return false;
}

static void use(Thread *self)
{
    model_claim(self, model_get(self, BYTES) != GONE, "a handle's bytes are there");
}

/* What thread 1, 2, ... do with a weak view or with a handle of weight SHARE. */

static void upgrade_once(Thread *self, const void *rules)
{
    if (upgrade(self, rules)) {
        use(self);
        drop(self, rules, SHARE);
    }
    drop_weak(self, rules);
}

/* The weak view goes before the view that was made from it. */
static void upgrade_and_keep(Thread *self, const void *rules)
{
    const bool upgraded = upgrade(self, rules);
    drop_weak(self, rules);
    if (upgraded) {
        use(self);
        drop(self, rules, SHARE);
    }
}

static void clone_weak(Thread *self, const void *rules)
{
    model_fetch_add(self, WEAK, 1, ADD);
    model_start(self, 2);
    drop_weak(self, rules);
}

static void use_share(Thread *self, const void *rules)
{
    use(self);
    drop(self, rules, SHARE);
}

/* Thread 0 has the first handle: of the whole weight, or of a small one. */

static void keep_whole(Thread *self, const void *rules)
{
    model_start(self, 1);
    use(self);
    drop(self, rules, WHOLE);
}

static void keep_whole_of_3(Thread *self, const void *rules)
{
    model_start(self, 1);
    model_start(self, 2);
    use(self);
    drop(self, rules, WHOLE);
}

static void keep_share(Thread *self, const void *rules)
{
    model_start(self, 1);
    use(self);
    drop(self, rules, SHARE);
}

static void give_share(Thread *self, const void *rules)
{
    model_start(self, 1);
    model_start(self, 2);
    use(self);
    drop(self, rules, WHOLE - SHARE);
}

#define LOCATIONS                                                                                                      \
    .location = {"total", "weak", "bytes", "header"}, .atomics = 2, .block = 1u << TOTAL | 1u << WEAK | 1u << HEADER

#define COUNTS(total, weak) LOCATIONS, .initial = {[TOTAL] = (total), [WEAK] = (weak)}

static const Program unique = {.body = {keep_whole, upgrade_once}, COUNTS(WHOLE, 2)};
static const Program unique_of_3 = {.body = {keep_whole_of_3, upgrade_once, upgrade_once}, COUNTS(WHOLE, 3)};
static const Program subtracted = {.body = {keep_share, upgrade_once}, COUNTS(SHARE, 2)};
static const Program kept = {.body = {keep_whole, upgrade_and_keep}, COUNTS(WHOLE, 2)};
static const Program shared = {.body = {give_share, upgrade_once, use_share}, COUNTS(WHOLE, 2)};
static const Program cloned = {.body = {keep_whole, clone_weak, upgrade_once}, COUNTS(WHOLE, 2)};
static const Program uncommon = {.body = {keep_whole, upgrade_once}, COUNTS(WHOLE, 1)};

static const Check checks[] = {
    {"an_upgrade_may_race_with_a_unique_drop", &unique, &ours, 0, 14},
    {"two_upgrades_may_race_with_a_unique_drop", &unique_of_3, &ours, 0, 1680},
    {"an_upgrade_may_race_with_a_last_subtraction", &subtracted, &ours, 0, 7},
    {"an_upgraded_view_may_outlive_its_weak_view", &kept, &ours, 0, 10},
    {"an_upgrade_may_race_with_two_drops", &shared, &ours, 0, 87},
    {"a_weak_view_may_be_cloned_beside_the_last_drop", &cloned, &ours, 0, 46},
    {"a_unique_drop_without_exchange_is_caught", &unique, &without_exchange, FAULT_RACE, 0},
    {"an_upgrade_that_adds_without_looking_is_caught", &unique, &upgrade_adds, ANY_FAULT, 0},
    {"an_upgrade_that_looks_and_adds_is_caught", &unique, &looks_and_adds, ANY_FAULT, 0},
    {"a_relaxed_subtraction_is_caught", &subtracted, &relaxed_sub, FAULT_RACE, 0},
    {"a_relaxed_load_before_the_end_of_the_bytes_is_caught", &subtracted, &relaxed_last, FAULT_RACE, 0},
    {"no_load_before_the_end_of_the_bytes_is_caught", &subtracted, &no_last_load, FAULT_RACE, 0},
    {"a_relaxed_exchange_by_a_unique_handle_is_caught", &unique, &relaxed_end, FAULT_RACE, 0},
    {"a_relaxed_weak_subtraction_is_caught", &unique, &relaxed_weak_sub, FAULT_RACE, 0},
    {"a_relaxed_load_before_the_end_of_the_header_is_caught", &unique, &relaxed_weak_last, FAULT_RACE, 0},
    {"no_load_before_the_end_of_the_header_is_caught", &unique, &no_last_weak_load, FAULT_RACE, 0},
    {"handles_without_a_weak_count_are_caught", &uncommon, &no_common_count, ANY_FAULT, 0},
};

int main(void)
{
    const CheckList list = CHECK_LIST(checks);
    return check_run(&list, 1);
}
