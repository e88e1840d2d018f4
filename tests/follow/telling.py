"""Reports with their statements told beforehand, so that what follows them up is tested without the model."""

from types import SimpleNamespace

from onrecord.extraction.statements import statement_id
from onrecord.identity import version_of
from onrecord.types import Article, Report, Speaker, Statement


class Told:
    """What Ingest needs of an Extractor: `say` makes a report, and what was said in it is found again."""

    def __init__(self):
        self.model, self.articles = SimpleNamespace(card={"name": "told-1"}), {}

    def say(self, id: str, published: str | None, *said: tuple[str | None, str], outlet: str = "The Post", before: str = "", kind: str = "person") -> Report:
        """Each of `said` is a speaker and a content; parts of a content that a cue stands between are parted by "|"."""
        text, statements = f"Report {id}. {before}\n", []
        for name, words in said:
            parts, content, source = words.split("|"), [], (len(text), len(text) + len(name or "It"))
            text += f"{name or 'It'} said: "
            cue = (source[1] + 1, source[1] + 5)
            for i, part in enumerate(parts):
                text += ", to applause, " * bool(i)
                content.append((len(text), len(text) + len(part)))
                text += part
            text += ".\n"
            statements.append((name, source, cue, tuple(content), kind))
        sha256 = version_of(text)
        found = tuple(
            Statement(statement_id(sha256, content, (cue,)), "direct", "said", (source,), (cue,), content, None, 0.9, Speaker(name, kind, 0.9, (source,)) if name else None)
            for name, source, cue, content, kind in statements
        )
        self.articles[text] = Article(id=id, text=text, sha256=sha256, model="told-1", language="en", statements=found, boilerplate=(), path=None, url=None, title=None, outlet=outlet, published=published)
        return Report(text, id=id, outlet=outlet, published=published)

    def extract_many(self, reports):
        for report in reports:
            yield self.articles[report.text]
