# make compare   installs what is missing, builds, compares Python, Node and Rust, writes BENCHMARK_RESULTS.md
# make test      installs what is missing, runs every test and the linters
# make long      verifies every framework that this machine can have with the whole contract, and the Debian package in a clean chroot, and
#                holds five thousand connections for a minute, and lets ten thousand users think
# make bench     measures the load engine beside wrk, ab, h2load and hey, writes docs/BENCH.md
# make inline-check  proves that the engine's path of a request allocates, counts and locks nothing
# make fuzz      feeds the parsers of events, WebSocket frames and JSON pointers ten million times at random
# make analysis-bench  says how long the analysis of a large run takes, and its reports
# make rules-bench  says how often verdicts are wrong, and how often they find what is there
# make install   installs the built program below PREFIX (/usr/local), with all it needs to work without its sources
# make deb       builds a Debian package of it; make deb-check installs that into a clean Debian, and uses it there
# make pictures  makes the pictures that docs show anew
# make build     builds the release program: .build/release/harness
.PHONY: compare test long bench inline-check held sessions fuzz analysis-bench rules-bench install deb deb-check pictures build setup lint adapter-tests swift-tests clean

HARNESS := .build/release/harness
PREFIX := /usr/local
ADAPTERS := python node ruby rust go java

compare: build
	$(HARNESS) compare --frameworks python,node,rust --time-budget 540 --report BENCHMARK_RESULTS.md

test: build lint swift-tests adapter-tests

long: build deb-check held sessions
	status=0; for adapter in $(ADAPTERS); do $(HARNESS) verify --frameworks "$$adapter/*" || status=1; done; exit $$status

held: build
	scripts/references/prepare
	scripts/references/.venv/bin/python scripts/long/held.py $(HARNESS)
	$(HARNESS) compare go rust --suite held-5000 --duration 60 --rounds 1 --no-latency --no-twin

sessions: build
	python3 scripts/long/sessions.py $(HARNESS)
	HARNESS_FAULTS=200 swift test --filter SessionFaultTests

install:
	scripts/install $(PREFIX) $(DESTDIR)

deb: build
	scripts/install-packages scripts/deb-packages.txt
	scripts/package-deb

deb-check: build
	scripts/check-deb

pictures: build
	scripts/pictures

build: setup
	swift build -c release --static-swift-stdlib --product harness

setup:
	scripts/install-packages

bench: build
	scripts/install-packages scripts/bench/packages.txt
	python3 -m venv .build/bench
	.build/bench/bin/pip install --quiet --disable-pip-version-check -r scripts/bench/requirements.txt
	scripts/bench/bench.py

# Calls can be counted where they go to shared libraries; the code is the same.
inline-check: setup
	scripts/install-packages scripts/bench/packages.txt
	swift build -c release --scratch-path .build/shared --product harness
	scripts/hot-path/check.py

fuzz: setup
	HARNESS_FUZZ=10000000 swift test -c release -Xswiftc -enable-testing --filter 'FrameParserTests|EventStreamParserTests|PointerScannerTests'

analysis-bench: setup
	swift run -c release AnalysisBenchmark

rules-bench: setup
	swift run -c release RulesBenchmark

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

# Prepared adapters are what the integration tests start; SciPy is what the statistics are compared with.
swift-tests: build
	$(HARNESS) adapters prepare
	scripts/references/prepare
	scripts/run-tests

adapter-tests: setup
	for adapter in $(ADAPTERS); do echo "== $$adapter"; adapters/$$adapter/test || exit 1; done

clean:
	rm -rf .build adapters/*/.venv adapters/*/agent/.build scripts/references/.venv adapters/rust/target adapters/rust/.deps adapters/go/.build adapters/java/.build
