-- Which comings and goings were told of: 0 none, 1 that they came, 2 that they left as well. Nothing is told of those from before.
ALTER TABLE participants ADD COLUMN told smallint NOT NULL DEFAULT 2;
ALTER TABLE participants ALTER COLUMN told SET DEFAULT 0;
CREATE INDEX participants_untold ON participants (tenant_id, room)
    WHERE told = 0 OR (told = 1 AND left_at IS NOT NULL);
