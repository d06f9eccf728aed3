"""Two automations for a Prefect server: tell people what went wrong, and end what died without a word.

    PREFECT_API_URL=http://127.0.0.1:4200/api python docs/automations.py https://hooks.example/careers

posts to that webhook when a run is refused by the quality gate, a source has drifted, or a run failed or crashed. An
example to start from: Prefect has blocks for mail, Slack and others, and every automation can be edited in its pages.
"""

import sys
from datetime import timedelta

from prefect.automations import Automation
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, SendNotification
from prefect.events.schemas.automations import EventTrigger, Posture

OUTCOMES = {"jobprofiles.refused", "jobprofiles.drifted"}
ENDS = {"prefect.flow-run.Failed", "prefect.flow-run.Crashed"}
HEARTBEAT = "prefect.flow-run.heartbeat"
SILENT = timedelta(seconds=600)
"""A run that lives gives a sign of life every three minutes (PREFECT_FLOWS_HEARTBEAT_FREQUENCY)."""


def notify(webhook: str) -> None:
    """Post to a webhook whenever somebody should look."""
    block = CustomWebhookNotificationBlock(
        name="jobprofiles", url=webhook, json_data={"subject": "{{subject}}", "text": "{{body}}"}
    )
    block_id = block.save("jobprofiles-webhook", overwrite=True)
    Automation(
        name="jobprofiles: tell people",
        trigger=EventTrigger(expect=OUTCOMES | ENDS, posture=Posture.Reactive, threshold=1),
        actions=[
            SendNotification(
                block_document_id=block_id,
                subject="{{ event.event }}: {{ event.resource.name or event.resource.id }}",
                body="{{ event.payload.headline or event.payload.validated_state.message }}",
            )
        ],
    ).create()


def end_silent_runs() -> None:
    """Mark a run as crashed whose process gives no sign of life any more: its machine may be gone."""
    Automation(
        name="jobprofiles: end silent runs",
        trigger=EventTrigger(
            after={HEARTBEAT},
            expect={HEARTBEAT, "prefect.flow-run.Completed", "prefect.flow-run.Cancelled", *ENDS},
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=SILENT,
        ),
        actions=[ChangeFlowRunState(state=StateType.CRASHED, message="no sign of life for ten minutes")],
    ).create()


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004  (the webhook and nothing else)
        sys.exit("usage: python docs/automations.py WEBHOOK")
    notify(sys.argv[1])
    end_silent_runs()
