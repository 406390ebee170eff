// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.UnauthorizedException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.stagedoor.launch.RuntimeUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The connection to the engine, with a deadline for each question: the library has none on a Unix socket, and would wait for
 * an engine that hangs as long as that does. A thread that is interrupted closes its socket, so nothing is left behind.
 */
final class Engine implements AutoCloseable {
    private static final Pattern MESSAGE = Pattern.compile("\\{\"message\":\"(.*)\"}", Pattern.DOTALL);
    private static final int SAID = 300;

    private final DockerHttpClient http;
    private final DockerClient client;
    private final Duration patience;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("docker-question-", 0).factory());

    /** Something to ask the engine. */
    @FunctionalInterface
    interface Question<T> {
        T ask(DockerClient docker) throws Exception;
    }

    Engine(DockerSettings settings) {
        // Not by the library's defaults, which read this process's environment.
        DefaultDockerClientConfig.Builder config = new DefaultDockerClientConfig.Builder()
                .withDockerHost(settings.host())
                .withDockerConfig(System.getProperty("user.home") + "/.docker")
                .withDockerContext("default")
                .withDockerTlsVerify(!settings.certificates().isEmpty());
        if (!settings.certificates().isEmpty()) {
            config.withDockerCertPath(settings.certificates());
        }
        DefaultDockerClientConfig built = config.build();
        this.patience = settings.timeout();
        this.http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(built.getDockerHost())
                .sslConfig(built.getSSLConfig())
                .connectionTimeout(patience)
                .build();
        this.client = DockerClientImpl.getInstance(built, http);
    }

    /** How long the engine may take for an answer. */
    Duration patience() {
        return patience;
    }

    /**
     * Asks the engine.
     *
     * @throws DockerException    if it refuses
     * @throws RuntimeUnavailable if it does not answer in time, or answers that something in it went wrong
     */
    <T> T ask(Question<T> question) {
        return ask(question, patience);
    }

    /** Asks something that may take longer. */
    <T> T ask(Question<T> question, Duration longest) {
        return within(() -> question.ask(client), longest);
    }

    /** Sends a request of our own, whose answer is read as it comes, and must be closed. */
    Response open(Request request) {
        return within(
                () -> {
                    Response response = http.execute(request);
                    int status = response.getStatusCode();
                    if (status >= 200 && status < 300) {
                        return response;
                    }
                    try (response;
                            InputStream body = response.getBody()) {
                        throw new DockerException(new String(body.readNBytes(SAID), StandardCharsets.UTF_8), status);
                    }
                },
                patience);
    }

    private <T> T within(Callable<T> question, Duration time) {
        Future<T> answer = threads.submit(question);
        try {
            return answer.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            answer.cancel(true);
            throw new RuntimeUnavailable("Docker did not answer within " + time.toMillis() + " ms", slow);
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new RuntimeUnavailable("Docker was not waited for", stopped);
        } catch (ExecutionException failed) {
            throw refusal(Objects.requireNonNull(failed.getCause()));
        }
    }

    private static RuntimeException refusal(Throwable cause) {
        return switch (cause) {
            case InternalServerErrorException broken ->
                new RuntimeUnavailable("Docker answered that it failed: " + said(broken), broken);
            case UnauthorizedException denied ->
                new RuntimeUnavailable("Docker does not know us: " + said(denied), denied);
            case DockerException refused ->
                refused.getHttpStatus() >= 500
                        ? new RuntimeUnavailable("Docker answered that it failed: " + said(refused), refused)
                        : refused;
            case DockerClientException failed ->
                new RuntimeUnavailable("Docker could not do it: " + failed.getMessage(), failed);
            default -> new RuntimeUnavailable("Docker cannot be reached: " + root(cause), cause);
        };
    }

    private static String root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** What the engine said, in a line. */
    static String said(DockerException refused) {
        String text = String.valueOf(refused.getMessage()).strip();
        Matcher message = MESSAGE.matcher(text);
        String said = message.find() ? message.group(1) : text;
        return said.length() > SAID ? said.substring(0, SAID) + "…" : said;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            http.close();
        } catch (IOException ignored) {
            // Nothing is kept there.
        }
    }
}
