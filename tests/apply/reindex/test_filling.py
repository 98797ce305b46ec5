from __future__ import annotations

from qschema.client.requests import ScrollPoints
from tests.apply.reindex.library import NAME, declared


def test_vectors_that_are_made_anew_are_not_read_to_copy(library):
    library.begin()
    read: list[object] = []

    def listen(request, send):
        if isinstance(request, ScrollPoints) and request.body.with_payload and request.collection_name == NAME:
            read.append(request.body.with_vector)
        return send(request)

    library.client.interceptors.append(listen)
    library.apply(declared(8))
    assert False in read
    assert library.serves(8)
