# `make demo` shows the whole system working, offline; `make test` passes the tests. Both set themselves up.
BIN := .venv/bin
RUN := .venv/.ready-run
DEV := .venv/.ready-dev

.PHONY: help setup setup-ocr setup-browser setup-tantivy setup-parquet setup-seal demo test check format bench lock clean

help:
	@echo "make demo    set up, then harvest, read, index and audit the demo sites (offline)"
	@echo "make test    set up, then run all tests"
	@echo "make check   format, lint, types, imports, documentation in step"
	@echo "make setup   set up only; then use .venv/bin/nianbao"
	@echo "make setup-ocr  set up the reading of scans as well"
	@echo "make setup-browser  set up the reading of lists that a script builds (needs a Chromium)"
	@echo "make setup-tantivy, setup-parquet, setup-seal  a faster search engine, Parquet files, time stamps"
	@echo "make bench   run the benchmarks"
	@echo "make lock    renew the lock files from pyproject.toml"

setup: $(RUN)

# The development lock contains the other one, so a development environment serves for running as well.
$(RUN): requirements/run.txt pyproject.toml scripts/setup
	@if [ -e $(DEV) ]; then $(MAKE) --no-print-directory $(DEV); else scripts/setup run; fi
	@touch $@

$(DEV): requirements/dev.txt requirements/whoosh3.txt requirements/replay.txt pyproject.toml scripts/setup
	@scripts/setup dev
	@touch $@ $(RUN)

# Scans are read only with this: some 200 MB of models and libraries.
setup-ocr: $(RUN)
	@scripts/setup ocr

demo: $(RUN)
	@$(BIN)/nianbao demo

# Only for agencies whose lists nothing but a browser can read; the system's own Chromium is used.
setup-browser: $(RUN)
	@scripts/setup browser

setup-tantivy setup-parquet setup-seal: $(RUN)
	@scripts/setup $(@:setup-%=%)

test: $(DEV)
	@scripts/system-packages
	$(BIN)/pytest -n auto --dist loadgroup

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m nianbao.reference --check

format: $(DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python -m nianbao.reference

bench: $(DEV)
	@for name in reading extraction search audit crawl web fuzz; do echo "== $$name"; $(BIN)/python -m benchmarks.$$name; done

lock: $(DEV)
	@scripts/lock

clean:
	rm -rf .venv nianbao-demo .mypy_cache .ruff_cache .pytest_cache
