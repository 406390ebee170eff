-- Chats of app users with text agents: what belongs to one app user on one chat user (C1).
CREATE TABLE chats (
    tenant_id    text        NOT NULL,
    chat_id      text        NOT NULL,
    chat_user_id text        NOT NULL,
    user_id      text        NOT NULL,
    name         text        NOT NULL,
    agent_key    text        NOT NULL,
    -- JSON that the client keeps with it.
    meta         text        NOT NULL,
    messages     integer     NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, chat_id)
);
CREATE INDEX chats_of_user ON chats (tenant_id, chat_user_id, user_id, updated_at DESC, chat_id DESC);

CREATE TABLE chat_messages (
    tenant_id  text        NOT NULL,
    chat_id    text        NOT NULL,
    seq        integer     NOT NULL,
    message_id text        NOT NULL,
    role       text        NOT NULL,
    content    text        NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, chat_id, seq),
    FOREIGN KEY (tenant_id, chat_id) REFERENCES chats ON DELETE CASCADE
);

-- What a page holds through the gateway, over its reconnections.
CREATE TABLE ui_sessions (
    tenant_id     text        NOT NULL,
    ui_session_id text        NOT NULL,
    chat_user_id  text        NOT NULL,
    user_id       text        NOT NULL,
    chat_id       text        NOT NULL,
    voice_id      text        NOT NULL,
    -- The connection that has it now, and its node; empty if there is none.
    connection    text        NOT NULL,
    node          text        NOT NULL,
    last_seq      bigint      NOT NULL,
    seen_at       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, ui_session_id)
);
CREATE INDEX ui_sessions_of_user ON ui_sessions (tenant_id, chat_user_id, user_id);
CREATE INDEX ui_sessions_seen ON ui_sessions (tenant_id, seen_at);

-- What a page was told: a page that reconnects is told what it missed.
CREATE TABLE ui_events (
    tenant_id     text   NOT NULL,
    ui_session_id text   NOT NULL,
    seq           bigint NOT NULL,
    type          text   NOT NULL,
    data          text   NOT NULL,
    PRIMARY KEY (tenant_id, ui_session_id, seq),
    FOREIGN KEY (tenant_id, ui_session_id) REFERENCES ui_sessions ON DELETE CASCADE
);

-- An answer in progress: one for each page, and one for each chat.
CREATE TABLE interactions (
    tenant_id      text        NOT NULL,
    interaction_id text        NOT NULL,
    ui_session_id  text        NOT NULL,
    chat_id        text        NOT NULL,
    node           text        NOT NULL,
    leased_until   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, interaction_id),
    UNIQUE (tenant_id, ui_session_id),
    UNIQUE (tenant_id, chat_id),
    FOREIGN KEY (tenant_id, ui_session_id) REFERENCES ui_sessions ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, chat_id) REFERENCES chats ON DELETE CASCADE
);

-- Tickets that opened a socket: none opens another.
CREATE TABLE used_tickets (
    tenant_id  text        NOT NULL,
    ticket_id  text        NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id)
);

ALTER TABLE chats ENABLE ROW LEVEL SECURITY;
ALTER TABLE chats FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON chats TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON chats TO ${app};

ALTER TABLE chat_messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_messages FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON chat_messages TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON chat_messages TO ${app};

ALTER TABLE ui_sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE ui_sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON ui_sessions TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON ui_sessions TO ${app};

ALTER TABLE ui_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE ui_events FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON ui_events TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON ui_events TO ${app};

ALTER TABLE interactions ENABLE ROW LEVEL SECURITY;
ALTER TABLE interactions FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON interactions TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON interactions TO ${app};

ALTER TABLE used_tickets ENABLE ROW LEVEL SECURITY;
ALTER TABLE used_tickets FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON used_tickets TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON used_tickets TO ${app};
