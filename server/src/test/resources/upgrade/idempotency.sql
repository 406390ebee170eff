-- Rows as the first version of Stagedoor wrote them. Never edited: every later version must read them.
INSERT INTO idempotency_keys (tenant_id, idempotency_key, request, ids, created_at)
    VALUES ('ten_01kjmma2g02zx4t2qcanjgw6t8', 'order-2', 'hash-2', '{"agent": "greeter"}', '2026-03-01 12:00:00+00');
INSERT INTO idempotency_keys (tenant_id, idempotency_key, request, ids, created_at)
    VALUES ('ten_platform', 'order-1', 'hash-1', '{"tenant": "ten_01kjmma2g02zx4t2qcanjgw6t8"}', '2026-03-01 12:00:00+00');
