"""Merging declarations as nodes, so that every value keeps the place where it was written.

Maps are merged deeply, everything else is replaced. An empty value takes back what it stands over, members included;
only inside of metadata it is data.
"""

from __future__ import annotations

from qschema.schema.nodes import MapNode, Node, Scalar


def merged(under: Node, over: Node, *, data: bool = False) -> Node:
    """Merge two nodes.

    Args:
        under: What counts where the other says nothing.
        over: What wins.
        data: Whether the nodes are data, in which an empty value is a value.
    """
    if not (isinstance(under, MapNode) and isinstance(over, MapNode)):
        return over
    entries = dict(under.entries)
    for key, (at, value) in over.entries.items():
        if key not in entries:
            entries[key] = (at, value)
        elif isinstance(value, Scalar) and value.is_null and not data:
            del entries[key]
        else:
            entries[key] = (at, merged(entries[key][1], value, data=data))
    return MapNode(over.file, over.line, over.column, entries)


def merged_collection(under: MapNode, over: MapNode) -> MapNode:
    """Merge two declarations of a collection."""
    result = merged(under, over)
    assert isinstance(result, MapNode)
    a, b = under.get("metadata"), over.get("metadata")
    if isinstance(a, MapNode) and isinstance(b, MapNode):
        result.entries["metadata"] = (over.entries["metadata"][0], merged(a, b, data=True))
    return result
