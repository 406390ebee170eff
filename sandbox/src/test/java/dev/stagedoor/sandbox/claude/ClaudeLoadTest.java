// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.sandbox.claude.ClaudeCall.Ending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClaudeLoadTest {
    private static final int STREAMS = 1_000;
    private static final int FEW_THREADS = 50;
    private static final String KEY = "sk-ant-load";

    @Test
    void a_thousand_streams_run_at_once_without_a_platform_thread_for_each() throws Exception {
        CountDownLatch together = new CountDownLatch(STREAMS);
        try (SandboxClaude claude = SandboxClaude.start(0, ClaudeSettings.realTime(), KEY);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            claude.when(Asked.anything()).answer(Answer.text("one two three").slow(Duration.ofMillis(200)));
            int before = ManagementFactory.getThreadMXBean().getThreadCount();
            List<Future<String>> streams = IntStream.range(0, STREAMS)
                    .mapToObj(i -> clients.submit(() -> stream(claude.port(), together)))
                    .toList();
            together.await();
            int during = ManagementFactory.getThreadMXBean().getThreadCount();

            for (Future<String> stream : streams) assertThat(stream.get()).contains("event: message_stop");
            assertThat(during - before).isLessThan(FEW_THREADS);
            assertThat(claude.calls().all()).hasSize(STREAMS).allMatch(call -> call.ending() == Ending.ANSWERED);
        }
    }

    private static String stream(int port, CountDownLatch together) throws InterruptedException {
        String body = """
                {"model":"claude-haiku-4-5","max_tokens":50,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            together.countDown();
            together.await();
            socket.getOutputStream()
                    .write("""
                    POST /v1/messages HTTP/1.1\r
                    x-api-key: %s\r
                    anthropic-version: 2023-06-01\r
                    connection: close\r
                    content-length: %d\r
                    \r
                    %s""".formatted(KEY, body.length(), body).getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
