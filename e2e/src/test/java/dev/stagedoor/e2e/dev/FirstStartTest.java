package dev.stagedoor.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a newcomer does first. */
class FirstStartTest {
    @RegisterExtension
    static final Dev DEV = Dev.with();

    @Test
    void the_curl_that_it_prints_answers_joined() {
        String screen = DEV.get().process().output();
        String curl = screen.substring(screen.indexOf("  curl "), screen.indexOf("Ctrl-C"));

        Shell.Ran answer = DEV.get().shell().run("sh", "-c", curl).must();

        assertThat(answer.at("/dispatch/status")).isEqualTo("joined");
    }
}
