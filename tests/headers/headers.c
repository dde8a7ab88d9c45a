/* SPDX-License-Identifier: MIT */
/* That each header compiles alone is shown by the build; this is linked to all that came of them. */
#include <stdio.h>

int main(void)
{
    printf("1..1\nok 1 - each_header_compiles_alone_and_twice\n");
    return 0;
}
