"""A look at the installation: versions, the model card's figures, and the speed of this machine."""

import platform
import time
from collections.abc import Iterator
from importlib.metadata import version

from onrecord.pipeline import Extractor

PARTS = ("numpy", "onnxruntime", "tokenizers", "trafilatura", "py3langid", "charset-normalizer", "httpx", "sqlalchemy", "alembic", "typer", "rich")
SAMPLE = (
    'The harbour board of Lunde said on Monday that the north quay would stay closed until spring. "We will not open a quay that may give way," its chair, '
    "Marit Olsvik, told reporters, adding that the repairs had cost 1.2 million crowns so far. Fishermen urged the board to let small boats in.\n\n"
)
SECONDS = 2.0


def examine() -> Iterator[str]:
    """Lines for people; ModelError when the model is missing."""
    yield f"onrecord {version('onrecord')}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    yield "with " + ", ".join(f"{name} {version(name)}" for name in PARTS)
    extractor = Extractor()
    card = extractor.model.card
    yield f"model {card['name']}"
    figures_by_part = dict(card.get("figures", {}))
    speakers, acts = figures_by_part.pop("speakers", {}), figures_by_part.pop("acts", {})
    for name, figures in figures_by_part.items():
        low, high = figures["intervals"]["who_said_what"]
        yield f"  {name}: who said what {figures['who_said_what']} (95 % interval {low} to {high}), exact {figures['exact']}, quotations {figures['quotes']}; {figures['n']} statements in {figures['texts']} texts"
        if told := speakers.get(name):
            yield f"    speakers: name right {told['name']} % of those found, wrong name {told['wrong_name']} %; {told['n_gold']} statements in {told['texts']} texts"
        if told := acts.get(name):
            yield f"    acts: {told['model']['accuracy']} % right of those found, macro F1 {told['model']['macro_f1']}; {told['model']['n']} statements in {told['texts']} texts"
    report = SAMPLE * 8
    found = extractor.extract(report)
    yield f"reads a sample report: {len(found.statements)} statements"
    began, words = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS:
        extractor.extract(report)
        words += len(report.split())
    yield f"speed: {words / (time.perf_counter() - began):,.0f} words a second in one process"
