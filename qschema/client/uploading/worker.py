"""A process that sends batches: `python -m qschema.client.uploading.worker`, batches in, counts and errors out.

It ends when its input ends, that is with its parent, however that ends.
"""

from __future__ import annotations

import pickle
from contextlib import suppress
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any, BinaryIO

from qschema.client.children import pipes_to_parent
from qschema.client.errors import QdrantError
from qschema.client.frames import read_frame, write_frame
from qschema.client.transports.opening import open_server
from qschema.client.uploading.carrying import carry
from qschema.client.uploading.delivery import Delivery
from qschema.client.uploading.writing import form_of


def main() -> None:
    """Send batches until there are no more."""
    from_parent, to_parent = pipes_to_parent()
    with suppress(EOFError, BrokenPipeError):
        _work(from_parent, to_parent)


def _work(from_parent: BinaryIO, to_parent: BinaryIO) -> None:
    target, job = read_frame(from_parent)
    transport = open_server(target)
    batches: SimpleQueue[Any] = SimpleQueue()
    stop = Event()
    Thread(target=_read, args=(from_parent, batches, stop), daemon=True).start()
    while (batch := batches.get()) is not None:
        delivery = Delivery(batch, job, form_of(transport))
        try:
            carry(delivery, transport.send_once, stop, lambda count: write_frame(to_parent, (count, None)))
        except BrokenPipeError:
            raise
        except Exception as error:
            write_frame(to_parent, (None, _fit_to_send(error)))
        else:
            write_frame(to_parent, (None, None))
    transport.close()


def _read(from_parent: BinaryIO, batches: SimpleQueue[Any], stop: Event) -> None:
    """Read in a thread of its own, to learn at once when the parent is done or gone: nothing is repeated then."""
    with suppress(EOFError):
        while (said := read_frame(from_parent)) is not None:
            batches.put(said)
    stop.set()
    batches.put(None)


def _fit_to_send(error: Exception) -> Exception:
    """Return an exception that can be pickled: those of others may not be made for it."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return QdrantError(f"{type(error).__name__}: {error}")
    return error


if __name__ == "__main__":
    main()
