// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.audit;

import dev.stagedoor.api.audit.AuditEntry;
import dev.stagedoor.api.audit.AuditEntryList;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.client.Audit;
import dev.stagedoor.client.PageRequest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "tail",
        description = {
            "Print the newest audit entries, oldest first; with -f keep following.",
            "With an operator key and no --tenant: the platform's own log."
        },
        footer = {"stagedoor audit tail -n 50 --tenant acme", "stagedoor audit tail -f --action token.mint"})
final class TailAudit extends ChainCommand {
    private static final long PAUSE_MILLIS = 2_000;

    @Option(names = "-n", paramLabel = "N", description = "Number of entries, 1 to 200 (default: 20).")
    private int count = 20;

    @Option(
            names = {"-f", "--follow"},
            description = "Follow until stopped; polls every two seconds.")
    private boolean follow;

    @Mixin
    private FilterOptions options = new FilterOptions();

    @Override
    protected int run(Session session) {
        if (count < 1 || count > PageRequest.MOST) {
            throw new UsageException("-n must be between 1 and " + PageRequest.MOST);
        }
        Audit audit = audit(session);
        Audit.Filter filter = options.filter();
        long head = follow ? audit.head().seq() : 0;
        List<AuditEntry> newest = newest(audit, filter);
        newest.reversed().forEach(entry -> print(session, entry));
        if (follow) {
            follow(
                    session,
                    audit,
                    filter,
                    newest.isEmpty() ? head : Math.max(head, newest.getFirst().seq()));
        }
        return ExitCode.OK;
    }

    /** A page can be short although more follow: fetches until there are enough or none are left. */
    private List<AuditEntry> newest(Audit audit, Audit.Filter filter) {
        List<AuditEntry> found = new ArrayList<>();
        String after = null;
        do {
            AuditEntryList page = audit.newest(filter, new PageRequest(count - found.size(), after));
            found.addAll(page.items());
            after = page.next();
        } while (after != null && found.size() < count);
        return found;
    }

    private static void follow(Session session, Audit audit, Audit.Filter filter, long from) {
        long seen = from;
        while (!Thread.currentThread().isInterrupted() && !session.shell().out().checkError()) {
            AuditEntryList page = audit.oldest(filter, new PageRequest(PageRequest.MOST, Long.toString(seen)));
            for (AuditEntry entry : page.items()) {
                print(session, entry);
                seen = entry.seq();
            }
            if (page.next() != null) {
                seen = Long.parseLong(page.next());
            } else {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void print(Session session, AuditEntry entry) {
        if (session.wantsJson()) {
            session.printJsonLine(entry);
            return;
        }
        session.shell()
                .out()
                .println(Columns.line(
                        session.shell().style(),
                        Long.toString(entry.seq()),
                        entry.at().toString(),
                        entry.action(),
                        entry.actor(),
                        entry.target(),
                        entry.detail()));
    }
}
