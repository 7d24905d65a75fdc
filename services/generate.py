"""`python -m services.generate [--check]`: Python from the protos, committed under libs/gen."""

import argparse
import filecmp
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GEN = ROOT / "libs" / "gen" / "anju"


def generate(target: Path) -> None:
    from grpc_tools import protoc

    target.mkdir(parents=True, exist_ok=True)
    # protoc looks for the mypy plug-in on PATH; it lies beside this Python.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    files = sorted(str(path) for path in (ROOT / "proto").rglob("*.proto"))
    well_known = Path(protoc.__file__).parent / "_proto"
    outputs = [f"--{kind}_out={target}" for kind in ("python", "pyi", "grpc_python", "mypy_grpc")]
    arguments = ["protoc", f"-I{ROOT / 'proto'}", f"-I{well_known}", *outputs, *files]
    if protoc.main(arguments):
        raise SystemExit("protoc failed")


def stale(target: Path) -> list[str]:
    """Names of committed files that differ from freshly generated ones."""
    fresh = {p.relative_to(target) for p in target.rglob("*.py*") if p.suffix in {".py", ".pyi"}}
    old = {p.relative_to(GEN) for p in GEN.rglob("*.py*") if p.suffix in {".py", ".pyi"}}
    changed = {p for p in fresh & old if not filecmp.cmp(target / p, GEN / p, shallow=False)}
    return sorted(str(p) for p in (fresh ^ old) | changed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail when the committed code is old")
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        made = Path(folder) / "anju"
        if parser.parse_args().check:
            if found := stale(made):
                sys.exit(f"generated code is stale ({', '.join(found)}): run make proto")
            return
        shutil.rmtree(GEN, ignore_errors=True)
        shutil.copytree(made, GEN)


if __name__ == "__main__":
    main()
