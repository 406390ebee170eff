-- Files that app users give to agents.
CREATE TABLE user_files (
    tenant_id  text        NOT NULL,
    file_id    text        NOT NULL,
    user_id    text        NOT NULL,
    name       text        NOT NULL,
    media_type text        NOT NULL,
    size       bigint      NOT NULL,
    created_at timestamptz NOT NULL,
    content    bytea       NOT NULL,
    PRIMARY KEY (tenant_id, file_id)
);
CREATE INDEX user_files_of_user ON user_files (tenant_id, user_id);

-- The ids of the files that came with a message.
ALTER TABLE chat_messages ADD COLUMN files text[] NOT NULL DEFAULT '{}';

ALTER TABLE user_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_files FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON user_files TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON user_files TO ${app};

-- What an app user has is deleted with them, whichever chat user it is on.
CREATE INDEX chats_of_app_user ON chats (tenant_id, user_id);
CREATE INDEX ui_sessions_of_app_user ON ui_sessions (tenant_id, user_id);
