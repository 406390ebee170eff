package dev.stagedoor.cli.audit;

import dev.stagedoor.client.AuditFilter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which entries. */
final class FilterOptions {
    @Option(names = "--action", paramLabel = "ACTION", description = "Only what was done so, such as token.mint.")
    private @Nullable String action;

    @Option(names = "--actor", paramLabel = "ACTOR", description = "Only who did it, such as key:key_01….")
    private @Nullable String actor;

    @Option(names = "--target", paramLabel = "TARGET", description = "Only what it was done to.")
    private @Nullable String target;

    @Option(names = "--from", paramLabel = "TIME", description = "At that time or later: 2026-03-01T12:00:00Z.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before that time.")
    private @Nullable Instant to;

    AuditFilter filter() {
        return new AuditFilter(action, actor, target, from, to);
    }
}
