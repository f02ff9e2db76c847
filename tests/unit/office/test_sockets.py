"""What our processes have open, as the kernel tells it."""

import os
import socket
from contextlib import closing

import pytest

from klantkluis.office.statement import sockets
from klantkluis.office.statement.sockets import our_connections, our_processes


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("0100007F:1F90", ("127.0.0.1", 8080)),
        ("0A0200C0:01BB", ("192.0.2.10", 443)),
        ("00000000000000000000000001000000:0016", ("::1", 22)),
        ("0000000000000000FFFF00000A0200C0:01BB", ("192.0.2.10", 443)),
    ],
)
def test_an_address_is_read_as_the_kernel_writes_it(written, address):
    assert sockets._address(written) == address


def test_this_process_is_one_of_ours(tmp_path):
    assert os.getpid() in set(our_processes(tmp_path))


def test_a_port_beyond_this_machine_is_seen_and_one_within_it_is_not(tmp_path):
    with (
        closing(socket.create_server(("0.0.0.0", 0))) as wide,  # noqa: S104
        closing(socket.create_server(("127.0.0.1", 0))) as narrow,
    ):
        ports = {each.port for each in our_connections(tmp_path).listening}
        assert wide.getsockname()[1] in ports
        assert narrow.getsockname()[1] not in ports


def test_a_connection_within_this_machine_is_no_connection_to_elsewhere(tmp_path):
    with (
        closing(socket.create_server(("127.0.0.1", 0))) as server,
        closing(socket.create_connection(server.getsockname())) as line,
    ):
        port = line.getpeername()[1]
        assert port not in {each.port for each in our_connections(tmp_path).outgoing}
