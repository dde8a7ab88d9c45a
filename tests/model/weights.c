/* SPDX-License-Identifier: MIT */
#include "weights.h"

#include <stdlib.h>

#define ADD BYTES_ORDER_ADD
#define SUB BYTES_ORDER_SUB
#define LAST BYTES_ORDER_LAST
#define UNIQUE BYTES_ORDER_UNIQUE
#define RESET BYTES_ORDER_RESET
#define SURPLUS BYTES_ORDER_SURPLUS
#define SEND memory_order_release
#define RELAXED memory_order_relaxed
#define ACQUIRE memory_order_acquire

/* clang-format off */
const Rules ours                    = {ADD, SUB,     LAST,    UNIQUE,  RESET, SURPLUS, SEND,    NO_MISTAKE};
const Rules relaxed_sub             = {ADD, RELAXED, LAST,    UNIQUE,  RESET, SURPLUS, SEND,    NO_MISTAKE};
const Rules acquire_sub             = {ADD, ACQUIRE, LAST,    UNIQUE,  RESET, SURPLUS, SEND,    NO_MISTAKE};
const Rules relaxed_last            = {ADD, SUB,     RELAXED, UNIQUE,  RESET, SURPLUS, SEND,    NO_MISTAKE};
const Rules relaxed_unique          = {ADD, SUB,     LAST,    RELAXED, RESET, SURPLUS, SEND,    NO_MISTAKE};
const Rules relaxed_send            = {ADD, SUB,     LAST,    UNIQUE,  RESET, SURPLUS, RELAXED, NO_MISTAKE};
const Rules relaxed_surplus_of_all  = {ADD, SUB,     LAST,    UNIQUE,  RESET, RELAXED, SEND,    SURPLUS_IS_ALL};
const Rules released_surplus_of_all = {ADD, SUB,     LAST,    UNIQUE,  RESET, SUB,     SEND,    SURPLUS_IS_ALL};
const Rules halved_add              = {ADD, SUB,     LAST,    UNIQUE,  RESET, SURPLUS, SEND,    HALVED_ADD};
const Rules halved_sub              = {ADD, SUB,     LAST,    UNIQUE,  RESET, SURPLUS, SEND,    HALVED_SUB};
const Rules second_load             = {ADD, SUB,     LAST,    UNIQUE,  RESET, SURPLUS, SEND,    SECOND_LOAD};
const Rules no_last_load            = {ADD, SUB,     LAST,    UNIQUE,  RESET, SURPLUS, SEND,    NO_LAST_LOAD};
const Rules no_add                  = {ADD, SUB,     LAST,    UNIQUE,  RESET, SURPLUS, SEND,    NO_ADD};
const Rules no_split                = {ADD, SUB,     LAST,    UNIQUE,  RESET, SURPLUS, SEND,    NO_SPLIT};
const Rules no_unique_check         = {ADD, SUB,     LAST,    UNIQUE,  RESET, SURPLUS, SEND,    NO_UNIQUE_CHECK};
const Rules no_join                 = {ADD, SUB,     LAST,    UNIQUE,  RESET, SURPLUS, SEND,    NO_JOIN};
/* clang-format on */

void add(Thread *self, const Rules *rules, size_t n)
{
    if (rules->mistake == HALVED_ADD) {
        model_store(self, TOTAL, model_load(self, TOTAL, memory_order_acquire) + n, memory_order_release);
    } else if (rules->mistake != NO_ADD) {
        model_fetch_add(self, TOTAL, n, rules->add);
    }
}

static size_t fetch_sub(Thread *self, const Rules *rules, size_t w)
{
    if (rules->mistake != HALVED_SUB) {
        return model_fetch_sub(self, TOTAL, w, rules->sub);
    }
    const size_t old = model_load(self, TOTAL, memory_order_acquire);
    model_store(self, TOTAL, old - w, memory_order_release);
    return old;
}

void subtract(Thread *self, const Rules *rules, size_t w)
{
    size_t old = fetch_sub(self, rules, w);
    if (rules->mistake == SECOND_LOAD) {
        old = model_load(self, TOTAL, memory_order_acquire) + w;
    }
    if (old == w) {
        if (rules->mistake != NO_LAST_LOAD) {
            model_load(self, TOTAL, rules->last);
        }
        model_free(self, TOTAL, 0);
    }
}

bool is_unique(Thread *self, const Rules *rules, size_t w)
{
    return rules->mistake == NO_UNIQUE_CHECK || model_load(self, TOTAL, rules->unique) == w;
}

void drop(Thread *self, const Rules *rules, size_t w)
{
    if (w >= HALF && model_load(self, TOTAL, rules->unique) == w) {
        model_free(self, TOTAL, w);
    } else {
        subtract(self, rules, w);
    }
}

void reclaim(Thread *self, const Rules *rules, size_t *w)
{
    if (!is_unique(self, rules, *w)) {
        return;
    }
    model_set(self, DATA, 1);
    if (*w != WHOLE || rules->mistake == NO_UNIQUE_CHECK) {
        model_store(self, TOTAL, WHOLE, rules->reset);
    }
    *w = WHOLE;
}

size_t share(const Rules *rules, size_t *w)
{
    const size_t n = *w / WHOLE | 1;
    if (rules->mistake != NO_SPLIT) {
        *w -= n;
    }
    return n;
}

void refill(Thread *self, const Rules *rules, size_t *w)
{
    add(self, rules, REFILL);
    *w += REFILL;
}

void return_surplus(Thread *self, const Rules *rules, size_t *w)
{
    const size_t kept = rules->mistake == SURPLUS_IS_ALL ? 0 : WHOLE;
    if (*w <= WHOLE) {
        return;
    }
    if (model_fetch_sub(self, TOTAL, *w - kept, rules->surplus) == *w - kept) {
        model_load(self, TOTAL, rules->last);
        model_free(self, TOTAL, 0);
    }
    *w = kept;
}

void give(Thread *self, int thread, size_t w)
{
    model_set(self, HANDLE + thread, w);
    model_start(self, thread);
}

size_t given(Thread *self)
{
    return model_get(self, HANDLE + model_id(self));
}

void use(Thread *self)
{
    model_get(self, DATA);
    model_set(self, PART + model_id(self), 1);
}

void use_and_drop(Thread *self, const void *rules)
{
    const size_t w = given(self);
    use(self);
    drop(self, rules, w);
}

/* With three numbers: only the search through any clients, with that many operations (see any_clients()). */
int main(int argc, char **argv)
{
    if (argc == 4) {
        const Program deep =
            any_clients(strtoul(argv[1], NULL, 10), strtoul(argv[2], NULL, 10), strtoul(argv[3], NULL, 10));
        const Check search = {"any_clients_have_no_race", &deep, &ours, 0, 0};
        return check_run(&(CheckList){&search, 1}, 1);
    }
    const CheckList lists[] = {weights_drop,    weights_reclaim,       weights_clone,
                               weights_surplus, weights_single_thread, weights_any};
    return check_run(lists, sizeof(lists) / sizeof(lists[0]));
}
