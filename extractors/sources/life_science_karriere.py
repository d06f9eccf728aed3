"""life-science Karriere Services: job profiles for natural scientists, in WordPress with the Avada theme."""

from extractors.source import Source
from schemas.discovery import IndexPage

SOURCE = Source(
    id="life-science-karriere",
    name="life-science Karriere Services",
    licence=None,  # its pages name none
    language="en",
    # The live address is not known: it comes from --start-url or a setting.
    discover=IndexPage(url=None, links="main a[href]", pattern=r"/job-profiles/[^/]+/$"),
    # The stand-in host that saved pages carry until the live one is known.
    hosts=("karriere.life-science.example",),
)
