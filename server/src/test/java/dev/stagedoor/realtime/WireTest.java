// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.realtime.wire.Wire;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The names on the wire are those that clients know, and stay so (126)")
class WireTest {
    /** There may be new ones; one that is gone breaks clients that are out there. */
    private static final Set<String> NAMES = Set.of(
            "ping",
            "pong",
            "text_input",
            "client_wants_cancel",
            "auth_refresh",
            "new_chat_session",
            "resume_chat_session",
            "set_chat_session_name",
            "delete_chat_session",
            "get_user_sessions",
            "get_agents",
            "set_agent",
            "get_voices",
            "set_agent_voice",
            "get_avatars",
            "get_tool_catalog",
            "set_session_metadata",
            "ui_session_id_changed",
            "chat_user_data",
            "avatar_list",
            "voice_list",
            "agent_list",
            "tool_catalog",
            "chat_session_changed",
            "chat_session_name_changed",
            "chat_session_added",
            "chat_session_deleted",
            "session_metadata_changed",
            "get_user_sessions_response",
            "agent_configuration_changed",
            "agent_voice_changed",
            "user_turn_start",
            "user_turn_end",
            "interaction",
            "user_message",
            "completion",
            "text_delta",
            "message",
            "cancelled",
            "error",
            "token_expiring",
            "auth_refreshed");

    private static Set<String> constants() {
        Set<String> names = new TreeSet<>();
        try {
            for (Field field : Wire.class.getDeclaredFields()) {
                if (field.getType() == String.class) {
                    names.add((String) field.get(null));
                }
            }
        } catch (IllegalAccessException e) {
            throw new LinkageError("the names are constants", e);
        }
        return names;
    }

    @Test
    void none_has_gone() {
        assertThat(constants()).containsAll(NAMES);
    }

    @Test
    void the_protocols_page_names_each() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "realtime.md"));

        assertThat(constants()).allSatisfy(name -> assertThat(page).contains(name));
    }
}
