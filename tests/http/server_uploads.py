# SPDX-License-Identifier: MIT
"""A rejection reaches clients that are still sending a body of 50 MB: python3 server_uploads.py PROGRAM. Prints TAP."""
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time

from server_client import TIMEOUT, Server, check, equal, run

SIZE = 50000000
PIECE = bytes(1000000)
NODE = """
const http = require('http');
const [port, size, chunked] = process.argv.slice(1).map(Number);
const headers = chunked ? {} : {'Content-Length': size};
const request = http.request({host: '127.0.0.1', port, method: 'POST', headers}, (response) => {
  console.log(response.statusCode);
  process.exit(0);
});
request.on('error', (error) => { console.log(error.code); process.exit(0); });
const piece = Buffer.alloc(1000000);
let sent = 0;
const send = () => {
  while (sent < size) {
    sent += piece.length;
    if (!request.write(piece)) { request.once('drain', send); return; }
  }
  request.end();
};
send();
"""
NGINX = """%sdaemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr crit;
events {
    worker_connections 64;
}
http {
    access_log off;
    client_max_body_size 0;
    client_body_temp_path temp;
    proxy_temp_path temp;
    fastcgi_temp_path temp;
    uwsgi_temp_path temp;
    scgi_temp_path temp;
    server {
        listen 127.0.0.1:%d;
        location / {
            proxy_request_buffering %s;
            proxy_http_version 1.1;
            proxy_pass http://127.0.0.1:%d;
        }
    }
}
"""


def pieces():
    for _ in range(SIZE // len(PIECE)):
        yield PIECE


def output_of(command, data=None):
    """What a client prints, or None if it is not installed."""
    try:
        result = subprocess.run([str(word) for word in command], input=data, stdout=subprocess.PIPE, timeout=TIMEOUT)
    except FileNotFoundError:
        return None
    return result.stdout.decode()


def status_of_http_client(port, chunked=False):
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    if chunked:
        client.request("POST", "/", pieces(), encode_chunked=True)
    else:
        client.request("POST", "/", bytes(SIZE))
    response = client.getresponse()
    response.read()
    client.close()
    return response.status


def curl():
    """curl, which waits for 100 Continue, sends all at once, or sends chunks"""
    with Server() as server, tempfile.NamedTemporaryFile() as file:
        file.truncate(SIZE)
        for options in ([], ["-H", "Expect:"], ["-H", "Expect:", "-H", "Transfer-Encoding: chunked"]):
            command = ["curl", "-s", "--noproxy", "*", "-o", os.devnull, "-w", "%{http_code}", "-T", file.name]
            status = output_of(command + options + ["http://127.0.0.1:%d/" % server.address[1]])
            if status is None:
                return "no curl"
            equal(status, "413", "status with %s" % options)
    return None


def http_client():
    """Python's http.client, which reads no response before it has sent all"""
    with Server() as server:
        for chunked in (False, True):
            equal(status_of_http_client(server.address[1], chunked), 413, "status")


def requests_library():
    """Python's requests"""
    try:
        import requests
    except ImportError:
        return "no requests"
    session = requests.Session()
    session.trust_env = False
    with Server() as server:
        for data in (bytes(SIZE), pieces()):
            equal(session.post("http://127.0.0.1:%d/" % server.address[1], data=data, timeout=TIMEOUT).status_code, 413,
                  "status")
    return None


def node():
    """node's http"""
    with Server() as server:
        for chunked in (0, 1):
            status = output_of(["node", "-e", NODE, server.address[1], SIZE, chunked])
            if status is None:
                return "no node"
            equal(status, "413\n", "status")
    return None


def nginx_in_front():
    """nginx in front, which makes 502 of a response that does not arrive"""
    program = next((path for path in ("/usr/sbin/nginx", "/usr/bin/nginx") if os.path.exists(path)), None)
    if program is None:
        return "no nginx"
    for buffering in ("on", "off"):
        with Server() as server, tempfile.TemporaryDirectory() as folder:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            with open(os.path.join(folder, "nginx.conf"), "w") as file:
                file.write(NGINX % ("user root;\n" if os.getuid() == 0 else "", port, buffering, server.address[1]))
            process = subprocess.Popen([program, "-p", folder, "-c", "nginx.conf", "-e", "stderr"],
                                       stderr=subprocess.PIPE)
            try:
                until = time.monotonic() + TIMEOUT
                while not os.path.exists(os.path.join(folder, "nginx.pid")):
                    check(process.poll() is None and time.monotonic() < until, "nginx does not start")
                    time.sleep(0.01)
                equal(status_of_http_client(port), 413, "status with buffering " + buffering)
            finally:
                process.terminate()
                process.communicate()
    return None


sys.exit(run([curl, http_client, requests_library, node, nginx_in_front], 240))
