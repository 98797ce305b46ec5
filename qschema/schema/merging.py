"""Merging declarations as nodes, so that every value keeps the place where it was written.

Maps are merged deeply, everything else is replaced. An empty value takes back what it stands over, members included;
only deep inside of metadata it is data.
"""

from __future__ import annotations

from qschema.schema.nodes import MapNode, Node, Scalar


def merged_collection(under: MapNode, over: MapNode) -> MapNode:
    """Merge two declarations of a collection; what the second says wins."""
    entries = dict(under.entries)
    for key, (at, value) in over.entries.items():
        below = entries.get(key)
        if below is None:
            entries[key] = (at, value)
        elif isinstance(value, Scalar) and value.is_null:
            del entries[key]
        else:
            entries[key] = (at, _merged(below[1], value, data_below=key == "metadata"))
    return MapNode(over.file, over.line, over.column, entries)


def _merged(under: Node, over: Node, *, data: bool = False, data_below: bool = False) -> Node:
    """Merge two nodes.

    Args:
        under: What counts where the other says nothing.
        over: What wins.
        data: Whether the nodes are data, in which an empty value is a value.
        data_below: Whether what stands in the nodes is data.
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
            entries[key] = (at, _merged(entries[key][1], value, data=data or data_below))
    return MapNode(over.file, over.line, over.column, entries)
