/* SPDX-License-Identifier: MIT */
/*
 * A small test harness that prints TAP. A test is a function whose name says what holds. Its checks do not depend on
 * NDEBUG; a failed one prints both sides and ends the test, not the program.
 *
 *     TEST(a_view_that_became_empty_pins_nothing) { CHECK_EQ(a, b); }
 *     TAP_MAIN()
 */
#ifndef BYTES_TESTS_TAP_H
#define BYTES_TESTS_TAP_H

#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct TapTest {
    const char *name;
    void (*run)(void);
    struct TapTest *next;
} TapTest;

static TapTest *tap_first;
static TapTest **tap_last = &tap_first;
static jmp_buf tap_failed;

#define TEST(name)                                                                                                     \
    static void name(void);                                                                                            \
    __attribute__((constructor)) static void register_##name(void)                                                     \
    {                                                                                                                  \
        static TapTest test = {#name, name, NULL};                                                                     \
        *tap_last = &test;                                                                                             \
        tap_last = &test.next;                                                                                         \
    }                                                                                                                  \
    static void name(void)

__attribute__((unused, noreturn)) static void tap_fail(void)
{
    fflush(stdout);
    longjmp(tap_failed, 1);
}

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            printf("# %s:%d: not true: %s\n", __FILE__, __LINE__, #condition);                                         \
            tap_fail();                                                                                                \
        }                                                                                                              \
    } while (0)

__attribute__((unused)) static void tap_check_eq(const char *file, int line, const char *left_text,
                                                 const char *right_text, intmax_t left, intmax_t right)
{
    if (left != right) {
        printf("# %s:%d: %s is %lld, %s is %lld\n", file, line, left_text, (long long)left, right_text,
               (long long)right);
        tap_fail();
    }
}
/* Two integers. Sizes above INTMAX_MAX wrap alike. */
#define CHECK_EQ(left, right) tap_check_eq(__FILE__, __LINE__, #left, #right, (intmax_t)(left), (intmax_t)(right))

__attribute__((unused)) static void tap_check_str(const char *file, int line, const char *left, const char *right)
{
    if (strcmp(left, right) != 0) {
        printf("# %s:%d: \"%s\" is not \"%s\"\n", file, line, left, right);
        tap_fail();
    }
}
#define CHECK_STR(left, right) tap_check_str(__FILE__, __LINE__, left, right)

__attribute__((unused)) static void tap_check_mem(const char *file, int line, const void *data, size_t len,
                                                  const char *expected, size_t expected_len)
{
    if (len != expected_len || (len != 0 && memcmp(data, expected, len) != 0)) {
        printf("# %s:%d: %llu bytes \"%.*s\" are not the %llu bytes \"%.*s\"\n", file, line, (unsigned long long)len,
               (int)len, len != 0 ? (const char *)data : "", (unsigned long long)expected_len, (int)expected_len,
               expected);
        tap_fail();
    }
}
/* Bytes against a string literal. */
#define CHECK_MEM(data, len, literal) tap_check_mem(__FILE__, __LINE__, data, len, "" literal, sizeof(literal) - 1)

__attribute__((unused)) static int tap_main(void)
{
    int count = 0;
    for (TapTest *test = tap_first; test != NULL; test = test->next) {
        count++;
    }
    printf("1..%d\n", count);
    static int number; /* static: their values survive longjmp() */
    static int failed;
    for (TapTest *volatile test = tap_first; test != NULL; test = test->next) {
        number++;
        if (setjmp(tap_failed) == 0) {
            test->run();
            printf("ok %d - %s\n", number, test->name);
        } else {
            failed++;
            printf("not ok %d - %s\n", number, test->name);
        }
        fflush(stdout);
    }
    return failed != 0;
}

#define TAP_MAIN()                                                                                                     \
    int main(void)                                                                                                     \
    {                                                                                                                  \
        return tap_main();                                                                                             \
    }

#endif
