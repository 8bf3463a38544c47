# Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONUNBUFFERED := 1
# Compiled modules are kept even where the caller would rather not: without them every start takes seconds longer.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check lock clean vendor spark
.DEFAULT_GOAL := demo

# uv comes first, from its own hashed lock; it then installs the rest in seconds.
$(BIN)/uv: requirements/uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kezhuan needs Python 3.11 or newer / 需要 Python 3.11 及以上")'
	@echo "· making $(VENV) / 正在创建 $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.lock
	@touch $@

$(VENV)/.packages: $(BIN)/uv requirements/runtime.lock pyproject.toml
	@echo "· installing Python packages / 正在安装 Python 包"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/runtime.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

# What is compiled once: the kernels of path counting, and the classes of the graph store. Both at once.
PREPARE = echo "· compiling the kernels of path counting / 正在编译路径计数的内核"; \
	$(BIN)/python -m graph.metapaths.prepare & kernels=$$!; \
	$(BIN)/kezhuan store fetch && wait $$kernels

$(VENV)/.runtime: $(VENV)/.packages
	@$(PREPARE)
	@touch $@

# Spark is 460 MB and jobs for more than one machine alone need it: it has a lock of its own. It is published as sources
# only; the wheel that is made of them is not compressed, since it is unpacked at once.
STORED := --config-setting=--build-option=--compression=stored
$(VENV)/.dev: $(VENV)/.packages requirements/dev.lock requirements/spark.lock
	@echo "· installing development packages / 正在安装开发用包"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes $(STORED) \
		-r requirements/dev.lock -r requirements/spark.lock & packages=$$!; \
	($(PREPARE)) && wait $$packages
	@touch $@

demo: $(VENV)/.runtime
	@$(BIN)/kezhuan demo

test: $(VENV)/.dev
	@$(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder

spark: $(VENV)/.packages
	@echo "· installing Spark / 正在安装 Spark"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes $(STORED) -r requirements/spark.lock

vendor: $(VENV)/.dev
	@$(BIN)/python -m tools.vendor

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.check_js
	$(BIN)/python -m tools.vendor --check

# Rewrite the locks: hashes only, no addresses; releases a few weeks old, which every mirror has.
UVC = $(BIN)/uv pip compile --quiet --no-header --no-annotate --generate-hashes --universal --python-version 3.11 --exclude-newer 2026-10-15
lock: $(VENV)/.dev
	$(UVC) requirements/uv.in -o requirements/uv.lock
	$(UVC) pyproject.toml requirements/build.in -o requirements/runtime.lock
	$(UVC) pyproject.toml requirements/build.in --extra dev -c requirements/runtime.lock -o requirements/dev.lock
	$(UVC) requirements/spark.in -o requirements/spark.lock
	$(BIN)/python -m tools.lock

clean:
	rm -rf $(VENV) var build dist
