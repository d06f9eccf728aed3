"""The system's Chromium, cut off from the network."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Browser

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_KEPT = frozenset({"HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "TZ", "XDG_RUNTIME_DIR"})
_LONGEST_FOLDER = 60
"""Of temporary files: Chromium puts a socket in there, whose whole path may have 107 bytes."""
_NOWHERE = "http://127.0.0.1:9"
"""The discard port (RFC 863): nobody answers there."""
_ARGUMENTS = (
    # Whatever is not answered by us, from speculative connections to WebRTC, leads nowhere.
    f"--proxy-server={_NOWHERE}",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    # The same for Chromium and for its shell without a window.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--js-flags=--max-old-space-size=512",
)


class NoBrowser(Exception):
    """Pages cannot be rendered on this machine; the message says what to install."""


def browser_path(chosen: Path | None = None) -> Path:
    """Return where the browser is: the one `chosen`, or the system's Chromium; raises NoBrowser.

    Raises it as well where the package that drives the browser is not installed.
    """
    try:
        import playwright.async_api  # noqa: F401, PLC0415  (an extra, and slow to import)
    except ImportError as error:
        raise NoBrowser(
            "install jobprofiles with its extra \"render\": pip install --editable '.[render]'"
        ) from error
    found = str(chosen) if chosen else next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        raise NoBrowser(
            "found no Chromium: install it (Debian and Ubuntu: apt install chromium),"
            " or name it in JOBPROFILES_BROWSER"
        )
    if not os.access(found, os.X_OK) or Path(found).is_dir():
        raise NoBrowser(f"{found} is no program that can be run; set JOBPROFILES_BROWSER to a Chromium")
    return Path(found)


@asynccontextmanager
async def running_browser(path: Path) -> AsyncIterator["Browser"]:
    """Start a browser that reaches nothing by itself, and end it; raises NoBrowser where it does not start."""
    from playwright.async_api import Error, async_playwright  # noqa: PLC0415  (as above)

    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(
                executable_path=path,
                args=list(_ARGUMENTS),
                env=_environment(),
                # Chromium refuses to sandbox what root runs.
                chromium_sandbox=os.geteuid() != 0,
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
            )
        except Error as error:
            raise NoBrowser(f"{path} does not start ({_reason(error)})") from error
        try:
            yield browser
        finally:
            await browser.close()


def _environment() -> dict[str, str | float | bool]:
    """Return what the browser needs of this process's environment: pages run in it, and secrets stay out."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT}
    if len(kept.get("TMPDIR", "")) > _LONGEST_FOLDER:
        del kept["TMPDIR"]
    return {**kept}


def _reason(error: Exception) -> str:
    """Return the line that tells most of what Playwright says: what the browser died of, or its own first one."""
    lines = str(error).splitlines() or [type(error).__name__]
    return " ".join(next((line for line in lines if ":FATAL:" in line), lines[0]).split())[:300]
