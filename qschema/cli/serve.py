"""`qschema serve`: an embedded instance behind Qdrant's own API."""

from __future__ import annotations

from pathlib import Path

import click

from qschema.cli.failures import UsageError
from qschema.cli.output import write
from qschema.cli.scope import Scope
from qschema.cli.table import command


@command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=6333, show_default=True, help="The port; 0 takes a free one.")
@click.option("--grpc-port", type=int, help="The port of gRPC; 0 takes a free one. Without it there is no gRPC.")
@click.option("--path", type=click.Path(path_type=Path), help="The folder of the instance; made if it isn't there.")
@click.option("--memory", is_flag=True, help="An instance that is forgotten at the end.  [default]")
@click.option(
    "--storage-snapshot",
    type=click.Path(path_type=Path),
    help="The file of a snapshot of a whole instance to begin with; the instance must be empty.",
)
@click.option("--prefix", default="", metavar="PATH", help="What stands before the path of every call.")
@click.option("--api-key", envvar="QSCHEMA_SERVE_API_KEY", help="The key that may do everything.")
@click.option("--read-only-api-key", envvar="QSCHEMA_SERVE_READ_ONLY_API_KEY", help="The key that may only read.")
@click.option("--tls-cert", type=click.Path(path_type=Path), help="The TLS certificate, with its chain, as PEM.")
@click.option("--tls-key", type=click.Path(path_type=Path), help="The private key of the certificate, as PEM.")
@click.option("--max-request-size-mb", default=32, show_default=True, help="The largest body that is read.")
@click.pass_obj
def run(
    scope: Scope,
    host: str,
    port: int,
    grpc_port: int | None,
    path: Path | None,
    memory: bool,
    storage_snapshot: Path | None,
    prefix: str,
    api_key: str | None,
    read_only_api_key: str | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    max_request_size_mb: int,
) -> int:
    """For development and CI: any client of Qdrant can talk to it.

    It listens on this machine alone unless --host says otherwise, and then wants a key. At Ctrl-C, or when it is
    terminated, it finishes the calls that are under way, and stops.
    """
    folder = path or scope.path
    if memory and folder is not None:
        raise UsageError("--memory and --path contradict each other", fix="give one of them")
    try:
        from qschema.serve.running import run as serve
    except ImportError as error:
        raise UsageError(
            f"the server needs a package that isn't there: {error.name}", fix="pip install 'qschema[serve]'"
        ) from error
    from qschema.serve.access import Keys
    from qschema.serve.settings import Settings

    settings = Settings(
        host=host,
        port=port,
        grpc_port=grpc_port,
        path=folder,
        storage_snapshot=storage_snapshot,
        keys=Keys(full=api_key, read_only=read_only_api_key),
        prefix="/" + prefix.strip("/") if prefix.strip("/") else "",
        certificate=tls_cert,
        private_key=tls_key,
        max_body=max_request_size_mb * 1024 * 1024,
    )

    def ready(url: str, grpc_url: str | None) -> None:
        write(f"Serving {folder or 'an instance in memory'} at {url}\n")
        if grpc_url is not None:
            write(f"gRPC at {grpc_url}\n")

    serve(settings, ready)
    return 0
