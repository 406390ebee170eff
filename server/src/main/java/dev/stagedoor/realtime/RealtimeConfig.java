// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Setting;
import dev.stagedoor.realtime.voice.VoiceConfig;
import java.time.Duration;

/** Settings of the realtime gateway. */
public record RealtimeConfig(
        @Setting(
                value = "How often the server pings a client, which answers in time.",
                initial = "25s",
                min = 1_000,
                max = 300_000)
        Duration heartbeat,

        @Setting(value = "The longest message that a client may send.", initial = "64KiB", min = 1024, max = 1 << 20)
        DataSize maxMessage,

        @Setting(
                value = "Messages per second that a client may send, sustained; the burst is five times as many.",
                initial = "20",
                min = 1,
                max = 1_000)
        int messagesPerSecond,

        @Setting(
                value = "How long a UI session is kept after its client has left.",
                initial = "24h",
                min = 60_000,
                max = 2_592_000_000L)
        Duration uiSessionKept,

        @Setting(
                value = "How many events of a UI session are kept for clients that reconnect.",
                initial = "2000",
                min = 10,
                max = 100_000)
        int eventsKept,

        @Setting(value = "The most tokens of an agent's answer.", initial = "4096", min = 1, max = 128_000)
        int maxTokens,

        @Setting(
                value = "How many messages of a chat an agent is told, the last ones.",
                initial = "100",
                min = 2,
                max = 1_000)
        int history,

        @Setting(value = "The longest file that an app user may upload.", initial = "10MiB", min = 1024, max = 50 << 20)
        DataSize longestFile,

        @Setting(value = "What the files of one app user may come to.", initial = "100MiB", min = 1024)
        DataSize filesPerUser,

        @Setting("The way to the voice bridge.") VoiceConfig voice) {

    /** The same with another way to the voice bridge. */
    public RealtimeConfig with(VoiceConfig other) {
        return new RealtimeConfig(
                heartbeat,
                maxMessage,
                messagesPerSecond,
                uiSessionKept,
                eventsKept,
                maxTokens,
                history,
                longestFile,
                filesPerUser,
                other);
    }

    /** The defaults. */
    public static RealtimeConfig usual() {
        return Config.defaults(RealtimeConfig.class);
    }
}
