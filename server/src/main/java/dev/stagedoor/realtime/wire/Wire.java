// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.wire;

import java.util.Set;

/** The names of the protocol's events, as they are on the wire. They never change. */
public final class Wire {
    // From the client.
    public static final String PING = "ping";
    public static final String PONG = "pong";
    public static final String TEXT_INPUT = "text_input";
    public static final String CLIENT_WANTS_CANCEL = "client_wants_cancel";
    public static final String AUTH_REFRESH = "auth_refresh";
    public static final String NEW_CHAT_SESSION = "new_chat_session";
    public static final String RESUME_CHAT_SESSION = "resume_chat_session";
    public static final String SET_CHAT_SESSION_NAME = "set_chat_session_name";
    public static final String DELETE_CHAT_SESSION = "delete_chat_session";
    public static final String GET_USER_SESSIONS = "get_user_sessions";
    public static final String GET_AGENTS = "get_agents";
    public static final String SET_AGENT = "set_agent";
    public static final String GET_VOICES = "get_voices";
    public static final String SET_AGENT_VOICE = "set_agent_voice";
    public static final String GET_AVATARS = "get_avatars";
    public static final String GET_TOOL_CATALOG = "get_tool_catalog";
    public static final String SET_SESSION_METADATA = "set_session_metadata";

    /** Of the guide's framework; here they are answered by {@link #ERROR}. */
    public static final Set<String> NOT_SUPPORTED = Set.of(
            "set_session_messages",
            "set_avatar",
            "set_avatar_session",
            "clear_avatar_session",
            "set_agent_tools",
            "add_workspace",
            "remove_workspace",
            "list_workspaces");

    public static final String AUDIO_INPUT_DELTA = "audio_input_delta";
    public static final String PTT_START = "ptt_start";
    public static final String PTT_END = "ptt_end";
    public static final String SET_VOICE_INPUT_MODE = "set_voice_input_mode";

    // From the server.
    public static final String UI_SESSION_ID_CHANGED = "ui_session_id_changed";
    public static final String CHAT_USER_DATA = "chat_user_data";
    public static final String AVATAR_LIST = "avatar_list";
    public static final String VOICE_LIST = "voice_list";
    public static final String AGENT_LIST = "agent_list";
    public static final String TOOL_CATALOG = "tool_catalog";
    public static final String VOICE_INPUT_SUPPORTED = "voice_input_supported";
    public static final String CHAT_SESSION_CHANGED = "chat_session_changed";
    public static final String CHAT_SESSION_NAME_CHANGED = "chat_session_name_changed";
    public static final String CHAT_SESSION_ADDED = "chat_session_added";
    public static final String CHAT_SESSION_DELETED = "chat_session_deleted";
    public static final String SESSION_METADATA_CHANGED = "session_metadata_changed";
    public static final String GET_USER_SESSIONS_RESPONSE = "get_user_sessions_response";
    public static final String AGENT_CONFIGURATION_CHANGED = "agent_configuration_changed";
    public static final String AGENT_VOICE_CHANGED = "agent_voice_changed";
    public static final String USER_TURN_START = "user_turn_start";
    public static final String USER_TURN_END = "user_turn_end";
    public static final String INTERACTION = "interaction";
    public static final String USER_MESSAGE = "user_message";
    public static final String COMPLETION = "completion";
    public static final String TEXT_DELTA = "text_delta";
    public static final String MESSAGE = "message";
    public static final String CANCELLED = "cancelled";
    public static final String SERVER_LISTENING = "server_listening";
    public static final String ERROR = "error";
    public static final String TOKEN_EXPIRING = "token_expiring";
    public static final String AUTH_REFRESHED = "auth_refreshed";

    private Wire() {}
}
