# make demo | test | engines | bench | docs | check | lock | clean
# Each target first makes what it needs: a virtual environment with the locked versions of requirements/.
# Another interpreter: make PYTHON=python3.13 test

PYTHON = python3
BIN = .venv/bin
PACKAGE = src/lnunion_rules

# What `make test` holds to full statement and branch coverage: every rule, and the ground that rules stand on.
GROUND = algebra areas bounds dates dibao errors folding history policy readings resources rulebook sources terms units unknowns
FULLY_TESTED = $(GROUND:%=$(PACKAGE)/%.py) $(PACKAGE)/rules/*.py

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo test engines bench docs check lock clean
.NOTPARALLEL:

demo: .venv/demo.installed
	$(BIN)/lnunion demo

test: check
	$(BIN)/pytest --numprocesses=auto --cov --cov-report=
	$(BIN)/coverage report
	$(BIN)/coverage report --fail-under=100 $(FULLY_TESTED)

# The same laws on engines that need more than Python: Java for Spark, and PostgreSQL.
engines: .venv/engines.installed
	$(BIN)/pytest -m engines tests/engines

check: .venv/dev.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: .venv-bench/bench.installed
	.venv-bench/bin/python bench

docs: .venv/docs.installed
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet docs build/docs

# One stamp for each lock file in its environment. The locks of demo, dev, docs and engines agree and share .venv;
# bench has its own, because the peers that it measures hold some versions back.
.venv/demo.installed .venv/dev.installed .venv/docs.installed .venv/engines.installed: .venv/%.installed: requirements/%.txt pyproject.toml
	$(install)

# pyspark is published as source only; the setuptools of the lock of dev builds it.
.venv/engines.installed: .venv/dev.installed
.venv/engines.installed: BUILD = --no-build-isolation

.venv-bench/bench.installed: requirements/bench.txt pyproject.toml
	$(install)

# A peer of the bench whose versions clash with the others' has an environment of its own, which the bench asks for.
.venv-ttsim/ttsim.installed: requirements/peer-ttsim.txt
	$(locked)
	@touch $@

# A lock names every package, so pip resolves nothing: resolving, it takes an extra of a locked package for another package.
define locked
@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or later is needed: make PYTHON=python3.13 ...")'
$(@D)/bin/pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(@D)
$(@D)/bin/pip install --quiet --no-deps --require-hashes $(BUILD) --requirement $<
endef

define install
$(locked)
$(@D)/bin/pip install --quiet --no-deps --no-build-isolation --editable .
@touch $@
endef

# Writes requirements/ anew from pyproject.toml, for every Python and platform; keeps the versions that still fit
# unless asked: make lock UPGRADE=--upgrade
UPGRADE =
LOCK = .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" $(UPGRADE)
COMPILE = $(LOCK) pyproject.toml --group build

lock: .venv-lock/bin/uv
	$(COMPILE) --extra cli --extra batch --extra fast --extra excel --extra match --extra charts --extra qr --extra test -o requirements/dev.txt
	$(COMPILE) --extra cli -c requirements/dev.txt -o requirements/demo.txt
	$(COMPILE) --extra cli --extra batch --extra excel --extra charts --extra qr --extra docs -c requirements/dev.txt -o requirements/docs.txt
	$(COMPILE) --extra cli --extra batch --extra fast --extra excel --extra match --extra charts --extra qr --extra test --extra engines -c requirements/dev.txt -o requirements/engines.txt
	$(COMPILE) --extra cli --extra batch --extra fast --extra excel --extra bench -o requirements/bench.txt
	$(LOCK) --group peer-ttsim -o requirements/peer-ttsim.txt

.venv-lock/bin/uv:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet uv==0.13.8

clean:
	rm -rf .venv .venv-bench .venv-ttsim .venv-lock build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
