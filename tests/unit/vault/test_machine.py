"""What the machine says of its disk and its swap, and that nothing is promised unseen."""

import os
from pathlib import Path

import pytest

from klantkluis.vault.machine import (
    Disk,
    Swap,
    disk_of_device,
    disk_under,
    swap_of_this_process,
    worst_disk,
)


class Machine:
    """A made-up `sys` and `proc`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "sys/dev/block").mkdir(parents=True)
        (root / "proc/self").mkdir(parents=True)
        self.write("proc/self/cgroup", "0::/system.slice/vaultd.service\n")
        self.swaps()

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def device(self, number: str, name: str, *, on: tuple[str, ...] = (), dm: str = "") -> None:
        node = self.root / "sys/devices" / name
        (node / "slaves").mkdir(parents=True)
        for under in on:
            (node / "slaves" / Path(under).name).symlink_to(self.root / "sys/devices" / under)
        if dm:
            self.write(f"sys/devices/{name}/dm/uuid", dm)
        (self.root / "sys/dev/block" / number).symlink_to(node)

    def partition(self, number: str, disk: str, name: str) -> None:
        self.write(f"sys/devices/{disk}/{name}/partition", "1\n")
        (self.root / "sys/dev/block" / number).symlink_to(self.root / "sys/devices" / disk / name)

    def swaps(self, *names: str) -> None:
        lines = ["Filename Type Size Used Priority", *(f"{name} x 1 0 -2" for name in names)]
        self.write("proc/swaps", "\n".join(lines) + "\n")

    def disk(self, number: str) -> Disk:
        major, minor = map(int, number.split(":"))
        return disk_of_device(major, minor, root=self.root)


@pytest.fixture
def machine(tmp_path) -> Machine:
    return Machine(tmp_path)


def test_a_partition_of_a_plain_disk_is_clear(machine):
    machine.device("8:0", "sda")
    machine.partition("8:1", "sda", "sda1")
    assert machine.disk("8:1") is Disk.CLEAR


def test_luks_under_lvm_is_found(machine):
    machine.device("8:0", "sda")
    machine.partition("8:2", "sda", "sda2")
    machine.device("253:0", "dm-0", on=("sda/sda2",), dm="CRYPT-LUKS2-0123-luks\n")
    machine.device("253:1", "dm-1", on=("dm-0",), dm="LVM-abc\n")
    assert machine.disk("253:1") is Disk.ENCRYPTED


def test_one_clear_leg_of_a_mirror_makes_the_whole_clear(machine):
    machine.device("8:0", "sda")
    machine.device("8:16", "sdb")
    machine.device("253:0", "dm-0", on=("sda",), dm="CRYPT-PLAIN-x")
    machine.device("9:0", "md0", on=("dm-0", "sdb"))
    assert machine.disk("9:0") is Disk.CLEAR


def test_a_mapping_that_only_checks_is_no_encryption(machine):
    machine.device("8:0", "sda")
    machine.device("253:0", "dm-0", on=("sda",), dm="CRYPT-VERITY-0123-root")
    assert machine.disk("253:0") is Disk.CLEAR


def test_what_is_not_known_is_not_promised(machine, tmp_path):
    machine.write("proc/self/mountinfo", "36 35 0:41 / / rw - overlay overlay rw\n")
    assert machine.disk("0:41") is Disk.UNKNOWN
    assert machine.disk("0:99") is Disk.UNKNOWN
    assert machine.disk("8:1") is Disk.UNKNOWN
    assert disk_under(tmp_path, root=tmp_path / "nowhere") is Disk.UNKNOWN


def test_btrfs_is_encrypted_only_if_all_of_its_disks_are(machine, monkeypatch):
    machine.device("8:0", "sda")
    machine.device("253:0", "dm-0", on=("sda",), dm="CRYPT-LUKS2-x")
    machine.write("dev/mapper/root", "")
    machine.write("proc/self/mountinfo", "1 0 0:30 / / rw shared:1 - btrfs /dev/mapper/root rw\n")
    stat = Path.stat

    def as_device(path: Path, **more):
        found = stat(path, **more)
        if path.name != "root":
            return found
        return os.stat_result(found[:10], {"st_rdev": os.makedev(253, 0)})

    monkeypatch.setattr(Path, "stat", as_device)
    assert machine.disk("0:30") is Disk.ENCRYPTED
    devices = machine.root / "sys/fs/btrfs/uuid/devices"
    devices.mkdir(parents=True)
    (devices / "dm-0").symlink_to(machine.root / "sys/devices/dm-0")
    assert machine.disk("0:30") is Disk.ENCRYPTED
    (devices / "sda").symlink_to(machine.root / "sys/devices/sda")
    assert machine.disk("0:30") is Disk.CLEAR


def test_several_places_are_as_good_as_the_worst():
    assert worst_disk([Disk.ENCRYPTED, Disk.CLEAR, Disk.UNKNOWN]) is Disk.CLEAR
    assert worst_disk([Disk.ENCRYPTED, Disk.UNKNOWN]) is Disk.UNKNOWN
    assert worst_disk([Disk.ENCRYPTED]) is Disk.ENCRYPTED
    assert worst_disk([]) is Disk.UNKNOWN


def test_the_disk_of_this_machine_gets_an_answer(tmp_path):
    assert disk_under(tmp_path / "not" / "there" / "yet") in set(Disk)


def test_without_swap_no_memory_reaches_a_disk(machine):
    assert swap_of_this_process(root=machine.root) is Swap.NONE
    machine.swaps("/dev/zram0")
    assert swap_of_this_process(root=machine.root) is Swap.NONE


def test_swap_in_a_file_is_as_hidden_as_the_disk_under_it(machine, tmp_path):
    file = tmp_path / "swapfile"
    file.write_text("")
    device = file.stat().st_dev
    machine.device("8:0", "sda")
    machine.device(f"{os.major(device)}:{os.minor(device)}", "dm-0", on=("sda",), dm="CRYPT-LUKS2")
    machine.swaps(str(file))
    expected = Swap.ENCRYPTED if os.major(device) else Swap.UNKNOWN
    assert swap_of_this_process(root=machine.root) is expected
    machine.swaps(str(file), str(tmp_path / "hidden"))
    assert swap_of_this_process(root=machine.root) is Swap.UNKNOWN


def test_a_vault_that_may_not_swap_is_kept_out(machine, tmp_path):
    machine.swaps(str(tmp_path / "hidden"))
    limit = "sys/fs/cgroup/system.slice/vaultd.service/memory.swap.max"
    machine.write(limit, "max\n")
    assert swap_of_this_process(root=machine.root) is Swap.UNKNOWN
    machine.write(limit, "0\n")
    assert swap_of_this_process(root=machine.root) is Swap.KEPT_OUT


def test_a_machine_that_says_nothing_of_swap_is_unknown(tmp_path):
    assert swap_of_this_process(root=tmp_path) is Swap.UNKNOWN
