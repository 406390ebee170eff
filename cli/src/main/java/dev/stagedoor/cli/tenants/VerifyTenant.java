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
import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.cli.evidence.EvidenceFile;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.client.evidence.Evidence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
            "stagedoor tenants verify acme --out acme.html"
        })
final class VerifyTenant extends Command {
    private static final Columns<VerifiedCheck> COLUMNS = new Columns<VerifiedCheck>()
            .add("check", VerifiedCheck::name)
            .add("outcome", VerifiedCheck::outcome)
            .add("took", check -> check.tookMs() + " ms")
            .add("seen", VerifiedCheck::seen);

    /** Of {@code --all}; a server has other things to do. */
    private static final int AT_ONCE = 8;

    /** While somebody else has it verified, or the server verifies as many as it can. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Parameters(paramLabel = "TENANT", arity = "0..1", description = "Slug or id (default: the key's own tenant).")
    private @Nullable String tenant;

    @Option(names = "--all", description = "Verify all tenants, some at once; for operators.")
    private boolean all;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write the evidence into this file: a page if it ends with .html, a compact JWS if with .jws,"
                    + " else signed JSON.")
    private @Nullable Path out;

    @Override
    protected int run(Session session) {
        if (all && (tenant != null || out != null)) {
            throw new UsageException("--all excludes a tenant and --out");
        }
        if (out != null) {
            EvidenceFile.require(session, out);
        }
        StagedoorClient client = session.client();
        if (all) {
            return verifyAll(session, client) ? ExitCode.OK : ExitCode.CHECK_FAILED;
        }
        Evidence evidence = (tenant == null ? client : client.inTenant(tenant)).evidence();
        if (session.shell().screen().err()) {
            session.shell().note("verifying " + (tenant == null ? "the tenant" : tenant) + " …");
        }
        VerificationView view = evidence.verify(PATIENCE);
        print(session, view);
        if (out != null) {
            EvidenceFile.write(session, evidence, view.id(), out);
        }
        return view.passed() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    /** Some at once; printed in the order of the list. */
    private static boolean verifyAll(Session session, StagedoorClient client) {
        List<String> slugs = client.tenants().all().map(TenantView::slug).toList();
        boolean passed = true;
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<VerificationView>> verifying = slugs.stream()
                    .map(slug -> client.inTenant(slug).evidence())
                    .map(evidence -> threads.submit(() -> evidence.verify(PATIENCE)))
                    .toList();
            for (int i = 0; i < slugs.size(); i++) {
                if (session.shell().screen().err()) {
                    session.shell().note("verifying %s (%d of %d) …".formatted(slugs.get(i), i + 1, slugs.size()));
                }
                passed &= await(session, slugs.get(i), verifying.get(i));
            }
        }
        return passed;
    }

    /** One that cannot be verified does not keep the others from it. */
    private static boolean await(Session session, String slug, Future<VerificationView> verifying) {
        try {
            VerificationView view = verifying.get();
            print(session, view);
            return view.passed();
        } catch (ExecutionException failed) {
            session.shell()
                    .note(slug + " was not verified: "
                            + Objects.requireNonNullElse(failed.getCause(), failed)
                                    .getMessage());
            return false;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void print(Session session, VerificationView view) {
        if (session.wantsJson()) {
            session.printJsonLine(view);
        } else {
            session.table(view.checks(), COLUMNS);
            // A terminal's width cuts the table.
            view.checks(CheckOutcome.FAILED).stream()
                    .map(check -> check.name() + " failed: " + check.seen())
                    .forEach(session.shell().out()::println);
            session.shell().out().println(summary(view));
        }
    }

    private static String summary(VerificationView view) {
        return String.format(
                Locale.ROOT,
                "%s: %d passed, %d failed, %d skipped, in %.1f s: %s",
                view.tenant(),
                view.checks(CheckOutcome.PASSED).size(),
                view.checks(CheckOutcome.FAILED).size(),
                view.checks(CheckOutcome.SKIPPED).size(),
                view.tookMs() / 1000.0,
                view.id());
    }
}
