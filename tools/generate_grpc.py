"""Compile `qschema/client/grpc/proto/*.proto` to a descriptor set, and write stubs of its messages for type checkers.

usage: python tools/generate_grpc.py [--check]

Names and numbers are held against the fact table first. With `--check` nothing is written, and the exit status is 1 if
a file is not what would be written.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import grpc_tools
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc
from message_facts import first_difference
from message_stubs import index_stub, stub

ROOT = Path(__file__).parent.parent
HOME = ROOT / "qschema" / "client" / "grpc"
PROTO = HOME / "proto"
COMPILED = HOME / "messages.binpb"
STUBS = HOME / "stubs"
INDEX = HOME / "__init__.pyi"


def compiled() -> FileDescriptorSet:
    """Compile all files and what they import, comments included.

    Raises:
        ValueError: protoc refuses them.
    """
    own = Path(str(grpc_tools.__file__)).parent / "_proto"
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "set"
        options = ["--include_imports", "--include_source_info", f"--descriptor_set_out={target}"]
        names = sorted(path.name for path in PROTO.glob("*.proto"))
        if protoc.main(["protoc", f"-I{PROTO}", f"-I{own}", *options, *names]):
            raise ValueError("protoc refused the files")
        return FileDescriptorSet.FromString(target.read_bytes())


def without_comments(files: FileDescriptorSet) -> FileDescriptorSet:
    """Return a copy of a descriptor set without comments and places in source."""
    copy = FileDescriptorSet()
    copy.CopyFrom(files)
    for file in copy.file:
        file.ClearField("source_code_info")
    return copy


def stale(files: FileDescriptorSet, texts: dict[Path, str]) -> list[Path]:
    """Return the files that are not what would be written.

    Descriptors are compared, not bytes: another version of protoc may write the same ones otherwise.
    """
    found = [path for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    found += [path for path in STUBS.glob("*.pyi") if path not in texts]
    if not COMPILED.exists() or FileDescriptorSet.FromString(COMPILED.read_bytes()) != files:
        found.append(COMPILED)
    return found


def main() -> int:
    """Compare with the fact table, then write or check all files."""
    files = compiled()
    difference = first_difference(files)
    if difference:
        print(f"not as in tools/facts/grpc.json: {difference}")
        return 1
    own = [file for file in files.file if file.package == "qdrant"]
    texts = {STUBS / f"{Path(file.name).stem}.pyi": stub(file) for file in own if file.message_type}
    texts[INDEX] = index_stub(own)
    bare = without_comments(files)
    if "--check" in sys.argv[1:]:
        for path in stale(bare, texts):
            print(f"{path.relative_to(ROOT)} is out of date: run tools/generate_grpc.py")
        return bool(stale(bare, texts))
    STUBS.mkdir(exist_ok=True)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    COMPILED.write_bytes(bare.SerializeToString(deterministic=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
