# Needs Python 3.11 or newer and make; everything else is installed into .venv from the lock file.

PYTHON ?= python3 python3.13 python3.12 python3.11
PYTEST_WORKERS ?= auto
PYTEST_ARGS ?=
UPGRADE ?=
FAULT_MINUTES ?= 10

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
BENCH_STAMP := $(VENV)/.installed-bench
PIP := $(BIN)/python -m pip --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist worksteal

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test test-fast faults lint format types imports cover bench bench-large bench-detection docs lock wheel clean distclean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## Make .venv with the locked packages and the journeys command
	@echo "Ready: $(BIN)/journeys"

$(BIN)/python:
	@for candidate in $(PYTHON); do \
	  if "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    echo "Making $(VENV) with $$("$$candidate" --version)"; \
	    exec "$$candidate" -m venv --clear $(VENV); \
	  fi; \
	done; \
	echo "journeys needs Python 3.11 or newer, with its venv module. Tried: $(PYTHON)." >&2; \
	echo "Name yours: make install PYTHON=/path/to/python3.12" >&2; \
	exit 1

# Done again when what is locked or how we are packaged changes.
$(STAMP): requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing the locked packages"
	@$(PIP) install --quiet --quiet --require-hashes --requirement requirements.txt
	@$(PIP) install --quiet --quiet --no-build-isolation --no-deps --editable .
	@touch $@

# Rivals and oracles come in beside what the tests need, and stay out of every other run.
$(BENCH_STAMP): tests/bench/requirements.txt $(STAMP)
	@echo "Installing what the benchmarks compare with"
	@$(PIP) install --quiet --quiet --require-hashes --requirement tests/bench/requirements.txt
	@touch $@

demo: install ## Play the example stories
	@$(BIN)/journeys demo

test: lint types imports ## Everything that must hold: style, types, floors, tests and doctests
	$(PYTEST) $(PYTEST_ARGS)

test-fast: install ## The tests without the slow ones
	$(PYTEST) -m "not slow" $(PYTEST_ARGS)

faults: install ## Kill, cut and fill up both stores, ten minutes for each run
	$(BIN)/python -m tests.faults --minutes $(FAULT_MINUTES)

lint: install ## Check style and formatting
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: install ## Put style and formatting right
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: install ## Check types
	$(BIN)/mypy

imports: install ## Check that imports go down only
	$(BIN)/lint-imports

cover: install ## Measure branch coverage: 100 % of domain, 95 % of the rest
	$(PYTEST) --cov --cov-report= $(PYTEST_ARGS)
	$(BIN)/coverage report --include='domain/*' --fail-under=100
	$(BIN)/coverage report --include='projections/*,journeys/*' --fail-under=95

bench: install $(BENCH_STAMP) ## Measure speed on this machine
	$(BIN)/python -m tests.bench

bench-large: install $(BENCH_STAMP) ## Measure imports and questions with ten million events
	$(BIN)/python -m tests.bench --large --only import --only portfolio

bench-detection: install $(BENCH_STAMP) ## Measure what drift finds, and how fast, beside others
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.detection

docs: install ## Write the generated pages of the documentation again
	$(BIN)/python -m tests.docs.generate

COMPILE := build/lock/bin/pip-compile pyproject.toml --quiet --no-config $(UPGRADE) \
	  --build-deps-for wheel --build-deps-for editable --generate-hashes --strip-extras --no-annotate --newline lf \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

# Only hashes may enter the file: no registry, no machine path, nothing from this machine's pip settings.
lock: ## Resolve the locked packages again (UPGRADE=--upgrade to move them)
	@python=$$(for p in $(PYTHON); do "$$p" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo "$$p" && break; done); \
	test -n "$$python" || { echo "Lock with Python 3.11, the oldest we support: make lock PYTHON=/path/to/python3.11" >&2; exit 1; }; \
	"$$python" -m venv --clear build/lock
	@build/lock/bin/python -m pip --disable-pip-version-check install --quiet --quiet pip-tools==7.6.2
	@env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL -u PIP_CONSTRAINT PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND="make lock" \
	  $(COMPILE) --extra dev --extra postgres --extra text --extra fast --output-file requirements.txt
	@env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL -u PIP_CONSTRAINT PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND="make lock" \
	  $(COMPILE) --extra dev --extra postgres --extra text --extra fast --extra bench --constraint requirements.txt --output-file tests/bench/requirements.txt

wheel: install ## Build the wheel into dist
	$(BIN)/python -m hatchling build -t wheel

clean: ## Remove caches and builds
	rm -rf build dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find domain projections journeys tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## Remove .venv too
	rm -rf $(VENV)
