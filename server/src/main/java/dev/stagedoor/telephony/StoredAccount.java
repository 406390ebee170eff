// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.json.StoredJson;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.vault.OpenCredential;
import java.util.HashMap;
import java.util.Map;

/** A tenant's account with a carrier, as it is sealed: by the names of the carrier's own fields. */
record StoredAccount(Map<String, String> values) {
    static String text(Map<String, String> values) {
        return StoredJson.text(new StoredAccount(values));
    }

    static Map<String, Secret> secrets(OpenCredential open) {
        return secrets(
                StoredJson.read(open.secret().revealText(), StoredAccount.class).values());
    }

    static Map<String, Secret> secrets(Map<String, String> values) {
        Map<String, Secret> secrets = new HashMap<>();
        values.forEach((name, value) -> secrets.put(name, Secret.of(value)));
        return secrets;
    }

    /** Without the values, which are secret. */
    @Override
    public String toString() {
        return "StoredAccount[" + values.keySet() + "]";
    }
}
