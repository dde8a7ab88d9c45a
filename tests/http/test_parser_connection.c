/* SPDX-License-Identifier: MIT */
/* Persistence, upgrade, expectations: RFC 9112 section 9, RFC 9110 sections 7.6.1, 7.8 and 10.1.1. */
#include "parser_check.h"

TEST(rfc9112_9_3_a_connection_of_1_1_persists_unless_close_is_listed)
{
    CHECK_INPUT(GET "Connection: keep-alive\r\n\r\n" GET "\r\n",
                GET_IS ", Connection: keep-alive} | " GET_IS "} | end");
    CHECK_INPUT(GET "Connection: close\r\n\r\n", GET_IS ", Connection: close} close | closed");
    CHECK_INPUT(GET "Connection: CLOSE\t\r\n\r\n", GET_IS ", Connection: CLOSE} close | closed");
    CHECK_INPUT(GET "Connection: a,, close ,b\r\n\r\n", GET_IS ", Connection: a,, close ,b} close | closed");
    CHECK_INPUT(GET "Connection: a\r\nConnection: close\r\n\r\n",
                GET_IS ", Connection: a, Connection: close} close | closed");
    CHECK_INPUT(GET "Connection: closed\r\n\r\n", GET_IS ", Connection: closed} | end");
    CHECK_INPUT(GET "Connection: clos\r\n\r\n", GET_IS ", Connection: clos} | end");
    CHECK_INPUT(GET "Connection:\r\n\r\n", GET_IS ", Connection: } | end");
    CHECK_INPUT(GET "Connection: ,\r\n\r\n", GET_IS ", Connection: ,} | end");
}

TEST(rfc9112_9_3_a_connection_of_1_0_persists_only_with_keep_alive)
{
    CHECK_INPUT("GET / HTTP/1.0\r\n\r\n", "GET / 1.0 {} close | closed");
    CHECK_INPUT("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "GET / 1.0 {Connection: Keep-Alive} | end");
    CHECK_INPUT("GET / HTTP/1.0\r\nConnection: x, keep-alive\r\n\r\n", "GET / 1.0 {Connection: x, keep-alive} | end");
}

TEST(rfc9112_9_3_close_wins_over_keep_alive)
{
    CHECK_INPUT(GET "Connection: close, keep-alive\r\n\r\n", GET_IS ", Connection: close, keep-alive} close | closed");
    CHECK_INPUT("GET / HTTP/1.0\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n",
                "GET / 1.0 {Connection: keep-alive, Connection: close} close | closed");
}

TEST(rfc9112_9_6_after_close_nothing_is_parsed)
{
    CHECK_INPUT(GET "Connection: close\r\n\r\n" GET "\r\n", GET_IS ", Connection: close} close | closed 27");
    CHECK_INPUT(GET "Connection: close\r\n\r\n\0junk", GET_IS ", Connection: close} close | closed 5");
    CHECK_INPUT("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabcdef",
                "POST / 1.1 {Host: a, Connection: close, Content-Length: 3} close body \"abc\" | closed 3");
}

TEST(rfc9112_9_3_2_pipelined_requests_are_parsed_in_order_up_to_the_bad_one)
{
    CHECK_INPUT(GET "\r\n" GET "b: 1\r\n\r\nPOST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi" GET
                    "\r\njunk\r\n" GET,
                GET_IS "} | " GET_IS ", b: 1} | POST /x 1.1 {Host: a, Content-Length: 2} body \"hi\" | " GET_IS
                       "} | 400 bad-method 141");
}

TEST(rfc9110_7_8_an_upgrade_takes_two_fields_and_1_1)
{
    CHECK_INPUT(GET "Connection: Upgrade\r\nUpgrade: x/1\r\n\r\n\x81\x05",
                GET_IS ", Connection: Upgrade, Upgrade: x/1} upgrade | closed 2");
    CHECK_INPUT(GET "Upgrade: x/1\r\nConnection: keep-alive, upgrade\r\n\r\n",
                GET_IS ", Upgrade: x/1, Connection: keep-alive, upgrade} upgrade | closed");
    CHECK_INPUT(GET "Upgrade: x/1\r\n\r\n", GET_IS ", Upgrade: x/1} | end");
    CHECK_INPUT(GET "Connection: upgrade\r\n\r\n", GET_IS ", Connection: upgrade} | end");
    CHECK_INPUT(GET "Connection: upgrade\r\nUpgrade:\r\n\r\n", GET_IS ", Connection: upgrade, Upgrade: } | end");
    CHECK_INPUT("GET / HTTP/1.0\r\nConnection: upgrade, keep-alive\r\nUpgrade: x/1\r\n\r\n",
                "GET / 1.0 {Connection: upgrade, keep-alive, Upgrade: x/1} | end");
}

TEST(rfc9110_7_8_the_body_of_the_request_comes_before_the_other_protocol)
{
    CHECK_INPUT(GET "Connection: upgrade\r\nUpgrade: x\r\nContent-Length: 2\r\n\r\nhi\x81",
                GET_IS ", Connection: upgrade, Upgrade: x, Content-Length: 2} upgrade body \"hi\" | closed 1");
}

TEST(a_server_that_offers_no_other_protocol_ignores_upgrade)
{
    HttpConfig config = origin_server();
    config.ignore_upgrade = true;
    CHECK_WITH(config, GET "Connection: upgrade\r\nUpgrade: x\r\n\r\n" GET "\r\n",
               GET_IS ", Connection: upgrade, Upgrade: x} | " GET_IS "} | end");
}

TEST(rfc9110_10_1_1_expectations_are_reported_in_1_1_only)
{
    CHECK_INPUT(GET "Expect: 100-continue\r\n\r\n", GET_IS ", Expect: 100-continue} continue | end");
    CHECK_INPUT(GET "Expect: 100-Continue\r\n\r\n", GET_IS ", Expect: 100-Continue} continue | end");
    CHECK_INPUT(GET "Expect: 100-continue, x\r\n\r\n", GET_IS ", Expect: 100-continue, x} expectation | end");
    CHECK_INPUT(GET "Expect: x\r\nExpect: 100-continue\r\n\r\n",
                GET_IS ", Expect: x, Expect: 100-continue} expectation | end");
    CHECK_INPUT(GET "Expect: 200-ok\r\n\r\n", GET_IS ", Expect: 200-ok} expectation | end");
    CHECK_INPUT(GET "Expect:\r\n\r\n", GET_IS ", Expect: } | end");
    CHECK_INPUT("GET / HTTP/1.0\r\nExpect: x\r\n\r\n", "GET / 1.0 {Expect: x} close | closed");
}

TEST(names_that_only_resemble_a_framing_field_mean_nothing)
{
    CHECK_INPUT(GET "Expert: x\r\nUpgraded: x\r\nConnectiom: close\r\nContent-Lengtg: x\r\nTransfer-Encodinh: x\r\n"
                    "Hose: b c\r\nUplrade: x\r\nContent_Length: 3\r\nTransfer_Encoding: chunked\r\n\r\n",
                GET_IS
                ", Expert: x, Upgraded: x, Connectiom: close, Content-Lengtg: x, Transfer-Encodinh: x, Hose: b c, "
                "Uplrade: x, Content_Length: 3, Transfer_Encoding: chunked} | end");
}

TAP_MAIN()
