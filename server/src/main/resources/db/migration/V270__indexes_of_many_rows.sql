-- Until a table has statistics, which it gets a minute after it was filled, the planner takes an index that begins with
-- tenant_id for as good as the key, and a kept plan then reads all of a tenant's rows for each lookup. So the other indexes of
-- tables that fill quickly begin with what they find; what is partial cannot be mistaken for the key.

ALTER TABLE chat_users DROP CONSTRAINT chat_users_username;
ALTER TABLE chat_users ADD CONSTRAINT chat_users_username UNIQUE (username, tenant_id);

DROP INDEX chat_user_assignments_of;
CREATE INDEX chat_user_assignments_of ON chat_user_assignments (chat_user_id, tenant_id);

DROP INDEX chat_user_slots_of;
CREATE INDEX chat_user_slots_of ON chat_user_slots (chat_user_id, tenant_id);
DROP INDEX chat_user_slots_due;
CREATE INDEX chat_user_slots_due ON chat_user_slots (leased_until, tenant_id);
ALTER TABLE chat_user_slots DROP CONSTRAINT chat_user_slots_tenant_id_user_id_connection_key;
ALTER TABLE chat_user_slots ADD CONSTRAINT chat_user_slots_connection UNIQUE (user_id, connection, tenant_id);

DROP INDEX sessions_of_user;
CREATE INDEX sessions_of_user ON sessions (user_id, tenant_id, session_id);
DROP INDEX sessions_ended;
CREATE INDEX sessions_ended ON sessions (expires_at, tenant_id);
DROP INDEX session_tokens_of_session;
CREATE INDEX session_tokens_of_session ON session_tokens (session_id, tenant_id);

DROP INDEX chats_of_user;
CREATE INDEX chats_of_user ON chats (chat_user_id, user_id, tenant_id, updated_at DESC, chat_id DESC);
DROP INDEX chats_of_app_user;
CREATE INDEX chats_of_app_user ON chats (user_id, tenant_id);

DROP INDEX ui_sessions_of_user;
CREATE INDEX ui_sessions_of_user ON ui_sessions (chat_user_id, user_id, tenant_id);
DROP INDEX ui_sessions_of_app_user;
CREATE INDEX ui_sessions_of_app_user ON ui_sessions (user_id, tenant_id);
DROP INDEX ui_sessions_seen;
CREATE INDEX ui_sessions_seen ON ui_sessions (seen_at, tenant_id);

DROP INDEX user_files_of_user;
CREATE INDEX user_files_of_user ON user_files (user_id, tenant_id);

ALTER TABLE interactions DROP CONSTRAINT interactions_tenant_id_ui_session_id_key;
ALTER TABLE interactions ADD CONSTRAINT interactions_ui_session UNIQUE (ui_session_id, tenant_id);
ALTER TABLE interactions DROP CONSTRAINT interactions_tenant_id_chat_id_key;
ALTER TABLE interactions ADD CONSTRAINT interactions_chat UNIQUE (chat_id, tenant_id);
