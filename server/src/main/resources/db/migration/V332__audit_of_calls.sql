-- A call's story reads the entries about it and its dispatches, wherever they are in a long chain. Entries about anything else,
-- such as tokens, are not in the index and do not pay for it.
CREATE INDEX audit_entries_of_calls ON audit_entries (tenant_id, target, seq)
    WHERE target LIKE 'call\_%' OR target LIKE 'dsp\_%';
