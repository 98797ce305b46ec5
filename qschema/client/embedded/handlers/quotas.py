"""Limits on what the instance may use: they can be noted, and what is used is reported; nothing holds to them here."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.errors import NotInEngine
from qschema.client.embedded.figures import disk_percent, memory_percent
from qschema.client.embedded.files import Files
from qschema.client.embedded.handlers.table import Handlers

_NONE = models.QuotaConfig(enabled=False)
_noted: WeakKeyDictionary[Files, models.QuotaConfig] = WeakKeyDictionary()
"""What was asked for; not kept beyond the process, since what is switched off means nothing."""


def quotas(catalogue: Catalogue) -> models.QuotaConfig:
    """Return the limits of an instance, which are switched off."""
    return _noted.get(catalogue.files, _NONE)


def get_quotas(catalogue: Catalogue, request: requests.GetQuotas) -> models.QuotaStatus:
    """Report the limits, and what is used."""
    usage = models.QuotaUsage(
        resident_memory_percent=memory_percent(), disk_usage_percent=disk_percent(catalogue.folder)
    )
    return models.QuotaStatus(config=quotas(catalogue), usage=usage)


def update_quotas(catalogue: Catalogue, request: requests.UpdateQuotas) -> bool:
    """Note limits that are switched off; others would be promises that nobody keeps."""
    if request.body.enabled:
        raise NotInEngine("limits on memory and disk are not in the embedded engine", status=501, fix="enabled: false")
    _noted[catalogue.files] = request.body.model_copy(update={"enabled": False})
    return True


HANDLERS: Handlers = {requests.GetQuotas: get_quotas, requests.UpdateQuotas: update_quotas}
