"""What pages quote beside the originals, without what points to a person: see `web.masking`."""

from collections.abc import Iterable
from dataclasses import replace

from model.finding import Finding
from model.text import Text
from storage.database import StoredFinding
from web.masking import mask, masked
from web.reviewing.replies import Reply


def masked_text(text: Text) -> Text:
    return Text(mask(text.zh), mask(text.en))


def masked_finding(finding: Finding) -> Finding:
    return replace(
        finding,
        message=masked_text(finding.message),
        left=masked(finding.left),
        right=masked(finding.right),
        quotes=tuple(replace(quote, text=mask(quote.text)) for quote in finding.quotes),
    )


def masked_findings(found: Iterable[StoredFinding]) -> tuple[StoredFinding, ...]:
    """With what was decided of them."""
    return tuple(
        replace(
            one,
            finding=masked_finding(one.finding),
            decision=replace(one.decision, note=masked(one.decision.note))
            if one.decision
            else None,
        )
        for one in found
    )


def masked_replies(replies: Iterable[Reply]) -> tuple[Reply, ...]:
    return tuple(
        replace(
            one,
            said=replace(
                one.said,
                who=mask(one.said.who),
                text=mask(one.said.text),
                source=mask(one.said.source),
            ),
        )
        for one in replies
    )
