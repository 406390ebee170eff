// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.dispatches;

import picocli.CommandLine.Command;

/** {@code stagedoor dispatches}. */
@Command(
        name = "dispatches",
        description = "List, show, watch and cancel dispatches.",
        subcommands = {ListDispatches.class, ShowDispatch.class, WatchDispatch.class, CancelDispatch.class})
public final class DispatchesCommand {}
