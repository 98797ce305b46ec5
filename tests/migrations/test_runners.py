"""Several runners at once: each migration is carried out by one of them, and all end with the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import qschema
from tests.migrations.folder import Folder, schema_of
from tests.migrations.test_api import declare
from tests.servers import serving

RUNNERS = 4


def test_runners_that_wait_follow_one_another(tmp_path):
    fields = ("tenant", "year", "kind")
    folder = Folder(tmp_path)
    (tmp_path / "qschema.yaml").write_text("project: library\nschemas: [schema.yaml]\n")
    for number in range(1, len(fields) + 1):
        indexes = {field: {"type": "keyword"} for field in fields[:number]}
        schema = schema_of({"articles": {"payload_indexes": indexes}})
        folder.save(schema, fields[number - 1])
    declare(tmp_path, schema)
    with serving("--memory") as server, ThreadPoolExecutor(RUNNERS) as pool:
        runs = [pool.submit(qschema.apply, tmp_path, url=server.url, lock_timeout=120) for _ in range(RUNNERS)]
        for run in runs:
            run.result()
        done = qschema.history(tmp_path, url=server.url)
        assert [str(one.migration).split()[0] for one in done] == ["0001_tenant", "0002_year", "0003_kind"]
        assert [one.outcome for one in done] == ["done"] * 3
        assert qschema.plan(tmp_path, url=server.url).idle
