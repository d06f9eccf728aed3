"""The pace, as the server's own log shows it."""

import asyncio
from itertools import pairwise


def fetch_all(site, say, fetching, count, **settings):
    for number in range(count):
        site.routes[f"/{number}"] = say(b"<p>")

    async def at_once(fetcher):
        await asyncio.gather(*(fetcher.fetch(f"{site.url}/{number}") for number in range(count)))

    fetching(at_once, **settings)


def test_requests_to_one_host_keep_their_distance(site, say, fetching):
    fetch_all(site, say, fetching, 6, requests_per_second=10)
    times = sorted(request.at for request in site.log)
    assert len(times) == 7  # robots.txt takes its turn too
    # 0.6 s in steps of 0.1 s: a burst at the start would show here, the network's jitter does not.
    assert times[-1] - times[0] >= 0.55
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.05


def test_never_more_requests_at_once_than_the_settings_say(site, say, fetching):
    for number in range(8):
        site.routes[f"/{number}"] = say.raw(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n", b"<p>", pause=0.03
        )

    async def at_once(fetcher):
        await asyncio.gather(*(fetcher.fetch(f"{site.url}/{number}") for number in range(8)))

    fetching(at_once, concurrent_per_host=2)
    assert site.most_at_once == 2
