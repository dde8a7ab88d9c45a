# SPDX-License-Identifier: MIT
"""A server built with clock.c, whose time a test controls."""
import ctypes
import fcntl
import mmap
import os
import tempfile
import termios
import time

from server_client import TIMEOUT, Server, check


class ClockedServer(Server):
    """A server for which time passes only in advance(). What a timer does therefore depends on the order of events and
    not on the speed of the machine."""

    def __init__(self, *options, **keywords):
        with tempfile.NamedTemporaryFile() as file:
            file.write(bytes(16))
            file.flush()
            self.memory = mmap.mmap(file.fileno(), 16)
            self.now = ctypes.c_uint64.from_buffer(self.memory, 0)
            self.rounds = ctypes.c_uint64.from_buffer(self.memory, 8)
            self.now.value = 1000000
            super().__init__(*options, environment=dict(os.environ, HTTP_TEST_CLOCK=file.name), **keywords)

    def run_rounds(self, times=4):
        """Wait until its loop has run so many rounds: one for what had begun before, one for what becomes known in the
        next (an accepted socket), one for what that leads to, and one to spare."""
        last = self.rounds.value + times
        began = time.monotonic()
        while self.rounds.value < last:
            check(time.monotonic() - began < TIMEOUT, "the server's loop does not run")
            time.sleep(0.001)

    def wait_until_handled(self, *clients):
        """Wait until the server has handled all that these clients have sent."""
        began = time.monotonic()
        for client in clients:
            while fcntl.ioctl(client.socket, termios.TIOCOUTQ, bytes(4)) != bytes(4):
                check(time.monotonic() - began < TIMEOUT, "what was sent has not arrived")
                time.sleep(0.001)
        self.run_rounds()

    def advance(self, milliseconds):
        """Let time pass when the server has nothing left to do, and wait until it has done what it does then."""
        self.run_rounds()
        self.now.value += milliseconds
        self.run_rounds()
