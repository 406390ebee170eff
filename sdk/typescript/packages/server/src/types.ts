// SPDX-License-Identifier: Apache-2.0

/** What a chat user may use. Without a list, it has that of its tier. */
export interface Resources {
  /** The agents it may reach. */
  readonly agents?: readonly string[];
  /** The voices that an agent may have. */
  readonly voices?: readonly string[];
  /** The avatars that an agent may have. */
  readonly avatars?: readonly string[];
  /** The toolsets that an agent may have. */
  readonly toolsets?: readonly string[];
}

/** A chat user: whom agents see, and what carries resources. */
export interface ChatUser extends Resources {
  /** `cu_…`. */
  readonly id: string;
  /** Its name, unique within the tenant. */
  readonly username: string;
  /** The tier of its own, if it has one. */
  readonly tier?: string;
  /** Your own notes. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Whether it may be used. */
  readonly enabled: boolean;
  /** When it was made, as an ISO date. */
  readonly created_at: string;
  /** When it was last changed, as an ISO date. */
  readonly updated_at: string;
}

/** A chat user to create. */
export interface NewChatUser extends Resources {
  /** 3 to 50 lower-case letters, digits, hyphens, dots and underscores. */
  readonly username: string;
  /** Never sent: nobody signs in as a chat user by password. It may stay in code that was written for the guide. */
  readonly password?: string;
  /** The tier, one of the tenant's policy. */
  readonly tier?: string;
  /** Your own notes, at most 4 KiB; no personal data. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What to change; what is not given stays. */
export interface ChatUserChange extends Resources {
  /** The tier, one of the tenant's policy. */
  readonly tier?: string;
  /** Replaces all notes. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Whether it may be used; its connections end when it may not. */
  readonly enabled?: boolean;
  /** What it has from the policy again. */
  readonly inherit?: readonly ('agents' | 'voices' | 'avatars' | 'toolsets' | 'tier')[];
}

/** Which page of a list. */
export interface Page {
  /** How many at most. */
  readonly limit?: number;
  /** The `next` of the page before. */
  readonly after?: string;
}

/** A page of chat users, the oldest first. */
export interface ChatUserList {
  /** The chat users. */
  readonly items: readonly ChatUser[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: string | null;
}

/** Which token to make. */
export interface TokenRequest {
  /** The chat user, as whom agents are reached. */
  readonly chatUserId: string;
  /** Seconds, or `900s`, `15m`, `1h`. Default: as long as the server allows. */
  readonly expiresIn?: string | number;
  /** Your own id of the person, whose chats nobody else sees. Default: `metadata.app_user_id`, else the chat user itself. */
  readonly appUserId?: string;
  /** The guide's place for `app_user_id`; nothing else of it is sent. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** A token for a page. */
export interface GeneratedToken {
  /** The token. */
  readonly token: string;
  /** When it ends, in Unix seconds. */
  readonly expires_at: number;
  /** The WebSocket to connect to. */
  readonly websocket_url: string;
  /** `ses_…`, by which it is revoked. */
  readonly session_id: string;
}

/** The same under the names of the guide's other class. */
export interface ChatUserTokens {
  /** The token. */
  readonly jwt_token: string;
  /** When it ends, in Unix seconds. */
  readonly expires_at: number;
  /** The WebSocket to connect to. */
  readonly websocket_url: string;
  /** There are no HeyGen avatars. */
  readonly heygen_token: null;
}

/** A session to open for one of your own people. */
export interface NewSession {
  /** Your own id of the person. */
  readonly userId: string;
  /** What they see in the list of their sessions: `Firefox on Linux`. */
  readonly device?: string;
  /** How long it lasts, in seconds. */
  readonly ttl?: number;
}

/** What a page needs to reach agents. */
export interface AgentAccess {
  /** The token of the realtime connection. */
  readonly agent_c_token: string;
  /** The WebSocket to connect to. */
  readonly websocket_url: string;
  /** There are no HeyGen avatars. */
  readonly heygen_token?: null;
  /** When the token ends, in Unix seconds. */
  readonly expires_at: number;
  /** The agents that the person may talk to. */
  readonly agents: readonly string[];
  /** The voices that an agent may have. */
  readonly voices: readonly string[];
  /** The avatars that an agent may have. */
  readonly avatars: readonly string[];
}

/** An open session. Only this answer contains its token. */
export interface OpenedSession {
  /** `ses_…`, by which it is revoked. */
  readonly id?: string;
  /** The session's token, by which the page refreshes: `sd_ses_…`. */
  readonly session_token: string;
  /** Your own id of the person. */
  readonly user_id: string;
  /** What the page needs. */
  readonly agent_c: AgentAccess;
}
