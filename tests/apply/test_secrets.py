"""No secret is ever written, wherever it comes from."""

from __future__ import annotations

import json

import pytest

from qschema.apply.errors import StepFailedError
from qschema.apply.history import export
from qschema.client import requests
from qschema.client.errors import BadRequest
from qschema.schema.secrets import remember
from tests.apply.bench import ARTICLES

SECRETS = ("k3y-of-the-server", "pa55word-of-ann", 'qu"ote\\d-5ecret')


def test_none_is_in_the_ledger(bench, monkeypatch):
    for secret in SECRETS:
        remember(secret)
    key, password, quoted = SECRETS
    monkeypatch.setenv("CI_JOB_URL", f"https://ann:{password}@gitlab/jobs/1")
    monkeypatch.setenv("LOGNAME", key)

    def talkative(onward):
        raise BadRequest(f"the key {key} is wrong", status=400)

    declared = {
        "articles": {**ARTICLES, "metadata": {"source": key, quoted: [password, {"deep": quoted}]}, "owner": password}
    }
    bench.place = f"http://ann:{password}@somewhere:6333"
    bench.faults.add(talkative, requests.UpdateAliases, when=lambda request: "docs" in str(request.body), times=1)
    with pytest.raises(StepFailedError):
        bench.apply(declared)
    bench.apply(declared)
    bench.apply({"articles": {**declared["articles"], "metadata": {"source": f"not {key}"}}})
    ledger = json.dumps(list(export(bench.client)))
    assert "***" in ledger
    for secret in (key, password, "5ecret"):
        assert secret not in ledger


def test_what_is_sent_is_not_blackened(bench):
    remember(SECRETS[0])
    bench.apply({"articles": {**ARTICLES, "metadata": {"source": SECRETS[0]}}})
    assert bench.client.get_collection("articles").config.metadata["source"] == SECRETS[0]
