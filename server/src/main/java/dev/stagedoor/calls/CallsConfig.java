package dev.stagedoor.calls;

import java.time.Duration;

/**
 * How calls are watched.
 *
 * @param joinWait  how long a trigger with {@code wait=joined} holds its answer
 * @param look      how often an open call's room is looked for
 * @param roomsWait the longest a room made for a call stays open while nobody has come
 */
public record CallsConfig(Duration joinWait, Duration look, Duration roomsWait) {
    /** 15 seconds, 15 seconds, an hour. */
    public static final CallsConfig STANDARD =
            new CallsConfig(Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofHours(1));
}
