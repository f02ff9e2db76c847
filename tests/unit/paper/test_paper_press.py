"""The press works in memory, from many threads, and stays small."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from klantkluis.foundation.paper import render_invoice
from support.paper_samples import BEANS, BRANDING, DOCUMENTS, MADE_AT, invoice, made

TESTS = Path(__file__).parents[2]
NO_FILE_CAN_GROW = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
"""
PRINT_ALL = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from support.paper_samples import DOCUMENTS, made
print(" ".join(hashlib.sha256(made(kind)).hexdigest() for kind in DOCUMENTS))
"""


def in_another_process(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    places = dict.fromkeys(("TMPDIR", "TMP", "TEMP", "HOME", "XDG_CACHE_HOME"), str(folder))
    return subprocess.run(
        [sys.executable, "-B", "-c", code, str(TESTS)],
        cwd=folder,
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_nothing_is_written_to_disk(tmp_path):
    before = tmp_path.stat().st_mtime_ns
    done = in_another_process(NO_FILE_CAN_GROW + PRINT_ALL, tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.split()) == len(DOCUMENTS)
    assert list(tmp_path.iterdir()) == []
    assert tmp_path.stat().st_mtime_ns == before, "a file came and went"


def test_the_proof_above_would_notice_a_file(tmp_path):
    writes = "open('x', 'wb', buffering=0).write(b'x')"
    done = in_another_process(NO_FILE_CAN_GROW + writes, tmp_path)
    assert "OSError" in done.stderr


def test_another_process_makes_the_same_bytes(tmp_path):
    ours = [hashlib.sha256(made(kind)).hexdigest() for kind in DOCUMENTS]
    assert in_another_process(PRINT_ALL, tmp_path).stdout.split() == ours


def numbered(number: int) -> bytes:
    paper = invoice(BEANS.__replace__(note=f"Partij {number}"), number=f"2026-{number:04}")
    return render_invoice(paper, BRANDING, made_at=MADE_AT)


def test_many_threads_print_what_one_prints():
    alone = [numbered(number) for number in range(24)]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(numbered, range(24))) == alone


def test_memory_does_not_grow_with_the_number_of_papers():
    for number in range(60):
        numbered(number)
    process = psutil.Process()
    before = process.memory_info().rss
    for number in range(60, 260):
        numbered(number)
    assert process.memory_info().rss - before < 16 * 1024 * 1024
