// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.audit;

import dev.stagedoor.client.Audit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Filters of audit entries. */
final class FilterOptions {
    @Option(names = "--action", paramLabel = "ACTION", description = "Only this action, such as token.mint.")
    private @Nullable String action;

    @Option(names = "--actor", paramLabel = "ACTOR", description = "Only this actor, such as key:key_01….")
    private @Nullable String actor;

    @Option(names = "--target", paramLabel = "TARGET", description = "Only this target.")
    private @Nullable String target;

    @Option(names = "--from", paramLabel = "TIME", description = "At or after this time: 2026-03-01T12:00:00Z.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before this time.")
    private @Nullable Instant to;

    Audit.Filter filter() {
        return new Audit.Filter(action, actor, target, from, to);
    }
}
