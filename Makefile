.PHONY: setup run test bench help

help: ## this list
	@grep -hE "^[a-z]+:.*##" Makefile | sed "s/:.*## /\t/"

setup: ## install what is missing
	@.ci/setup.sh run

run: setup ## start the back office on http://127.0.0.1:8000
	@exec .venv/bin/python wsgi.py --setup

test: ## every check
	@.ci/setup.sh test
	@.ci/test.sh

bench: ## build 100,000 requests and measure
	@.ci/setup.sh run
	@.venv/bin/python -m tests.bench
