// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import picocli.CommandLine.Command;

/** {@code stagedoor events}. */
@Command(
        name = "events",
        description = "List what happened, and follow it live.",
        subcommands = {ListEvents.class, TailEvents.class})
public final class EventsCommand {}
