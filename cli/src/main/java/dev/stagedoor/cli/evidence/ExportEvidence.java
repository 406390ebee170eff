// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.evidence;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.evidence.Evidence;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "export",
        description = "Write what was found that time, signed, or as a page for an auditor.",
        footer = {
            "stagedoor evidence export ver_01… --out acme.html --tenant acme",
            "stagedoor evidence export ver_01… --out acme.json"
        })
final class ExportEvidence extends TenantCommand {
    @Parameters(paramLabel = "VERIFICATION", description = "Its id (ver_…).")
    private String verification = "";

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "The file to write: a page if it ends with .html, a compact JWS if with .jws, else JSON"
                    + " (default: JSON to standard output).")
    private @Nullable Path out;

    @Override
    protected int run(Session session) {
        Evidence evidence = client(session).evidence();
        if (out == null) {
            session.shell().out().println(evidence.file(verification));
        } else {
            EvidenceFile.require(session, out);
            EvidenceFile.write(session, evidence, verification, out);
        }
        return ExitCode.OK;
    }
}
