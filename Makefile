# Needs python3 (3.10 or newer) and make; everything else is installed into .venv.
#   make demo        the main job, on the embedded engine        make demo-live   the same against a Qdrant server
#   make demo-reindex   another embedding model, while somebody reads, on `qschema serve`
#   make test        the whole suite                             make test-live   the live tests against a Qdrant server
#   make check       linters, types, generated files             make soak        the long searches of the property tests
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check -q

GENERATORS := $(wildcard tools/generate_*.py) tools/unasync.py
# On all processors; the tests of one file stay together, as they share what is dear to make.
SPREAD := --numprocesses auto --dist loadfile --no-loadscope-reorder
WITH_SERVER = $(BIN)/python -m tests.live.with_server

.PHONY: demo demo-live demo-reindex test test-live check check-generators generate soak clean

demo: $(VENV)/.run
	$(BIN)/python -m examples.stdlib_docs.demo

demo-live: $(VENV)/.run
	$(WITH_SERVER) $(BIN)/python -m examples.stdlib_docs.demo --url

demo-reindex: $(VENV)/.test
	$(BIN)/python -m examples.stdlib_docs.demo_reindex

test: $(VENV)/.test check-generators
	$(BIN)/python -m pytest $(SPREAD)

test-live: $(VENV)/.test
	$(WITH_SERVER) $(BIN)/python -m pytest -m live

check: $(VENV)/.check check-generators
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check-generators: $(VENV)/.test
	@for one in $(GENERATORS); do $(BIN)/python $$one --check || exit 1; done

generate: $(VENV)/.test
	@for one in $(GENERATORS); do $(BIN)/python $$one || exit 1; done

soak: $(VENV)/.test
	$(BIN)/python -m pytest $(SPREAD) --hypothesis-profile=soak
	$(WITH_SERVER) $(BIN)/python -m pytest -m live --hypothesis-profile=soak tests/live/properties/test_calls.py \
		tests/live/apply/test_kills.py tests/live/apply/test_contests.py tests/live/apply/test_network.py tests/live/apply/test_race.py \
		tests/live/apply/test_custom_reindex.py

clean:
	rm -rf $(VENV) .demo .qschema .hypothesis .mypy_cache .pytest_cache .ruff_cache

# One stamp file for each set of packages, so that a second run installs nothing.
$(VENV)/.pip:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 10) else "qschema needs Python 3.10 or newer; name one: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade 'pip>=25.1'
	@touch $@

$(VENV)/.run: pyproject.toml | $(VENV)/.pip
	$(PIP) install --editable .
	@touch $@

$(VENV)/.test $(VENV)/.check: $(VENV)/.%: pyproject.toml | $(VENV)/.run
	$(PIP) install --editable . --group $*
	@touch $@
