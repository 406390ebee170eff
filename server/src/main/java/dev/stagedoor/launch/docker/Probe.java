// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

/** How a container asks its own health endpoint, by the first program that its image has. */
final class Probe {
    /** Ends with 0 if the URL answers with success; without any of the programs, a worker never counts as healthy. */
    static final String SCRIPT = """
        has() { command -v "$1" >/dev/null 2>&1; }
        has wget && exec wget -q -T 3 -O /dev/null "$1"
        has curl && exec curl -fsS -m 3 -o /dev/null "$1"
        has node && exec node -e '
            fetch(process.argv[1], {signal: AbortSignal.timeout(3000)})
                .then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))' "$1"
        has python3 && exec python3 -c '
        import sys, urllib.request
        urllib.request.urlopen(sys.argv[1], timeout=3)' "$1"
        echo 'the image has no wget, curl, node or python3 to ask with' >&2
        exit 1
        """;

    private Probe() {}
}
