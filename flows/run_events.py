"""What a run tells Prefect's automations: published, unchanged, refused, drifted."""

from prefect.events import emit_event

from schemas.run_report import RunReport


def emit_outcome(report: RunReport) -> None:
    """Emit `jobprofiles.<outcome>` about the source's dataset, and `jobprofiles.drifted` where it has drifted.

    The resource is `jobprofiles.dataset.<source>`; the payload has the headline, the version, counts and reasons.
    """
    source = report.request.source
    resource = {"prefect.resource.id": f"jobprofiles.dataset.{source}", "prefect.resource.name": source}
    payload = {
        "headline": report.headline(),
        "version": report.version,
        "counts": report.counts.model_dump(),
        "reasons": [str(reason) for reason in report.reasons],
        "drift": list(report.drift),
        "path": str(report.path),
    }
    emit_event(f"jobprofiles.{report.outcome}", resource, payload=payload)
    if report.drift:
        emit_event("jobprofiles.drifted", resource, payload=payload)
