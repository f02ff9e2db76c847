"""The vault of this office, as its process is started."""

from klantkluis.office.place import Place
from klantkluis.vault.process import VaultPlace


def vault_place(place: Place) -> VaultPlace:
    """Give where the vault of an office keeps its things."""
    return VaultPlace(
        keystore=place.keystore,
        audit=place.audit,
        server_key=place.server_key,
        socket=place.vault_socket,
        mode=place.mode.value,
        database_url=place.database_url,
        copies=place.copies,
    )
