-- What a probe learned of the provider is kept with the version: known only after the row was inserted.
GRANT UPDATE (attributes) ON credentials TO ${app};
