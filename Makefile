# make setup | demo | run | test | e2e | bench | proto | lint | train-plates-smoke | image-proof | sbom
PYTHON ?= python3.11
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready
PROTOS := $(shell find proto -name '*.proto')
TRAIN  ?= .venv-train
DATA   ?= $(wildcard ../shared/data)

.PHONY: setup demo run test unit unit-postgres e2e e2e-services bench proto protolint lint train-plates train-plates-smoke image-proof sbom clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		-c constraints.txt -e '.[vision,dev]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-deps -c constraints.txt ultralytics  # for its two pictures; the rest is about 6 GB
	touch $@

demo: setup
	@$(BIN)/python -m e2e.demo $(if $(DATA),--data $(DATA))

run: setup
	$(BIN)/anju up

test: setup lint unit e2e

# Helm's engine is a Go library inside the process: a worker that had run a thousand other tests
# before died over it, without a word.
unit: setup
	$(BIN)/python -m pytest libs services -n 2
	$(BIN)/python -m pytest charts -n 2

# What the services' own tests do with tables, on PostgreSQL.
TABLES := access coverage face perimeter plate registry resident uplink visitor
TABLELESS := perimeter/scene perimeter/video perimeter/test_watching.py plate/test_grammar.py \
	uplink/viid uplink/test_leaks.py uplink/test_tolerance.py visitor/pages

unit-postgres: setup
	ANJU_TEST_POSTGRES=1 $(BIN)/python -m pytest $(addprefix services/,$(TABLES)) -n 2 \
		$(addprefix --ignore services/,$(TABLELESS))

e2e: setup
	$(BIN)/python -m pytest e2e -n 2 --dist loadfile --no-loadscope-reorder

# One process per service on PostgreSQL, three nats-servers and an S3 server, behind nginx. What
# measures how long gates wait runs alone.
ALONE := e2e/test_chaos.py e2e/test_upgrade.py e2e/test_backup.py

e2e-services: setup
	ANJU_E2E_MODE=services $(BIN)/python -m pytest e2e -n 2 --dist loadfile --no-loadscope-reorder \
		-m 'not one_process' $(addprefix --deselect ,$(ALONE))
	ANJU_E2E_MODE=services $(BIN)/python -m pytest $(ALONE)

bench: setup
	$(BIN)/python -m e2e.bench

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m services.generate --check

# An environment of its own: ultralytics brings about 6 GB. The typefaces are named in glyphs.py.
$(TRAIN)/.ready: services/inference/training/requirements.txt
	$(PYTHON) -m venv $(TRAIN)
	$(TRAIN)/bin/python -m pip install --quiet --disable-pip-version-check \
		-e . -r services/inference/training/requirements.txt
	touch $@

train-plates: $(TRAIN)/.ready
	$(TRAIN)/bin/python -m services.inference.training.plates.train --out build/plates

train-plates-smoke: $(TRAIN)/.ready
	$(TRAIN)/bin/python -m services.inference.training.plates.train --smoke --out build/plates-smoke

protolint:
	npm install --silent --no-audit --no-fund --no-save --prefix node_modules/.buf @bufbuild/buf@1.75.0
	node_modules/.buf/node_modules/.bin/buf lint
	@if git rev-parse --quiet --verify HEAD~1:proto >/dev/null; then \
		node_modules/.buf/node_modules/.bin/buf breaking --against '.git#ref=HEAD~1'; fi

proto: setup
	$(BIN)/python -m services.generate

# Builds the images and runs the platform from them: minutes, as root (docs/kubernetes.md).
image-proof: setup
	$(BIN)/anju models pull --dir build/models
	$(BIN)/python -m charts.image_proof

# What is in the images, and under which licences; fails for one that the AGPL cannot live with.
sbom: setup
	$(PYTHON) -m venv --clear build/sbom
	build/sbom/bin/python -m pip install --quiet --disable-pip-version-check \
		-c constraints.txt '.[vision]'
	$(BIN)/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml \
		-o build/anju.cdx.json build/sbom/bin/python
	$(BIN)/pip-licenses --python build/sbom/bin/python --from mixed --order license \
		--format markdown --output-file build/licences.md
	$(BIN)/pip-licenses --python build/sbom/bin/python --from mixed --format json \
		| $(BIN)/python -m charts.licences

clean:
	rm -rf $(VENV) $(TRAIN) node_modules build *.egg-info
