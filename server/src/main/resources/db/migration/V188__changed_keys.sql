-- A key's name, origins, agents and limit can be changed.

GRANT UPDATE (name, origins, agents, per_second, burst) ON api_keys TO ${app};
