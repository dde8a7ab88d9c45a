/* SPDX-License-Identifier: MIT */
/* The request line: RFC 9112 sections 2 and 3. */
#include <ctype.h>
#include <string.h>

#include "parser/head.h"
#include "parser_check.h"

TEST(rfc9112_3_a_request_line_is_method_target_version)
{
    CHECK_INPUT("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / 1.1 {Host: a} | end");
    CHECK_INPUT("POST /a/b?c=d HTTP/1.0\r\n\r\n", "POST /a/b?c=d 1.0 {} close | closed");
}

TEST(rfc9110_9_1_any_token_is_a_method)
{
    CHECK_INPUT("A / HTTP/1.1\r\nHost: a\r\n\r\n", "A / 1.1 {Host: a} | end");
    CHECK_INPUT("get / HTTP/1.1\r\nHost: a\r\n\r\n", "get / 1.1 {Host: a} | end");
    CHECK_INPUT("!#$%&'*+-.^_`|~09AZaz / HTTP/1.1\r\nHost: a\r\n\r\n", "!#$%&'*+-.^_`|~09AZaz / 1.1 {Host: a} | end");
    CHECK_INPUT("VERSION-CONTROL-OF-A-LONG-NAME-BEYOND-ONE-VECTOR / HTTP/1.1\r\nHost: a\r\n\r\n",
                "VERSION-CONTROL-OF-A-LONG-NAME-BEYOND-ONE-VECTOR / 1.1 {Host: a} | end");
}

TEST(rfc9112_3_a_method_that_is_not_a_token_is_400_at_the_byte)
{
    CHECK_INPUT("GE(T / HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-method 2");
    CHECK_INPUT(":GET / HTTP/1.1\r\n\r\n", "400 bad-method 0");
    CHECK_INPUT(" GET / HTTP/1.1\r\n\r\n", "400 bad-method 0");
    CHECK_INPUT("G\tT / HTTP/1.1\r\n\r\n", "400 bad-method 1");
    CHECK_INPUT("G\0T / HTTP/1.1\r\n\r\n", "400 bad-method 1");
    CHECK_INPUT("G\x80T / HTTP/1.1\r\n\r\n", "400 bad-method 1");
    CHECK_INPUT("GET\r\n\r\n", "400 bad-method 3");
    CHECK_INPUT("\x16\x03\x01\x02", "400 bad-method 0");
}

TEST(rfc9112_3_only_one_space_separates_the_parts)
{
    CHECK_INPUT("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 4");
    CHECK_INPUT("GET /  HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-version 6");
    CHECK_INPUT("GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-method 3");
    CHECK_INPUT("GET /\tHTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 5");
    CHECK_INPUT("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", "400 bad-version 14");
    CHECK_INPUT("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-version 7");
    CHECK_SYNTAX("GET /a b HTTP/1.1\r\n\r\n", "400 bad-version 7");
    CHECK_SYNTAX("GET  HTTP/1.1\r\n\r\n", "400 bad-target 4");
}

TEST(rfc9112_2_2_a_bare_cr_or_lf_is_not_a_line_end)
{
    CHECK_INPUT("GET / HTTP/1.1\nHost: a\n\n", "400 bare-lf 14");
    CHECK_INPUT("GET / HTTP/1.1\rHost: a\r\n\r\n", "400 bare-cr 15");
    CHECK_INPUT("GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", "400 bare-cr 15");
    CHECK_INPUT("GET / HTTP/1.1\n\r\n", "400 bare-lf 14");
    CHECK_INPUT("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400 bare-lf 0");
    CHECK_INPUT("\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400 bare-cr 1");
    CHECK_INPUT("GET /\n", "400 bare-lf 5");
}

TEST(rfc9112_2_2_empty_lines_before_a_request_are_ignored_up_to_a_limit)
{
    CHECK_INPUT("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / 1.1 {Host: a} | end");
    CHECK_INPUT("\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n\r\n", "GET / 1.1 {Host: a} | end");
    CHECK_INPUT("\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400 too-many-empty-lines 16");
    CHECK_INPUT("", "end");
    CHECK_INPUT("\r\n", "end");
    CHECK_INPUT("\r\n\r", "more");
    CHECK_INPUT("\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n", "end");
    CHECK_INPUT(GET "\r\n\r\n\r\n" GET "\r\n", GET_IS "} | " GET_IS "} | end");
}

TEST(rfc9112_2_3_the_version_is_case_sensitive_and_has_two_digits)
{
    CHECK_INPUT("GET / http/1.1\r\n\r\n", "400 bad-version 6");
    CHECK_INPUT("GET / HTTP/1,1\r\n\r\n", "400 bad-version 12");
    CHECK_INPUT("GET / HTTP/1.10\r\n\r\n", "400 bad-version 14");
    CHECK_INPUT("GET / HTTP/11.1\r\n\r\n", "400 bad-version 12");
    CHECK_INPUT("GET / HTTP/1.\r\n\r\n", "400 bad-version 13");
    CHECK_INPUT("GET / HTTP/x.1\r\n\r\n", "400 bad-version 11");
    CHECK_INPUT("GET / HTTP/1.x\r\n\r\n", "400 bad-version 13");
    CHECK_INPUT("GET / HTTPS/1.1\r\n\r\n", "400 bad-version 10");
    CHECK_INPUT("GET / ICE/1.0\r\n\r\n", "400 bad-version 6");
    CHECK_INPUT("GET / HTTP/1.1", "more");
}

TEST(rfc9110_15_6_6_another_major_version_is_505)
{
    CHECK_INPUT("GET / HTTP/2.0\r\nHost: a\r\n\r\n", "505 unsupported-version 11");
    CHECK_INPUT("GET / HTTP/0.9\r\n\r\n", "505 unsupported-version 11");
    CHECK_INPUT("GET / HTTP/5", "505 unsupported-version 11");
    CHECK_SYNTAX("GET / HTTP/3.0\r\n\r\n", "505 unsupported-version 11");
}

TEST(rfc9113_3_4_the_preface_of_http_2_is_505)
{
    CHECK_INPUT("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 unsupported-version 11");
    CHECK_SYNTAX("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 unsupported-version 11");
}

TEST(rfc9110_6_2_a_higher_minor_version_is_handled_as_1_1)
{
    CHECK_INPUT("GET / HTTP/1.2\r\nHost: a\r\n\r\n", "GET / 1.2 {Host: a} | end");
    CHECK_INPUT("GET / HTTP/1.9\r\n\r\n", "400 missing-host 0");
}

TEST(rfc9112_3_a_request_of_http_0_9_is_400)
{
    CHECK_INPUT("GET /\r\n", "400 missing-version 5");
    CHECK_INPUT("GET / \r\n", "400 bad-version 6");
}

TEST(rfc9112_3_2_1_a_target_with_a_fragment_or_a_byte_that_no_browser_sends_is_400)
{
    CHECK_INPUT("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
    CHECK_INPUT("GET /\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 5");
    CHECK_INPUT("GET /?\xff HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
    CHECK_INPUT("GET /\"a HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 5");
    CHECK_INPUT("GET /a<b> HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
    CHECK_INPUT("GET /?> HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
    CHECK_INPUT("GET /a\x7f HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
    CHECK_INPUT("GET /a\x1f HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
    CHECK_INPUT("GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
    CHECK_INPUT("GET /a\x80", "400 bad-target 6");
}

TEST(a_target_as_browsers_send_it_is_accepted)
{
    CHECK_INPUT("GET /?a[]=1&f[x]={y} HTTP/1.1\r\nHost: a\r\n\r\n", "GET /?a[]=1&f[x]={y} 1.1 {Host: a} | end");
    CHECK_INPUT("GET /?family=A|B HTTP/1.1\r\nHost: a\r\n\r\n", "GET /?family=A|B 1.1 {Host: a} | end");
    CHECK_INPUT("GET /a[1]{2}|3\\4^5`6 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a[1]{2}|3\\4^5`6 1.1 {Host: a} | end");
    CHECK_INPUT("GET /100%?%&%2&%zz%41 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /100%?%&%2&%zz%41 1.1 {Host: a} | end");
    CHECK_INPUT("GET /% HTTP/1.1\r\nHost: a\r\n\r\n", "GET /% 1.1 {Host: a} | end");
    CHECK_INPUT("GET http://b/[?{ HTTP/1.1\r\nHost: a\r\n\r\n", "GET http://b/[?{ 1.1 {Host: a} | end");
    CHECK_INPUT("GET http://[::1]?[ HTTP/1.1\r\nHost: a\r\n\r\n", "GET http://[::1]?[ 1.1 {Host: a} | end");
    CHECK_INPUT("GET /?a[", "more");
}

TEST(what_browsers_send_in_a_path_is_not_accepted_in_an_authority)
{
    CHECK_INPUT("GET http://b{c}/ HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-host 12");
    CHECK_INPUT("GET http://b\\c/ HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-host 12");
    CHECK_INPUT("GET http://b[/ HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-host 12");
    CHECK_INPUT("GET http://b%2/ HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-host 12");
    CHECK_INPUT("CONNECT b|c:80 HTTP/1.1\r\nHost: b\r\n\r\n", "400 bad-host 9");
    CHECK_INPUT("GET [/ HTTP/1.1\r\nHost: a\r\n\r\n", "400 target-form 4");
}

/* A line of a request whose target has @p byte at offset 6. */
static void check_byte(const HttpConfig *config, int byte, bool good)
{
    char input[] = "GET /ab HTTP/1.1\r\nHost: a\r\n\r\n";
    input[6] = (char)byte;
    const char *const outcome = every_way(config, input, sizeof(input) - 1);
    CHECK((strncmp(outcome, "400 ", 4) != 0) == good);
}

TEST(each_byte_of_a_target_is_accepted_or_not_as_the_sets_say)
{
    static const char unreserved[] = "-._~!$&'()*+,;=:@/?";
    static const char browsers[] = "%[]{}|\\^`";
    const HttpConfig lenient = origin_server();
    const HttpConfig strict = strict_target();
    for (int byte = 0; byte < 256; byte++) {
        if (byte == ' ') {
            continue; /* ends the target */
        }
        const bool grammatical = byte != 0 && byte < 128 && (isalnum(byte) || strchr(unreserved, byte) != NULL);
        check_byte(&strict, byte, grammatical);
        check_byte(&lenient, byte, grammatical || (byte != 0 && strchr(browsers, byte) != NULL));
    }
}

TEST(with_strict_target_a_byte_outside_the_grammar_is_400)
{
    CHECK_STRICT("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
    CHECK_STRICT("GET /\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 5");
    CHECK_STRICT("GET /\"a HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 5");
    CHECK_STRICT("GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
    CHECK_STRICT("GET /{a} HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 5");
    CHECK_STRICT("GET /a|b HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
    CHECK_STRICT("GET /a^b`c HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
    CHECK_STRICT("GET /a<b> HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
    CHECK_STRICT("GET /?a[]=1 HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 7");
    CHECK_STRICT("GET /a]b HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
    CHECK_STRICT("GET /a\x7f HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
    CHECK_STRICT("GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
}

TEST(with_strict_target_a_bracket_in_a_path_is_400_before_the_head_is_complete)
{
    CHECK_STRICT("GET /a[1]", "400 bad-target 6");
    CHECK_STRICT("GET ?a[1]", "400 bad-target 6");
    CHECK_STRICT("GET http://[::1]/[", "400 bad-target 17");
    CHECK_STRICT("GET http://[::1]?[", "400 bad-target 17");
    CHECK_STRICT("GET http://b/%41/]", "400 bad-target 17");
    CHECK_STRICT("GET http://[::1]:80/c HTTP/1.1\r\nHost: a\r\n\r\n", "GET http://[::1]:80/c 1.1 {Host: a} | end");
    CHECK_STRICT("GET http://[::1]:80?q HTTP/1.1\r\nHost: a\r\n\r\n", "GET http://[::1]:80?q 1.1 {Host: a} | end");
    CHECK_STRICT("GET http://b%41/c HTTP/1.1\r\nHost: a\r\n\r\n", "GET http://b%41/c 1.1 {Host: a} | end");
    CHECK_STRICT("CONNECT [::1]:443 HTTP/1.1\r\nHost: b\r\n\r\n", "CONNECT [::1]:443 1.1 {Host: b} connect | closed");
    CHECK_STRICT("GET http://b[/ HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-host 12");
    CHECK_STRICT("GET http:/[/ HTTP/1.1\r\nHost: a\r\n\r\n", "400 target-form 10");
    CHECK_STRICT("GET [", "more");
    CHECK_STRICT("GET http:/[", "more");
}

TEST(with_strict_target_a_percent_sign_is_followed_by_two_hexadecimal_digits)
{
    CHECK_STRICT("GET /%20%aF%%41 HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 12");
    CHECK_STRICT("GET /%20%aF%41 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /%20%aF%41 1.1 {Host: a} | end");
    CHECK_STRICT("GET /%2 HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 7");
    CHECK_STRICT("GET /% HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
    CHECK_STRICT("GET /%g0 HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 6");
    CHECK_STRICT("GET http://%4/ HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-target 13");
}

TEST(rfc3986_3_3_every_character_of_a_path_and_a_query_is_accepted)
{
    CHECK_INPUT("GET /azAZ09-._~!$&'()*+,;=:@/?azAZ09-._~!$&'()*+,;=:@/? HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /azAZ09-._~!$&'()*+,;=:@/?azAZ09-._~!$&'()*+,;=:@/? 1.1 {Host: a} | end");
    CHECK_INPUT("GET //two//slashes HTTP/1.1\r\nHost: a\r\n\r\n", "GET //two//slashes 1.1 {Host: a} | end");
}

TEST(with_syntax_only_a_target_is_any_run_without_space_and_control_characters)
{
    CHECK_SYNTAX("GET foo#\"<>\\^`{|}[]%%\x80\xff HTTP/1.1\r\n\r\n", "GET foo#\"<>\\^`{|}[]%%\\x80\\xff 1.1 {} | end");
    CHECK_SYNTAX("GET /a\x7f HTTP/1.1\r\n\r\n", "400 bad-target 6");
    CHECK_SYNTAX("GET /a\x01 HTTP/1.1\r\n\r\n", "400 bad-target 6");
    CHECK_SYNTAX("GET /a\tb HTTP/1.1\r\n\r\n", "400 bad-target 6");
    CHECK_SYNTAX("GET * HTTP/1.1\r\n\r\n", "GET * 1.1 {} | end");
}

TEST(rfc9112_3_2_2_the_absolute_form_is_accepted)
{
    CHECK_INPUT("GET http://b.example/c?d HTTP/1.1\r\nHost: a\r\n\r\n", "GET http://b.example/c?d 1.1 {Host: a} | end");
    CHECK_INPUT("GET HTTPS://b HTTP/1.1\r\nHost: a\r\n\r\n", "GET HTTPS://b 1.1 {Host: a} | end");
    CHECK_INPUT("OPTIONS http://b:80 HTTP/1.1\r\nHost: b\r\n\r\n", "OPTIONS http://b:80 1.1 {Host: b} | end");
    CHECK_INPUT("GET http://b/#c HTTP/1.1\r\nHost: b\r\n\r\n", "400 bad-target 13");
    CHECK_INPUT("GET http://[::1]:80?q HTTP/1.1\r\nHost: a\r\n\r\n", "GET http://[::1]:80?q 1.1 {Host: a} | end");
    CHECK_INPUT("GET http:///c HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-host 11");
    CHECK_INPUT("GET http://:80/c HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-host 11");
    CHECK_INPUT("GET http://u@b/c HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-host 12");
    CHECK_INPUT("GET http://b:99999/ HTTP/1.1\r\nHost: a\r\n\r\n", "400 bad-host 17");
    CHECK_INPUT("GET ftp://b/c HTTP/1.1\r\nHost: a\r\n\r\n", "400 target-form 4");
    CHECK_INPUT("GET http:b HTTP/1.1\r\nHost: a\r\n\r\n", "400 target-form 9");
    CHECK_INPUT("GET ht HTTP/1.1\r\nHost: a\r\n\r\n", "400 target-form 6");
}

TEST(rfc9112_3_2_3_the_authority_form_is_for_connect_and_has_a_port)
{
    CHECK_INPUT("CONNECT b:443 HTTP/1.1\r\nHost: b:443\r\n\r\nbytes",
                "CONNECT b:443 1.1 {Host: b:443} connect | closed 5");
    CHECK_INPUT("CONNECT [::1]:443 HTTP/1.1\r\nHost: b\r\n\r\n", "CONNECT [::1]:443 1.1 {Host: b} connect | closed");
    CHECK_INPUT("CONNECT b HTTP/1.1\r\nHost: b\r\n\r\n", "400 bad-host 9");
    CHECK_INPUT("CONNECT b: HTTP/1.1\r\nHost: b\r\n\r\n", "400 bad-host 10");
    CHECK_INPUT("CONNECT b:65536 HTTP/1.1\r\nHost: b\r\n\r\n", "400 bad-host 14");
    CHECK_INPUT("CONNECT b:0 HTTP/1.1\r\nHost: b\r\n\r\n", "400 bad-host 10");
    CHECK_INPUT("CONNECT b:000 HTTP/1.1\r\nHost: b\r\n\r\n", "400 bad-host 12");
    CHECK_INPUT("CONNECT b:010 HTTP/1.1\r\nHost: b\r\n\r\n", "CONNECT b:010 1.1 {Host: b} connect | closed");
    CHECK_INPUT("CONNECT b:4x HTTP/1.1\r\nHost: b\r\n\r\n", "400 bad-host 11");
    CHECK_INPUT("CONNECT :443 HTTP/1.1\r\nHost: b\r\n\r\n", "400 bad-host 8");
    CHECK_INPUT("CONNECT / HTTP/1.1\r\nHost: b\r\n\r\n", "400 target-form 8");
    CHECK_INPUT("CONNECT * HTTP/1.1\r\nHost: b\r\n\r\n", "400 target-form 8");
    CHECK_INPUT("CONNECT *a:80 HTTP/1.1\r\nHost: b\r\n\r\n", "CONNECT *a:80 1.1 {Host: b} connect | closed");
    CHECK_INPUT("CONNECT *:80 HTTP/1.1\r\nHost: b\r\n\r\n", "CONNECT *:80 1.1 {Host: b} connect | closed");
    CHECK_INPUT("CONNECT *a HTTP/1.1\r\nHost: b\r\n\r\n", "400 bad-host 10");
    CHECK_INPUT("CONNECT http://b/ HTTP/1.1\r\nHost: b\r\n\r\n", "400 bad-host 13");
    CHECK_INPUT("GET b:443 HTTP/1.1\r\nHost: b\r\n\r\n", "400 target-form 4");
    CHECK_INPUT("connect b:443 HTTP/1.1\r\nHost: b\r\n\r\n", "400 target-form 8");
}

TEST(rfc9112_3_2_4_the_asterisk_form_is_for_options)
{
    CHECK_INPUT("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * 1.1 {Host: a} | end");
    CHECK_INPUT("OPTIONS /a HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS /a 1.1 {Host: a} | end");
    CHECK_INPUT("GET * HTTP/1.1\r\nHost: a\r\n\r\n", "400 target-form 4");
    CHECK_INPUT("OPTIONS *a HTTP/1.1\r\nHost: a\r\n\r\n", "400 target-form 9");
}

TEST(the_authority_of_a_request_is_that_of_the_target_or_else_of_host)
{
    static const struct {
        const char *input;
        const char *authority;
        HttpTargetForm form;
    } cases[] = {
        {"GET / HTTP/1.1\r\nHost: a:1\r\n\r\n", "a:1", HTTP_TARGET_ORIGIN},
        {"GET http://b:2/ HTTP/1.1\r\nHost: a:1\r\n\r\n", "b:2", HTTP_TARGET_ABSOLUTE},
        {"CONNECT c:3 HTTP/1.1\r\nHost: a:1\r\n\r\n", "c:3", HTTP_TARGET_AUTHORITY},
        {"OPTIONS * HTTP/1.1\r\nHost: a:1\r\n\r\n", "a:1", HTTP_TARGET_ASTERISK},
        {"GET / HTTP/1.0\r\n\r\n", "", HTTP_TARGET_ORIGIN},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const HttpConfig config = origin_server();
        BytesRange ranges[HTTP_RANGES(4)];
        HttpRequest request = {.ranges = ranges, .capacity = HTTP_RANGES(4)};
        HttpHead head = {0};
        HttpRejection rejection;
        const uint8_t *data = (const uint8_t *)cases[i].input;
        CHECK_EQ(http_head_parse(&head, &config, data, strlen(cases[i].input), &request, &rejection), HTTP_DONE);
        CHECK_EQ(request.target_form, cases[i].form);
        CHECK_EQ(request.authority.end - request.authority.begin, strlen(cases[i].authority));
        CHECK(memcmp(data + request.authority.begin, cases[i].authority, strlen(cases[i].authority)) == 0);
    }
}

TAP_MAIN()
