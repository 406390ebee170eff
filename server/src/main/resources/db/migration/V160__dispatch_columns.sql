-- What SQL filters on is a column. These two never change once a dispatch is stored, so they are generated from its state:
-- rows written before this migration, or by a node one version older, have them too.

-- The cast depends on no setting, because a stored time is always ISO 8601 in UTC.
CREATE FUNCTION stored_time(p_text text) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT p_text::timestamptz $$;
REVOKE ALL ON FUNCTION stored_time(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stored_time(text) TO ${app};

ALTER TABLE dispatches
    ADD COLUMN deadline           timestamptz GENERATED ALWAYS AS (stored_time(state->'spec'->>'deadline')) STORED,
    ADD COLUMN credential_version bigint GENERATED ALWAYS AS ((state->'spec'->>'credential_version')::bigint) STORED,
    -- Raised only by a change after which an older node would misread the state; it then leaves such rows alone.
    ADD COLUMN state_version      int NOT NULL DEFAULT 1;
