// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.workers;

import picocli.CommandLine.Command;

/** {@code stagedoor workers}. */
@Command(
        name = "workers",
        description = "Run workers for agents, list them, read their logs, scale and restart them.",
        subcommands = {
            ListWorkers.class,
            ShowWorker.class,
            WorkerLogs.class,
            RestartWorker.class,
            ScaleWorkers.class,
            SetWorkers.class,
            DeleteWorkers.class
        })
public final class WorkersCommand {}
