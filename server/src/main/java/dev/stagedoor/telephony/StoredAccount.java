// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.json.StoredJson;
import dev.stagedoor.vault.OpenCredential;
import java.util.Map;

/** A tenant's account with a carrier, as it is sealed: by the names of the carrier's own fields. */
record StoredAccount(Map<String, String> values) {
    static String text(Map<String, String> values) {
        return StoredJson.text(new StoredAccount(values));
    }

    static Map<String, String> values(OpenCredential open) {
        return StoredJson.read(open.secret().revealText(), StoredAccount.class).values();
    }

    /** Without the values, which are secret. */
    @Override
    public String toString() {
        return "StoredAccount[" + values.keySet() + "]";
    }
}
