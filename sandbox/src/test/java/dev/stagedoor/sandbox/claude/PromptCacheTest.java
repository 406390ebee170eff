// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.sandbox.claude.Reply.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A prefix marked with {@code cache_control} is written once and then read, by the vendor's rules. */
class PromptCacheTest {
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
    private static final String MARK = ",\"cache_control\":{\"type\":\"ephemeral\"}";
    private static final String HOUR = ",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}";

    private final PromptCache cache = new PromptCache(10);
    private Instant now = START;

    @Test
    void a_repeated_prefix_is_read_from_the_cache() {
        assertThat(count("key", "", block(20, MARK), block(5, ""))).isEqualTo(new Usage(5, 23, 0, 0, 0));
        assertThat(count("key", "", block(20, MARK), block(7, ""))).isEqualTo(new Usage(7, 0, 0, 23, 0));
    }

    @Test
    void a_longer_prefix_reads_the_shorter_one_and_writes_the_rest() {
        count("key", "", block(20, MARK));
        assertThat(count("key", "", block(20, ""), block(30, MARK), block(5, "")))
                .isEqualTo(new Usage(5, 30, 0, 23, 0));
        assertThat(count("key", "", block(20, ""), block(30, ""), block(5, MARK)))
                .isEqualTo(new Usage(0, 5, 0, 53, 0));
    }

    @Test
    void another_key_or_another_beginning_is_another_prefix() {
        count("key", "", block(20, MARK));
        assertThat(count("other", "", block(20, MARK)).read()).isZero();
        assertThat(count("key", "\"system\":\"Be brief.\",", block(20, MARK)).read())
                .isZero();
    }

    @Test
    void a_prefix_that_is_too_short_is_not_cached() {
        assertThat(count("key", "", block(3, MARK))).isEqualTo(new Usage(6, 0, 0, 0, 0));
        assertThat(count("key", "", block(3, MARK)).read()).isZero();
    }

    @Test
    void a_prefix_lives_five_minutes_from_its_last_use_or_an_hour() {
        count("key", "", block(20, MARK));
        after(Duration.ofMinutes(4));
        assertThat(count("key", "", block(20, MARK)).read()).isEqualTo(23);
        after(Duration.ofMinutes(4));
        assertThat(count("key", "", block(20, MARK)).read()).isEqualTo(23);
        after(Duration.ofMinutes(5));
        assertThat(count("key", "", block(20, MARK)).read()).isZero();

        assertThat(count("key", "\"system\":\"S\",", block(20, HOUR))).isEqualTo(new Usage(0, 0, 24, 0, 0));
        after(Duration.ofMinutes(59));
        assertThat(count("key", "\"system\":\"S\",", block(20, HOUR)).read()).isEqualTo(24);
    }

    @Test
    void a_prefix_too_far_before_the_mark_is_not_looked_for() {
        count("key", "", block(20, MARK));
        String[] far = new String[22];
        Arrays.fill(far, block(1, ""));
        far[0] = block(20, "");
        far[20] = block(1, MARK);
        assertThat(count("key", "", far).read()).isEqualTo(23);
        far[20] = block(1, "");
        far[21] = block(2, MARK);
        assertThat(count("fresh", "", block(20, MARK)).read()).isZero();
        assertThat(count("fresh", "", far).read()).isZero();
    }

    @Test
    void a_mark_of_the_whole_request_is_one_on_its_last_block() {
        String whole = "\"cache_control\":{\"type\":\"ephemeral\"},";
        assertThat(count("key", whole, block(20, ""), block(5, ""))).isEqualTo(new Usage(0, 28, 0, 0, 0));
        assertThat(count("key", whole, block(20, ""), block(5, ""))).isEqualTo(new Usage(0, 0, 0, 28, 0));
    }

    private void after(Duration wait) {
        now = now.plus(wait);
    }

    private Usage count(String key, String more, String... blocks) {
        String body = "{" + more + "\"messages\":[{\"role\":\"user\",\"content\":[" + String.join(",", blocks) + "]}]}";
        return cache.count(key, Prompt.blocks(RawClaude.json(body)), now);
    }

    /** A text of so many tokens; the message adds three of its own. */
    private static String block(int tokens, String mark) {
        return "{\"type\":\"text\",\"text\":\"" + "word ".repeat(tokens).strip() + "\"" + mark + "}";
    }
}
