# The commands of Muntada. Each does the set-up that it needs; the work is in deploy/setup/*.sh.
SHELL := bash
PORT ?= 8000
WORKERS ?= 4
TESTS ?=
ONLY ?=
export PORT WORKERS TESTS
SETUP := deploy/setup
.DEFAULT_GOAL := help
.PHONY: help run start demo test test-full mutants bench bench-pdf shots lint messages lock clean clean-demo setup setup-dev

help: ## this list
	@echo "Muntada: make COMMAND"
	@sed -nE 's/^([a-z-]+):.*## (.*)$$/\1|\2/p' Makefile | while IFS='|' read -r name words; do printf '  %-12s %s\n' "$$name" "$$words"; done

run: setup ## set up what is missing and serve the demo at http://localhost:8000 (another port: PORT=8001)
	@MAKE_TARGET=run bash $(SETUP)/serve.sh demo

start: setup ## real use: an empty, safe portal, and the link that makes its first administrator
	@MAKE_TARGET=start bash $(SETUP)/serve.sh real

demo: setup ## fill the demo without serving it, and print its sign-ins
	@bash $(SETUP)/serve.sh fill

test: setup-dev ## all tests on SQLite and on PostgreSQL (some of them: TESTS="tests/forums -k dates")
	@bash $(SETUP)/test.sh

test-full: export FULL := 1
test-full: setup-dev ## the same with kills, sweeps, long random runs and the mutants
	@FULL=1 bash $(SETUP)/test.sh

mutants: setup-dev ## switch off each check of rights, one at a time; says which one no test misses (some: ONLY="words")
	@.venv/bin/python -m tests.mutants --only "$(ONLY)"

bench: setup-dev ## measured comparisons, each a command that prints a ratio
	@.venv/bin/python -m bench.signin_timing
	@.venv/bin/python -m bench.restore_timing
	@.venv/bin/python -m bench.directory
	@.venv/bin/python -m bench.exports
	@.venv/bin/python -m bench.imports
	@.venv/bin/python -m bench.pages

bench-pdf: setup-dev ## every bar of the PDF reports, beside Chromium's print of the same page
	@bash $(SETUP)/system.sh bench
	@.venv/bin/python -m bench.pdf

shots: setup-dev ## pictures of every page into var/shots/
	@bash $(SETUP)/shots.sh

lint: ## format, style, templates, layers, types, migrations, system checks
	@bash $(SETUP)/python.sh dev
	@bash $(SETUP)/lint.sh

messages: ## collect the words of the pages into locale/ and compile them
	@bash $(SETUP)/system.sh texts
	@bash $(SETUP)/python.sh serve
	@bash $(SETUP)/messages.sh

lock: ## write the hashed requirement files and package-lock.json anew (newer releases too: UPGRADE=1)
	@bash $(SETUP)/python.sh dev
	@bash $(SETUP)/lock.sh

clean: ## remove what can be made again: caches, static files, pictures, logs; never data, never keys
	@rm -rf var/static var/frontend var/stamps var/shots var/log var/mypy node_modules .ruff_cache .mypy_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

clean-demo: ## throw the demo away; the next `make run` fills it anew
	@rm -rf var/demo.sqlite3 var/demo.sqlite3-journal var/demo-media var/demo-secret var/demo-keyring var/demo-backups var/demo-tombstones.jsonl

setup:
	@bash $(SETUP)/system.sh serve
	@bash $(SETUP)/python.sh serve
	@bash $(SETUP)/frontend.sh

setup-dev:
	@bash $(SETUP)/system.sh test
	@bash $(SETUP)/python.sh dev
	@bash $(SETUP)/frontend.sh dev
