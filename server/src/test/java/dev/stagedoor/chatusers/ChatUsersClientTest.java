// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.chatusers.ChatUserAssignment;
import dev.stagedoor.api.chatusers.ChatUserChange;
import dev.stagedoor.api.chatusers.ChatUserPolicyFields;
import dev.stagedoor.api.chatusers.ChatUserStrategy;
import dev.stagedoor.api.chatusers.ChatUserTokenRequest;
import dev.stagedoor.api.chatusers.ChatUserView;
import dev.stagedoor.api.chatusers.NewChatUser;
import dev.stagedoor.api.chatusers.ResourceLists;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.client.ChatUsers;
import dev.stagedoor.client.PageRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("An operator keeps a tenant's chat users through the shipped client")
class ChatUsersClientTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    @Test
    void everything_that_the_routes_do() {
        try (TestTenant acme = new TestTenant(SERVER, "clients")) {
            ChatUsers chatUsers = acme.client().chatUsers();
            chatUsers.putPolicy(new ChatUserPolicyFields(
                    ChatUserStrategy.TENANT,
                    2,
                    5,
                    Map.of("gold", new ResourceLists(List.of("guide"), null, null, null)),
                    "gold",
                    null,
                    null,
                    null));
            assertThat(chatUsers.policy().strategy()).isEqualTo(ChatUserStrategy.TENANT);

            ChatUserView kiosk = chatUsers.create(
                    new NewChatUser("kiosk", List.of("guide"), null, null, null, null, Map.of("floor", "0"), null));
            ChatUserView changed = chatUsers.update(
                    kiosk.id(), new ChatUserChange(null, List.of("nova"), null, null, "gold", null, null, null));
            assertThat(chatUsers.get(kiosk.id())).isEqualTo(changed);
            assertThat(chatUsers.all().map(ChatUserView::username))
                    .containsExactlyInAnyOrder("tenant_clients_user_0", "tenant_clients_user_1", "kiosk");

            assertThat(chatUsers.assign("alice", new ChatUserAssignment("gold", kiosk.id())))
                    .isEqualTo(chatUsers.assignment("alice"));
            assertThat(chatUsers
                            .token(kiosk.id(), new ChatUserTokenRequest("alice", "1h"))
                            .token())
                    .startsWith("ey");
            assertThat(chatUsers.slots(PageRequest.FIRST).capacity()).isEqualTo(10);
            assertThat(chatUsers.allSlots()).isEmpty();
            chatUsers.delete(kiosk.id());
        }
    }
}
