package dev.stagedoor.api.calls;

/** How the user takes part. */
public enum CallMode {
    VOICE,
    TEXT
}
