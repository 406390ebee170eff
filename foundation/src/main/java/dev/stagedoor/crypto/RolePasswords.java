package dev.stagedoor.crypto;

import dev.stagedoor.db.Role;
import dev.stagedoor.kernel.Secret;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;

/**
 * The passwords of the database's roles, derived from the primary master key, so that there is one secret to keep and
 * not five. Whoever has the master key and the database has everything anyway. After a new primary key, migrate sets
 * them anew.
 */
public final class RolePasswords {
    private RolePasswords() {}

    /** A password for each role: 43 characters of base64url. */
    public static Map<Role, Secret> of(MasterKeys keys) {
        Map<Role, Secret> passwords = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            byte[] bytes = keys.primary()
                    .derive("password of the database role " + role)
                    .reveal();
            passwords.put(
                    role, Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
        }
        return Map.copyOf(passwords);
    }
}
