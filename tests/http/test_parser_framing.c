/* SPDX-License-Identifier: MIT */
/* Where a body ends: RFC 9112 section 6, RFC 9110 section 8.6. */
#include "parser_check.h"

TEST(rfc9112_6_3_without_length_and_coding_there_is_no_body)
{
    CHECK_INPUT("POST / HTTP/1.1\r\nHost: a\r\n\r\n" GET "\r\n", "POST / 1.1 {Host: a} | " GET_IS "} | end");
}

TEST(rfc9112_6_3_content_length_is_the_length_of_the_body_whatever_the_method)
{
    CHECK_INPUT(GET "Content-Length: 3\r\n\r\nabc" GET "\r\n",
                GET_IS ", Content-Length: 3} body \"abc\" | " GET_IS "} | end");
    CHECK_INPUT("HEAD / HTTP/1.1\r\nHost: a\r\ncONTENT-lENGTH:3\r\n\r\nabc",
                "HEAD / 1.1 {Host: a, cONTENT-lENGTH: 3} body \"abc\" | end");
    CHECK_INPUT(GET "Content-Length: 0\r\n\r\n", GET_IS ", Content-Length: 0} | end");
    CHECK_INPUT(GET "Content-Length: 4\r\n\r\nabc", GET_IS ", Content-Length: 4} body \"abc\" | more");
    CHECK_INPUT(GET "Content-Length: 4\r\n\r\n", GET_IS ", Content-Length: 4} | more");
    CHECK_INPUT(GET "Content-Length: 4\r\n\r\n\r\n\0\xff",
                GET_IS ", Content-Length: 4} body \"\\x0d\\x0a\\x00\\xff\" | end");
}

TEST(rfc9110_8_6_leading_zeros_are_part_of_a_decimal_number)
{
    CHECK_INPUT(GET "Content-Length: 003\r\n\r\nabc", GET_IS ", Content-Length: 003} body \"abc\" | end");
    CHECK_INPUT(GET "Content-Length: 000000000000000000000000000000\r\n\r\n",
                GET_IS ", Content-Length: 000000000000000000000000000000} | end");
}

TEST(rfc9112_6_3_a_content_length_that_is_not_only_digits_is_400_at_the_byte)
{
    CHECK_INPUT(GET "Content-Length:\r\n\r\n", "400 bad-content-length 40");
    CHECK_INPUT(GET "Content-Length: \r\n\r\n", "400 bad-content-length 41");
    CHECK_INPUT(GET "Content-Length: +3\r\n\r\n", "400 bad-content-length 41");
    CHECK_INPUT(GET "Content-Length: -3\r\n\r\n", "400 bad-content-length 41");
    CHECK_INPUT(GET "Content-Length: 3 4\r\n\r\n", "400 bad-content-length 42");
    CHECK_INPUT(GET "Content-Length: 0x3\r\n\r\n", "400 bad-content-length 42");
    CHECK_INPUT(GET "Content-Length: 1_0\r\n\r\n", "400 bad-content-length 42");
    CHECK_INPUT(GET "Content-Length: 3.0\r\n\r\n", "400 bad-content-length 42");
    CHECK_INPUT(GET "Content-Length: 3a\r\n\r\n", "400 bad-content-length 42");
    CHECK_INPUT(GET "Content-Length: 3,3\r\n\r\n", "400 bad-content-length 42");
    CHECK_INPUT(GET "Content-Length: 3;\r\n\r\n", "400 bad-content-length 42");
    CHECK_INPUT(GET "Content-Length: \xc2\xb2\r\n\r\n", "400 bad-content-length 41");
    CHECK_SYNTAX("GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "400 bad-content-length 32");
}

TEST(rfc9110_8_6_content_length_does_not_overflow)
{
    CHECK_SYNTAX("GET / HTTP/1.1\r\nContent-Length: 18446744073709551615\r\n\r\n",
                 "GET / 1.1 {Content-Length: 18446744073709551615} | more");
    CHECK_SYNTAX("GET / HTTP/1.1\r\nContent-Length: 18446744073709551616\r\n\r\n", "400 content-length-overflow 51");
    CHECK_SYNTAX("GET / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n", "400 content-length-overflow 51");
    CHECK_SYNTAX("GET / HTTP/1.1\r\nContent-Length: 1844674407370955161500\r\n\r\n", "400 content-length-overflow 52");
    CHECK_INPUT(GET "Content-Length: 18446744073709551616\r\n\r\n", "400 content-length-overflow 60");
}

TEST(rfc9110_8_6_a_second_content_length_is_400_even_if_it_is_the_same)
{
    CHECK_INPUT(GET "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", "400 repeated-content-length 44");
    CHECK_INPUT(GET "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", "400 repeated-content-length 44");
    CHECK_INPUT(GET "Content-Length: 3\r\ncontent-length: x\r\n\r\nabc", "400 repeated-content-length 44");
}

TEST(rfc9112_6_1_chunked_is_case_insensitive)
{
    CHECK_INPUT(GET "Transfer-Encoding: ChunKed\r\n\r\n0\r\n\r\n", GET_IS ", Transfer-Encoding: ChunKed} | end");
    CHECK_INPUT(GET "transfer-ENCODING:chunked \r\n\r\n0\r\n\r\n", GET_IS ", transfer-ENCODING: chunked} | end");
}

TEST(rfc9112_6_1_an_empty_element_is_400)
{
    CHECK_INPUT(GET "Transfer-Encoding:\r\n\r\n", "400 bad-coding 43");
    CHECK_INPUT(GET "Transfer-Encoding:  \r\n\r\n", "400 bad-coding 45");
    CHECK_INPUT(GET "Transfer-Encoding: ,\r\n\r\n", "400 bad-coding 44");
    CHECK_INPUT(GET "Transfer-Encoding: ,chunked\r\n\r\n", "400 bad-coding 44");
    CHECK_INPUT(GET "Transfer-Encoding: chunked,\r\n\r\n", "400 bad-coding 52");
    CHECK_INPUT(GET "Transfer-Encoding: chunked , \t\r\n\r\n", "400 bad-coding 53");
    CHECK_INPUT(GET "Transfer-Encoding: gzip,,chunked\r\n\r\n", "400 bad-coding 49");
    CHECK_INPUT(GET "Transfer-Encoding: gzip, \t,chunked\r\n\r\n", "400 bad-coding 51");
    CHECK_INPUT(GET "Transfer-Encoding: chunked\r\nTransfer-Encoding:\r\n\r\n", "400 bad-coding 71");
    CHECK_INPUT(GET "Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n\r\n", "400 bad-coding 43");
    CHECK_SYNTAX("GET / HTTP/1.1\r\nTransfer-Encoding: chunked,\r\n\r\n", "400 bad-coding 43");
}

TEST(rfc9112_6_3_a_last_coding_other_than_chunked_is_400)
{
    CHECK_INPUT(GET "Transfer-Encoding: gzip\r\n\r\n", "400 not-chunked-last 44");
    CHECK_INPUT(GET "Transfer-Encoding: identity\r\n\r\n", "400 not-chunked-last 44");
    CHECK_INPUT(GET "Transfer-Encoding: xchunked\r\n\r\n", "400 not-chunked-last 44");
    CHECK_INPUT(GET "Transfer-Encoding: chunkedx\r\n\r\n", "400 not-chunked-last 44");
    CHECK_INPUT(GET "Transfer-Encoding: gzip, deflate;q=\"a,b\\\",chunked\"\r\n\r\n", "400 not-chunked-last 50");
    CHECK_INPUT(GET "Transfer-Encoding: chunked, gzip\r\n\r\n", "400 not-chunked-last 53");
    CHECK_INPUT(GET "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n", "400 not-chunked-last 72");
}

TEST(rfc9112_7_1_chunked_twice_or_with_parameters_is_400)
{
    CHECK_INPUT(GET "Transfer-Encoding: chunked, chunked\r\n\r\n", "400 not-chunked-last 53");
    CHECK_INPUT(GET "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", "400 not-chunked-last 72");
    CHECK_INPUT(GET "Transfer-Encoding: chunked;q=1\r\n\r\n", "400 bad-coding 51");
    CHECK_INPUT(GET "Transfer-Encoding: chunked ; a\r\n\r\n", "400 bad-coding 52");
}

TEST(rfc9112_6_1_an_unknown_coding_before_chunked_is_501)
{
    CHECK_INPUT(GET "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "501 unknown-coding 44");
    CHECK_INPUT(GET "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n", "501 unknown-coding 44");
    CHECK_INPUT(GET "Transfer-Encoding: pigeons;a=\"x,\\\"y\" , chunked\r\n\r\n", "501 unknown-coding 44");
    CHECK_SYNTAX("GET / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "501 unknown-coding 35");
}

TEST(rfc9112_6_1_a_coding_that_is_not_a_token_is_400)
{
    CHECK_INPUT(GET "Transfer-Encoding: chun ked\r\n\r\n", "400 bad-coding 49");
    CHECK_INPUT(GET "Transfer-Encoding: \"chunked\"\r\n\r\n", "400 bad-coding 44");
    CHECK_INPUT(GET "Transfer-Encoding: ;chunked\r\n\r\n", "400 bad-coding 44");
    CHECK_INPUT(GET "Transfer-Encoding: chunked\xa0\r\n\r\n", "400 bad-coding 51");
}

TEST(rfc9112_6_1_content_length_with_transfer_encoding_is_400_at_the_second)
{
    CHECK_INPUT(GET "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", "400 length-and-coding 44");
    CHECK_INPUT(GET "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", "400 length-and-coding 53");
    CHECK_INPUT(GET "Content-Length: 3\r\nTransfer-Encoding: identity\r\n\r\n", "400 length-and-coding 44");
    CHECK_INPUT(GET "Transfer-Encoding: gzip\r\nContent-Length: 0\r\n\r\n", "400 length-and-coding 50");
    CHECK_SYNTAX("GET / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
                 "400 length-and-coding 35");
}

TEST(rfc9112_6_1_transfer_encoding_in_http_1_0_is_400)
{
    CHECK_INPUT("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400 coding-in-1-0 17");
    CHECK_SYNTAX("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400 coding-in-1-0 17");
}

TEST(rfc9110_15_5_14_a_body_over_the_limit_is_413_at_the_digit)
{
    HttpConfig config = origin_server();
    config.limits.body = 10;
    CHECK_WITH(config, GET "Content-Length: 10\r\n\r\n0123456789",
               GET_IS ", Content-Length: 10} body \"0123456789\" | end");
    CHECK_WITH(config, GET "Content-Length: 11\r\n\r\n", "413 body-too-large 42");
    CHECK_WITH(config, GET "Content-Length: 0099\r\n\r\n", "413 body-too-large 44");
    CHECK_WITH(config, GET "Content-Length: 1000\r\n\r\n", "413 body-too-large 43");
    /* The rules on fields come before the limit on the body. */
    CHECK_WITH(config, GET "Content-Length: 11\r\nHost: a\r\n\r\n", "400 repeated-host 45");
    CHECK_WITH(config, "GET / HTTP/1.1\r\nContent-Length: 11\r\n\r\n", "400 missing-host 0");
    config.syntax_only = true;
    CHECK_WITH(config, "GET / HTTP/1.1\r\nContent-Length: 11\r\n\r\n0123456789a",
               "GET / 1.1 {Content-Length: 11} body \"0123456789a\" | end");
    config = origin_server();
    config.limits.body = 0;
    CHECK_WITH(config, GET "Content-Length: 0\r\n\r\n", GET_IS ", Content-Length: 0} | end");
    CHECK_WITH(config, GET "Content-Length: 1\r\n\r\n", "413 body-too-large 41");
}

TEST(rfc9110_9_3_6_connect_has_no_body)
{
    CHECK_INPUT("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 3\r\n\r\nabc",
                "CONNECT a:1 1.1 {Host: a:1, Content-Length: 3} connect | closed 3");
    CHECK_INPUT("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: x\r\n\r\nabc", "400 bad-content-length 49");
}

TAP_MAIN()
