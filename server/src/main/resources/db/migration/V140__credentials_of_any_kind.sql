-- Credentials of any kind: many of one kind, each by its name, with public attributes instead of LiveKit's two columns.

ALTER TABLE credentials
    ADD COLUMN name       text  NOT NULL DEFAULT 'default',
    ADD COLUMN attributes jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(attributes) = 'object'),
    DROP CONSTRAINT credentials_kind_check,
    DROP CONSTRAINT credentials_pkey,
    ADD PRIMARY KEY (tenant_id, kind, name, version);

-- The owner has no policy; only while the rows are filled may it see them.
ALTER TABLE credentials NO FORCE ROW LEVEL SECURITY;
UPDATE credentials SET attributes = jsonb_build_object('server_url', server_url, 'api_key', api_key);
ALTER TABLE credentials FORCE ROW LEVEL SECURITY;

DROP INDEX credentials_one_active;
DROP INDEX credentials_one_pending;
CREATE UNIQUE INDEX credentials_one_active ON credentials (tenant_id, kind, name) WHERE state = 'active';
CREATE UNIQUE INDEX credentials_one_pending ON credentials (tenant_id, kind, name) WHERE state = 'pending';

-- A node one version older reads and writes server_url and api_key, and server_use() looks servers up by the column.
ALTER TABLE credentials ALTER COLUMN server_url SET DEFAULT '', ALTER COLUMN api_key SET DEFAULT '';

CREATE FUNCTION credential_columns() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = stagedoor, pg_temp
    AS $$
BEGIN
    IF NEW.kind = 'livekit' AND NEW.attributes = '{}' THEN
        NEW.attributes := jsonb_build_object('server_url', NEW.server_url, 'api_key', NEW.api_key);
    ELSE
        NEW.server_url := COALESCE(NEW.attributes ->> 'server_url', NEW.server_url);
        NEW.api_key := COALESCE(NEW.attributes ->> 'api_key', NEW.api_key);
    END IF;
    RETURN NEW;
END
$$;

REVOKE ALL ON FUNCTION credential_columns() FROM PUBLIC;

CREATE TRIGGER credential_columns BEFORE INSERT ON credentials
    FOR EACH ROW EXECUTE FUNCTION credential_columns();
