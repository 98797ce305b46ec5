from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from qschema.planner.render_markdown import LIMIT, code, render_markdown
from tests.planner.conftest import Planning

TEXT = {"size": 4, "distance": "Cosine"}


def large(collections, indexes):
    planning = Planning()
    fields = {f"field_{number}": {"type": "keyword"} for number in range(indexes)}
    spec = {"vectors": {"text": TEXT}, "payload_indexes": fields, "description": "`" * 9}
    return planning.plan({f"articles_{number}": spec for number in range(collections)})


class Balance(HTMLParser):
    """Counts what is unfolded and never folded again."""

    def __init__(self) -> None:
        super().__init__()
        self.open = 0

    def handle_starttag(self, tag, attrs):
        self.open += tag == "details"

    def handle_endtag(self, tag):
        self.open -= tag == "details"


def test_it_never_is_longer_than_a_comment_and_says_what_is_left_out():
    text = render_markdown(large(40, 50))
    assert len(text.encode()) <= LIMIT
    assert "more lines left out" in text
    balance = Balance()
    balance.feed(text)
    assert balance.open == 0


@given(st.integers(0, 12), st.integers(0, 6), st.integers(600, 6000))
def test_at_any_limit_it_is_whole(collections, indexes, limit):
    text = render_markdown(large(collections, indexes), limit=limit)
    balance = Balance()
    balance.feed(text)
    assert balance.open == 0
    assert len(text.encode()) <= limit


@given(st.text(max_size=40))
def test_no_name_breaks_out_of_its_code(name):
    shown = code(name)
    assert not set("|`\n\r[]@") & set(shown)
    assert shown.count("<") == (2 if name else 0)


def test_a_fence_is_longer_than_any_in_it():
    planning = Planning()
    planning.has("articles", {"vectors": {"text": TEXT}})
    text = render_markdown(planning.plan({"articles": {"vectors": {"text": TEXT}, "metadata": {"k": "a ``` b"}}}))
    assert "````text" in text
