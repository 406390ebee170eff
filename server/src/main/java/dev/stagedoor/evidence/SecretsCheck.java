// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.vault.Vault;
import java.time.Duration;
import java.util.List;

/** Every sealed secret of the tenant opens for this tenant, and is nobody else's (I1, S1). */
final class SecretsCheck implements Check {
    private final Vault vault;

    SecretsCheck(Vault vault) {
        this.vault = vault;
    }

    @Override
    public String name() {
        return "secrets";
    }

    @Override
    public Duration within() {
        return Duration.ofSeconds(4);
    }

    @Override
    public Finding look(Subject subject) {
        Vault.Sealed sealed = vault.examine(subject.by(), subject.tenant());
        if (!sealed.broken().isEmpty()) {
            return Finding.failed("What is sealed does not open for this tenant: " + named(sealed.broken()) + ".");
        }
        if (!sealed.ofOthers().isEmpty()) {
            return Finding.failed("Another tenant or the platform has it, too: " + named(sealed.ofOthers()) + ".");
        }
        if (!sealed.unclaimed().isEmpty()) {
            return Finding.failed(
                    "Nothing keeps others from putting the same: " + named(sealed.unclaimed()) + " is not claimed.");
        }
        return switch (sealed.opened()) {
            case 0 -> Finding.skipped("The tenant has no credentials.");
            case 1 -> Finding.passed("1 sealed secret opens for this tenant, and is no other's.");
            default -> Finding.passed(sealed.opened() + " sealed secrets open for this tenant, and are no other's.");
        };
    }

    private static String named(List<String> versions) {
        return String.join(", ", versions);
    }
}
