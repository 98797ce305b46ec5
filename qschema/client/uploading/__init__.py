"""Points in bulk on their way out: cut into batches, checked before the first byte, sent until each is acknowledged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qschema.client.lazy import lazily

if TYPE_CHECKING:
    from qschema.client.uploading.blocking import upload
    from qschema.client.uploading.event_loop import upload_async

__all__ = ["upload", "upload_async"]

__getattr__, __dir__ = lazily(__name__, {"upload": f"{__name__}.blocking", "upload_async": f"{__name__}.event_loop"})
