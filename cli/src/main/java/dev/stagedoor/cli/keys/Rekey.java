// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.keys;

import dev.stagedoor.api.access.MasterKeyRewrap;
import dev.stagedoor.api.access.MasterKeyRewrap.Straggler;
import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.cli.console.Progress;
import dev.stagedoor.client.OperatorKeys;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code stagedoor rekey}. */
@CommandLine.Command(
        name = "rekey",
        description = {
            "Wrap the data keys of all tenants by the new master key, the first in the key file; for operators.",
            "It may be interrupted and run again. Then the old master key is refused. Exit code 1 while any is left."
        },
        footer = {"stagedoor rekey", "stagedoor rekey --status"})
public final class Rekey extends Command {
    private static final Columns<MasterKeyRewrap> COLUMNS = new Columns<MasterKeyRewrap>()
            .add("master key", MasterKeyRewrap::masterKey)
            .add("done", MasterKeyRewrap::done)
            .add("rewrapped", MasterKeyRewrap::rewrapped)
            .add(
                    "waiting",
                    progress -> progress.waiting().stream()
                            .map(each -> each.dataKeys() + " under " + each.masterKey())
                            .toList())
            .add(
                    "stragglers",
                    progress -> progress.stragglers().stream()
                            .map(each -> each.tenantId() + " (" + each.masterKey() + ")")
                            .toList())
            .add("refused", MasterKeyRewrap::retired);

    @Option(names = "--status", description = "Show how far it is; change nothing.")
    private boolean status;

    @Override
    protected int run(Session session) {
        OperatorKeys keys = session.client().operatorKeys();
        MasterKeyRewrap end = status ? keys.rewrapProgress() : rewrapped(session, keys);
        session.show(end, COLUMNS);
        return end.done() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    /** Page after page; once more from the start while a pass still finds some, as new tenants come. */
    private static MasterKeyRewrap rewrapped(Session session, OperatorKeys keys) {
        List<Straggler> stragglers = new ArrayList<>();
        try (Progress progress = new Progress(session.shell(), "data keys")) {
            MasterKeyRewrap page = keys.rewrap(null);
            long inPass = take(page, progress, stragglers);
            while (page.next() != null || (!page.done() && inPass > 0)) {
                if (page.next() == null) {
                    inPass = 0;
                    stragglers.clear();
                }
                page = keys.rewrap(page.next());
                inPass += take(page, progress, stragglers);
            }
            return new MasterKeyRewrap(
                    page.masterKey(),
                    page.done(),
                    progress.count(),
                    page.waiting(),
                    stragglers,
                    page.retired(),
                    page.next());
        }
    }

    private static long take(MasterKeyRewrap page, Progress progress, List<Straggler> stragglers) {
        for (long i = 0; i < page.rewrapped(); i++) {
            progress.step();
        }
        stragglers.addAll(page.stragglers());
        return page.rewrapped();
    }
}
