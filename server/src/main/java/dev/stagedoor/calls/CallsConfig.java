package dev.stagedoor.calls;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/**
 * How calls are watched.
 *
 * @param joinWait  how long a trigger with {@code wait=joined} holds its answer
 * @param look      how often an open call's room is looked for
 * @param roomsWait the longest a room made for a call stays open while nobody has come
 */
public record CallsConfig(
        @Setting(
                value = "How long a trigger with wait=joined holds its answer.",
                initial = "15s",
                min = 1000,
                max = 120000)
        Duration joinWait,

        @Setting(value = "How often an open call is looked at.", initial = "15s", min = 1000, max = 3600000)
        Duration look,

        @Setting(
                value = "The longest a room made for a call waits for its first guest.",
                initial = "1h",
                min = 1000,
                max = 86400000)
        Duration roomsWait) {
    /** What holds when nothing is set. */
    public static final CallsConfig STANDARD = Config.defaults(CallsConfig.class);
}
