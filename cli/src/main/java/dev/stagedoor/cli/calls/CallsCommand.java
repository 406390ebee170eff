// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.calls;

import picocli.CommandLine.Command;

/** {@code stagedoor calls}. */
@Command(
        name = "calls",
        description = "List, show and end calls; call a number, transfer, press keys; remove participants.",
        subcommands = {
            ListCalls.class,
            ShowCall.class,
            ShowTimeline.class,
            EndCall.class,
            DialCall.class,
            TransferCall.class,
            PressKeys.class,
            RemoveParticipant.class
        })
public final class CallsCommand {}
