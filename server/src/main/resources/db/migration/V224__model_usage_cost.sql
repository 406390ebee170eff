-- What calls by leases cost, in millionths of a US dollar. A node one version older stores none.
ALTER TABLE model_usage ADD COLUMN cost_micros bigint NOT NULL DEFAULT 0;
