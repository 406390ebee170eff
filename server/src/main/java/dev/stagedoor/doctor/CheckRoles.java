// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.doctor;

import dev.stagedoor.db.Role;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks each of the server's roles: none may be more than a login, since row-level security does not bind owners and
 * superusers; and commits must be durable, since answers promise that.
 */
final class CheckRoles {
    private static final String ROLES = "database roles";
    private static final String DURABILITY = "durability";
    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    private final String prefix;
    private final List<CheckResult> results = new ArrayList<>();
    private final Set<String> off = new LinkedHashSet<>();

    CheckRoles(String prefix) {
        this.prefix = prefix;
    }

    void look(Role role, DoctorStore inside) throws SQLException {
        String name = role.in(prefix);
        List<String> more = inside.isMore();
        if (!more.isEmpty()) {
            results.add(CheckResult.failed(
                    ROLES,
                    name + " " + String.join(", and ", more),
                    "revoke that: row-level security does not bind it"));
        }
        for (String setting : DURABLE) {
            if (inside.setting(setting).equals("off")) {
                off.add(setting);
            }
        }
    }

    List<CheckResult> results() {
        List<CheckResult> all = new ArrayList<>(results);
        if (all.isEmpty()) {
            all.add(CheckResult.ok(ROLES, prefix + "_… can log in and have no further rights"));
        }
        all.add(
                off.isEmpty()
                        ? CheckResult.ok(DURABILITY, String.join(", ", DURABLE) + " are on")
                        : CheckResult.warn(
                                DURABILITY,
                                String.join(", ", off) + " off: confirmed changes can be lost in a crash",
                                "turn it on for Stagedoor's database and roles"));
        return all;
    }
}
