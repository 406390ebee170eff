// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The API key that {@code livekit-server --dev} starts with. It is printed in LiveKit's documents, so that whoever reaches
 * the server controls it: fit for one developer's machine, and refused everywhere else.
 */
final class DevelopmentKey {
    /** Why it is refused. */
    static final String REFUSED =
            "is the published key of livekit-server --dev: only stagedoor dev accepts it, with the secret \"secret\";"
                    + " make a key of your own with: livekit-server generate-keys";

    private static final String ID = "devkey";
    private static final String SECRET = "secret";
    private static final String WARNING =
            "The key is the published one of livekit-server --dev: whoever reaches that server controls its rooms."
                    + " Use it on your own machine only.";

    /** The attribute by which a version, and its entries in the audit log, say that it is this key. */
    private static final String RECORDED = "development_key";

    private DevelopmentKey() {}

    static boolean is(String apiKey) {
        return apiKey.equals(ID);
    }

    static boolean is(String apiKey, String apiSecret) {
        return is(apiKey) && apiSecret.equals(SECRET);
    }

    /** What a version with that key records about it. */
    static Map<String, String> recorded(String apiKey) {
        return is(apiKey) ? Map.of(RECORDED, "true") : Map.of();
    }

    /** What a version with those attributes warns of; null if of nothing. */
    static @Nullable String warning(Map<String, String> attributes) {
        return attributes.containsKey(RECORDED) ? WARNING : null;
    }
}
