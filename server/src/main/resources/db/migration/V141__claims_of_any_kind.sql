-- Each kind of credential names the parts that it claims. That only the platform claims a bare key stays.
ALTER TABLE credential_fingerprints DROP CONSTRAINT credential_fingerprints_part_check;
