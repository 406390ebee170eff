-- Rows as the first version of Stagedoor wrote them. Never edited: every later version must read them.
INSERT INTO api_keys (tenant_id, key_id, kind, name, scopes, origins, agents, per_second, burst, created_at, expires_at, revoked_at, last_used_at)
    VALUES ('ten_01kjmma2g02zx4t2qcanjgw6t8', 'key_01kjmma2g0mq5p26fyf76f5t5q', 'publishable', 'page', '{tokens:mint}', '{https://app.example.com}', '{greeter}', '2', '4', '2026-03-01 12:00:00+00', NULL, NULL, NULL);
INSERT INTO api_keys (tenant_id, key_id, kind, name, scopes, origins, agents, per_second, burst, created_at, expires_at, revoked_at, last_used_at)
    VALUES ('ten_01kjmma2g02zx4t2qcanjgw6t8', 'key_01kjmma2g0t298x3k6p0xys4vg', 'secret', 'backend', '{calls:read,tokens:mint}', '{}', '{}', NULL, NULL, '2026-03-01 12:00:00+00', '2027-03-01 12:00:00+00', NULL, NULL);
INSERT INTO api_keys (tenant_id, key_id, kind, name, scopes, origins, agents, per_second, burst, created_at, expires_at, revoked_at, last_used_at)
    VALUES ('ten_platform', 'key_01kjmma2g0p9600djpem858v1g', 'operator', 'first operator', '{agents:read,agents:write,audit:read,calls:read,calls:write,credentials:read,credentials:write,dispatches:read,dispatches:write,keys:read,keys:write,tenants:read,tenants:write,tokens:inspect,tokens:mint,usage:read,users:write}', '{}', '{}', NULL, NULL, '2026-03-01 12:00:00+00', NULL, NULL, '2026-03-01 12:00:00+00');
INSERT INTO api_key_hashes (hash, tenant_id, key_id)
    VALUES (E'\\x01acf0985a62a6cc916f03eb1d42fe8646ceb0be10167af6f7a5d18a02713f96', 'ten_01kjmma2g02zx4t2qcanjgw6t8', 'key_01kjmma2g0mq5p26fyf76f5t5q');
INSERT INTO api_key_hashes (hash, tenant_id, key_id)
    VALUES (E'\\x21277ba929ad9781142d5e12a8e946994abed918c580918669b270db8e67d76f', 'ten_platform', 'key_01kjmma2g0p9600djpem858v1g');
INSERT INTO api_key_hashes (hash, tenant_id, key_id)
    VALUES (E'\\x8872322be7d3ec8c33fc56b2fe141bb05eb9103afaca14621900052a84a08f83', 'ten_01kjmma2g02zx4t2qcanjgw6t8', 'key_01kjmma2g0t298x3k6p0xys4vg');
INSERT INTO api_key_origins (origin, tenant_id, key_id)
    VALUES ('https://app.example.com', 'ten_01kjmma2g02zx4t2qcanjgw6t8', 'key_01kjmma2g0mq5p26fyf76f5t5q');
