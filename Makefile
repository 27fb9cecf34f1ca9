# One word runs all checks: make. It wants the `dev` extra: pip install -e '.[dev]'

PYTHON = python

.PHONY: check lint types docs tests workflows format reference startup histories

check: lint types docs workflows tests

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types:
	$(PYTHON) -m mypy

docs:
	$(PYTHON) -m docs.build_cli --check

workflows:
	actionlint
	zizmor --offline --quiet --persona=pedantic .github
	$(PYTHON) -m tests.workflows

tests:
	$(PYTHON) -m pytest -n auto --cov --cov-report=term

# The tests try thirty of them; a thousand take five minutes.

histories:
	PAPERS_HISTORIES=1000 $(PYTHON) -m pytest tests/test_histories.py

# What changes files.

format:
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

reference:
	$(PYTHON) -m docs.build_cli
	$(PYTHON) -m tests.workflows --write

# Takes half a minute, and is only true on a quiet machine.

startup:
	$(PYTHON) benchmarks/startup.py
