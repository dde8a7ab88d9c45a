/* SPDX-License-Identifier: MIT */
/*
 * Any client: threads that do a few arbitrary operations on up to two handles each and then drop them. Threads 0 and 1
 * may each pass one handle to a further thread. Thread 0 begins with enough weight in its two handles that joining them
 * after a refill leaves a surplus.
 */
#include "weights.h"

typedef enum Move { SHARE, CLONE, REFILL_FIRST, RECLAIM, UNSPLIT, GIVE, DROP_FIRST, DROP_SECOND } Move;

static Move any_of(Thread *self, unsigned moves)
{
    size_t count = 0;
    for (unsigned left = moves; left != 0; left &= left - 1) {
        count++;
    }
    size_t choice = model_choose(self, count);
    unsigned move = 0;
    while (!(moves >> move & 1u) || choice-- > 0) {
        move++;
    }
    return (Move)move;
}

/* Two handles by their weights; 0: there is none. `b` is 0 if `a` is. */
typedef struct Client {
    size_t a, b;
    bool gives; /* may still pass a handle on */
} Client;

static unsigned permitted_moves(const Client *client)
{
    unsigned moves = 1u << REFILL_FIRST | 1u << DROP_FIRST;
    moves |= client->b != 0 ? 1u << UNSPLIT | 1u << DROP_SECOND : 1u << CLONE | 1u << RECLAIM;
    moves |= client->b == 0 && client->a > 1 ? 1u << SHARE : 0;
    moves |= client->b != 0 && client->gives ? 1u << GIVE : 0;
    return moves;
}

static void make_move(Thread *self, const Rules *rules, Client *client, Move move)
{
    switch (move) {
    case SHARE:
        client->b = share(rules, &client->a);
        break;
    case CLONE:
        add(self, rules, 1);
        client->b = 1;
        break;
    case REFILL_FIRST:
        refill(self, rules, &client->a);
        break;
    case RECLAIM:
        reclaim(self, rules, &client->a);
        break;
    case UNSPLIT:
        client->a += client->b;
        client->b = 0;
        return_surplus(self, rules, &client->a);
        break;
    case GIVE:
        give(self, model_id(self) + 2, client->b);
        client->b = 0;
        client->gives = false;
        break;
    case DROP_FIRST:
        drop(self, rules, client->a);
        client->a = client->b;
        client->b = 0;
        break;
    case DROP_SECOND:
        drop(self, rules, client->b);
        client->b = 0;
        break;
    }
}

static void run_client(Thread *self, const Rules *rules, size_t a, size_t b)
{
    const int id = model_id(self);
    Client client = {a, b, .gives = id < 2};
    const size_t moves = model_get(self, MOVES + (id < 2 ? id : 2));
    for (size_t i = 0; i < moves && client.a != 0; i++) {
        model_get(self, DATA);
        make_move(self, rules, &client, any_of(self, permitted_moves(&client)));
    }
    if (client.a != 0) {
        model_get(self, DATA);
        drop(self, rules, client.a);
    }
    if (client.b != 0) {
        model_get(self, DATA);
        drop(self, rules, client.b);
    }
}

static void first_client(Thread *self, const void *rules)
{
    add(self, rules, 2);
    give(self, 1, 3);
    run_client(self, rules, WHOLE - 2, 1);
}

static void other_client(Thread *self, const void *rules)
{
    run_client(self, rules, given(self), 0);
}

#define CLIENTS(first, second, others)                                                                                 \
    {                                                                                                                  \
        .body = {first_client, other_client, other_client, other_client}, LOCATIONS, BLOCK, .initial = {               \
            [TOTAL] = WHOLE,                                                                                           \
            [MOVES] = first,                                                                                           \
            [MOVES + 1] = second,                                                                                      \
            [MOVES + 2] = others                                                                                       \
        }                                                                                                              \
    }

Program any_clients(size_t first, size_t second, size_t others)
{
    return (Program)CLIENTS(first, second, others);
}

static const Program two_clients = CLIENTS(3, 2, 0);
static const Program four_clients = CLIENTS(2, 2, 1);

static const Check checks[] = {
    {"any_two_clients_have_no_race", &two_clients, &ours, 0, 196020},
    {"any_four_clients_have_no_race", &four_clients, &ours, 0, 1289700},
    {"any_clients_show_a_relaxed_subtraction", &two_clients, &relaxed_sub, FAULT_RACE, 0},
    {"any_clients_show_a_relaxed_load_before_the_free", &two_clients, &relaxed_last, FAULT_RACE, 0},
    {"any_clients_show_a_relaxed_unique_check", &two_clients, &relaxed_unique, FAULT_RACE, 0},
};
const CheckList weights_any = CHECK_LIST(checks);
