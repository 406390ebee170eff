// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.outbound;

import picocli.CommandLine.Command;

/** {@code stagedoor outbound-trunk}. */
@Command(
        name = "outbound-trunk",
        description = "Show, set and delete the SIP trunk by which agents call.",
        subcommands = {ShowOutboundTrunk.class, SetOutboundTrunk.class, DeleteOutboundTrunk.class})
public final class OutboundTrunkCommand {}
