-- The highest mark of each budget that was told in its window.
CREATE TABLE budget_marks (
    tenant_id    text        NOT NULL,
    unit         text        NOT NULL,
    window_start timestamptz NOT NULL,
    percent      int         NOT NULL,
    PRIMARY KEY (tenant_id, unit)
);

ALTER TABLE budget_marks ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_marks FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON budget_marks TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON budget_marks TO ${app};
