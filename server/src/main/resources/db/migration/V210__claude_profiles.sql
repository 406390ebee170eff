-- A profile is the name of an Anthropic credential of the vault, whose own name is the profile's id.
CREATE TABLE claude_profiles (
    tenant_id    text        NOT NULL,
    profile_id   text        NOT NULL,
    name         text        NOT NULL,
    -- Whose login it is; empty: all users of the tenant share it.
    user_id      text        NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    tested_at    timestamptz,
    test_result  text,
    PRIMARY KEY (tenant_id, profile_id),
    UNIQUE (tenant_id, name)
);

-- Which profile a user's next run takes; the empty user is the tenant itself.
CREATE TABLE claude_selections (
    tenant_id   text        NOT NULL,
    user_id     text        NOT NULL,
    profile_id  text        NOT NULL,
    selected_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, user_id),
    FOREIGN KEY (tenant_id, profile_id) REFERENCES claude_profiles ON DELETE CASCADE
);

ALTER TABLE claude_profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE claude_profiles FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON claude_profiles TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON claude_profiles TO ${app};

ALTER TABLE claude_selections ENABLE ROW LEVEL SECURITY;
ALTER TABLE claude_selections FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON claude_selections TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON claude_selections TO ${app};
