-- An operator's key that held every scope before there were these holds them too; a narrower one stays as it is.

-- The owner has no policy; only while the rows are filled may it see them.
ALTER TABLE api_keys NO FORCE ROW LEVEL SECURITY;
UPDATE api_keys
   SET scopes = scopes || '{webhooks:read,webhooks:write,events:read}'::text[]
 WHERE kind = 'operator'
   AND scopes @> '{tenants:read,tenants:write,users:write,keys:read,keys:write,credentials:read,credentials:write,
                   agents:read,agents:write,tokens:mint,tokens:inspect,calls:read,calls:write,dispatches:read,
                   dispatches:write,profiles:read,profiles:write,runs:read,runs:write,models:lease,sessions:read,
                   sessions:write,chat_users:read,chat_users:write,numbers:read,numbers:write,pii:read,usage:read,
                   audit:read}'::text[]
   AND NOT scopes @> '{webhooks:read,webhooks:write,events:read}'::text[];
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;
