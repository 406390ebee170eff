// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
import dev.stagedoor.launch.allowed.AllowedImages;
import java.time.Duration;
import java.util.List;

/** The Kubernetes cluster that runs workers, and what tenants may run and reach there. */
public record KubernetesSettings(
        @Setting(
                value = "A kubeconfig file. Empty: the one that kubectl would take, or the service account of the pod"
                        + " that Stagedoor runs in.",
                initial = "")
        String kubeconfig,

        @Setting(
                value = "The namespace of each tenant's workers; {tenant} stands for its slug.",
                initial = "stagedoor-{tenant}")
        String namespace,

        @Setting(
                value = "Whether namespaces that are missing are created. Those of yours need the label"
                        + " app.kubernetes.io/managed-by: stagedoor.",
                initial = "true")
        boolean createNamespaces,

        @Setting(
                value = "The images that tenants may run: whole ones, or beginnings that end with /*, :* or @*.",
                initial = "")
        List<String> images,

        @Setting(
                value = "The Secret, in each tenant's namespace, with the login by which images are pulled.",
                initial = "")
        String pullSecret,

        @Setting(value = "The ranges that workers may reach: LiveKit and their vendors.", initial = "0.0.0.0/0, ::/0")
        List<String> egress,

        @Setting(
                value = "The ranges among them that they may not: your own networks, and the API server's addresses."
                        + " Link-local and cloud metadata addresses never are.",
                initial = "")
        List<String> egressExcept,

        @Setting(
                value = "The TCP ports that workers may reach there; UDP, which media takes, may go to any.",
                initial = "443")
        List<String> egressPorts,

        @Setting(value = "How long the API server may take for an answer.", initial = "5s", min = 100, max = 60000)
        Duration timeout) {

    /** What stands for the tenant's slug. */
    static final String TENANT = "{tenant}";

    private static final int LAST_PORT = 65535;

    /**
     * @throws IllegalArgumentException for a namespace that all tenants would share, and for values that are none
     */
    public KubernetesSettings {
        new AllowedImages(images);
        images = List.copyOf(images);
        egress = List.copyOf(egress);
        egressExcept = List.copyOf(egressExcept);
        egressPorts = List.copyOf(egressPorts);
        egress.forEach(Range::parse);
        egressExcept.forEach(Range::parse);
        egressPorts.forEach(KubernetesSettings::port);
        if (!namespace.contains(TENANT)
                || !namespace.replace(TENANT, "a").matches("[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?")) {
            throw new IllegalArgumentException(
                    "the namespace must contain {tenant} and else be lower-case letters, digits and -");
        }
    }

    private static int port(String text) {
        if (text.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= LAST_PORT) {
                return port;
            }
        }
        throw new IllegalArgumentException("egress_ports: must be numbers of ports, such as 443");
    }

    /** The TCP ports as numbers. */
    List<Integer> ports() {
        return egressPorts.stream().map(KubernetesSettings::port).toList();
    }

    /** The defaults: the cluster around us, and no image. */
    public static KubernetesSettings usual() {
        return Config.defaults(KubernetesSettings.class);
    }
}
