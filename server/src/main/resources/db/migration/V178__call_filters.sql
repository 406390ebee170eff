-- Lists of calls, newest first: those in progress, and those of a user, a room or an agent.
CREATE INDEX calls_open ON calls (tenant_id, call_id) WHERE ended_at IS NULL;
CREATE INDEX calls_of_user ON calls (tenant_id, user_id, call_id);
CREATE INDEX calls_of_room ON calls (tenant_id, room, call_id);
CREATE INDEX calls_of_agent ON calls (tenant_id, agent_slug, call_id);
CREATE INDEX calls_by_time ON calls (tenant_id, created_at);
