"""Measure the ledger on stories with a gold ledger: each is ingested into a record of its own, and what `onrecord ledger` prints as of the story's day is scored.

    python training/evaluate_ledger.py STORIES_DIR [--baseline] [--keep OUT_DIR]

STORIES_DIR holds a folder a story: reports.jsonl and gold.json.  The scorer is `score_records.py` of `$ONRECORD_DATA/../eval` where it lies there; else the same measures without optional
alternatives.  --baseline measures keyword search instead: each sentence with promise, pledge, vow or will is a pledge, and joins an earlier one where their words are alike by rapidfuzz.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from stories import alike

KEYWORDS = re.compile(r"\b(?:promis\w*|pledg\w*|vow\w*|will)\b", re.IGNORECASE)
ALIKE = 75  # of token_set_ratio


def predict(folder: Path, out: Path) -> None:
    """Through the command line, as a user would."""
    day = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["as_of"]
    with tempfile.TemporaryDirectory() as place:
        command = [sys.executable, "-m", "onrecord.cli", "--db", str(Path(place) / "story.db")]
        subprocess.run([*command, "ingest", str(folder / "reports.jsonl")], check=True, capture_output=True)
        done = subprocess.run([*command, "ledger", "--format", "jsonl", "--as-of", day], check=True, capture_output=True, text=True)
    out.write_text(done.stdout, encoding="utf-8")


def search_keywords(folder: Path, out: Path) -> None:
    """What a search for the usual words and fuzzy matching find."""
    from rapidfuzz.fuzz import token_set_ratio

    from onrecord.follow.clauses import find_sentences

    rows: list[dict] = []
    for report in sorted(map(json.loads, (folder / "reports.jsonl").read_text(encoding="utf-8").splitlines()), key=lambda r: (r["published"], r["id"])):
        for sentence in find_sentences(report["text"]):
            words = report["text"][sentence.start : sentence.end]
            if not KEYWORDS.search(words):
                continue
            event = {"article": report["id"], "span": [sentence.start, sentence.end], "date": report["published"], "kind": "pledged"}
            like = next((row for row in rows if token_set_ratio(row["words"], words) >= ALIKE), None)
            if like:
                like["events"].append(event | {"kind": "reaffirmed"})
            else:
                rows.append({"id": f"{report['id']}-{sentence.start}", "type": "pledge", "maker": None, "amount": None, "due": None, "answers": None, "status": "open", "words": words, "events": [event]})
    out.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def scorer() -> Path | None:
    data = os.environ.get("ONRECORD_DATA")
    path = Path(data).parent / "eval" / "score_records.py" if data else None
    return path if path and path.is_file() else None


def score(out: Path, stories: Path) -> dict:
    """Commitments found by type and shared evidence, F1; F1 of evidence put to the right commitment; status and date of those found, in percent."""
    c = dict.fromkeys(("gold", "pred", "found", "ev_gold", "ev_pred", "ev_hit", "ev_ok", "date", "status"), 0)
    for folder in sorted(p for p in stories.iterdir() if (p / "gold.json").exists()):
        texts = {r["id"]: r["text"] for r in map(json.loads, (folder / "reports.jsonl").read_text(encoding="utf-8").splitlines())}
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["commitments"]
        pred = [json.loads(line) for line in (out / f"{folder.name}.jsonl").read_text(encoding="utf-8").splitlines()]
        places = [[[(e["article"], texts[e["article"]].index(q), texts[e["article"]].index(q) + len(q)) for q in (e["quote"], *e.get("also", ()))] for e in g["events"]] for g in gold]

        def hits(event: dict, spots: list) -> bool:
            return any(event["article"] == article and alike(event["span"], (start, end)) for article, start, end in spots)

        shared = {(i, j): n for i, g in enumerate(gold) for j, p in enumerate(pred) if g["type"] == p["type"] and (n := sum(any(hits(e, spots) for e in p["events"]) for spots in places[i]))}
        match: dict[int, int] = {}
        for (i, j), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
            if i not in match and j not in match.values():
                match[i] = j
        c["gold"], c["pred"], c["found"] = c["gold"] + len(gold), c["pred"] + len(pred), c["found"] + len(match)
        c["ev_gold"] += sum(not e.get("optional") for g in gold for e in g["events"])
        c["ev_pred"] += sum(len(p["events"]) for p in pred)
        for i, j in match.items():
            c["status"] += pred[j]["status"] == gold[i]["status"]
            c["ev_ok"] += sum(any(hits(e, spots) for spots in places[i]) for e in pred[j]["events"])
            for spots, event in zip(places[i], gold[i]["events"]):
                found = [e for e in pred[j]["events"] if hits(e, spots)]
                c["ev_hit"] += bool(found) and not event.get("optional")
                c["date"] += any(e["date"] == event["date"] for e in found) and not event.get("optional")
    precision, recall = c["ev_ok"] / max(1, c["ev_pred"]), c["ev_hit"] / max(1, c["ev_gold"])
    return {"commitments": round(200 * c["found"] / max(1, c["pred"] + c["gold"]), 1), "events": round(200 * precision * recall / max(1e-9, precision + recall), 1),
            "event_date": round(100 * c["date"] / max(1, c["ev_hit"]), 1), "status": round(100 * c["status"] / max(1, c["found"]), 1), "n": c["gold"], "n_events": c["ev_gold"]}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the ledger on stories with a gold ledger.")
    parser.add_argument("stories", type=Path)
    parser.add_argument("--baseline", action="store_true", help="keyword search and fuzzy matching instead")
    parser.add_argument("--keep", type=Path, help="a folder for what was printed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        out = options.keep or Path(place)
        out.mkdir(parents=True, exist_ok=True)
        for folder in sorted(p for p in options.stories.iterdir() if (p / "gold.json").exists()):
            (search_keywords if options.baseline else predict)(folder, out / f"{folder.name}.jsonl")
        if (script := scorer()) is not None:
            print(subprocess.run([sys.executable, str(script), "ledger", str(out), str(options.stories)], check=True, capture_output=True, text=True).stdout.strip())
        else:
            print(json.dumps(score(out, options.stories)))


if __name__ == "__main__":
    main()
