/* SPDX-License-Identifier: MIT */
/* Host: RFC 9112 section 3.2, RFC 9110 section 7.2, RFC 3986 section 3.2. */
#include "parser_check.h"

/* A request with this value of Host, which begins at offset 22. */
#define HOST(value) "GET / HTTP/1.1\r\nHost: " value "\r\n\r\n"
#define IS(value) "GET / 1.1 {Host: " value "} | end"

TEST(rfc9112_3_2_a_request_of_1_1_without_host_is_400_at_its_first_byte)
{
    CHECK_INPUT("GET / HTTP/1.1\r\n\r\n", "400 missing-host 0");
    CHECK_INPUT("\r\n\r\nGET / HTTP/1.1\r\nb: c\r\n\r\n", "400 missing-host 4");
    CHECK_INPUT("GET http://b/ HTTP/1.1\r\n\r\n", "400 missing-host 0");
    CHECK_INPUT(GET "\r\nGET / HTTP/1.1\r\n\r\n", GET_IS "} | 400 missing-host 27");
    CHECK_INPUT("GET / HTTP/1.1\r\nHosts: a\r\nXHost: a\r\nHos: a\r\n\r\n", "400 missing-host 0");
}

TEST(rfc9112_3_2_a_request_of_1_0_needs_no_host)
{
    CHECK_INPUT("GET / HTTP/1.0\r\n\r\n", "GET / 1.0 {} close | closed");
    CHECK_INPUT("GET / HTTP/1.0\r\nHost: a b\r\n\r\n", "400 bad-host 23");
}

TEST(rfc9112_3_2_a_second_host_is_400_even_if_it_is_the_same)
{
    CHECK_INPUT(GET "Host: a\r\n\r\n", "400 repeated-host 25");
    CHECK_INPUT(GET "hOST: b\r\n\r\n", "400 repeated-host 25");
    CHECK_INPUT("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", "400 repeated-host 25");
}

TEST(rfc9112_3_2_host_may_be_empty)
{
    CHECK_INPUT(HOST(""), "GET / 1.1 {Host: } | end");
}

TEST(rfc3986_3_2_2_a_name_or_an_ipv4_address_with_an_optional_port_is_a_host)
{
    CHECK_INPUT(HOST("a.example:8080"), IS("a.example:8080"));
    CHECK_INPUT(HOST("127.0.0.1:65535"), IS("127.0.0.1:65535"));
    CHECK_INPUT(HOST("0.0.0.0=5000"), IS("0.0.0.0=5000"));
    CHECK_INPUT(HOST("a_b-c~d.%41!$&'()*+;=z"), IS("a_b-c~d.%41!$&'()*+;=z"));
    CHECK_INPUT(HOST("a:"), IS("a:"));
    CHECK_INPUT(HOST("xn--e1afmkfd.a-host-name-that-is-longer-than-one-vector.example:1"),
                IS("xn--e1afmkfd.a-host-name-that-is-longer-than-one-vector.example:1"));
}

TEST(rfc9112_3_2_anything_else_is_400_at_the_byte)
{
    CHECK_INPUT(HOST("a b"), "400 bad-host 23");
    CHECK_INPUT(HOST("a,b"), "400 bad-host 23");
    CHECK_INPUT(HOST("a/b"), "400 bad-host 23");
    CHECK_INPUT(HOST("u@a"), "400 bad-host 23");
    CHECK_INPUT(HOST("a?b"), "400 bad-host 23");
    CHECK_INPUT(HOST("a#b"), "400 bad-host 23");
    CHECK_INPUT(HOST("a\\b"), "400 bad-host 23");
    CHECK_INPUT(HOST("\xc3\xa4"), "400 bad-host 22");
    CHECK_INPUT(HOST("a%4"), "400 bad-host 23");
    CHECK_INPUT(HOST("a%zz"), "400 bad-host 23");
    CHECK_INPUT(HOST("a:b"), "400 bad-host 24");
    CHECK_INPUT(HOST("a:80:80"), "400 bad-host 26");
    CHECK_INPUT(HOST("a:65536"), "400 bad-host 28");
    CHECK_INPUT(HOST("a:99999999999999999999"), "400 bad-host 28");
    CHECK_INPUT(HOST(":80"), "400 bad-host 22");
    CHECK_INPUT(HOST("a]"), "400 bad-host 23");
}

TEST(rfc3986_3_2_2_an_ipv6_address_is_enclosed_in_brackets)
{
    CHECK_INPUT(HOST("[::]"), IS("[::]"));
    CHECK_INPUT(HOST("[::1]:80"), IS("[::1]:80"));
    CHECK_INPUT(HOST("[1:2:3:4:5:6:7:8]"), IS("[1:2:3:4:5:6:7:8]"));
    CHECK_INPUT(HOST("[2001:DB8::ffff:0]"), IS("[2001:DB8::ffff:0]"));
    CHECK_INPUT(HOST("[1:2:3:4:5:6:7::]"), IS("[1:2:3:4:5:6:7::]"));
    CHECK_INPUT(HOST("[::2:3:4:5:6:7:8]"), IS("[::2:3:4:5:6:7:8]"));
    CHECK_INPUT(HOST("[::ffff:192.0.2.1]"), IS("[::ffff:192.0.2.1]"));
    CHECK_INPUT(HOST("[1:2:3:4:5:6:192.0.2.1]"), IS("[1:2:3:4:5:6:192.0.2.1]"));

    CHECK_INPUT(HOST("::1"), "400 bad-host 22");
    CHECK_INPUT(HOST("[]"), "400 bad-host 23");
    CHECK_INPUT(HOST("["), "400 bad-host 23");
    CHECK_INPUT(HOST("[::1"), "400 bad-host 26");
    CHECK_INPUT(HOST("[:1]"), "400 bad-host 23");
    CHECK_INPUT(HOST("[1:]"), "400 bad-host 25");
    CHECK_INPUT(HOST("[1]"), "400 bad-host 24");
    CHECK_INPUT(HOST("[:::1]"), "400 bad-host 25");
    CHECK_INPUT(HOST("[1::2::3]"), "400 bad-host 28");
    CHECK_INPUT(HOST("[12345::]"), "400 bad-host 27");
    CHECK_INPUT(HOST("[g::]"), "400 bad-host 23");
    CHECK_INPUT(HOST("[1:2:3:4:5:6:7:8:9]"), "400 bad-host 39");
    CHECK_INPUT(HOST("[1:2:3:4:5:6:7:8::]"), "400 bad-host 40");
    CHECK_INPUT(HOST("[1:2:3:4:5:6:7]"), "400 bad-host 36");
    CHECK_INPUT(HOST("[1:2:3:4:5:6:7:1.2.3.4]"), "400 bad-host 38");
    CHECK_INPUT(HOST("[::256.0.0.1]"), "400 bad-host 27");
    CHECK_INPUT(HOST("[::01.0.0.1]"), "400 bad-host 26");
    CHECK_INPUT(HOST("[::1.2.3]"), "400 bad-host 30");
    CHECK_INPUT(HOST("[::1.2.3.4.5]"), "400 bad-host 32");
    CHECK_INPUT(HOST("[::1%25eth0]"), "400 bad-host 26");
    CHECK_INPUT(HOST("[v1.a]"), "400 bad-host 23");
    CHECK_INPUT(HOST("[::1]a"), "400 bad-host 27");
    CHECK_INPUT(HOST("[::1]]"), "400 bad-host 27");
}

TEST(with_syntax_only_there_are_no_rules_on_host)
{
    CHECK_SYNTAX("GET / HTTP/1.1\r\n\r\n", "GET / 1.1 {} | end");
    CHECK_SYNTAX("GET / HTTP/1.1\r\nHost: a b\r\nHost: c\r\n\r\n", "GET / 1.1 {Host: a b, Host: c} | end");
}

TAP_MAIN()
