// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.audit;

import picocli.CommandLine.Command;

/** {@code stagedoor audit}. */
@Command(
        name = "audit",
        description = "Read, export, verify and archive the audit log.",
        subcommands = {TailAudit.class, ExportAudit.class, VerifyAudit.class, ArchiveAudit.class})
public final class AuditCommand {}
