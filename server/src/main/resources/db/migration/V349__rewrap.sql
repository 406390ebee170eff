-- Master keys that a rewrap has replaced: nothing is wrapped by them, and nothing ever again, by whichever node.

CREATE TABLE retired_master_keys (
    tenant_id  text        NOT NULL CHECK (tenant_id = 'ten_platform'),
    kek_id     text        NOT NULL,
    retired_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, kek_id)
);

ALTER TABLE retired_master_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE retired_master_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON retired_master_keys TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY definer_any ON retired_master_keys TO ${definer} USING (true) WITH CHECK (true);
GRANT SELECT ON retired_master_keys TO ${app};
GRANT SELECT, INSERT ON retired_master_keys TO ${definer};

CREATE FUNCTION master_key_is_retired(p_kek text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$ SELECT EXISTS (SELECT FROM retired_master_keys r WHERE r.kek_id = p_kek) $$;

CREATE FUNCTION directory_retired_master_keys() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$ SELECT r.kek_id FROM retired_master_keys r $$;

-- A rewrap that ends meanwhile waits for what is being wrapped, or this waits for it and then sees what it retired.
CREATE FUNCTION refuse_retired_master_key() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('stagedoor master keys'));
    IF EXISTS (SELECT FROM retired_master_keys r WHERE r.kek_id = NEW.kek_id) THEN
        RAISE EXCEPTION 'the master key % was replaced: nothing may be wrapped by it', NEW.kek_id;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER refuse_retired_master_key BEFORE INSERT OR UPDATE OF wrapped, kek_id ON tenant_data_keys
    FOR EACH ROW WHEN (NEW.wrapped IS NOT NULL) EXECUTE FUNCTION refuse_retired_master_key();

-- How many data keys each master key wraps, and the tenants whose key is not wrapped by that one: for the platform only.
CREATE FUNCTION data_keys_by_master_key() RETURNS TABLE (kek_id text, data_keys bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$
SELECT k.kek_id, count(*) FROM tenant_data_keys k
 WHERE k.destroyed_at IS NULL AND current_tenant() = 'ten_platform'
 GROUP BY k.kek_id ORDER BY k.kek_id
$$;

CREATE FUNCTION data_keys_not_under(p_kek text, p_after text, p_limit int) RETURNS TABLE (tenant_id text, kek_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$
SELECT k.tenant_id, k.kek_id FROM tenant_data_keys k
 WHERE k.destroyed_at IS NULL AND k.kek_id <> p_kek AND k.tenant_id > p_after AND current_tenant() = 'ten_platform'
 ORDER BY k.tenant_id
 LIMIT p_limit
$$;

-- Retires all master keys but that one, unless another one still wraps something; returns how many data keys that are.
CREATE FUNCTION retire_master_keys(p_kek text, p_others text[], p_now timestamptz) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$
DECLARE
    v_left bigint;
BEGIN
    IF current_tenant() IS DISTINCT FROM 'ten_platform' THEN
        RAISE EXCEPTION 'only the platform retires master keys';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('stagedoor master keys'));
    SELECT count(*) INTO v_left FROM tenant_data_keys k WHERE k.destroyed_at IS NULL AND k.kek_id <> p_kek;
    IF v_left = 0 THEN
        INSERT INTO retired_master_keys (tenant_id, kek_id, retired_at)
        SELECT 'ten_platform', t.id, p_now
          FROM (SELECT DISTINCT k.kek_id AS id FROM tenant_data_keys k UNION SELECT unnest(p_others)) AS t
         WHERE t.id <> p_kek
            ON CONFLICT DO NOTHING;
    END IF;
    RETURN v_left;
END
$$;

REVOKE ALL ON FUNCTION master_key_is_retired(text), directory_retired_master_keys(), refuse_retired_master_key(),
    data_keys_by_master_key(), data_keys_not_under(text, text, int), retire_master_keys(text, text[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION master_key_is_retired(text), data_keys_by_master_key(), data_keys_not_under(text, text, int),
    retire_master_keys(text, text[], timestamptz) TO ${app};
GRANT EXECUTE ON FUNCTION directory_retired_master_keys() TO ${directory};

ALTER FUNCTION master_key_is_retired(text) OWNER TO ${definer};
ALTER FUNCTION directory_retired_master_keys() OWNER TO ${definer};
ALTER FUNCTION refuse_retired_master_key() OWNER TO ${definer};
ALTER FUNCTION data_keys_by_master_key() OWNER TO ${definer};
ALTER FUNCTION data_keys_not_under(text, text, int) OWNER TO ${definer};
ALTER FUNCTION retire_master_keys(text, text[], timestamptz) OWNER TO ${definer};
