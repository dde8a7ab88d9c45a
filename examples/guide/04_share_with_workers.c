/* SPDX-License-Identifier: MIT */
/* Share a buffer with workers: each gets a view of its own, and drops it on its own thread. */
#include <assert.h>
#include <pthread.h>

#include <bytes/bytes.h>

typedef struct Task {
    pthread_t thread;
    Bytes part;
    size_t lines;
} Task;

static void *count_lines(void *argument)
{
    Task *const task = argument;
    size_t at = 0;
    while ((at = bytes_find_byte(&task->part, '\n', at)) != BYTES_NOT_FOUND) {
        task->lines++;
        at++;
    }
    bytes_drop(&task->part); /* the last drop frees the block, whichever thread that is */
    return NULL;
}

int main(void)
{
    static const char text[] = "a\nb\nc\nd\n";
    Bytes all;
    Task tasks[2] = {{.lines = 0}, {.lines = 0}};
    if (bytes_copy(text, sizeof(text) - 1, &all) != 0) {
        return 1;
    }
    for (size_t i = 0; i < 2; i++) {
        tasks[i].part = bytes_share_slice(&all, i * 4, i * 4 + 4); /* no atomic: this thread owns `all` */
    }
    bytes_drop(&all);
    for (size_t i = 0; i < 2; i++) {
        if (pthread_create(&tasks[i].thread, NULL, count_lines, &tasks[i]) != 0) {
            return 1;
        }
    }
    for (size_t i = 0; i < 2; i++) {
        pthread_join(tasks[i].thread, NULL);
        assert(tasks[i].lines == 2);
    }
    return 0;
}
