# SPDX-License-Identifier: MIT
"""Real clients of Redis on examples/cache: redis-cli and redis-benchmark (Debian's redis-tools), Python's redis client
(python3-redis). What is not installed is skipped.

clients.py CACHE
"""
import shutil
import subprocess

from client import Server, black_box, same


def run(program, server, *arguments, data=None):
    if shutil.which(program) is None:
        raise black_box.Skip(program + " is not installed")
    result = subprocess.run([program, "-p", str(server.port)] + [str(argument) for argument in arguments], input=data,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, check=False)
    same((result.returncode, result.stderr), (0, b""))
    return result.stdout.decode()


def test_redis_cli_runs_commands_in_both_protocols():
    with Server() as server:
        for protocol in ("-2", "-3"):
            session = ["SET k \"hello world\" EX 100", "GET k", "TTL k", "APPEND k !", "STRLEN k", "INCR n",
                       "MGET k n nothing", "DEL k n", "GET k", "NONSENSE a", "CONFIG GET appendonly", "DBSIZE"]
            out = run("redis-cli", server, "--no-raw", protocol, data="\n".join(session).encode())
            same(out.count("hello world"), 3 - 1)
            assert "(error) ERR unknown command 'NONSENSE', with args beginning with: 'a'" in out, out
            assert "(nil)" in out and "(integer) 12" in out and "(integer) 100" in out, out


def test_redis_cli_scans_pipes_and_shows_info():
    with Server() as server:
        data = b"".join(b"SET key:%d value%d\r\n" % (i, i) for i in range(5000))
        assert "errors: 0, replies: 5000" in run("redis-cli", server, "--pipe", data=data)
        same(len(run("redis-cli", server, "--scan", "--pattern", "key:*").split()), 5000)
        assert "redis_version:7" in run("redis-cli", server, "INFO", "server")
        assert "keys=5000" in run("redis-cli", server, "INFO")


def test_redis_benchmark_runs():
    with Server() as server:
        for pipeline in (1, 16):
            out = run("redis-benchmark", server, "-q", "-t", "ping,set,get,incr,mset", "-n", 5000, "-c", 20, "-P",
                      pipeline, "-d", 100, "-r", 1000)
            for name in ("SET", "GET", "INCR", "MSET", "PING_INLINE", "PING_MBULK"):
                assert name in out and "requests per second" in out, out
            assert "WARNING" not in out and "rror" not in out, out


def python_client(server, **options):
    try:
        import redis
    except ImportError:
        raise black_box.Skip("python3-redis is not installed") from None
    return redis.Redis("127.0.0.1", server.port, **options)


def test_the_python_client_works():
    with Server() as server:
        client = python_client(server, client_name="test")
        same(client.ping(), True)
        same(client.client_getname(), "test")
        same(client.set("a", b"\0\xff" * 5000, ex=100), True)
        same(client.get("a"), b"\0\xff" * 5000)
        same(client.ttl("a"), 100)
        same(client.set("a", "x", nx=True), None)
        same(client.mset({"b": 1, "c": 2}), True)
        same(client.mget("b", "c", "d"), [b"1", b"2", None])
        same(client.incrby("b", 5), 6)
        same(sorted(client.scan_iter(count=2)), [b"a", b"b", b"c"])
        same(client.getdel("c"), b"2")
        same(client.append("s", "abc"), 3)
        same(client.getrange("s", 1, 1), b"b")
        same(client.exists("a", "b", "c"), 2)
        same(client.config_get("save"), {"save": ""})
        same(client.info()["db0"]["keys"], 3)
        assert client.memory_usage("a") > 10000
        same(client.delete("a", "b", "s"), 3)
        client.close()


def test_the_python_client_pipelines():
    with Server() as server:
        client = python_client(server)
        pipeline = client.pipeline(transaction=False)
        for i in range(1000):
            pipeline.set("k%d" % i, "v" * i)
            pipeline.get("k%d" % i)
        replies = pipeline.execute()
        same(replies[1::2], [b"v" * i for i in range(1000)])
        client.close()


if __name__ == "__main__":
    black_box.run(globals())
