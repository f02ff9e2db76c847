# Klantkluis: every command a developer needs. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

TOOLS := .tools
UV := $(shell command -v uv 2>/dev/null || echo $(TOOLS)/bin/uv)
PYTHON_VERSION := $(shell cat .python-version)
BIN := .venv/bin
ENV := .venv/.installed

export PYTHONDONTWRITEBYTECODE :=

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(TOOLS)/bin/uv:
	@python3 -m venv $(TOOLS) && $(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check uv

$(ENV): requirements/development.txt pyproject.toml .python-version | $(if $(findstring $(TOOLS),$(UV)),$(TOOLS)/bin/uv)
	@$(UV) venv --quiet --allow-existing --python $(PYTHON_VERSION) .venv
	@$(UV) pip sync --quiet --python $(BIN)/python --compile-bytecode --require-hashes requirements/development.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

CATALOGUES := $(shell find src -name '*.po' 2>/dev/null)
COMPILED := $(CATALOGUES:.po=.mo)
%.mo: %.po | $(ENV)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

.PHONY: setup
setup: $(ENV) $(COMPILED) ## Install everything that the project needs, in .venv

.PHONY: run
run: setup ## Start the office with a demo company, and its shop
	@$(BIN)/klantkluis demo

.PHONY: test
test: setup browser ## Run every test, on SQLite and on PostgreSQL
	@$(BIN)/python tests/run.py

APT := DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends

# The shell is the same engine without windows around the pages, and where it is not to be had the
# whole browser does as well.
.PHONY: browser
browser:
	@command -v chromium-headless-shell >/dev/null || { apt-get update -qq && $(APT) chromium-headless-shell >/dev/null; } || command -v chromium >/dev/null || $(APT) chromium >/dev/null

.PHONY: check
check: setup ## Lint, types, layers, messages
	@$(BIN)/ruff format --check --quiet src tests || { $(BIN)/ruff format --check src tests; exit 1; }
	@$(BIN)/ruff check --quiet src tests
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/architecture

.PHONY: fix
fix: setup ## Format, and mend what can be mended by itself
	@$(BIN)/ruff format --quiet src tests
	@$(BIN)/ruff check --quiet --fix src tests

.PHONY: books
books: setup ## Check every invariant over all rows of the demo company
	@$(BIN)/klantkluis books

.PHONY: bench
bench: setup ## Measure office and shop: docs/SCALE.md says what each has to reach
	@for name in flow invoices search unlock pages einvoice-validate shop-pages checkout pull backup access erase sweep prove; do $(BIN)/klantkluis bench $$name --json || exit 1; done

.PHONY: messages
messages: setup ## Gather the texts to translate into the Dutch catalogues
	@$(BIN)/python tools/messages.py

.PHONY: inventory
inventory: setup ## Write docs/INVENTORY.md from what the rooms declare
	@$(BIN)/python tools/inventory.py

.PHONY: site-wheel
site-wheel: setup ## Build the wheel of the shop for the internet, in dist/
	@cd deploy/site && ../../$(BIN)/python -m hatchling build -t wheel -d ../../dist

.PHONY: lock
lock: | $(if $(findstring $(TOOLS),$(UV)),$(TOOLS)/bin/uv) ## Pin the requirements again, with hashes
	@for name in runtime site development; do $(UV) pip compile --quiet --python-version $(PYTHON_VERSION) --universal --generate-hashes --no-emit-index-url --no-header --upgrade requirements/$$name.in --output-file requirements/$$name.txt || exit 1; done
