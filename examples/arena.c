/* SPDX-License-Identifier: MIT */
/*
 * An arena: a million small objects, carved from a large block by splitting and given back a generation at a time,
 * beside one malloc() and one free() each. Prints the processor time of both, and their ratio.
 *
 * A generation is what lives and dies together: the nodes of a request, the cells of a row. Each object is a handle of
 * its own, which may be shared with other threads, kept longer than the others, or dropped alone; the block is used
 * again when the last one has gone, and needs no list of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <bytes/bytes.h>

enum { OBJECTS = 1000000, GENERATION = 2000, SIZE = 32, ROUNDS = 20 };

/* Both sides write to each object. */
static void fill(void *object, size_t number)
{
    memcpy(object, &number, sizeof(number));
}

static double seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

/* Carve a generation from the buffer, and give it back: one atomic operation, and none where the process has one
 * thread. */
static int use_arena(BytesMut *arena, Bytes *objects)
{
    const int error = bytes_mut_reserve(arena, GENERATION * SIZE); /* the same block again: nobody has a part of it */
    if (error != 0) {
        return error;
    }
    BytesMut block = bytes_mut_move(arena); /* a local variable, whose fields stay in registers */
    bytes_mut_commit(&block, GENERATION * SIZE);
    for (size_t i = 0; i < GENERATION; i++) {
        fill(block.data, i);
        objects[i] = bytes_mut_split_freeze(&block, SIZE);
    }
    bytes_drop_all(objects, GENERATION);
    *arena = block;
    return 0;
}

static int use_malloc(void **objects)
{
    for (size_t i = 0; i < GENERATION; i++) {
        objects[i] = malloc(SIZE);
        if (objects[i] == NULL) {
            return BYTES_ENOMEM; /* the program ends */
        }
        fill(objects[i], i);
    }
    for (size_t i = 0; i < GENERATION; i++) {
        free(objects[i]);
    }
    return 0;
}

int main(void)
{
    static Bytes views[GENERATION];
    static void *pointers[GENERATION];
    double carved = 0;
    double allocated = 0;
    BytesMut arena;
    int error = bytes_mut_with_capacity(GENERATION * SIZE, &arena);
    for (int round = 0; round < ROUNDS && error == 0; round++) {
        const double start = seconds();
        for (int i = 0; i < OBJECTS / GENERATION && error == 0; i++) {
            error = use_arena(&arena, views);
        }
        const double middle = seconds();
        for (int i = 0; i < OBJECTS / GENERATION && error == 0; i++) {
            error = use_malloc(pointers);
        }
        carved += middle - start;
        allocated += seconds() - middle;
    }
    bytes_mut_drop(&arena);
    if (error != 0) {
        fprintf(stderr, "arena: %s\n", bytes_strerror(error));
        return 1;
    }
    printf("%d objects of %d bytes, ns each: carved and dropped %.2f, malloc and free %.2f, ratio %.1f\n", OBJECTS,
           SIZE, carved * 1e9 / OBJECTS / ROUNDS, allocated * 1e9 / OBJECTS / ROUNDS, allocated / carved);
    return 0;
}
