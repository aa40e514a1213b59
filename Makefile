.DEFAULT_GOAL := help
.PHONY: help start start-full test lint bench

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

start: ## install into .venv, make the demo town, serve it (PORT=8000)
	@bin/start

start-full: ## the same on MariaDB and Redis, in several processes
	@bin/start-full

test: ## install what the tests need and run everything
	@bin/test

lint: ## ruff and mypy only
	@bin/lint

bench: ## measure: a table on screen, the figures in bench.json (BENCH="W1 W5" for some)
	@bin/bench $(BENCH)
