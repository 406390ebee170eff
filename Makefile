# Needs JDK 25, which is looked for (bin/find-jdk), Maven and Node 20 or newer.

# The first options quiet warnings of Java 25 about Maven's own libraries. A build is over before the optimizing compiler
# pays off: it took a third of the processor time of javac and Error Prone. The last keeps Maven from resetting a terminal's
# colours when it ends, which stands before the next line of whatever keeps the output.
MAVEN = JAVA_HOME=$$(bin/find-jdk) && export JAVA_HOME && \
    MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
    -XX:TieredStopAtLevel=1 -XX:+UseParallelGC -Djansi.noreset=true $$MAVEN_OPTS" && \
    export MAVEN_OPTS && bin/need mvn maven maven && mvn
VERSION = $(shell sed -n 's:^  <version>\(.*\)</version>:\1:p' pom.xml)
SOURCES = $(shell find api client cli conformance dev foundation kernel livekit postgres sandbox server -path '*/src/main/*' -type f 2>/dev/null)
NPM = $(patsubst %/package-lock.json,%,$(wildcard examples/*/package-lock.json sdk/*/package-lock.json voice-bridge/package-lock.json e2e/js/package-lock.json e2e/openapi/package-lock.json console/package-lock.json))
BUILT = target/stagedoor/built
QUICK = target/stagedoor/quick

# All but those that start a livekit-server or a browser, or the whole product; those tagged slow take three seconds or more.
QUICK_TESTS = *Test,*Properties,!Real*Test,!dev.stagedoor.livekit.ReadmeTest,!TenantServersTest,!dev.stagedoor.e2e.**

# What make proof repeats with larger numbers: every class that says how often, or leaves it to a property.
PROOF_TESTS = $(shell grep -rlE '@Property|Rounds[.]of' */src/test/java | sed 's:.*/::; s:\.java$$::' | paste -sd, -)
# The tests that write the file they compare with.
GOLDEN_TESTS = $(shell grep -rlE --include='*Test.java' '"renew"|Golden[.]compare' */src/test/java | sed 's:.*/::; s:\.java$$::' | paste -sd, -)
TRIES = 20000
TIMES = 20
SECONDS = 120

.PHONY: help run check test proof golden livekit kubernetes machine bench fmt dist reproducible clean
.DEFAULT_GOAL := help

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do \
	    printf '  make %-12s %s\n' "$$name" "$$what"; done

run: machine $(QUICK) ## build what is missing and start `stagedoor dev`; options: make run ARGS="--port 9000"
	@bin/livekit || true
	@if command -v npm >/dev/null; then bin/npm-ci examples/agent voice-bridge; fi
	@exec ./stagedoor dev $(ARGS)

check: machine ## compile, style, unit and house tests, in under five minutes: no browser, no livekit-server
	@$(MAVEN) -q -T 2C verify -Dtest='$(QUICK_TESTS)' -DexcludedGroups=slow -Dfuzz.skip=true \
	    -Derror.prone.tests=-XDcompilePolicy=simple

test: machine livekit ## every test, on a real livekit-server and a real PostgreSQL
	@bin/need npm npm node
	@bin/need 'chromium chromium-browser google-chrome google-chrome-stable' chromium chromium
	@bin/need redis-server redis-server redis
	@bin/need python3 python3-venv python
	@bin/npm-ci $(NPM)
	@bin/pip-venv e2e/openapi/requirements.txt .tools/openapi
	@bin/pip-venv e2e/postgres/requirements.txt .tools/postgres
	@bin/pip-venv examples/webhooks/requirements.txt .tools/webhooks
	@bin/docker-engine
	@$(MAVEN) -T 2C verify || { bin/failed-tests; exit 1; }
	@for folder in $(NPM); do (cd "$$folder" && npm test --if-present) || exit 1; done
	@bin/slow-tests

proof: machine livekit ## races, crashes, histories and fuzz tests with larger numbers: make proof TIMES=20 TRIES=20000 SECONDS=120
	@bin/npm-ci $(NPM)
	@$(MAVEN) verify -Dtest='$(PROOF_TESTS)' -Dfuzz.skip=true -Dproof.times=$(TIMES) -Dproof.tries=$(TRIES)
	@$(MAVEN) -pl livekit,server -am test -Dtest='*Fuzz' -Dproof.seconds=$(SECONDS) -Dproof.sanitizers=true

golden: machine ## renew every golden file: API, errors, configuration, database rights, invariants; then read the diff
	@export GOLDEN=renew; $(MAVEN) -q -T 2C -pl server,dev -am verify -Dspotless.check.skip=true \
	    -Dtest='$(GOLDEN_TESTS)' -Dfuzz.skip=true
	@git --no-pager diff --stat 2>/dev/null || true

livekit: ## build livekit-server, or say where to get it
	@bin/livekit

kubernetes: machine ## test workers on a real Kubernetes API server, which takes a quarter of an hour to build, once
	@bin/kube-apiserver
	@$(MAVEN) -q -pl server -am test -Dtest=KubernetesSuite -Dsurefire.failIfNoSpecifiedTests=false -Dfuzz.skip=true

machine:
	@bin/machine

bench: machine $(QUICK) ## measure beside peers (docs/performance.md); say what: make bench ARGS=all
	@bin/livekit || true
	@bin/need npm npm node
	@bin/npm-ci bench/peers/express bench/peers/realtime bench/peers/phone examples/agent examples/light-worker
	@bin/pip-venv bench/workers/requirements.txt .tools/agents || echo "Without Python's worker, busy measures Node's only."
	@case " $(ARGS) " in *models*|*all*) bin/pip-venv bench/peers/litellm/requirements.txt .tools/litellm \
	    || echo "Without LiteLLM, models measures no peer." ;; esac
	@$(MAVEN) -q -pl bench -am -DskipTests -Dspotless.check.skip=true \
	    package dependency:copy-dependencies -DincludeScope=test -DoutputDirectory="$(CURDIR)/target/bench/lib"
	@cp bench/target/stagedoor-bench-$(VERSION).jar target/bench/lib/
	@exec "$$(bin/find-jdk)/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
	    -cp 'target/bench/lib/*' dev.stagedoor.bench.Main $(ARGS)

fmt: ## format the sources, and put the licence line into new ones
	@$(MAVEN) -q spotless:apply
	@bin/spdx

dist: ## make dist/ and its archive in target/: product, libraries' sources and javadoc, notices, SBOM; with checksums
	@rm -rf dist $(wildcard */target/classes */target/lib)
	@mkdir -p dist/bin dist/examples/agent dist/voice-bridge dist/packaging dist/libraries target
	@# Jars keep the modes of files: those of the sources as they were checked out, and of what the build writes.
	@chmod -R u=rwX,go=rX $(wildcard */src */pom.xml) LICENSE
	@umask 022; $(MAVEN) -q -Pdist -pl packaging -am -DskipTests -Dspotless.check.skip=true \
	    package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib
	@bin/lay-out dist/lib $(VERSION)
	@cp */target/stagedoor-*-$(VERSION)-sources.jar */target/stagedoor-*-$(VERSION)-javadoc.jar dist/libraries/
	@cp packaging/target/THIRD-PARTY.txt packaging/target/sbom.cdx.json dist/
	@"$$(bin/find-jdk)/bin/java" packaging/LicenceTexts.java dist packaging/licences >dist/THIRD-PARTY-LICENSES.txt
	@cp stagedoor LICENSE *.md dist/ && cp bin/find-jdk dist/bin/
	@cp -R docs dist/ && cp -R examples/orchestration dist/examples/
	@cp packaging/Dockerfile packaging/*.service packaging/*.yaml dist/packaging/
	@cp $(filter-out %node_modules,$(wildcard examples/agent/*.* examples/agent/.npmrc)) dist/examples/agent/
	@cp $(filter-out %node_modules,$(wildcard voice-bridge/*.* voice-bridge/.npmrc)) dist/voice-bridge/
	@chmod -R u=rwX,go=rX dist
	@bin/check-dist dist
	@bin/archive dist target/stagedoor-$(VERSION)
	@echo "dist/stagedoor is ready, and target/stagedoor-$(VERSION).tar.gz"

reproducible: ## build the archive of the last commit twice, in two clones, and compare the bytes
	@bin/reproducible $(VERSION)

clean: ## delete what was built; .tools and .stagedoor stay
	@rm -rf target dist
	@$(MAVEN) -q clean

$(BUILT): pom.xml $(wildcard */pom.xml) $(SOURCES)
	@echo "Building Stagedoor; one to three minutes..."
	@rm -rf target/stagedoor && mkdir -p target/stagedoor
	@$(MAVEN) -q -pl server,cli,dev -am -DskipTests -Dspotless.check.skip=true \
	    package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib
	@bin/lay-out target/stagedoor/lib $(VERSION)
	@touch $@

$(QUICK): $(BUILT)
	@bin/aot
	@touch $@
