-- Keys of a tenant's own apps: phones, desktops, game engines. A node of the version before accepts none of them.

ALTER TABLE api_keys
    DROP CONSTRAINT api_keys_kind_check,
    ADD CONSTRAINT api_keys_kind_check CHECK (kind IN ('operator', 'secret', 'publishable', 'app'));
