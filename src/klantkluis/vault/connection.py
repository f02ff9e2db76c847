"""Ways to reach a vault server: over its socket, or in this very process."""

import contextlib
import os
import socket
import threading
from pathlib import Path
from typing import Protocol

from klantkluis.vault import protocol
from klantkluis.vault.protocol import Message
from klantkluis.vault.refusals import ProtocolError, VaultUnavailable


class Connection(Protocol):
    """Something that carries a request to a vault server and brings the reply."""

    def call(self, request: Message) -> Message:
        """Give the reply to one request.

        Raises:
            VaultUnavailable: nobody answers.
        """


class SocketConnection:
    """A pool of connections to vaultd's Unix socket, for all threads of one process.

    A connection that went stale because vaultd was locked and restarted is renewed once. After a
    fork the child opens its own.
    """

    def __init__(self, path: Path | str, *, timeout_seconds: float = 60.0) -> None:
        self._path = str(path)
        self._timeout = timeout_seconds
        self._idle: list[socket.socket] = []
        self._lock = threading.Lock()
        self._process = os.getpid()

    def call(self, request: Message) -> Message:
        """Give the reply to one request."""
        data = protocol.encode(request)
        pooled = self._take()
        if pooled is not None:
            with contextlib.suppress(OSError, ProtocolError):
                return self._exchange(pooled, data)
        try:
            return self._exchange(self._connect(), data)
        except (OSError, ProtocolError) as error:
            raise VaultUnavailable from error

    def close(self) -> None:
        """Hang up all idle connections."""
        with self._lock:
            idle, self._idle = self._idle, []
        for stream in idle:
            stream.close()

    def _take(self) -> socket.socket | None:
        with self._lock:
            if self._process != os.getpid():
                self._idle, self._process = [], os.getpid()
            return self._idle.pop() if self._idle else None

    def _connect(self) -> socket.socket:
        stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        stream.settimeout(self._timeout)
        try:
            stream.connect(self._path)
        except OSError:
            stream.close()
            raise
        return stream

    def _exchange(self, stream: socket.socket, data: bytes) -> Message:
        try:
            protocol.send(stream, data)
            reply = protocol.decode(protocol.receive(stream) or b"")
        except BaseException:
            stream.close()
            raise
        with self._lock:
            self._idle.append(stream)
        return reply
