-- An answer in progress is part of its chat. In a table of their own, whose rows lived for a second, PostgreSQL counted none, and
-- a kept plan then read all that had been deleted since the last vacuum for each of them.
ALTER TABLE chats
    -- The answer in progress, and the page that is told it; empty if there is none.
    ADD COLUMN interaction_id text        NOT NULL DEFAULT '',
    ADD COLUMN ui_session_id  text        NOT NULL DEFAULT '',
    -- The node that gives it, as long as it says so.
    ADD COLUMN node           text        NOT NULL DEFAULT '',
    ADD COLUMN leased_until   timestamptz NOT NULL DEFAULT 'epoch';

ALTER TABLE interactions NO FORCE ROW LEVEL SECURITY;
ALTER TABLE chats NO FORCE ROW LEVEL SECURITY;
UPDATE chats c
   SET interaction_id = i.interaction_id, ui_session_id = i.ui_session_id, node = i.node, leased_until = i.leased_until
  FROM interactions i
 WHERE i.tenant_id = c.tenant_id AND i.chat_id = c.chat_id;
ALTER TABLE chats FORCE ROW LEVEL SECURITY;

DROP TABLE interactions;
