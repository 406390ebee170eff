// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The directory functions: lookups before the tenant is known. */
final class KeyDirectoryStore {
    private KeyDirectoryStore() {}

    static Map<KeyHash, KeyOwner> owners(Handle directory, List<KeyHash> hashes) {
        Map<KeyHash, KeyOwner> owners = new HashMap<>();
        directory
                .createQuery("SELECT hash, tenant_id, key_id FROM directory_keys(:hashes)")
                .bind("hashes", hashes.stream().map(KeyHash::bytes).toArray(byte[][]::new))
                .map((rs, ctx) -> Map.entry(
                        KeyHash.read(rs.getBytes("hash")),
                        new KeyOwner(new TenantId(rs.getString("tenant_id")), new KeyId(rs.getString("key_id")))))
                .forEach(each -> owners.put(each.getKey(), each.getValue()));
        return owners;
    }

    static Map<TenantId, Long> epochs(Handle directory, List<TenantId> tenants) {
        Map<TenantId, Long> epochs = new HashMap<>();
        directory
                .createQuery("SELECT tenant_id, epoch FROM directory_epochs(:tenants)")
                .bind("tenants", tenants.stream().map(TenantId::value).toArray(String[]::new))
                .map((rs, ctx) -> Map.entry(new TenantId(rs.getString("tenant_id")), rs.getLong("epoch")))
                .forEach(each -> epochs.put(each.getKey(), each.getValue()));
        return epochs;
    }

    /** The tenants of which these keys of operators made keys. */
    static List<TenantId> madeFor(Handle directory, List<KeyId> makers) {
        return directory
                .createQuery("SELECT tenant_id FROM directory_made_for(:makers)")
                .bind("makers", makers.stream().map(KeyId::value).toArray(String[]::new))
                .mapTo(TenantId.class)
                .list();
    }
}
