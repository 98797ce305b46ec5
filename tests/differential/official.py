"""The official client's local mode behind the calls of a server, in a process of its own.

usage: python -m tests.differential.official

Each line on stdin is a call, a list of verb, path and body; each line on stdout its status and answer, 500 where local
mode raised. Not a module of ours: both packages know `qdrant.*` messages, and neither is to help the other.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable
from typing import Any

from qdrant_client import QdrantClient, models

Json = Any

_RENAMED = {"filter": "query_filter", "params": "search_params", "with_vector": "with_vectors"}
_POINTS = ("PUT", "/points"), ("PUT", "/points/payload"), ("PUT", "/points/vectors")


class Local:
    """An instance in local mode."""

    def __init__(self) -> None:
        self._client = QdrantClient(":memory:")

    def answer(self, verb: str, path: str, body: Json) -> Json:
        """Return the result of a call."""
        _, _, name, *rest = path.partition("?")[0].split("/", 3)
        place = f"/{rest[0]}" if rest else ""
        if place == "":
            return self._collection(verb, name, body)
        if place.startswith("/points/") and verb == "GET":
            found = self._client.retrieve(name, [_id(place.rpartition("/")[2])], with_payload=True, with_vectors=True)
            return _point(found[0])
        if place.startswith("/index"):
            return {"status": "completed"}  # they mean nothing in local mode
        call: Callable[[str, Json], Json] = getattr(self, _METHODS[verb, place])
        return call(name, body)

    def _collection(self, verb: str, name: str, body: Json) -> Json:
        if verb == "DELETE":
            return self._client.delete_collection(name)
        created = models.CreateCollection.model_validate(body)
        return self._client.create_collection(
            name, vectors_config=created.vectors, sparse_vectors_config=created.sparse_vectors
        )

    def batch(self, name: str, body: Json) -> Json:
        operations = models.UpdateOperations.model_validate(body).operations
        return [_written(one) for one in self._client.batch_update_points(name, operations)]

    def upsert(self, name: str, body: Json) -> Json:
        return self.batch(name, {"operations": [{"upsert": body}]})[0]

    def delete(self, name: str, body: Json) -> Json:
        return self.batch(name, {"operations": [{"delete": body}]})[0]

    def set_payload(self, name: str, body: Json) -> Json:
        return self.batch(name, {"operations": [{"set_payload": body}]})[0]

    def overwrite_payload(self, name: str, body: Json) -> Json:
        return self.batch(name, {"operations": [{"overwrite_payload": body}]})[0]

    def delete_payload(self, name: str, body: Json) -> Json:
        return self.batch(name, {"operations": [{"delete_payload": body}]})[0]

    def clear_payload(self, name: str, body: Json) -> Json:
        return self.batch(name, {"operations": [{"clear_payload": body}]})[0]

    def update_vectors(self, name: str, body: Json) -> Json:
        return self.batch(name, {"operations": [{"update_vectors": body}]})[0]

    def delete_vectors(self, name: str, body: Json) -> Json:
        return self.batch(name, {"operations": [{"delete_vectors": body}]})[0]

    def query(self, name: str, body: Json) -> Json:
        found = self._client.query_points(name, **_arguments(models.QueryRequest, body))
        return {"points": [_point(one) for one in found.points]}

    def queries(self, name: str, body: Json) -> Json:
        return [self.query(name, one) for one in body["searches"]]

    def groups(self, name: str, body: Json) -> Json:
        found = self._client.query_points_groups(name, **_arguments(models.QueryGroupsRequest, body))
        return {"groups": [{"id": one.id, "hits": [_point(hit) for hit in one.hits]} for one in found.groups]}

    def scroll(self, name: str, body: Json) -> Json:
        given = _arguments(models.ScrollRequest, {"with_payload": True, **body})
        given["scroll_filter"] = given.pop("query_filter", None)
        points, following = self._client.scroll(name, **given)
        return {"points": [_point(one) for one in points], "next_page_offset": following}

    def count(self, name: str, body: Json) -> Json:
        given = models.CountRequest.model_validate(body)
        return {"count": self._client.count(name, given.filter).count}

    def retrieve(self, name: str, body: Json) -> Json:
        return [_point(one) for one in self._client.retrieve(name, **_arguments(models.PointRequest, body))]

    def facet(self, name: str, body: Json) -> Json:
        given = models.FacetRequest.model_validate(body)
        found = self._client.facet(name, given.key, given.filter, limit=given.limit or 10)
        return found.model_dump(mode="json")

    def pairs(self, name: str, body: Json) -> Json:
        return self._client.search_matrix_pairs(name, **_arguments(models.SearchMatrixRequest, body)).model_dump(
            mode="json"
        )


_METHODS = {
    ("PUT", "/points"): "upsert",
    ("POST", "/points/delete"): "delete",
    ("POST", "/points/payload"): "set_payload",
    ("PUT", "/points/payload"): "overwrite_payload",
    ("POST", "/points/payload/delete"): "delete_payload",
    ("POST", "/points/payload/clear"): "clear_payload",
    ("PUT", "/points/vectors"): "update_vectors",
    ("POST", "/points/vectors/delete"): "delete_vectors",
    ("POST", "/points/batch"): "batch",
    ("POST", "/points/query"): "query",
    ("POST", "/points/query/batch"): "queries",
    ("POST", "/points/query/groups"): "groups",
    ("POST", "/points/scroll"): "scroll",
    ("POST", "/points/count"): "count",
    ("POST", "/points"): "retrieve",
    ("POST", "/facet"): "facet",
    ("POST", "/points/search/matrix/pairs"): "pairs",
}


def _arguments(kind: Any, body: Json) -> dict[str, Any]:
    """Return what a body says as arguments of the client's method; a payload is left out unless it is asked for."""
    given = kind.model_validate(body)
    said = {name: getattr(given, name) for name in given.model_fields_set}
    if "with_payload" in kind.model_fields:
        said.setdefault("with_payload", False)
    return {_RENAMED.get(name, name): value for name, value in said.items()}


def _point(given: Any) -> Json:
    """Return a point as a server shows it: fields that aren't there are left out."""
    fields = given.model_dump(mode="json", include={"id", "payload", "vector", "score", "order_value"})
    return {name: value for name, value in fields.items() if value is not None}


def _written(given: Any) -> Json:
    return {"status": given.status.value}


def _id(text: str) -> int | str:
    return int(text) if text.isdigit() else text


def main() -> None:
    """Answer calls until stdin ends."""
    warnings.simplefilter("ignore")
    local = Local()
    for line in sys.stdin:
        try:
            answer = [200, {"result": local.answer(*json.loads(line))}]
        except Exception as error:
            answer = [500, {"status": {"error": f"{type(error).__name__}: {error}"}}]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
