from __future__ import annotations

import trustme

from qschema.client import QdrantClient
from tests.servers import serving


def test_calls_over_tls(tmp_path):
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    trusted, certificate, key = (tmp_path / name for name in ("trusted.pem", "certificate.pem", "key.pem"))
    authority.cert_pem.write_to_path(trusted)
    issued.private_key_pem.write_to_path(key)
    for number, part in enumerate(issued.cert_chain_pems):
        part.write_to_path(certificate, append=number > 0)
    with serving("--memory", "--tls-cert", certificate, "--tls-key", key) as server:
        assert server.url.startswith("https://127.0.0.1:")
        with QdrantClient(server.url, verify=str(trusted)) as client:
            assert client.get_collections().collections == []
