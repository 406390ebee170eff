// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.keys;

import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageException;
import picocli.CommandLine.Option;

/** A command on a tenant's API keys or on operator keys. */
abstract class KeyCommand extends TenantCommand {
    @Option(names = "--operator", description = "Operator keys instead of a tenant's keys.")
    private boolean operator;

    /** Whether operator keys are meant; they belong to no tenant. */
    boolean ofOperators() {
        if (operator && tenant() != null) {
            throw new UsageException("--operator and --tenant exclude each other");
        }
        return operator;
    }
}
