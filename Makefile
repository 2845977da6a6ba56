# Every command of the project. `make help` lists them.
PYTHON ?= python3
APP := .venv/bin
RASA := .venv-rasa/bin/python -m rasa
DIR ?= tests/evaluation
export RASA_TELEMETRY_ENABLED := false
export PYTHONPATH := $(CURDIR)
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test check validate pytest evaluate scores record-scores bench widget pictures docs lock clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

setup: ## Make both environments, fetch page styles, bundle the widget, train the model (does only what changed)
	@$(PYTHON) ops/setup.py setup

run: ## Set up if needed, start everything, print the addresses and how to sign in
	@$(PYTHON) ops/setup.py run
	@$(APP)/python -m ops.run

test: ## Set up if needed, then every check and test, browser ones included
	@$(PYTHON) ops/setup.py test
	@$(MAKE) --no-print-directory check validate pytest scores

check: ## Style, types and the import contract
	$(APP)/ruff check .
	$(APP)/mypy
	$(APP)/lint-imports --no-cache

validate: ## Check the bot's files and its conversations with Rasa's own tools
	@$(PYTHON) ops/setup.py test
	$(APP)/python -m ops.rasa_checks

pytest: ## The tests alone
	$(APP)/pytest

evaluate: ## Score the service on a folder of evaluation sets: make evaluate DIR=tests/evaluation
	@$(PYTHON) ops/setup.py test
	@$(APP)/python -m bench.evaluate $(DIR)

scores: ## Score our own sets and fail where a score fell by more than a point
	@$(PYTHON) ops/setup.py test
	@$(APP)/python -m bench.evaluate tests/evaluation --against tests/evaluation/scores.json

record-scores: ## Score our own sets and keep the scores for `make scores`
	@$(PYTHON) ops/setup.py test
	@$(APP)/python -m bench.evaluate tests/evaluation --record tests/evaluation/scores.json

bench: ## Speed of the whole stack beside stock Rasa (BASE=<revision>: beside an earlier revision)
	@$(PYTHON) ops/setup.py bench
	@$(APP)/python -m $(if $(BASE),bench.before $(BASE),bench.turns)
	@$(APP)/python -m bench.matching
	@$(APP)/python -m bench.safety
	@$(APP)/python -m bench.widget_size
	@$(APP)/python -m bench.widget_page

widget: ## Bundle the widget again where its sources changed, and weigh it beside others from npm
	@$(PYTHON) -m ops.widget
	@$(APP)/python -m bench.widget_size

pictures: ## Take the pictures in docs/pictures again
	@$(PYTHON) ops/setup.py test
	@$(APP)/python -m ops.pictures

docs: ## Write docs/rules.md and the drawing of the flow again from the rules and the flow
	$(APP)/python -m intake.docs
	$(APP)/python -m backend.staff.flow_drawing

lock: ## Resolve and lock the versions again (needs a network)
	$(PYTHON) ops/lock.py

clean: ## Remove environments, models and everything written at run time
	rm -rf .venv .venv-rasa .uv-env node_modules var web_widget/dist
