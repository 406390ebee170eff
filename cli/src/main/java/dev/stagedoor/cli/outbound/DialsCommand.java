// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.outbound;

import picocli.CommandLine.Command;

/** {@code stagedoor dials}. */
@Command(name = "dials", description = "List the phone calls that agents have made.", subcommands = ListDials.class)
public final class DialsCommand {}
