PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: run serve install postgresql chromium screenshot reference test lint bench bench-load bench-million golden figures clean

run: install  ## install, extract from the example reports, keep the example newsroom's in a record, show the result; in a terminal, serve it to a browser
	$(BIN)/onrecord extract examples/reports --format table
	$(BIN)/onrecord --db newsroom.db ingest examples/newsroom/plain/*/reports.jsonl
	$(BIN)/onrecord --db newsroom.db ledger --format table
	@if [ -t 0 ] && [ -t 1 ]; then echo 'The same in a browser, until Ctrl+C:'; $(BIN)/onrecord --db newsroom.db serve; fi

serve: install  ## the example reports in a browser
	mkdir -p build
	$(BIN)/onrecord --db build/examples.db ingest examples/reports examples/newsroom/*/*/reports.jsonl
	$(BIN)/onrecord --db build/examples.db serve

install: $(BIN)/onrecord

$(BIN)/onrecord: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[dev]'
	touch $@

lint: install
	$(BIN)/ruff check src training tests bench docs
	$(BIN)/mypy

postgresql:  ## Debian's PostgreSQL, for the tests, which start a server of their own; where it cannot be installed they fail, and say so
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || ! command -v apt-get >/dev/null || test "$$(id -u)" != 0 || \
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql)

chromium:  ## Debian's, for the tests of pages; where it cannot be installed they fail, and say so
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || ! command -v apt-get >/dev/null || test "$$(id -u)" != 0 || \
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium)

screenshot: install chromium  ## docs/browser.png and docs/review.png anew
	PYTHONPATH=tests:tests/browser $(BIN)/python tests/browser/screenshot.py

test: install lint postgresql chromium
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

bench: install  ## speed of the pipeline beside the bare encoder, start-up, memory; checking quotations, comparing reports, storing and telling speakers apart in records of growing size
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/checking.py --sizes 1000 10000
	$(BIN)/python bench/storing.py --synthetic 10000 100000 --without-utterances
	$(BIN)/python bench/speakers.py 10000
	$(BIN)/python bench/meaning.py 100000

bench-million: install  ## a record of a million statements: storing, size, queries, memory, start of commands, search by meaning; an hour or so, and two gigabytes
	$(BIN)/python bench/storing.py --synthetic 100000 1000000 --without-utterances
	$(BIN)/python bench/meaning.py 1000000

bench-load: install  ## pages and API of a record of a million statements, asked for at a steady rate beside an ingest worker; an hour or two, and a core to itself
	$(BIN)/python bench/load.py --statements 1000000

golden: install  ## write the golden files again, to be read before they are committed
	$(BIN)/python tests/golden.py

reference: install  ## docs/python.md and docs/commands.md anew, from the program
	$(BIN)/python docs/reference.py

figures: install  ## measure, and write the figures into the model card, the README and the model's own card
	$(BIN)/python training/figures.py

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
