// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.client.http.Request;

/** What a tenant allows people who call its numbers. */
public final class PhoneSettings {
    private final Root root;

    PhoneSettings(Root root) {
        this.root = root;
    }

    /** What is set, with the defaults of all else. */
    public dev.stagedoor.api.telephony.PhoneSettings get() {
        return root.send(Request.get(root.at("phone-settings")), dev.stagedoor.api.telephony.PhoneSettings.class);
    }

    /** Replaces all of it: a null gets its default. Calls in progress go on. */
    public dev.stagedoor.api.telephony.PhoneSettings put(dev.stagedoor.api.telephony.PhoneSettings settings) {
        return root.send(
                Request.put(root.at("phone-settings"), settings), dev.stagedoor.api.telephony.PhoneSettings.class);
    }
}
