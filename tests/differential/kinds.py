"""How the results of each call are compared."""

from __future__ import annotations

from typing import Any

from tests.differential.answers import (
    SAME,
    Compare,
    Json,
    compare_points,
    compare_ranked,
    is_random,
    same,
)


def difference(path: str, body: Any, ours: Json, theirs: Json) -> str:
    """Return what differs between the results of a call, nothing if they are the same."""
    return _KINDS.get(path.partition("?")[0], _plain)(body, ours, theirs)


def _plain(body: Any, ours: Json, theirs: Json) -> str:
    """Writes are numbered; the number is the caller's affair no more than the time that they took."""

    def kept(result: Json) -> Json:
        if isinstance(result, list):
            return [kept(one) for one in result]
        if not isinstance(result, dict):
            return result
        return {key: value for key, value in result.items() if key != "operation_id"}

    return SAME if same(kept(ours), kept(theirs)) else "other content"


def _batch(body: Any, ours: Json, theirs: Json) -> str:
    if len(ours) != len(theirs):
        return "another number of results"
    found = zip(body["searches"], ours, theirs, strict=True)
    return next((text for one in found if (text := compare_points(*one))), SAME)


def _scrolled(body: Any, ours: Json, theirs: Json) -> str:
    if body.get("order_by") is None:
        return _plain(body, ours, theirs)
    return compare_points(body, ours, theirs) if ours.get("next_page_offset") is None else "another page follows"


def _facets(body: Any, ours: Json, theirs: Json) -> str:
    ours, theirs = ours["hits"], theirs["hits"]
    if [one["count"] for one in ours] != [one["count"] for one in theirs]:
        return "other counts"
    hits = ([{"id": repr(hit["value"]), "count": hit["count"]} for hit in side] for side in (ours, theirs))
    return compare_ranked(
        *hits, [one["count"] for one in ours], cut_off=len(ours) >= body.get("limit", 10), begins_later=False
    )


def _grouped(body: Any, ours: Json, theirs: Json) -> str:
    """Groups with the same best score may stand in any order, and the last of them may be any."""
    ours, theirs = ours["groups"], theirs["groups"]
    if len(ours) != len(theirs):
        return f"{len(ours)} groups in place of {len(theirs)}"
    if is_random(body):
        return SAME
    if _is_varied(body):
        found = [{repr(one["id"]): one for one in side} for side in (ours, theirs)]
        return SAME if len(ours) >= body.get("limit", 10) or found[0].keys() == found[1].keys() else "other groups"
    size = body.get("group_size", 3)
    best = [[one["hits"][0]["score"] for one in side] for side in (ours, theirs)]
    if not same(*best):
        return "other scores"
    heads = ([{"id": repr(one["id"]), "lookup": one.get("lookup")} for one in side] for side in (ours, theirs))
    if text := compare_ranked(*heads, best[0], cut_off=len(ours) >= body.get("limit", 10), begins_later=False):
        return f"groups: {text}"
    others = {repr(one["id"]): one["hits"] for one in theirs}
    for one in ours:
        hits = others.get(repr(one["id"]), one["hits"])
        if text := compare_points({"limit": size}, {"points": one["hits"]}, {"points": hits}):
            return f"group {one['id']}: {text}"
    return SAME


def _is_varied(body: Any) -> bool:
    """Tell whether a search is for variety: a server knows no order for its groups then, and returns any of them.

    Measured on Qdrant 1.19.0: asked again, it answers with others, and with others of their points.
    """
    return isinstance(body.get("query"), dict) and body["query"].get("mmr") is not None


def _pairs(body: Any, ours: Json, theirs: Json) -> str:
    """Which points are compared with each other is drawn at random where there are more than asked for."""
    ours, theirs = ours["pairs"], theirs["pairs"]
    if body.get("sample", 10) < 100:
        return SAME
    if len(ours) != len(theirs):
        return f"{len(ours)} pairs in place of {len(theirs)}"
    if body.get("limit", 3) < 100:
        return SAME
    sides = [{(str(one["a"]), str(one["b"])): one["score"] for one in side} for side in (ours, theirs)]
    return SAME if sides[0].keys() == sides[1].keys() and same(*sides) else "other pairs"


def _offsets(body: Any, ours: Json, theirs: Json) -> str:
    pairs = []
    for side in (ours, theirs):
        ids, rows, columns = side["ids"], side["offsets_row"], side["offsets_col"]
        each = zip(rows, columns, side["scores"], strict=True)
        pairs.append({"pairs": [{"a": ids[row], "b": ids[column], "score": score} for row, column, score in each]})
    return _pairs(body, *pairs)


_KINDS: dict[str, Compare] = {
    "/points/query": compare_points,
    "/points/query/batch": _batch,
    "/points/query/groups": _grouped,
    "/points/scroll": _scrolled,
    "/facet": _facets,
    "/points/search/matrix/pairs": _pairs,
    "/points/search/matrix/offsets": _offsets,
}
