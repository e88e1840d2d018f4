"""Every exception that onrecord raises on purpose, as a small tree with one base class."""


class OnrecordError(Exception):
    """Base class.  The message says what was wrong, where, and what to do."""


class InputError(OnrecordError):
    """An input could not be read; the rest of a batch is not affected.

    `name` is the input as it was given, `reason` what was wrong with it, `advice` what to do about it.  `source` is what would have to be read again:
    the file, where `name` is a line in it.
    """

    def __init__(self, name: str, reason: str, advice: str = "", source: str = ""):
        self.name, self.reason, self.advice, self.source = name, reason, advice, source
        super().__init__(name, reason, advice)

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}" + (f"; {self.advice}" if self.advice else "")


class LaterError(InputError):
    """An address that could not be fetched now, and may be later; `wait` is how many seconds it asks to be left alone, None where it does not say."""

    def __init__(self, name: str, reason: str, advice: str = "", source: str = "", wait: float | None = None):
        super().__init__(name, reason, advice, source)
        self.wait = wait


class TakenDown(InputError):
    """What was asked for was erased by a takedown; the reason tells when, by whom and why."""


class UsageError(OnrecordError):
    """An option or argument that cannot be used as given."""


def expect(value: object, kinds: type | tuple[type, ...], what: str) -> None:
    """Raises UsageError for a value of another kind; `what` says what it should be: "an id is a string"."""
    if not isinstance(value, kinds):
        raise UsageError(f"{what}, not {type(value).__name__}")


def expect_signed(who: object, why: object, what: str) -> None:
    """Raises UsageError where it is not told by whom, or why; `what` says what is kept with both: "a takedown is kept with who wanted it and why"."""
    if not all(isinstance(told, str) and told.strip() for told in (who, why)):
        raise UsageError(f"{what}: name both")


class ModelError(OnrecordError):
    """The model's files are missing or damaged."""


class RecordError(OnrecordError):
    """The record, which is a file, could not be opened, read or written."""
