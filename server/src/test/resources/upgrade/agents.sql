-- Rows as the first version of Stagedoor wrote them. Never edited: every later version must read them.
INSERT INTO agents (tenant_id, slug, name, agent_name, system_prompt, model, voice, tools, max_call_minutes, enabled, created_at, updated_at)
    VALUES ('ten_01kjmma2g02zx4t2qcanjgw6t8', 'bare', 'Bare', 'bare-v1', NULL, NULL, NULL, '{}', '60', 'false', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00');
INSERT INTO agents (tenant_id, slug, name, agent_name, system_prompt, model, voice, tools, max_call_minutes, enabled, created_at, updated_at)
    VALUES ('ten_01kjmma2g02zx4t2qcanjgw6t8', 'greeter', 'Greeter', 'greeter-v1', 'Greet.', 'm', 'v', '{a,b}', '30', 'true', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00');
