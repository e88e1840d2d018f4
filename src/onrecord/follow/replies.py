"""What is replied to an ask where it stands: "There will be a vote in June", which by itself hardly promises anything, does if it is said by who was just asked for one."""

from onrecord.follow.actors import words_of
from onrecord.follow.drafts import Draft, generic, meet, own_words, who
from onrecord.follow.evidence import Scene, proper
from onrecord.follow.findings import Finding

NOT_LATER = 5  # sentences behind an ask in which few words say no to it
SOON = 2  # sentences behind an ask in which it is replied to by who was asked; where nobody is named as that, half as many


def replied_to(finding: Finding, scene: Scene) -> Draft | None:
    """The ask, told at most two sentences before a finding, to which who was asked replies by it; the latest, where there are several."""
    if finding.by is None:
        return None
    here = [d for d in scene.near if d.type == "ask" and d.place[0] == scene.told.article and 0 <= finding.sentence - d.place[1] <= SOON]
    open_ = [d for d in here if not any(event.kind == "refused" and event.article == scene.told.article for event in d.events)]  # what stands behind a refusal tells why
    asks = [d for d in open_ if _may_reply(finding, d, scene) and not own_words(d) & set(words_of(finding.by[0])) - generic()]
    return max(asks, key=lambda d: (d.place[1], d.number), default=None)


def said_no_to(finding: Finding, scene: Scene) -> Draft | None:
    """The ask that a clause refuses which says no and not to what ("So it's a no"): the last that its report tells, at most five sentences before, unless it was asked by who says so, or of somebody else."""
    from onrecord.follow.responses import says_no  # here, since its patterns are compiled when the first report is read, and not with the package

    if not says_no(finding.text, 0, len(finding.text), False):
        return None
    here = [d for d in scene.near if d.type == "ask" and d.place[0] == scene.told.article and 0 <= finding.sentence - d.place[1] <= NOT_LATER]
    last = max(here, key=lambda d: (d.place[1], d.number), default=None)
    if last is None or finding.by is None:
        return last
    own = who(finding.by[0], scene.spoken)
    return last if not (own_words(last) & set(words_of(finding.by[0])) - generic()) and (not last.others or not proper(finding.by) or meet(own, last.others)) else None


def _may_reply(finding: Finding, ask: Draft, scene: Scene) -> bool:
    """Whether it is said by who was asked, or where nobody is named as that, right behind the ask."""
    return meet(who(finding.by[0], scene.spoken), ask.others) if ask.others else finding.sentence - ask.place[1] <= SOON // 2  # type: ignore[index]
