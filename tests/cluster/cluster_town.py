"""Reports of a town that is nowhere, and a pool of workers without a cluster: they work when they are asked, one after the other."""

import json

from onrecord.cluster.scheduling import Broken, Ended
from onrecord.cluster.working import Worker


def text(number: int) -> str:
    return f'The mayor of Tarn, Ida Holm, said on Monday that the {number} ferries would sail again. "We will not wait for winter number {number}," she told reporters. Fishermen urged the council to open pier {number}.'


def write_lines(path, numbers, *more: str) -> None:
    lines = [json.dumps({"id": f"{path.stem}-{n}", "text": text(n), "published": f"2026-03-{n % 28 + 1:02}"}) for n in numbers]
    path.write_text("\n".join([*lines, *more]) + "\n")


class Straight:
    """A Pool whose workers are objects of this process.  `fate` tells of a worker's number, a unit and the reports that are left out what becomes of it: None where it is made, else what is answered."""

    fate = staticmethod(lambda worker, unit, leave_out: None)

    def __init__(self, folder, limits, min_confidence):
        self.arguments = (folder.address, limits, min_confidence)
        self.answers, self.given, self.progress, self.started = [], [], {}, 0

    def start(self):
        self.started += 1
        worker = Worker(*self.arguments)
        self.answers.append((worker, worker.about()))
        return worker

    def give(self, worker, unit, careful, leave_out, last):
        self.given.append(unit.number)
        answer = self.fate(len(self.given), unit, leave_out)
        if answer is None:
            try:
                answer = worker.make(unit, careful, leave_out, last)
            except Exception as error:
                answer = Broken(str(error))
        self.answers.append((worker, answer))

    def end(self, worker):
        pass

    def wait(self):
        answers, self.answers = self.answers, []
        return answers

    def noted(self, unit):
        return None


__all__ = ["Ended", "Straight", "text", "write_lines"]
