/* SPDX-License-Identifier: MIT */
/* Runs a fuzz target without an engine on the files, and on all files in the folders, that are its arguments. */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t inputs;

/* Never returns NULL. */
static void *allocate(size_t size)
{
    void *const block = malloc(size != 0 ? size : 1);
    if (block == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return block;
}

static int complain(const char *path)
{
    fprintf(stderr, "%s: %s\n", path, errno != 0 ? strerror(errno) : "short read");
    return 1;
}

static int run_file(const char *path, size_t size)
{
    /* A block of exactly this size, so that a sanitizer sees over-reads; also of size 0. */
    uint8_t *const data = malloc(size);
    FILE *const file = fopen(path, "rb");
    if (file == NULL || (data == NULL && size != 0)) {
        free(data);
        return complain(path);
    }
    errno = 0;
    const size_t count = size != 0 ? fread(data, 1, size, file) : 0;
    fclose(file);
    if (count != size) {
        free(data);
        return complain(path);
    }
    /* Printed first: if the program aborts, this is the input. */
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    inputs++;
    return 0;
}

static int run_path(const char *path, int depth);

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* In the order of their names, so that runs are reproducible. */
static int run_folder(const char *path, int depth)
{
    struct dirent **entries = NULL;
    const int count = scandir(path, &entries, is_visible, alphasort);
    int failed = count < 0 ? complain(path) : 0;
    if (count == 0) {
        fprintf(stderr, "%s: an empty folder\n", path);
        failed = 1;
    }
    for (int i = 0; i < count; i++) {
        const size_t size = strlen(path) + strlen(entries[i]->d_name) + 2;
        char *const name = allocate(size);
        snprintf(name, size, "%s/%s", path, entries[i]->d_name);
        failed |= run_path(name, depth + 1);
        free(name);
        free(entries[i]);
    }
    free(entries);
    return failed;
}

static int run_path(const char *path, int depth)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        return complain(path);
    }
    if (S_ISDIR(status.st_mode)) {
        if (depth < 8) {
            return run_folder(path, depth);
        }
        fprintf(stderr, "%s: too deep\n", path);
        return 1;
    }
    return run_file(path, (size_t)status.st_size);
}

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc; i++) {
        failed |= run_path(argv[i], 0);
    }
    printf("%llu inputs\n", (unsigned long long)inputs);
    return failed != 0 || inputs == 0;
}
