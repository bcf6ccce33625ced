# run: the web chat (and Telegram where TELEGRAM_BOT_TOKEN is set); chat: the terminal; test: what CI runs.
PYTHON := .venv/bin/python

.PHONY: run chat test bench check pictures lock

run: .venv/run.made
	@$(PYTHON) -m bot serve --first-admin

chat: .venv/run.made
	@$(PYTHON) -m bot chat

test: .venv/test.made
	@$(PYTHON) -m tests.tools
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PYTHON) -m bot check
	$(PYTHON) -m pytest

# Compares the matcher with its peers at three sizes; takes most of an hour, prints tables and keeps them in report/.
bench: .venv/test.made
	@$(PYTHON) -m tests.benchmarks

check: .venv/run.made
	@$(PYTHON) -m bot check

# Draws the pictures of the editors' guide (knowledge/README.zh-CN.md) anew, in about a minute.
pictures: .venv/test.made
	LANG=zh_CN.UTF-8 $(PYTHON) -m tests.browser.guide_pictures

# The lock files hold every dependency with its hashes; run this after changing pyproject.toml.
lock: .venv/test.made
	$(PYTHON) -m piptools compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --output-file requirements.lock pyproject.toml
	$(PYTHON) -m piptools compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --allow-unsafe --extra dev --extra bench --extra dense --output-file requirements-dev.lock pyproject.toml

.venv/bin/python:
	@python3.11 -m venv .venv || { rm -rf .venv; echo "这台机器的 Python 缺 venv。装上再来：apt-get install python3.11-venv"; exit 1; }

.venv/run.made: requirements.lock | .venv/bin/python
	@echo "第一次要装依赖，等一两分钟……"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/test.made: requirements.lock requirements-dev.lock | .venv/run.made
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
