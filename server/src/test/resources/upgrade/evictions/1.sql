-- Rows as version 1 wrote them, and what a newer one may add: a column, and a kind that version 1 does not know.
ALTER TABLE evictions ADD COLUMN IF NOT EXISTS added_later text;
ALTER TABLE evictions DROP CONSTRAINT IF EXISTS evictions_kind_check;

INSERT INTO evictions (tenant_id, eviction_id, kind, room, subject, until, since_seq, created_at, next_look, added_later)
VALUES
('${tenant}', 'evi_01j00000000000000000000001', 'device', 'acme.desk', 'phone-1', now() + interval '1 hour', 0, now(),
 '2026-01-01 12:00:00+00', NULL),
('${tenant}', 'evi_01j00000000000000000000002', 'user', '', 'alice', now() + interval '1 hour', 0, now(),
 '2026-01-01 12:00:01+00', 'kept'),
('${tenant}', 'evi_01j00000000000000000000003', 'participant', 'acme.desk', 'bob', now() + interval '1 hour', 0, now(),
 '2026-01-01 12:00:02+00', NULL);
