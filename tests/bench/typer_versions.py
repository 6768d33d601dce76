"""What versions of Typer cost at start; fetches them: `python -m tests.bench.typer_versions [VERSION …]`."""

import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path

ROUNDS = 12
VERSIONS = ("0.20.1", "0.24.2", "0.25.1", "0.26.0", "0.28.0", "0.29.2")
HOME = Path("build/typer")
APPLICATION = """
import typer
app = typer.Typer(rich_markup_mode=None, add_completion=False)
def command(number):
    def run(a: str, b: str = typer.Option("x", "-b"), c: list[str] = typer.Option([], "-c")): print(a)
    run.__name__ = f"c{number}"
    app.command()(run)
for number in range(25):
    command(number)
app()
"""


def python_of(version: str) -> str:
    """The interpreter of an environment with this version, made where it is not there."""
    folder = HOME / version
    program = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not program.exists():
        venv.create(folder, with_pip=True)
        wanted = [f"typer=={version}", "pydantic", "rich"]
        subprocess.run([program, "-m", "pip", "install", "--quiet", *wanted], check=True)
    return str(program)


def seconds(*command: str) -> float:
    """The wall time of one process."""
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def main() -> None:
    """Prints each version's start of one command of 25, as a multiple of an empty Python."""
    versions = sys.argv[1:] or VERSIONS
    HOME.mkdir(parents=True, exist_ok=True)
    application = HOME / "application.py"
    application.write_text(APPLICATION, encoding="utf-8")
    pythons = {version: python_of(version) for version in versions}
    taken: dict[str, list[float]] = {version: [] for version in versions}
    floor = []
    for _round in range(ROUNDS):
        floor.append(seconds(next(iter(pythons.values())), "-I", "-c", "pass"))
        for version, python in pythons.items():
            taken[version].append(seconds(python, str(application), "c1", "x"))
    for version, times in taken.items():
        print(f"{version:>8} {statistics.median(times) / statistics.median(floor):5.1f}")


if __name__ == "__main__":
    main()
