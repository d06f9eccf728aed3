"""The other side of `make bench-fetch`: `python -m benchmarks.scrapy_to_gzip URLS FOLDER CONCURRENCY`.

Scrapy fetches the addresses in URLS, one a line, and writes each body gzipped into a file of its own. It obeys
robots.txt as we do, and keeps its defaults otherwise. Ends with 1 where a page did not arrive.
"""

import gzip
import sys
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class PageSpider(scrapy.Spider):  # type: ignore[misc]
    """Writes down every page that it is sent to."""

    name = "pages"

    def __init__(self, folder: Path, **options: Any) -> None:
        super().__init__(**options)
        self._folder = folder
        self.written = 0

    def parse(self, response: Response) -> None:
        """Write the body of an answer."""
        name = response.url.rpartition("/")[2]
        with gzip.open(self._folder / f"{name}.gz", "wb") as file:
            file.write(response.body)
        self.written += 1


def main() -> int:
    """Fetch the pages; 0 where all arrived."""
    urls, folder, concurrency = (
        Path(sys.argv[1]).read_text("ascii").split(),
        Path(sys.argv[2]),
        int(sys.argv[3]),
    )
    folder.mkdir(parents=True)
    process = CrawlerProcess(
        {
            "CONCURRENT_REQUESTS": concurrency,
            "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
            "ROBOTSTXT_OBEY": True,
            "LOG_LEVEL": "WARNING",  # a line a page would only make it slower
            "TELNETCONSOLE_ENABLED": False,
        }
    )
    crawler = process.create_crawler(PageSpider)
    process.crawl(crawler, folder=folder, start_urls=urls)
    process.start()
    written = getattr(crawler.spider, "written", 0)
    if written != len(urls):
        print(f"Scrapy wrote {written} of {len(urls)} pages.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
