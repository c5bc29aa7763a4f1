# Needs python3 (3.11 or newer) with venv; everything else is installed into .venv from the package index.
PYTHON ?= python3
BIN := .venv/bin
SOURCES := verify tests benchmarks

.PHONY: run setup setup-test test check lint types bench clean

run: .venv/.run            ## set up, check seeds/, write reports/
	$(BIN)/verify check seeds/ --exit-zero

setup: .venv/.dev          ## everything a developer needs

test: .venv/.test .venv-pywb/.ready   ## set up and run the tests
	$(BIN)/python -m pytest -n 2

check: .venv/.dev .venv-pywb/.ready   ## format, lint, types, import contracts, tests
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2

bench: .venv/.dev          ## accuracy and speed, figures printed
	@failed=0; for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || failed=1; done; exit $$failed

clean:
	rm -rf .venv .venv-pywb .venv-peers

.venv/bin/python:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'

.venv/.run: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/.test: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable . --group test
	@touch $@

.venv/.dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@ .venv/.test .venv/.run

# pywb pins other versions of our libraries, so the real archive of the tests lives in an environment of its own.
.venv-pywb/.ready:
	$(PYTHON) -m venv .venv-pywb
	.venv-pywb/bin/python -m pip install --quiet pywb==2.10.0
	@touch $@
