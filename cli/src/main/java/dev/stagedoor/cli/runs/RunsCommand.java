// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.runs;

import picocli.CommandLine.Command;

/** {@code stagedoor runs}. */
@Command(
        name = "runs",
        description = "Start, list, show, watch and cancel runs of agents.",
        subcommands = {StartRun.class, ListRuns.class, ShowRun.class, WatchRun.class, CancelRun.class})
public final class RunsCommand {}
