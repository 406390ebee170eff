// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.livekit.token.VideoGrant;
import java.util.ArrayList;
import java.util.List;

/** What a grant allows, as {@link dev.stagedoor.api.tenants.GrantName}s. */
final class Grants {
    private Grants() {}

    static List<String> words(VideoGrant grant) {
        List<String> words = new ArrayList<>(8);
        add(words, grant.publishes(), "can_publish");
        add(words, grant.subscribes(), "can_subscribe");
        add(words, grant.publishesData(), "can_publish_data");
        add(words, Boolean.TRUE.equals(grant.canUpdateOwnMetadata()), "can_update_own_metadata");
        add(words, Boolean.TRUE.equals(grant.canSubscribeMetrics()), "can_subscribe_metrics");
        add(words, grant.roomAdmin(), "room_admin");
        add(words, grant.hidden(), "hidden");
        return words;
    }

    private static void add(List<String> words, boolean allowed, String word) {
        if (allowed) {
            words.add(word);
        }
    }
}
