// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import dev.stagedoor.kernel.Secret;

/**
 * A demo tenant, as {@code dev} stores it between starts.
 *
 * @param slug           {@code acme}
 * @param livekitKey     the API key of its own LiveKit
 * @param livekitSecret  that key's secret
 * @param apiKey         its backend's {@code sd_live_} key; empty until it has one
 * @param publishableKey its pages' {@code sd_pub_} key; empty until it has one
 */
record DevTenant(String slug, String livekitKey, Secret livekitSecret, Secret apiKey, Secret publishableKey) {
    DevTenant withKeys(Secret live, Secret publishable) {
        return new DevTenant(slug, livekitKey, livekitSecret, live, publishable);
    }

    boolean hasKeys() {
        return apiKey.length() > 0 && publishableKey.length() > 0;
    }
}
