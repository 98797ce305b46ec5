"""How clients behave towards processes, event loops and interpreters."""

from __future__ import annotations

import asyncio
import copy
import os
import pickle
import subprocess
import sys
import threading

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient
from qschema.client.requests import GetCollections
from tests.client.transports.conftest import listed

BOTH = pytest.mark.parametrize("kind", [QdrantClient, AsyncQdrantClient])


def names(client: QdrantClient | AsyncQdrantClient) -> list[str]:
    async def ask() -> list[str]:
        return [found.name for found in (await client.get_collections()).collections]

    if isinstance(client, AsyncQdrantClient):
        return asyncio.run(ask())
    return [found.name for found in client.get_collections().collections]


def test_a_connection_is_used_again(web):
    with QdrantClient(web.url) as client:
        for _ in range(3):
            client.get_collections()
    assert len({seen.port for seen in web.seen}) == 1

    async def ask() -> None:
        async with AsyncQdrantClient(web.url) as client:
            for _ in range(3):
                await client.get_collections()

    web.seen.clear()
    asyncio.run(ask())
    assert len({seen.port for seen in web.seen}) == 1


def test_threads_share_a_client(web):
    found: list[list[str]] = []
    with QdrantClient(web.url, pool_size=2) as client:
        threads = [threading.Thread(target=lambda: found.append(names(client))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [["a"]] * 8


def test_a_client_may_move_to_another_event_loop(web):
    # in a process of its own: what a loop leaves open when it ends is reported later, to whoever comes next
    code = f"""
import asyncio
from qschema.client import AsyncQdrantClient
client = AsyncQdrantClient({web.url!r})
async def ask():
    print(len((await client.get_collections()).collections))
asyncio.run(ask())
asyncio.run(ask())
asyncio.run(client.close())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1\n1\n", "")


@BOTH
@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda client: pickle.loads(pickle.dumps(client))])
def test_copies_make_their_own_connections(web, kind, copied):
    client = kind(web.url, api_key="k", https=False, headers={"x-trace": "7"}, retries=1)
    twin = copied(client)
    assert twin.init_options == client.init_options
    assert twin._transport is not client._transport
    assert repr(twin) == repr(client)
    asyncio.run(client.close()) if kind is AsyncQdrantClient else client.close()

    async def ask() -> None:
        await twin.send(GetCollections())
        await twin.close()

    if kind is AsyncQdrantClient:
        asyncio.run(ask())
    else:
        names(twin)
        twin.close()
    assert web.seen[0].headers["x-trace"] == "7"
    assert web.seen[0].headers["api-key"] == "k"


@BOTH
def test_a_copy_of_a_subclass_keeps_what_it_added(kind):
    class Mine(kind):
        def __init__(self, place: str) -> None:
            super().__init__(f"http://{place}")
            self.place = place

    twin = copy.copy(Mine("db"))
    assert type(twin) is Mine
    assert twin.place == "db"
    assert twin._transport._target.address.host == "db"


@BOTH
def test_copying_warns_no_second_time(kind):
    with pytest.warns(UserWarning, match="unencrypted"):
        client = kind("http://db", api_key="k")
    pickle.loads(pickle.dumps(client))


@BOTH
def test_an_engine_in_memory_doesnt_travel(kind):
    client = kind(":memory:")
    with pytest.raises(TypeError, match="in memory"):
        pickle.dumps(client)
    asyncio.run(client.close()) if kind is AsyncQdrantClient else client.close()


@BOTH
def test_a_client_of_a_folder_travels(kind, tmp_path):
    client = kind(path=tmp_path / "db")
    assert pickle.loads(pickle.dumps(client)).init_options == client.init_options


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_process_makes_its_own_connections(web):
    code = f"""
import os
from qschema.client import QdrantClient
client = QdrantClient({web.url!r}, check_compatibility=False)
client.get_collections()
client._transport._lock.acquire()  # as if another thread were just opening something
child = os.fork()
if child:
    client._transport._lock.release()
    assert os.waitpid(child, 0)[1] == 0
client.get_collections()
client.close()
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    first, childs, parents = (seen.port for seen in web.seen)
    assert first == parents != childs


@pytest.mark.parametrize(
    "code",
    [
        "client = QdrantClient(URL); client.get_collections()",
        "client = QdrantClient(URL); client.get_collections(); del client",
        "QdrantClient(URL)",
        "QdrantClient(':memory:').get_collections()",
        "import builtins; builtins.kept = QdrantClient(URL); builtins.kept.get_collections()",
        "client = AsyncQdrantClient(URL)",
        "import asyncio\n"
        "async def ask():\n async with AsyncQdrantClient(URL) as client: await client.get_collections()\n"
        "asyncio.run(ask())",
    ],
)
def test_an_interpreter_that_exits_hears_nothing(web, code):
    program = f"from qschema.client import *\nURL = {web.answers(listed())!r}\n{code}"
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
