// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.evidence;

import picocli.CommandLine.Command;

/** {@code stagedoor evidence}. */
@Command(
        name = "evidence",
        description = "List and export what was found when a tenant was verified, and verify such a file.",
        subcommands = {ListEvidence.class, ExportEvidence.class, VerifyEvidence.class})
public final class EvidenceCommand {}
