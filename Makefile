# Everything one does with this project; `make help` lists it. CI calls the same targets.
# A target sets up what it needs: .stamps/ remembers what is done, so that a second call costs nothing.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=
SEED ?= 0
COUNT ?= 500
CASE ?=

VENV := .venv
BIN := $(VENV)/bin
# PyTorch has an environment of its own: neither the server nor a test can come to need it.
ORACLE := .oracle
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
# The checks use the Node that comes with the development packages: one version, also where the machine has none.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm
NODE := $(BIN)/node
PYTEST := $(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile
# What the page's bundle is made of; the folders, since one that loses a script changes too.
SCRIPTS = $(shell find static/js -type d -o -name '*.js')
JS_TESTS = $(shell find tests/js -name '*.test.js')

# One thread for each process: these matrices are small, and a second BLAS thread makes them slower.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
export MKL_NUM_THREADS := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test lint format types test-js test-py test-browser oracle bench load screenshots docs lock clean
.DELETE_ON_ERROR:
.NOTPARALLEL: # the set-up for the page and the one for the checks write one node_modules

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .stamps/page dist/bundle.json ## the laboratory at http://HOST:PORT (make run PORT=9000 HOST=0.0.0.0 ARGS="--root-path /lab")
	@exec $(BIN)/python -m app serve --host "$(HOST)" --port "$(PORT)" $(ARGS)

setup: .stamps/dev .stamps/node dist/bundle.json ## all that the other targets need, installed now

test: lint types test-js test-py ## everything: lint, types, scripts, engine, API, and the page in a real browser

lint: .stamps/dev .stamps/node ## ruff and Biome: faults and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(NPM) run --silent lint

format: .stamps/dev .stamps/node ## mend what ruff and Biome can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(NPM) run --silent format

types: .stamps/dev .stamps/node ## mypy --strict, and TypeScript's checker over the scripts' JSDoc
	$(BIN)/mypy
	$(NPM) run --silent types

test-js: .stamps/dev ## the scripts' pure modules, with Node's own runner
	$(NODE) --test $(JS_TESTS)

test-py: .stamps/chromium .stamps/firefox dist/bundle.json ## pytest: all of it, with coverage (ARGS="-k clamp" for some)
	$(PYTEST) --cov --cov-report=term $(ARGS)

test-browser: .stamps/chromium .stamps/firefox dist/bundle.json ## only the tests that drive the page in Chromium, and in Firefox where there is one
	$(PYTEST) tests/browser tests/guides -m browser $(ARGS)

oracle: .stamps/oracle ## every number of the engine beside PyTorch's, on random runs (SEED=1 COUNT=500; CASE='lab?cell=gru' for one)
	$(ORACLE)/bin/python -m scripts.oracle --seed "$(SEED)" --count "$(COUNT)" $(if $(CASE),--case '$(CASE)') $(ARGS)

bench: .stamps/chromium dist/bundle.json ## speed and size, as a table (with PyTorch: TORCH_PYTHON=/path/to/its/python)
	$(BIN)/python -m benchmarks $(ARGS)

load: .stamps/chromium dist/bundle.json ## a class of 300 on this machine, figure beside goal (ARGS=--hour watches memory for an hour)
	$(BIN)/python -m benchmarks.load $(ARGS)

screenshots: .stamps/chromium dist/bundle.json ## docs/screenshots/ anew (ARGS=--all for every size, theme and language, in test-results/)
	$(BIN)/python -m scripts.screenshots $(ARGS)

docs: .stamps/dev ## docs/reference.md and the scripts' static/js/base/api.d.ts anew, from the code
	$(BIN)/python -m scripts.docs
	$(BIN)/python -m scripts.api_types

# Every version with its hashes, and no word of where it came from: each machine asks the registry that it is set up with.
UV_COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--no-strip-extras --generate-hashes --no-emit-index-url --custom-compile-command "make lock"
lock: .stamps/dev ## the lock files anew, from pyproject.toml and package.json (ARGS=--upgrade for newer versions)
	$(UV_COMPILE) $(ARGS) --output-file requirements/runtime.txt
	$(UV_COMPILE) $(ARGS) --constraint requirements/runtime.txt --extra plotly --output-file requirements/plotly.txt
	$(UV_COMPILE) $(ARGS) --constraint requirements/runtime.txt --group dev --output-file requirements/dev.txt
	$(NPM) install --package-lock-only --ignore-scripts

clean: ## away with everything that these targets made, but for the lock files
	rm -rf $(VENV) $(ORACLE) .stamps node_modules .coverage .coverage.* htmlcov test-results dist
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .schemathesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- set-up, each step once -------------------------------------------------------------------------------------------

CHECK_PYTHON = $(PYTHON) -c 'import sys; sys.exit("Unroll needs Python 3.11 or later; %s is %s. Try: make PYTHON=python3.12" \
	% (sys.executable, sys.version.split()[0]) if sys.version_info < (3, 11) else 0)'

.stamps/venv:
	@$(CHECK_PYTHON)
	@echo "Setting up $(VENV) …"
	@$(PYTHON) -m venv --clear $(VENV)
	@mkdir -p .stamps && touch $@

.stamps/runtime: requirements/runtime.txt | .stamps/venv
	@echo "Installing what the server needs …"
	@$(PIP) install --require-hashes --requirement requirements/runtime.txt
	@touch $@

.stamps/dev: requirements/dev.txt | .stamps/venv
	@echo "Installing what the checks need …"
	@$(PIP) install --require-hashes --requirement requirements/dev.txt
	@touch .stamps/runtime $@

# The version of PyTorch stands in pyproject.toml; which build of it is the machine's own choice (decision 2).
ORACLE_PIP = $(ORACLE)/bin/python -m pip --disable-pip-version-check -qq
.stamps/oracle: requirements/runtime.txt pyproject.toml
	@$(CHECK_PYTHON)
	@echo "Setting up $(ORACLE), with PyTorch …"
	@test -x $(ORACLE)/bin/python || $(PYTHON) -m venv $(ORACLE)
	@$(ORACLE_PIP) install --require-hashes --requirement requirements/runtime.txt
	@$(ORACLE_PIP) install $$($(ORACLE)/bin/python -c \
		'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["oracle"])')
	@mkdir -p .stamps && touch $@

# Plotly.js for the page: npm's small build where there is npm, else the full one inside the Python package.
.stamps/page: package-lock.json requirements/plotly.txt | .stamps/runtime
	@echo "Installing what the page needs …"
	@rm -f .stamps/node
	@{ command -v npm >/dev/null && npm ci --omit=dev --ignore-scripts --fetch-retries=1 --loglevel=error; } || { \
		echo "No npm, or it failed: the page takes the larger Plotly.js of the Python package instead." && \
		$(PIP) install --require-hashes --requirement requirements/plotly.txt; }
	@touch $@

.stamps/node: package-lock.json | .stamps/dev
	@echo "Installing what the page and the checks of its scripts need …"
	@$(NPM) ci --ignore-scripts --loglevel=error
	@touch .stamps/page $@

# With the checks' Node where it is installed, else the machine's; where there is none the modules are served as they are.
dist/bundle.json: scripts/bundle.js package-lock.json $(SCRIPTS) | .stamps/page
	@PATH="$(CURDIR)/$(BIN):$$PATH" node scripts/bundle.js 2>.stamps/bundle.log || { \
		echo "Not bundled (.stamps/bundle.log says why): the page fetches its scripts one by one."; }

.stamps/chromium: | .stamps/dev .stamps/node
	@$(BIN)/python -m scripts.chromium --install
	@touch $@

# Nobody has to have it: Debian's is installed by root, and without one its tests are skipped.
.stamps/firefox: | .stamps/dev
	@$(BIN)/python -m scripts.firefox --install
	@touch $@
