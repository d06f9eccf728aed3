"""Cookies of one visit: some hosts set one, redirect to the same page, and show it to who brings the cookie back."""

import httpx

_MOST_COOKIES = 50


class VisitCookies:
    """What the hosts on the way to one page set: each is sent back to the very host that set it."""

    def __init__(self) -> None:
        self._jars: dict[str, httpx.Cookies] = {}
        self.brought_news = False
        """Whether the last answer set a cookie, or changed one."""

    def add_to(self, request: httpx.Request) -> None:
        """Add the cookies of the request's host to it, unless it has a header of that name from the settings."""
        jar = self._jars.get(request.url.host)
        if jar and "Cookie" not in request.headers:
            jar.set_cookie_header(request)

    def take_from(self, response: httpx.Response) -> None:
        """Keep what an answer sets; its `request` tells whose it is."""
        self.brought_news = False
        if "Set-Cookie" not in response.headers:
            return
        jar = self._jars.setdefault(response.request.url.host, httpx.Cookies())
        before = _told(jar)
        jar.extract_cookies(response)
        if len(jar) > _MOST_COOKIES:
            jar.clear()
        self.brought_news = _told(jar) != before


def _told(jar: httpx.Cookies) -> list[tuple[str, str, str, str | None]]:
    return [(cookie.domain, cookie.path, cookie.name, cookie.value) for cookie in jar.jar]
