// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import dev.stagedoor.client.http.ProblemException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that calls the server. */
public abstract class Command implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    /** Runs it; returns the {@link ExitCode}. */
    protected abstract int run(Session session);

    /** What to do about a refusal, where this command knows more than its code says; null for that. */
    protected @Nullable String remedy(ProblemException refused) {
        return null;
    }

    @Override
    public final Integer call() {
        if (spec == null || !(spec.root().userObject() instanceof Session session)) {
            throw new IllegalStateException("a command runs below the root command");
        }
        return run(session);
    }
}
