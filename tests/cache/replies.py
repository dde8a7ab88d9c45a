# SPDX-License-Identifier: MIT
"""The commands of examples/cache: each reply byte for byte as Redis gives it. The replies below were recorded from
redis-server 7.0.15; where that is installed, a long random sequence is compared as well.

replies.py CACHE
"""
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

from client import Client, Error, Server, black_box, die_with_parent, request, same

REDIS = shutil.which("redis-check-rdb")  # one program; it is the server if it is called so

REPLIES = [
    # (arguments, reply)
    ("PING", b"+PONG\r\n"),
    ("ping hello", b"$5\r\nhello\r\n"),
    ("PING a b", b"-ERR wrong number of arguments for 'ping' command\r\n"),
    ("ECHO x", b"$1\r\nx\r\n"),
    ("ECHO", b"-ERR wrong number of arguments for 'echo' command\r\n"),
    ("AUTH secret", b"-ERR AUTH <password> called without any password configured for the default user. Are you sure "
                    b"your configuration is correct?\r\n"),
    ("SELECT 0", b"+OK\r\n"),
    ("SELECT 16", b"-ERR DB index is out of range\r\n"),
    ("SELECT x", b"-ERR value is not an integer or out of range\r\n"),
    ("CLIENT GETNAME", b"$-1\r\n"),
    ("CLIENT SETNAME me", b"+OK\r\n"),
    ("CLIENT GETNAME", b"$2\r\nme\r\n"),
    ("CLIENT NONSENSE", b"-ERR unknown subcommand 'NONSENSE'. Try CLIENT HELP.\r\n"),
    ("CLIENT SETNAME", b"-ERR wrong number of arguments for 'client|setname' command\r\n"),
    ("CONFIG GET databases-not", b"*0\r\n"),
    ("CONFIG GET", b"-ERR wrong number of arguments for 'config|get' command\r\n"),
    ("CONFIG GET save", b"*2\r\n$4\r\nsave\r\n$0\r\n\r\n"),
    ("CONFIG GET appendonly", b"*2\r\n$10\r\nappendonly\r\n$2\r\nno\r\n"),
    ("DBSIZE", b":0\r\n"),
    ("RANDOMKEY", b"$-1\r\n"),
    ("GET a", b"$-1\r\n"),
    ("GET", b"-ERR wrong number of arguments for 'get' command\r\n"),
    ("SET a 1", b"+OK\r\n"),
    ("GET a", b"$1\r\n1\r\n"),
    ("SET a 2 NX", b"$-1\r\n"),
    ("SET b 2 XX", b"$-1\r\n"),
    ("SET a 2 XX GET", b"$1\r\n1\r\n"),
    ("SET c 3 GET", b"$-1\r\n"),
    ("SET a 2 NX GET", b"$1\r\n2\r\n"),
    ("SET a 2 NX XX", b"-ERR syntax error\r\n"),
    ("SET a 2 EX", b"-ERR syntax error\r\n"),
    ("SET a 2 EX 10 PX 10", b"-ERR syntax error\r\n"),
    ("SET a 2 EX 10 KEEPTTL", b"-ERR syntax error\r\n"),
    ("SET a 2 EX x", b"-ERR value is not an integer or out of range\r\n"),
    ("SET a 2 EX 0", b"-ERR invalid expire time in 'set' command\r\n"),
    ("SET a 2 EX 9223372036854775807", b"-ERR invalid expire time in 'set' command\r\n"),
    ("SET a 2 PX 9223372036854775807", b"-ERR invalid expire time in 'set' command\r\n"),
    ("SET a 2 NONSENSE", b"-ERR syntax error\r\n"),
    ("SET a 5 EX 100", b"+OK\r\n"),
    ("TTL a", b":100\r\n"),
    ("SET a 6 KEEPTTL", b"+OK\r\n"),
    ("TTL a", b":100\r\n"),
    ("PERSIST a", b":1\r\n"),
    ("PERSIST a", b":0\r\n"),
    ("TTL a", b":-1\r\n"),
    ("TTL nothing", b":-2\r\n"),
    ("PTTL nothing", b":-2\r\n"),
    ("EXPIRE a 100", b":1\r\n"),
    ("EXPIRE a 100 NX", b":0\r\n"),
    ("EXPIRE a 50 GT", b":0\r\n"),
    ("EXPIRE a 50 LT", b":1\r\n"),
    ("EXPIRE a 50 XX", b":1\r\n"),
    ("EXPIRE a 50 NX XX", b"-ERR NX and XX, GT or LT options at the same time are not compatible\r\n"),
    ("EXPIRE a 50 GT LT", b"-ERR GT and LT options at the same time are not compatible\r\n"),
    ("EXPIRE a 50 NO", b"-ERR Unsupported option NO\r\n"),
    ("EXPIRE a x", b"-ERR value is not an integer or out of range\r\n"),
    ("EXPIRE a 9223372036854775807", b"-ERR invalid expire time in 'expire' command\r\n"),
    ("EXPIRE nothing 10", b":0\r\n"),
    ("EXPIREAT a 1", b":1\r\n"),
    ("EXISTS a", b":0\r\n"),
    ("PEXPIRE c 100000", b":1\r\n"),
    ("TTL c", b":100\r\n"),
    ("PEXPIRE c -1", b":1\r\n"),
    ("GET c", b"$-1\r\n"),
    ("SETNX n 1", b":1\r\n"),
    ("SETNX n 2", b":0\r\n"),
    ("SETEX e 100 v", b"+OK\r\n"),
    ("SETEX e 0 v", b"-ERR invalid expire time in 'setex' command\r\n"),
    ("GETEX e PERSIST", b"$1\r\nv\r\n"),
    ("TTL e", b":-1\r\n"),
    ("GETEX e EX 50", b"$1\r\nv\r\n"),
    ("TTL e", b":50\r\n"),
    ("GETEX e", b"$1\r\nv\r\n"),
    ("TTL e", b":50\r\n"),
    ("GETEX e NX", b"-ERR syntax error\r\n"),
    ("GETEX e EX 0", b"-ERR invalid expire time in 'getex' command\r\n"),
    ("GETEX e EXAT 1", b"$1\r\nv\r\n"),
    ("EXISTS e", b":0\r\n"),
    ("GETDEL n", b"$1\r\n1\r\n"),
    ("GETDEL n", b"$-1\r\n"),
    ("MSET a 1 b 2 c 3", b"+OK\r\n"),
    ("MSET a 1 b", b"-ERR wrong number of arguments for 'mset' command\r\n"),
    ("MGET a nothing c", b"*3\r\n$1\r\n1\r\n$-1\r\n$1\r\n3\r\n"),
    ("EXISTS a b a nothing", b":3\r\n"),
    ("TYPE a", b"+string\r\n"),
    ("TYPE nothing", b"+none\r\n"),
    ("DEL a nothing", b":1\r\n"),
    ("UNLINK b c", b":2\r\n"),
    ("APPEND s hello", b":5\r\n"),
    ("APPEND s -world", b":11\r\n"),
    ("STRLEN s", b":11\r\n"),
    ("STRLEN nothing", b":0\r\n"),
    ("GETRANGE s 0 4", b"$5\r\nhello\r\n"),
    ("GETRANGE s -5 -1", b"$5\r\nworld\r\n"),
    ("GETRANGE s -1 -5", b"$0\r\n\r\n"),
    ("GETRANGE s 5 100", b"$6\r\n-world\r\n"),
    ("GETRANGE s 50 100", b"$0\r\n\r\n"),
    ("GETRANGE nothing 0 -1", b"$0\r\n\r\n"),
    ("GETRANGE s x 1", b"-ERR value is not an integer or out of range\r\n"),
    ("SETRANGE s 6 WORLD!", b":12\r\n"),
    ("GET s", b"$12\r\nhello-WORLD!\r\n"),
    ("SETRANGE z 3 x", b":4\r\n"),
    ("GET z", b"$4\r\n\0\0\0x\r\n"),
    ("SETRANGE z -1 x", b"-ERR offset is out of range\r\n"),
    ("SETRANGE z 536870912 x", b"-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n"),
    ("INCR i", b":1\r\n"),
    ("INCRBY i 41", b":42\r\n"),
    ("DECR i", b":41\r\n"),
    ("DECRBY i 50", b":-9\r\n"),
    ("INCR s", b"-ERR value is not an integer or out of range\r\n"),
    ("INCRBY i x", b"-ERR value is not an integer or out of range\r\n"),
    ("INCRBY i 01", b"-ERR value is not an integer or out of range\r\n"),
    ("SET i 9223372036854775807", b"+OK\r\n"),
    ("INCR i", b"-ERR increment or decrement would overflow\r\n"),
    ("DECRBY i -9223372036854775808", b"-ERR decrement would overflow\r\n"),
    ("SET i -9223372036854775808", b"+OK\r\n"),
    ("DECR i", b"-ERR increment or decrement would overflow\r\n"),
    ("INCRBY i 9223372036854775807", b":-1\r\n"),
    ("KEYS s*", b"*1\r\n$1\r\ns\r\n"),
    ("KEYS [^a-y]", b"*1\r\n$1\r\nz\r\n"),
    ("KEYS ?\\*", b"*0\r\n"),
    ("SCAN x", b"-ERR invalid cursor\r\n"),
    ("SCAN 0 COUNT 0", b"-ERR syntax error\r\n"),
    ("SCAN 0 COUNT x", b"-ERR value is not an integer or out of range\r\n"),
    ("SCAN 0 MATCH s COUNT 1000", b"*2\r\n$1\r\n0\r\n*1\r\n$1\r\ns\r\n"),
    ("MEMORY USAGE nothing", b"$-1\r\n"),
    ("MEMORY USAGE", b"-ERR wrong number of arguments for 'memory|usage' command\r\n"),
    ("MEMORY NONSENSE", b"-ERR unknown subcommand 'NONSENSE'. Try MEMORY HELP.\r\n"),
    ("DBSIZE", b":3\r\n"),
    ("NONSENSE", b"-ERR unknown command 'NONSENSE', with args beginning with: \r\n"),
    ("LPUSHX2 a b", b"-ERR unknown command 'LPUSHX2', with args beginning with: 'a' 'b' \r\n"),
    ("FLUSHALL NONSENSE", b"-ERR syntax error\r\n"),
    ("FLUSHALL", b"+OK\r\n"),
    ("DBSIZE", b":0\r\n"),
    ("HELLO 4", b"-NOPROTO unsupported protocol version\r\n"),
    ("HELLO x", b"-ERR Protocol version is not an integer or out of range\r\n"),
    ("HELLO 2 NONSENSE", b"-ERR Syntax error in HELLO option 'NONSENSE'\r\n"),
    ("RESET", b"+RESET\r\n"),
]


def exchange(client, arguments, expected):
    client.send(request(*arguments))
    same((arguments, client.file.read(len(expected))), (arguments, expected))


def test_each_reply_is_that_of_redis():
    with Server() as server, server.connect() as client:
        for words, expected in REPLIES:
            exchange(client, words.split(" "), expected)


def test_an_inline_command_has_the_reply_of_an_array():
    with Server() as server, server.connect() as client:
        client.send(b"SET k \"a b\"\r\n  GET   k\n\r\n*0\r\nSTRLEN k\r\n")
        same([client.reply() for _ in range(3)], [b"OK", b"a b", 3])


def test_pipelined_requests_get_their_replies_in_order():
    with Server() as server, server.connect() as client:
        client.send(b"".join(request("SET", "k%d" % i, "v%d" % i) + request("GET", "k%d" % i) for i in range(20000)))
        for i in range(20000):
            same([client.reply(), client.reply()], [b"OK", b"v%d" % i])


def test_resp3_has_its_own_null_maps_and_text():
    with Server() as server, server.connect() as client:
        hello = client.call("HELLO", 3, "SETNAME", "me")
        same((hello[b"proto"], hello[b"server"], hello[b"modules"]), (3, b"redis", []))
        exchange(client, ["GET", "nothing"], b"_\r\n")
        exchange(client, ["CONFIG", "GET", "appendonly"], b"%1\r\n$10\r\nappendonly\r\n$2\r\nno\r\n")
        same(client.call("CLIENT", "GETNAME"), b"me")
        client.send(request("INFO", "clients"))
        assert client.line().startswith(b"=")
        same(client.file.read(4), b"txt:")


def test_quit_and_reset():
    with Server() as server:
        with server.connect() as client:
            client.send(request("SET", "a", "1") + request("QUIT") + request("SET", "a", "2"))
            same([client.reply(), client.reply(), client.at_end()], [b"OK", b"OK", True])
        with server.connect() as client:
            same(client.call("GET", "a"), b"1")
            client.call("HELLO", 3)
            client.call("CLIENT", "SETNAME", "me")
            same(client.call("RESET"), b"RESET")
            exchange(client, ["CLIENT", "GETNAME"], b"$-1\r\n")
            assert isinstance(client.call("CLIENT", "ID"), int)


def test_keys_expire_by_themselves_and_when_they_are_read():
    with Server() as server, server.connect() as client:
        for i in range(1000):
            client.call("SET", "k%d" % i, "v", "PX", 150)
        client.call("SET", "stays", "v")
        client.call("SET", "now", "v", "PXAT", int(time.time() * 1000) + 50)
        time.sleep(0.06)
        same(client.call("GET", "now"), None)
        deadline = time.time() + 30
        while client.call("DBSIZE") != 1:  # which removes none by itself
            assert time.time() < deadline, "expired keys stay"
            time.sleep(0.05)
        same(int(server.info()["expired_keys"]), 1001)


def test_scan_returns_every_key_once_at_least_though_keys_are_added():
    with Server() as server, server.connect() as client:
        keys = {b"key:%d" % i for i in range(3000)}
        for key in keys:
            client.call("SET", key, "v")
        cursor, seen, added = b"0", set(), 0
        while True:
            cursor, found = client.call("SCAN", cursor, "MATCH", "key:*", "COUNT", 50)
            seen.update(found)
            if cursor == b"0":
                break
            for _ in range(20):
                client.call("SET", "other:%d" % added, "v")
                added += 1
        same(seen, keys)
        same(client.call("SCAN", 0, "TYPE", "hash", "COUNT", 100000), [b"0", []])
        same(len(client.call("KEYS", "*")), 3000 + added)
        assert client.call("RANDOMKEY") in keys | {b"other:%d" % i for i in range(added)}


def test_command_names_what_there_is():
    with Server() as server, server.connect() as client:
        listed = client.call("COMMAND")
        same(len(listed), client.call("COMMAND", "COUNT"))
        same([entry[:2] for entry in listed if entry[0] == b"get"], [[b"get", 2]])
        same(client.call("COMMAND", "DOCS", "get"), [])


class Redis:
    """A redis-server of this machine, for a `with`."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp()
        path = os.path.join(self.folder, "socket")
        self.process = subprocess.Popen(["redis-server", "--port", "0", "--unixsocket", path, "--save", "", "--databases", "1",
                                         "--dir", self.folder], executable=REDIS, stdout=subprocess.DEVNULL,
                                        preexec_fn=die_with_parent)
        deadline = time.time() + 30
        while not os.path.exists(path):
            assert time.time() < deadline, "redis-server does not start"
            time.sleep(0.02)
        self.path = path
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder)

    def connect(self):
        import socket
        client = Client.__new__(Client)
        client.socket = socket.socket(socket.AF_UNIX)
        client.socket.settimeout(60)
        client.socket.connect(self.path)
        client.file = client.socket.makefile("rb")
        return client


def test_redis_itself_gives_these_replies():
    if REDIS is None:
        raise black_box.Skip("redis-tools is not installed")
    with Redis() as redis, redis.connect() as client:
        for words, expected in REPLIES:
            exchange(client, words.split(" "), expected)


def random_request(choose):
    """A request about few keys, mostly well-formed."""
    key = lambda: "k%d" % choose.randrange(6)  # noqa: E731
    number = lambda: choose.choice(["0", "1", "-1", "5", "-3", "100", "700", "9223372036854775807", "x", "", "007", " 1",
                                    "-9223372036854775808", "9223372036854775808", "1.5"])  # noqa: E731
    value = lambda: choose.choice(["", "v", "10", "-7", "x" * 30, "y" * 700, "z" * 70000, number()])  # noqa: E731
    late = lambda: choose.choice(["100", "1000", "100000", number()])  # noqa: E731
    word = lambda: choose.choice(["NX", "XX", "GET", "KEEPTTL", "PERSIST", "nx", "EX 1000", "PX 1000000", "EX", "PX 0",
                                  "EXAT 99999999999", "GT", "LT", "FOO"]).split(" ")  # noqa: E731
    words = lambda most: sum((word() for _ in range(choose.randrange(most + 1))), [])  # noqa: E731
    table = {
        "GET": lambda: [key()], "SET": lambda: [key(), value()] + words(2), "SETNX": lambda: [key(), value()],
        "SETEX": lambda: [key(), late(), value()], "GETEX": lambda: [key()] + words(1), "GETDEL": lambda: [key()],
        "APPEND": lambda: [key(), value()], "STRLEN": lambda: [key()], "GETRANGE": lambda: [key(), number(), number()],
        "SETRANGE": lambda: [key(), choose.choice(["0", "3", "600", "-1", "x", "600000000"]), value()],
        "INCR": lambda: [key()], "DECR": lambda: [key()], "INCRBY": lambda: [key(), number()],
        "DECRBY": lambda: [key(), number()], "DEL": lambda: [key(), key()], "EXISTS": lambda: [key(), key()],
        "TYPE": lambda: [key()], "PERSIST": lambda: [key()],
        # Not GT and LT: the clocks of the two servers need not be in the same millisecond.
        "EXPIRE": lambda: [key(), late()] + [word for word in words(1) if word not in ("GT", "LT")],
        "PEXPIRE": lambda: [key(), choose.choice(["-1", "1000000", "x"])], "TTL": lambda: [key()],
        "MSET": lambda: [key(), value(), key(), value()], "MGET": lambda: [key(), key(), key()],
        "DBSIZE": lambda: [], "ECHO": lambda: [value()], "SELECT": lambda: [number()], "PING": lambda: [value()],
        "UNLINK": lambda: [key()], "EXPIREAT": lambda: [key(), choose.choice(["1", "99999999999", "x"])],
    }
    name = choose.choice(list(table))
    arguments = table[name]()
    if choose.random() < 0.03:
        arguments = arguments[:-1] if choose.random() < 0.5 else arguments + ["extra", "extra"]
    return [name if choose.random() < 0.9 else name.lower()] + arguments


def test_a_random_sequence_has_the_replies_of_redis():
    if REDIS is None:
        raise black_box.Skip("redis-tools is not installed")
    choose = random.Random(int(os.environ.get("SEED", "1")))
    with Redis() as redis, Server() as server, redis.connect() as theirs, server.connect() as ours:
        for protocol in (2, 3):
            theirs.call("HELLO", protocol)
            ours.call("HELLO", protocol)
            for _ in range(5000):
                arguments = random_request(choose)
                replies = []
                for client in (theirs, ours):
                    reply = client.call(*arguments)
                    replies.append(str(reply) if isinstance(reply, Error) else reply)
                if arguments[0].upper() == "TTL" and isinstance(replies[0], int) and abs(replies[0] - replies[1]) == 1:
                    replies[1] = replies[0]
                shown = [argument[:40] for argument in arguments]
                same((shown, replies[1]), (shown, replies[0]))


if __name__ == "__main__":
    black_box.run(globals())
