-- Rows as version 1 wrote them, and what a newer one may add: a column, a mode and a reason that version 1 does not know.
ALTER TABLE calls ADD COLUMN IF NOT EXISTS added_later text;

INSERT INTO calls (tenant_id, call_id, agent_slug, mode, user_id, room, session_id, conversation_id, credential_version,
                   reserved_seconds, created_at, must_end_at, next_at, ended_at, end_reason, added_later) VALUES
('${tenant}', 'call_01j00000000000000000000001', 'greeter', 'VOICE', 'alice', 'acme.desk', 's-1', 'c-1', 1,
 3600, '2026-01-01 12:00:00+00', '2026-01-01 13:00:00+00', '2026-01-01 12:00:15+00', '2026-01-01 12:10:00+00', 'ROOM_CLOSED', NULL),
('${tenant}', 'call_01j00000000000000000000002', 'greeter', 'TEXT', 'bob', 'acme.two', NULL, NULL, 1,
 60, '2026-01-01 12:00:00+00', '2026-01-01 12:01:00+00', '2026-01-01 12:00:15+00', NULL, NULL, 'kept'),
('${tenant}', 'call_01j00000000000000000000003', 'greeter', 'HOLOGRAM', 'carol', 'acme.three', NULL, NULL, 1,
 60, '2026-01-01 12:00:00+00', '2026-01-01 12:01:00+00', '2026-01-01 12:00:14+00', NULL, NULL, NULL),
('${tenant}', 'call_01j00000000000000000000004', 'greeter', 'VOICE', 'dave', 'acme.four', NULL, NULL, 1,
 60, '2026-01-01 12:00:00+00', '2026-01-01 12:01:00+00', '2026-01-01 12:00:15+00', '2026-01-01 12:00:30+00', 'TRANSFERRED', NULL),
('${tenant}', 'call_01j00000000000000000000005', 'greeter', 'VOICE', 'erin', 'acme.five', NULL, NULL, 1,
 60, '2026-01-01 12:00:00+00', '2026-01-01 12:01:00+00', '2026-01-01 12:00:15+00', '2026-01-01 12:00:30+00', 'REQUESTED', NULL),
('${tenant}', 'call_01j00000000000000000000006', 'greeter', 'VOICE', 'erin', 'acme.six', NULL, NULL, 1,
 60, '2026-01-01 12:00:00+00', '2026-01-01 12:01:00+00', '2026-01-01 12:00:15+00', '2026-01-01 12:00:30+00', 'TOO_LONG', NULL),
('${tenant}', 'call_01j00000000000000000000007', 'greeter', 'VOICE', 'erin', 'acme.seven', NULL, NULL, 1,
 60, '2026-01-01 12:00:00+00', '2026-01-01 12:01:00+00', '2026-01-01 12:00:15+00', '2026-01-01 12:00:30+00', 'NO_AGENT', NULL),
('${tenant}', 'call_01j00000000000000000000008', 'greeter', 'VOICE', 'erin', 'acme.eight', NULL, NULL, 1,
 60, '2026-01-01 12:00:00+00', '2026-01-01 12:01:00+00', '2026-01-01 12:00:15+00', '2026-01-01 12:00:30+00', 'CREDENTIAL_REJECTED', NULL);

UPDATE tenant_ledger SET calls_open = 2, seconds_reserved = 120 WHERE tenant_id = '${tenant}';
