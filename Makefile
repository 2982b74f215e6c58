# Samaan. `make demo` runs it on this machine, `make test` tests it; `make help` lists the rest.

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# What installing says is kept there, and shown when it fails.
QUIETLY := scripts/quietly $(VENV)/install.log
# Test processes at the same time.
JOBS ?= 2
# More words for the command: make demo ARGS="--port 9000 --reports 2000"
ARGS ?=

.PHONY: help setup dev demo demo-reset test lint format lock translations paper flows screenshots bench mutants proof sbom audit clean

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(BIN)/.base translations paper ## Install Samaan into .venv, from the locked dependencies

dev: $(BIN)/.dev translations paper ## The same, with the tools for tests and checks

demo: setup ## Run everything here with invented people; keeps its data
	@exec $(BIN)/samaan demo $(ARGS)

demo-reset: setup ## The same, beginning anew
	@exec $(BIN)/samaan demo --reset $(ARGS)

test: dev ## Run every test, those in the browser included
	@scripts/need /usr/bin/chromium chromium "the browser tests drive it"
	@scripts/need xgettext gettext "a test reads every word of the code with it"
	$(BIN)/pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

lint: dev ## Look for faults without running anything
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint samaan

format: dev ## Put Python and templates into their usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --reformat --quiet samaan

lock: dev ## Choose the newest allowed versions anew and pin them with their hashes
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
		--extra build --extra dev pyproject.toml -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
		--extra build -c requirements/dev.txt pyproject.toml -o requirements/base.txt

translations: | $(BIN)/.base
	@$(BIN)/python -m samaan.server.translations compile

paper: | $(BIN)/.base
	@scripts/need libpangoft2-1.0.so.0 libpangoft2-1.0-0 "pages are laid out for paper with it"
	@scripts/need libharfbuzz-subset.so.0 libharfbuzz-subset0 "pages on paper carry the letters they use"
	@scripts/need /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf fonts-dejavu-core "pages on paper are set in it"

flows: setup ## Draw the state diagrams anew into docs/flows
	@$(BIN)/python manage.py draw_flows

screenshots: dev ## Draw the main pages anew into docs/pages
	@scripts/need /usr/bin/chromium chromium "it draws the pages"
	$(BIN)/python -m scripts.screenshots $(ARGS)

bench: dev ## Measure speed with many cases; takes a while
	$(BIN)/python -m bench $(ARGS)

mutants: dev ## Change the code of access, vault and audit in a thousand ways; tests must notice (nightly, hours)
	$(BIN)/python -m scripts.mutants $(ARGS)

proof: dev ## The whole matrix, many stories and many calls, not the share of them that `make test` takes (nightly)
	SAMAAN_TEST_MATRIX=whole SAMAAN_TEST_STORIES=500 SAMAAN_TEST_CALLS=50 \
		$(BIN)/pytest -n $(JOBS) --dist loadfile tests/matrix tests/api/test_contract.py $(ARGS)

sbom: dev ## Write the list of all components, with their hashes, into build/sbom.json (CycloneDX)
	@mkdir -p build
	$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --of JSON -o build/sbom.json requirements/base.txt

audit: dev ## Look for published faults of the locked versions; needs the network, and fails where one cannot be looked up
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements/base.txt

clean: ## Remove the environment and caches; the data folder stays
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(BIN)/python:
	@scripts/make-venv $(VENV)

# The stamps are newer than the lock they were installed from.
$(BIN)/.base: requirements/base.txt pyproject.toml | $(BIN)/python
	@$(QUIETLY) "Installing the dependencies, a minute or two the first time" $(PIP) install --require-hashes -r requirements/base.txt
	@$(QUIETLY) "Installing Samaan" $(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(BIN)/.dev: requirements/dev.txt $(BIN)/.base
	@$(QUIETLY) "Installing the tools for tests and checks" $(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
