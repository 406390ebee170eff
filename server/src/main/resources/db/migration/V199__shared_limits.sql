-- A key that is given its first limit shares it with the keys that it made before.

GRANT UPDATE (limit_of) ON api_keys TO ${app};
