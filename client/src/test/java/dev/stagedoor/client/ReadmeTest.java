// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.api.calls.Wait;
import dev.stagedoor.api.dispatch.ReceiptLine;
import dev.stagedoor.client.http.ApiKey;
import dev.stagedoor.client.http.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's example is this class's code, so it compiles. */
class ReadmeTest {
    @Test
    void the_example_in_the_readme_is_the_one_that_is_compiled() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String source = Files.readString(Path.of("src/test/java/dev/stagedoor/client/ReadmeTest.java"));
        String example = between(readme, "```java\n", "```");

        assertThat(lines(example)).isNotEmpty().isEqualTo(lines(between(source, "// begin\n", "// end\n")));
    }

    private static String between(String text, String from, String to) {
        int begin = text.indexOf(from) + from.length();
        return text.substring(begin, text.indexOf(to, begin));
    }

    private static String lines(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }

    @SuppressWarnings({"unused", "SystemOut"}) // It is compiled, not run.
    private static void example() {
        // begin
        ApiKey key = ApiKey.of(System.getenv("STAGEDOOR_KEY"));
        try (StagedoorClient client = StagedoorClient.of(URI.create("http://127.0.0.1:8080"), key)) {
            TriggerRequest request =
                    new TriggerRequest("demo", null, "alice", null, null, null, null, null, Wait.SENT, null);
            TriggerAnswer call = client.calls().trigger(request);

            try (EventFeed<ReceiptLine> receipt =
                    client.dispatches().follow(call.dispatch().id())) {
                receipt.forEachRemaining(line -> System.out.println(line.at() + " " + line.status()));
            }
        } catch (ProblemException problem) {
            System.err.println(problem.code() + ": " + problem.detail() + " (" + problem.requestId() + ")");
        }
        // end
    }
}
