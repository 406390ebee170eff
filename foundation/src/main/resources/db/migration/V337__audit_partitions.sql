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
CREATE POLICY definer_reads ON audit_entries_before FOR SELECT TO ${definer} USING (true);

-- What belongs into no other part: no write ever fails for want of one.
CREATE TABLE audit_entries_other PARTITION OF audit_entries DEFAULT;
ALTER TABLE audit_entries_other ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entries_other FORCE ROW LEVEL SECURITY;
CREATE POLICY lane_any ON audit_entries_other TO ${lane} USING (true);

-- Which entries of a chain are in which month that is over, so that a page reads only the parts that it is in. A hint alone would
-- not do, since clocks are wrong at times: a part that is known has a trigger that tells of every entry that comes late.
CREATE TABLE audit_months (
    tenant_id text        NOT NULL,
    -- The end of the part; infinity for what belongs into no part.
    until     timestamptz NOT NULL,
    begins    timestamptz NOT NULL,
    first_seq bigint      NOT NULL,
    last_seq  bigint      NOT NULL,
    PRIMARY KEY (tenant_id, until)
);
CREATE INDEX audit_months_until ON audit_months (until);
ALTER TABLE audit_months ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_months FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON audit_months TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY definer_any ON audit_months TO ${definer} USING (true);
GRANT SELECT ON audit_months TO ${app};
GRANT SELECT, INSERT, UPDATE ON audit_months TO ${definer};

CREATE FUNCTION audit_month_seen() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = stagedoor, pg_temp
    AS $$
BEGIN
    INSERT INTO audit_months (tenant_id, until, begins, first_seq, last_seq)
    VALUES (NEW.tenant_id, TG_ARGV[1]::timestamptz, TG_ARGV[0]::timestamptz, NEW.seq, NEW.seq)
    ON CONFLICT (tenant_id, until) DO UPDATE
       SET first_seq = least(audit_months.first_seq, EXCLUDED.first_seq),
           last_seq = greatest(audit_months.last_seq, EXCLUDED.last_seq);
    RETURN NULL;
END
$$;
CREATE TRIGGER audit_month_seen AFTER INSERT ON audit_entries_other
    FOR EACH ROW EXECUTE FUNCTION audit_month_seen('-infinity', 'infinity');

-- The part is known from here on. Nobody adds to it meanwhile; it costs two looks into its key for each tenant.
CREATE FUNCTION audit_close_part(p_part regclass) RETURNS void
    LANGUAGE plpgsql
    SET search_path = stagedoor, pg_temp
    AS $$
DECLARE
    v_bound  text := (SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE oid = p_part);
    v_begins text := coalesce((regexp_match(v_bound, 'FROM \(''([^'']+)''\)'))[1], '-infinity');
    v_until  text := (regexp_match(v_bound, 'TO \(''([^'']+)''\)'))[1];
BEGIN
    EXECUTE format('CREATE TRIGGER audit_month_seen AFTER INSERT ON %s'
                   ' FOR EACH ROW EXECUTE FUNCTION audit_month_seen(%L, %L)', p_part, v_begins, v_until);
    EXECUTE format($part$
        WITH RECURSIVE tenant (id) AS (
            (SELECT tenant_id FROM %1$s ORDER BY tenant_id LIMIT 1)
            UNION ALL
            SELECT (SELECT p.tenant_id FROM %1$s p WHERE p.tenant_id > tenant.id ORDER BY p.tenant_id LIMIT 1)
              FROM tenant WHERE tenant.id IS NOT NULL)
        INSERT INTO audit_months (tenant_id, until, begins, first_seq, last_seq)
        SELECT tenant.id, %3$L, %2$L,
               (SELECT p.seq FROM %1$s p WHERE p.tenant_id = tenant.id ORDER BY p.seq LIMIT 1),
               (SELECT p.seq FROM %1$s p WHERE p.tenant_id = tenant.id ORDER BY p.seq DESC LIMIT 1)
          FROM tenant WHERE tenant.id IS NOT NULL
        ON CONFLICT (tenant_id, until) DO UPDATE
           SET first_seq = least(audit_months.first_seq, EXCLUDED.first_seq),
               last_seq = greatest(audit_months.last_seq, EXCLUDED.last_seq)
        $part$, p_part, v_begins, v_until);
    EXECUTE format('COMMENT ON TABLE %s IS %L', p_part, 'known to audit_months');
END
$$;

-- The parts that end up to then, and are not known yet, are known from here on: the oldest first, and so many at most.
CREATE FUNCTION audit_close_until(p_until timestamptz, p_most int) RETURNS void
    LANGUAGE plpgsql
    SET search_path = stagedoor, pg_temp
    AS $$
DECLARE
    v_part regclass;
BEGIN
    FOR v_part IN
        SELECT part
          FROM (SELECT c.oid::regclass AS part,
                       (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([^'']+)''\)'))[1]::timestamptz AS until
                  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                 WHERE i.inhparent = 'audit_entries'::regclass
                   AND obj_description(c.oid, 'pg_class') IS NULL) AS unknown
         WHERE until <= p_until
         ORDER BY until LIMIT p_most
    LOOP
        PERFORM audit_close_part(v_part);
    END LOOP;
END
$$;

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
    EXECUTE format('CREATE POLICY definer_reads ON %I FOR SELECT TO ${definer} USING (true)', v_name);
    EXECUTE format('ALTER TABLE %I OWNER TO ${definer}', v_name);
    -- Whoever archives may move entries; the definer sees none here, and the part is made once they have been moved.
    EXECUTE format('WITH moved AS (DELETE FROM audit_entries_other WHERE at >= %L AND at < %L RETURNING *)'
                   ' INSERT INTO %I SELECT * FROM moved', p_month, v_end, v_name);
    EXECUTE format('ALTER TABLE audit_entries ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', v_name, p_month,
                   v_end);
    -- Parts become known in the order of their months: all before the last known one are.
    IF v_end < now() - interval '1 day' THEN
        PERFORM audit_close_until(v_end, 10000);
    END IF;
    RETURN 1;
EXCEPTION
    -- The first part reaches into this month, or entries of this month are among the others.
    WHEN invalid_object_definition OR check_violation THEN
        RETURN 0;
END
$$;

-- Parts for this month and the next three, and what is in a month that is over; how many parts were made. All nodes call it.
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
    -- A month that has been over for a day becomes known, one at each call.
    PERFORM audit_close_until(now() - interval '1 day', 1);
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
ALTER FUNCTION audit_close_part(regclass) OWNER TO ${definer};
ALTER FUNCTION audit_close_until(timestamptz, int) OWNER TO ${definer};
ALTER FUNCTION audit_month_seen() OWNER TO ${definer};
REVOKE ALL ON FUNCTION audit_part(timestamptz), audit_parts_ahead(), audit_close_part(regclass),
    audit_close_until(timestamptz, int), audit_month_seen() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_parts_ahead() TO ${poller};
SELECT audit_parts_ahead();
