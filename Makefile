# Every command sets up what it needs first, once: a virtual environment in .venv, with the versions of constraints.txt.

VENV := .venv
BIN := $(VENV)/bin
SCRAPY_VENV := .venv-scrapy
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)

# The build's own packages (hatchling) are held to the same versions as the product's.
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.PHONY: help run setup test lint types check quality bench bench-fetch bench-flow soak-fetch soak-flows soak-publish bench-catalogue hostile fuzz clean constraints
.DEFAULT_GOAL := help

help:  ## Show these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  %-18s %s\n", $$1, $$2 }'

run: $(VENV)/ready-to-run  ## Publish the bundled demo site as the dataset data/datasets/demo
	@$(BIN)/jobprofiles demo

setup: $(VENV)/ready-to-test  ## Set up the virtual environment with all that tests and linters need, once

# Two at a time, whole files each: most tests wait for servers and processes, and neighbours share what they set up.
test: $(VENV)/ready-to-test  ## Run all tests
	@$(BIN)/pytest -n 2 --dist loadfile

lint: $(VENV)/ready-to-test  ## Check style (ruff) and who imports whom (import-linter)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: $(VENV)/ready-to-test  ## Check types (mypy, strict)
	@$(BIN)/mypy

check: lint types test  ## Lint, types and tests: what CI runs

# Measuring: none of it is part of the product, and none of it changes anything. ARGUMENTS="--help" lists the options.
quality: $(VENV)/ready-to-run  ## Score what is read: of a corpus (CORPUS=DIR) and of the repository's own pages
	@$(BIN)/python -m benchmarks.quality $(if $(CORPUS),--corpus '$(CORPUS)') $(ARGUMENTS)

bench: $(VENV)/ready-to-bench  ## Measure speed beside other libraries, on the pages of BENCH_PAGES=DIR
	@$(BIN)/python -m benchmarks.speed $(if $(BENCH_PAGES),--pages '$(BENCH_PAGES)') $(ARGUMENTS)

bench-fetch: $(VENV)/ready-to-run $(SCRAPY_VENV)/ready  ## Measure fetching and archiving beside Scrapy, from a server on loopback
	@$(BIN)/python -m benchmarks.fetch_speed $(ARGUMENTS)

bench-flow: $(VENV)/ready-to-test  ## Measure re-extraction of 10,000 and 100,000 pages through the flow: overhead, memory, growth
	@$(BIN)/python -m benchmarks.flow_speed $(ARGUMENTS)

soak-fetch: $(VENV)/ready-to-test  ## Fetch 2,000 pages of which 200 misbehave, prove the pace, and watch memory over 20,000 pages
	@UNRULY_PAGES=2000 $(BIN)/pytest -q tests/flows/fetching/test_unruly_site.py tests/flows/fetching/test_runs_and_their_host.py
	@$(BIN)/python -m benchmarks.fetch_soak $(ARGUMENTS)

bench-catalogue: $(VENV)/ready-to-test  ## Measure how fast the catalogue of 10,000 profiles is written, opened and searched
	@$(BIN)/python -m benchmarks.catalogue_speed $(ARGUMENTS)

soak-flows: $(VENV)/ready-to-test  ## Kill runs, workers and servers at 24 seeded moments; read 5,000 pages in four ways; compare what comes of it
	@FLOW_KILLS=24 RUNNER_PAGES=5000 $(BIN)/pytest -q tests/flows/test_killed_runs.py tests/flows/test_task_runners.py $(ARGUMENTS)

soak-publish: $(VENV)/ready-to-test  ## Kill a run that publishes at 200 random moments, and read what it left
	@PUBLISH_KILLS=200 $(BIN)/pytest -q tests/output/test_crash_safety.py $(ARGUMENTS)

hostile: $(VENV)/ready-to-run  ## Measure time and memory of pages made to hurt
	@$(BIN)/python -m benchmarks.hostile $(ARGUMENTS)

fuzz: $(VENV)/ready-to-run  ## Read a million broken pages (FUZZ_INPUTS=N), and stop at the first that breaks a promise
	@$(BIN)/python -m benchmarks.fuzz $(if $(FUZZ_INPUTS),--inputs '$(FUZZ_INPUTS)') $(ARGUMENTS)

clean:  ## Remove the virtual environments, caches and what was built; data/ stays
	rm -rf $(VENV) $(SCRAPY_VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .fuzz
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@test -n '$(PYTHON)' || { echo 'jobprofiles needs Python 3.11 or newer, and none was found: install one, or name it as in "make run PYTHON=/path/to/python3.12".' >&2; exit 2; }
	@echo 'Setting up $(VENV), once: this takes about a minute.'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo '$(PYTHON) cannot make a virtual environment: install its venv package (Debian and Ubuntu: apt install python3-venv).' >&2; exit 2; }

$(VENV)/ready-to-run: pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/ready-to-test: pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --editable '.[test,lint]'
	@touch $@ $(VENV)/ready-to-run

# In two steps: pyproject.toml says why.
$(VENV)/ready-to-bench: pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --editable '.[bench]'
	@$(BIN)/python -m pip install --quiet --editable '.[bench-newspaper]'
	@touch $@ $(VENV)/ready-to-run

# Apart from the product's, so that neither decides the versions of the other.
$(SCRAPY_VENV)/ready: benchmarks/scrapy-requirements.txt
	@$(PYTHON) -m venv $(SCRAPY_VENV)
	@PIP_CONSTRAINT= PIP_BUILD_CONSTRAINT= $(SCRAPY_VENV)/bin/python -m pip install --quiet --requirement benchmarks/scrapy-requirements.txt
	@touch $@

# One list for every Python: the newest versions that the oldest can use, then what newer ones need besides.
constraints:  ## Write constraints.txt anew, from the newest versions that fit together
	@mkdir -p build && : > build/constraints.txt
	@for name in python3.11 python3.12 python3.13; do \
		$$name -c '' 2>/dev/null || { echo "left out: $$name is not installed" >&2; continue; }; \
		PIP_CONSTRAINT= PIP_BUILD_CONSTRAINT= $$name .ci/make_constraints.py build/constraints.txt || exit 1; \
	done
	@{ echo '# Exact versions of every package that jobprofiles, its tests, linters and benchmarks install: "make constraints" writes it.'; \
		LC_ALL=C sort --ignore-case build/constraints.txt; } > build/sorted.txt
	@mv build/sorted.txt constraints.txt && rm -rf build
	@echo "constraints.txt: $$(grep -c == constraints.txt) packages"
