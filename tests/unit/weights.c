/* SPDX-License-Identifier: MIT */
/*
 * Weights, read from the private header: after every operation the total of the storage is the sum of the weights of
 * its live handles; it does not drift; shares never fail for want of weight. Built in every width of the weight.
 */
#include "random.h"
#include "tap.h"

#include <bytes/bytes.h>

#include "../../src/storage_internal.h"

#define WHOLE BYTES_WEIGHT_WHOLE_
#define SHARE BYTES_WEIGHT_SHARE_

static size_t total(const BytesStorage *storage)
{
    return atomic_load(&storage->total);
}

static Bytes ten(void)
{
    Bytes out;
    CHECK_EQ(bytes_copy("0123456789", 10, &out), 0);
    CHECK_EQ(out.weight, WHOLE);
    CHECK_EQ(total(out.storage), WHOLE);
    return out;
}

/* Clones alive at once: a million in all, in rounds where the width of the weight allows fewer. */
#if defined(TESTS_WEIGHT_BITS) && TESTS_WEIGHT_BITS == 16
enum { ALIVE = 10000, ROUNDS = 100 };
#else
enum { ALIVE = 1000000, ROUNDS = 1 };
#endif

enum Order { FIFO, LIFO, RANDOM };

static void clone_and_drop(enum Order order)
{
    Bytes *const clones = malloc(ALIVE * sizeof(*clones));
    CHECK(clones != NULL);
    Bytes view = ten();
    for (int round = 0; round < ROUNDS; round++) {
        size_t sum = view.weight;
        for (size_t i = 0; i < ALIVE; i++) {
            clones[i] = bytes_clone(&view);
            sum += clones[i].weight;
        }
        CHECK_EQ(total(view.storage), sum);
        if (order == RANDOM) {
            for (size_t i = ALIVE; i > 1; i--) {
                const size_t j = random_below(i);
                const Bytes other = clones[j];
                clones[j] = clones[i - 1];
                clones[i - 1] = other;
            }
        }
        for (size_t i = 0; i < ALIVE; i++) {
            bytes_drop(&clones[order == LIFO ? ALIVE - 1 - i : i]);
        }
        CHECK_EQ(total(view.storage), WHOLE);
    }
    CHECK(bytes_is_unique(&view));
    bytes_drop(&view);
    free(clones);
}

TEST(a_million_clones_dropped_first_in_first_out_leave_the_total_unchanged)
{
    clone_and_drop(FIFO);
}

TEST(a_million_clones_dropped_last_in_first_out_leave_the_total_unchanged)
{
    clone_and_drop(LIFO);
}

TEST(a_million_clones_dropped_at_random_leave_the_total_unchanged)
{
    clone_and_drop(RANDOM);
}

TEST(a_million_clones_dropped_in_one_call_leave_the_total_unchanged)
{
    Bytes *const clones = malloc(ALIVE * sizeof(*clones));
    CHECK(clones != NULL);
    Bytes view = ten();
    for (size_t i = 0; i < ALIVE; i++) {
        clones[i] = bytes_clone(i % 2 != 0 ? &clones[i - 1] : &view);
    }
    bytes_drop_all(clones, ALIVE);
    CHECK_EQ(total(view.storage), WHOLE);
    bytes_drop(&view);
    free(clones);
}

TEST(a_million_clones_one_at_a_time_leave_the_total_unchanged)
{
    Bytes view = ten();
    for (int i = 0; i < 1000000; i++) {
        Bytes clone = bytes_clone(&view);
        bytes_drop(&clone);
    }
    CHECK_EQ(total(view.storage), WHOLE);
    for (int i = 0; i < 1000000; i++) { /* each a clone of the one before */
        Bytes clone = bytes_clone(&view);
        bytes_drop(&view);
        view = clone;
        CHECK_EQ(total(view.storage), view.weight);
    }
    CHECK(bytes_is_unique(&view));
    bytes_drop(&view);
}

TEST(a_million_shares_dropped_into_their_source_leave_its_weight_whole)
{
    Bytes view = ten();
    for (int i = 0; i < 1000000; i++) {
        Bytes share = bytes_share(&view);
        Bytes part = bytes_split_to(&share, 5);
        CHECK_EQ(bytes_try_unsplit(&part, &share), 0);
        CHECK_EQ(bytes_drop_into(&part, &view), 0);
    }
    CHECK_EQ(view.weight, WHOLE);
    CHECK_EQ(total(view.storage), WHOLE);
    bytes_drop(&view);
}

TEST(a_million_shares_dropped_never_leave_a_handle_without_weight)
{
    Bytes view = ten();
    for (int i = 0; i < 1000000; i++) {
        Bytes share = bytes_share(&view);
        bytes_drop(&share);
        CHECK(view.weight != 0);
        CHECK_EQ(total(view.storage), view.weight);
    }
    CHECK(bytes_is_unique(&view));
    bytes_drop(&view);
}

TEST(a_unique_buffer_regains_the_whole_weight_in_reserve)
{
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity(64, &buffer), 0);
    size_t smallest = WHOLE;
    for (int i = 0; i < 1000; i++) {
        CHECK_EQ(bytes_mut_reserve(&buffer, 40), 0);
        bytes_mut_commit(&buffer, 40);
        Bytes frame = bytes_mut_split_freeze(&buffer, 40);
        smallest = buffer.weight < smallest ? buffer.weight : smallest;
        bytes_drop(&frame);
        CHECK_EQ(total(buffer.storage), buffer.weight);
    }
    CHECK(smallest >= WHOLE / 2);
    CHECK_EQ(bytes_mut_reserve(&buffer, 60), 0);
    CHECK_EQ(buffer.weight, WHOLE);
    CHECK_EQ(total(buffer.storage), WHOLE);
    bytes_mut_drop(&buffer);
}

TEST(the_weight_of_a_share_is_between_1_and_the_largest_share)
{
    Bytes view = ten();
    while (view.weight >= 2) {
        Bytes share = bytes_share(&view);
        CHECK(share.weight >= 1 && share.weight <= SHARE);
        CHECK_EQ(bytes_drop_into(&share, &view), 0);
        view.weight /= 2; /* the other half is taken from the total too */
        atomic_store(&view.storage->total, view.weight);
    }
    bytes_drop(&view);
}

TEST(forty_slices_of_a_frame_are_paid_out_of_its_own_weight)
{
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity(100, &buffer), 0);
    bytes_mut_commit(&buffer, 80);
    Bytes frame = bytes_mut_split_freeze(&buffer, 80);
    CHECK_EQ(buffer.weight + frame.weight, WHOLE);
    const size_t before = frame.weight;
    Bytes slices[40];
    size_t sum = 0;
    for (size_t i = 0; i < 40; i++) {
        slices[i] = bytes_share_slice(&frame, i, i + 1);
        sum += slices[i].weight;
    }
    sum += frame.weight + buffer.weight;
    CHECK_EQ(total(buffer.storage), sum);
    if (SHARE >= 4096) { /* a 16-bit weight is refilled */
        CHECK_EQ(sum, WHOLE);
        CHECK(frame.weight > before / 2);
    }
    bytes_drop_all(slices, 40);
    bytes_drop(&frame);
    CHECK(bytes_mut_is_unique(&buffer));
    bytes_mut_drop(&buffer);
}

TEST(a_handle_whose_weight_has_run_out_is_refilled)
{
    Bytes view = ten();
    Bytes last = bytes_clone(&view);
    bytes_drop(&view);
    Bytes shares[64];
    for (int i = 0; i < 64; i++) { /* a share of a share of a share */
        shares[i] = bytes_share(&last);
        CHECK(shares[i].weight != 0 && last.weight != 0);
        const Bytes source = last;
        last = shares[i];
        shares[i] = source;
    }
    bytes_drop_all(shares, 64);
    CHECK_EQ(total(last.storage), last.weight);
    CHECK_MEM(last.data, last.len, "0123456789");
    bytes_drop(&last);
}

TEST(surplus_weight_is_returned_at_once)
{
    Bytes view = ten();
    Bytes clone = bytes_clone(&view);
    CHECK_EQ(total(view.storage), WHOLE + clone.weight);
    CHECK_EQ(bytes_drop_into(&clone, &view), 0);
    CHECK_EQ(view.weight, WHOLE);
    CHECK_EQ(total(view.storage), WHOLE);
    clone = bytes_clone(&view);
    CHECK_EQ(bytes_drop_into(&view, &clone), 0); /* also into the smaller share */
    CHECK_EQ(clone.weight, WHOLE);
    CHECK_EQ(total(clone.storage), WHOLE);
    BytesMut buffer;
    CHECK_EQ(bytes_into_mut(&clone, &buffer), 0);
    BytesMut back = bytes_mut_split_off(&buffer, 5);
    CHECK_EQ(bytes_mut_unsplit(&buffer, &back), 0);
    CHECK_EQ(buffer.weight, WHOLE);
    bytes_mut_drop(&buffer);
}

TEST(above_a_quarter_of_the_range_each_clone_adds_1)
{
    const size_t most = STORAGE_TOTAL_MAX;
    Bytes view = ten();
    atomic_store(&view.storage->total, most / 4 + 1);
    Bytes clone = bytes_clone(&view);
    CHECK_EQ(clone.weight, 1);
    CHECK_EQ(total(view.storage), most / 4 + 2);
    Bytes share = bytes_share(&clone); /* refilled by 1 too */
    CHECK_EQ(total(view.storage), most / 4 + 3);
    bytes_drop(&share);
    const BytesRange ranges[3] = {{0, 1}, {1, 2}, {2, 3}};
    Bytes many[3];
    bytes_slice_many(&clone, ranges, 3, many);
    CHECK_EQ(clone.weight + many[0].weight + many[1].weight + many[2].weight, 4);
    CHECK_EQ(total(view.storage), most / 4 + 5);
    bytes_drop_all(many, 3);
    bytes_drop(&clone);
    CHECK_EQ(total(view.storage), most / 4 + 1);
    atomic_store(&view.storage->total, WHOLE);
    bytes_drop(&view);
}

TEST(slice_many_pays_out_of_the_handles_weight_or_refills_it_once)
{
    enum { MANY = 3000 };
    static BytesRange ranges[MANY];
    static Bytes out[MANY];
    for (size_t i = 0; i < MANY; i++) {
        ranges[i].begin = i % 10;
        ranges[i].end = i % 10 + (i % 3 != 0); /* every third is empty */
    }
    for (size_t count = 1; count <= MANY; count = count * 2 + 1) {
        Bytes view = ten();
        Bytes clone = bytes_clone(&view);
        size_t sum = view.weight;
        bytes_slice_many(&clone, ranges, count, out);
        for (size_t i = 0; i < count; i++) {
            CHECK_EQ(out[i].weight == 0, ranges[i].begin == ranges[i].end);
            sum += out[i].weight;
        }
        CHECK(clone.weight != 0);
        CHECK_EQ(total(view.storage), sum + clone.weight);
        bytes_drop(&view);
        bytes_drop_all(out, count);
        CHECK(bytes_is_unique(&clone));
        bytes_drop(&clone);
    }
}

TEST(no_handle_ever_holds_more_than_the_whole_weight)
{
    enum { MANY = 2000 };
    static BytesRange ranges[MANY]; /* all empty: the handle keeps the weight that it got for them */
    static Bytes out[MANY];
    Bytes view = ten();
    for (int i = 0; i < 3; i++) {
        bytes_slice_many(&view, ranges, MANY, out);
        CHECK(view.weight <= WHOLE);
        CHECK_EQ(total(view.storage), view.weight);
    }
    bytes_drop(&view);
}

TEST(random_operations_keep_the_total_the_sum_of_the_weights)
{
    enum { HANDLES = 48, STEPS = 300000 };
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity(1 << 16, &buffer), 0);
    BytesStorage *const storage = buffer.storage;
    Bytes handles[HANDLES];
    memset(handles, 0, sizeof(handles));
    for (int step = 0; step < STEPS; step++) {
        Bytes *const a = &handles[random_below(HANDLES)];
        Bytes *const b = &handles[random_below(HANDLES)];
        switch (random_below(9)) {
        case 0:
            if (bytes_mut_reserve(&buffer, 0) == 0 && buffer.cap - buffer.len >= 20 && a->len == 0) {
                bytes_mut_commit(&buffer, 20);
                *a = bytes_mut_split_freeze(&buffer, buffer.len);
            }
            break;
        case 1:
            if (b->len == 0) {
                *b = bytes_clone(a);
            }
            break;
        case 2:
            if (b->len == 0) {
                *b = bytes_share_slice(a, a->len / 4, a->len);
            }
            break;
        case 3:
            if (b->len == 0) {
                *b = bytes_split_to(a, random_below(a->len + 1));
            }
            break;
        case 4:
            if (b->len == 0) {
                *b = bytes_split_off(a, random_below(a->len + 1));
            }
            break;
        case 5:
            (void)(bytes_try_unsplit(a, b) == 0);
            break;
        case 6:
            (void)(bytes_drop_into(b, a) == 0);
            break;
        case 7:
            bytes_drop(a);
            break;
        default:
            (void)(bytes_drop_into_mut(a, &buffer) == 0);
            (void)bytes_mut_try_reclaim(&buffer, 1 << 15);
            break;
        }
        size_t sum = buffer.weight;
        for (int i = 0; i < HANDLES; i++) {
            CHECK(handles[i].storage == (handles[i].len != 0 ? storage : NULL));
            CHECK_EQ(handles[i].weight != 0, handles[i].len != 0);
            CHECK(handles[i].weight <= WHOLE);
            sum += handles[i].weight;
        }
        CHECK_EQ(total(storage), sum);
    }
    bytes_drop_all(handles, HANDLES);
    CHECK(bytes_mut_is_unique(&buffer));
    bytes_mut_drop(&buffer);
}

TAP_MAIN()
