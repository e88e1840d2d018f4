"""On a real cluster of two workers: the whole run is killed once, and then one of the workers; what comes out is what one process makes."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from cluster_town import text, write_lines

import onrecord
from onrecord.export.formats import FORMATS

pytestmark = pytest.mark.cluster
PATIENCE = 400  # seconds, on a busy machine


def start(*arguments):
    command = [sys.executable, "-m", "onrecord.cli", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(what, running):
    until = time.monotonic() + PATIENCE
    while not (found := what()):
        if running.poll() is not None or time.monotonic() > until:
            pytest.fail(f"it did not come to that: {running.communicate() if running.poll() is not None else 'too slow'}")
        time.sleep(0.02)
    return found


def workers_of(process) -> list[int]:
    """The processes of the run's workers."""
    parents, workers = {}, []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit():
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                workers += [int(folder.name)] * ((folder / "cmdline").read_bytes().startswith(b"ray::Worker"))
        except OSError:
            continue

    def of_run(pid):
        return pid == process.pid or (pid in parents and of_run(parents[pid]))

    return [pid for pid in workers if of_run(pid)]


def exported(path, *sources) -> tuple[list[str], list]:
    with onrecord.open(path.with_suffix(".db")) as record:
        record.ingest(*map(str, sources))
        FORMATS["jsonl"](record.articles(), path)
        return sorted(path.read_text().splitlines()), [(error.source, error.name, error.reason) for error in record.failures()]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are found through /proc")
def test_killed_and_done_again_on_a_cluster(tmp_path):
    town, out = tmp_path / "in", tmp_path / "out"
    (town / "more").mkdir(parents=True)
    long = "\n\n".join(text(number) for number in range(16))
    write_lines(town / "a.jsonl", range(100), "broken")
    for number in range(12):
        (town / "more" / f"{number}.txt").write_text(f"{long}\n\n{text(number)}")
    arguments = ("extract", "--cluster", "local", "--workers", 2, town, tmp_path / "none.txt", "--out", out)

    run = start(*arguments)
    wait_for(lambda: list(out.glob("*.parquet")), run)
    run.kill()
    run.communicate()
    before = {path.name: path.stat().st_mtime_ns for path in out.glob("*.parquet")}

    left = set(out.glob(".*.part"))
    run = start(*arguments)
    wait_for(lambda: len(set(out.glob(".*.part")) - left) == 2, run)  # both are at work
    assert {os.getpriority(os.PRIO_PROCESS, pid) for pid in workers_of(run)} == {os.getpriority(os.PRIO_PROCESS, 0)}, "they come behind whatever else runs"
    os.kill(workers_of(run)[0], signal.SIGKILL)
    told, complaints = run.communicate(timeout=PATIENCE)
    assert re.sub(r"onrecord: \d+ of \d+ shards; .* \d workers\n", "", complaints) == (  # a line a minute
        "onrecord: 1 worker ended on the way; what had not been finished was done again\n"
        f"onrecord: {tmp_path}/none.txt: does not exist; check the address\n"
        f"onrecord: {town}/a.jsonl line 101: is not valid JSON (Expecting value); mend or remove the line\n"
    ), "and not a word of Ray's"
    assert run.returncode == 1
    shards = sorted(path.name for path in out.iterdir())
    found = re.fullmatch(r"112 reports with [\d,]+ statements in (\d+) of \1 shards, (\d+) of them there before; [\d.,]+ reports and [\d.,]+ words a second\n.*\n", told)
    assert found, told
    assert shards == [".onrecord-plan.json", *(f"shard-{n:06}.parquet" for n in range(1, int(found[1]) + 1))]
    assert int(found[2]) >= len(before) > 0 and {name: (out / name).stat().st_mtime_ns for name in before} == before, "what was there was not done again"
    ids = [id for path in out.glob("*.parquet") for id in pq.read_table(path)["id"].to_pylist()]
    assert len(ids) == len(set(ids)) == 112
    assert exported(tmp_path / "cluster.jsonl", out) == exported(tmp_path / "plain.jsonl", town)
