// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.kernel.Secret;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The database roles' passwords, derived from the primary master key, so that there is one secret to keep instead of
 * five: anyone with the master key and the database can read everything anyway. After a change of the primary key,
 * {@code migrate} sets them again.
 */
public final class RolePasswords {
    private RolePasswords() {}

    /** The passwords by each of these keys, the first one's first. */
    public static List<Map<Role, Secret>> byEach(MasterKeys keys) {
        return keys.all().stream().map(key -> of(MasterKeys.of(key))).toList();
    }

    /** A password for each role: 43 characters of base64url. */
    public static Map<Role, Secret> of(MasterKeys keys) {
        Map<Role, Secret> passwords = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            byte[] bytes = keys.derive("password of the database role " + role).reveal();
            passwords.put(
                    role, Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
        }
        return Map.copyOf(passwords);
    }
}
