// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.chatusers.ChatUserKind;
import dev.stagedoor.api.chatusers.NewChatUser;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Strategies give usernames of 3 to 50 characters, each of its own, and none says who its person is")
class UsernamesTest {
    private static final String UUID = "0f8fad5b-d9cb-469f-a165-70867728950e";

    @Test
    void pools_count_their_members() {
        assertThat(Usernames.pooled(ChatUserKind.SHARED, "acme", 0)).isEqualTo("pool_user_0");
        assertThat(Usernames.pooled(ChatUserKind.TENANT, "acme", 7)).isEqualTo("tenant_acme_user_7");
    }

    @Test
    void a_tenants_name_that_is_too_long_is_cut_and_stays_unique() {
        assertThat(Usernames.pooled(ChatUserKind.TENANT, UUID, 9)).hasSize(50).isEqualTo("tenant_" + UUID + "_user_9");
        assertThat(Usernames.pooled(ChatUserKind.TENANT, UUID, 10)).hasSize(50).endsWith("_user_10");

        Set<String> names = new TreeSet<>();
        for (int index = 0; index < 200; index++) {
            for (String tenant : Set.of("a".repeat(40), "a".repeat(39) + "b", UUID)) {
                names.add(Usernames.pooled(ChatUserKind.TENANT, tenant, index));
            }
        }
        assertThat(names).hasSize(600).allMatch(name -> name.matches(NewChatUser.USERNAME));
    }

    @Test
    void a_dedicated_one_is_named_by_its_own_id() {
        ChatUserId id = ChatUserId.next(Instant.parse("2026-03-01T12:00:00Z"));

        assertThat(Usernames.dedicated(id)).hasSize(31).startsWith("user_").matches(NewChatUser.USERNAME);
        assertThat(Usernames.isReserved(Usernames.dedicated(id))).isTrue();
        assertThat(Usernames.isReserved("kiosk")).isFalse();
    }
}
