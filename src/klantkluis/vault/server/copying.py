"""Looking after the copies of the keystore, and telling an owner when that goes wrong."""

from klantkluis.vault.server.state import VaultServer


def keep_copies(server: VaultServer) -> None:
    """Do one round; what is wrong is an alarm once, and stands on the status page until mended."""
    before = server.copies.problem
    server.copies.keep()
    problem = server.copies.problem
    if problem == before:
        return
    if problem == "failed":
        server.alarm("copies_failed")
    elif problem == "old":
        server.alarm("copies_old")
