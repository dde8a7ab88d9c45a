# SPDX-License-Identifier: MIT
"""Time that a test makes pass, for a server that was built with clock.c."""
import ctypes
import fcntl
import mmap
import os
import tempfile
import termios
import time

from server_client import PATIENCE, Server, check


class ClockedServer(Server):
    """A server for which no time passes but by pass_time(). So what a deadline does depends on the order in which
    things happen, and on no machine's speed."""

    def __init__(self, *options, **keywords):
        with tempfile.NamedTemporaryFile() as file:
            file.write(bytes(16))
            file.flush()
            self.memory = mmap.mmap(file.fileno(), 16)
            self.now = ctypes.c_uint64.from_buffer(self.memory, 0)
            self.rounds = ctypes.c_uint64.from_buffer(self.memory, 8)
            self.now.value = 1000000
            super().__init__(*options, environment=dict(os.environ, HTTP_TEST_CLOCK=file.name), **keywords)

    def go_round(self, times=4):
        """Wait until its loop has gone round so often. Once for what was begun before, once for what becomes known in
        the next (a socket that was accepted), and once for what that leads to."""
        wanted = self.rounds.value + times
        began = time.monotonic()
        while self.rounds.value < wanted:
            check(time.monotonic() - began < PATIENCE, "the server's loop does not go round")
            time.sleep(0.001)

    def settle(self, *clients):
        """Wait until it has dealt with all that these clients have sent."""
        began = time.monotonic()
        for client in clients:
            while fcntl.ioctl(client.socket, termios.TIOCOUTQ, bytes(4)) != bytes(4):
                check(time.monotonic() - began < PATIENCE, "what was sent does not arrive")
                time.sleep(0.001)
        self.go_round()

    def pass_time(self, milliseconds):
        """When it has done what it was about to do, let time pass, and wait until it has done what it does then."""
        self.go_round()
        self.now.value += milliseconds
        self.go_round()
