// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import dev.stagedoor.audit.archive.Archive;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.commands.Commands;
import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.commands.Settings;
import dev.stagedoor.db.OwnerDatabase;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stagedoor audit archive}: the server's part of {@code stagedoor audit}, whose other commands are the client's. */
@Command(
        name = "audit",
        description = "Move old audit entries out of the database.",
        subcommands = AuditCommand.ArchiveAudit.class)
final class AuditCommand {
    @Command(
            name = "archive",
            description = {
                "Move the months of the audit log that are older than retention.audit into files, and drop them.",
                "Logs in as the owner of the database, as migrate does. A month is dropped only after its file was written,",
                "flushed and read again; if the command is interrupted, nothing is lost: repeat it.",
                "Keep the files: audit verify --archive needs all of them."
            },
            footer = {
                "stagedoor audit archive --config stagedoor.yaml --to /var/lib/stagedoor/archive",
                "stagedoor audit archive --config stagedoor.yaml --before 2026-01-01 --to archive"
            })
    static final class ArchiveAudit implements Callable<Integer> {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "Configuration file; environment variables can set every key.")
        private @Nullable Path config;

        @Option(
                names = "--before",
                paramLabel = "DATE",
                description = "Only entries from before this day (UTC); default: all that retention.audit allows.")
        private @Nullable LocalDate before;

        @Option(
                names = "--to",
                paramLabel = "DIR",
                required = true,
                description = "The folder to write the files into.")
        private Path to = Path.of("");

        @Spec
        private @Nullable CommandSpec spec;

        private final Clock clock = Clock.systemUTC();

        @Override
        public Integer call() {
            AppConfig read = Settings.config(config, System.getenv());
            Instant until = until(read.retention().audit());
            if (!Files.isDirectory(to)) {
                throw wrong("--to must be a folder that exists: " + to);
            }
            DatabaseSettings database = read.database();
            OwnerDatabase owner = new OwnerDatabase(database.url(), database.adminUser(), database.adminPassword());
            PrintWriter out = Commands.out(spec);
            new Archive(owner, clock)
                    .run(
                            until,
                            to,
                            done -> out.println(
                                    done.file() == null
                                            ? done.part() + ": no entries; dropped"
                                            : done.part() + ": " + done.entries() + " entries of " + done.chains()
                                                    + " chains in " + done.file() + "; dropped"));
            out.println("Entries from before " + until + " are archived, by whole months.");
            return 0;
        }

        private Instant until(Duration least) {
            if (least.isZero()) {
                throw wrong(
                        "retention.audit is 0s, which keeps all entries in the database: set it, for example to 365d");
            }
            Instant allowed = clock.instant().minus(least);
            if (before == null) {
                return allowed;
            }
            Instant asked = before.atStartOfDay(ZoneOffset.UTC).toInstant();
            if (asked.isAfter(allowed)) {
                throw wrong("--before must be " + LocalDate.ofInstant(allowed, ZoneOffset.UTC)
                        + " or earlier: retention.audit is " + least.toDays() + "d");
            }
            return asked;
        }

        private RuntimeException wrong(String why) {
            return spec == null ? new IllegalStateException(why) : new ParameterException(spec.commandLine(), why);
        }
    }
}
