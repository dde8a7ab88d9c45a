/* SPDX-License-Identifier: MIT */
/* Loads plugins, runs each, and unloads it: host PLUGIN... */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

int main(int count, char **arguments)
{
    for (int i = 1; i < count; i++) {
        void *const plugin = dlopen(arguments[i], RTLD_NOW | RTLD_LOCAL);
        if (plugin == NULL) {
            fprintf(stderr, "%s\n", dlerror());
            return 1;
        }
        void *const symbol = dlsym(plugin, "plugin_run");
        int (*run)(int) = NULL;
        memcpy(&run, &symbol, sizeof(run)); /* as POSIX has it: a function's address in an object pointer */
        if (run == NULL || run(1234 + i) != 1234 + i || dlclose(plugin) != 0) {
            return 1;
        }
    }
    return 0;
}
