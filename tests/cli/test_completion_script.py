"""`ledger completion`: the script printed, or put where a shell looks for it."""

from pathlib import Path

import pytest

from cleanledger import i18n
from cleanledger.cli.app import run
from cleanledger.cli.completing import table
from tests.completion_table import made, text_of

PLACES = {
    "bash": ".local/share/bash-completion/completions/ledger",
    "zsh": ".local/share/zsh/site-functions/_ledger",
    "fish": ".config/fish/completions/ledger.fish",
}


def script(shell: str) -> str:
    return table.PATH.with_name(f"ledger.{shell}").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


@pytest.mark.parametrize("shell", PLACES)
def test_the_script_says_how_it_is_switched_on(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    shown = capsys.readouterr().out
    assert shown == script(shell)
    assert f"ledger completion {shell} --install" in shown


@pytest.mark.parametrize("shell", PLACES)
def test_installing_puts_it_where_the_shell_looks(
    shell: str, surroundings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["completion", shell, "--install"]) == 0
    path = surroundings / PLACES[shell]
    assert path.read_text(encoding="utf-8") == script(shell)
    assert f"written: {path}" in capsys.readouterr().out
    assert run(["completion", shell, "--install"]) == 0
    assert f"in place already: {path}" in capsys.readouterr().out


def test_the_shell_that_one_logs_in_with_is_the_default(
    surroundings: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert run(["completion"]) == 0
    assert capsys.readouterr().out == script("fish")
    monkeypatch.delenv("SHELL")
    assert run(["completion"]) == 2
    assert "which shell is not known" in capsys.readouterr().err
    assert not list(surroundings.rglob("*ledger*"))


def test_the_folders_of_xdg_are_heeded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for shell in PLACES:
        assert run(["completion", shell, "--install"]) == 0
    monkeypatch.setenv("BASH_COMPLETION_USER_DIR", str(tmp_path / "own"))
    assert run(["completion", "bash", "--install"]) == 0
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*ledger*")) == [
        "config/fish/completions/ledger.fish",
        "data/bash-completion/completions/ledger",
        "data/zsh/site-functions/_ledger",
        "own/completions/ledger",
    ]


def test_what_is_relative_is_no_folder_of_xdg(
    surroundings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", "config")
    assert run(["completion", "fish", "--install"]) == 0
    assert (surroundings / PLACES["fish"]).exists()


def test_a_foreign_file_is_not_touched(surroundings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = surroundings / PLACES["bash"]
    path.parent.mkdir(parents=True)
    path.write_text("# of another ledger\n", encoding="utf-8")
    assert run(["completion", "bash", "--install"]) == 1
    assert "is not ours" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "# of another ledger\n"


def test_a_link_is_not_followed(surroundings: Path, tmp_path: Path) -> None:
    path = surroundings / PLACES["fish"]
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / "elsewhere")
    assert run(["completion", "fish", "--install"]) == 1
    assert not (tmp_path / "elsewhere").exists()


def test_an_older_version_of_ours_is_replaced(surroundings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = surroundings / PLACES["zsh"]
    path.parent.mkdir(parents=True)
    path.write_text("#compdef ledger\n# …, made by cleanledger.\n\nold\n", encoding="utf-8")
    assert run(["completion", "zsh", "--install"]) == 0
    assert path.read_text(encoding="utf-8") == script("zsh")
    assert "replaced" in capsys.readouterr().out


def test_another_shell_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", "tcsh"]) == 2
    assert "tcsh" in capsys.readouterr().err


def test_the_table_is_that_of_the_commands() -> None:
    assert table.PATH.read_text(encoding="utf-8") == text_of(made()), "run: make messages"
