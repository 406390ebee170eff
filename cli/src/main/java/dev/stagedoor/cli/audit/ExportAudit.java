// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.audit;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.cli.command.Words;
import dev.stagedoor.cli.console.PrivateFile;
import dev.stagedoor.cli.console.Progress;
import dev.stagedoor.client.Audit;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "export",
        description = {
            "Export the audit log as JSON lines, in chain order.",
            "An unfiltered export can be verified with audit verify --file."
        },
        footer = {
            "stagedoor audit export --tenant acme --out acme.jsonl",
            "stagedoor audit export --deleted acme --out acme.jsonl",
            "stagedoor audit verify --file acme.jsonl"
        })
final class ExportAudit extends ChainCommand {
    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "The file to write (mode 0600, created only when complete); default: standard output.")
    private @Nullable Path out;

    @Mixin
    private FilterOptions options = new FilterOptions();

    @Override
    protected int run(Session session) {
        Audit audit = audit(session);
        Audit.Filter filter = options.filter();
        if (out == null) {
            write(session, audit, filter, session.shell().out());
            return ExitCode.OK;
        }
        try (PrivateFile file = PrivateFile.create(session.shell().file(out))) {
            long count = write(session, audit, filter, file.text());
            file.keep();
            session.shell().note(count + " entries in " + out);
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UsageException("cannot write " + out + ": " + Words.reason(e));
        }
    }

    private static long write(Session session, Audit audit, Audit.Filter filter, PrintStream to) {
        try (Progress progress = new Progress(session.shell(), "entries")) {
            audit.export(filter, line -> {
                to.print(line + "\n");
                progress.step();
                if (progress.count() % 1000 == 0 && to.checkError()) {
                    throw new UsageException("standard output was closed");
                }
            });
            return progress.count();
        }
    }
}
