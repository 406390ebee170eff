-- Rows as the first version of Stagedoor wrote them. Never edited: every later version must read them.
INSERT INTO tenants (tenant_id, slug, name, status, policy, created_at, updated_at, suspended_at, deleted_at)
    VALUES ('ten_01kjmma2g02zx4t2qcanjgw6t8', 'plain', 'Plain', 'active', '{"agents": ["*"], "budget": {"tokens": 1000000000, "window": "day", "minutes": 1000000000, "dispatches": 1000000000}, "grants": ["can_publish", "can_subscribe", "can_publish_data", "can_publish_sources"], "max_ttl": 86400, "key_limit": {"burst": 500, "per_second": 250}, "default_ttl": 3600, "trigger_ttl": 600, "tenant_limit": {"burst": 1000, "per_second": 500}, "publishable_ttl": 300, "concurrent_calls": 1000}', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', NULL, NULL);
INSERT INTO tenants (tenant_id, slug, name, status, policy, created_at, updated_at, suspended_at, deleted_at)
    VALUES ('ten_01kjmma2g07hn33g5pat6pvr7t', 'narrow', 'Narrow & Co', 'active', '{"agents": [], "budget": {"tokens": 1000, "window": "hour", "minutes": 90, "dispatches": 200}, "grants": ["can_subscribe", "can_update_own_metadata", "hidden"], "max_ttl": 7200, "key_limit": {"burst": 7, "per_second": 5}, "default_ttl": 600, "trigger_ttl": 300, "tenant_limit": {"burst": 70, "per_second": 50}, "publishable_ttl": 120, "concurrent_calls": 3}', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', NULL, NULL);
INSERT INTO tenants (tenant_id, slug, name, status, policy, created_at, updated_at, suspended_at, deleted_at)
    VALUES ('ten_01kjmma2g0cw7ngn6cwcpymga5', 'still', 'Still', 'suspended', '{"agents": ["*"], "budget": {"tokens": 1000000000, "window": "day", "minutes": 1000000000, "dispatches": 1000000000}, "grants": ["can_publish", "can_subscribe", "can_publish_data", "can_publish_sources"], "max_ttl": 86400, "key_limit": {"burst": 500, "per_second": 250}, "default_ttl": 3600, "trigger_ttl": 600, "tenant_limit": {"burst": 1000, "per_second": 500}, "publishable_ttl": 300, "concurrent_calls": 1000}', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', NULL);
INSERT INTO tenant_slugs (slug, tenant_id)
    VALUES ('narrow', 'ten_01kjmma2g07hn33g5pat6pvr7t');
INSERT INTO tenant_slugs (slug, tenant_id)
    VALUES ('plain', 'ten_01kjmma2g02zx4t2qcanjgw6t8');
INSERT INTO tenant_slugs (slug, tenant_id)
    VALUES ('still', 'ten_01kjmma2g0cw7ngn6cwcpymga5');
INSERT INTO app_users (tenant_id, user_id, revoked, changed_at)
    VALUES ('ten_01kjmma2g02zx4t2qcanjgw6t8', 'user-1', 'true', '2026-03-01 12:00:00+00');
INSERT INTO app_users (tenant_id, user_id, revoked, changed_at)
    VALUES ('ten_01kjmma2g02zx4t2qcanjgw6t8', 'user-2', 'false', '2026-03-01 12:00:00+00');
