/* SPDX-License-Identifier: MIT */
/*
 * A fuzz target without an engine: runs it over the files that are named, and over those in the folders that are named.
 */
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
    fprintf(stderr, "%s: %s\n", path, errno != 0 ? strerror(errno) : "not read to its end");
    return 1;
}

static int run_file(const char *path, size_t size)
{
    /* Of exactly this size, so that a sanitizer sees what is read behind it; also where there is nothing. */
    uint8_t *const data = (uint8_t *)malloc(size);
    FILE *const file = fopen(path, "rb");
    size_t count;
    if (file == NULL || (data == NULL && size != 0)) {
        return complain(path);
    }
    errno = 0;
    count = size != 0 ? fread(data, 1, size, file) : 0;
    fclose(file);
    if (count != size) {
        free(data);
        return complain(path);
    }
    /* If it ends here, this is the input that did it. */
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    inputs++;
    return 0;
}

static int run_path(const char *path, int depth);

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* In the order of their names, so that two runs are alike. */
static int run_folder(const char *path, int depth)
{
    struct dirent **entries = NULL;
    const int count = scandir(path, &entries, visible, alphasort);
    int failed = count < 0 ? complain(path) : 0;
    if (count == 0) {
        fprintf(stderr, "%s: an empty folder\n", path);
        failed = 1;
    }
    for (int i = 0; i < count; i++) {
        const size_t size = strlen(path) + strlen(entries[i]->d_name) + 2;
        char *const name = (char *)allocate(size);
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
