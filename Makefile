# `make` lists what can be done. Nothing is needed beforehand but Python 3.11 to 3.13, make and a package registry.

PORT ?= 8000
SIZE ?=
ARGS ?=
ifdef PYTHON
  export PYTHON_CHOSEN := $(PYTHON)
endif
VENV := .venv/bin/python

# The first that is a supported Python; PYTHON=/path chooses another. uv may know one that is not on the path.
FIND_PYTHON = \
  for candidate in $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3 "$$(uv python find '>=3.11,<3.14' 2>/dev/null)"); do \
    if "$$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1; then \
      found="$$candidate"; break; \
    fi; \
  done; \
  if [ -z "$$found" ]; then \
    echo "Python 3.11, 3.12 or 3.13 is needed$(if $(PYTHON), and PYTHON=$(PYTHON) is none of them): install one, or name it with make PYTHON=/path/to/python3.13." >&2; \
    exit 1; \
  fi

.DEFAULT_GOAL := help
.PHONY: help demo test check format messages compile-messages shell bench screenshots clean install install-dev

help: ## list what can be done
	@echo "make TARGET, where TARGET is one of"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## make .venv with what the site needs
	@$(FIND_PYTHON); exec "$$found" -I marketplace/embedded/bootstrap.py run

install-dev: ## make .venv with what tests and checks need too
	@$(FIND_PYTHON); exec "$$found" -I marketplace/embedded/bootstrap.py dev

demo: install ## run the whole site here (PORT=8000 SIZE=small|large ARGS="--reset --seed 2 --without worker")
	@exec $(VENV) manage.py demo --with-parent --port $(PORT) $(if $(SIZE),--size $(SIZE)) $(ARGS)

test: install-dev ## run the tests (ARGS="tests/orders -k approve")
	@exec $(VENV) -m pytest $(if $(ARGS),$(ARGS),-n 2 --dist worksteal)

check: install-dev compile-messages ## lint, types, imports, migrations, translations, templates
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m mypy marketplace vendors catalog orders payments
	.venv/bin/lint-imports --no-logo
	$(VENV) manage.py makemigrations --check --dry-run
	$(VENV) manage.py check_translations
	$(VENV) -m djlint templates --lint --quiet

format: install-dev ## put the code into its usual form
	$(VENV) -m ruff check --fix .
	$(VENV) -m ruff format .

messages: install-dev ## collect the texts to translate (needs gettext) and compile them
	@command -v xgettext >/dev/null || { echo "gettext is needed to collect texts: install it (Debian: apt-get install gettext)." >&2; exit 1; }
	$(VENV) manage.py makemessages --locale en --no-obsolete --no-wrap --add-location file --ignore .venv --ignore var
	$(VENV) -m marketplace.embedded.messages

compile-messages: install
	@$(VENV) -m marketplace.embedded.messages

shell: install ## a Python shell with the site's models
	@exec $(VENV) manage.py shell

bench: install-dev ## measure against plain SQL and a plain Oscar project
	@exec $(VENV) -m bench $(ARGS)

screenshots: install-dev ## take the README's pictures (needs Chromium)
	@exec $(VENV) -m bench.screenshots $(ARGS)

clean: ## remove .venv, caches and the test databases; the site's data in var/ stays
	rm -rf .venv .venv.lock var/test var/static var/static.stamp .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +
	find . -name '*.mo' -not -path './var/*' -delete
