// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.phone;

import dev.stagedoor.cli.command.Session;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Adds callers to the two lists, and takes them off; the others on them stay. */
final class CallerOptions {
    @Option(names = "--block", paramLabel = "CALLER", description = "Turn this caller away; repeatable.")
    private List<String> block = new ArrayList<>();

    @Option(names = "--unblock", paramLabel = "CALLER", description = "Turn this caller away no longer; repeatable.")
    private List<String> unblock = new ArrayList<>();

    @Option(
            names = "--allow",
            paramLabel = "CALLER",
            description = "Let this caller through, and from then on only those who are allowed; repeatable.")
    private List<String> allow = new ArrayList<>();

    @Option(
            names = "--disallow",
            paramLabel = "CALLER",
            description = "Take this caller off those who are allowed; repeatable. Without any, all are.")
    private List<String> disallow = new ArrayList<>();

    boolean isEmpty() {
        return block.isEmpty() && unblock.isEmpty() && allow.isEmpty() && disallow.isEmpty();
    }

    List<String> blocked(Session session, @Nullable List<String> now) {
        return changed(session, now, new Change(block, unblock, "blocked"));
    }

    List<String> allowed(Session session, @Nullable List<String> now) {
        return changed(session, now, new Change(allow, disallow, "allowed"));
    }

    private record Change(List<String> added, List<String> removed, String list) {}

    private static List<String> changed(Session session, @Nullable List<String> now, Change change) {
        Set<String> next = new LinkedHashSet<>(now == null ? List.of() : now);
        next.addAll(change.added());
        for (String caller : change.removed()) {
            if (!next.remove(caller)) {
                session.shell().note(caller + " is not on the list: " + change.list() + " stays as it is");
            }
        }
        return List.copyOf(next);
    }
}
