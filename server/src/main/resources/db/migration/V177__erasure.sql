-- Deleting a tenant erases what is personal: its users' calls and what was told to agents, and what people named.
GRANT DELETE ON calls, dispatches, dispatch_receipts TO ${app};
GRANT UPDATE (name, origins, agents) ON api_keys TO ${app};
GRANT UPDATE (attributes) ON credentials TO ${app};
