# make demo and make test make what they need themselves: the first run wants a package index, later runs nothing.

ifeq ($(origin PYTHON), undefined)
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
endif
BIN = .venv/bin
# More than cores: much of a test is waiting for the disk.
WORKERS ?= 4
RUFF = $(BIN)/python -m ruff
UV ?= $(shell command -v uv || echo build/uv/bin/uv)
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	--custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade) pyproject.toml

# $(call environment,FOLDER,LOCK,THEN): an environment with what LOCK pins. Its copy of what it was made from tells
# whether it still holds.
define environment
	@cat $(2) pyproject.toml | cmp -s - $(1)/made-from && $(1)/bin/python -c '' 2>/dev/null || { \
	  set -e; \
	  $(1)/bin/python -m pip --version >/dev/null 2>&1 || '$(PYTHON)' -m venv $(1); \
	  echo 'Installing what $(2) pins into $(1) ...'; \
	  $(1)/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r $(2); \
	  $(3) \
	  cat $(2) pyproject.toml > $(1)/made-from; \
	}
endef

# Tests start many processes: what one has compiled serves the next.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help:
	@echo 'make demo      the main job on a copy of the sample book, each command with its output'
	@echo 'make test      linters, types and every test'
	@echo 'make lint      linters and types only'
	@echo 'make coverage  the tests, with the branches that none of them takes'
	@echo 'make bench     how long commands take on a large book'
	@echo 'make crimes    2000 crimes of each code, and as many honest histories, before the audit'
	@echo 'make docs      docs/rules.md and docs/lifecycle.md, made from the code'
	@echo 'make messages  the catalogue of Chinese messages: collect, then compile; the table of completion'
	@echo 'make schemas   the schemas of a book'\''s files anew'
	@echo 'make lock      the lock files anew (UPGRADE=1: with the newest versions)'
	@echo 'make editor    the language server that tests ask as an editor would, into build/ (wants npm)'
	@echo 'make clean     remove what the others made, but for the environments'

.PHONY: demo
demo: .venv-demo
	@sh docs/demo.sh .venv-demo/bin/python

.PHONY: test
test: lint
	$(BIN)/python -m pytest -n $(WORKERS)

.PHONY: lint
lint: .venv
	$(RUFF) check
	$(RUFF) format --check
	$(BIN)/python -m mypy

.PHONY: coverage
coverage: .venv
	$(BIN)/python -m pytest -n $(WORKERS) --cov

.PHONY: bench
bench: .venv
	$(BIN)/python -m tests.bench

.PHONY: crimes
crimes: .venv
	$(BIN)/python -m tests.crimes 2000

.PHONY: docs
docs: .venv
	$(BIN)/python -m tests.docs

.PHONY: messages
messages: .venv
	$(BIN)/python -m tests.catalogue
	$(BIN)/python -m tests.completion_table

.PHONY: schemas
schemas: .venv
	$(BIN)/python -m cleanledger --lang zh schema --to schemas

.PHONY: lock
lock: python
	@command -v $(UV) >/dev/null || { '$(PYTHON)' -m venv build/uv && build/uv/bin/python -m pip install --quiet uv; }
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file tests/requirements.lock

# The lock names no registry; another version: npm install --package-lock-only --omit-lockfile-registry-resolved
.PHONY: editor
editor:
	@mkdir -p build/language-server
	@cmp -s tests/schemas/package-lock.json build/language-server/package-lock.json \
	  && test -x build/language-server/node_modules/.bin/yaml-language-server || { \
	  set -e; \
	  command -v npm >/dev/null || { echo 'npm is needed: install nodejs and npm.' >&2; exit 1; }; \
	  echo 'Installing the language server into build/language-server ...'; \
	  cp tests/schemas/package.json tests/schemas/package-lock.json build/language-server/; \
	  npm ci --prefix build/language-server --omit dev --ignore-scripts --no-audit --no-fund --silent \
	    || { rm -rf build/language-server; exit 1; }; \
	}

.PHONY: clean
clean:
	rm -rf build dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find cleanledger tests -name __pycache__ -type d -exec rm -rf {} +

.PHONY: .venv
.venv: python
	$(call environment,.venv,tests/requirements.lock,\
	  .venv/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .;)

.PHONY: .venv-demo
.venv-demo: python
	$(call environment,.venv-demo,requirements.lock,)

.PHONY: python
python:
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'Python 3.11 or newer is needed. Install it, or name it: make PYTHON=/path/to/python3' >&2; exit 1; }
	@'$(PYTHON)' -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'This Python cannot make environments: install python3-venv.' >&2; exit 1; }
	@command -v git >/dev/null || { echo 'git is needed: install git.' >&2; exit 1; }
