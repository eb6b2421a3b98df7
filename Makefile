# PQL. `make run` opens a prompt on the sample pipeline, `make test` runs every test.

SWIFT ?= swift
CHECKED = --explicit-target-dependency-import-check error
SAMPLE = Examples/sample
SOURCES = Package.swift Sources Tests Fuzz
PQL = .build/release/pql
# Swift's own libraries go into the program where the system does not bring them: it then starts in
# two thirds of the time, and runs where no toolchain is.
ifeq ($(shell uname -s),Linux)
RELEASE = -c release --static-swift-stdlib
else
RELEASE = -c release
endif
# The day to which the sample is fresh.
TODAY = 2026-06-30

.PHONY: run test build lint format golden docs bench bench-kernels hostile fuzz check setup clean help

## run: installs what is missing, builds for release, opens the sample (the tour without a terminal)
run: build
	@if [ -t 0 ] && [ -t 1 ]; then \
	  $(PQL) $(SAMPLE)/model.json --today $(TODAY); \
	else \
	  echo 'run: no terminal, so the tour is answered: $(SAMPLE)/tour.pql' >&2; \
	  $(PQL) run $(SAMPLE)/tour.pql; \
	fi

## build: the program, for release
build: setup
	@echo 'build: release; the first time takes a few minutes' >&2
	@$(SWIFT) build $(RELEASE) --product pql --quiet

## test: installs what is missing and runs every test
test: setup
	@echo 'test: building everything; the first time takes a few minutes' >&2
	@$(SWIFT) build --build-tests $(CHECKED) --quiet
	@echo 'test: running' >&2
	@$(SWIFT) test --skip-build

## lint: the formatter as a gate
lint:
	@echo 'lint: swift format' >&2
	@$(SWIFT) format lint --strict --recursive --parallel $(SOURCES)

## format: puts every source into the one form
format:
	@$(SWIFT) format format --in-place --recursive --parallel $(SOURCES)

## golden: writes the expected output of transcripts and documents anew; look at the difference
golden: setup
	-@PQL_RECORD=1 $(SWIFT) test

## docs: the derived pages anew (the reference and a page a diagnostic)
docs: golden

## bench: PQL and its peers on the same questions, into Benchmarks/RESULTS.md; ARGUMENTS=--help
bench: build
	@Benchmarks/setup.sh
	@.build/bench-environment/bin/python Benchmarks/run.py $(ARGUMENTS)

## bench-kernels: single kernels, timed by Google's swift-benchmark in a build of its own
bench-kernels: setup
	@echo 'bench-kernels: building; the first time takes a few minutes' >&2
	@PQL_BENCHMARKS=1 $(SWIFT) build -c release --scratch-path .build/kernels -Xswiftc -enable-testing \
	  --product KernelBenchmarks --quiet
	@.build/kernels/release/KernelBenchmarks $(ARGUMENTS)

## hostile: files of a gigabyte that are made to kill a reader, with time and memory
hostile: build
	@python3 Benchmarks/hostile.py

## fuzz: each fuzzer for FUZZ_SECONDS (600); what is found is left in .build/fuzz-found
fuzz: setup
	@Fuzz/run.sh

## check: what CI runs
check: test lint

setup:
	@Scripts/setup.sh

clean:
	@rm -rf .build

help:
	@grep -E '^## ' Makefile | cut -c4-
