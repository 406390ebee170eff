// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tenants;

import dev.stagedoor.api.evidence.CheckOutcome;
import dev.stagedoor.api.evidence.VerificationView;
import dev.stagedoor.api.evidence.VerifiedCheck;
import dev.stagedoor.api.tenants.TenantView;
import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.cli.command.Words;
import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.client.evidence.Evidence;
import dev.stagedoor.client.http.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "verify",
        description = {
            "Verify that a tenant is isolated: on its own LiveKit, with other tenants' keys, in the vault and the audit.",
            "The result is kept as evidence. Takes up to 15 seconds a tenant. Exit code 1 if any check fails."
        },
        footer = {
            "stagedoor tenants verify acme",
            "stagedoor tenants verify --all --json",
            "stagedoor tenants verify acme --out acme.json"
        })
final class VerifyTenant extends Command {
    private static final Columns<VerifiedCheck> COLUMNS = new Columns<VerifiedCheck>()
            .add("check", VerifiedCheck::name)
            .add("outcome", VerifiedCheck::outcome)
            .add("took", check -> check.tookMs() + " ms")
            .add("seen", VerifiedCheck::seen);

    @Parameters(paramLabel = "TENANT", arity = "0..1", description = "Slug or id (default: the key's own tenant).")
    private @Nullable String tenant;

    @Option(names = "--all", description = "Verify all tenants, one after the other; for operators.")
    private boolean all;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write the signed evidence of the tenant into this file.")
    private @Nullable Path out;

    @Override
    protected int run(Session session) {
        if (all && (tenant != null || out != null)) {
            throw new UsageException("--all excludes a tenant and --out");
        }
        StagedoorClient client = session.client();
        if (!all) {
            Evidence evidence = (tenant == null ? client : client.inTenant(tenant)).evidence();
            boolean passed = verify(session, tenant == null ? "the tenant" : tenant, evidence);
            return passed ? ExitCode.OK : ExitCode.CHECK_FAILED;
        }
        boolean passed = true;
        List<String> slugs = client.tenants().all().map(TenantView::slug).toList();
        for (String slug : slugs) {
            passed &= attempt(session, slug, client.inTenant(slug).evidence());
        }
        return passed ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    /** One that cannot be verified does not keep the others from it. */
    private boolean attempt(Session session, String slug, Evidence evidence) {
        try {
            return verify(session, slug, evidence);
        } catch (ProblemException refused) {
            session.shell().note(slug + " was not verified: " + refused.getMessage());
            return false;
        }
    }

    private boolean verify(Session session, String slug, Evidence evidence) {
        if (session.shell().screen().err()) {
            session.shell().note("verifying " + slug + " …");
        }
        VerificationView view = evidence.verify();
        if (session.wantsJson()) {
            session.printJsonLine(view);
        } else {
            session.table(view.checks(), COLUMNS);
            session.shell().out().println(summary(view));
        }
        if (out != null) {
            write(session, evidence, view, out);
        }
        return view.passed();
    }

    private static String summary(VerificationView view) {
        long failed = count(view, CheckOutcome.FAILED);
        return "%s: %d passed, %d failed, %d skipped, in %.1f s: %s"
                .formatted(
                        view.tenant(),
                        count(view, CheckOutcome.PASSED),
                        failed,
                        count(view, CheckOutcome.SKIPPED),
                        view.tookMs() / 1000.0,
                        view.id());
    }

    private static long count(VerificationView view, CheckOutcome outcome) {
        return view.checks().stream()
                .filter(check -> check.outcome() == outcome)
                .count();
    }

    private static void write(Session session, Evidence evidence, VerificationView view, Path file) {
        try {
            Files.writeString(session.shell().file(file), evidence.file(view.id()) + "\n");
            session.shell().note("evidence in " + file);
        } catch (IOException e) {
            throw new UsageException("cannot write " + file + ": " + Words.reason(e));
        }
    }
}
