// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said of an endpoint. */
final class EndpointOptions {
    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description = "A type of event to send, such as call.ended; repeatable. Without it, every type.")
    @Nullable
    List<String> types;

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
    @Nullable
    String description;
}
