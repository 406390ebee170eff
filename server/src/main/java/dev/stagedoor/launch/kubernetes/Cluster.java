// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.launch.RuntimeUnavailable;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The connection to the API server. Answers that it has too much to do, or failed, are asked for again a few times, with
 * growing pauses; after that the runtime is unavailable.
 */
final class Cluster implements AutoCloseable {
    private static final int RETRIES = 3;
    private static final int FIRST_PAUSE_MILLIS = 200;
    private static final int SAID = 500;

    private final KubernetesClient client;

    Cluster(KubernetesSettings settings) {
        Config found = settings.kubeconfig().isEmpty()
                ? Config.autoConfigure(null)
                : Config.fromKubeconfig(new File(settings.kubeconfig()));
        int patience = (int) settings.timeout().toMillis();
        // With HTTP/2, the JDK's client takes a wrong token for a lost connection, and tries for 20 s.
        Config config = new ConfigBuilder(found)
                .withHttp2Disable(true)
                .withConnectionTimeout(patience)
                .withRequestTimeout(patience)
                .withRequestRetryBackoffLimit(RETRIES)
                .withRequestRetryBackoffInterval(FIRST_PAUSE_MILLIS)
                .build();
        this.client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }

    /** The API server's own address, if it is known by one. */
    Optional<Range> address() {
        String host = String.valueOf(
                URI.create(client.getConfiguration().getMasterUrl()).getHost());
        try {
            return Optional.of(Range.of(InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", ""))));
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }

    /**
     * Asks the API server.
     *
     * @throws Problem            {@code invalid_request} if it refuses what it was given
     * @throws RuntimeUnavailable for everything else
     */
    <T> T ask(Function<KubernetesClient, T> question) {
        try {
            return question.apply(client);
        } catch (KubernetesClientException failed) {
            throw refusal(failed);
        }
    }

    /** Applies an object: afterwards the fields in it are as they are in it, whoever changed them. */
    <T extends HasMetadata> T apply(T object) {
        return ask(kubernetes -> kubernetes
                .resource(object)
                .fieldManager(Names.MANAGER)
                .forceConflicts()
                .serverSideApply());
    }

    /** Like {@link #apply}, for an object whose content must not get into a message of anybody's. */
    <T extends HasMetadata> void applySecretly(T object) {
        try {
            client.resource(object).fieldManager(Names.MANAGER).forceConflicts().serverSideApply();
        } catch (KubernetesClientException failed) {
            String what = "Kubernetes did not take a worker's Secret (" + failed.getCode() + ")";
            throw new RuntimeUnavailable(what, new IllegalStateException(what));
        }
    }

    /**
     * Opens something that is read as it comes, such as a log that is followed. The client's own way first waits for the pod,
     * by a watch that the role would have to allow.
     */
    InputStream open(String path) {
        String uri = client.getConfiguration().getMasterUrl().replaceAll("/$", "") + path;
        HttpRequest request =
                client.getHttpClient().newHttpRequestBuilder().uri(uri).build();
        try {
            HttpResponse<InputStream> answer = client.getHttpClient()
                    .sendAsync(request, InputStream.class)
                    .get(client.getConfiguration().getRequestTimeout(), TimeUnit.MILLISECONDS);
            if (answer.isSuccessful()) {
                return answer.body();
            }
            answer.body().close();
            String why = "Kubernetes answered " + answer.code();
            throw new RuntimeUnavailable(why, new IOException(why));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new RuntimeUnavailable("Kubernetes was not waited for", stopped);
        } catch (IOException | ExecutionException | TimeoutException failed) {
            throw new RuntimeUnavailable("Kubernetes cannot be reached: " + failed.getMessage(), failed);
        }
    }

    private static RuntimeException refusal(KubernetesClientException failed) {
        int code = failed.getCode();
        String said = said(failed);
        return switch (code) {
            case 400, 422 ->
                Problem.invalid("workers", "Kubernetes refuses them: " + said).causedBy(failed);
            case 401, 403 -> new RuntimeUnavailable("Kubernetes does not let us (" + code + "): " + said, failed);
            default ->
                code > 0
                        ? new RuntimeUnavailable("Kubernetes answered " + code + ": " + said, failed)
                        : new RuntimeUnavailable("Kubernetes cannot be reached: " + said, failed);
        };
    }

    private static String said(KubernetesClientException failed) {
        Status status = failed.getStatus();
        String said = String.valueOf(
                status != null && status.getMessage() != null ? status.getMessage() : failed.getMessage());
        return said.length() > SAID ? said.substring(0, SAID) + "…" : said;
    }

    @Override
    public void close() {
        client.close();
    }
}
