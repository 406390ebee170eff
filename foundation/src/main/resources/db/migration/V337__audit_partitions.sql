-- The audit in parts, one for each month (docs/decisions/0021-audit-partitions.md): old ones can be archived and dropped. What
-- is there becomes the first part as it is. Its key needs another index; where the operator has built audit_entries_by_time
-- before (UPGRADING.md), that is it, and nothing waits for it here.

ALTER TABLE audit_entries RENAME TO audit_entries_before;
ALTER TABLE audit_entries_before DROP CONSTRAINT audit_entries_pkey;
DO $$
BEGIN
    IF to_regclass('stagedoor.audit_entries_by_time') IS NULL THEN
        ALTER TABLE audit_entries_before ADD CONSTRAINT audit_entries_before_pkey PRIMARY KEY (tenant_id, seq, at);
    ELSE
        ALTER TABLE audit_entries_before
            ADD CONSTRAINT audit_entries_before_pkey PRIMARY KEY USING INDEX audit_entries_by_time;
    END IF;
END
$$;
ALTER INDEX IF EXISTS audit_entries_of_calls RENAME TO audit_entries_before_of_calls;

CREATE TABLE audit_entries (LIKE audit_entries_before) PARTITION BY RANGE (at);
ALTER TABLE audit_entries ADD PRIMARY KEY (tenant_id, seq, at);
CREATE INDEX audit_entries_of_calls ON audit_entries (tenant_id, target, seq)
    WHERE target LIKE 'call\_%' OR target LIKE 'dsp\_%';

ALTER TABLE audit_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entries FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON audit_entries TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY lane_any ON audit_entries TO ${lane} USING (true);
-- As before: entries are never changed nor deleted by a role that serves.
GRANT SELECT, INSERT ON audit_entries TO ${app};
GRANT SELECT, INSERT ON audit_entries TO ${lane};

-- Nobody reaches a part but through the whole. Whoever migrates and archives reads parts as a member of the lanes' role.
DROP POLICY app_tenant ON audit_entries_before;
REVOKE ALL ON audit_entries_before FROM ${app}, ${lane};

-- What belongs into no other part: no write ever fails for want of one.
CREATE TABLE audit_entries_other PARTITION OF audit_entries DEFAULT;
ALTER TABLE audit_entries_other ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entries_other FORCE ROW LEVEL SECURITY;
CREATE POLICY lane_any ON audit_entries_other TO ${lane} USING (true);

-- A part for the month that begins then; 1 if it was made. The lock on the whole lets others read and write.
CREATE FUNCTION audit_part(p_month timestamptz) RETURNS int
    LANGUAGE plpgsql
    SET search_path = stagedoor, pg_temp
    AS $$
DECLARE
    v_name text := 'audit_entries_' || to_char(p_month AT TIME ZONE 'UTC', 'YYYY_MM');
    v_end  timestamptz := (p_month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass('stagedoor.' || v_name) IS NOT NULL THEN
        RETURN 0;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE audit_entries INCLUDING ALL)', v_name);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', v_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', v_name);
    EXECUTE format('CREATE POLICY lane_any ON %I TO ${lane} USING (true)', v_name);
    EXECUTE format('ALTER TABLE %I OWNER TO ${definer}', v_name);
    -- Whoever archives may move entries; the definer sees none here, and the part is made once they have been moved.
    EXECUTE format('WITH moved AS (DELETE FROM audit_entries_other WHERE at >= %L AND at < %L RETURNING *)'
                   ' INSERT INTO %I SELECT * FROM moved', p_month, v_end, v_name);
    EXECUTE format('ALTER TABLE audit_entries ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', v_name, p_month,
                   v_end);
    RETURN 1;
EXCEPTION
    -- The first part reaches into this month, or entries of this month are among the others.
    WHEN invalid_object_definition OR check_violation THEN
        RETURN 0;
END
$$;

-- Parts for this month and the next three; how many were made. All nodes call it.
CREATE FUNCTION audit_parts_ahead() RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = stagedoor, pg_temp
    SET lock_timeout = '1s'
    AS $$
DECLARE
    v_made int := 0;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('stagedoor audit parts')) THEN
        RETURN 0;
    END IF;
    FOR i IN 0..3 LOOP
        v_made := v_made
            + audit_part((date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => i)) AT TIME ZONE 'UTC');
    END LOOP;
    RETURN v_made;
END
$$;

-- What was there ends with this month; with a later one, if a clock was ahead. Where nothing was there, this month has its own
-- part from the start.
DO $$
DECLARE
    v_end timestamptz := date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
BEGIN
    IF EXISTS (SELECT FROM audit_entries_before) THEN
        v_end := (v_end AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
    END IF;
    BEGIN
        EXECUTE format('ALTER TABLE audit_entries ATTACH PARTITION audit_entries_before FOR VALUES FROM (MINVALUE) TO (%L)',
                       v_end);
    EXCEPTION WHEN check_violation THEN
        SELECT (date_trunc('month', max(at) AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC'
          INTO v_end FROM audit_entries_before;
        EXECUTE format('ALTER TABLE audit_entries ATTACH PARTITION audit_entries_before FOR VALUES FROM (MINVALUE) TO (%L)',
                       v_end);
    END;
END
$$;

ALTER TABLE audit_entries OWNER TO ${definer};
ALTER TABLE audit_entries_before OWNER TO ${definer};
ALTER TABLE audit_entries_other OWNER TO ${definer};
ALTER FUNCTION audit_part(timestamptz) OWNER TO ${definer};
ALTER FUNCTION audit_parts_ahead() OWNER TO ${definer};
REVOKE ALL ON FUNCTION audit_part(timestamptz), audit_parts_ahead() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_parts_ahead() TO ${poller};
SELECT audit_parts_ahead();
