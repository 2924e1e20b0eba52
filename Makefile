# Recital. `make run` shows the demo; `make test` is what CI runs.

PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check audit bench browser clean

help: ## Show what can be done
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: .venv/.ready ## Create .venv with the pinned packages (called by the others)

setup-dev: .venv/.ready-dev ## Add what tests and checks need

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Recital needs Python 3.11 or newer; name it with make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.ready: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.ready-dev: requirements-dev.txt .venv/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: setup ## Serve on 127.0.0.1:8501 (PORT=…), with the demo organisation when there is no register
	$(BIN)/python -m governance serve --port $(PORT)

check: setup-dev ## Lint, format, types, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive governance pages app.py
	$(BIN)/python -m pytest -q tests/unit/test_imports.py

audit: setup-dev ## Look the pinned packages up among published vulnerabilities (needs a network)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-audit.txt
	$(BIN)/pip-audit --requirement requirements.txt --no-deps --disable-pip --strict

browser: setup-dev ## Install Chromium and Chinese fonts if they are missing
	scripts/install-browser

test: browser check ## Everything: checks, then the whole suite with a real browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

bench: setup-dev ## Measure what it costs; a table and JSON
	$(BIN)/python -m benchmarks

clean: ## Remove .venv and caches; the register in var/ stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
