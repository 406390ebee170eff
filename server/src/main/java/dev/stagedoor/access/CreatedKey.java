package dev.stagedoor.access;

import dev.stagedoor.kernel.Secret;

/** A key just made, with its text, which is shown once and known nowhere after that. */
public record CreatedKey(ApiKey key, Secret text) {}
