"""`jobprofiles demo`: run the main job on the bundled demo site."""

import os

from flows.commands.publish import print_summary, raise_if_refused, run_publish
from flows.demo_site.demo_server import HOST, DemoSite
from flows.run_settings import PREFIX


def demo(*, data: str | None = None) -> None:
    """Run the flow for the demo site and print what became of it.

    Parameters
    ----------
    data
        Folder of archive, runs and datasets (setting: JOBPROFILES_DATA; by default ./data).
    """
    with DemoSite() as site:
        # Settings that the flow and its workers read, as those of any other run.
        os.environ[f"{PREFIX}HOST_MAP"] = f'{{"{HOST}": "{site.address}"}}'
        # The site is ours and on this machine: it needs no pauses.
        os.environ[f"{PREFIX}REQUESTS_PER_SECOND"] = "200"
        os.environ[f"{PREFIX}CONCURRENT_PER_HOST"] = "8"
        report = run_publish("demo", data=data)
    print_summary(report)
    raise_if_refused(report)
