// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.launch.docker.Until;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * etcd, kube-apiserver and kube-controller-manager as bin/kube-apiserver builds them: a cluster without nodes. Pods are made
 * and stay without one, which is enough to see what is admitted, allowed, and cleaned up.
 */
final class RealApiServer implements AutoCloseable {
    private static final Path BIN = Path.of(System.getProperty("user.dir")).resolveSibling(".tools/kubernetes");

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final int port;

    private RealApiServer(Path folder) throws IOException {
        this.folder = folder;
        this.port = freePort();
    }

    static RealApiServer start(Path folder) throws Exception {
        assertThat(BIN.resolve("kube-apiserver"))
                .as("make kubernetes builds it")
                .isExecutable();
        RealApiServer server = new RealApiServer(folder);
        server.startAll();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void startAll() throws Exception {
        int etcd = freePort();
        String store = "http://127.0.0.1:" + etcd;
        run(
                "etcd",
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + store,
                "--advertise-client-urls=" + store,
                "--listen-peer-urls=http://127.0.0.1:" + freePort());
        Path key = folder.resolve("key");
        assertThat(new ProcessBuilder("openssl", "genrsa", "-out", key.toString(), "2048")
                        .start()
                        .waitFor())
                .isZero();
        Path tokens = folder.resolve("tokens");
        Files.writeString(tokens, "admin,admin,1,system:masters\nstagedoor,stagedoor,2\n");
        run(
                "kube-apiserver",
                "--etcd-servers=" + store,
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + folder.resolve("certs"),
                "--service-cluster-ip-range=10.96.0.0/16",
                "--service-account-issuer=https://127.0.0.1:" + port,
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--token-auth-file=" + tokens,
                "--authorization-mode=RBAC",
                "--endpoint-reconciler-type=none",
                "--disable-admission-plugins=ServiceAccount");
        try (KubernetesClient admin = admin()) {
            Until.isTrue("the API server is ready", () -> isReady(admin));
        }
        run(
                "kube-controller-manager",
                "--kubeconfig=" + kubeconfig("admin"),
                "--leader-elect=false",
                "--secure-port=0");
    }

    private static boolean isReady(KubernetesClient admin) {
        try {
            return admin.namespaces().withName("kube-system").get() != null;
        } catch (KubernetesClientException notYet) {
            return false;
        }
    }

    private void run(String program, String... options) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(BIN.resolve(program).toString());
        words.addAll(Arrays.asList(options));
        processes.add(new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(program + ".log").toFile())
                .start());
    }

    /** A kubeconfig for a user: {@code admin}, or {@code stagedoor}, who may what a role says. */
    String kubeconfig(String user) throws IOException {
        Path file = folder.resolve("kubeconfig-" + user);
        Files.writeString(file, """
            apiVersion: v1
            kind: Config
            current-context: test
            contexts: [{name: test, context: {cluster: test, user: test}}]
            clusters: [{name: test, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
            users: [{name: test, user: {token: %s}}]
            """.formatted(port, user));
        return file.toString();
    }

    KubernetesClient admin() throws IOException {
        Config config = new ConfigBuilder(Config.fromKubeconfig(new File(kubeconfig("admin"))))
                .withHttp2Disable(true)
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    @Override
    public void close() {
        processes.reversed().forEach(process -> {
            process.destroy();
            process.onExit().join();
        });
    }
}
