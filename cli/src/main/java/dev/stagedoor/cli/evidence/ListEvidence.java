// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.evidence;

import dev.stagedoor.api.evidence.CheckOutcome;
import dev.stagedoor.api.evidence.VerificationList;
import dev.stagedoor.api.evidence.VerificationView;
import dev.stagedoor.api.evidence.VerifiedCheck;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.client.evidence.Evidence;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "list",
        description = "List what was found when a tenant was verified, newest first.",
        footer = "stagedoor evidence list --tenant acme")
final class ListEvidence extends TenantCommand {
    private static final Columns<VerificationView> COLUMNS = new Columns<VerificationView>()
            .add("verification", VerificationView::id)
            .add("began", VerificationView::beganAt)
            .add("outcome", view -> view.passed() ? "passed" : "failed")
            .add(
                    "failed checks",
                    view -> view.checks(CheckOutcome.FAILED).stream()
                            .map(VerifiedCheck::name)
                            .toList());

    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Evidence evidence = client(session).evidence();
        return paging.print(
                session, COLUMNS, evidence::all, evidence::list, VerificationList::items, VerificationList::next);
    }
}
