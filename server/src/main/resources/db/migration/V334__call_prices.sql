-- What tenants' carriers charge, in millionths of a US dollar.
CREATE TABLE call_prices (
    tenant_id         text    NOT NULL,
    direction         text    NOT NULL,
    -- A plus sign and the digits that numbers begin with.
    prefix            text    NOT NULL,
    per_minute_micros bigint  NOT NULL,
    fee_micros        bigint  NOT NULL,
    minimum_seconds   integer NOT NULL,
    step_seconds      integer NOT NULL,
    PRIMARY KEY (tenant_id, direction, prefix)
);
ALTER TABLE call_prices ENABLE ROW LEVEL SECURITY;
ALTER TABLE call_prices FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON call_prices TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON call_prices TO ${app};
