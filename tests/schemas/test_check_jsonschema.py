"""check-jsonschema, as somebody else's CI runs it over a book: a process, without a network."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cleanledger.model.schema import FILES, file_name
from tests.schemas.readers import BOOKS, ROOT, files, schema_for
from tests.schemas.test_variants import variants

SCHEMAS = ROOT / "schemas"
# Whatever would go out ends here: nothing listens on the port of discard.
NOWHERE = {f"{scheme}_proxy": "http://127.0.0.1:9" for scheme in ("http", "https", "all")}


def run(*arguments: str) -> tuple[int, str]:
    """What the program ended with and wrote."""
    command = [sys.executable, "-m", "check_jsonschema", "--color", "never", *arguments]
    done = subprocess.run(
        command, env={**os.environ, **NOWHERE}, capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_schemas_are_schemas() -> None:
    code, said = run("--check-metaschema", *(str(SCHEMAS / file_name(name)) for name in FILES))
    assert code == 0, said


@pytest.mark.parametrize("name", [name for name in FILES if name != "calendar"])
def test_every_file_of_a_legal_book_is_taken(name: str) -> None:
    paths = [str(book / path) for book in BOOKS for path, _text in files(book) if schema_for(path) == name]
    assert paths
    code, said = run("--schemafile", str(SCHEMAS / file_name(name)), *paths)
    assert code == 0, said


@pytest.mark.parametrize("name", [name for name in FILES if name != "calendar"])
def test_every_broken_file_is_named(name: str, tmp_path: Path) -> None:
    broken = set()
    for number, variant in enumerate(variants()):
        if schema_for(variant.path) == name:
            text = (BOOKS[1] / variant.path).read_text(encoding="utf-8")
            path = tmp_path / f"{number}.yaml"
            path.write_text(text.replace(variant.change, variant.broken), encoding="utf-8")
            broken.add(path.name)
    assert broken
    code, said = run(
        "--schemafile", str(SCHEMAS / file_name(name)), *(str(tmp_path / each) for each in broken)
    )
    assert code == 1, said
    assert {*re.findall(r"(\d+\.yaml)::", said)} == broken
