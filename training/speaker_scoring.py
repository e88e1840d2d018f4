"""How right speakers are against annotated ones.

A gold statement is found when some statement's content overlaps with its own by 40 % or more of their characters (intersection over union).  Of
those found: name is right when it is one of the acceptable ones, but for case, article and possessive; resolved is the same where the source
shares no word with the name; wrong_name: a name is given and is wrong; role: role or organization right where the gold has one.
"""

from collections import Counter

from speaker_annotation import normal

FOUND = 0.4


def characters(spans) -> set[int]:
    return {i for s, e in spans for i in range(s, e)}


def overlap(a, b) -> float:
    a, b = characters(a), characters(b)
    return len(a & b) / len(a | b) if a | b else 1.0


def says(text: str, span, wanted) -> bool:
    """Whether a span has the words of a wanted one, or is a part of it that has no other words."""
    words = normal(text[slice(*span)])
    return any(normal(text[a:b]) == words or (a < span[1] and span[0] < b and set(words.split()) <= set(normal(text[a:b]).split())) for a, b in wanted)


def counts_of(text: str, gold: list[dict], readings: list[list[dict | None]], found: list[dict]) -> tuple[Counter, list[tuple[float, bool]]]:
    """What one text adds to every figure, and (confidence, right) of each name that is given."""
    c: Counter = Counter()
    judged = []
    for row, speakers in zip(gold, readings):
        best = max(found, key=lambda s: overlap(s["content"], row["content"]), default=None)
        names = {normal(text[a:b]) for r in speakers if r for a, b in r["names"]} | ({""} if None in speakers else set())
        source = set(normal(" ".join(text[a:b] for a, b in row["source"])).split())
        c["gold"] += 1
        if best is None or overlap(best["content"], row["content"]) < FOUND:
            continue
        told = best.get("speaker") or {}
        right = normal(told.get("name") or "") in names
        c.update(found=1, name=right, wrong_name=bool(told) and not right, kind=told.get("kind") in {r["kind"] for r in speakers if r} or (not told and None in speakers))
        if not any(source & set(name.split()) for name in names):
            c.update(indirect=1, resolved=right)
        wanted = [part for r in speakers if r for part in (r["role"], r["organization"]) if part]
        if wanted:
            given = [span for part in ("role", "organization") if told.get(part) for span in told[part]["spans"]]
            c.update(described=1, role=any(says(text, span, wanted) for span in given))
        if told:
            judged.append((told["confidence"], right))
    return c, judged


SHARES = {"found": "gold", "name": "found", "resolved": "indirect", "kind": "found", "wrong_name": "found", "role": "described"}


def figures(c: Counter) -> dict[str, float]:
    return {name: round(100 * c[name] / max(1, c[of]), 1) for name, of in SHARES.items()} | {f"n_{of}": c[of] for of in ("gold", "indirect", "described")}
