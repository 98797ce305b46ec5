"""The fact table of wire types, and the source of each module that they are written to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from model_ages import sometimes_missing
from model_source import alias, block, head, imports, public
from model_types import Names, Type, parse

ROOT = Path(__file__).parent.parent
FACTS = ROOT / "tools" / "facts"
WORDS = ROOT / "tools" / "models"
PACKAGE = "qschema.client.models"

ANSWERS = "InlineResponse"
"""How the names of answers begin; all are the same generic type."""

SAME = {
    "Dict": "dict",
    "FeedbackStrategy": "NaiveFeedbackStrategy",
    "List": "list",
    "SparseVectorStorageType": "SparseVectorStorageTypeOneOf",
    "TextQueryScoring": "Bm25Scoring",
}
"""Names for a type that has another one; the table spells them out."""

RUNS = (
    "Condition",
    "ExtendedPointId",
    "PayloadSchemaParams",
    "PayloadSelector",
    "QuantizationConfig",
    "Query",
    "VectorInput",
)
"""Unions that are parts of longer ones."""

SECOND_NAMES = {("PointGroup", "id"): "GroupId", ("FacetValueHit", "value"): "FacetValue"}
"""Fields whose union has two names, of which the second is meant."""

WIDER = {("Batch", "payloads"): "Optional[List[Optional[Dict[str, Any]]]]"}
"""Types of fields that are narrower in the table than what a server takes."""

GIVEN = {"VectorStruct": "GivenVectors", "BatchVectorStruct": "GivenColumns"}
"""Types of fields that take tuples and numpy arrays too → what says so."""

PYDANTIC = ("StrictBool", "StrictFloat", "StrictInt", "StrictStr")
OUTSIDE = {
    **dict.fromkeys(("Any", "Literal"), "typing"),
    **dict.fromkeys(("Field", *PYDANTIC), "pydantic"),
    **dict.fromkeys(("date", "datetime"), "datetime"),
    "UUID": "uuid",
    "Closed": f"{PACKAGE}.closed",
    "Model": f"{PACKAGE}.base",
    "WireEnum": f"{PACKAGE}.enums",
    "UuidObject": f"{PACKAGE}.python_inputs",
    **dict.fromkeys(GIVEN.values(), f"{PACKAGE}.given"),
}
"""Names that the table doesn't hold → the module that has them."""


class Table:
    """The fact table, and where everything in it goes."""

    def __init__(self) -> None:
        self.facts: dict[str, dict[str, Any]] = json.loads((FACTS / "models.json").read_text(encoding="utf-8"))
        self.schemas: dict[str, Any] = json.loads((FACTS / "rest_schemas.json").read_text(encoding="utf-8"))
        self.modules: dict[str, dict[str, Any]] = {
            path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(WORDS.glob("*.yaml"))
        }
        self.homes = dict(OUTSIDE)
        for module, content in self.modules.items():
            for name in content["names"]:
                if name in self.homes and name not in PYDANTIC:
                    raise ValueError(f"{name} stands in {self.homes[name]} and in {module}")
                self.homes.setdefault(name, f"{PACKAGE}.{module}")
        placed = {name for content in self.modules.values() for name in content["names"]}
        missing = [name for name in self.facts if name not in placed and not name.startswith(ANSWERS)]
        if missing or placed - set(self.facts):
            raise ValueError(f"no module takes {missing}, the table lacks {placed - set(self.facts)}")
        self.aliases = {name: parse(fact["alias_of"]) for name, fact in self.facts.items() if "alias_of" in fact}
        for (owner, field), kind in WIDER.items():
            self.facts[owner]["fields"][field]["type"] = kind
        ages = json.loads((FACTS / "changes.json").read_text(encoding="utf-8"))["schema_fields"]
        for owner, field in sometimes_missing(self.facts, self.schemas, ages):
            about = self.facts[owner]["fields"][field]
            about |= {"type": f"Optional[{about['type']}]", "required": False, "default": None}
        second = set(SECOND_NAMES.values())
        unions = {name: kind for name, kind in self.aliases.items() if kind.head == "|" and name not in second}
        self.names = Names(unions, RUNS)

    def field(self, owner: str, name: str, fact: dict[str, Any]) -> tuple[str, set[str]]:
        """Return the source of a field, and the names that it uses."""
        kind = self.names.fold(parse(fact["type"]))
        if second := SECOND_NAMES.get((owner, name)):
            kind = Type(second)
        used = set(kind.names())
        text = str(kind)
        if wider := GIVEN.get(text):
            text, used = wider, {wider}
        value = "" if fact.get("required") else repr(fact["default"])
        if "alias" in fact:
            word = f'"{fact["alias"]}"'
            value = f"Field(validation_alias={word}, serialization_alias={word})"
        elif value == "'{}'":  # the table writes an empty object as text
            value = "Field(default={})"
        if value.startswith("Field"):
            used.add("Field")
        return f"{name}: {text}" + (f" = {value}" if value else ""), used

    def declaration(self, name: str, about: str) -> tuple[str, set[str]]:
        """Return the source of one type, and the names that it uses."""
        fact = self.facts[name]
        if name in SAME:
            return alias(name, [SAME[name]], about), {SAME[name]}
        if "enum" in fact:
            return block(f"{name}(WireEnum)", about, (f'{key} = "{word}"' for key, word in fact["enum"].items())), {
                "WireEnum"
            }
        if "fields" in fact:
            fields = [self.field(name, key, value) for key, value in fact["fields"].items()]
            closed = fact.get("extra") == "forbid" and self.schemas.get(name, {}).get("additionalProperties") is False
            base = "Closed" if closed else "Model"
            forbids = ', extra="forbid"' if fact.get("extra") == "forbid" and not closed else ""
            source = block(f"{name}({base}{forbids})", about, (text for text, _ in fields))
            return source, {base}.union(*(used for _, used in fields))
        kind = self.names.fold_parts(self.aliases[name])
        members = [str(part) for part in kind.parts] if kind.head == "|" else [str(kind)]
        return alias(name, members, about), set(kind.names())

    def module(self, module: str) -> str:
        """Return the source of a module."""
        content = self.modules[module]
        used: set[str] = set()
        parts: list[str] = []
        names: dict[str, str] = content["names"]
        for name, about in names.items():
            if name in PYDANTIC:
                used.add(name)
                continue
            source, needs = self.declaration(name, about)
            parts.append(source)
            used |= needs
        outside = {name for name in used if name in PYDANTIC or name not in names}
        exports = public(names)
        known = {name for name in outside if name in self.homes}
        return f"{head(content['about'])}\n{imports(self.homes, known)}\n{exports}\n\n" + "\n\n".join(parts)
