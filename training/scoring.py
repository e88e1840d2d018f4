"""How right extracted statements are against annotated ones.

Statements are compared by the words (not characters) of their spans.  quotes: the contents' words overlap by half or more
(intersection over union), one to one; who_said_what: the sources do too, or both are empty; exact: all three roles alike.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence

from annotation import ROLES

WORD = re.compile(r"\w+(?:[’'.-]\w+)*")


def word_spans(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in WORD.finditer(text)]


def word_sets(words, statement) -> dict[str, frozenset[int]]:
    return {r: frozenset(i for i, (s, e) in enumerate(words) if any(s < y and e > x for x, y in statement[r])) for r in ROLES}


def iou(a, b) -> float:
    return len(a & b) / len(a | b) if a or b else 1.0


def match(text: str, gold: Sequence[dict], found: Sequence[dict]) -> tuple[list[tuple[int, int, bool, bool]], int, int]:
    """([(found index, gold index, source right, all exact), ...], number found, number of gold) of one text."""
    words = word_spans(text)
    g = [(i, w) for i, w in ((i, word_sets(words, s)) for i, s in enumerate(gold)) if w["content"]]
    f = [(i, w) for i, w in ((i, word_sets(words, s)) for i, s in enumerate(found)) if w["content"]]
    pairs = sorted(((iou(a["content"], b["content"]), p, q) for p, (_, a) in enumerate(f) for q, (_, b) in enumerate(g) if a["content"] & b["content"]), reverse=True)
    used_f, used_g, matched = set(), set(), []
    for value, p, q in pairs:
        if value >= 0.5 and p not in used_f and q not in used_g:
            used_f.add(p), used_g.add(q)
            a, b = f[p][1], g[q][1]
            matched.append((f[p][0], g[q][0], iou(a["source"], b["source"]) >= 0.5, all(a[r] == b[r] for r in ROLES)))
    return matched, len(f), len(g)


def f1(hit: float, found: float, gold: float) -> float:
    return round(200 * hit / (found + gold), 2) if found + gold else 0.0


def outermost(statements: Sequence[dict]) -> list[dict]:
    """Without statements that lie inside the one that their `within` names."""
    characters = {s.get("id"): {i for a, b in s["content"] for i in range(a, b)} for s in statements}
    return [s for s in statements if not (s.get("within") and all(i in characters.get(s["within"], ()) for a, b in s["content"] for i in range(a, b)))]


def counts_of(text: str, gold: Sequence[dict], found: Sequence[dict]) -> Counter:
    """What one text adds to every figure."""
    c: Counter = Counter()
    inner_gold, inner_found = [s for s in gold if s.get("within")], [s for s in found if s.get("within")]
    gold, found = outermost(gold), outermost(found)
    matched, n_found, n_gold = match(text, gold, found)
    c.update(found=n_found, gold=n_gold, quotes=len(matched), who_said_what=sum(m[2] for m in matched), exact=sum(m[3] for m in matched))
    direct_gold, direct_found = [i for i, s in enumerate(gold) if s.get("kind") == "direct"], [i for i, s in enumerate(found) if s.get("kind") == "direct"]
    if any("kind" in s for s in gold):
        c.update(direct_gold=len(direct_gold), direct_found=len(direct_found), direct=sum(gold[q]["kind"] == "direct" and found[p]["kind"] == "direct" for p, q, _, _ in matched))
        words = word_spans(text)
        for p, q, _, _ in matched:
            same = word_sets(words, found[p])["content"] == word_sets(words, gold[q])["content"]
            c.update(kind_n=same, kind=same and found[p]["kind"] == gold[q]["kind"], mode_n=1, mode=found[p]["mode"] == gold[q]["mode"])
        nested, n_found, n_gold = match(text, inner_gold, inner_found)
        c.update(nested_found=n_found, nested_gold=n_gold, nested=sum(m[2] for m in nested))
    return c


def figures(c: Counter) -> dict[str, float]:
    out = {name: f1(c[name], c["found"], c["gold"]) for name in ("quotes", "who_said_what", "exact")}
    out |= {"precision": round(100 * c["who_said_what"] / max(1, c["found"]), 2), "recall": round(100 * c["who_said_what"] / max(1, c["gold"]), 2), "n": c["gold"]}
    if c["mode_n"]:
        out |= {"direct": f1(c["direct"], c["direct_found"], c["direct_gold"]), "n_direct": c["direct_gold"], "kind": round(100 * c["kind"] / max(1, c["kind_n"]), 2),
                "n_kind": c["kind_n"], "mode": round(100 * c["mode"] / c["mode_n"], 2), "n_mode": c["mode_n"],
                "nested": f1(c["nested"], c["nested_found"], c["nested_gold"]), "n_nested": c["nested_gold"]}
    return out


def interval(per_text: Sequence[Counter], figure: Callable[[Counter], float], rounds: int = 1000, seed: int = 0) -> tuple[float, float]:
    """95 % bootstrap interval of a figure, resampling whole texts."""
    rng = random.Random(seed)
    values = sorted(figure(sum(rng.choices(per_text, k=len(per_text)), Counter())) for _ in range(rounds))
    return round(values[int(0.025 * rounds)], 2), round(values[int(0.975 * rounds)], 2)
