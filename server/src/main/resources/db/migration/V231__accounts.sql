-- App users who log in with an e-mail address and a password.
CREATE TABLE accounts (
    tenant_id        text        NOT NULL,
    -- The tenant's own id of the user.
    user_id          text        NOT NULL,
    -- acc_…: what the sealed column is bound to.
    account_id       text        NOT NULL,
    -- HMAC of the address, under the tenant's secret for accounts.
    email_hash       bytea       NOT NULL,
    -- Address and name, sealed by the tenant's data key.
    person           bytea       NOT NULL,
    -- Argon2id of the HMAC of the password, as a PHC string; null until the user has set one.
    password         text,
    -- The version of the secret that the password was hashed under.
    secret_version   integer     NOT NULL,
    disabled         boolean     NOT NULL,
    -- SHA-256 of the one-time token that may set the password; null if there is none.
    token_hash       bytea,
    token_expires_at timestamptz,
    created_at       timestamptz NOT NULL,
    password_set_at  timestamptz,
    logged_in_at     timestamptz,
    PRIMARY KEY (tenant_id, user_id)
);
CREATE UNIQUE INDEX accounts_of_email ON accounts (tenant_id, email_hash);
CREATE UNIQUE INDEX accounts_of_token ON accounts (tenant_id, token_hash) WHERE token_hash IS NOT NULL;

-- The tenant's secrets for accounts, sealed by its data key: random, so that they outlive every other key.
CREATE TABLE account_secrets (
    tenant_id  text        NOT NULL,
    version    integer     NOT NULL,
    sealed     bytea       NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, version)
);

-- Failed logins, by what they are limited by: an account, a network, or an account from a network. All are keyed hashes.
CREATE TABLE account_failures (
    tenant_id   text        NOT NULL,
    subject     bytea       NOT NULL,
    failures    integer     NOT NULL,
    -- Since when they are counted.
    since       timestamptz NOT NULL,
    -- Until then the account is known to log in from this network; null if it has not yet.
    known_until timestamptz,
    -- Then the row may go.
    kept_until  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, subject)
);
CREATE INDEX account_failures_kept ON account_failures (tenant_id, kept_until);

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON accounts TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON accounts TO ${app};
GRANT UPDATE (password, secret_version, disabled, token_hash, token_expires_at, password_set_at, logged_in_at)
    ON accounts TO ${app};

ALTER TABLE account_secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_secrets FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON account_secrets TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON account_secrets TO ${app};

ALTER TABLE account_failures ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_failures FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON account_failures TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON account_failures TO ${app};
