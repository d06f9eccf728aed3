"""What only the machine that fetches may know: headers that some hosts ask for, and the proxy.

Every process that fetches reads them from its own environment. They are handed to no task, written to no file
and told in no message; `FetchSettings` holds everything that may be.
"""

import re
from typing import Annotated, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LEFT_OUT = "[left out]"
"""Stands in archives where a header's value is nobody's business."""
_OURS = frozenset(
    {
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "expect",
        "host",
        "if-modified-since",
        "if-none-match",
        "keep-alive",
        "range",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
    }
)
"""Headers that the fetcher answers for itself, and those that shape the connection."""
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")  # RFC 9110, section 5.6.2
_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e\t]{0,8000}[\x21-\x7e])?")
_PORTS = {"http": 80, "https": 443}

Headers = dict[str, SecretStr]


class PrivateSettings(BaseSettings):
    """Secrets of fetching, from the environment."""

    model_config = SettingsConfigDict(
        env_prefix="JOBPROFILES_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    extra_headers: Annotated[dict[str, Headers], Field(default_factory=dict)]
    """Headers by host, as JSON: {"careers.example": {"Authorization": "Bearer …"}}. A host is asked over https
    alone, unless it is written with http:// before it."""
    proxy: SecretStr | None = None
    """Proxy that requests to public hosts go through: "http://user:password@proxy.example:3128"."""

    @field_validator("extra_headers")
    @classmethod
    def _by_origin(cls, told: dict[str, Headers]) -> dict[str, Headers]:
        for where, headers in told.items():
            _check_headers(where, headers)
        return {_origin(where if "://" in where else f"https://{where}"): told[where] for where in told}

    @field_validator("proxy")
    @classmethod
    def _is_web_proxy(cls, proxy: SecretStr | None) -> SecretStr | None:
        if proxy is None or not proxy.get_secret_value().strip():
            return None
        place = _split(proxy.get_secret_value())
        if place is None or place.scheme not in _PORTS or place.path not in {"", "/"}:
            raise ValueError('expected an address like "http://user:password@proxy.example:3128"')
        return proxy

    @classmethod
    def none(cls) -> Self:
        """Return settings without any secret, whatever the environment holds."""
        return cls(extra_headers={}, proxy=None)

    def headers_for(self, url: str) -> dict[str, str]:
        """Return the headers that a request for `url` carries besides the fetcher's own, values and all."""
        if not self.extra_headers:
            return {}
        headers = self.extra_headers.get(_origin(url), {})
        return {name: value.get_secret_value() for name, value in headers.items()}


def _check_headers(where: str, headers: Headers) -> None:
    for name, value in headers.items():
        if not _NAME.fullmatch(name):
            raise ValueError(f"{where}: expected the name of a header, found {name[:100]!r}")
        if name.lower() in _OURS or name.lower().startswith("proxy-"):
            raise ValueError(f"{where}: the header {name} cannot be set")
        if not _VALUE.fullmatch(value.get_secret_value()):
            raise ValueError(f"{where}: the value of {name} is not one line of printable ASCII")


def _origin(address: str) -> str:
    place = _split(address)
    if place is None or place.scheme not in _PORTS or place.username is not None:
        raise ValueError('expected a host, such as "careers.example" or "http://127.0.0.1:8000"')
    return f"{place.scheme}://{place.hostname}:{place.port or _PORTS[place.scheme]}"


def _split(address: str) -> SplitResult | None:
    try:
        place = urlsplit(address.strip())
        usable = bool(place.hostname) and place.port != 0
    except ValueError:
        return None
    return place if usable else None
