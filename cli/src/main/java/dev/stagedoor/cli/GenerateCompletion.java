// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli;

import dev.stagedoor.cli.command.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "generate-completion",
        description = "Print a completion script for bash and zsh.",
        footer = "source <(stagedoor generate-completion)")
final class GenerateCompletion implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli gives every command its spec");
        }
        spec.commandLine()
                .getOut()
                .print(AutoComplete.bash("stagedoor", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
