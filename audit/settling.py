"""What people decided about the finding that a verdict is.

`late` and `not_found` are one statement each, and a person may have found that it does not hold.
Then the verdict is what the evidence leaves without it: a report that was found and that nothing
shows to be late is `published`; one that nobody may say was absent is `unobservable`. The finding
itself stays as it was stated, for a decision may be taken back.

A decision is about the finding, whenever the audit is of and whenever it was made.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from audit.days import in_words
from audit.deciding import Judgement
from audit.fingerprints import fingerprint
from model.finding import Decision, DecisionKind
from model.text import Text
from model.verdict import Reason, Verdict, VerdictRecord
from model.words import VERDICTS

Decided = Mapping[str, Decision]
"""Fingerprint → the decision that counts."""
NOTHING_DECIDED: Decided = {}

_RESTS_ON = {Verdict.LATE: "publication.late", Verdict.NOT_FOUND: "publication.not_found"}


def last_words(decisions: Iterable[Decision]) -> Decided:
    """`decisions` are oldest first; notes decide nothing."""
    return {one.fingerprint: one for one in decisions if one.kind is not DecisionKind.NOTE}


def settled(judgement: Judgement, decided: Decided) -> Judgement:
    """The verdict as it stands after what people decided."""
    said = dismissal(judgement, decided)
    if said is None:
        return judgement
    return replace(judgement, record=_without(judgement.record, said))


def dismissal(judgement: Judgement, decided: Decided) -> Decision | None:
    """The decision by which what the verdict states does not hold, where there is one."""
    rule = _RESTS_ON.get(judgement.record.verdict)
    for finding in judgement.findings:
        said = decided.get(fingerprint(finding)) if finding.rule == rule else None
        if said is not None and said.kind is DecisionKind.DISMISS:
            return said
    return None


def _without(record: VerdictRecord, said: Decision) -> VerdictRecord:
    explanation = _explained(record, said)
    if record.verdict is Verdict.LATE:
        return replace(record, verdict=Verdict.PUBLISHED, explanation=explanation)
    return replace(
        record,
        verdict=Verdict.UNOBSERVABLE,
        reason=Reason.SET_ASIDE,
        graded=False,
        explanation=explanation,
    )


def _explained(record: VerdictRecord, said: Decision) -> Text:
    """Without the person's name: it stands beside the decision, where that is shown."""
    word, before, at = VERDICTS[record.verdict], record.explanation, in_words(said.at)
    return Text(
        f"审核曾得出“{word.zh}”，经人于{at}（北京时间）核对，认为不成立，故不作此结论；"
        f"当时的依据：{before.zh}",
        f"the audit gave “{word.en}”; a person looked at it on {at} (Beijing time) and found that "
        f"it does not hold, so this is not said; it rested on this: {before.en}",
    )
