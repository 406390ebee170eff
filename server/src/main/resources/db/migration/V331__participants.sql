-- Who is and was in the rooms of calls: one row for each connection, as LiveKit's webhooks tell of it and as looks see it.
CREATE TABLE participants (
    tenant_id       text        NOT NULL,
    room_sid        text        NOT NULL,
    participant_sid text        NOT NULL,
    room            text        NOT NULL,
    -- The call that was open in the room when they were first seen there.
    call_id         text        NOT NULL,
    agent_slug      text        NOT NULL,
    identity        text        NOT NULL,
    -- LiveKit's kind of participant, in lower case.
    kind            text        NOT NULL,
    joined_at       timestamptz NOT NULL,
    -- The last time that they were seen in the room.
    seen_at         timestamptz NOT NULL,
    left_at         timestamptz,
    -- Whether LiveKit said when they left; else it is between two looks, and a late webhook corrects it.
    left_told       boolean     NOT NULL DEFAULT false,
    reason          text        NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, room_sid, participant_sid)
);
CREATE INDEX participants_inside ON participants (tenant_id, room) WHERE left_at IS NULL;
CREATE INDEX participants_call ON participants (tenant_id, call_id);
CREATE INDEX participants_lately ON participants (tenant_id, joined_at);

ALTER TABLE participants ENABLE ROW LEVEL SECURITY;
ALTER TABLE participants FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON participants TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON participants TO ${app};
