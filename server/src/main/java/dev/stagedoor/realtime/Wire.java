// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import java.util.Set;

/** The names of the protocol's events, as they are on the wire. They never change. */
final class Wire {
    // From the client.
    static final String PING = "ping";
    static final String PONG = "pong";
    static final String TEXT_INPUT = "text_input";
    static final String CLIENT_WANTS_CANCEL = "client_wants_cancel";
    static final String AUTH_REFRESH = "auth_refresh";
    static final String NEW_CHAT_SESSION = "new_chat_session";
    static final String RESUME_CHAT_SESSION = "resume_chat_session";
    static final String SET_CHAT_SESSION_NAME = "set_chat_session_name";
    static final String DELETE_CHAT_SESSION = "delete_chat_session";
    static final String GET_USER_SESSIONS = "get_user_sessions";
    static final String GET_AGENTS = "get_agents";
    static final String SET_AGENT = "set_agent";
    static final String GET_VOICES = "get_voices";
    static final String SET_AGENT_VOICE = "set_agent_voice";
    static final String GET_AVATARS = "get_avatars";
    static final String GET_TOOL_CATALOG = "get_tool_catalog";
    static final String SET_SESSION_METADATA = "set_session_metadata";

    /** Of the guide's framework; here they are answered by {@link #ERROR}. */
    static final Set<String> NOT_SUPPORTED = Set.of(
            "set_session_messages",
            "set_avatar",
            "set_avatar_session",
            "clear_avatar_session",
            "set_agent_tools",
            "add_workspace",
            "remove_workspace",
            "list_workspaces");

    static final String AUDIO_INPUT_DELTA = "audio_input_delta";
    static final String PTT_START = "ptt_start";
    static final String PTT_END = "ptt_end";
    static final String SET_VOICE_INPUT_MODE = "set_voice_input_mode";

    // From the server.
    static final String UI_SESSION_ID_CHANGED = "ui_session_id_changed";
    static final String CHAT_USER_DATA = "chat_user_data";
    static final String AVATAR_LIST = "avatar_list";
    static final String VOICE_LIST = "voice_list";
    static final String AGENT_LIST = "agent_list";
    static final String TOOL_CATALOG = "tool_catalog";
    static final String VOICE_INPUT_SUPPORTED = "voice_input_supported";
    static final String CHAT_SESSION_CHANGED = "chat_session_changed";
    static final String CHAT_SESSION_NAME_CHANGED = "chat_session_name_changed";
    static final String CHAT_SESSION_ADDED = "chat_session_added";
    static final String CHAT_SESSION_DELETED = "chat_session_deleted";
    static final String SESSION_METADATA_CHANGED = "session_metadata_changed";
    static final String GET_USER_SESSIONS_RESPONSE = "get_user_sessions_response";
    static final String AGENT_CONFIGURATION_CHANGED = "agent_configuration_changed";
    static final String AGENT_VOICE_CHANGED = "agent_voice_changed";
    static final String USER_TURN_START = "user_turn_start";
    static final String USER_TURN_END = "user_turn_end";
    static final String INTERACTION = "interaction";
    static final String USER_MESSAGE = "user_message";
    static final String COMPLETION = "completion";
    static final String TEXT_DELTA = "text_delta";
    static final String MESSAGE = "message";
    static final String CANCELLED = "cancelled";
    static final String SERVER_LISTENING = "server_listening";
    static final String ERROR = "error";
    static final String TOKEN_EXPIRING = "token_expiring";
    static final String AUTH_REFRESHED = "auth_refreshed";

    private Wire() {}
}
