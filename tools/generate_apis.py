"""Write the API objects of `qschema/client/_async/api/` from the table of calls and the facts in `tools/facts/`.

usage: python tools/generate_apis.py [--check]

`facts/rest_paths.json` says which operation belongs to which group, how it is called and which parameters it has, in
their order; the request types say the rest. `tools/unasync.py` writes the blocking forms.

With `--check` nothing is written, and the exit status is 1 if a file is not what would be written.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

from model_source import WIDTH, listed

from qschema.client import requests
from qschema.client.requests import Request

ROOT = Path(__file__).parent.parent
FACTS = ROOT / "tools" / "facts" / "rest_paths.json"
TARGET = ROOT / "qschema" / "client" / "_async" / "api"

NAMES = {"with": "_with"}
"""Parameters whose name is a keyword of Python → what the official client calls them."""


def table() -> dict[str, type[Request[Any]]]:
    """Return verb and path → request type."""
    kinds = [kind for kind in vars(requests).values() if isinstance(kind, type) and issubclass(kind, Request)]
    return {f"{kind.rest.verb} {kind.rest.path}": kind for kind in kinds if kind is not Request}


def fitted(indent: str, start: str, items: list[str], end: str) -> str:
    """Return a call or a signature on one line, with its items on a second one, or with a line for each of them."""
    one = f"{indent}{start}{', '.join(items)}{end}"
    if len(one) <= WIDTH:
        return one
    two = f"{indent}    {', '.join(items)}"
    # where the blocking form would fit on one line, a line for each item keeps the formatter from joining them
    if len(two) <= WIDTH and len(one) - start.count("async ") * len("async ") > WIDTH:
        return f"{indent}{start}\n{two}\n{indent}{end}"
    return f"{indent}{start}\n" + "".join(f"{indent}    {item},\n" for item in items) + f"{indent}{end}"


def snake(name: str) -> str:
    """Return `PointsSelector` as `points_selector`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def operation(fact: dict[str, Any], kind: type[Request[Any]]) -> str:
    """Return the source of the method for one operation."""
    types = {field.name: str(field.type) for field in fields(kind)}
    ordered = [p["name"] for where in ("path", "query") for p in fact["params"] if p["in"] == where]
    ordered += [name for name in kind.rest.query if name.rstrip("_") not in ordered]
    parameters, arguments, checks = ["self"], [], ""
    for name in ordered:
        field = name if name in types else f"{name}_"
        ours = NAMES.get(name, name)
        optional = types[field].endswith("| None")
        parameters.append(f"{ours}: {types[field]}" + (" = None" if optional else ""))
        arguments.append(f"{field}={ours}")
    for field in ("body", kind.rest.upload):
        if field in types:
            ours = snake(types[field].rpartition(".")[2]) if field == "body" else field
            parameters.append(f"{ours}: {types[field]} | None = None")
            arguments.append(f"{field}={ours}")
            checks += f'        if {ours} is None:\n            raise missing("{ours}")\n'
    result = types_of_result(kind)
    plain = kind.rest.answer != "json" or not kind.rest.envelope
    answer, send = (result, "send") if plain else (f"models.Answer[{result}]", "ask")
    start = fitted("    ", f"async def {fact['operation']}(", parameters, f") -> {answer}:")
    call = fitted("        ", f"request = {kind.__name__}(", arguments, ")")
    return (
        f'{start}\n        """{kind.__doc__}"""\n{checks}{call}\n        return await self.api_client.{send}(request)\n'
    )


def types_of_result(kind: type[Request[Any]]) -> str:
    """Return the annotation of a request's result as it stands in its own module."""
    source = Path(sys.modules[kind.__module__].__file__ or "").read_text(encoding="utf-8")
    found = re.search(rf"class {kind.__name__}\(Request\[(.+)\]\):", source)
    if found is None:
        raise ValueError(f"{kind.__name__} doesn't say what it returns")
    return found[1]


def module(group: str, methods: dict[str, tuple[dict[str, Any], type[Request[Any]]]]) -> str:
    """Return the source of one group."""
    bodies = [operation(*methods[name]) for name in sorted(methods)]
    text = "\n".join(bodies)
    homes: dict[str, list[str]] = {}
    for _, kind in methods.values():
        homes.setdefault(kind.__module__, []).append(kind.__name__)
    if "Source" in text:
        homes.setdefault(Request.__module__, []).append("Source")
    helpers = ["AsyncApiClient", *(["missing"] if "missing(" in text else [])]
    imports = listed_imports("qschema.client._async.api.base", helpers)
    for home in sorted(homes):
        imports += listed_imports(home, sorted(homes[home]))
    about = f"The calls of the group `{group}`, as the API names them."
    return (
        f'"""{about}\n\nGenerated by tools/generate_apis.py; do not edit.\n"""\n\n'
        "from __future__ import annotations\n"
        + ("\nfrom typing import Any\n" if "Any" in text else "")
        + ("\nfrom qschema.client import models\n" if "models." in text else "\n")
        + f'{imports}\n\nclass Async{group}Api:\n    """{about}"""\n\n'
        "    def __init__(self, api_client: AsyncApiClient) -> None:\n        self.api_client = api_client\n\n" + text
    )


def listed_imports(home: str, names: list[str]) -> str:
    """Return one import statement."""
    line = f"from {home} import {', '.join(names)}\n"
    return line if len(line) <= WIDTH + 1 else listed(f"from {home} import ", names, "()")


def outputs() -> dict[Path, str]:
    """Return the files to write."""
    kinds = table()
    groups: dict[str, dict[str, tuple[dict[str, Any], type[Request[Any]]]]] = {}
    for place, fact in json.loads(FACTS.read_text(encoding="utf-8")).items():
        groups.setdefault(fact["tags"][0], {})[fact["operation"]] = (fact, kinds[place])
    return {TARGET / f"{group.lower()}.py": module(group, methods) for group, methods in groups.items()}


def main() -> int:
    """Write the files, or check them."""
    files = outputs()
    stale = [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what {Path(__file__).name} writes", file=sys.stderr)
        return bool(stale)
    for path in stale:
        path.write_text(files[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
