// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.sip;

import picocli.CommandLine.Command;

/** {@code stagedoor sip}. */
@Command(
        name = "sip",
        description = "Try a phone call, as a SIP front end reports it.",
        subcommands = SimulateCall.class)
public final class SipCommand {}
