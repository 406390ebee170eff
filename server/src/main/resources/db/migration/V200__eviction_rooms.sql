-- How far down the tenant's chain an eviction's rooms were searched for, where the server lists too many to read; 0 to
-- begin at the head. A node one version older ignores it.
ALTER TABLE evictions ADD COLUMN walked_to bigint NOT NULL DEFAULT 0;

GRANT UPDATE (walked_to) ON evictions TO ${app};
