"""No invented quotation is ever *as reported*: those in the project's own reports, changed by a program in sixteen ways."""

import json
import random
import re
from pathlib import Path

import pytest

import onrecord
from onrecord import Report

REPORTS = Path(__file__).parents[2] / "reports" / "train"
LEAST, EACH = 2_000, 160  # quotations, and how many of a way
OPPOSITE = {"more": "less", "less": "more", "all": "some", "never": "always", "always": "never", "before": "after", "after": "before", "first": "last", "last": "first", "good": "bad", "new": "old", "up": "down", "over": "under",
            "open": "closed", "every": "no", "and": "or", "or": "and", "with": "without", "against": "for", "must": "may", "can": "must", "should": "need", "this": "that", "their": "our", "we": "they", "they": "we"}  # fmt: skip
TENSES = {"will": "would", "would": "will", "is": "was", "was": "is", "are": "were", "were": "are", "has": "had", "have": "had", "had": "has", "does": "did", "did": "does", "do": "did", "said": "says", "be": "been"}
NOT = {"not", "no", "never", "nobody", "nothing", "cannot", "don't", "won't", "didn't", "isn't", "doesn't", "can't", "wouldn't"}


def inner(words, wanted):
    """Places of words that have another on either side."""
    return [i for i in range(1, len(words) - 1) if wanted(bare(words[i]))]


def bare(word: str) -> str:
    return word.strip("“”\"'‘’.,;:!?()").replace("’", "'").casefold()


def replaced(words, i, new):
    return None if i is None else [*words[:i], *([new] if isinstance(new, str) else new), *words[i + 1 :]]


def changes(words, rng, names, others):
    """Each way to change a quotation, by name: the words, or None where it cannot be done."""

    def one(wanted):
        places = inner(words, wanted)
        return rng.choice(places) if places else None

    number, negation, tense, opposite = one(lambda w: w.isdigit()), one(NOT.__contains__), one(TENSES.__contains__), one(OPPOSITE.__contains__)
    name = one(lambda w: w in names)
    middle = rng.randrange(1, len(words) - 1)
    verb = one(lambda w: w in {"will", "would", "is", "are", "was", "were", "has", "have", "had", "can", "could", "should", "must"})
    plural = one(lambda w: len(w) > 4 and w.isalpha() and w.endswith("s"))
    joint = rng.randrange(2, len(others) - 1) if len(others) > 4 else None
    yield "a number", number and replaced(words, number, str(int(bare(words[number]).translate({ord(c): None for c in "²³¹"}) or 0) + rng.choice((1, 10, 100))))
    yield "a nought more", number and replaced(words, number, bare(words[number]) + "0")
    yield "a negation dropped", negation and replaced(words, negation, [])
    yield "a negation added", verb and replaced(words, verb, [words[verb], "not"])
    yield "an ellipsis over a negation", negation and replaced(words, negation, "…")
    yield "an ellipsis over a word", replaced(words, middle, "[…]")
    yield "a name", name and replaced(words, name, rng.choice([n.title() for n in sorted(names) if n != bare(words[name])]))
    yield "a tense", tense and replaced(words, tense, TENSES[bare(words[tense])])
    yield "an opposite", opposite and replaced(words, opposite, OPPOSITE[bare(words[opposite])])
    yield "a word dropped", replaced(words, middle, [])
    yield "a word added", replaced(words, middle, [words[middle], rng.choice(["hardly", "certainly", "reportedly", "twice"])])
    yield "two words turned", [*words[: middle - 1], words[middle], words[middle - 1], *words[middle + 1 :]]
    yield "a plural", plural and replaced(words, plural, bare(words[plural])[:-1])
    yield "another end", [*words[: middle + 1], *others[joint:]] if joint else None
    yield "two words written as one", [*words[: middle - 1], bare(words[middle - 1]) + bare(words[middle]), *words[middle + 1 :]]
    yield "an editor's word", replaced(words, middle, [f"[{words[middle]}", "sic]"])


def plain(words) -> str:
    return " " + " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)*|[%€$£]", " ".join(words).replace("’", "'").casefold())) + " "


@pytest.fixture(scope="module")
def kept(tmp_path_factory, extractor):
    reports = [Report(path.read_text(encoding="utf-8"), id=path.stem, published="2026-03-05") for path in sorted(REPORTS.glob("*.txt"))[:60]]
    with onrecord.open(tmp_path_factory.mktemp("invented") / "record.db") as record:
        record.ingest(*reports, extractor=extractor)
        yield record


def test_no_invented_quotation_is_as_reported(kept):
    rng = random.Random(7)
    hits = [(hit.article, hit.statement) for hit in kept.search(limit=1000).hits]
    texts = {article: kept.article(article).text for article in {article for article, _ in hits}}
    said = [" ".join(texts[article][a:b] for a, b in s.content).split() for article, s in hits]
    everything = "".join(map(plain, said))
    names = {bare(w) for words in said for w in words[1:] if w[:1].isupper() and bare(w).isalpha() and len(bare(w)) > 3}
    quotations = [words for words in said if 5 <= len(words) <= 40]
    tried: dict[str, int] = {}
    wrong = []
    rng.shuffle(quotations)
    for n, words in enumerate(quotations):
        if sum(tried.values()) > LEAST + 100:
            break
        for way, changed in changes(words, rng, names, quotations[n - 1]):
            if not changed or plain(changed) in everything or plain(changed) == plain(words) or tried.get(way, 0) >= EACH:
                continue
            tried[way] = tried.get(way, 0) + 1
            done = kept.check(" ".join(changed))
            if done.verdict in ("as_reported", "other_speaker", "other_occasion"):
                wrong.append((way, " ".join(changed), json.dumps([m.statement for m in done.matches])))
    assert wrong == []
    assert sum(tried.values()) >= LEAST and sum(count >= 20 for count in tried.values()) >= 10, tried


def test_what_was_said_is_as_reported(kept):
    for hit in kept.search(limit=1000).hits[::4]:
        text, content = kept.article(hit.article).text, hit.statement.content
        words = " … ".join(text[a:b] for a, b in content)
        if any(c.isalnum() for c in words):
            assert kept.check(words.upper().replace("“", '"').replace(" ", "\n")).verdict == "as_reported", words
