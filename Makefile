# Golden Thread. `make` lists what can be made; each line is a script in .scripts/.

.DEFAULT_GOAL := help
.PHONY: help run test check bench load dist fuzz mutants styles client clean

help: ## List what can be made
	@printf 'Golden Thread\n\n'
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'
	@printf '\nThe first run installs what is missing and compiles for a while: it says so as it goes.\n'

run: ## Install what is missing, build, fill a demo database and serve it on http://127.0.0.1:3000
	@.scripts/run.sh $(ARGS)

test: ## Everything that is checked before a change lands: lints, tests on both databases, browser journeys
	@.scripts/test.sh all

check: ## The quicker part of it: formatting, lints, the Rust tests on both databases
	@.scripts/test.sh check

bench: ## Measure the release on demo data of a million participants; the last line is JSON
	@.scripts/bench.sh $(ARGS)

load: ## Sign 200 people in to the release and let them read for five minutes; the last line is JSON
	@.scripts/load.sh $(ARGS)

dist: ## Pack one folder and archive that run elsewhere, with a systemd unit and a bill of materials
	@.scripts/package.sh

fuzz: ## Feed the importers arbitrary bytes, and the filters arbitrary query strings, SECONDS_EACH=60 for each of them
	@.scripts/fuzz.sh

mutants: ## Change the measures line by line and see whether a test notices
	@.scripts/mutants.sh $(ARGS)

styles: ## Compile the stylesheet only
	@.scripts/setup.sh build
	@.scripts/styles.sh

client: ## Compile the client bundle only
	@.scripts/setup.sh build
	@.scripts/client.sh

clean: ## Remove what was built; the data in var/ stays
	rm -rf public/build dist end2end/artefacts style/node_modules end2end/node_modules
	cargo clean
