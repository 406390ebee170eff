// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.livekit.api.AddressPolicy;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.token.ApiKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example does what it says, word for word. */
final class ReadmeTest {
    private static final String IMPORTS = """
            import dev.stagedoor.livekit.*;
            import dev.stagedoor.livekit.api.*;
            import dev.stagedoor.livekit.token.*;
            import java.time.Duration;
            """;

    @Test
    void the_example_mints_and_dispatches_on_a_real_server(@TempDir Path folder) throws Exception {
        try (var server = RealServer.start();
                var client = LiveKitClient.create(AddressPolicy.ANYWHERE)) {
            var lines = snippet()
                    .replace("ws://127.0.0.1:7880", server.url().replace("http", "ws"))
                    .replace("devkey", server.key())
                    .replace("\"secret\"", "\"" + server.secret() + "\"");
            var printed = run(compile(folder, lines)).split(" ", -1);
            assertThat(printed[0]).isEqualTo(server.url().replace("http", "ws"));
            assertThat(printed[1]).startsWith("eyJ");
            var project = Project.of(ServerUrl.parse(server.url()), ApiKey.of(server.key(), server.secret()));
            assertThat(client.dispatches(project).listDispatch("lobby"))
                    .extracting(dispatch -> dispatch.agentName())
                    .containsExactlyInAnyOrder("clerk", "interpreter");
        }
    }

    private static String snippet() throws Exception {
        var readme = Files.readString(Path.of("README.md"));
        var code = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    private static Method compile(Path folder, String lines) throws Exception {
        var source = folder.resolve("Snippet.java");
        Files.writeString(source, IMPORTS + "public class Snippet { public static void run() {\n" + lines + "}}");
        var errors = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        errors,
                        errors,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(result).as(errors.toString(StandardCharsets.UTF_8)).isZero();
        try (var loader = new URLClassLoader(new java.net.URL[] {folder.toUri().toURL()})) {
            return loader.loadClass("Snippet").getMethod("run");
        }
    }

    private static String run(Method snippet) throws Exception {
        var console = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            snippet.invoke(null);
        } finally {
            System.setOut(console);
        }
        return printed.toString(StandardCharsets.UTF_8).strip();
    }
}
