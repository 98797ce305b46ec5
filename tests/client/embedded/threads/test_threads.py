"""Eight threads at once: each finds what it wrote, no call fails. `make soak` lets them work for a minute."""

from __future__ import annotations

from tests.client.embedded.threads.mixed import COLLECTIONS, Changer, Writer, all_at_once, prepare

WRITERS, CHANGERS, SECONDS = 6, 2, 60


def test_eight_threads_at_once(open_engine, pytestconfig):
    soak = pytestconfig.getoption("--hypothesis-profile") == "soak"
    engine = open_engine()
    prepare(engine)
    writers = [Writer(engine, number) for number in range(WRITERS)]
    changers = [Changer(engine, number) for number in range(CHANGERS)]
    done = all_at_once([*writers, *changers], rounds=25, seconds=SECONDS if soak else 0.0)
    print(f"{done} rounds")
    for name in COLLECTIONS:
        for writer in writers:
            writer.check(engine, name)
    engine.close()
    again = open_engine()
    for name in COLLECTIONS:
        for writer in writers:
            writer.check(again, name)
    again.close()
    for place in (again.folder / "collections").iterdir():
        names = sorted(path.name for path in place.iterdir())
        assert len(names) == 2, names
