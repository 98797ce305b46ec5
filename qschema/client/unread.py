"""Vectors of JSON that nobody has read yet: whoever only passes them on needs none of their numbers.

A page of 1,000 vectors of 384 numbers is 4 MB of JSON. To make Python's numbers of it, and text of these again, takes
several times as long as all else that is done with the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, overload

import orjson

_LONG = 512
"""Bytes from which on it is worth the trouble to leave a list unread."""


class Numbers:
    """A list of numbers, as its text between the brackets.

    Attributes:
        text: The text.
    """

    __slots__ = ("text",)

    ndim = 1

    def __init__(self, text: bytes) -> None:
        self.text = text

    def __len__(self) -> int:
        return self.text.count(b",") + 1

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self)} numbers)"

    def tolist(self) -> list[float]:
        """Read it."""
        found: list[float] = orjson.loads(b"[%b]" % self.text)
        return found


class NumberRows(Sequence[Numbers]):
    """A column of such lists, which is written as it was read.

    Args:
        rows: The lists.
    """

    def __init__(self, rows: Sequence[Numbers]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Numbers: ...

    @overload
    def __getitem__(self, at: slice) -> NumberRows: ...

    def __getitem__(self, at: int | slice) -> Numbers | NumberRows:
        return NumberRows(self._rows[at]) if isinstance(at, slice) else self._rows[at]

    def __iter__(self) -> Iterator[Numbers]:
        return iter(self._rows)

    def tolist(self) -> Any:
        """Return it as `orjson` writes it: the encoder of bodies asks for that."""
        return orjson.Fragment(b"[[%b]]" % b"],[".join([row.text for row in self._rows]))


class _Lifted(NamedTuple):
    """A text in whose place of long lists words stand, and these lists."""

    text: bytes
    lists: list[Numbers]


def read_points(answer: bytes) -> Any:
    """Read an answer with points; of vectors with many numbers, these stay unread: they are `Numbers`.

    Raises:
        ValueError: It isn't JSON.
        KeyError: It isn't what Qdrant answers.
        TypeError: Likewise.
    """
    lifted = _lift(answer)
    if lifted.lists:
        try:
            result = orjson.loads(lifted.text)["result"]
        except ValueError:  # one stood within a text
            return orjson.loads(answer)["result"]
        put_back = _Vectors(lifted.lists)
        for point in result["points"]:
            if (vector := point.get("vector")) is not None:
                point["vector"] = put_back.into(vector)
        if put_back.count == len(lifted.lists):
            return result
        # one stood in a payload
    return orjson.loads(answer)["result"]


def _lift(answer: bytes) -> _Lifted:
    """Put words in the place of long lists without texts: vectors, and perhaps something of a payload.

    A word has quotes: within a text it would end that, and what follows is no JSON any more. So wherever reading goes
    well, words stand only where there were lists.
    """
    parts: list[bytes] = []
    lists: list[Numbers] = []
    done = 0
    end = answer.find(b"]")
    while end != -1:
        start = answer.rfind(b"[", done, end)
        if end - start > _LONG and start != -1 and answer.find(b'"', start, end) == -1:
            parts += (answer[done:start], b'"#%d"' % len(lists))
            lists.append(Numbers(answer[start + 1 : end]))
            done = end + 1
        end = answer.find(b"]", end + 1)
    parts.append(answer[done:])
    return _Lifted(b"".join(parts), lists)


class _Vectors:
    """Puts lists back where words stand for them.

    Attributes:
        count: How many were put back.
    """

    def __init__(self, lists: list[Numbers]) -> None:
        self._lists = lists
        self.count = 0

    def into(self, vector: Any) -> Any:
        """Return all vectors of a point: one without a name, or several by name."""
        if isinstance(vector, dict):
            return {name: self._dense(one) for name, one in vector.items()}
        return self._dense(vector)

    def _dense(self, vector: Any) -> Any:
        return self._list(vector) if isinstance(vector, str) else self._inner(vector)

    def _inner(self, value: Any) -> Any:
        """Read the lists within a sparse vector or a multivector."""
        if isinstance(value, str):
            return self._list(value).tolist()
        if isinstance(value, dict):
            return {key: self._inner(part) for key, part in value.items()}
        if isinstance(value, list) and value and isinstance(value[0], (str, list)):
            return [self._inner(part) for part in value]
        return value

    def _list(self, word: str) -> Numbers:
        self.count += 1
        return self._lists[int(word[1:])]
