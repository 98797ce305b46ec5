"""Moments: `google.protobuf.Timestamp`."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

from qschema.client.grpc.codecs.base import MessageError
from qschema.client.grpc.codecs.wire import VARINT, signed_varint, tag

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_SECOND = timedelta(seconds=1)
_SECONDS, _NANOS = tag(1, VARINT), tag(2, VARINT)
_NANOS_PER_SECOND = 10**9


class Times:
    """Reads and writes moments; one without a time zone is in UTC, and a day begins at midnight, as over REST."""

    def write(self, value: datetime | date) -> bytes:
        """Return the content of the message that a moment is."""
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        since = (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)) - _EPOCH
        seconds, rest = divmod(since, _SECOND)
        return b"".join((_SECONDS, signed_varint(seconds), _NANOS, signed_varint(rest.microseconds * 1000)))

    def read(self, message: Any) -> datetime:
        """Return the moment that a message is, in UTC.

        Raises:
            MessageError: It is no moment, or none that Python has.
        """
        if not 0 <= message.nanos < _NANOS_PER_SECOND:
            raise MessageError(f"{message.nanos} is no fraction of a second")
        try:
            return _EPOCH + timedelta(seconds=message.seconds, microseconds=message.nanos // 1000)
        except OverflowError as error:
            raise MessageError(f"{message.seconds} seconds are out of bounds") from error


class TimeTexts(Times):
    """Reads and writes moments that the models have as texts, without a time zone, as REST tells them."""

    def write(self, value: Any) -> bytes:
        """Return the content of the message that a text is."""
        return super().write(moment_of(value))

    def read(self, message: Any) -> Any:
        """Return the text that a message is."""
        return super().read(message).replace(tzinfo=None).isoformat()


class MomentTexts:
    """Reads moments that a message has as texts (RFC 3339); this package writes timestamps."""

    def write(self, value: datetime) -> bytes:
        """Return the text of a moment."""
        return value.isoformat().encode()

    def read(self, text: str) -> datetime:
        """Return the moment that a text is.

        Raises:
            MessageError: It is none.
        """
        return moment_of(text)


def moment_of(text: str) -> datetime:
    """Return the moment that a text is.

    Raises:
        MessageError: It is none.
    """
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as error:
        raise MessageError(f"{text!r} is no moment") from error
