"""Write what the program makes of the examples, for tests/test_golden.py to compare: `make golden`.

One line a statement, in words instead of offsets, so that a change can be read.  Confidence is left out: it may move in the
last digits from one processor to another.
"""

from pathlib import Path

from onrecord import Extractor, Report, read
from onrecord.types import Article, Speaker

EXAMPLES = Path(__file__).parents[1] / "examples" / "reports"
GOLDEN = Path(__file__).parent / "golden"


def render(article: Article) -> str:
    numbers = {s.id: i for i, s in enumerate(article.statements, 1)}
    lines = [f"boilerplate: {article.text[a:b]}" for a, b in article.boilerplate]
    for s in article.statements:
        within = f" in {numbers[s.within]}" if s.within else ""
        lines.append(f"{numbers[s.id]}{within} {s.kind} {s.mode}: [{article.words(s.source)}] <{article.words(s.cue)}> {article.words(s.content)}{described(s.speaker)}".replace("\n", "\\n"))
    return "".join(line + "\n" for line in lines)


def described(speaker: Speaker | None) -> str:
    if speaker is None:
        return ""
    told = [part.text for part in (speaker.role, speaker.organization) if part] + ([speaker.country.code] if speaker.country else [])
    return f" = {speaker.name} ({', '.join([speaker.kind, *told])})"


def examples() -> list[Path]:
    return sorted(p for p in EXAMPLES.iterdir() if p.suffix in (".txt", ".html"))


def extract_example(path: Path, extractor: Extractor) -> Article:
    (report,) = read(str(path))
    assert isinstance(report, Report)
    return extractor.extract(report)


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for path in examples():
        (GOLDEN / f"{path.stem}.txt").write_text(render(extract_example(path, Extractor())), encoding="utf-8")
