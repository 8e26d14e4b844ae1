# The two a newcomer needs: `make run` and `make test`. They need Debian 12's python3, python3-venv, make and git.

PYTHON ?= python3
BIN := .venv/bin
PACKAGES := schemas disclosure estimates store synthetic assets pipelines
DBT_FILES := $(shell find dbt_project -path '*/target' -prune -o -path '*/logs' -prune -o -type f \( -name '*.sql' -o -name '*.yml' -o -name '*.csv' \) -print)
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DAGSTER_DISABLE_TELEMETRY := yes
export GX_ANALYTICS_ENABLED := false


.PHONY: run test test-all check install format lock catalogue dev bench-run bench-catalogue bench-synthetic bench-differencing bench-ledger clean bench-national bench-audit bench-demo bench-golden bench-statistics bench-packages

run: install  ## deliveries in, packages out: the whole pipeline on synthetic deliveries
	@$(BIN)/klyngepakker demo

test: install  ## every test that needs no server and no browser
	@$(BIN)/python -m pytest -n 2 --dist loadfile

test-all: test  ## ... and those that need real servers or a browser, when there are some

check: install  ## format, lint, types, import rules, dbt parse, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/dbt --quiet parse --no-partial-parse --project-dir dbt_project --profiles-dir dbt_project
	@$(BIN)/python -m pytest -n 2 --dist loadfile

install: .venv/.installed dbt_project/target/manifest.json

.venv/.installed: requirements.lock pyproject.toml
	@echo "Installing into .venv (a few minutes the first time) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

dbt_project/target/manifest.json: .venv/.installed $(DBT_FILES)
	@$(BIN)/python -c "from pipelines.run import ensure_manifest; ensure_manifest()"
	@touch $@

format: install  ## rewrite the code in the house's format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock:  ## pin pyproject.toml's dependencies with hashes (needs uv)
	@uv pip compile --quiet pyproject.toml --extra dev --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements.lock

catalogue: install  ## docs/catalogue anew, from the indicators' yml files
	@$(BIN)/klyngepakker catalogue

dev: install  ## the asset graph in a browser
	@$(BIN)/klyngepakker dev

bench-run: install  ## receive + release up to the protected table at 1x, against a bare DuckDB script
	@$(BIN)/python -m bench.run

bench-catalogue: install  ## dbt's build of every indicator on the demo, as a release runs it and with unit tests
	@$(BIN)/python -m bench.catalogue

bench-synthetic: install  ## write the synthetic deliveries at 1x
	@$(BIN)/python -m bench.synthetic

bench-differencing: install  ## two releases, practices moved in between: exposed without and with the ledger
	@$(BIN)/python -m bench.disclosure.differencing

bench-ledger: install  ## append, load and join a national ledger
	@$(BIN)/python -m bench.disclosure.ledger

bench-audit: install  ## check certificates of a national table, audit a specialty with every practice as attacker
	@$(BIN)/python -m bench.disclosure.audit

bench-demo: install  ## hide and attack the demo's real release: cost, what is left to see, rounding beside it
	@OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m bench.disclosure.demo

bench-golden: install  ## golden tables: the optimum, proven, beside what other tools hide
	@OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m bench.disclosure.golden

bench-national: install  ## hide in a national specialty's table by elimination, against the peer's counts
	@OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m bench.disclosure.national

bench-statistics: install  ## coverage of every interval, false words of a package, power of the run rules
	@OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m bench.statistics

bench-packages: install  ## one package by part, and 150 clusters with 1,000 practices: seconds and memory
	@$(BIN)/python -m bench.packages

clean:  ## remove what a run made (never .venv)
	@rm -rf data review dbt_project/target dbt_project/logs
	@find outputs -mindepth 1 -maxdepth 1 -not -name README.md -exec chmod -R u+w {} + -exec rm -rf {} +
