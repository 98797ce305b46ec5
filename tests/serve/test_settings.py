from __future__ import annotations

from pathlib import Path

import pytest

from qschema.serve.access import Keys
from qschema.serve.settings import ServeError, Settings
from tests.servers import Server


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (Settings(host="0.0.0.0"), "without a key"),
        (Settings(host="::"), "without a key"),
        (Settings(host="example.org"), "without a key"),
        (Settings(keys=Keys(full="")), "a key is empty"),
        (Settings(keys=Keys(full="a", read_only="")), "a key is empty"),
        (Settings(keys=Keys(read_only="a")), "nobody could write"),
        (Settings(certificate=Path(__file__)), "belong together"),
        (Settings(certificate=Path("/nowhere"), private_key=Path(__file__)), "no such file"),
    ],
)
def test_what_can_not_work_is_refused(settings, words):
    with pytest.raises(ServeError, match=words):
        settings.check()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_this_machine_alone_needs_no_key(host):
    Settings(host=host).check()


def test_everybody_may_come_with_a_key():
    Settings(host="0.0.0.0", keys=Keys(full="a")).check()


def refused(*options: object) -> str:
    """Start a server that doesn't start; return what it says."""
    server = Server(*options)
    code, complaints = server.end()
    assert (server.first_line, code) == ("", 1)
    return complaints


def test_an_address_that_is_taken(server):
    assert "can't listen at" in refused("--memory", "--port", server.url.rpartition(":")[2])


def test_a_folder_that_another_server_has(tmp_path):
    from tests.servers import serving

    with serving("--path", tmp_path) as first:
        assert f"process {first.worker()} has the folder open" in refused("--path", tmp_path)


def test_a_folder_that_is_none(tmp_path):
    (tmp_path / "something").write_text("else")
    assert "holds something else" in refused("--path", tmp_path)


def test_a_certificate_that_is_none(tmp_path):
    file = tmp_path / "certificate.pem"
    file.write_text("nothing")
    assert "the certificate can't be used" in refused("--memory", "--tls-cert", file, "--tls-key", file)


def test_memory_and_a_folder_contradict_each_other(tmp_path):
    assert "contradict each other" in refused("--memory", "--path", tmp_path)
