package dev.stagedoor.cli.keys;

import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageException;
import picocli.CommandLine.Option;

/** A command about a tenant's API keys or the operators'. */
abstract class KeyCommand extends TenantCommand {
    @Option(names = "--operator", description = "Operators' keys instead of a tenant's.")
    private boolean operator;

    /** Whether the operators' keys are meant; they are no tenant's. */
    boolean ofOperators() {
        if (operator && tenant() != null) {
            throw new UsageException("--operator and --tenant exclude each other");
        }
        return operator;
    }
}
