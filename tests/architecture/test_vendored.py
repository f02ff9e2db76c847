"""What we ship of others is what we say it is, and every icon that a page names is there."""

import hashlib
import re
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]
STATIC = PROJECT / "src/klantkluis/office/static/office"
LINE = re.compile(r"^([0-9a-f]{64})  (\S+)$", re.MULTILINE)


def test_each_vendored_file_is_the_one_that_was_pinned():
    listed = {
        path: digest for digest, path in LINE.findall((STATIC / "vendor/VERSIONS").read_text())
    }
    present = {
        str(path.relative_to(STATIC / "vendor"))
        for path in (STATIC / "vendor").rglob("*")
        if path.suffix in {".css", ".js", ".woff2"}
    }
    assert present == set(listed)
    for path, digest in listed.items():
        assert hashlib.sha256((STATIC / "vendor" / path).read_bytes()).hexdigest() == digest, path


def test_each_vendored_folder_has_its_licence():
    folders = [path for path in (STATIC / "vendor").iterdir() if path.is_dir()]
    assert len(folders) == 4
    assert all((folder / "LICENSE").stat().st_size > 400 for folder in folders)


def test_each_icon_that_a_page_uses_is_in_the_sprite():
    sys.path.insert(0, str(PROJECT / "tools"))
    from icons import used

    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    assert used() == drawn


def test_no_template_has_inline_script_or_style():
    for template in (PROJECT / "src/klantkluis").rglob("*.html"):
        text = template.read_text()
        assert not re.search(
            r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", text
        ), template


def test_no_template_or_stylesheet_loads_anything_from_elsewhere():
    for kind in ("html", "css", "js"):
        for path in (PROJECT / "src/klantkluis/office").rglob(f"*.{kind}"):
            if "vendor" not in path.parts:
                assert not re.search(
                    r"""(src|href|url|import)\W{1,3}(https?:)?//""", path.read_text()
                ), path
